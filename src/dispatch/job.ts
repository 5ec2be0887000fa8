/** Durable jobs of one protocol: submitted at a gateway, run by workers, collected anywhere. Implementations: memory, bullmq; one compliance suite for both. */
import type { ErrorCode, MethodShape, Startable } from '@subnetes/common'

/** Largest priority of a job; larger goes first. */
export const MAX_JOB_PRIORITY = 7

/** Where a job stands. `failed` jobs are set aside with their error until their keep time is over. */
export type JobState = 'waiting' | 'delayed' | 'active' | 'succeeded' | 'failed' | 'cancelled'

/** States that never change again. */
export const FINAL_STATES: ReadonlySet<JobState> = new Set<JobState>(['succeeded', 'failed', 'cancelled'])

/** Bounds and times of a protocol's jobs; from the manifest's `queue` section. */
export interface JobLimits {
  /** Attempts of one job that may fail, the first included. */
  readonly maxAttempts: number
  /** Times a job may lose its worker before it is set aside as poison. */
  readonly maxStalledCount: number
  /** Wait before the second attempt; doubles with each further one. */
  readonly backoffMs: number
  /** A worker that does not renew its lock for so long has lost its job. */
  readonly lockDurationMs: number
  /** How long results, outputs and failures are kept. */
  readonly keepMs: number
  /** Jobs kept of those that have succeeded, and of those that have failed; the oldest go first, even before their time. */
  readonly maxKept: number
  /** Waiting and delayed jobs of the protocol; one more is `resource_exhausted`. */
  readonly maxWaiting: number
  /** The same for one peer. */
  readonly maxWaitingPerPeer: number
  /** Largest request; a larger one is `invalid_argument` naming the limit. */
  readonly maxRequestBytes: number
  /** Output messages kept of a job; older ones are trimmed. */
  readonly maxOutputMessages: number
  /** Bytes of output kept of a job; a job that writes more fails with `resource_exhausted`. */
  readonly maxOutputBytes: number
}

/** A job to be. */
export interface JobSubmission {
  readonly method: MethodShape
  /** Full handle, `[ns::]Service.rpc_x`. */
  readonly handle: string
  /** Submitter, base58 text: the job is visible to this peer alone. */
  readonly peer: string
  /** The gateway that took it, base58 text. */
  readonly gatewayPeer: string
  readonly request: Uint8Array
  /** Empty: every submit is a new job. */
  readonly idempotencyKey: string
  /** 0 to 7, larger first. */
  readonly priority: number
  readonly delayMs: number
  readonly maxAttempts: number
  /** Longest run of one attempt. */
  readonly timeoutMs: number
  readonly traceparent?: string | undefined
}

/** A job as its submitter sees it. Times are epoch milliseconds, undefined when it has not happened. */
export interface Job {
  readonly id: string
  readonly handle: string
  readonly peer: string
  readonly state: JobState
  /** 0 to 1. */
  readonly progress: number
  /** Starts so far. */
  readonly attempt: number
  readonly maxAttempts: number
  readonly createdAt: number
  readonly startedAt?: number | undefined
  readonly finishedAt?: number | undefined
  readonly expiresAt?: number | undefined
  readonly outputMessages: number
  readonly error?: { readonly code: ErrorCode, readonly message: string } | undefined
  readonly idempotencyKey: string
}

/** Where a watcher stands: the attempt and number of the last output it has seen; `{ attempt: 0, sequence: 0 }` is the beginning. */
export interface JobPosition { readonly attempt: number, readonly sequence: number }

/** What a watcher gets, in order. The last one is a `job` event in a final state. */
export type JobEvent =
  | { readonly type: 'job', readonly position: JobPosition, readonly job: Job }
  | { readonly type: 'output', readonly position: JobPosition, readonly message: Uint8Array }
  | { readonly type: 'restarted', readonly position: JobPosition }

/** Counts of a protocol's jobs. */
export interface JobCounts { readonly waiting: number, readonly delayed: number, readonly active: number, readonly failed: number, readonly succeeded: number }

/** The submitting and collecting side (gateway). Every method that names a job takes the asking peer: a job of someone else is `not_found`. */
export interface JobQueue extends Startable {
  /**
   * Stores a job; resolves when it would survive this process.
   *
   * @throws {SubnetesError} `already_exists` (same key, other payload), `resource_exhausted` (limits, full store), `invalid_argument` (payload too large), `unavailable` (no store, within 1 s)
   */
  submit: (submission: JobSubmission) => Promise<Job>
  get: (id: string, peer: string) => Promise<Job>
  /** Waits for the end. @throws {SubnetesError} the job's own error when it failed or was cancelled; `deadline_exceeded` when the signal's deadline came first */
  result: (id: string, peer: string, options: { signal: AbortSignal }) => Promise<{ job: Job, messages: Uint8Array[] }>
  /** @throws {SubnetesError} `out_of_range` when outputs after `after` were trimmed */
  watch: (id: string, peer: string, options: { after: JobPosition, signal: AbortSignal }) => AsyncIterable<JobEvent>
  /** Ends a waiting job at once and asks a running one to stop; resolves with the job in its final state. Cancelling a finished job changes nothing. */
  cancel: (id: string, peer: string) => Promise<Job>
  list: (peer: string, options: { limit: number, pageToken: string, states: readonly JobState[] }) => Promise<{ jobs: Job[], nextPageToken: string }>
  counts: () => Promise<JobCounts>
}

/** A job in the hands of a worker. */
export interface RunningJob {
  readonly id: string
  readonly method: MethodShape
  readonly handle: string
  readonly peer: string
  readonly gatewayPeer: string
  readonly request: Uint8Array
  /** 1 for the first start. */
  readonly attempt: number
  /** Aborts when the job was cancelled, its attempt ran out of time, its lock was lost or the consumer stops by force. */
  readonly signal: AbortSignal
  readonly deadline: number
  readonly traceparent?: string | undefined
  /** Tells watchers how far it is, 0 to 1. */
  readonly progress: (fraction: number) => void
}

/** Runs one job: the messages of its response. A thrown SubnetesError that is not retryable ends the job at once; others use up an attempt. */
export type JobHandler = (job: RunningJob) => AsyncIterable<Uint8Array>

/** Slots that jobs share with interactive calls; owned by the runner. */
export interface JobSlots {
  /** Resolves when a job may take a slot; the returned function gives it back. */
  acquire: (options: { signal: AbortSignal }) => Promise<() => void>
}

/** The running side (worker): takes jobs while it has slots, renews their locks, stores outputs and results. `stop` gives unstarted jobs back and waits for running ones. */
export interface JobConsumer extends Startable {
  /** Takes no new job; running ones go on. */
  pause: () => void
  resume: () => void
  /** Present and past, for RunnerStatus. */
  readonly active: () => readonly { id: string, startedAt: number }[]
  readonly counters: () => { started: number, finished: number, finishedSeconds: number }
}
