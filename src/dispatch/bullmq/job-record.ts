/** What we keep of a job in BullMQ's fields, and a job as its submitter sees it out of them. */
import { ErrorCode, SubnetesError } from '@subnetes/common'
import type { Job as BullJob, JobState as BullJobState } from 'bullmq'
import type { Job, JobState, JobSubmission } from '../job.ts'

/** BullMQ's `data` of a job: small and readable, for Bull Board too. The request is a field of its own in the job's hash, in bytes; so is the response. */
export interface JobData {
  readonly handle: string
  readonly path: string
  readonly responseStream: boolean
  readonly peer: string
  readonly gatewayPeer: string
  readonly idempotencyKey: string
  readonly payloadHash: string
  readonly timeoutMs: number
  readonly maxAttempts: number
  readonly traceparent?: string
}

/** BullMQ's `returnvalue` of a finished job. */
export interface JobReturn {
  /** The attempt whose outputs are the result. */
  readonly attempt: number
  readonly messages: number
}

/** A BullMQ job of ours. */
export type QueuedJob = BullJob<JobData, JobReturn, string, number>

/** What is read of one, whoever read it. */
export interface JobFields extends Pick<QueuedJob, 'data' | 'timestamp' | 'progress' | 'attemptsStarted' | 'failedReason'> {
  readonly id?: string | undefined
  readonly processedOn?: number | undefined
  readonly finishedOn?: number | undefined
  readonly returnvalue?: JobReturn | undefined
}

/** States as BullMQ names them. */
export type BullState = BullJobState | 'unknown'

/** {@link JobData} of a submission. */
export function jobData (submission: JobSubmission, payloadHash: string): JobData {
  const { handle, method, peer, gatewayPeer, idempotencyKey, timeoutMs, maxAttempts, traceparent } = submission
  return {
    handle,
    path: method.path,
    responseStream: method.responseStream,
    peer,
    gatewayPeer,
    idempotencyKey,
    payloadHash,
    timeoutMs,
    maxAttempts,
    ...(traceparent === undefined ? {} : { traceparent })
  }
}

/** A job as its submitter sees it. @param outputs messages written by the present attempt so far */
export function toJob (job: JobFields, bullState: BullState, outputs: number, keepMs: number): Job {
  const error = failureOf(job, bullState)
  const state = stateOf(bullState, error?.code)
  const finished = state === 'succeeded' || state === 'failed' || state === 'cancelled'
  return {
    id: job.id ?? '',
    handle: job.data.handle,
    peer: job.data.peer,
    state,
    progress: progressOf(job, state),
    attempt: job.attemptsStarted,
    maxAttempts: job.data.maxAttempts,
    createdAt: job.timestamp,
    startedAt: job.processedOn,
    finishedAt: finished ? job.finishedOn : undefined,
    expiresAt: finished && job.finishedOn !== undefined ? job.finishedOn + keepMs : undefined,
    outputMessages: (state === 'succeeded' ? job.returnvalue?.messages : undefined) ?? outputs,
    error: state === 'succeeded' ? undefined : error,
    idempotencyKey: job.data.idempotencyKey
  }
}

function progressOf (job: JobFields, state: JobState): number {
  if (state === 'succeeded') return 1
  return typeof job.progress === 'number' ? job.progress : 0
}

function stateOf (state: BullState, code: ErrorCode | undefined): JobState {
  switch (state) {
    case 'completed': return 'succeeded'
    case 'failed': return code === 'cancelled' ? 'cancelled' : 'failed'
    case 'active': return 'active'
    case 'delayed': return 'delayed'
    default: return 'waiting'
  }
}

function failureOf (job: JobFields, state: BullState): Job['error'] {
  if (job.failedReason === undefined || job.failedReason === '' || (state !== 'failed' && state !== 'delayed')) return undefined
  return parseFailure(job.failedReason)
}

/** BullMQ's `failedReason` of an error: `code: message`, readable in Bull Board. */
export function formatFailure (error: SubnetesError): string {
  return `${error.code}: ${error.message}`
}

const CODES: ReadonlySet<string> = new Set(Object.values(ErrorCode))

/** Reads {@link formatFailure}; reasons that BullMQ wrote itself (a job that stalled too often) become `unavailable`. */
export function parseFailure (reason: string): { code: ErrorCode, message: string } {
  const match = /^([a-z_]+): ([\s\S]*)$/.exec(reason)
  if (match?.[1] !== undefined && CODES.has(match[1])) return { code: match[1] as ErrorCode, message: match[2] ?? '' }
  return { code: 'unavailable', message: `the job was set aside: ${reason}` }
}

/** A final job's error as a throwable. */
export function failureError (job: Job): SubnetesError {
  return new SubnetesError(job.error?.code ?? 'unknown', job.error?.message ?? `job ${job.id} ended as ${job.state}`, { retryable: false, details: { jobId: job.id } })
}
