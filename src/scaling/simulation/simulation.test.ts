import { describe, expect, it } from 'vitest'
import {
  clairvoyantSeconds, constantLoad, createRandom, DEFAULT_POLICIES, exponential, findPolicy, fixedPool, hpaConcurrency, inOrder, kpa, MADE, meanSlots, POLICIES, scaled, simulate
} from './index.ts'
import { COUNTERS } from '../sample.ts'
import type { Arrival, FullSample, PoolPolicy, PoolSettings, RunInit, RunTotals } from './index.ts'

const world: RunInit = {
  concurrency: 1, coldStartSeconds: 60, coldStartSigma: 0.2, deadlineSeconds: 30, min: 0, max: 100, startReplicas: 1, durationSeconds: 3600, failureMtbfSeconds: null, seed: 1
}
const settings: PoolSettings = { ...world, meanSlots: 1 }

function call (at: number, seconds: number): Arrival {
  return { at, seconds, isJob: false }
}

/** A pool that is told its count by time. */
function scripted (count: (t: number) => number, isDraining = true): PoolPolicy {
  return { periodSeconds: 2, isPushed: false, isDraining, decide: ({ t }) => count(t) }
}

function accountedFor (totals: RunTotals): number {
  return totals.finished + totals.lost + totals.interrupted + totals.died + totals.left
}

describe('random numbers', () => {
  it('are the same for the same seed, and exponential ones have their mean', () => {
    const [one, other] = [createRandom(7), createRandom(7)]
    expect(Array.from({ length: 5 }, one)).toEqual(Array.from({ length: 5 }, other))
    const random = createRandom(1)
    const mean = Array.from({ length: 20_000 }, () => exponential(random, 3)).reduce((sum, value) => sum + value, 0) / 20_000
    expect(mean).toBeCloseTo(3, 1)
  })
})

describe('arrivals', () => {
  it('come into order within the horizon', () => {
    expect([...inOrder([call(3, 1), call(1, 1), call(2, 1), call(6, 1), call(5, 1)], 3)].map(({ at }) => at)).toEqual([1, 2, 3, 5, 6])
  })

  it.each([0.3, 1, 2.5])('have the wanted load after scaling by %s, in order', (factor) => {
    const base = [...constantLoad(2, 5, 20_000).arrivals(createRandom(3))]
    const result = [...scaled(base, factor, createRandom(4))]
    expect(meanSlots(result, 20_000) / meanSlots(base, 20_000) / factor).toBeCloseTo(1, 1)
    expect(result.every(({ at }, index) => index === 0 || at >= (result[index - 1]?.at ?? 0))).toBe(true)
  })

  it.each(Object.keys(MADE))('of %s are ordered and within its time', (name) => {
    const made = MADE[name]
    let last = 0
    for (const { at, seconds } of made?.arrivals(createRandom(2)) ?? []) {
      expect(at >= last && at < (made?.durationSeconds ?? 0) && seconds > 0).toBe(true)
      last = at
    }
    expect(last).toBeGreaterThan(0)
  })
})

describe('the clairvoyant bound', () => {
  const init = { concurrency: 1, coldStartSeconds: 60, startReplicas: 0, durationSeconds: 1000 }

  it('keeps a worker over a short gap and starts it anew after a long one', () => {
    expect(clairvoyantSeconds([call(100, 10), call(140, 10), call(500, 10)], init)).toBe(60 + 30 + 30 + 60)
  })

  it('counts whole workers', () => {
    expect(clairvoyantSeconds([call(100, 10), call(100, 10), call(100, 10)], { ...init, concurrency: 2 })).toBe(2 * 70)
  })

  it('is 1.43 times a Poisson load of 30 slots', () => {
    const load = constantLoad(30, 5, 20_000)
    expect(clairvoyantSeconds(load.arrivals(createRandom(1)), { ...init, durationSeconds: 20_000 }) / 20_000 / 30).toBeCloseTo(1.43, 1)
  })
})

