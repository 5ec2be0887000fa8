/** When the last worker goes and when it comes back: level one, with a dearer miss and habits. */
import { cheapestHold, HOLD_GRID, levelMissSeconds, MIN_GAPS } from './levels.ts'
import type { ScalingOptions } from './options.ts'

/** Idle gaps remembered. 60: two days of half-hourly work. */
export const IDLE_GAPS = 60

/** Shorter gaps say nothing about sleep. */
export const MIN_IDLE_GAP_SECONDS = 20

/** Gaps needed before a habit is believed. */
export const MIN_HABIT_GAPS = 8

/** Gaps needed before they say how long unknown levels are held. Three, as for the size of a spell: the miss is only a level's. */
export const MIN_LEVEL_HOLD_GAPS = 3

/** A habit must be this much cheaper than the best plain hold: sleep is not traded for noise. */
export const HABIT_WIN = 0.9

/** Cold starts between waking and the first expected return; the third of a start is for a slow one. */
export const WAKE_AHEAD_COLD_STARTS = 1.3

/** Shares of the gaps a habit may leave out, at each end. */
const LEFT_OUT: readonly number[] = [0, 0.05, 0.1, 0.2]

/** Hold times of the last worker as shares of `idleMaxSeconds`; at one hour: 0, 30 s, 1, 2, 3, 5, 10, 15, 20, 30, 45 and 60 minutes. */
const IDLE_GRID: readonly number[] = [0, 1 / 120, 1 / 60, 1 / 30, 1 / 20, 1 / 12, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 3 / 4, 1]

/** The span after going idle in which work returns, seconds. */
export interface Habit {
  readonly fromSeconds: number
  readonly toSeconds: number
}

/** What is known of idle times. */
export interface Idle {
  /** Clock time at which nothing was wanted any more. */
  readonly fellAt: number
  /** Hold time; null until enough gaps are known. */
  readonly holdSeconds: number | null
  /** When work returns, if it does so regularly: sleep at once, wake before `fromSeconds`, be warm until `toSeconds`. */
  readonly habit: Habit | null
  /**
   * Hold time of higher levels that know too little of their own, while nothing at all is wanted; null until enough gaps are known.
   * None of them comes back before the first does, so the idle gaps say how soon that can be.
   */
  readonly levelHoldSeconds: number | null
  readonly gaps: readonly number[]
}

/** Idle since `clock`. */
export function firstIdle (clock: number, gaps: readonly number[] = []): Idle {
  return { fellAt: clock, holdSeconds: null, habit: null, levelHoldSeconds: null, gaps: gaps.slice(-IDLE_GAPS) }
}

/** What sleeping and waking cost. */
export interface IdleCosts {
  coldSeconds: number
  /** Workers that a habit would wake. */
  wakeSize: number
  options: ScalingOptions
}

/** Work came back at `clock`: learns the gap. */
export function learnIdle (idle: Idle, clock: number, { coldSeconds, wakeSize, options }: IdleCosts): Idle {
  const gap = Math.round((clock - idle.fellAt) * 10) / 10
  if (gap <= MIN_IDLE_GAP_SECONDS) return idle
  const gaps = [...idle.gaps, gap].slice(-IDLE_GAPS)
  const levelHoldSeconds = gaps.length < MIN_LEVEL_HOLD_GAPS ? null : cheapestHold(gaps, HOLD_GRID, levelMissSeconds(coldSeconds, options)).holdSeconds
  if (gaps.length < MIN_GAPS) return { ...idle, gaps, levelHoldSeconds }
  const missSeconds = coldSeconds + options.coldStartPenaltySeconds
  const plain = cheapestHold(gaps, IDLE_GRID.map((share) => share * options.idleMaxSeconds), missSeconds)
  const habit = gaps.length < MIN_HABIT_GAPS ? null : findHabit(gaps, { coldSeconds, missSeconds, wakeSize })
  return {
    ...idle,
    gaps,
    holdSeconds: plain.holdSeconds,
    habit: habit !== null && habit.cost < HABIT_WIN * plain.cost ? habit.habit : null,
    levelHoldSeconds
  }
}

/** The cheapest span on the gaps. */
function findHabit (gaps: readonly number[], costs: HabitCosts): { habit: Habit, cost: number } | null {
  const sorted = gaps.toSorted((one, other) => one - other)
  let best: { habit: Habit, cost: number } | null = null
  for (const early of LEFT_OUT) {
    for (const late of LEFT_OUT) {
      const fromSeconds = sorted[Math.floor(early * sorted.length)] ?? 0
      const toSeconds = (sorted[sorted.length - 1 - Math.floor(late * sorted.length)] ?? 0) + costs.coldSeconds / 2
      const habit = { fromSeconds, toSeconds }
      const cost = habitCost(gaps, habit, costs)
      if (best === null || cost < best.cost) best = { habit, cost }
    }
  }
  return best
}

interface HabitCosts {
  coldSeconds: number
  missSeconds: number
  wakeSize: number
}

/** As `holdCost` of the levels: seconds kept by all woken workers, and a miss for each return outside the span; a return during the start counts as far as the start was not done. */
function habitCost (gaps: readonly number[], habit: Habit, { coldSeconds, missSeconds, wakeSize }: HabitCosts): number {
  const wake = wakeAfter(habit, coldSeconds)
  let cost = 0
  for (const gap of gaps) {
    if (gap > habit.toSeconds) cost += wakeSize * (habit.toSeconds - wake) + missSeconds
    else if (gap < wake) cost += missSeconds
    else cost += wakeSize * (gap - wake) + missSeconds * Math.max(0, 1 - (gap - wake) / coldSeconds)
  }
  return cost
}

function wakeAfter (habit: Habit, coldSeconds: number): number {
  return Math.max(0, habit.fromSeconds - WAKE_AHEAD_COLD_STARTS * coldSeconds)
}

/** What the idle rule says now. */
export type IdleState = 'held' | 'asleep' | 'expecting'

/** Whether the last worker stays, sleeps, or is (being) woken because work is expected. */
export function idleState (idle: Idle, clock: number, coldSeconds: number, options: ScalingOptions): IdleState {
  const forSeconds = clock - idle.fellAt
  if (idle.habit !== null) {
    return forSeconds >= wakeAfter(idle.habit, coldSeconds) && forSeconds < idle.habit.toSeconds ? 'expecting' : 'asleep'
  }
  return forSeconds < (idle.holdSeconds ?? options.idleSeconds) ? 'held' : 'asleep'
}
