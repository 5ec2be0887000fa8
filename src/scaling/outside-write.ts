/** Somebody else wrote the count: a person, an HPA, a restored manifest. */
import { firstHoldSeconds, moveLevels } from './levels.ts'
import type { ScalingOptions } from './options.ts'
import type { ScalingState } from './state.ts'

/** Takes a count from outside as a fresh recommendation: up lasts at least the scale-down window, down takes effect at once unless work says otherwise. Pure. */
export function takeOutsideCount (state: ScalingState, replicas: number, options: ScalingOptions): ScalingState {
  const isUp = replicas > state.desired
  const seconds = options.scaleDown.policy === 'Window' ? options.scaleDown.windowSeconds : firstHoldSeconds(state.coldSeconds)
  const { want, clock, coldSeconds } = state
  const levels = isUp ? moveLevels(state.levels, { before: Math.max(want, replicas), want, clock }, { coldSeconds, options }) : state.levels
  return {
    ...state,
    desired: replicas,
    levels,
    idle: isUp && want === 0 ? { ...state.idle, fellAt: clock } : state.idle,
    spell: isUp ? state.spell : null,
    settle: isUp ? { until: clock + seconds, replicas } : null
  }
}
