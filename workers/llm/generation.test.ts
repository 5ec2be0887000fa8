import { expect, test } from 'vitest'
import { readGeneration } from './generation.ts'

test('a request without options takes the defaults and a random seed', () => {
  const first = readGeneration({ prompt: 'ROMEO:' }, 8192)
  expect(first).toMatchObject({ prompt: 'ROMEO:', maxTokens: 128, temperature: 0.8, topK: 40, topP: 0.95, stop: [] })
  const seeds = new Set(Array.from({ length: 20 }, () => readGeneration({ prompt: '' }, 8192).seed))
  expect(seeds.size).toBe(20)
})

test('zero is a value, not a missing one', () => {
  expect(readGeneration({ prompt: 'a', temperature: 0, top_k: 0, seed: 0 }, 8192)).toMatchObject({ temperature: 0, topK: 0, seed: 0 })
})

test('the default length obeys a worker that allows less', () => {
  expect(readGeneration({ prompt: 'a' }, 50).maxTokens).toBe(50)
})

test.each([
  [{ max_tokens: 0 }, 'max_tokens is 0; allowed is 1 to 8192'],
  [{ max_tokens: 8193 }, 'max_tokens is 8193; allowed is 1 to 8192'],
  [{ temperature: -1 }, 'temperature is -1; allowed is 0 to 5'],
  [{ temperature: NaN }, 'temperature is'],
  [{ top_p: 0 }, 'top_p is 0; allowed is above 0 to 1'],
  [{ top_p: 1.5 }, 'top_p is 1.5; allowed is above 0 to 1'],
  [{ seed: 4294967295 }, 'seed is 4294967295; allowed is 0 to 4294967294'],
  [{ stop: ['a', ''] }, 'stop[1] has 0 characters; allowed are 1 to 256'],
  [{ stop: ['x'.repeat(257)] }, 'stop[0] has 257 characters; allowed are 1 to 256'],
  [{ stop: Array.from({ length: 17 }, () => 'a') }, 'stop has 17 texts; allowed are at most 16']
])('%j is refused by name', (request, message) => {
  expect(() => readGeneration({ prompt: 'a', ...request }, 8192)).toThrow(expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(message) as string }) as Error)
})
