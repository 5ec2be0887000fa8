/** A worker pod as the scaling policy sees it. */
import type { RunnerView, WorkerView } from '@subnetes/scaling'
import type { Worker } from '../workers/worker-fleet.ts'
import { podCondition, timeOf } from '../workers/worker-pod.ts'

/** What cannot be read from the pod itself. */
export interface WorkerViewInit {
  /** Hash of the Protocol's present template. */
  readonly templateHash: string
  /** Seconds, the clock of `performance.now()`. */
  readonly idleSince?: number | undefined
}

/** The worker, its times in seconds of `performance.now()`. */
export function workerView (worker: Worker, init: WorkerViewInit): WorkerView {
  return {
    id: worker.name,
    phase: worker.state,
    isCurrent: worker.templateHash === init.templateHash,
    startSeconds: startSeconds(worker),
    isUnschedulable: worker.unschedulable !== undefined,
    node: worker.node,
    idleSince: init.idleSince,
    runner: runnerView(worker)
  }
}

/** From its place on a node until it was ready: time without a place says nothing about how long a start takes. */
function startSeconds ({ pod, createdAt, readyAt }: Worker): number | undefined {
  if (readyAt === undefined) return undefined
  const scheduled = podCondition(pod, 'PodScheduled')
  const from = scheduled?.status === 'True' ? timeOf(scheduled.lastTransitionTime) : undefined
  return Math.max(0, (readyAt - (from ?? createdAt)) / 1000)
}

function runnerView ({ runner, runnerAt }: Worker): RunnerView | undefined {
  if (runner === undefined || runnerAt === undefined) return undefined
  const { draining, activeCalls, activeJobs, callsAgeSeconds, jobsAgeSeconds, jobsFinished, jobsFinishedSeconds } = runner
  return { receivedAt: runnerAt / 1000, draining, activeCalls, activeJobs, callsAgeSeconds, jobsAgeSeconds, jobsFinished, jobsFinishedSeconds }
}
