/** What a method of a servicer is told about the call it answers. */
import type { Call } from './call.ts'

/**
 * Second argument of every `rpc_*` method, as hivemind's `P2PContext`. It fits as the options of a stub's method: a call made on behalf of
 * this one then has its deadline and ends with it.
 */
export interface P2PContext {
  /** The full handle as called, `[ns::]Service.rpc_x`. */
  readonly handleName: string
  /** This node, base58 text. */
  readonly localId: string
  /** The caller: the authenticated identity of the connection, base58 text. */
  readonly remoteId: string
  /** Aborts when the caller left or cancelled, the deadline passed, or the handler is being removed. */
  readonly signal: AbortSignal
  /** Epoch milliseconds; undefined when nobody set one. */
  readonly deadline: number | undefined
  /** W3C trace context, when the wire carries one. */
  readonly traceparent: string | undefined
}

/** The context of a call. */
export function contextOf (call: Call): P2PContext {
  return { handleName: call.handle, localId: call.localPeer, remoteId: call.remotePeer, signal: call.signal, deadline: call.deadline, traceparent: call.traceparent }
}
