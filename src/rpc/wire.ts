/** A wire: how calls look on a libp2p connection. Everything above it (identity, limits, metrics, dispatch) works on the call object alone. */
import type { Libp2p, PeerId } from '@libp2p/interface'
import type { AnswerSink, Logger, MethodShape, RunningCall } from '@subnetes/common'
import type { Admission } from './admission.ts'
import type { CallServer, IncomingCall } from './call.ts'
import type { ServeLimits } from './limits.ts'

/** What a wire needs to serve a handle. */
export interface WireServeOptions {
  readonly handle: string
  readonly method: MethodShape
  /** Runs a call, with everything that stands around it. */
  readonly server: CallServer
  /** Largest request message. */
  readonly maxRequestBytes: number
  readonly limits: ServeLimits
  readonly admission: Admission
  readonly logger: Logger
}

/** What a wire needs to send a call. */
export interface WireSendOptions {
  /** Largest response message. */
  readonly maxResponseBytes: number
}

/** A call on its way out: as {@link IncomingCall}, whose deadline is kept by the caller of the wire. */
export type OutgoingCall = IncomingCall

/** A handle being served. */
export interface ServedMethod {
  /**
   * Takes no more calls, waits up to `graceMs` for those that run, then ends them with `unavailable`. Safe to call twice.
   *
   * @param options.graceMs default 0
   */
  close: (options?: { graceMs?: number }) => Promise<void>
}

/** Turns bytes on libp2p streams into calls and back. */
export interface Wire {
  /** `hivemind` */
  readonly name: string
  /** Registers the handle on the node. @throws {SubnetesError} `already_exists` when the node serves it already */
  readonly serve: (node: Libp2p, options: WireServeOptions) => Promise<ServedMethod>
  /** Sends a call to `peer`; its answers go to the sink. Cancelling resets the stream. */
  readonly send: (node: Libp2p, peer: PeerId, options: WireSendOptions) => (call: OutgoingCall, sink: AnswerSink) => RunningCall
}
