/** The real engine with the real model. */
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_MODEL_PATH, loadConfig } from './config.ts'
import { startEngine } from './engine.ts'
import type { Engine, Piece } from './engine.ts'
import { readGeneration } from './generation.ts'
import type { Generation } from './generation.ts'

let engine: Engine
beforeAll(async () => { engine = await startEngine(loadConfig({ SUBNETES_CONCURRENCY: '2' })) })
afterAll(async () => { await engine.stop() })

function generation (request: Record<string, unknown>): Generation {
  return readGeneration({ prompt: 'ROMEO:', seed: 42, max_tokens: 60, ...request }, 8192)
}

async function generate (request: Record<string, unknown>, target = engine): Promise<{ text: string, pieces: Piece[], last: Piece | undefined }> {
  const pieces: Piece[] = []
  for await (const piece of target.generate(generation(request))) pieces.push(piece)
  return { text: pieces.map((piece) => piece.text).join(''), pieces, last: pieces.at(-1) }
}

describe('text', () => {
  test('one piece per token, counted, the last with its reason', async () => {
    const { pieces, text, last } = await generate({})
    expect(pieces.map((piece) => piece.tokens)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
    expect(last).toMatchObject({ finish: 'length', tokens: 60, promptTokens: 3 })
    expect(pieces.slice(0, -1).every((piece) => piece.finish === undefined)).toBe(true)
    expect(text).toMatch(/[a-z]{3}/)
  })

  test('the same seed gives the same text, another seed another, greedy always the same', async () => {
    const first = await generate({})
    expect((await generate({})).text).toBe(first.text)
    expect((await generate({ seed: 43 })).text).not.toBe(first.text)
    const greedy = await generate({ temperature: 0 })
    expect((await generate({ temperature: 0, seed: 7 })).text).toBe(greedy.text)
    expect(greedy.text).not.toBe(first.text)
  })

  test('1000 tokens shift the context of 256 on the way, each token in its own piece, the same twice', { timeout: 120_000 }, async () => {
    expect(engine.info.contextTokens).toBe(256)
    const { pieces, last, text } = await generate({ max_tokens: 1000 })
    expect(last).toMatchObject({ finish: 'length', tokens: 1000 })
    expect(pieces).toHaveLength(1000)
    expect((await generate({ max_tokens: 1000 })).text).toBe(text)
    // No stutter after a shift: the second half has as many different words as the first, within reason.
    const words = text.split(/\s+/)
    const different = (part: string[]): number => new Set(part).size / part.length
    expect(different(words.slice(words.length / 2))).toBeGreaterThan(0.5 * different(words.slice(0, words.length / 2)))
  })

  test('two calls at a time have each the text it would have alone', async () => {
    const requests = [{ prompt: 'ROMEO:', max_tokens: 300 }, { prompt: 'JULIET:\nGood night', seed: 9, max_tokens: 300 }]
    const alone = [await generate(requests[0] ?? {}), await generate(requests[1] ?? {})]
    const together = await Promise.all(requests.map(async (request) => await generate(request)))
    expect(together.map(({ text }) => text)).toEqual(alone.map(({ text }) => text))
  })

  test('words that look like control tokens stay words', async () => {
    const { last } = await generate({ prompt: '<s></s>', max_tokens: 1 })
    expect(last?.promptTokens).toBeGreaterThan(3)
  })

  test('an empty prompt starts from nothing', async () => {
    expect((await generate({ prompt: '', max_tokens: 5 })).last).toMatchObject({ promptTokens: 1, tokens: 5 })
  })
})

describe('stop texts', () => {
  test('the text ends before it, at the token that completes it', async () => {
    const whole = await generate({ max_tokens: 200 })
    const at = whole.text.indexOf('\n\n', 1)
    expect(at).toBeGreaterThan(0)
    const { text, last } = await generate({ max_tokens: 200, stop: ['\n\n'] })
    expect(last?.finish).toBe('stop')
    expect(text).toBe(whole.text.slice(0, whole.text.indexOf('\n\n')))
    expect(last?.tokens).toBeLessThan(200)
  })

  test('one that does not come changes nothing', async () => {
    const { text, last } = await generate({ stop: ['\nzzz', 'I zzz'] })
    expect(text).toBe((await generate({})).text)
    expect(last?.finish).toBe('length')
  })
})

describe('prompts that do not fit', () => {
  test('the last one that fits has 255 tokens, and generation goes on past the context', async () => {
    const fits = await longestPrompt(255)
    expect((await generate({ prompt: fits, max_tokens: 20 })).last).toMatchObject({ promptTokens: 255, tokens: 20 })
    await expect(generate({ prompt: `${fits}a` })).rejects.toMatchObject({
      code: 'invalid_argument',
      message: 'prompt has 256 tokens, the start token included; the context holds 255: shorten the prompt, or run the worker with a larger LLM_CONTEXT'
    })
  })

  test('megabytes are refused without being tokenized', async () => {
    // Only a count from the length alone says "at least".
    await expect(generate({ prompt: 'Good night '.repeat(400_000) })).rejects.toThrow(/^prompt has at least \d+ tokens/)
  })
})

/** A prompt of exactly so many tokens: digits are a token each in this model. */
async function longestPrompt (tokens: number): Promise<string> {
  const { last } = await generate({ prompt: '1', max_tokens: 1 })
  return '1'.repeat(tokens - (last?.promptTokens ?? 0) + 1)
}

describe('cancelling', () => {
  test('an abort between tokens ends the next pull, and one during a token ends that pull', async () => {
    const between = new AbortController()
    const first = engine.generate(generation({ max_tokens: 5000 }), { signal: between.signal })
    for (let count = 0; count < 5; count++) await first.next()
    between.abort(new Error('left'))
    await expect(first.next()).rejects.toThrow('left')

    const during = new AbortController()
    const second = engine.generate(generation({ max_tokens: 5000 }), { signal: during.signal })
    await second.next()
    const pull = second.next()
    during.abort(new Error('left'))
    await expect(pull).rejects.toThrow('left')
  })

  test('a call that ends early, and one that failed, free their slot', async () => {
    const single = await startEngine(loadConfig({}))
    try {
      const early = single.generate(generation({ max_tokens: 5000 }))
      await early.next()
      await early.return(undefined)
      await expect(generate({ prompt: 'x '.repeat(500) }, single)).rejects.toThrow('the context holds 255')
      expect((await generate({}, single)).text).toBe((await generate({})).text)
    } finally {
      await single.stop()
    }
  })

  test('a call that waits for a slot leaves the queue when it is cancelled', async () => {
    const held = [engine.generate(generation({})), engine.generate(generation({}))]
    for (const call of held) await call.next()
    const leaving = new AbortController()
    const waiting = engine.generate(generation({}), { signal: leaving.signal }).next()
    const next = engine.generate(generation({ max_tokens: 1 })).next()
    leaving.abort(new Error('left'))
    await expect(waiting).rejects.toThrow('left')
    for (const call of held) await call.return(undefined)
    expect((await next).value).toMatchObject({ tokens: 1, finish: 'length' })
  })
})

describe('model files', () => {
  let folder: string
  beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'subnetes-llm-')) })
  afterAll(async () => { await rm(folder, { recursive: true }) })

  test('a missing file is named, with what to do', async () => {
    const path = join(folder, 'none.gguf')
    await expect(startEngine(loadConfig({ LLM_MODEL: path }))).rejects.toMatchObject({ code: 'not_found', message: `model file ${path} does not exist; set LLM_MODEL to the path of a GGUF file, or unset it for the model that ships with this worker` })
  })

  test('a file of another kind says what it starts with', async () => {
    const path = join(folder, 'text.gguf')
    await writeFile(path, '<html>not found</html>')
    await expect(startEngine(loadConfig({ LLM_MODEL: path }))).rejects.toThrow(`model file ${path} is no GGUF file: it starts with "<htm" instead of "GGUF"`)
    await writeFile(path, '')
    await expect(startEngine(loadConfig({ LLM_MODEL: path }))).rejects.toThrow('it is empty')
    await expect(startEngine(loadConfig({ LLM_MODEL: folder }))).rejects.toThrow(`model file ${folder} cannot be read (EISDIR)`)
  })

  test('a file that is cut short says so', async () => {
    const path = join(folder, 'short.gguf')
    const half = Buffer.alloc(1_000_000)
    await using source = await open(DEFAULT_MODEL_PATH)
    await source.read(half)
    await writeFile(path, half)
    await expect(startEngine(loadConfig({ LLM_MODEL: path }))).rejects.toThrow(`model file ${path} cannot be loaded`)
  })
})

test('the engine describes itself', () => {
  expect(engine.info).toEqual({ model: 'Tiny Shakespeare', parameters: 2_410_560, contextTokens: 256, threads: 1, backend: 'cpu', slots: 2 })
})
