/** What of a Protocol's conditions is wrong, or limits, for people. Pure. */
import type { Condition } from '@subnetes/api'
import type { ConsoleProblem } from '@subnetes/control'
import type { ProtocolView } from '../protocols/protocols-view.ts'

/** Conditions that tell of a problem, the worst first, and when. `Ready` repeats the words of others and comes last. */
const PROBLEMS: ReadonlyArray<readonly [type: string, isProblem: (condition: Condition) => boolean, limiting?: true]> = [
  ['SchemaValid', isFalse],
  ['GatewayRegistered', isFalse],
  ['Degraded', isTrue],
  ['QueueReady', isFalse],
  ['Progressing', ({ status, reason }) => status === 'False' && reason !== 'Complete'],
  ['Ready', ({ status, reason }) => status === 'False' && reason !== 'NoneReady'], // none ready yet is a state; why it stays so is told by others
  ['ScalingLimited', ({ status, reason }) => status === 'True' && LIMITS.has(reason), true]
]

/** Reasons of `ScalingLimited` that somebody may want to do something about; the others are how the policy works. */
const LIMITS: ReadonlySet<string> = new Set(['AtMaximum', 'MetricsUnavailable', 'Unschedulable'])

/** Each said once. What is wrong with the object itself comes first: its status may be of a moment before. */
export function problemsOf ({ protocol, problem, conflict }: ProtocolView): ConsoleProblem[] {
  const conditions = new Map((protocol.status?.conditions ?? []).map((condition) => [condition.type, condition]))
  const own = [problem, conflict].filter((each) => each !== undefined).map(({ reason, message }) => ({ reason, message, sinceMs: 0, limiting: false }))
  const observed = PROBLEMS.flatMap(([type, isProblem, limiting = false]) => {
    const condition = conditions.get(type)
    return condition === undefined || !isProblem(condition) ? [] : [problemOf(condition, limiting)]
  })
  const all = [...own, ...observed]
  return all.filter(({ message }, index) => all.findIndex((other) => other.message === message) === index)
}

function problemOf ({ reason, message, lastTransitionTime }: Condition, limiting: boolean): ConsoleProblem {
  const since = Date.parse(lastTransitionTime)
  return { reason, message, sinceMs: Number.isNaN(since) ? 0 : since, limiting }
}

function isTrue ({ status }: Condition): boolean {
  return status === 'True'
}

function isFalse ({ status }: Condition): boolean {
  return status === 'False'
}
