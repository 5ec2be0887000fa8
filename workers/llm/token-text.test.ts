import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from './config.ts'
import { loadModel } from './llama.ts'
import type { LoadedModel } from './llama.ts'
import { TokenText } from './token-text.ts'

let loaded: LoadedModel
beforeAll(async () => { loaded = await loadModel(loadConfig({})) })
afterAll(async () => { await loaded.llama.dispose() })

test('characters of several byte tokens come out whole, and the text is the one that went in', () => {
  const text = 'Good morrow 😀 日本, ünd\n\nexit'
  const tokens = loaded.model.tokenize(text, false)
  const decoder = new TokenText(loaded.model, [])
  const pieces = tokens.map((token) => decoder.push(token))
  expect((pieces.join('') + decoder.flush()).trimStart()).toBe(text)
  expect(pieces.filter((piece) => piece.includes('\ufffd'))).toEqual([])
  expect(pieces).toContain('😀')
  expect(pieces).toContain('')
})

test('half a character at the end comes out as U+FFFD, not as broken text', () => {
  const bytes = loaded.model.tokenize('😀', false).slice(0, -1)
  const decoder = new TokenText(loaded.model, [])
  const text = bytes.map((token) => decoder.push(token)).join('') + decoder.flush()
  expect(text.isWellFormed()).toBe(true)
  expect(text).toContain('\ufffd')
})
