/** What the worker reads from its environment. */
import { fileURLToPath } from 'node:url'
import { SubnetesError } from '@subnetes/worker'

/** The tiny model that ships with this worker (models/README.md). */
export const DEFAULT_MODEL_PATH = fileURLToPath(new URL('models/tiny-shakespeare.gguf', import.meta.url))

/** One thread: a small model gains nothing from a second, and threads that spin for a busy core made it 20 times slower (models/README.md). */
export const DEFAULT_THREADS = 1

/** Largest `max_tokens` of a request. 8192: minutes of work for a small model on one core, so that nobody keeps a slot for hours. */
export const DEFAULT_MAX_TOKENS = 8192

const GPU_WORDS = ['false', 'auto', 'cuda', 'vulkan', 'metal'] as const

/** Which compute backend the engine may use; `false` is the CPU. */
export type GpuChoice = Exclude<typeof GPU_WORDS[number], 'false'> | false

/** Configuration of the engine, complete. */
export interface LlmConfig {
  /** Path of a GGUF file. */
  readonly modelPath: string
  readonly threads: number
  /** Tokens per call; undefined takes what the model was trained with, at most 4096. */
  readonly contextTokens: number | undefined
  readonly gpu: GpuChoice
  /** Calls computed at the same time, each with a context of its own. */
  readonly slots: number
  readonly maxTokens: number
}

/**
 * Reads `LLM_MODEL`, `LLM_THREADS`, `LLM_CONTEXT`, `LLM_GPU`, `LLM_MAX_TOKENS` and the worker contract's `SUBNETES_CONCURRENCY`.
 *
 * @throws {SubnetesError} `invalid_argument` naming the variable, what was read and what is allowed
 */
export function loadConfig (env: Readonly<Record<string, string | undefined>>): LlmConfig {
  return Object.freeze({
    modelPath: env['LLM_MODEL'] || DEFAULT_MODEL_PATH,
    threads: readCount(env, 'LLM_THREADS', 256) ?? DEFAULT_THREADS,
    contextTokens: readCount(env, 'LLM_CONTEXT', 1 << 20, 16),
    gpu: readGpu(env['LLM_GPU']),
    slots: readCount(env, 'SUBNETES_CONCURRENCY', 256) ?? 1,
    maxTokens: readCount(env, 'LLM_MAX_TOKENS', 1 << 20) ?? DEFAULT_MAX_TOKENS
  })
}

function readCount (env: Readonly<Record<string, string | undefined>>, name: string, max: number, min = 1): number | undefined {
  const text = env[name]
  if (text === undefined || text === '') return undefined
  const value = Number(text)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new SubnetesError('invalid_argument', `environment variable ${name} is ${JSON.stringify(text)}; allowed is a whole number from ${min} to ${max}`)
}

function readGpu (text: string | undefined): GpuChoice {
  const word = GPU_WORDS.find((candidate) => candidate === (text || 'false'))
  if (word === undefined) {
    throw new SubnetesError('invalid_argument', `environment variable LLM_GPU is ${JSON.stringify(text)}; allowed are ${GPU_WORDS.join(', ')}`)
  }
  return word === 'false' ? false : word
}
