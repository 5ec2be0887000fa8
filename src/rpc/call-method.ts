/** Calls a method of another peer. */
import { peerIdFromString } from '@libp2p/peer-id'
import type { Libp2p, PeerId } from '@libp2p/interface'
import { SubnetesError, ownedSignal } from '@subnetes/common'
import type { MethodShape } from '@subnetes/common'
import { intercept } from './call.ts'
import type { Call, Interceptor } from './call.ts'
import { hivemindWire } from './hivemind/wire.ts'
import { DEFAULT_MAX_FRAME_BYTES, DEFAULT_STREAM_TIMEOUT_MS, DEFAULT_UNARY_TIMEOUT_MS, UNARY_MAX_BYTES } from './limits.ts'
import type { Wire } from './wire.ts'

/** How a call is made. A P2PContext fits, so that a method passes its caller's deadline and cancellation on. */
export interface CallOptions {
  /** Epoch milliseconds; `Infinity` for none. @default 330 s from now for one answer, an hour for a stream */
  deadline?: number | undefined
  signal?: AbortSignal | undefined
  /** W3C trace context, for wires that carry it. */
  traceparent?: string | undefined
}

/** What {@link callMethod} calls. */
export interface CallMethodInit extends CallOptions {
  /** Protocol id, `[ns::]Service.rpc_x`. */
  handle: string
  method: MethodShape
  /** Exactly one message unless the method takes a stream. */
  requests: AsyncIterable<Uint8Array>
  /** Largest response message. @default 4 MiB for unary methods, 16 MiB for methods with a stream */
  maxResponseBytes?: number | undefined
  /** The first is the outermost. */
  interceptors?: readonly Interceptor[] | undefined
  /** @default hivemind's */
  wire?: Wire | undefined
}

/**
 * Calls a handle of `peer` and gives its answers as they are pulled. Nothing is sent before the first pull. Ending the iteration early,
 * or aborting the signal, cancels the call at the peer.
 *
 * @throws {SubnetesError} the peer's error with its code (`unknown` for texts that are not ours), `unimplemented` when it does not serve the handle,
 *   `unavailable` when it cannot be reached or the stream is cut off, `deadline_exceeded`, `cancelled`, `resource_exhausted` for a message over its limit
 */
export async function * callMethod (node: Libp2p, peer: PeerId | string, init: CallMethodInit): AsyncGenerator<Uint8Array> {
  const { handle, method } = init
  const wire = init.wire ?? hivemindWire
  const peerId = typeof peer === 'string' ? parsePeerId(peer) : peer
  const streams = method.requestStream || method.responseStream
  const deadline = init.deadline ?? Date.now() + (method.responseStream ? DEFAULT_STREAM_TIMEOUT_MS : DEFAULT_UNARY_TIMEOUT_MS)
  using owned = ownedSignal({ parents: [init.signal], deadline, what: handle })
  const call: Call = {
    handle,
    method,
    remotePeer: peerId.toString(),
    localPeer: node.peerId.toString(),
    wire: wire.name,
    deadline: Number.isFinite(deadline) ? deadline : undefined,
    signal: owned.signal,
    traceparent: init.traceparent,
    requests: init.requests
  }
  const sender = wire.sender(node, peerId, { maxResponseBytes: init.maxResponseBytes ?? (streams ? DEFAULT_MAX_FRAME_BYTES : UNARY_MAX_BYTES) })
  yield * intercept(init.interceptors ?? [], sender)(call)
}

/** A peer id from base58 or CID text. @throws {SubnetesError} `invalid_argument` */
export function parsePeerId (text: string): PeerId {
  try {
    return peerIdFromString(text)
  } catch (error) {
    throw new SubnetesError('invalid_argument', `${JSON.stringify(text)} is not a peer id; expected base58 text such as 12D3Koo...`, { cause: error })
  }
}
