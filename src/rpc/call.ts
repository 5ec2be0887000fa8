/**
 * The one call object under every wire: who calls what, until when, with which messages. Authentication, limits, metrics and dispatch
 * are interceptors and handlers on it, written once; a wire only turns its bytes into this and back.
 */
import type { MethodShape } from '@subnetes/common'

/** What both sides of a call know. Messages are payload bytes; nothing here looks inside them. */
export interface Call {
  /** The negotiated libp2p protocol id, `[ns::]Service.rpc_x`. */
  readonly handle: string
  readonly method: MethodShape
  /** The authenticated peer at the other end of the connection, base58 text. */
  readonly remotePeer: string
  /** This node, base58 text. */
  readonly localPeer: string
  /** Name of the wire, `hivemind`. */
  readonly wire: string
  /** Epoch milliseconds; undefined when nobody set one. */
  readonly deadline: number | undefined
  /** Aborts when the other side left, the deadline passed, or this node stops. The reason is a SubnetesError. */
  readonly signal: AbortSignal
  /** W3C trace context, when the wire carries one. */
  readonly traceparent: string | undefined
  /** Request messages: exactly one unless `method.requestStream`. Pulling is what lets the sender go on. */
  readonly requests: AsyncIterable<Uint8Array>
}

/** Serves a call, or sends it: answers with response messages, exactly one unless `method.responseStream`. A thrown SubnetesError reaches the caller with its code. */
export type CallHandler = (call: Call) => AsyncIterable<Uint8Array>

/** Wraps a handler (serving) or a sender (calling). The first in a list is the outermost. */
export type Interceptor = (call: Call, next: CallHandler) => AsyncIterable<Uint8Array>

/** One handler out of a list of interceptors and the handler they guard. */
export function intercept (interceptors: readonly Interceptor[], handler: CallHandler): CallHandler {
  return interceptors.reduceRight<CallHandler>((next, interceptor) => (call) => interceptor(call, next), handler)
}

/** A call of one request message as the `requests` of a {@link Call}. */
export async function * once (message: Uint8Array): AsyncGenerator<Uint8Array> {
  yield message
}

/** The first message, the rest being left; undefined when there is none. */
export async function first <Item> (messages: AsyncIterable<Item>): Promise<Item | undefined> {
  const iterator = messages[Symbol.asyncIterator]()
  const next = await iterator.next()
  if (next.done === true) return undefined
  await iterator.return?.()
  return next.value
}
