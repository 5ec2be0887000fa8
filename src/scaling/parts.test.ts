import { describe, expect, it } from 'vitest'
import {
  addArrivals, addColdStarts, addFinished, arrivalRate, CALL_MEMORY, cheapestHold, clampWorkers, firstHoldSeconds, firstIdle, followSpell, heldSlots, HOLD_GRID, idleState,
  initialScalingState, keptLevel, learnIdle, moveLevels, NO_ARRIVALS,
  NOTHING_FINISHED, parseScalingHabits, resolveScalingOptions, scalingHabits, secondsSinceArrival, serviceSeconds, slowRate, wakeSize, wantedSlots, workersFor
} from './index.ts'
import type { Arrivals, Gauges, Idle, Levels } from './index.ts'

const options = resolveScalingOptions()
const idleGauges: Gauges = { interactive: 0, held: 0, queueWaiting: 0, queueActive: 0, ready: 0, starting: 0, draining: 0, replicas: 0, callsAgeSeconds: 0, jobsAgeSeconds: 0 }

describe('arrivals', () => {
  const steady = (perTick: number, ticks: number): Arrivals => {
    let arrivals = NO_ARRIVALS
    for (let tick = 0; tick < ticks; tick += 1) arrivals = addArrivals(arrivals, perTick, tick * 2)
    return arrivals
  }

  it('counts a steady stream at its rate', () => {
    expect(slowRate(steady(4, 60), 118)).toBeCloseTo(2, 1)
    expect(arrivalRate(steady(4, 60), 118)).toBeCloseTo(2, 1)
  })

  it('knows how long ago the last one was', () => {
    const last = addArrivals(addArrivals(NO_ARRIVALS, 1, 10), 0, 14)
    expect([secondsSinceArrival(last, 14), secondsSinceArrival(last, 20), secondsSinceArrival(NO_ARRIVALS, 20)]).toEqual([4, 10, 60])
  })

  it('believes a jump within seconds, as far as the count is sure of it', () => {
    let arrivals = steady(0, 30)
    for (const t of [60, 62, 64]) arrivals = addArrivals(arrivals, 40, t)
    expect(arrivalRate(arrivals, 64)).toBeCloseTo((120 - 2 * Math.sqrt(120)) / 12, 5)
    expect(slowRate(arrivals, 64)).toBeLessThan(3)
  })

  it('takes three arrivals for noise', () => {
    const arrivals = addArrivals(steady(0, 30), 3, 60)
    expect(arrivalRate(arrivals, 60)).toBe(slowRate(arrivals, 60))
  })

  it('spreads what came during a hole in the reports', () => {
    const arrivals = addArrivals(steady(0, 30), 60, 88)
    expect(arrivalRate(arrivals, 88)).toBeLessThan(2.01)
  })

  it('forgets after a minute, also without a new sample', () => {
    expect(arrivalRate(steady(4, 60), 118 + 60)).toBe(0)
  })

  it('keeps 60 numbers', () => {
    expect(steady(1, 500).counts).toHaveLength(60)
  })
})

describe('service time', () => {
  it('starts at the prior and follows what finishes', () => {
    expect(serviceSeconds(NOTHING_FINISHED, 0, 0)).toBe(5)
    expect(serviceSeconds(addFinished(NOTHING_FINISHED, 500, 1000, CALL_MEMORY), 0, 0)).toBeCloseTo(2, 1)
  })

  it('adds a batch as if its pieces had finished one after the other', () => {
    let one = NOTHING_FINISHED
    for (let index = 0; index < 7; index += 1) one = addFinished(one, 1, 3, CALL_MEMORY)
    const batch = addFinished(NOTHING_FINISHED, 7, 21, CALL_MEMORY)
    expect(batch.count).toBeCloseTo(one.count, 9)
    expect(batch.seconds).toBeCloseTo(one.seconds, 9)
  })

  it('sees that running work is long before any of it has finished', () => {
    expect(serviceSeconds(NOTHING_FINISHED, 600, 1)).toBeGreaterThan(500)
  })

  it('does not take many young pieces for one long one', () => {
    expect(serviceSeconds(NOTHING_FINISHED, 40, 20)).toBe(5)
  })

  it('moves the cold start by three tenths for each start', () => {
    expect(addColdStarts(60, 1, 160)).toBeCloseTo(90, 9)
    expect(addColdStarts(60, 2, 320)).toBeCloseTo(160 - 100 * 0.49, 9)
    expect(addColdStarts(60, 0, 0)).toBe(60)
  })
})

