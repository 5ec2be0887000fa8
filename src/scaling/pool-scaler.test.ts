import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PoolScaler, resolveScalingOptions } from './index.ts'
import type { GatewayLoad, PoolView, ScaleReport, ScalerSettings, ScalingInit, WorkerView } from './index.ts'

const QUIET: GatewayLoad = { interactive: 0, held: 0, callsArrived: 0, callsFinished: 0, callsFinishedSeconds: 0, callsAgeSeconds: 0 }
/** The last worker goes soon, levels are held for a fixed time: what tests can wait for. */
const SHORT: ScalingInit = { idleSeconds: 4, scaleDown: { policy: 'Window', windowSeconds: 10 }, max: 5 }

/** A pool whose workers come up at once, with a clock that is set. */
class World {
  now = 0
  replicas: number
  loads: Record<string, GatewayLoad> = { g0: QUIET }
  /** Gateways that have stopped to report, and since when. */
  late: Record<string, number> = {}
  queue: PoolView['queue'] = null
  holds: number[] = []
  isReleased = true
  writes: number[] = []
  failWrites = 0
  settings: ScalerSettings
  readonly scaler: PoolScaler

  constructor (replicas: number, init: ScalingInit = SHORT, settings: Partial<ScalerSettings> = {}) {
    this.replicas = replicas
    this.settings = { mode: 'Internal', isSuspended: false, isPreview: false, options: resolveScalingOptions(init), ...settings }
    this.scaler = new PoolScaler({ settings: this.settings, replicas, isNew: true }, {
      now: () => this.now,
      observe: () => this.view(),
      hold: (epoch) => { this.holds.push(epoch); this.isReleased = false },
      release: () => { this.isReleased = true },
      write: (count) => {
        if (this.failWrites-- > 0) throw new Error('conflict')
        this.replicas = count
        this.writes.push(count)
      }
    })
  }

  view (): PoolView {
    const workers = Array.from({ length: this.replicas }, (_, index): WorkerView => ({ id: `w${index}`, phase: 'ready', isCurrent: true }))
    return { replicas: this.replicas, gateways: Object.entries(this.loads).map(([id, load]) => ({ id, load, receivedAt: this.late[id] ?? this.now })), workers, queue: this.queue }
  }

  set (gateway: string, change: Partial<GatewayLoad>): void {
    this.loads[gateway] = { ...QUIET, ...this.loads[gateway], ...change }
  }

  /** Every gateway answers the last hold. */
  acknowledge (gateways = Object.keys(this.loads), isAccepted = true): void {
    for (const gateway of gateways) this.scaler.acknowledge(gateway, this.holds.at(-1) ?? 0, isAccepted)
  }

  async tick (seconds = 2): Promise<ScaleReport> {
    this.now += seconds
    return await this.scaler.tick()
  }

  async run (seconds: number): Promise<ScaleReport> {
    let report = await this.tick()
    for (let left = seconds - 2; left > 0; left -= 2) report = await this.tick()
    return report
  }

  /** From one idle worker to the announcement. */
  async announced (): Promise<this> {
    await this.run(12)
    expect(this.holds).toHaveLength(1)
    return this
  }
}

