/** Rounds of several systems as medians with their ranges. */
import type { RoundResult } from './workload.ts'

/** One round of one system: what its caller saw, and the CPU that each process used meanwhile. */
export interface Round extends RoundResult {
  /** Seconds of CPU by role. */
  readonly cpuSeconds: Readonly<Record<string, number>>
}

/** A median and the smallest and largest value beside it. */
export interface Spread { readonly median: number, readonly min: number, readonly max: number }

/** What a system did in one workload. */
export interface Summary {
  readonly operationsPerSecond: Spread
  readonly p50Ms: Spread
  readonly p99Ms: Spread
  /** Microseconds per operation, all processes together. */
  readonly cpuMicros: Spread
  /** The same by role, caller first. */
  readonly cpuMicrosByRole: Readonly<Record<string, Spread>>
}

/** A system beside the yardstick, from pairs of rounds that ran one after the other. */
export interface Ratio {
  /** Operations per second: above 1 is faster. */
  readonly speed: Spread
  /** CPU per operation: above 1 is dearer. */
  readonly cpu: Spread
}

/** @param rounds at least one */
export function summarize (rounds: readonly Round[]): Summary {
  const roles = Object.keys(rounds[0]?.cpuSeconds ?? {})
  return {
    operationsPerSecond: spread(rounds.map(rate)),
    p50Ms: spread(rounds.map((round) => round.p50Ms)),
    p99Ms: spread(rounds.map((round) => round.p99Ms)),
    cpuMicros: spread(rounds.map(cost)),
    cpuMicrosByRole: Object.fromEntries(roles.map((role) => [role, spread(rounds.map((round) => (round.cpuSeconds[role] ?? NaN) / round.operations * 1e6))]))
  }
}

/** Compares round by round, so that what else the machine did weighs on both sides alike. */
export function compare (rounds: readonly Round[], yardstick: readonly Round[]): Ratio {
  const pairs = rounds.flatMap((round, index) => {
    const other = yardstick[index]
    return other === undefined ? [] : [{ round, other }]
  })
  return { speed: spread(pairs.map(({ round, other }) => rate(round) / rate(other))), cpu: spread(pairs.map(({ round, other }) => cost(round) / cost(other))) }
}

function rate (round: Round): number {
  return round.operations / round.seconds
}

function cost (round: Round): number {
  return Object.values(round.cpuSeconds).reduce((sum, seconds) => sum + seconds, 0) / round.operations * 1e6
}

/** @param values at least one */
export function spread (values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return { median: sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN }
}