describe('load', () => {
  it.each([[1, 2], [9, 12], [25, 30]])('gives %s slots of load the square root as headroom: %s', (rate, slots) => {
    expect(wantedSlots({ rate, callSeconds: 1, jobSeconds: null, coldSeconds: 60, gauges: idleGauges }, options)).toBeCloseTo(slots, 9)
  })

  it('never gives held calls more than a slot each, and fewer when calls are short', () => {
    expect(heldSlots(10, 100, 60)).toBe(10)
    expect(heldSlots(10, 3, 60)).toBeCloseTo(2, 9)
    expect(heldSlots(10, 3, 4)).toBeCloseTo(3, 9)
  })

  it('works waiting jobs off in queueDrainSeconds, and gives unknown ones a slot each', () => {
    const gauges = { ...idleGauges, queueWaiting: 30, queueActive: 2 }
    expect(wantedSlots({ rate: 0, callSeconds: 5, jobSeconds: 20, coldSeconds: 60, gauges }, options)).toBeCloseTo(2 + 30 * 20 / 300, 9)
    expect(wantedSlots({ rate: 0, callSeconds: 5, jobSeconds: null, coldSeconds: 60, gauges }, options)).toBe(32)
  })

  it('never counts fewer workers than running work fills', () => {
    expect(workersFor(0, { ...idleGauges, interactive: 9 }, 4)).toBe(3)
    expect(workersFor(3.0000000000000004, idleGauges, 1)).toBe(3)
  })
})

describe('levels', () => {
  const costs = { coldSeconds: 60, options }

  it.each([[10, 60], [60, 240], [500, 600]])('holds an unknown level four cold starts, from one to ten minutes: %s s gives %s s', (cold, hold) => {
    expect(firstHoldSeconds(cold)).toBe(hold)
  })

  it('takes the hold that the gaps would have cost least', () => {
    expect(cheapestHold([5, 6, 7, 8, 5, 6, 20], HOLD_GRID, 240).holdSeconds).toBe(30)
    expect(cheapestHold([1500, 1600, 1400, 1500, 1500, 1550], HOLD_GRID, 240).holdSeconds).toBe(0)
  })

  it('notes a gap when a level comes back and learns from the sixth', () => {
    let levels: Levels = []
    for (let round = 0; round < 7; round += 1) {
      levels = moveLevels(levels, { before: 1, want: 3, clock: round * 100 }, costs)
      levels = moveLevels(levels, { before: 3, want: 1, clock: round * 100 + 90 }, costs)
    }
    expect(levels).toHaveLength(2)
    expect(levels[1]?.gaps).toEqual([10, 10, 10, 10, 10, 10])
    expect(levels[1]?.holdSeconds).toBe(15)
  })

  it('keeps the highest level whose hold has not run out', () => {
    const levels: Levels = [{ fellAt: 0, holdSeconds: 30, gaps: [] }, { fellAt: 0, holdSeconds: 90, gaps: [] }, { fellAt: 0, holdSeconds: null, gaps: [] }]
    const kept = (clock: number): number => keptLevel(levels, { want: 0, replicas: 4, clock, unknownHoldSeconds: 60 }, options)
    expect([59, 60, 89, 90].map(kept)).toEqual([4, 3, 3, 0])
  })

  it('holds every level for the fixed time under the window policy', () => {
    const fixed = resolveScalingOptions({ scaleDown: { policy: 'Window', windowSeconds: 100 } })
    const levels: Levels = [{ fellAt: 0, holdSeconds: 30, gaps: [] }]
    expect([99, 100].map((clock) => keptLevel(levels, { want: 0, replicas: 2, clock, unknownHoldSeconds: 60 }, fixed))).toEqual([2, 0])
  })
})

