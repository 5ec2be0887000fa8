/** Words for why a count is what it is. */

/**
 * `load` wants it; `kept` for a level not given up yet; `idle` keeps the last worker; `expected` work is due; `woken` from zero in the usual size;
 * `starting` for a first worker that is not ready yet; `settling` after a change of leader; `unknown` because data is missing, stale or restarted;
 * `minimum`, `maximum`, `unschedulable` by limits; `zero` because nothing keeps it.
 */
export type ScalingReason = 'load' | 'kept' | 'idle' | 'expected' | 'woken' | 'starting' | 'settling' | 'unknown' | 'minimum' | 'maximum' | 'unschedulable' | 'zero'

/** A count and why. */
export interface Choice {
  desired: number
  reason: ScalingReason
}
