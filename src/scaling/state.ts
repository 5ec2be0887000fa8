/** What the policy remembers between two decisions: plain JSON, bounded, no Infinity or NaN. */
import { SubnetesError } from '@subnetes/common'
import { NO_ARRIVALS, SLOW_SECONDS } from './arrivals.ts'
import { firstIdle, IDLE_GAPS } from './idle.ts'
import { firstHoldSeconds, firstLevels, LEVEL_GAPS } from './levels.ts'
import { NOTHING_FINISHED } from './service-time.ts'
import { WAKE_SIZES } from './wake-size.ts'
import { MAX_REPLICAS } from './options.ts'
import type { Arrivals } from './arrivals.ts'
import type { Idle } from './idle.ts'
import type { Levels } from './levels.ts'
import type { ScalingOptions } from './options.ts'
import type { Counters } from './sample.ts'
import type { Finished } from './service-time.ts'
import type { Spell } from './wake-size.ts'

/** The state of one protocol's scaling. Never changed in place. */
export interface ScalingState {
  readonly version: 1
  /** Seconds with sound data so far; all level and idle times are read from this clock, which stands still when data is missing. */
  readonly clock: number
  /** Time of the newest sample that was used; null before the first. */
  readonly sampleAt: number | null
  /** Workers wanted by load alone, last time. */
  readonly want: number
  /** Last answer. */
  readonly desired: number
  readonly counters: Partial<Counters>
  readonly arrivals: Arrivals
  readonly calls: Finished
  readonly jobs: Finished
  readonly coldSeconds: number
  readonly levels: Levels
  readonly idle: Idle
  readonly spell: Spell | null
  readonly wakeSizes: readonly number[]
  /** Clock time since which workers start while none is ready; null when that is not so. */
  readonly startingSince: number | null
  /** A new leader shrinks nothing below `replicas` before `until`. */
  readonly settle: { readonly until: number, readonly replicas: number } | null
}

/** What takes days to learn and is worth writing down for the next leader. */
export interface ScalingHabits {
  readonly coldSeconds: number
  readonly levelGaps: ReadonlyArray<readonly number[]>
  readonly idleGaps: readonly number[]
  readonly wakeSizes: readonly number[]
}

/** What a state starts from. */
export interface ScalingStart {
  /** Workers there are, by the written count. */
  replicas: number
  /** Learnt by an earlier leader. */
  habits?: ScalingHabits
}

/** The state of a leader that knows nothing but the present scale: every present level's clock starts now. */
export function initialScalingState (start: ScalingStart, options: ScalingOptions): ScalingState {
  const { replicas, habits } = start
  if (!Number.isInteger(replicas) || replicas < 0 || replicas > MAX_REPLICAS) {
    throw new SubnetesError('invalid_argument', `replicas is ${replicas}: must be a whole number from 0 to ${MAX_REPLICAS}`)
  }
  const coldSeconds = habits?.coldSeconds ?? options.coldSeconds
  return {
    version: 1,
    clock: 0,
    sampleAt: null,
    want: 0,
    desired: replicas,
    counters: {},
    arrivals: NO_ARRIVALS,
    calls: NOTHING_FINISHED,
    jobs: NOTHING_FINISHED,
    coldSeconds,
    levels: firstLevels(replicas, 0, habits?.levelGaps),
    idle: firstIdle(0, habits?.idleGaps),
    spell: null,
    wakeSizes: habits?.wakeSizes.slice(-WAKE_SIZES) ?? [],
    startingSince: null,
    settle: replicas > 0 ? { until: firstHoldSeconds(coldSeconds), replicas } : null
  }
}

/** What the next leader should be given; a few kB of JSON. */
export function scalingHabits (state: ScalingState): ScalingHabits {
  return { coldSeconds: state.coldSeconds, levelGaps: state.levels.map((level) => level.gaps), idleGaps: state.idle.gaps, wakeSizes: state.wakeSizes }
}

