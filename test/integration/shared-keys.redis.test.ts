/** What gateways share through Redis, and a Protocol whose name is made for it. */
import { RedisNonceStore, RedisRateStore } from '@subnetes/auth'
import { runnerAclRules } from '@subnetes/dispatch/bullmq'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { startRedis } from '../support/redis.ts'

test('runners of no Protocol reach the nonces and rates of the gateways, whatever it is called', async () => {
  const server = await startRedis()
  const admin = new Redis(server.url)
  try {
    await new RedisNonceStore({ redis: admin, namespace: 'own' }).remember({ caller: 'alice', nonce: Buffer.alloc(8), timeMs: Date.now(), keepMs: 60_000 })
    await new RedisRateStore({ redis: admin, namespace: 'own' }).tell('a', [{ key: 'x', taken: 1, perSecond: 1, maxLevel: 10 }])
    const keys = await admin.keys('*')
    expect(keys.length).toBeGreaterThan(2)
    for (const protocol of ['nonces', 'rates']) {
      await admin.call('ACL', 'SETUSER', protocol, 'on', '>secret', ...runnerAclRules('own', protocol))
      const runner = new Redis(server.url, { username: protocol, password: 'secret' })
      for (const key of keys) await expect(runner.type(key), key).rejects.toThrow('NOPERM')
      runner.disconnect()
    }
  } finally {
    admin.disconnect()
    await server.stop()
  }
})
