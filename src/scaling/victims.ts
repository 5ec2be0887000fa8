/** Which workers go when there are too many: those whose going costs least. */
import type { WorkerView } from './pool-view.ts'

/** Idle times within one such span count as equal, so that old templates and empty nodes get their say. One minute: workers of one burst fall idle within it. */
export const IDLE_SPAN_SECONDS = 60

/**
 * The `count` workers to give up first: not started before idle, idle before busy, then the fewest calls and jobs, then those of an older template, then the longest idle,
 * then those on the node with the fewest workers. A worker that has not told what it does counts as the busiest of all.
 */
export function chooseVictims (workers: readonly WorkerView[], count: number, now: number): WorkerView[] {
  if (count <= 0) return []
  const perNode = new Map<string | undefined, number>()
  for (const { node } of workers) perNode.set(node, (perNode.get(node) ?? 0) + 1)
  const ranked = workers.map((worker) => ({ worker, rank: [...rankOf(worker, now), perNode.get(worker.node) ?? 0] }))
  ranked.sort((one, other) => compare(one.rank, other.rank) || (one.worker.id < other.worker.id ? 1 : -1))
  return ranked.slice(0, count).map(({ worker }) => worker)
}

/** Calls and jobs a worker has; Infinity when it has not told. */
export function workOf ({ phase, runner }: WorkerView): number {
  if (runner !== undefined) return runner.activeCalls + runner.activeJobs
  return phase === 'starting' ? 0 : Infinity
}

function rankOf (worker: WorkerView, now: number): number[] {
  const work = workOf(worker)
  const idleSeconds = work > 0 || worker.idleSince === undefined ? 0 : now - worker.idleSince
  return [worker.phase === 'starting' && work === 0 ? 0 : 1, work, worker.isCurrent ? 1 : 0, -Math.floor(idleSeconds / IDLE_SPAN_SECONDS)]
}

function compare (one: readonly number[], other: readonly number[]): number {
  for (const [index, value] of one.entries()) {
    const against = other[index] ?? 0
    if (value !== against) return value < against ? -1 : 1
  }
  return 0
}
