/** What a runner tells about itself. */
import { subnetes } from '@subnetes/proto'

/** `subnetes.v1.RunnerStatus` with every field present; units are in its documentation (proto/subnetes/v1/runner.proto). */
export interface RunnerStatus {
  readonly workerId: string
  readonly protocol: string
  /** Compute answers health checks (or accepts connections). */
  readonly ready: boolean
  readonly draining: boolean
  readonly drainEpoch: number
  readonly slots: number
  readonly activeCalls: number
  readonly activeJobs: number
  /** Seconds the active calls and jobs have run, summed. */
  readonly callsAgeSeconds: number
  readonly jobsAgeSeconds: number
  /** Counters since the runner's start. */
  readonly callsStarted: number
  readonly callsFinished: number
  readonly callsFinishedSeconds: number
  readonly jobsStarted: number
  readonly jobsFinished: number
  readonly jobsFinishedSeconds: number
  /** Times compute was started. */
  readonly computeStarts: number
  /** Why compute ended last, in words: exit code or signal, last lines; empty when it never did. */
  readonly computeLastExit: string
  /** Seconds from the last start of compute until it was ready; 0 before. */
  readonly computeStartSeconds: number
  /** 0 while compute does not run. */
  readonly computePid: number
}

/** The status out of its message, with every field present. */
export function decodeRunnerStatus (bytes: Uint8Array): RunnerStatus {
  const status = subnetes.v1.RunnerStatus.decode(bytes)
  return {
    workerId: status.workerId,
    protocol: status.protocol,
    ready: status.ready,
    draining: status.draining,
    drainEpoch: status.drainEpoch,
    slots: status.slots,
    activeCalls: status.activeCalls,
    activeJobs: status.activeJobs,
    callsAgeSeconds: status.callsAgeSeconds,
    jobsAgeSeconds: status.jobsAgeSeconds,
    callsStarted: status.callsStarted,
    callsFinished: status.callsFinished,
    callsFinishedSeconds: status.callsFinishedSeconds,
    jobsStarted: status.jobsStarted,
    jobsFinished: status.jobsFinished,
    jobsFinishedSeconds: status.jobsFinishedSeconds,
    computeStarts: status.computeStarts,
    computeLastExit: status.computeLastExit,
    computeStartSeconds: status.computeStartSeconds,
    computePid: status.computePid
  }
}

/** The status as its message. */
export function encodeRunnerStatus (status: RunnerStatus): Uint8Array {
  return subnetes.v1.RunnerStatus.encode(status).finish()
}
