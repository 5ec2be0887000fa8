import type { RateLimit } from '@subnetes/api'
import type { Labels, Metrics } from '@subnetes/common'
import { silentLogger, silentMetrics } from '@subnetes/common'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PeerLimiter } from './peer-limiter.ts'
import type { RateAnswer, RateLevel, RateStore, RateUse } from './rate-store.ts'
import { refusalReason } from './refusal.ts'
import { ALIVE_INTERVAL_MS, LATE_MS, MAX_TOLD_PEERS, SharedRates, TELL_INTERVAL_MS } from './shared-rates.ts'
import { MAX_DEBT_BURSTS } from './rate-share.ts'

/** The store's arithmetic on a clock of the test: what redis-rate-store.redis.test.ts shows of Redis. */
class Ledger implements RateStore {
  isAway = false
  told: readonly RateUse[] = []
  now = 0
  readonly #buckets = new Map<string, { level: number, atMs: number, replicas: Set<string> }>()
  readonly #replicas = new Set<string>()

  async tell (replica: string, uses: readonly RateUse[]): Promise<RateAnswer> {
    if (this.isAway) throw new Error('connection is closed')
    this.told = uses
    this.#replicas.add(replica)
    return { replicas: this.#replicas.size, levels: uses.map((use) => this.#add(replica, use)) }
  }

  #add (replica: string, { key, taken, perSecond, maxLevel }: RateUse): RateLevel {
    const bucket = this.#buckets.get(key) ?? { level: 0, atMs: this.now, replicas: new Set() }
    bucket.level = Math.min(maxLevel, Math.max(0, bucket.level - (this.now - bucket.atMs) * perSecond / 1000) + taken)
    bucket.atMs = this.now
    this.#buckets.set(key, bucket)
    return { level: bucket.level, active: bucket.replicas.add(replica).size }
  }
}

interface Replica { readonly rates: SharedRates, readonly limiter: PeerLimiter }

function replicas (count: number, limits: RateLimit, metrics: Metrics = silentMetrics): { ledger: Ledger, all: Replica[] } {
  const ledger = new Ledger()
  const all = Array.from({ length: count }, (_, index) => {
    const rates = new SharedRates({ replica: `replica-${index}`, replicas: count }, { store: ledger, now: () => ledger.now, metrics })
    return { rates, limiter: rates.limiter('gateway', limits, { now: () => ledger.now }) }
  })
  return { ledger, all }
}

function isAdmitted ({ limiter }: Replica, peer = 'peer'): boolean {
  try {
    limiter.admit(peer, 'S.rpc_x').end()
    return true
  } catch (error) {
    expect(refusalReason(error)).toBe('rate')
    return false
  }
}

/** A peer that calls every 10 ms at all replicas that it is told to. @returns calls let in, by replica */
async function greedy (ledger: Ledger, all: readonly Replica[], ms: number): Promise<number[]> {
  const admitted = all.map(() => 0)
  for (const endMs = ledger.now + ms; ledger.now < endMs; ledger.now += 10) {
    if (ledger.now % TELL_INTERVAL_MS === 0) for (const { rates } of all) await rates.tick()
    for (const [index, replica] of all.entries()) admitted[index] = (admitted[index] ?? 0) + [1, 2, 3].filter(() => isAdmitted(replica)).length
  }
  return admitted
}

