/** The interface between the pool and a way to reach workers. */
import type { AnswerSink, RunningCall, WorkerEndpoint } from '@subnetes/common'
import type { DispatchCall } from './dispatcher.ts'

/** One attempt of a call at one worker. */
export interface WorkerCall {
  readonly call: DispatchCall
  /** The manifest's name. */
  readonly protocol: string
  /** 1, or 2 when the call may have started at another worker before. */
  readonly attempt: number
  /** The only request, or the stream of them. */
  readonly requests: Uint8Array | AsyncIterable<Uint8Array>
  /** Epoch milliseconds. The transport enforces it: the call ends with `deadline_exceeded`. */
  readonly deadline: number
}

/** The way to one worker. */
export interface WorkerLink {
  /** Makes sure that the worker can take a call; rejects when it cannot now. Left out: it always can. */
  readonly prepare?: (options: { signal: AbortSignal }) => Promise<void>
  /** Starts a call; the worker's messages go to the sink. Errors carry the marks of `not-started.ts`. */
  readonly start: (call: WorkerCall, sink: AnswerSink) => RunningCall
  /** Ends running calls with `unavailable`. */
  readonly close: () => Promise<void>
}

/** Makes links. */
export interface Transport {
  /** @param onDown called when a prepared link is lost, also between calls. @throws {SubnetesError} `invalid_argument` for an address it cannot use */
  readonly link: (endpoint: WorkerEndpoint, onDown: () => void) => WorkerLink
}
