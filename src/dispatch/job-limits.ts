/** Bounds and times of a protocol's jobs, out of what its manifest says. */
import type { JobLimits } from './job.ts'

/** A manifest's `queue` section; a zero or a missing number means the default. */
export interface JobLimitsInit {
  attempts?: number
  backoffSeconds?: number
  lockDurationSeconds?: number
  maxStalledCount?: number
  keepResultsSeconds?: number
}

/** The CRD's defaults. */
const DEFAULTS = { attempts: 3, backoffSeconds: 5, lockDurationSeconds: 10, maxStalledCount: 3, keepResultsSeconds: 86_400 } as const
/** Waiting jobs of a protocol: with the largest request still far below what a Redis of a few GiB holds when requests are of usual size. */
export const MAX_WAITING_JOBS = 100_000
/** Of one peer: a tenth, so that ten greedy peers are needed to fill the queue. */
export const MAX_WAITING_JOBS_PER_PEER = 10_000
/** Ended jobs kept of each kind: results leave before their time only past so many. */
export const MAX_KEPT_JOBS = 100_000
/** Largest request of a job: what a unary call may carry (docs/wire-protocol.md). */
export const MAX_JOB_REQUEST_BYTES = 4 * 1024 * 1024
/** Output messages kept of a job: a token each, an hour long. */
export const MAX_JOB_OUTPUT_MESSAGES = 100_000
/** Output bytes kept of a job. */
export const MAX_JOB_OUTPUT_BYTES = 16 * 1024 * 1024

/** Fills defaults. */
export function resolveJobLimits (init: JobLimitsInit = {}): JobLimits {
  const given = Object.fromEntries(Object.entries(init).filter(([, value]) => value !== undefined && value !== 0)) as JobLimitsInit
  const { attempts, backoffSeconds, lockDurationSeconds, maxStalledCount, keepResultsSeconds } = { ...DEFAULTS, ...given }
  return {
    maxAttempts: attempts,
    backoffMs: backoffSeconds * 1000,
    lockDurationMs: lockDurationSeconds * 1000,
    maxStalledCount,
    keepMs: keepResultsSeconds * 1000,
    maxKept: MAX_KEPT_JOBS,
    maxWaiting: MAX_WAITING_JOBS,
    maxWaitingPerPeer: MAX_WAITING_JOBS_PER_PEER,
    maxRequestBytes: MAX_JOB_REQUEST_BYTES,
    maxOutputMessages: MAX_JOB_OUTPUT_MESSAGES,
    maxOutputBytes: MAX_JOB_OUTPUT_BYTES
  }
}