/**
 * Reads back habits that were written down.
 *
 * @throws {SubnetesError} `invalid_argument` naming the part that is not as {@link scalingHabits} writes it
 */
export function parseScalingHabits (value: unknown): ScalingHabits {
  const habits = value as ScalingHabits
  const checks: Array<[part: string, holds: () => boolean]> = [
    ['coldSeconds', () => isTime(habits.coldSeconds)],
    ['levelGaps', () => habits.levelGaps.length <= MAX_REPLICAS && habits.levelGaps.every((gaps) => areTimes(gaps, LEVEL_GAPS))],
    ['idleGaps', () => areTimes(habits.idleGaps, IDLE_GAPS)],
    ['wakeSizes', () => areTimes(habits.wakeSizes, WAKE_SIZES)]
  ]
  for (const [part, holds] of checks) {
    if (!passes(holds)) throw new SubnetesError('invalid_argument', `habits.${part} is not as a scaler writes it: drop the habits, they are learnt anew`)
  }
  const { coldSeconds, levelGaps, idleGaps, wakeSizes } = habits
  return { coldSeconds, levelGaps, idleGaps, wakeSizes }
}

/**
 * Reads back a state that went through JSON.
 *
 * @throws {SubnetesError} `invalid_argument` naming the part that is not as {@link initialScalingState} and `decide` write it
 */
export function parseScalingState (value: unknown): ScalingState {
  const state = value as ScalingState
  const checks: Array<[part: string, holds: () => boolean]> = [
    ['version', () => state.version === 1],
    ['clock', () => isTime(state.clock)],
    ['sampleAt', () => state.sampleAt === null || Number.isFinite(state.sampleAt)],
    ['want', () => isCount(state.want)],
    ['desired', () => isCount(state.desired)],
    ['counters', () => Object.values(state.counters).every(isTime)],
    ['arrivals', () => (state.arrivals.second === null || Number.isInteger(state.arrivals.second)) && isTime(state.arrivals.knownSeconds) && areTimes(state.arrivals.counts, SLOW_SECONDS)],
    ['calls', () => isTime(state.calls.count) && isTime(state.calls.seconds)],
    ['jobs', () => isTime(state.jobs.count) && isTime(state.jobs.seconds)],
    ['coldSeconds', () => isTime(state.coldSeconds)],
    ['levels', () => state.levels.length <= MAX_REPLICAS && state.levels.every((level) => isTime(level.fellAt) && isTimeOrNull(level.holdSeconds) && areTimes(level.gaps, LEVEL_GAPS))],
    ['idle', () => isIdle(state.idle)],
    ['spell', () => state.spell === null || areTimes([state.spell.startedAt, state.spell.needed, state.spell.ordered], 3)],
    ['wakeSizes', () => areTimes(state.wakeSizes, WAKE_SIZES)],
    ['startingSince', () => isTimeOrNull(state.startingSince)],
    ['settle', () => state.settle === null || areTimes([state.settle.until, state.settle.replicas], 2)]
  ]
  for (const [part, holds] of checks) {
    if (!passes(holds)) throw new SubnetesError('invalid_argument', `state.${part} is not what a decision answers: pass the last answer's state unchanged`)
  }
  return state
}

function passes (holds: () => boolean): boolean {
  try {
    return holds()
  } catch {
    return false // a part that is missing or of another type
  }
}

function isIdle (idle: Idle): boolean {
  return isTime(idle.fellAt) && isTimeOrNull(idle.holdSeconds) && isTimeOrNull(idle.levelHoldSeconds) && areTimes(idle.gaps, IDLE_GAPS) &&
    (idle.habit === null || areTimes([idle.habit.fromSeconds, idle.habit.toSeconds], 2))
}

function isTime (value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value)
}

function isTimeOrNull (value: unknown): boolean {
  return value === null || isTime(value)
}

function isCount (value: unknown): boolean {
  return isTime(value) && Number.isInteger(value)
}

function areTimes (values: readonly number[], most: number): boolean {
  return Array.isArray(values) && values.length <= most && values.every(isTime)
}
