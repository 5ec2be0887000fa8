import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, firstHoldSeconds, initialScalingState, parseScalingState, resolveScalingOptions } from './index.ts'
import type { Sample, ScalingDecision, ScalingInit, ScalingOptions, ScalingReason, ScalingState } from './index.ts'

const NAMES = [
  'interactive', 'held', 'queueWaiting', 'queueActive', 'ready', 'starting', 'draining', 'replicas', 'callsAgeSeconds', 'jobsAgeSeconds',
  'callsArrived', 'callsFinished', 'callsFinishedSeconds', 'jobsFinished', 'jobsFinishedSeconds', 'coldStarts', 'coldStartSeconds'
] as const
const quiet: Omit<Sample, 't'> = Object.fromEntries(NAMES.map((name) => [name, 0]))

/** Asks tick by tick, as the leader does, with the last answer as the written count. */
class Driver {
  readonly options
  state: ScalingState
  now = 0
  decision: ScalingDecision | undefined

  constructor (replicas: number, init: ScalingInit = {}) {
    this.options = resolveScalingOptions(init)
    this.state = initialScalingState({ replicas }, this.options)
  }

  tick (sample: Partial<Sample> | null, seconds = 2): number {
    this.now += seconds
    const replicas = this.state.desired
    const samples = sample === null ? [] : [{ ...quiet, ready: replicas, replicas, t: this.now, ...sample }]
    this.decision = decide(this.state, samples, this.now, this.options)
    this.state = this.decision.state
    return this.decision.desired
  }

  run (seconds: number, sample: Partial<Sample> | null = {}): number {
    for (let left = seconds; left > 0; left -= 2) this.tick(sample)
    return this.state.desired
  }

  get reason (): ScalingReason | undefined {
    return this.decision?.reason
  }
}

describe('decide', () => {
  it('orders a worker at once when a call is held at zero', () => {
    const driver = new Driver(0)
    driver.run(120)
    expect(driver.state.desired).toBe(0)
    expect(driver.tick({ held: 1, callsArrived: 1, activation: true }, 0.3)).toBe(1)
  })

  it('does not believe a rate longer than the last worker would be kept', () => {
    const hasty = new Driver(1, { idleSeconds: 10 })
    hasty.run(60)
    hasty.tick({ callsArrived: 1 })
    hasty.run(8, { callsArrived: 1 })
    expect(hasty.state.want).toBe(1)
    hasty.run(4, { callsArrived: 1 })
    expect(hasty.state.want).toBe(0)
    const patient = new Driver(1)
    patient.run(60)
    patient.tick({ callsArrived: 1 })
    patient.run(50, { callsArrived: 1 })
    expect(patient.state.want).toBe(1)
  })

  it('orders a worker on an activation of which nothing else is known', () => {
    const driver = new Driver(0)
    driver.tick({})
    const { desired } = decide(driver.state, [{ t: 3, activation: true }], 3, driver.options)
    expect(desired).toBe(1)
  })

  it('keeps what is there for four cold starts after a change of leader, then shrinks', () => {
    const driver = new Driver(6)
    driver.tick({})
    expect(driver.run(238)).toBe(6)
    expect(driver.run(4)).toBe(1)
    expect(driver.run(80)).toBe(0)
    expect(driver.reason).toBe('zero')
  })

  it('does not fall to zero while the first worker starts, however long that takes within its time-out', () => {
    const driver = new Driver(0, { idleSeconds: 0, activationTimeoutSeconds: 200 })
    driver.tick({ held: 1, callsArrived: 1 })
    driver.run(180, { ready: 0, starting: 1, callsArrived: 1 })
    expect([driver.state.desired, driver.reason]).toEqual([1, 'starting'])
    driver.run(30, { ready: 0, starting: 1, callsArrived: 1 })
    expect(driver.state.desired).toBe(0)
  })

  it('grows on what is known when part of the data is missing, and does not shrink', () => {
    const driver = new Driver(3)
    driver.run(600, { queueActive: 3 })
    const { queueWaiting: _queueWaiting, ...partial } = quiet
    const t = driver.now + 2
    const ask = (sample: Partial<Sample>): ScalingDecision => decide(driver.state, [{ ...partial, replicas: 3, ready: 3, t, ...sample }], t, driver.options)
    expect(ask({}).desired).toBe(3)
    expect(ask({}).reason).toBe('unknown')
    expect(ask({ queueActive: 9 }).desired).toBe(9)
  })

  it('stops all clocks while nothing is heard, and takes them up where they stood', () => {
    const driver = new Driver(5)
    driver.tick({})
    driver.run(100)
    driver.run(100_000, null)
    expect([driver.state.desired, driver.reason]).toEqual([5, 'unknown'])
    expect(driver.run(130)).toBe(5)
    expect(driver.run(20)).toBe(1)
  })

  it('takes a counter that fell for a restart: its new value is the step', () => {
    const driver = new Driver(1)
    driver.run(20, { callsArrived: 1000 })
    driver.tick({ callsArrived: 30 })
    expect(driver.state.arrivals.counts[0]).toBe(15)
    expect(driver.state.sampleAt).toBe(22)
  })

  it('orders what a jump surely means within a tick', () => {
    const driver = new Driver(1)
    driver.run(60, { callsFinished: 100, callsFinishedSeconds: 500 })
    const desired = driver.tick({ callsArrived: 100, callsFinished: 100, callsFinishedSeconds: 500 })
    expect(desired).toBeGreaterThan(30)
    expect(desired).toBeLessThan(60)
  })

  it('wakes in the size that earlier spells needed', () => {
    const driver = new Driver(0)
    driver.tick({})
    const spells = { ...driver.state, wakeSizes: [4, 6, 5] }
    const { desired, reason } = decide(spells, [{ ...quiet, held: 1, callsArrived: 1, t: 100 }], 100, driver.options)
    expect([desired, reason]).toEqual([5, 'woken'])
  })

  it('gives the wanted slots for outside scalers', () => {
    const driver = new Driver(2, { concurrency: 4 })
    driver.tick({ queueActive: 6 })
    expect(driver.decision?.slots).toBe(6)
  })
})