describe('a pool on its way to zero', () => {
  it('goes after its idle time, when every gateway has acknowledged and has reported once more', async () => {
    const world = await new World(1).announced()
    expect(world.scaler.report).toMatchObject({ desired: 0, replicas: 1, reason: 'holding', isHolding: true, words: expect.stringContaining('g0') as string })
    world.acknowledge()
    expect((await world.tick(0)).words).toContain('demand is read once more')
    expect(world.replicas).toBe(1)
    await world.tick()
    expect([world.replicas, world.isReleased]).toEqual([0, false])
    expect(world.scaler.report).toMatchObject({ replicas: 0, reason: 'zero', isHolding: true })
  })

  it('stays at one while a gateway that exists has not acknowledged, connected or not', async () => {
    const world = new World(1)
    world.loads['g1'] = QUIET
    await world.announced()
    world.acknowledge(['g0'])
    await world.run(60)
    expect(world.replicas).toBe(1)
  })

  it('ends the hold when a gateway refuses it, and when a call comes between the steps', async () => {
    const refused = await new World(1).announced()
    refused.acknowledge(['g0'], false)
    expect(refused.isReleased).toBe(true)
    const called = await new World(1).announced()
    called.acknowledge()
    called.set('g0', { held: 1, callsArrived: 1 })
    await called.tick()
    expect([called.replicas, called.isReleased]).toEqual([1, true])
  })

  it('forgets what a gateway acknowledged whose link has ended', async () => {
    const world = await new World(1).announced()
    world.acknowledge()
    world.scaler.forget('g0')
    await world.run(20)
    expect(world.replicas).toBe(1)
    world.acknowledge()
    await world.run(4)
    expect(world.replicas).toBe(0)
  })

  it('does not take an acknowledgement of an earlier hold for one of this', async () => {
    const world = await new World(1).announced()
    world.scaler.acknowledge('g0', (world.holds[0] ?? 0) - 1, true)
    await world.run(20)
    expect(world.replicas).toBe(1)
  })

  it('wakes at once for a first call, hold released', async () => {
    const world = await new World(1).announced()
    world.acknowledge()
    await world.run(4)
    expect(world.replicas).toBe(0)
    world.now += 0.3
    world.set('g0', { held: 1, callsArrived: 1 })
    const report = await world.scaler.activate()
    expect(report).toMatchObject({ replicas: 1, isHolding: false })
    expect([world.replicas, world.isReleased]).toEqual([1, true])
  })

  it('reads the queue again after the acknowledgements', async () => {
    const world = new World(1)
    const read = (waiting: number): void => { world.queue = { waiting, active: 0, readAt: world.now } }
    for (let index = 0; index < 6; index++) { read(0); await world.tick() }
    expect(world.holds).toHaveLength(1)
    world.acknowledge()
    await world.tick()
    expect(world.replicas).toBe(1)
    read(1)
    await world.tick()
    expect([world.replicas, world.isReleased]).toEqual([1, true])
  })
})

describe('a pool scaler', () => {
  it('writes nothing when nothing changes', async () => {
    const world = new World(1, { min: 1 })
    await world.run(600)
    expect(world.writes).toEqual([])
  })

  it('takes a count from outside: up lasts the window, down takes effect at once', async () => {
    const world = new World(1, { ...SHORT, min: 1 })
    await world.run(20)
    world.replicas = 4
    await world.run(8)
    expect(world.replicas).toBe(4)
    await world.run(10)
    expect(world.replicas).toBe(1)
    world.replicas = 4
    await world.tick()
    world.replicas = 2
    await world.tick()
    expect(world.replicas).toBe(2)
  })

  it('tries a write again that failed', async () => {
    const world = new World(0)
    world.set('g0', { held: 1, callsArrived: 1 })
    world.failWrites = 1
    await expect(world.tick()).rejects.toThrow('conflict')
    await world.tick()
    expect(world.replicas).toBe(1)
  })

  it('runs one tick at a time', async () => {
    const world = new World(0)
    const [one, two] = await Promise.all([world.scaler.activate(), world.scaler.activate()])
    expect(one).toBe(two)
    expect(world.writes).toEqual([1])
  })

  it('with mode Off writes nothing; with External only wakes a pool at zero that is waited for', async () => {
    for (const [mode, expected] of [['Off', []], ['External', [1]]] as const) {
      const world = new World(0, SHORT, { mode })
      await world.run(20)
      world.set('g0', { held: 9, callsArrived: 9 })
      await world.run(20)
      expect(world.writes).toEqual(expected)
      expect(world.scaler.report?.slots).toBeGreaterThan(1)
      world.replicas = 4
      world.set('g0', { held: 0 })
      await world.run(600)
      expect(world.replicas).toBe(4)
    }
  })

  it('writes nothing while suspended or in a preview, and begins with the count there is when that ends', async () => {
    for (const settings of [{ isSuspended: true }, { isPreview: true }]) {
      const world = new World(3, SHORT, settings)
      await world.run(100)
      expect([world.writes, world.holds, world.scaler.report?.desired]).toEqual([[], [], 0])
      world.scaler.update({ ...world.settings, isSuspended: false, isPreview: false })
      await world.run(8)
      expect(world.replicas).toBe(3)
    }
  })

  it('releases a hold when the pool is suspended or handed to others', async () => {
    const world = await new World(1).announced()
    world.scaler.update({ ...world.settings, mode: 'Off' })
    await world.tick()
    expect(world.isReleased).toBe(true)
  })
})

type Change =
  { kind: 'load', running: number, held: number, arrived: number } | { kind: 'quiet' | 'late', seconds: number } |
  { kind: 'queue', waiting: number | undefined } | { kind: 'acknowledge', isAccepted: boolean, both: boolean }

