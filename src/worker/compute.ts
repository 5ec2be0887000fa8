/** What runs behind a runner: the program that computes, in this process or in its own. */
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { GrpcHandlerCall, GrpcHandlers, Startable, SubnetesError } from '@subnetes/common'
import type { ServeCall } from '@subnetes/grpc'

/** How compute is doing. */
export interface ComputeState {
  readonly isReady: boolean
  /** Why it is not ready, in words that may reach a peer: no output of the program. */
  readonly words: string
  /** 0 while it does not run (or is not ours to run). */
  readonly pid: number
  readonly starts: number
  /** Why it ended last, with its last lines; for logs and the operator. Empty when it never did. */
  readonly lastExit: string
  /** Seconds from the last start until it was ready; 0 before. */
  readonly startSeconds: number
}

/** The program behind a runner. `start` begins and does not wait until it is ready; `stop` ends it. */
export interface Compute extends Startable {
  readonly state: ComputeState
  /** @returns the way to stop being told */
  onChange: (listener: () => void) => () => void
  /** Methods served in this process, by path. */
  readonly handlers: GrpcHandlers
  /**
   * Serves a call that came by a link; the runner has taken a slot and enforces the deadline. Calls of one peer to one method share their `context` object.
   * Errors carry the marks of `notStarted` where they are true of compute.
   */
  readonly serve: ServeCall
  /** Calls a method by path, for jobs; the caller has taken a slot. */
  readonly call: (path: string, call: GrpcHandlerCall) => AsyncIterable<Uint8Array>
  /** Serves every other path; the runner has taken a slot. Resolves with what the call ended with, and never rejects. */
  readonly proxy?: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => Promise<SubnetesError | undefined>
}
