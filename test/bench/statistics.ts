/** Figures of rounds: what one round shows, what several show, and how a system compares with its reference. */
import type { RoundResult } from './work.ts'

/** One round of one system. */
export interface Round extends RoundResult {
  readonly system: string
  readonly work: string
  /** From 1; rounds of the same number and work ran one after the other. */
  readonly round: number
  /** Seconds of CPU by role, the caller first. */
  readonly cpuSeconds: Readonly<Record<string, number>>
  /** Cores that other programs kept busy meanwhile. */
  readonly otherCores: number
}

/** The median and the quartiles beside it. */
export interface Spread { readonly median: number, readonly low: number, readonly high: number }

/** What can be read from a round. Higher is better for the first two only. */
export const METRICS = {
  efficiency: {
    title: 'operations per core-second, all processes',
    of: (round: Round): number => round.operations / cpuOf(round)
  },
  rate: { title: 'operations per second', of: (round: Round): number => round.operations / round.seconds },
  p50: { title: 'p50 latency', of: (round: Round): number => round.operations === 0 ? NaN : round.p50Ms },
  p99: { title: 'p99 latency', of: (round: Round): number => round.operations === 0 ? NaN : round.p99Ms },
  gapP99: { title: 'p99 gap between messages', of: (round: Round): number => round.gapP99Ms ?? NaN },
  cpu: {
    title: 'CPU per operation, all processes',
    of: (round: Round): number => cpuOf(round) / round.operations * 1e6
  },
  gatewayCpu: { title: "gateway's CPU per operation", of: (round: Round): number => roleMicros(round, 'gateway') }
} as const

/** Name of a {@link METRICS} entry. */
export type Metric = keyof typeof METRICS

/** Microseconds of CPU per operation of one role; NaN where there is no such process. */
export function roleMicros (round: Round, role: string): number {
  return (round.cpuSeconds[role] ?? NaN) / round.operations * 1e6
}

function cpuOf (round: Round): number {
  return Object.values(round.cpuSeconds).reduce((sum, seconds) => sum + seconds, 0)
}

/**
 * A metric as multiples of the reference's, round by round, so that whatever else the machine does weighs on both
 * sides alike. Rounds without a partner, or without a figure on either side, are left out; their errors are reported.
 */
export function compare (rounds: readonly Round[], reference: readonly Round[], metric: Metric): Spread {
  const partners = new Map(reference.map((round) => [round.round, round]))
  const ratios = rounds.map((round) => {
    const partner = partners.get(round.round)
    return partner === undefined ? NaN : METRICS[metric].of(round) / METRICS[metric].of(partner)
  })
  return spread(ratios.filter((ratio) => Number.isFinite(ratio)))
}

/** Quartiles by linear interpolation between the closest ranks; NaN without values. */
export function spread (values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) }
}

function quantile (sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part
  const below = sorted[Math.floor(place)] ?? NaN
  return below + ((sorted[Math.ceil(place)] ?? NaN) - below) * (place - Math.floor(place))
}
