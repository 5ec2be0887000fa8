/** Takes calls of one protocol and brings each to a worker with a free slot. Implementations: memory, grpc; one compliance suite for all (test/compliance). */
import type { AnswerSink, MethodShape, RunningCall, Startable, WorkerEndpoint } from '@subnetes/common'

/** A method as the dispatcher needs it. */
export interface DispatchMethod extends MethodShape {
  /** Longest time from dispatch to a worker until the end of the call. */
  readonly timeoutMs: number
  /** A call that may have started is tried once more on another worker when its worker is lost. */
  readonly idempotent: boolean
}

/** A call on its way to a worker. */
export interface DispatchCall {
  readonly method: DispatchMethod
  /** Full handle as called. */
  readonly handle: string
  /** Caller, base58 text: the connection's identity, the unit of fairness. */
  readonly peer: string
  /** The gateway that received it, base58 text. */
  readonly gatewayPeer: string
  /** The only request, or the stream of them. The request of a method without a request stream is read before a slot is taken. */
  readonly requests: Uint8Array | AsyncIterable<Uint8Array>
  /** Epoch milliseconds; undefined when the caller set none: then `hold.timeoutMs` bounds the wait and `method.timeoutMs` the work. */
  readonly deadline?: number | undefined
  /** Cancels the call, like its {@link RunningCall}. */
  readonly signal?: AbortSignal | undefined
  /** Larger goes first among waiting calls. @default 0 */
  readonly priority?: number | undefined
  /** W3C trace context. */
  readonly traceparent?: string | undefined
  /** Set when the call is an attempt of a job. */
  readonly job?: { readonly id: string, readonly attempt: number } | undefined
}

/** Bounds of the queue of calls that wait for a slot or a worker. */
export interface HoldLimits {
  /** Calls waiting at once; one more is refused with `resource_exhausted`. */
  readonly maxPending: number
  /** The same for one peer. */
  readonly maxPendingPerPeer: number
  /** Longest wait of a call without a deadline; then `unavailable`. */
  readonly timeoutMs: number
}

/** What a dispatcher obeys; replaced live. */
export interface PoolSpec {
  /** The manifest's name. */
  readonly protocol: string
  /** Slots of each worker. */
  readonly concurrency: number
  readonly hold: HoldLimits
}

/** Counters since the dispatcher's start and present values. Units as in `subnetes.v1.ProtocolLoad`. */
export interface DispatchLoad {
  readonly interactive: number
  readonly held: number
  readonly callsArrived: number
  readonly callsFinished: number
  readonly callsFinishedSeconds: number
  readonly callsAgeSeconds: number
  readonly callsFailed: number
  readonly callsShed: number
  /** Workers that may take a call. */
  readonly readyWorkers: number
}

/** Brings calls of one protocol to its workers. */
export interface Dispatcher extends Startable {
  readonly spec: PoolSpec
  /**
   * Starts a call; the worker's messages go to the sink in order. A single response is handed on when the status is known and its slot is free.
   *
   * Ends with `resource_exhausted` (queue full), `unavailable` (no worker in time, worker lost), `deadline_exceeded`, `cancelled`, or the worker's own code.
   */
  startCall: (call: DispatchCall, sink: AnswerSink) => RunningCall
  /**
   * The same call for code that pulls: it starts at the first pull, and ending the iteration early cancels it.
   *
   * @throws {SubnetesError} (on iteration) the errors of {@link startCall}
   */
  dispatch: (call: DispatchCall) => AsyncIterable<Uint8Array>
  /** Takes effect for waiting and later calls; running ones are left alone. */
  update: (spec: PoolSpec) => void
  /** Replaces the set of workers. Running calls on a removed or draining worker go on. */
  setEndpoints: (endpoints: readonly WorkerEndpoint[]) => void
  /** While held, no call is dispatched although workers are ready (first step to zero workers). @returns false when a call is waiting or running, and then nothing changes */
  hold: () => boolean
  /** Ends a hold. */
  release: () => void
  load: () => DispatchLoad
}

/** Told when a call waits and no worker is ready, and again each second while that lasts. */
export type OnDemand = (held: number) => void
