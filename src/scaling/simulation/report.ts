/** From totals to the figures of docs/scaling.md. */
import { clairvoyantSeconds } from './bound.ts'
import { simulate } from './simulator.ts'
import type { RunTotals } from './ledger.ts'
import type { PoolPolicyFactory } from './pool-policy.ts'
import type { Workload } from './scenario.ts'

/** Price of a lost or interrupted piece, in worker-seconds. */
export const PIECE_PRICE_SECONDS = 60

/** Price of a second that a caller waited, in worker-seconds. */
export const WAIT_PRICE = 0.5

/** One policy on one scenario. */
export interface Outcome extends RunTotals {
  /** Worker-seconds as a multiple of the clairvoyant bound. */
  cost: number
  /** As `cost`, with lost, interrupted and waiting callers priced. */
  total: number
  /** Percent of calls. */
  lostPercent: number
  /** Percent of calls that waited longer than five seconds, lost ones among them. */
  slowPercent: number
  changesPerHour: number
  boundSeconds: number
}

/** Means over scenarios: geometric for ratios, plain for shares and waits; counts are sums. */
export interface Summary {
  scenarios: number
  cost: number
  total: number
  lostPercent: number
  slowPercent: number
  waitP95Seconds: number
  interrupted: number
  podStarts: number
  changesPerHour: number
}

/** The bound of a workload, which all policies share. */
export function boundOf (workload: Workload): number {
  const { concurrency, coldStartSeconds, startReplicas, durationSeconds } = workload.init
  return clairvoyantSeconds(workload.arrivals(), { concurrency, coldStartSeconds, startReplicas, durationSeconds })
}

/** Runs a policy on a workload. */
export function runPolicy (workload: Workload, factory: PoolPolicyFactory, boundSeconds: number): Outcome {
  const totals = simulate(workload.arrivals(), factory({ ...workload.init, meanSlots: workload.meanSlots }), workload.init)
  const calls = Math.max(1, totals.arrivedCalls)
  const price = PIECE_PRICE_SECONDS * (totals.lost + totals.interrupted) + WAIT_PRICE * totals.waitSeconds
  return {
    ...totals,
    boundSeconds,
    cost: totals.workerSeconds / boundSeconds,
    total: (totals.workerSeconds + price) / boundSeconds,
    lostPercent: 100 * totals.lost / calls,
    slowPercent: 100 * totals.slow / calls,
    changesPerHour: totals.changes / workload.init.durationSeconds * 3600
  }
}

/** Sums up a policy's outcomes. */
export function summarize (outcomes: readonly Outcome[]): Summary {
  const mean = (value: (outcome: Outcome) => number): number => outcomes.reduce((sum, outcome) => sum + value(outcome), 0) / outcomes.length
  const sum = (value: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + value(outcome), 0)
  return {
    scenarios: outcomes.length,
    cost: Math.exp(mean(({ cost }) => Math.log(cost))),
    total: Math.exp(mean(({ total }) => Math.log(total))),
    lostPercent: mean(({ lostPercent }) => lostPercent),
    slowPercent: mean(({ slowPercent }) => slowPercent),
    waitP95Seconds: mean(({ waitP95Seconds }) => waitP95Seconds),
    interrupted: sum(({ interrupted }) => interrupted),
    podStarts: sum(({ podStarts }) => podStarts),
    changesPerHour: mean(({ changesPerHour }) => changesPerHour)
  }
}
