import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadConfig } from './config.ts'

test('without variables the shipped model runs on one CPU thread with one slot', () => {
  const config = loadConfig({})
  expect(config).toMatchObject({ threads: 1, gpu: false, slots: 1, contextTokens: undefined, maxTokens: 8192 })
  expect(existsSync(config.modelPath)).toBe(true)
})

test('variables are taken as they are', () => {
  expect(loadConfig({ LLM_MODEL: '/m.gguf', LLM_THREADS: '4', LLM_CONTEXT: '2048', LLM_GPU: 'auto', LLM_MAX_TOKENS: '9', SUBNETES_CONCURRENCY: '3' }))
    .toEqual({ modelPath: '/m.gguf', threads: 4, contextTokens: 2048, gpu: 'auto', maxTokens: 9, slots: 3 })
})

test.each([
  ['LLM_THREADS', 'many', 'a whole number from 1 to 256'],
  ['LLM_CONTEXT', '8', 'a whole number from 16 to'],
  ['LLM_GPU', 'rocm', 'false, auto, cuda, vulkan, metal'],
  ['SUBNETES_CONCURRENCY', '0', 'a whole number from 1 to 256']
])('%s=%s is refused with what is allowed', (name, value, allowed) => {
  expect(() => loadConfig({ [name]: value })).toThrow(`environment variable ${name} is "${value}"; allowed`)
  expect(() => loadConfig({ [name]: value })).toThrow(allowed)
})
