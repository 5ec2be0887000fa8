/** The limits of a count, applied last. */
import type { ScalingOptions } from './options.ts'
import type { Choice } from './reason.ts'

/** Workers without a place that may be outstanding in a small pool; a bigger pool may have as many as it has ready ones. */
export const MIN_UNSCHEDULABLE = 4

/** What the cluster has. */
export interface Pool {
  replicas: number
  ready: number
  unschedulable: number
}

/** Holds a count between the user's limits, and does not order more workers while too many find no place. Never below the present count for the latter reason. */
export function clampWorkers (choice: Choice, pool: Pool, options: ScalingOptions): Choice {
  let { desired, reason } = choice
  const room = Math.max(pool.replicas, pool.replicas - pool.unschedulable + Math.max(MIN_UNSCHEDULABLE, pool.ready))
  if (pool.unschedulable > 0 && desired > room) [desired, reason] = [room, 'unschedulable']
  if (desired > options.max) [desired, reason] = [options.max, 'maximum']
  if (desired < options.min) [desired, reason] = [options.min, 'minimum']
  return { desired, reason }
}
