/** How long each worker above the first is kept when it is not wanted: learnt from how long it was not wanted before. */
import type { ScalingOptions } from './options.ts'

/** Gaps remembered of one level. 24: a day of hourly habits. */
export const LEVEL_GAPS = 24

/** Gaps needed before they are believed. */
export const MIN_GAPS = 6

/** Hold times to choose from, seconds. */
export const HOLD_GRID: readonly number[] = [0, 15, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600]

/** Bounds of the hold time before enough gaps are known: four cold starts, but at least a minute and at most ten. */
export const FIRST_HOLD_SECONDS: readonly [min: number, max: number] = [60, 600]

/** One level: level k is "the pool has k workers". */
export interface Level {
  /** Clock time at which it was last wanted; while it is wanted, when it was wanted before. */
  readonly fellAt: number
  /** Hold time; null until enough gaps are known. */
  readonly holdSeconds: number | null
  readonly gaps: readonly number[]
}

/** Levels 2 and up; `levels[0]` is level 2. */
export type Levels = readonly Level[]

/** What holding a level costs, learnt gaps aside. */
export interface LevelCosts {
  coldSeconds: number
  options: ScalingOptions
}

/** Levels of a pool that has `replicas` workers, all of whose clocks start at `clock`. */
export function firstLevels (replicas: number, clock: number, known: ReadonlyArray<readonly number[]> = []): Level[] {
  return Array.from({ length: Math.max(0, replicas - 1, known.length) }, (_, index) => ({ fellAt: clock, holdSeconds: null, gaps: known[index] ?? [] }))
}

/** The hold time before gaps are known. */
export function firstHoldSeconds (coldSeconds: number): number {
  return Math.min(FIRST_HOLD_SECONDS[1], Math.max(FIRST_HOLD_SECONDS[0], 4 * coldSeconds))
}

/** What a hold time would have cost on the gaps: the seconds kept, and `missSeconds` each time the gap outlasted it. */
export function holdCost (gaps: readonly number[], holdSeconds: number, missSeconds: number): number {
  let cost = 0
  for (const gap of gaps) cost += gap > holdSeconds ? holdSeconds + missSeconds : gap
  return cost
}

/** The cheapest of `grid` on the gaps; of equals the shortest. */
export function cheapestHold (gaps: readonly number[], grid: readonly number[], missSeconds: number): { holdSeconds: number, cost: number } {
  let best = { holdSeconds: 0, cost: Number.MAX_VALUE }
  for (const holdSeconds of grid) {
    const cost = holdCost(gaps, holdSeconds, missSeconds)
    if (cost < best.cost) best = { holdSeconds, cost }
  }
  return best
}

/** What it costs that a level was given up and is wanted again: the start, and the penalty on it. */
export function levelMissSeconds (coldSeconds: number, options: ScalingOptions): number {
  return coldSeconds * (1 + options.keepPenaltyColdStartsPercent / 100)
}

/** Moves the wanted count from `before` to `want` at `clock`: levels that come back learn their gap, levels that go start their clock. */
export function moveLevels (levels: Levels, move: { before: number, want: number, clock: number }, costs: LevelCosts): Levels {
  const { before, want, clock } = move
  const low = Math.max(1, Math.min(before, want))
  const high = Math.max(before, want)
  if (low >= high) return levels
  const moved = [...levels]
  for (let level = low + 1; level <= high; level += 1) {
    const known = moved[level - 2]
    moved[level - 2] = want < before ? { ...known ?? NEW_LEVEL, fellAt: clock } : returned(known, clock, costs)
  }
  return moved
}

const NEW_LEVEL: Omit<Level, 'fellAt'> = { holdSeconds: null, gaps: [] }

function returned (level: Level | undefined, clock: number, { coldSeconds, options }: LevelCosts): Level {
  if (level === undefined) return { ...NEW_LEVEL, fellAt: clock }
  const gaps = [...level.gaps, round(clock - level.fellAt)].slice(-LEVEL_GAPS)
  const missSeconds = levelMissSeconds(coldSeconds, options)
  return { fellAt: level.fellAt, gaps, holdSeconds: gaps.length < MIN_GAPS ? null : round(cheapestHold(gaps, HOLD_GRID, missSeconds).holdSeconds) }
}

/** What the kept level is looked for with. */
export interface KeptQuery {
  want: number
  /** Highest level there is. */
  replicas: number
  clock: number
  /** Hold time of levels that know too little; {@link firstHoldSeconds} unless idle gaps say less. */
  unknownHoldSeconds: number
}

/** The highest level above `want` and up to `replicas` whose hold has not run out; `want` when there is none. */
export function keptLevel (levels: Levels, query: KeptQuery, options: ScalingOptions): number {
  const { policy, windowSeconds } = options.scaleDown
  for (let level = query.replicas; level > Math.max(1, query.want); level -= 1) {
    const known = levels[level - 2]
    if (known === undefined) continue
    const hold = policy === 'Window' ? windowSeconds : known.holdSeconds ?? query.unknownHoldSeconds
    if (query.clock - known.fellAt < hold) return level
  }
  return query.want
}

/** Tenths of seconds keep the state small. */
function round (seconds: number): number {
  return Math.round(seconds * 10) / 10
}
