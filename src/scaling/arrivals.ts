/** Arrivals of the last minute, one count a second. */

/** Length of the slow count, which is the state's length, too. 60 s: long enough to be sure of small rates. */
export const SLOW_SECONDS = 60

/** Length of the fast count. 12 s: six ticks. */
export const FAST_SECONDS = 12

/** How many standard deviations of a Poisson count a jump must exceed to be believed. 2: noise in big pools is not ordered as load. */
export const FAST_SURENESS = 2

/** Counts by second; `counts[0]` is `second`, the next ones are the seconds before it. */
export interface Arrivals {
  /** Newest second, a whole number; null before the first sample. */
  readonly second: number | null
  /** Seconds of history, up to 60: a new leader does not divide what it saw in 20 s by 60. */
  readonly knownSeconds: number
  readonly counts: readonly number[]
}

/** No history. */
export const NO_ARRIVALS: Arrivals = { second: null, knownSeconds: 0, counts: [] }

/** A full minute without arrivals: for a pool that begins at `t`. */
export function noArrivalsBefore (t: number): Arrivals {
  return { second: Math.floor(t), knownSeconds: SLOW_SECONDS, counts: [] }
}

/** Adds `count` arrivals that came in the seconds up to `t`; a long step is spread evenly, so that a gap in the reports does not look like a burst. */
export function addArrivals (arrivals: Arrivals, count: number, t: number): Arrivals {
  const second = Math.floor(t)
  if (arrivals.second === null) {
    return { second, knownSeconds: 1, counts: [count] }
  }
  const elapsed = Math.max(0, second - arrivals.second)
  const counts = [...new Array<number>(Math.min(elapsed, SLOW_SECONDS)).fill(0), ...arrivals.counts].slice(0, SLOW_SECONDS)
  const span = Math.max(1, elapsed)
  for (let index = 0; index < Math.min(span, counts.length); index += 1) {
    counts[index] = (counts[index] ?? 0) + count / span
  }
  return { second: Math.max(second, arrivals.second), knownSeconds: Math.min(SLOW_SECONDS, arrivals.knownSeconds + elapsed), counts }
}

/** Arrivals per second over the last minute, or what is known of it. */
export function slowRate (arrivals: Arrivals, now: number): number {
  if (arrivals.second === null) return 0
  const age = ageOf(arrivals, now)
  return sumOf(arrivals.counts, SLOW_SECONDS - age) / Math.max(FAST_SECONDS, Math.min(SLOW_SECONDS, arrivals.knownSeconds + age))
}

/** Arrivals per second: the slow count, or the fast one as far as it is sure of being more. */
export function arrivalRate (arrivals: Arrivals, now: number): number {
  const recent = sumOf(arrivals.counts, FAST_SECONDS - ageOf(arrivals, now))
  return Math.max(slowRate(arrivals, now), (recent - FAST_SURENESS * Math.sqrt(recent)) / FAST_SECONDS)
}

/** Seconds since the last arrival; a minute or more when none is remembered. A rate is not believed longer than the last worker would be kept: that matters where `idleSeconds` is below a minute. */
export function secondsSinceArrival (arrivals: Arrivals, now: number): number {
  const newest = arrivals.counts.findIndex((count) => count > 0)
  return newest < 0 ? SLOW_SECONDS : newest + ageOf(arrivals, now)
}

function ageOf (arrivals: Arrivals, now: number): number {
  return Math.max(0, Math.floor(now) - (arrivals.second ?? 0))
}

function sumOf (counts: readonly number[], length: number): number {
  let sum = 0
  for (let index = 0; index < Math.min(length, counts.length); index += 1) sum += counts[index] ?? 0
  return sum
}