describe('idle', () => {
  const learn = (gaps: number[]): Idle => {
    let idle = firstIdle(0)
    let clock = 0
    for (const gap of gaps) {
      idle = learnIdle({ ...idle, fellAt: clock }, clock + gap, { coldSeconds: 60, wakeSize: 1, options })
      clock += gap
    }
    return { ...idle, fellAt: 0 }
  }
  const stateAt = (idle: Idle, clock: number): string => idleState(idle, clock, 60, options)

  it('keeps the last worker idleSeconds while too little is known', () => {
    expect([299, 300].map((clock) => stateAt(firstIdle(0), clock))).toEqual(['held', 'asleep'])
  })

  it('ignores gaps of seconds', () => {
    expect(learn([5, 10, 20]).gaps).toEqual([])
  })

  it('keeps the worker over irregular gaps that are cheaper than a cold caller', () => {
    const idle = learn([100, 900, 300, 700, 200, 1200, 50, 400])
    expect(idle.habit).toBeNull()
    expect(stateAt(idle, 1100)).toBe('held')
  })

  it('sleeps at once when gaps are far longer than a cold caller is worth', () => {
    expect(stateAt(learn([30_000, 90_000, 20_000, 50_000, 7000, 60_000]), 1)).toBe('asleep')
  })

  it('finds a habit by itself, sleeps until it, wakes 1.3 cold starts ahead, and gives it up after it', () => {
    const idle = learn([1560, 1565, 1558, 1570, 1561, 1563, 1559, 1562])
    expect([1, 1400, 1481, 1560, 1590, 1601].map((clock) => stateAt(idle, clock))).toEqual(['asleep', 'asleep', 'expecting', 'expecting', 'expecting', 'asleep'])
  })

  it('does not wake six workers for a wide guess', () => {
    let idle = firstIdle(0)
    for (const [index, gap] of [300, 3600, 900, 2500, 600, 3000, 1800, 1200, 3300].entries()) {
      idle = learnIdle({ ...idle, fellAt: index * 10_000 }, index * 10_000 + gap, { coldSeconds: 60, wakeSize: 6, options })
    }
    expect(idle.habit).toBeNull()
  })
})

describe('wake size', () => {
  it('is the median of three or more spells, else what is set', () => {
    expect(wakeSize([9, 9], 1)).toBe(1)
    expect(wakeSize([2, 9, 4], 1)).toBe(4)
  })

  it('measures a spell over its cold start and a minute, then lets its order go', () => {
    const spell = { startedAt: 0, needed: 2, ordered: 3 }
    const during = followSpell(spell, [], { clock: 100, want: 7, needed: 5, coldSeconds: 60 })
    expect(during).toEqual({ spell: { ...spell, needed: 5 }, sizes: [] })
    expect(followSpell(spell, [1], { clock: 120, want: 7, needed: 5, coldSeconds: 60 })).toEqual({ spell: null, sizes: [1, 5] })
    expect(followSpell(spell, [], { clock: 30, want: 0, needed: 0, coldSeconds: 60 })).toEqual({ spell: null, sizes: [2] })
  })
})

describe('clamp', () => {
  const limits = resolveScalingOptions({ min: 2, max: 10 })

  it.each([[0, 2, 'minimum'], [5, 5, 'load'], [50, 10, 'maximum']] as const)('brings %s to %s (%s)', (desired, result, reason) => {
    expect(clampWorkers({ desired, reason: 'load' }, { replicas: 3, ready: 3, unschedulable: 0 }, limits)).toEqual({ desired: result, reason })
  })

  it('orders no more while workers find no place, and takes none away for it', () => {
    expect(clampWorkers({ desired: 9, reason: 'load' }, { replicas: 5, ready: 1, unschedulable: 4 }, limits)).toEqual({ desired: 5, reason: 'unschedulable' })
    expect(clampWorkers({ desired: 9, reason: 'load' }, { replicas: 5, ready: 3, unschedulable: 2 }, limits)).toEqual({ desired: 7, reason: 'unschedulable' })
  })
})

describe('options', () => {
  it.each([
    [{ concurrency: 0 }, 'concurrency is 0: must be a whole number from 1 to 10000'],
    [{ max: 2.5 }, 'max is 2.5: must be a whole number from 1 to 10000'],
    [{ coldSeconds: NaN }, 'coldSeconds is null: must be a number'],
    [{ min: 5, max: 4 }, 'min is 5 and max is 4: min must not be above max']
  ])('refuses %o by name', (init, message) => {
    expect(() => resolveScalingOptions(init)).toThrow(message)
  })

  it('refuses an unknown policy', () => {
    expect(() => resolveScalingOptions({ scaleDown: { policy: 'Never' as 'Window' } })).toThrow('must be Learned or Window')
  })
})

describe('habits', () => {
  it('survive JSON; what is not as written is refused by name', () => {
    const habits = { ...scalingHabits(initialScalingState({ replicas: 3 }, options)), idleGaps: [1800], wakeSizes: [2] }
    expect(parseScalingHabits(JSON.parse(JSON.stringify(habits)))).toEqual(habits)
    expect(initialScalingState({ replicas: 0, habits }, options)).toMatchObject({ idle: { gaps: [1800] }, wakeSizes: [2] })
    expect(() => parseScalingHabits({ ...habits, idleGaps: [-1] })).toThrow('habits.idleGaps')
    expect(() => parseScalingHabits(null)).toThrow('habits.coldSeconds')
  })
})
