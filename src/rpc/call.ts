/**
 * The one call object under every wire: who calls what, until when, with which messages. Authentication, limits, metrics and dispatch work on it, written
 * once; a wire only turns its bytes into this and back.
 *
 * A call has two views. {@link IncomingCall} and {@link CallServer} push: answers go into a sink, and a call without a stream costs no promise, no iterator and
 * no signal. {@link Call} and {@link CallHandler} pull: an async iterator, for methods written by hand and for interceptors. {@link pulled} and {@link pushed} turn one into the other.
 */
import { ENDED_CALL, SubnetesError, abortError, pullAnswers, pumpAnswers } from '@subnetes/common'
import type { AnswerSink, MethodShape, RunningCall } from '@subnetes/common'
import { publicError } from './status.ts'

/** What is known of a call, whichever way its messages travel. */
export interface CallFacts {
  /** The negotiated libp2p protocol id, `[ns::]Service.rpc_x`. */
  readonly handle: string
  readonly method: MethodShape
  /** The authenticated peer at the other end of the connection, base58 text. */
  readonly remotePeer: string
  /** This node, base58 text. */
  readonly localPeer: string
  /** Name of the wire, `hivemind`. */
  readonly wire: string
  /** Epoch milliseconds; undefined when the caller set none. */
  readonly deadline: number | undefined
  /** W3C trace context, when the wire carries one. */
  readonly traceparent: string | undefined
}

/** A call as a wire hands it over, cancelled through its {@link RunningCall}. */
export interface IncomingCall extends CallFacts {
  /** The only request, or the stream of them for methods with a request stream; pulling lets the sender go on. */
  readonly requests: Uint8Array | AsyncIterable<Uint8Array>
}

/** Serves a call: its answers go to the sink, exactly one unless `method.responseStream`. It does not throw; a failure is the sink's `end`. */
export type CallServer = (call: IncomingCall, sink: AnswerSink) => RunningCall

/** Stands around the calls of a server. */
export type CallFilter = (next: CallServer) => CallServer

/** A call as methods and interceptors see it. */
export interface Call extends CallFacts {
  /** Aborts when the other side left, the deadline passed, or this node stops. The reason is a SubnetesError. */
  readonly signal: AbortSignal
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

/** A server out of a handler. What the handler throws after its call has ended goes to `onLate`. */
export function pushed (handler: CallHandler, onLate?: (error: unknown) => void): CallServer {
  return (incoming, sink) => {
    const controller = new AbortController()
    const { handle, method, remotePeer, localPeer, wire, deadline, traceparent, requests } = incoming
    const call: Call = {
      handle, method, remotePeer, localPeer, wire, deadline, traceparent, signal: controller.signal, requests: requests instanceof Uint8Array ? once(requests) : requests
    }
    const toError = (error: unknown): SubnetesError => publicError(error, handle)
    let pump: RunningCall
    try {
      pump = pumpAnswers(handler(call), sink, { onLate, toError })
    } catch (error) {
      sink.end(toError(error)) // a handler that is no generator may throw before it returns an iterable
      return ENDED_CALL
    }
    return {
      resume: () => pump.resume(),
      cancel: (reason) => {
        // The handler first: it may have something to say of its own, and the sink must hear the reason.
        controller.abort(reason)
        pump.cancel(reason)
      }
    }
  }
}

/** A handler out of a server: the way for callers that have a signal and pull. */
export function pulled (server: CallServer): CallHandler {
  return async function * (call) {
    if (call.signal.aborted) throw abortError(call.signal)
    const { handle, method, remotePeer, localPeer, wire, deadline, traceparent } = call
    const requests = method.requestStream ? call.requests : await onlyRequest(call)
    let running: RunningCall | undefined
    const onAbort = (): void => running?.cancel(abortError(call.signal))
    call.signal.addEventListener('abort', onAbort, { once: true })
    try {
      yield * pullAnswers((sink) => {
        running = server({ handle, method, remotePeer, localPeer, wire, deadline, traceparent, requests }, sink)
        if (call.signal.aborted) onAbort()
        return running
      })
    } finally {
      call.signal.removeEventListener('abort', onAbort)
    }
  }
}

/** An interceptor out of a filter. */
export function interceptorOf (filter: CallFilter): Interceptor {
  return (call, next) => pulled(filter(pushed(next)))(call)
}

/** A filter out of an interceptor. */
export function filterOf (interceptor: Interceptor): CallFilter {
  return (next) => pushed((call) => interceptor(call, pulled(next)))
}

/** The request of a call that takes one. @throws {SubnetesError} `invalid_argument` when none came, the signal's reason when it aborts while one is waited for */
export async function onlyRequest (call: Pick<Call, 'requests' | 'handle'>): Promise<Uint8Array> {
  const request = await first(call.requests)
  if (request === undefined) throw new SubnetesError('invalid_argument', `${call.handle} takes one request; none was given`)
  return request
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