/** One step of an arbitrary life: what is measured, and what goes wrong. */
interface Step {
  gauges: { interactive: number, held: number, queueWaiting: number, queueActive: number, starting: number }
  arrived: number
  finished: number
  seconds: number
  fault: 'none' | 'none ' | 'missing' | 'stale' | 'restart' | 'partial'
}

const stepOf = fc.record<Step>({
  gauges: fc.record({ interactive: fc.nat(30), held: fc.nat(50), queueWaiting: fc.nat(50), queueActive: fc.nat(10), starting: fc.nat(3) }),
  arrived: fc.nat(40),
  finished: fc.nat(20),
  seconds: fc.constantFrom(0.2, 2, 2, 2, 60, 400),
  fault: fc.constantFrom('none', 'none ', 'missing', 'stale', 'restart', 'partial')
})
const lifeOf = fc.record({
  steps: fc.array(stepOf, { minLength: 1, maxLength: 40 }),
  replicas: fc.nat(20),
  concurrency: fc.constantFrom(1, 4),
  min: fc.nat(3),
  max: fc.integer({ min: 3, max: 40 })
})
type Life = typeof lifeOf extends fc.Arbitrary<infer T> ? T : never

interface Seen {
  before: ScalingState
  samples: Sample[]
  now: number
  step: Step
  decision: ScalingDecision
  options: ScalingOptions
}

/** Lives a life and shows each decision with what led to it. */
function live (life: Life, visit: (seen: Seen) => void): void {
  const options = resolveScalingOptions({ concurrency: life.concurrency, min: life.min, max: life.max })
  let state = initialScalingState({ replicas: life.replicas }, options)
  const counters = { callsArrived: 0, callsFinished: 0, callsFinishedSeconds: 0 }
  let now = 0
  for (const step of life.steps) {
    now += step.seconds
    counters.callsArrived = step.fault === 'restart' ? step.arrived / 2 : counters.callsArrived + step.arrived
    counters.callsFinished += step.finished
    counters.callsFinishedSeconds += step.finished * 3
    const sample: Sample = { ...quiet, ...step.gauges, ...counters, ready: state.desired, replicas: state.desired, t: step.fault === 'stale' ? now - 50 : now }
    if (step.fault === 'partial') delete sample.interactive
    const samples = step.fault === 'missing' ? [] : [sample]
    const decision = decide(state, samples, now, options)
    visit({ before: state, samples, now, step, decision, options })
    state = decision.state
  }
}

