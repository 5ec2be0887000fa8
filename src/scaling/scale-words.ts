/** A decision in words, for people who look at status and events. */
import type { ScalingReason } from './reason.ts'

/** What the words are made of. */
export interface ScaleWordsInit {
  readonly reason: ScaleReason
  readonly slots: number
  readonly concurrency: number
  /** Workers wanted. */
  readonly desired: number
  readonly missing: readonly string[]
  /** Gateways that have not acknowledged a hold yet; undefined while none is asked for. */
  readonly unacknowledged: readonly string[] | undefined
}

/** {@link ScalingReason}, and what is outside the policy: `suspended`, `outside` (the count is not ours to write), `activated` (woken although it is not), `holding` (on the way to zero). */
export type ScaleReason = ScalingReason | 'suspended' | 'outside' | 'activated' | 'holding'

const WORDS: Readonly<Record<ScaleReason, (init: ScaleWordsInit) => string>> = {
  load: ({ slots, concurrency, desired }) => `the load takes ${slots.toFixed(1)} slots; ${desired} ${desired === 1 ? 'worker has' : 'workers have'} ${desired * concurrency}`,
  kept: () => 'kept: going and coming back would cost more than staying a while',
  idle: () => 'the last worker stays a while after the last work',
  expected: () => 'work is expected soon, as at the times before',
  woken: () => 'as many as busy spells needed before',
  starting: () => 'the first worker is still starting',
  settling: () => 'as many as were found or asked for, for now',
  unknown: ({ missing }) => `not fewer than there are while data is missing${missing.length === 0 ? '' : `: ${missing.join(', ')}`}`,
  minimum: () => 'autoscaling.minReplicas',
  maximum: ({ slots }) => `autoscaling.maxReplicas; the load takes ${slots.toFixed(1)} slots`,
  unschedulable: () => 'no more are ordered while those ordered find no place',
  zero: () => 'nothing to do',
  suspended: () => 'spec.suspend',
  outside: () => 'as written',
  activated: () => 'work waits and nothing runs',
  holding: ({ unacknowledged = [] }) => `nothing to do; ${unacknowledged.length === 0 ? 'demand is read once more' : `waiting for ${unacknowledged.join(', ')} to hold calls`}`
}

/** Why the count is what it is. */
export function scaleWords (init: ScaleWordsInit): string {
  return WORDS[init.reason](init)
}
