import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { startRedis } from '../../test/support/redis.ts'
import type { RedisServer } from '../../test/support/redis.ts'
import { ACTIVE_MS, MAX_BUCKET_LIFE_MS, REPLICA_LIFE_MS, RedisRateStore } from './redis-rate-store.ts'
import { refusalReason } from './refusal.ts'
import { SharedRates } from './shared-rates.ts'
import type { RateUse } from './rate-store.ts'

let server: RedisServer
let redis: Redis

beforeAll(async () => {
  server = await startRedis()
  redis = new Redis(server.url)
  redis.on('error', () => {}) // the server is killed by the last test
})

afterAll(async () => {
  redis.disconnect()
  await server.stop()
})

/** A rate so low that no time passes in the test as far as it goes. */
function use (key: string, taken: number, init: Partial<RateUse> = {}): RateUse {
  return { key, taken, perSecond: 1e-6, maxLevel: 1000, ...init }
}

function store (namespace: string): RedisRateStore {
  return new RedisRateStore({ redis, namespace })
}

test('adds up what replicas took, by peer and installation, and tells at how many replicas a peer is', async () => {
  const [one, other] = [store('sum'), store('sum')]
  expect(await one.tell('a', [use('x', 3), use('y', 1)])).toEqual({ replicas: 1, levels: [{ level: 3, active: 1 }, { level: 1, active: 1 }] })
  const { replicas, levels } = await other.tell('b', [use('x', 2.5)])
  expect([replicas, levels[0]?.active, levels[0]?.level.toFixed(3)]).toEqual([2, 2, '5.500'])
  expect((await one.tell('a', [use('x', 0)])).levels[0]?.level.toFixed(3)).toBe('5.500')
  expect((await store('others').tell('a', [use('x', 1)])).levels).toEqual([{ level: 1, active: 1 }])
})

test('cuts a level off at its highest, and fills up with time', async () => {
  const rates = store('fill')
  expect((await rates.tell('a', [use('x', 1e6)])).levels[0]?.level).toBe(1000)
  await rates.tell('a', [use('y', 100, { perSecond: 200 })])
  await eventually('half of it is filled up', async () => ((await rates.tell('a', [use('y', 0, { perSecond: 200 })])).levels[0]?.level ?? 100) < 50)
  expect((await rates.tell('a', [use('x', 0)])).levels[0]?.level).toBeGreaterThan(999)
})

test('a replica that falls silent is gone, first from the peers and then altogether', async () => {
  const rates = store('silent')
  await rates.tell('a', [use('x', 1)])
  expect(await rates.tell('b', [use('x', 1)])).toMatchObject({ replicas: 2, levels: [{ active: 2 }] })
  await eventually('the peer is no longer at it', async () => (await rates.tell('b', [use('x', 0)])).levels[0]?.active === 1, ACTIVE_MS + 2_000)
  expect((await rates.tell('b', [])).replicas).toBe(2)
  await eventually('it is gone', async () => (await rates.tell('b', [])).replicas === 1, REPLICA_LIFE_MS + 2_000)
})

test('every key goes away by itself, however slowly it fills', async () => {
  await store('life').tell('a', [use('x', 1), use('y', 10, { perSecond: 10 })])
  const keys = await redis.keys('{subnetes:life:@rates}:*')
  const lives = await Promise.all(keys.map(async (key) => await redis.pttl(key)))
  expect(lives).toHaveLength(3)
  for (const life of lives) expect(life > 0 && life <= MAX_BUCKET_LIFE_MS).toBe(true)
  expect(await redis.pttl('{subnetes:life:@rates}:of:y')).toBeLessThanOrEqual(1_000 + ACTIVE_MS)
})

test('an answer that is none is refused', async () => {
  const odd = new RedisRateStore({ redis: { evalsha: async () => ['1', 'x', '1'], eval: async () => [] }, namespace: 'odd' })
  await expect(odd.tell('a', [use('x', 1)])).rejects.toMatchObject({ code: 'data_loss' })
})

/** Calls let in within so long at limiters that a peer calls as fast as it can. */
async function flood (limiters: ReadonlyArray<ReturnType<SharedRates['limiter']>>, ms: number): Promise<number> {
  let admitted = 0
  const endMs = performance.now() + ms
  while (performance.now() < endMs) {
    for (const limiter of limiters) {
      try {
        limiter.admit('peer', 'S.rpc_x').end()
        admitted += 1
      } catch (error) {
        expect(refusalReason(error)).toBe('rate')
      }
    }
    await new Promise((resolve) => { setTimeout(resolve, 1) })
  }
  return admitted
}

test('three replicas keep one rate; without Redis each its part; and one again when it is back', async () => {
  const gateway = new Redis(server.url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 900, retryStrategy: () => 50 })
  gateway.on('error', () => {}) // it is killed below
  await eventually('it is connected', () => gateway.status === 'ready')
  const replicas = ['a', 'b', 'c'].map((replica) => new SharedRates({ replica, replicas: 3 }, { store: new RedisRateStore({ redis: gateway, namespace: 'flood' }) }))
  await Promise.all(replicas.map(async (rates) => await rates.start()))
  await eventually('all know of each other', () => replicas.every(({ state }) => state.isShared && state.replicas === 3))
  const limiters = replicas.map((rates) => rates.limiter('gateway', { requestsPerSecond: 60, burst: 20 }))
  try {
    // A burst, 60 a second, and what two replicas may give before they know of the third: a burst and half a second each.
    const shared = await flood(limiters, 5_000)
    expect([shared > 250, shared <= 20 + 300 + 2 * (20 + 30)]).toEqual([true, true])
    await server.kill()
    await eventually('each gives its part', () => replicas.every(({ state }) => !state.isShared && state.replicas === 3))
    await flood(limiters, 500)
    const parts = await flood(limiters, 3_000)
    expect([parts > 150, parts <= 180 + 6]).toEqual([true, true])
    await server.restart()
    await eventually('the rate is shared again', () => replicas.every(({ state }) => state.isShared))
    const [only] = limiters
    await flood(only === undefined ? [] : [only], 1_600)
    expect(await flood(only === undefined ? [] : [only], 2_000)).toBeGreaterThan(100)
  } finally {
    await Promise.all(replicas.map(async (rates) => await rates.stop()))
    gateway.disconnect()
  }
})