/** Time in which nobody calls. */
async function pass (ledger: Ledger, all: readonly Replica[], ms: number): Promise<void> {
  for (const endMs = ledger.now + ms; ledger.now < endMs; ledger.now += TELL_INTERVAL_MS) for (const { rates } of all) await rates.tick()
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

describe('SharedRates', () => {
  it('gives a peer one rate over all replicas, and none of those where it calls is left out', async () => {
    const { ledger, all } = replicas(2, { requestsPerSecond: 40, burst: 40 })
    await greedy(ledger, all, 5_000)
    const steady = await greedy(ledger, all, 10_000)
    expect(sum(steady)).toBeGreaterThan(360)
    expect(sum(steady)).toBeLessThanOrEqual(440)
    expect(Math.min(...steady)).toBeGreaterThan(100)
  })

  it('gives all of it to the replica where the peer is', async () => {
    const { ledger, all } = replicas(3, { requestsPerSecond: 40, burst: 40 })
    await greedy(ledger, all, 2_000)
    const [only] = all as [Replica]
    ledger.now += 5_000
    expect(sum(await greedy(ledger, [only], 10_000))).toBeGreaterThan(360)
  })

  it('whatever the order of calls and reports, lets in no more than the limit and what is taken once before others know', async () => {
    const step = fc.record({ replica: fc.nat(2), calls: fc.nat(12), tick: fc.boolean(), waitMs: fc.nat(60) })
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 150 }), async (steps) => {
      const { ledger, all } = replicas(3, { requestsPerSecond: 20, burst: 10 })
      for (const { rates } of all) await rates.tick()
      const lastTold = all.map(() => 0)
      let [admitted, longestMs] = [0, 0]
      for (const { replica, calls, tick, waitMs } of steps) {
        ledger.now += waitMs
        for (let call = 0; call < calls; call++) if (isAdmitted(all[replica] as Replica)) admitted += 1
        longestMs = Math.max(longestMs, ledger.now - (lastTold[replica] as number))
        if (tick) { await all[replica]?.rates.tick(); lastTold[replica] = ledger.now }
      }
      expect(admitted).toBeLessThanOrEqual(10 + 20 * ledger.now / 1000 + 2 * (10 + 20 * longestMs / 1000))
    }), { numRuns: 300 })
  })

  it('gives its part while the store is away, says so once, and shares again when it is back', async () => {
    const set: Array<[string, number]> = []
    const metrics: Metrics = { ...silentMetrics, gauge: ({ name }) => ({ set: (value: number, _?: Labels) => { set.push([name, value]) }, remove: () => {} }) }
    const warnings: string[] = []
    const ledger = new Ledger()
    const rates = new SharedRates({ replica: 'a' }, { store: ledger, now: () => ledger.now, metrics, logger: { ...silentLogger, warn: (message) => { warnings.push(message) } } })
    const one = { rates, limiter: rates.limiter('gateway', { requestsPerSecond: 40, burst: 40 }, { now: () => ledger.now }) }
    await ledger.tell('b', [])
    await rates.tick()
    expect(rates.state).toEqual({ isShared: true, replicas: 2 })
    ledger.isAway = true
    await greedy(ledger, [one], LATE_MS + TELL_INTERVAL_MS * 2)
    expect([rates.state, warnings.length, set.at(-1)]).toEqual([{ isShared: false, replicas: 2 }, 1, ['subnetes_gateway_rates_shared', 0]])
    expect(sum(await greedy(ledger, [one], 10_000))).toBeLessThanOrEqual(201)
    expect(warnings).toHaveLength(1)
    ledger.isAway = false
    await greedy(ledger, [one], 2_000)
    expect(rates.state.isShared).toBe(true)
    expect(sum(await greedy(ledger, [one], 10_000))).toBeGreaterThan(360)
  })

  it('before it ever had an answer gives the part that the number of its replica tells', async () => {
    const { ledger, all } = replicas(4, { requestsPerSecond: 40, burst: 40 })
    ledger.isAway = true
    expect(sum(await greedy(ledger, all, 1))).toBe(12)
    expect(sum(await greedy(ledger, all, 10_000))).toBeLessThanOrEqual(440)
  })

  it('what one replica gave the others make up for, and no more than a bounded debt', async () => {
    const { ledger, all } = replicas(2, { requestsPerSecond: 1, burst: 10 })
    const [one, other] = all as [Replica, Replica]
    for (const { rates } of all) await rates.tick()
    for (let call = 0; call < 10; call++) expect([isAdmitted(one), isAdmitted(other)]).toEqual([true, true])
    for (const { rates } of all) await rates.tick()
    // Twenty were taken of ten. Who is refused learns what it is by then.
    expect([isAdmitted(one), isAdmitted(other)]).toEqual([false, false])
    await pass(ledger, all, 10_000)
    expect([isAdmitted(one), isAdmitted(other)]).toEqual([false, false])
    await pass(ledger, all, 2_000)
    expect([isAdmitted(one), isAdmitted(other)]).toEqual([true, true])
    other.limiter.learn('peer', { level: 1e9, active: 1 })
    ledger.now += (MAX_DEBT_BURSTS * 10 + 1) * 1_000
    expect(isAdmitted(other)).toBe(true)
  })

  it('what could not be told is told the next time', async () => {
    const { ledger, all: [one] } = replicas(1, { requestsPerSecond: 1, burst: 10 }) as { ledger: Ledger, all: [Replica] }
    await one.rates.tick()
    for (let call = 0; call < 3; call++) isAdmitted(one)
    ledger.isAway = true
    await one.rates.tick()
    ledger.isAway = false
    isAdmitted(one)
    await one.rates.tick()
    expect(ledger.told.map(({ taken }) => taken)).toEqual([4])
  })

  it('tells of a bounded number of peers at once, the rest the next time, and nothing of limiters that are gone', async () => {
    const { ledger, all: [one] } = replicas(1, { requestsPerSecond: 1, burst: 10 }) as { ledger: Ledger, all: [Replica] }
    await one.rates.tick()
    for (let index = 0; index < MAX_TOLD_PEERS + 5; index++) isAdmitted(one, `peer-${index}`)
    await one.rates.tick()
    expect(new Set(ledger.told.map(({ key }) => key)).size).toBe(MAX_TOLD_PEERS)
    await one.rates.tick()
    expect(ledger.told).toHaveLength(5)
    expect(ledger.told.some(({ key }) => key.includes('peer'))).toBe(false)
    isAdmitted(one)
    one.rates.release(one.limiter)
    ledger.now += ALIVE_INTERVAL_MS
    await one.rates.tick()
    expect(ledger.told).toHaveLength(0)
  })
})
