/** From a worker too many to none of it, without ending anything that runs: drain, idle twice in a row, remove; or back to work when load is back first. */
import type { PoolView, RunnerView, WorkerView } from './pool-view.ts'
import { chooseVictims, workOf } from './victims.ts'

/** Idle reports in a row before a draining worker may be removed: one could have been under way when the last call was given to it. */
export const IDLE_REPORTS = 2

/** A worker that leaves; plain JSON. */
export interface Drain {
  /** The decision's number, for the runner. */
  readonly epoch: number
  /** Idle reports in a row since its runner drains. */
  readonly idleReports: number
  /** Time of the newest report counted; null before the first. */
  readonly reportAt: number | null
  readonly since: number
}

/** Workers that leave, by id. */
export type Drains = Readonly<Record<string, Drain>>

/** What to do with a worker. All are repeated until they show: `drain` and `undrain` until its runner says so, `remove` until the worker is gone. */
export interface DrainAction {
  readonly id: string
  readonly action: 'drain' | 'undrain' | 'remove'
  /** For `Drain` and `Undrain`; grows with every decision. */
  readonly epoch: number
}

/** What a step is taken with. */
export interface DrainView extends Pick<PoolView, 'workers'> {
  /** Workers that should stay; the owner's count, zero while suspended. */
  readonly replicas: number
  /** The next decision's number; later than any before, across leaders. */
  readonly nextEpoch: number
  readonly now: number
  /** Longest drain: after it a worker is removed with what it has (`drain.policy: Deadline`). Left out: it may take as long as its work. */
  readonly deadlineSeconds?: number | undefined
}

/** A step taken. */
export interface DrainStep {
  readonly drains: Drains
  readonly actions: readonly DrainAction[]
  /** Follows the last number given out. */
  readonly nextEpoch: number
}

/**
 * Takes one step for all workers of a pool. As many leave as are above `replicas`; those that leave already go on leaving, unless fewer need to: then the one with most to do is taken back.
 * A worker that has not started has nothing to lose and is removed at once. One that drains by somebody else's decision goes anyway and counts for nothing. Pure.
 */
export function stepDrains (before: Drains, view: DrainView): DrainStep {
  const { now } = view
  const workers = view.workers.filter(({ id, phase }) => phase !== 'draining' || before[id] !== undefined)
  const surplus = Math.max(0, workers.length - view.replicas)
  const leaving = workers.filter(({ id }) => before[id] !== undefined)
  const staying = workers.filter(({ id }) => before[id] === undefined)
  const goOn = chooseVictims(leaving, surplus, now)
  const victims = new Set([...goOn, ...chooseVictims(staying, surplus - goOn.length, now)].map(({ id }) => id))
  const drains: Record<string, Drain> = {}
  const actions: DrainAction[] = []
  let { nextEpoch } = view
  for (const worker of workers) {
    const { id } = worker
    const known = before[id]
    if (!victims.has(id)) {
      if (known !== undefined || worker.runner?.draining === true) actions.push({ id, action: 'undrain', epoch: nextEpoch++ })
      continue
    }
    const drain = follow(known ?? { epoch: nextEpoch++, idleReports: 0, reportAt: null, since: now }, worker.runner)
    drains[id] = drain
    const isOverdue = view.deadlineSeconds !== undefined && now - drain.since >= view.deadlineSeconds
    const action = isOverdue ? 'remove' : actionFor(worker, drain)
    if (action !== undefined) actions.push({ id, action, epoch: drain.epoch })
  }
  return { drains, actions, nextEpoch }
}

/** Counts a report once. A busy one, or one of a runner that does not drain (it may be given work yet), begins the count anew. */
function follow (drain: Drain, runner: RunnerView | undefined): Drain {
  if (runner === undefined || (drain.reportAt !== null && runner.receivedAt <= drain.reportAt)) return drain
  const isIdle = runner.draining && runner.activeCalls + runner.activeJobs === 0
  return { ...drain, idleReports: isIdle ? drain.idleReports + 1 : 0, reportAt: runner.receivedAt }
}

function actionFor (worker: WorkerView, drain: Drain): DrainAction['action'] | undefined {
  if (worker.phase === 'starting' && workOf(worker) === 0) return 'remove'
  if (drain.idleReports >= IDLE_REPORTS) return 'remove'
  return worker.runner?.draining === true ? undefined : 'drain'
}
