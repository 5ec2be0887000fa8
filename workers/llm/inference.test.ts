/** The handlers on the real engine. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorker } from '@subnetes/worker'
import { loadConfig } from './config.ts'
import { startEngine } from './engine.ts'
import type { Engine } from './engine.ts'
import { inferenceHandlers } from './inference.ts'
import type { InferenceContext, InferenceHandlers, InferenceResponse } from './inference.ts'

let engine: Engine
let handlers: InferenceHandlers
beforeAll(async () => {
  engine = await startEngine(loadConfig({}))
  handlers = inferenceHandlers(engine, { maxTokens: 500 })
})
afterAll(async () => { await engine.stop() })

const context: InferenceContext = { signal: new AbortController().signal, workerId: 'inference-1' }

test('they fit the schema', async () => {
  const worker = await startWorker({ proto: await readFile(new URL('inference.proto', import.meta.url), 'utf8'), handlers })
  await worker.stop()
})

test('the unary answer is the streamed one in one piece, with who made it', async () => {
  const request = { prompt: 'ROMEO:', seed: 5, max_tokens: 40 }
  const streamed: InferenceResponse[] = []
  for await (const response of handlers.rpc_inference_stream(request, context)) streamed.push(response)
  const whole = await handlers.rpc_inference(request, context)
  expect(whole).toEqual({ text: streamed.map(({ text }) => text).join(''), tokens: 40, finish_reason: 'length', worker_id: 'inference-1', pid: process.pid, prompt_tokens: 3, seed: 5 })
  expect(streamed[0]).toMatchObject({ tokens: 1, finish_reason: '', worker_id: 'inference-1', pid: process.pid, prompt_tokens: 0 })
  expect(streamed[0]).not.toHaveProperty('seed')
})

test('a random seed is told, and repeats the text', async () => {
  const first = await handlers.rpc_inference({ prompt: 'ROMEO:', max_tokens: 20 }, context)
  const again = await handlers.rpc_inference({ prompt: 'ROMEO:', max_tokens: 20, seed: first.seed }, context)
  expect(again.text).toBe(first.text)
})

test('a bad request fails before a slot is taken', async () => {
  await expect(handlers.rpc_inference({ prompt: 'ROMEO:', max_tokens: 501 }, context)).rejects.toMatchObject({ code: 'invalid_argument', message: 'max_tokens is 501; allowed is 1 to 500' })
})

test('info tells what callers must know', async () => {
  expect(await handlers.rpc_info({}, context)).toEqual({
    model: 'Tiny Shakespeare', parameters: 2_410_560, context_tokens: 256, max_tokens: 500, threads: 1, backend: 'cpu', slots: 1, worker_id: 'inference-1', pid: process.pid
  })
})
