/** A request for text, checked and complete. */
import { randomInt } from 'node:crypto'
import { SubnetesError } from '@subnetes/worker'

/** Length of a text when the caller names none: a paragraph. */
export const DEFAULT_GENERATED_TOKENS = 128
/** llama.cpp's defaults for sampling: varied, not wild. */
export const DEFAULT_TEMPERATURE = 0.8
/** See {@link DEFAULT_TEMPERATURE}. */
export const DEFAULT_TOP_K = 40
/** See {@link DEFAULT_TEMPERATURE}. */
export const DEFAULT_TOP_P = 0.95

/** llama.cpp takes 4294967295 for "choose one yourself" (LLAMA_DEFAULT_SEED in llama.h), which would not be the same text twice. */
const MAX_SEED = 0xfffffffe
/** Each text is searched for in every step. */
const MAX_STOPS = 16
const MAX_STOP_CHARS = 256
/** Beyond this the choice is as good as even. */
const MAX_TEMPERATURE = 5

/** What the engine is to generate. */
export interface Generation {
  readonly prompt: string
  readonly maxTokens: number
  readonly temperature: number
  readonly topK: number
  readonly topP: number
  readonly seed: number
  readonly stop: readonly string[]
}

/** An `InferenceRequest` as the SDK decodes it: fields marked optional are missing when the caller left them out. */
export type InferenceRequest = Readonly<Record<string, unknown>>

/**
 * Fills the defaults of a request and checks its ranges.
 *
 * @param maxTokensLimit the worker's `LLM_MAX_TOKENS`
 * @throws {SubnetesError} `invalid_argument` naming the field, its value and what is allowed
 */
export function readGeneration (request: InferenceRequest, maxTokensLimit: number): Generation {
  return {
    prompt: typeof request['prompt'] === 'string' ? request['prompt'] : '',
    maxTokens: readNumber(request, 'max_tokens', { default: Math.min(DEFAULT_GENERATED_TOKENS, maxTokensLimit), min: 1, max: maxTokensLimit }),
    temperature: readNumber(request, 'temperature', { default: DEFAULT_TEMPERATURE, min: 0, max: MAX_TEMPERATURE }),
    topK: readNumber(request, 'top_k', { default: DEFAULT_TOP_K, min: 0, max: 0xffffffff }),
    topP: readNumber(request, 'top_p', { default: DEFAULT_TOP_P, min: 0, max: 1, open: true }),
    // The engine's own default seed is the clock in whole seconds: two calls within a second would get the same text.
    seed: request['seed'] === undefined ? randomInt(MAX_SEED + 1) : readNumber(request, 'seed', { default: 0, min: 0, max: MAX_SEED }),
    stop: readStops(request['stop'])
  }
}

/** Allowed values; `open` excludes `min` itself. */
interface Range { default: number, min: number, max: number, open?: boolean }

function readNumber (request: InferenceRequest, field: string, range: Range): number {
  const value: unknown = request[field]
  if (value === undefined) return range.default
  const fits = typeof value === 'number' && value <= range.max && (range.open === true ? value > range.min : value >= range.min)
  if (fits) return value
  throw new SubnetesError('invalid_argument', `${field} is ${JSON.stringify(value)}; allowed is ${range.open === true ? 'above ' : ''}${range.min} to ${range.max}`)
}

function readStops (value: unknown): string[] {
  const stops = Array.isArray(value) ? value.map(String) : []
  if (stops.length > MAX_STOPS) throw new SubnetesError('invalid_argument', `stop has ${stops.length} texts; allowed are at most ${MAX_STOPS}`)
  const wrong = stops.findIndex((stop) => stop === '' || stop.length > MAX_STOP_CHARS)
  if (wrong === -1) return stops
  throw new SubnetesError('invalid_argument', `stop[${wrong}] has ${stops[wrong]?.length ?? 0} characters; allowed are 1 to ${MAX_STOP_CHARS}`)
}