describe('properties of decide', () => {
  it('is pure: it changes nothing, and the same input gives the same answer, also after a trip through JSON', () => {
    fc.assert(fc.property(lifeOf, (life) => {
      live(life, ({ before, samples, now, decision, options }) => {
        const text = JSON.stringify(before)
        const again = decide(parseScalingState(JSON.parse(text)), JSON.parse(JSON.stringify(samples)) as Sample[], now, options)
        expect(again).toEqual(decision)
        expect(JSON.stringify(before)).toBe(text)
        expect(JSON.parse(JSON.stringify(decision.state))).toEqual(decision.state)
      })
    }), { numRuns: 60 })
  })

  it('stays within the limits and never goes below running work', () => {
    fc.assert(fc.property(lifeOf, (life) => {
      live(life, ({ step, decision, options }) => {
        expect(decision.desired).toBeGreaterThanOrEqual(options.min)
        expect(decision.desired).toBeLessThanOrEqual(options.max)
        if (!step.fault.startsWith('none')) return
        const busy = Math.ceil((step.gauges.interactive + step.gauges.queueActive) / options.concurrency)
        expect(decision.desired).toBeGreaterThanOrEqual(Math.min(busy, options.max))
      })
    }), { numRuns: 150 })
  })

  it('never lowers the count on missing, stale, partial or restarted data, and lets no clock run', () => {
    fc.assert(fc.property(lifeOf, (life) => {
      live(life, ({ before, step, decision, options }) => {
        const isRestart = step.fault === 'restart' && (before.counters.callsArrived ?? 0) > step.arrived / 2
        if (!(isRestart || ['missing', 'stale', 'partial'].includes(step.fault))) return
        expect(decision.desired).toBeGreaterThanOrEqual(Math.min(before.desired, options.max))
        expect(decision.state.clock).toBe(before.clock)
      })
    }), { numRuns: 150 })
  })

  it('never orders more than a slot for each held call, nor than works them off in D', () => {
    fc.assert(fc.property(fc.nat(200), fc.integer({ min: 1, max: 8 }), fc.double({ min: 0.1, max: 60, noNaN: true }), (held, concurrency, seconds) => {
      const options = resolveScalingOptions({ concurrency, max: 1000 })
      const start = { ...initialScalingState({ replicas: 0 }, options), calls: { count: 499, seconds: 500 * seconds - 5 } }
      const { desired } = decide(start, [{ ...quiet, held, t: 2 }], 2, options)
      const slots = Math.min(held, held * seconds / 15)
      expect(desired).toBeLessThanOrEqual(Math.ceil(slots / concurrency + 1e-6))
    }))
  })

  it('never lowers a level sooner than its hold after it was last wanted', () => {
    fc.assert(fc.property(fc.array(fc.nat(12), { minLength: 5, maxLength: 60 }), (loads) => {
      const driver = new Driver(0, { max: 20 })
      let last = 0
      let wantedAt = 0
      for (const load of loads) {
        const desired = driver.tick({ queueActive: load })
        if (desired >= last && load > 0) wantedAt = driver.now
        // With nothing learnt yet, no count above one falls within four cold starts of the last rise.
        const isUnlearnt = driver.state.levels.every((level) => level.holdSeconds === null)
        if (isUnlearnt && desired < last && last > 1) expect(driver.now - wantedAt).toBeGreaterThanOrEqual(firstHoldSeconds(60) - 2)
        last = desired
      }
    }), { numRuns: 60 })
  })

  it('keeps its state small: 100 workers and a month of arbitrary load in 32 kB', () => {
    const driver = new Driver(0)
    for (let day = 0; day < 30; day += 1) {
      for (let wave = 0; wave < 40; wave += 1) {
        driver.run(10, { queueActive: (wave * 37 + day) % 101 })
        driver.run(40)
      }
    }
    expect(JSON.stringify(driver.state).length).toBeLessThan(32_000)
  })

  it('refuses a state that is not one, naming the part', () => {
    const state = initialScalingState({ replicas: 1 }, resolveScalingOptions())
    expect(() => parseScalingState({ ...state, clock: null })).toThrow('state.clock')
    expect(() => parseScalingState({ ...state, levels: 7 })).toThrow('state.levels')
    expect(() => parseScalingState(null)).toThrow('state.version')
  })
})
