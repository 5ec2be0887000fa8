import { silentLogger } from '@subnetes/common'
import type { Startable } from '@subnetes/common'
import { SubnetesError } from '@subnetes/common'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { plainSlots } from '../../../test/compliance/job-queue.suite.ts'
import { startRedis } from '../../../test/support/redis.ts'
import type { RedisServer } from '../../../test/support/redis.ts'
import type { JobHandler, JobQueue, JobSubmission } from '../job.ts'
import { resolveJobLimits } from '../job-limits.ts'
import { bullmqJobConsumer } from './bullmq-job-consumer.ts'
import { bullmqJobQueue } from './bullmq-job-queue.ts'
import { countJobs } from './job-counts.ts'
import { openQueueAdmin } from './queue-admin.ts'
import type { QueueAdmin } from './queue-admin.ts'

const limits = { ...resolveJobLimits({ attempts: 2 }), backoffMs: 10 }
const submission: JobSubmission = {
  method: { name: 'rpc_work', path: '/t.v1.T/rpc_work', requestStream: false, responseStream: false },
  handle: 'T.rpc_work',
  peer: 'peer-a',
  gatewayPeer: 'gw',
  request: Buffer.from('hello'),
  idempotencyKey: '',
  priority: 0,
  delayMs: 0,
  maxAttempts: 2,
  timeoutMs: 30_000
}
const patience = { signal: AbortSignal.timeout(60_000) }

describe('administration of a queue', () => {
  let redis: RedisServer
  let queue: JobQueue
  let admin: QueueAdmin
  let open: Startable[]

  beforeEach(async () => {
    redis = await startRedis()
    open = []
    queue = await started(bullmqJobQueue({ url: redis.url, namespace: 'test', protocol: 'work', limits })({ logger: silentLogger }))
    admin = await openQueueAdmin({ url: redis.url, namespace: 'test', protocol: 'work' })
  })
  afterEach(async () => {
    await admin.close()
    for (const component of open) await component.stop()
    await redis.stop()
  })

  async function started<T extends Startable> (component: T): Promise<T> {
    open.unshift(component)
    await component.start()
    return component
  }
  const consume = async (handler: JobHandler): Promise<unknown> => await started(bullmqJobConsumer({ url: redis.url, namespace: 'test', protocol: 'work', workerId: 'w', limits })({ logger: silentLogger, slots: plainSlots(2), handler }))

  it('pauses and resumes: no job starts in between, and submits are taken', async () => {
    const seen: string[] = []
    await consume(async function * (job) { seen.push(job.id); yield job.request })
    await admin.pause()
    const job = await queue.submit(submission)
    const other = await queue.submit({ ...submission, delayMs: 50 })
    expect(await admin.stats()).toMatchObject({ protocol: 'work', isPaused: true, waiting: 1, delayed: 1, active: 0 })
    // Longer than an idle worker's look around.
    await expect.poll(async () => (await admin.stats()).nextWaitedMs, { timeout: 5_000 }).toBeGreaterThan(1_500)
    expect(seen).toEqual([])
    await admin.resume()
    await Promise.all([queue.result(job.id, 'peer-a', patience), queue.result(other.id, 'peer-a', patience)])
    expect(await admin.stats()).toMatchObject({ isPaused: false, waiting: 0, delayed: 0, succeeded: 2, nextWaitedMs: 0 })
  })

  it('drains what has not started; submitters find it cancelled, and what it held is free', async () => {
    const jobs = [await queue.submit(submission), await queue.submit({ ...submission, delayMs: 60_000 }), await queue.submit({ ...submission, peer: 'peer-b', priority: 7 })]
    expect(await admin.drain()).toBe(3)
    for (const { id, peer } of jobs) expect(await queue.get(id, peer)).toMatchObject({ state: 'cancelled', error: { code: 'cancelled', message: 'cancelled by the operator before it started' } })
    expect(await queue.counts()).toMatchObject({ waiting: 0, delayed: 0 })
    const client = new Redis(redis.url)
    try {
      expect((await client.keys('*')).filter((key) => /:(request|waiting):/.test(key))).toEqual([])
      expect(await countJobs(client, 'test', ['none', 'work'])).toEqual([{ waiting: 0, delayed: 0, active: 0, due: 0 }, { waiting: 0, delayed: 0, active: 0, due: 0 }])
    } finally {
      client.disconnect()
    }
  })

  it('counts the open jobs of several queues, says which delayed ones are due soon, and takes no error for a zero', async () => {
    await admin.pause()
    for (const delayMs of [0, 30_000, 90_000]) await queue.submit({ ...submission, delayMs })
    const client = new Redis(redis.url, { retryStrategy: () => null, enableOfflineQueue: false, lazyConnect: true })
    await client.connect()
    expect(await countJobs(client, 'test', ['none', 'work'], { dueWithinMs: 60_000 })).toEqual([{ waiting: 0, delayed: 0, active: 0, due: 0 }, { waiting: 1, delayed: 2, active: 0, due: 1 }])
    await client.set('{subnetes:test:odd}:jobs:wait', 'no list')
    await expect(countJobs(client, 'test', ['odd'])).rejects.toThrow('WRONGTYPE')
    client.disconnect()
    await expect(countJobs(client, 'test', ['work'])).rejects.toThrow()
  })

  it('runs a failed job again, with all its attempts', async () => {
    let good = false
    const attempts: number[] = []
    await consume(async function * (job) {
      attempts.push(job.attempt)
      if (!good) throw new SubnetesError('unavailable', 'no luck')
      yield job.request
    })
    const { id } = await queue.submit(submission)
    await expect(queue.result(id, 'peer-a', patience)).rejects.toThrow('no luck')
    await expect(admin.retry('work-00000000000000000000000000000000')).rejects.toMatchObject({ code: 'not_found' })
    expect(await admin.retry(id)).toMatchObject({ id, state: 'waiting' })
    await expect.poll(async () => (await queue.get(id, 'peer-a')).state, { timeout: 5_000 }).toBe('failed')
    good = true
    await admin.retry(id)
    const { job, messages } = await queue.result(id, 'peer-a', patience)
    expect([job.attempt, Buffer.from(messages[0]!).toString(), attempts]).toEqual([5, 'hello', [1, 2, 3, 4, 5]])
    await expect(admin.retry(id)).rejects.toMatchObject({ code: 'failed_precondition', message: expect.stringContaining('is succeeded; only failed') as string })
  })

  it('names the queues there are when asked for another, and a Redis that is not there', async () => {
    await expect(openQueueAdmin({ url: redis.url, namespace: 'test', protocol: 'wrok' })).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('it has work') as string })
    await redis.kill()
    await expect(admin.stats()).rejects.toMatchObject({ code: 'unavailable' })
    await expect(openQueueAdmin({ url: redis.url, namespace: 'test', protocol: 'work' })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining(`127.0.0.1:${redis.port}`) as string })
  })
})
