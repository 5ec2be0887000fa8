/** The methods of `InferenceProtocol` (inference.proto) on an engine. */
import type { Engine, Piece } from './engine.ts'
import { readGeneration } from './generation.ts'
import type { Generation, InferenceRequest } from './generation.ts'

/** What these handlers need of a call's context; the SDK's `WorkerContext` has it. */
export interface InferenceContext {
  readonly signal: AbortSignal
  readonly workerId: string
}

/** An `InferenceResponse`, field names as in the schema. */
export interface InferenceResponse extends Record<string, unknown> {
  text: string
  tokens: number
  finish_reason: string
  worker_id: string
  pid: number
  prompt_tokens: number
  seed?: number
}

/** Handlers as `serveWorker` takes them. */
export interface InferenceHandlers {
  rpc_inference (request: InferenceRequest, context: InferenceContext): Promise<InferenceResponse>
  rpc_inference_stream (request: InferenceRequest, context: InferenceContext): AsyncGenerator<InferenceResponse, void, undefined>
  rpc_info (request: unknown, context: InferenceContext): Promise<Record<string, unknown>>
}

/** What of the worker's configuration the handlers obey. */
export interface InferenceLimits { readonly maxTokens: number }

/** The three methods on one engine. A bad request fails with `invalid_argument` before the model works for it. */
export function inferenceHandlers (engine: Engine, limits: InferenceLimits): InferenceHandlers {
  async function * stream (request: InferenceRequest, context: InferenceContext): AsyncGenerator<InferenceResponse, void, undefined> {
    const generation = readGeneration(request, limits.maxTokens)
    for await (const piece of engine.generate(generation, { signal: context.signal })) yield toResponse(piece, generation, context)
  }
  return {
    rpc_inference_stream: stream,
    rpc_inference: async (request, context) => await collect(stream(request, context)),
    rpc_info: async (_request, context) => {
      const { model, parameters, contextTokens, threads, backend, slots } = engine.info
      return { model, parameters, context_tokens: contextTokens, max_tokens: limits.maxTokens, threads, backend, slots, worker_id: context.workerId, pid: process.pid }
    }
  }
}

function toResponse (piece: Piece, generation: Generation, context: InferenceContext): InferenceResponse {
  const response = { text: piece.text, tokens: piece.tokens, finish_reason: piece.finish ?? '', worker_id: context.workerId, pid: process.pid, prompt_tokens: 0 }
  return piece.finish === undefined ? response : { ...response, prompt_tokens: piece.promptTokens, seed: generation.seed }
}

/** The last response with the text of all. The engine always ends with one that has a finish reason, or throws. */
async function collect (responses: AsyncIterable<InferenceResponse>): Promise<InferenceResponse> {
  const texts: string[] = []
  let last: InferenceResponse | undefined
  for await (const response of responses) {
    texts.push(response.text)
    last = response
  }
  if (last === undefined) throw new Error('the engine ended without a piece of text')
  return { ...last, text: texts.join('') }
}
