/** Changes of conditions that people want to see happen. */
import type { Condition } from '@subnetes/api'
import type { EventNote } from './event-recorder.ts'

/** Types whose becoming False is bad news, and those whose becoming True is. */
const BAD: ReadonlyMap<string, Condition['status']> = new Map([['SchemaValid', 'False'], ['GatewayRegistered', 'False'], ['Degraded', 'True']])
/** Reasons that pass by themselves within a moment. */
const PASSING: ReadonlySet<string> = new Set(['NoneRegistered', 'SomeRegistered'])

/** The events between two states of a Protocol: bad news with its words, the end of it, and `Ready`. A change of reason within bad news is news too. */
export function conditionEvents (before: readonly Condition[], after: readonly Condition[]): EventNote[] {
  return after.flatMap((condition) => {
    const previous = before.find(({ type }) => type === condition.type)
    return noteOf(condition, previous) ?? []
  })
}

function noteOf (condition: Condition, previous: Condition | undefined): EventNote | undefined {
  const { type, status, reason, message } = condition
  const note = { action: 'Observe', note: message }
  if (type === 'Ready') return status === 'True' && previous?.status !== 'True' ? { type: 'Normal', reason, ...note } : undefined
  const wasBad = isBad(previous)
  if (isBad(condition)) return wasBad && previous?.reason === reason ? undefined : { type: 'Warning', reason: `${type}${reason}`, ...note }
  return wasBad && status !== 'Unknown' && !PASSING.has(reason) ? { type: 'Normal', reason: `${type}${reason}`, ...note } : undefined
}

function isBad (condition: Condition | undefined): boolean {
  return condition !== undefined && BAD.get(condition.type) === condition.status && !PASSING.has(condition.reason)
}
