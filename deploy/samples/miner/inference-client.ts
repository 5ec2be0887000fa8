/** The calling side of InferenceProtocol: what this miner knows of a protocol that it does not serve itself. */
import { readFileSync } from 'node:fs'
import { loadService } from '@subnetes/proto'
import { ServicerBase } from '@subnetes/rpc'
import type { P2PContext } from '@subnetes/rpc'

/** What to generate; inference.proto says what the fields mean. */
export interface InferenceRequest { prompt: string, max_tokens?: number }

/** A piece of the text. */
export interface InferenceResponse { text: string, tokens: number, finish_reason: string }

/** Stubs for peers that serve InferenceProtocol: `InferenceClient.getStub(node, peerId)`. */
export abstract class InferenceClient extends ServicerBase {
  static override readonly service = loadService({ proto: readFileSync(new URL('./inference.proto', import.meta.url), 'utf8') })

  abstract rpc_inference_stream (request: InferenceRequest, context: P2PContext): AsyncIterable<InferenceResponse>
}
