import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startRedis } from '../../test/support/redis.ts'
import type { RedisServer } from '../../test/support/redis.ts'
import { RedisNonceStore } from './redis-nonce-store.ts'
import { refusalReason } from './refusal.ts'
import type { SeenNonce } from './nonce-store.ts'

let server: RedisServer
let redis: Redis

beforeAll(async () => {
  server = await startRedis()
  redis = new Redis(server.url)
})

afterAll(async () => {
  redis.disconnect()
  await server.stop()
})

function seen (caller: string, nonce: number, init: Partial<SeenNonce> = {}): SeenNonce {
  return { caller, nonce: Buffer.alloc(8, nonce), timeMs: Date.now(), keepMs: 180_000, ...init }
}

test('what one replica remembers another knows, per caller and installation', async () => {
  const [one, two] = [new RedisNonceStore({ redis, namespace: 'a' }), new RedisNonceStore({ redis, namespace: 'a' })]
  const nonce = seen('alice', 1)
  expect([await one.remember(nonce), await two.remember(nonce), await two.remember(seen('bob', 1))]).toEqual([true, false, true])
  expect(await new RedisNonceStore({ redis, namespace: 'b' }).remember(nonce)).toBe(true)
})

test('the same nonce at two replicas at once is taken by one', async () => {
  const stores = Array.from({ length: 8 }, () => new RedisNonceStore({ redis, namespace: 'race' }))
  const answers = await Promise.all(stores.map(async (store) => await store.remember(seen('alice', 2))))
  expect(answers.filter((taken) => taken)).toHaveLength(1)
})

test('a caller with too many nonces forgets its own oldest, and is refused what is as old as they', async () => {
  const store = new RedisNonceStore({ redis, namespace: 'full', maxPerCaller: 4 })
  const start = Date.now() - 10_000
  const nonces = Array.from({ length: 5 }, (_, index) => seen('alice', index, { timeMs: start + index }))
  for (const nonce of nonces) expect(await store.remember(nonce)).toBe(true)
  expect(await Promise.all(nonces.map(async (nonce) => await store.remember(nonce)))).toEqual([false, false, false, false, false])
  expect(await store.remember(seen('alice', 9, { timeMs: start + 1 }))).toBe(false)
  expect(await store.remember(seen('bob', 9, { timeMs: start + 1 }))).toBe(true)
})

test('there is a bound on callers, and what is remembered goes away by itself', async () => {
  const store = new RedisNonceStore({ redis, namespace: 'callers', maxCallers: 2 })
  await store.remember(seen('a', 1))
  await store.remember(seen('b', 1))
  expect(refusalReason(await Promise.resolve(store.remember(seen('c', 1))).catch((error: unknown) => error))).toBe('nonce_memory')
  expect(await store.remember(seen('a', 2))).toBe(true)
  for (const key of await redis.keys('{subnetes:callers:@nonces}:*')) expect(await redis.pttl(key)).toBeGreaterThan(0)
})

test('an absent Redis is a refusal with a time to come back', async () => {
  const gone = { evalsha: async () => { throw new Error('connection is closed') }, eval: async () => { throw new Error('connection is closed') } }
  const error: unknown = await new RedisNonceStore({ redis: gone, namespace: 'x' }).remember(seen('a', 1)).catch((failure: unknown) => failure)
  expect(refusalReason(error)).toBe('nonce_store')
})
