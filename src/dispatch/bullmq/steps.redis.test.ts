import { SubnetesError, silentLogger } from '@subnetes/common'
import type { Startable } from '@subnetes/common'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { plainSlots } from '../../../test/compliance/job-queue.suite.ts'
import { startRedis } from '../../../test/support/redis.ts'
import type { RedisServer } from '../../../test/support/redis.ts'
import type { JobHandler, JobLimits, JobQueue, JobSubmission } from '../job.ts'
import { resolveJobLimits } from '../job-limits.ts'
import { bullmqJobConsumer } from './bullmq-job-consumer.ts'
import { bullmqJobQueue } from './bullmq-job-queue.ts'
import { QUEUE_NAME, jobKeys } from './keys.ts'

const LIMITS: JobLimits = { ...resolveJobLimits({ lockDurationSeconds: 2 }), backoffMs: 20, keepMs: 60_000 }
const UNARY = { name: 'rpc_work', path: '/t.v1.T/rpc_work', requestStream: false, responseStream: false }
const STREAM = { name: 'rpc_stream', path: '/t.v1.T/rpc_stream', requestStream: false, responseStream: true }
const echo: JobHandler = async function * (job) { yield job.request }
const soon = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(15_000) })

function submission (change: Partial<JobSubmission> = {}): JobSubmission {
  const method = change.method ?? UNARY
  return {
    method,
    handle: `T.${method.name}`,
    peer: 'peer-a',
    gatewayPeer: 'gw',
    request: Buffer.from('hello'),
    idempotencyKey: '',
    priority: 0,
    delayMs: 0,
    maxAttempts: 2,
    timeoutMs: 30_000,
    ...change
  }
}

