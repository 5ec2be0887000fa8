/** What the pool needs of a way to reach workers. */
import type { WorkerEndpoint } from '@subnetes/common'
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
  /** Epoch milliseconds. The transport keeps it. */
  readonly deadline: number
  readonly signal: AbortSignal
}

/** The way to one worker. */
export interface WorkerLink {
  /** Makes sure that the worker can take a call; rejects when it cannot now. Left out: it always can. */
  readonly prepare?: (options: { signal: AbortSignal }) => Promise<void>
  /** Answers with the worker's messages. Errors carry the marks of `not-started.ts`. */
  readonly call: (call: WorkerCall) => AsyncIterableIterator<Uint8Array>
  readonly close: () => Promise<void>
}

/** Makes links. */
export interface Transport {
  /** @param onDown told when a prepared link is lost while nobody calls. @throws {SubnetesError} `invalid_argument` for an address it cannot use */
  readonly link: (endpoint: WorkerEndpoint, onDown: () => void) => WorkerLink
}
