/** Conditions by the API conventions: one per type, `lastTransitionTime` moves only with `status`. */
import type { Condition } from '@subnetes/api'

/** A condition before it is known since when it holds. */
export type Observation = Omit<Condition, 'lastTransitionTime' | 'observedGeneration'>

/** The new list of conditions: an observation of each type, those of other types as they were. */
export function mergeConditions (before: readonly Condition[], observations: readonly Observation[], at: { now: string, generation: number }): Condition[] {
  const observed = new Map(observations.map((observation) => [observation.type, observation]))
  const kept = before.filter(({ type }) => !observed.has(type))
  const merged = observations.map((observation) => {
    const previous = before.find(({ type }) => type === observation.type)
    const lastTransitionTime = previous?.status === observation.status ? previous.lastTransitionTime : at.now
    return { ...observation, lastTransitionTime, observedGeneration: at.generation }
  })
  return [...merged, ...kept]
}
