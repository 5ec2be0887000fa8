import { randomUUID } from 'node:crypto'
import { silentLogger } from '@subnetes/common'
import type { Startable } from '@subnetes/common'
import { bullmqJobConsumer, bullmqJobQueue } from '@subnetes/dispatch/bullmq'
import { afterAll, beforeAll } from 'vitest'
import { startRedis } from '../support/redis.ts'
import type { RedisServer } from '../support/redis.ts'
import { describeJobQueue, plainSlots } from './job-queue.suite.ts'

let redis: RedisServer
beforeAll(async () => { redis = await startRedis() })
afterAll(async () => { await redis.stop() })

describeJobQueue({
  name: 'bullmq',
  setup: async (limits) => {
    const where = { url: redis.url, namespace: 'test', protocol: `p-${randomUUID()}`, limits }
    const open: Startable[] = []
    const started = async <T extends Startable>(component: T): Promise<T> => {
      open.unshift(component)
      await component.start()
      return component
    }
    return {
      queue: async () => await started(bullmqJobQueue(where)({ logger: silentLogger })),
      consumer: async ({ handler, slots = 4 }) => await started(bullmqJobConsumer({ ...where, workerId: `w${open.length}` })({ logger: silentLogger, slots: plainSlots(slots), handler })),
      teardown: async () => { for (const component of open.splice(0)) await component.stop() }
    }
  }
})