/** Lets something happen. @returns the seconds that it lasts */
function act (world: World, change: Change, acknowledged: Map<string, number>): number {
  if (change.kind === 'load') {
    const { callsArrived } = world.loads['g0'] ?? QUIET
    world.set('g0', { interactive: change.running, held: change.held, callsArrived: callsArrived + change.arrived, callsAgeSeconds: change.running })
    return 0
  }
  if (change.kind === 'queue') {
    world.queue = change.waiting === undefined ? undefined : { waiting: change.waiting, active: 0, readAt: world.now }
    return 0
  }
  if (change.kind === 'acknowledge') {
    const gateways = change.both ? ['g0', 'g1'] : ['g0']
    if (change.isAccepted) for (const gateway of gateways) acknowledged.set(gateway, world.holds.at(-1) ?? 0)
    world.acknowledge(gateways, change.isAccepted)
    return 0
  }
  if (change.kind === 'quiet') world.set('g0', { interactive: 0, held: 0, callsAgeSeconds: 0 })
  else world.late = { g1: world.now }
  return change.seconds
}

describe('properties of a pool scaler', () => {
  const change: fc.Arbitrary<Change> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('load' as const), running: fc.nat(8), held: fc.nat(8), arrived: fc.nat(20) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('quiet' as const), seconds: fc.integer({ min: 2, max: 60 }) }) },
    fc.record({ kind: fc.constant('late' as const), seconds: fc.integer({ min: 8, max: 40 }) }),
    fc.record({ kind: fc.constant('queue' as const), waiting: fc.option(fc.nat(5), { nil: undefined }) }),
    fc.record({ kind: fc.constant('acknowledge' as const), isAccepted: fc.boolean(), both: fc.boolean() })
  )
  const options = fc.record({ min: fc.nat(2), max: fc.integer({ min: 2, max: 6 }), idleSeconds: fc.nat(20), concurrency: fc.integer({ min: 1, max: 3 }) })

  it('never leave running work or the limits, never go to zero without every acknowledgement, never shrink on partial data, however load and faults come', async () => {
    await fc.assert(fc.asyncProperty(options, fc.array(change, { maxLength: 30 }), async (init, changes) => {
      const world = new World(init.min, { ...init, scaleDown: { policy: 'Window', windowSeconds: 10 } })
      world.loads['g1'] = QUIET
      const acknowledged = new Map<string, number>()
      const tick = async (): Promise<void> => {
        const before = world.replicas
        if (world.queue !== null && world.queue !== undefined) world.queue = { ...world.queue, readAt: world.now + 2 }
        const report = await world.tick()
        const running = world.loads['g0']?.interactive ?? 0
        if (report.fresh) expect(world.replicas).toBeGreaterThanOrEqual(Math.min(init.max, Math.ceil(running / init.concurrency)))
        expect(world.replicas).toBeLessThanOrEqual(Math.max(before, init.max))
        expect(world.replicas).toBeGreaterThanOrEqual(Math.min(before, init.min))
        if (!report.fresh) expect(world.replicas).toBeGreaterThanOrEqual(before)
        if (before > 0 && world.replicas === 0) {
          const epoch = world.holds.at(-1)
          expect([acknowledged.get('g0'), acknowledged.get('g1'), world.isReleased]).toEqual([epoch, epoch, false])
        }
      }
      for (const step of changes) {
        for (let left = act(world, step, acknowledged); left > 0; left -= 2) await tick()
        world.late = {}
        await tick()
      }
    }), { numRuns: 150 })
  })

  it('never give a worker up sooner than the window after it was wanted: no more than one way down in it, however load swings', async () => {
    const swing = fc.array(fc.nat(6), { minLength: 20, maxLength: 60 })
    await fc.assert(fc.asyncProperty(swing, async (running) => {
      const world = new World(1, { min: 1, max: 6, scaleDown: { policy: 'Window', windowSeconds: 20 } })
      const wantedAt = new Map<number, number>()
      for (const interactive of running) {
        world.set('g0', { interactive })
        const before = world.replicas
        await world.tick()
        for (let level = 1; level <= interactive; level++) wantedAt.set(level, world.now)
        for (let level = before; level > world.replicas; level--) expect(world.now - (wantedAt.get(level) ?? -Infinity)).toBeGreaterThanOrEqual(20)
      }
    }), { numRuns: 50 })
  })
})