describe('the engine', () => {
  it('agrees with Erlang C on the share of calls that wait', () => {
    // 10 slots, 8 busy: C(10, 8) = 0.409.
    const load = constantLoad(8, 5, 400_000)
    let waited = 0
    let arrived = 0
    const policy: PoolPolicy = {
      ...scripted(() => 10),
      decide (sample) {
        waited += sample.avgHeld
        arrived += 1
        return 10
      }
    }
    const totals = simulate(load.arrivals(createRandom(5)), policy, { ...world, startReplicas: 10, durationSeconds: 400_000, deadlineSeconds: 1e9 })
    // Little's law: the mean queue is the rate times the mean wait; Erlang C's mean wait is C / (n - a) service times.
    expect(waited / arrived / (1.6 * totals.waitSeconds / totals.arrivedCalls)).toBeCloseTo(1, 1)
    const probability = totals.waitSeconds / totals.arrivedCalls * (10 - 8) / 5
    expect(Math.abs(probability - 0.409)).toBeLessThan(0.02)
  })

  it.each(Object.keys(POLICIES))('accounts for every call under %s, and gives the same result for the same seed', (name) => {
    const init = { ...world, durationSeconds: 14_400, failureMtbfSeconds: 3600 }
    const run = (): RunTotals => simulate(MADE.longmix?.arrivals(createRandom(2)) ?? [], findPolicy(name)({ ...settings, meanSlots: 4 }), init)
    const totals = run()
    expect(accountedFor(totals)).toBe(totals.arrivedCalls + totals.arrivedJobs)
    expect(run()).toEqual(totals)
  })

  it('pays for workers from creation to end', () => {
    const totals = simulate([], scripted((t) => t < 1000 ? 2 : 0), { ...world, startReplicas: 2 })
    expect(totals.workerSeconds).toBe(2000)
    expect(totals.changes).toBe(1)
  })

  it('loses a call at its deadline, which counts as its wait', () => {
    const totals = simulate([call(10, 5)], scripted(() => 0), { ...world, startReplicas: 0 })
    expect([totals.lost, totals.waitP95Seconds, totals.slow]).toEqual([1, 30, 1])
  })

  it('finishes work on a worker that drains, and kills it after the grace period when it does not', () => {
    const shrink = (isDraining: boolean): RunTotals => simulate([call(1, 300)], scripted((t) => t < 10 ? 1 : 0, isDraining), world)
    expect(shrink(true)).toMatchObject({ finished: 1, interrupted: 0, workerSeconds: 301 })
    expect(shrink(false)).toMatchObject({ finished: 0, interrupted: 1, workerSeconds: 40 })
  })

  it('takes a draining worker back before it starts a new one', () => {
    const totals = simulate([call(1, 50), call(30, 5)], scripted((t) => t >= 10 && t < 40 ? 0 : 1), world)
    expect([totals.podStarts, totals.lost]).toEqual([0, 0])
  })
})

describe('the peers', () => {
  const sample = (values: Partial<FullSample>): FullSample => {
    const zeros = [...COUNTERS, 'interactive', 'held', 'queueWaiting', 'queueActive', 'starting', 'draining', 'avgInteractive', 'avgHeld', 'avgQueueWaiting', 'avgQueueActive']
    return { ...Object.fromEntries(zeros.map((name) => [name, 0])), t: 0, ready: 1, replicas: 1, ...values } as FullSample
  }
  const drive = (policy: PoolPolicy, seconds: number, values: (t: number) => Partial<FullSample>, start = 1): number[] => {
    const counts: number[] = []
    let replicas = start
    for (let t = 0; t < seconds; t += policy.periodSeconds) {
      replicas = policy.decide(sample({ ready: replicas, replicas, ...values(t), t }), false)
      counts.push(replicas)
    }
    return counts
  }

  it('HPA: at most doubles, or four more, in 15 s, and waits 300 s before it shrinks', () => {
    const counts = drive(hpaConcurrency(settings), 500, (t) => ({ avgInteractive: t < 90 ? 16 : 0 }))
    expect(new Set(counts)).toEqual(new Set([1, 5, 10, 20]))
    expect(counts.lastIndexOf(20)).toBeGreaterThan(380)
    expect(counts.at(-1)).toBeLessThan(20)
  })

  it('HPA: leaves a pool within its tolerance alone', () => {
    expect(new Set(drive(hpaConcurrency({ ...settings, startReplicas: 10 }), 300, () => ({ avgInteractive: 8.7 }), 10))).toEqual(new Set([10]))
  })

  it('KEDA: one worker at the poll that finds work, none after a cooldown of 300 s', () => {
    const counts = drive(findPolicy('keda-list')({ ...settings, startReplicas: 0 }), 600, (t) => ({ held: t > 10 && t < 40 ? 1 : 0 }), 0)
    expect(counts.findIndex((count) => count === 1)).toBe(30)
    expect(counts.at(-1)).toBe(0)
  })

  it('KPA: panics at twice its capacity, does not shrink while it does, and ends at zero after the window and the grace', () => {
    const counts = drive(kpa()(settings), 300, (t) => ({ avgInteractive: t >= 60 && t < 80 ? 14 : 0 }))
    expect(Math.max(...counts)).toBe(20)
    expect(counts[110 / 2]).toBe(20)
    expect(counts.at(-1)).toBe(0)
  })

  it('Ray: 30 s before it grows', () => {
    const counts = drive(findPolicy('ray')(settings), 120, () => ({ avgInteractive: 8 }))
    expect([counts[10], counts.at(-1)]).toEqual([1, 4])
  })

  it('are found by name, and a wrong name is told which there are', () => {
    for (const name of DEFAULT_POLICIES) expect(findPolicy(name)).toBeTypeOf('function')
    expect(() => findPolicy('hpa')).toThrow('there are subnetes,')
    expect(fixedPool(2)({ ...settings, meanSlots: 3 }).decide(sample({}), false)).toBe(6)
  })
})
