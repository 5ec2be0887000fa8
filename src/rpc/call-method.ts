/** Calls a method of another peer. */
import { peerIdFromString } from '@libp2p/peer-id'
import type { Libp2p, PeerId } from '@libp2p/interface'
import { CallRelay, MAX_TIMER_MS, SubnetesError, abortError, deadlineError, joinMessage, pullAnswers } from '@subnetes/common'
import type { AnswerSink, MessageBytes, MethodShape, RunningCall } from '@subnetes/common'
import { intercept, once, onlyRequest, pulled } from './call.ts'
import type { Interceptor } from './call.ts'
import { hivemindWire } from './hivemind/wire.ts'
import { DEFAULT_MAX_FRAME_BYTES, DEFAULT_STREAM_TIMEOUT_MS, DEFAULT_UNARY_TIMEOUT_MS, UNARY_MAX_BYTES } from './limits.ts'
import type { OutgoingCall, Wire } from './wire.ts'

/** How a call is made. A P2PContext fits, so that a method passes its caller's deadline and cancellation on. */
export interface CallOptions {
  /** Epoch milliseconds; `Infinity` for none. @default 330 s from now for one answer, an hour for a stream */
  deadline?: number | undefined
  signal?: AbortSignal | undefined
  /** W3C trace context, for wires that carry it. */
  traceparent?: string | undefined
}

/** A call to another peer. */
export interface CallInit extends CallOptions {
  /** Protocol id, `[ns::]Service.rpc_x`. */
  handle: string
  method: MethodShape
  /** The only request, or the stream of them for methods that take one. */
  requests: Uint8Array | AsyncIterable<Uint8Array>
  /** Largest response message. @default 4 MiB for unary methods, 16 MiB for methods with a stream */
  maxResponseBytes?: number | undefined
  /** @default hivemind's */
  wire?: Wire | undefined
}

/** What {@link callMethod} calls: the only request may come as an iterable of one. */
export interface CallMethodInit extends CallInit {
  /** The first is the outermost. */
  interceptors?: readonly Interceptor[] | undefined
}

/**
 * Calls a handle of `peer` and gives its answers as they are pulled. Nothing is sent before the first pull. Ending the iteration early,
 * or aborting the signal, cancels the call at the peer.
 *
 * @throws {SubnetesError} the peer's error with its code (`unknown` for texts that are not ours), `unimplemented` when it does not serve the handle,
 *   `unavailable` when it cannot be reached or the stream is cut off, `deadline_exceeded`, `cancelled`, `resource_exhausted` for a message over its limit
 */
export async function * callMethod (node: Libp2p, peer: PeerId | string, init: CallMethodInit): AsyncGenerator<Uint8Array> {
  const { handle, method, interceptors = [] } = init
  const requests = method.requestStream || init.requests instanceof Uint8Array ? init.requests : await onlyRequest({ handle, requests: init.requests })
  const sent = { ...init, requests }
  if (interceptors.length === 0) {
    yield * pullAnswers((sink) => startCall(node, peer, sent, sink))
    return
  }
  // The deadline and the signal stand around the interceptors too: they end by the signal that these see.
  const controller = new AbortController()
  const call = { ...outgoing(node, peer, sent), signal: controller.signal, requests: requests instanceof Uint8Array ? once(requests) : requests }
  using bounds = new CallBounds(sent)
  bounds.start((reason) => controller.abort(reason))
  yield * intercept(interceptors, pulled((call, sink) => send(node, peer, sent, call, sink)))(call)
}

/** Calls a method with one answer. @throws {SubnetesError} as {@link callMethod} */
export async function callOnce (node: Libp2p, peer: PeerId | string, init: CallInit): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  let answer: Uint8Array | undefined
  startCall(node, peer, init, {
    message: (message: MessageBytes) => {
      answer ??= joinMessage(message)
      return true
    },
    end: (error) => {
      if (error !== undefined) reject(error)
      else if (answer === undefined) reject(new SubnetesError('internal', `${init.handle} ended without an answer`))
      else resolve(answer)
    }
  })
  return await promise
}

/** Calls a handle of `peer`; its answers go to the sink. Errors are those of {@link callMethod}; an invalid peer id throws. */
export function startCall (node: Libp2p, peer: PeerId | string, init: CallInit, sink: AnswerSink): RunningCall {
  const bounds = new CallBounds(init)
  const relay = new CallRelay(sink, () => bounds[Symbol.dispose]())
  bounds.start((reason) => relay.cancel(reason))
  relay.start((bounded) => send(node, peer, init, outgoing(node, peer, init), bounded))
  return relay
}

function outgoing (node: Libp2p, peer: PeerId | string, init: CallInit): OutgoingCall {
  const { handle, method, traceparent, requests } = init
  const deadline = deadlineOf(init)
  return {
    handle,
    method,
    remotePeer: peer.toString(),
    localPeer: node.peerId.toString(),
    wire: (init.wire ?? hivemindWire).name,
    deadline: Number.isFinite(deadline) ? deadline : undefined,
    traceparent,
    requests
  }
}

// eslint-disable-next-line max-params -- who, to whom, how, what, and where the answers go
function send (node: Libp2p, peer: PeerId | string, init: CallInit, call: OutgoingCall, sink: AnswerSink): RunningCall {
  const { requestStream, responseStream } = init.method
  const maxResponseBytes = init.maxResponseBytes ?? (requestStream || responseStream ? DEFAULT_MAX_FRAME_BYTES : UNARY_MAX_BYTES)
  return (init.wire ?? hivemindWire).send(node, typeof peer === 'string' ? parsePeerId(peer) : peer, { maxResponseBytes })(call, sink)
}

function deadlineOf ({ deadline, method }: CallInit): number {
  return deadline ?? Date.now() + (method.responseStream ? DEFAULT_STREAM_TIMEOUT_MS : DEFAULT_UNARY_TIMEOUT_MS)
}

/** The deadline and the signal of a call: the first that comes ends it. */
class CallBounds implements Disposable {
  readonly #init: CallInit
  #onAbort: (() => void) | undefined
  #timer: NodeJS.Timeout | undefined

  constructor (init: CallInit) {
    this.#init = init
  }

  /** Calls `onEnd` when it is time, at once when it was so before. */
  start (onEnd: (reason: SubnetesError) => void): void {
    const { signal, handle } = this.#init
    if (signal?.aborted === true) {
      onEnd(abortError(signal))
      return
    }
    const leftMs = deadlineOf(this.#init) - Date.now()
    const expire = (): void => onEnd(deadlineError(handle))
    if (leftMs <= 0) {
      expire()
      return
    }
    if (leftMs <= MAX_TIMER_MS) this.#timer = setTimeout(expire, leftMs)
    if (signal === undefined) return
    this.#onAbort = () => onEnd(abortError(signal))
    signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  [Symbol.dispose] (): void {
    clearTimeout(this.#timer)
    if (this.#onAbort !== undefined) this.#init.signal?.removeEventListener('abort', this.#onAbort)
  }
}

/** A peer id from base58 or CID text. @throws {SubnetesError} `invalid_argument` */
export function parsePeerId (text: string): PeerId {
  try {
    return peerIdFromString(text)
  } catch (error) {
    throw new SubnetesError('invalid_argument', `${JSON.stringify(text)} is not a peer id; expected base58 text such as 12D3Koo...`, { cause: error })
  }
}