describe('steps of a job in Redis', () => {
  let redis: RedisServer
  let client: Redis
  let open: Startable[]
  let protocol: string
  let tests = 0

  beforeAll(async () => { redis = await startRedis() })
  afterAll(async () => { await redis.stop() })
  beforeEach(() => {
    open = []
    protocol = `steps${tests++}`
    client = new Redis(redis.url)
    client.on('error', () => {}) // one test takes the server away
  })
  afterEach(async () => {
    client.disconnect()
    for (const component of open.splice(0)) await component.stop()
  })

  async function started<T extends Startable> (component: T): Promise<T> {
    open.unshift(component)
    await component.start()
    return component
  }
  const where = (limits: Partial<JobLimits>): Parameters<typeof bullmqJobQueue>[0] => ({ url: redis.url, namespace: 'test', protocol, limits: { ...LIMITS, ...limits } })
  const openQueue = async (limits: Partial<JobLimits> = {}): Promise<JobQueue> => await started(bullmqJobQueue(where(limits))({ logger: silentLogger }))
  const openConsumer = async (handler: JobHandler, limits: Partial<JobLimits> = {}): Promise<Startable> =>
    await started(bullmqJobConsumer({ ...where(limits), workerId: 'w' })({ logger: silentLogger, slots: plainSlots(4), handler }))

  it('stores one of two payloads that race under one key, and runs that one', async () => {
    const [one, other] = [await openQueue(), await openQueue()]
    await openConsumer(echo)
    for (let n = 0; n < 30; n++) {
      const race = await Promise.allSettled([one, other].map(async (queue, index) => await queue.submit(submission({ idempotencyKey: `k${n}`, request: Buffer.from(`payload ${index}`) }))))
      const winner = race.findIndex((outcome) => outcome.status === 'fulfilled')
      const job = race[winner]
      expect(race[1 - winner]).toMatchObject({ status: 'rejected', reason: { code: 'already_exists' } })
      if (job?.status !== 'fulfilled') throw new Error('nobody won')
      expect((await one.result(job.value.id, 'peer-a', soon())).messages.map(String)).toEqual([`payload ${winner}`])
    }
  })

  it('leaves no key without an end when jobs have ended, however they did', async () => {
    const queue = await openQueue()
    await Promise.all([queue.cancel((await queue.submit(submission())).id, 'peer-a'), queue.cancel((await queue.submit(submission({ delayMs: 60_000 }))).id, 'peer-a')])
    const begun = Promise.withResolvers<void>()
    await openConsumer(async function * (job) {
      if (String(job.request) === 'long') {
        begun.resolve()
        await new Promise<void>((resolve) => job.signal.addEventListener('abort', () => resolve(), { once: true }))
      }
      if (String(job.request) === 'bad') throw new SubnetesError('unavailable', 'fails')
      yield job.request
    })
    const jobs = [submission(), submission({ method: STREAM }), submission({ request: Buffer.from('bad') }), submission({ method: STREAM, request: Buffer.from('bad') })]
    const ids = await Promise.all(jobs.map(async (job) => (await queue.submit(job)).id))
    const long = await queue.submit(submission({ request: Buffer.from('long') }))
    await begun.promise
    await queue.cancel(long.id, 'peer-a')
    await Promise.allSettled(ids.map(async (id) => await queue.result(id, 'peer-a', soon())))
    const keys = jobKeys('test', protocol)
    const endless: string[] = []
    for (const key of await client.keys(`${keys.prefix}:*`)) if (await client.pttl(key) === -1) endless.push(key.slice(keys.prefix.length + 1))
    const kept = new Set([...ids, long.id].map((id) => `jobs:${id}`))
    const queueOwn = new Set(['jobs:completed', 'jobs:events', 'jobs:failed', 'jobs:id', 'jobs:marker', 'jobs:meta', 'jobs:pc', 'served'])
    expect(endless.filter((key) => !kept.has(key) && !queueOwn.has(key))).toEqual([])
    expect(await client.exists(keys.waiting('peer-a'))).toBe(0)
  })

  it('keeps responses out of the notices that BullMQ writes', async () => {
    const queue = await openQueue()
    await openConsumer(async function * () { yield Buffer.alloc(1024 * 1024) })
    const { id } = await queue.submit(submission())
    expect((await queue.result(id, 'peer-a', soon())).messages[0]).toHaveLength(1024 * 1024)
    expect(await client.memory('USAGE', jobKeys('test', protocol).job('events'))).toBeLessThan(20_000)
  })

  it('keeps no more ended jobs than it is told', async () => {
    const queue = await openQueue({ maxKept: 3 })
    await openConsumer(echo, { maxKept: 3 })
    for (let n = 0; n < 8; n++) await queue.result((await queue.submit(submission())).id, 'peer-a', soon())
    expect(await queue.counts()).toMatchObject({ succeeded: 3 })
  })

  it('stops a running job whose notice of the cancel was lost', async () => {
    const queue = await openQueue()
    const begun = Promise.withResolvers<void>()
    await openConsumer(async function * (job) {
      begun.resolve()
      await new Promise<void>((resolve) => job.signal.addEventListener('abort', () => resolve(), { once: true }))
      yield Buffer.from('late')
    })
    const { id } = await queue.submit(submission())
    await begun.promise
    await client.set(jobKeys('test', protocol).cancel(id), '1', 'PX', 60_000)
    await expect(queue.result(id, 'peer-a', soon())).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('frees the places of waiting jobs that another tool removed', async () => {
    const queue = await openQueue({ maxWaitingPerPeer: 2 })
    const ids = [await queue.submit(submission()), await queue.submit(submission())].map((job) => job.id)
    await queue.submit(submission({ peer: 'peer-b' })) // the queue is never empty
    await expect(queue.submit(submission())).rejects.toMatchObject({ code: 'resource_exhausted' })
    const connection = new Redis(redis.url, { maxRetriesPerRequest: null })
    const tool = new Queue(QUEUE_NAME, { connection, prefix: jobKeys('test', protocol).prefix })
    for (const id of ids) await tool.remove(id)
    await tool.close()
    connection.disconnect()
    expect(await queue.submit(submission())).toMatchObject({ state: 'waiting' })
  })

  it('stops a worker although its Redis is away', async () => {
    const consumer = await openConsumer(echo)
    await redis.kill()
    const asked = Date.now()
    await consumer.stop()
    expect(Date.now() - asked).toBeLessThan(5_000)
    await redis.restart()
  })
})
