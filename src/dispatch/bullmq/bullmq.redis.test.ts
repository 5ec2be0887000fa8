import { fork } from 'node:child_process'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { silentLogger } from '@subnetes/common'
import type { Startable } from '@subnetes/common'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startRedis } from '../../../test/support/redis.ts'
import type { RedisServer } from '../../../test/support/redis.ts'
import { plainSlots } from '../../../test/compliance/job-queue.suite.ts'
import type { JobHandler, JobLimits, JobQueue, JobSubmission } from '../job.ts'
import { bullmqJobConsumer } from './bullmq-job-consumer.ts'
import { bullmqJobQueue } from './bullmq-job-queue.ts'
import { jobKeys, runnerAclRules } from './keys.ts'
import { outputWriter } from './outputs.ts'

const limits: JobLimits = {
  maxAttempts: 3,
  maxStalledCount: 3,
  backoffMs: 20,
  lockDurationMs: 10_000,
  keepMs: 60_000,
  maxKept: 10_000,
  maxWaiting: 20_000,
  maxWaitingPerPeer: 20_000,
  maxRequestBytes: 1024 * 1024,
  maxOutputMessages: 1000,
  maxOutputBytes: 1024 * 1024
}
const submission: JobSubmission = {
  method: { name: 'rpc_work', path: '/t.v1.T/rpc_work', requestStream: false, responseStream: false },
  handle: 'T.rpc_work',
  peer: 'peer-a',
  gatewayPeer: 'gw',
  request: Buffer.from('hello'),
  idempotencyKey: '',
  priority: 0,
  delayMs: 0,
  maxAttempts: 3,
  timeoutMs: 30_000
}
const echo: JobHandler = async function * (job) { yield job.request }

describe('durable jobs on a real Redis', () => {
  let redis: RedisServer
  let open: Startable[]
  const protocol = 'traps'

  beforeEach(async () => {
    open = []
    redis = await startRedis()
  })
  afterEach(async () => {
    for (const component of open.splice(0)) await component.stop()
    await redis.stop()
  })

  async function started<T extends Startable> (component: T): Promise<T> {
    open.unshift(component)
    await component.start()
    return component
  }
  const openQueue = async (url = redis.url, name = protocol): Promise<JobQueue> => await started(bullmqJobQueue({ url, namespace: 'test', protocol: name, limits })({ logger: silentLogger }))
  const openConsumer = async (handler: JobHandler, url = redis.url, name = protocol): Promise<Startable> =>
    await started(bullmqJobConsumer({ url, namespace: 'test', protocol: name, workerId: 'w', limits })({ logger: silentLogger, slots: plainSlots(4), handler }))

  async function admin<T> (use: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(redis.url)
    try {
      return await use(client)
    } finally {
      client.disconnect()
    }
  }

  it('refuses to start on a Redis that may evict jobs, and says how to mend it', async () => {
    await admin(async (client) => await client.config('SET', 'maxmemory-policy', 'allkeys-lru'))
    await expect(openQueue()).rejects.toMatchObject({ code: 'failed_precondition', message: expect.stringContaining('noeviction') as string })
    open = []
  })

  it('answers unavailable within a second while Redis is away, and works again by itself when it is back', async () => {
    const queue = await openQueue()
    await openConsumer(echo)
    const before = await queue.submit(submission)
    await queue.result(before.id, 'peer-a', { signal: AbortSignal.timeout(5_000) })
    await redis.kill()
    const asked = Date.now()
    await expect(queue.submit(submission)).rejects.toMatchObject({ code: 'unavailable', retryable: true })
    expect(Date.now() - asked).toBeLessThan(1_000)
    await redis.restart()
    await expect.poll(async () => await queue.submit(submission).then((job) => job.state, () => 'refused'), { timeout: 10_000 }).toBe('waiting')
    const job = await queue.submit({ ...submission, idempotencyKey: 'after' })
    const { messages } = await queue.result(job.id, 'peer-a', { signal: AbortSignal.timeout(20_000) })
    expect(Buffer.from(messages[0]!).toString()).toBe('hello')
  })

  it('says resource_exhausted when Redis is full, and leaves nothing half stored', async () => {
    const queue = await openQueue()
    await queue.submit(submission)
    await admin(async (client) => await client.config('SET', 'maxmemory', '1'))
    await expect(queue.submit({ ...submission, idempotencyKey: 'full' })).rejects.toMatchObject({ code: 'resource_exhausted', message: expect.stringContaining('full') as string })
    await admin(async (client) => await client.config('SET', 'maxmemory', '0'))
    expect(await queue.submit({ ...submission, idempotencyKey: 'full' })).toMatchObject({ state: 'waiting' })
  })

  it('runs the job of a killed worker again within 20 s, as attempt 2, and shuts the dead one out', async () => {
    const queue = await openQueue()
    const script = `
      const { bullmqJobConsumer } = await import('@subnetes/dispatch/bullmq')
      const { silentLogger } = await import('@subnetes/common')
      const consumer = bullmqJobConsumer(${JSON.stringify({ url: redis.url, namespace: 'test', protocol, workerId: 'doomed', limits })})({
        logger: silentLogger,
        slots: { acquire: async () => () => {} },
        handler: async function * () { process.send('begun'); await new Promise(() => {}); yield new Uint8Array() }
      })
      await consumer.start()`
    const doomed = fork('-', [], { execArgv: ['--conditions=@subnetes/source', '--input-type=module'], stdio: ['pipe', 'inherit', 'inherit', 'ipc'], cwd: import.meta.dirname })
    doomed.stdin!.end(script)
    const job = await queue.submit(submission)
    await once(doomed, 'message')
    doomed.kill('SIGKILL')
    const killed = Date.now()
    const attempts: number[] = []
    await openConsumer(async function * (running) { attempts.push(running.attempt); yield running.request })
    const { job: done } = await queue.result(job.id, 'peer-a', { signal: AbortSignal.timeout(25_000) })
    expect(done).toMatchObject({ state: 'succeeded', attempt: 2 })
    expect(attempts).toEqual([2])
    expect(Date.now() - killed).toBeLessThan(20_000)
  }, 40_000)

  it('does not let a worker that lost its job write behind the next attempt', async () => {
    await admin(async (client) => {
      const keys = jobKeys('test', protocol)
      const bounds = { maxMessages: 10, maxBytes: 1000, keepMs: 10_000 }
      const first = await outputWriter(client, keys, { id: 'j', attempt: 1 }, bounds)
      await first.write(Buffer.from('a'))
      const second = await outputWriter(client, keys, { id: 'j', attempt: 2 }, bounds)
      await expect(first.write(Buffer.from('b'))).rejects.toMatchObject({ code: 'aborted' })
      await second.write(Buffer.from('c'))
      expect((await client.xrange(keys.outputs('j'), '-', '+')).map(([id]) => id)).toEqual(['2-0', '2-1'])
    })
  })

  it('sets a job aside as poison when every attempt took its worker down', async () => {
    const queue = await openQueue()
    const job = await queue.submit(submission)
    // What four dead workers leave behind.
    await admin(async (client) => await client.hset(jobKeys('test', protocol).job(job.id), 'stc', 4))
    let runs = 0
    await openConsumer(async function * () { runs += 1; yield Buffer.from('') })
    await expect(queue.result(job.id, 'peer-a', { signal: AbortSignal.timeout(10_000) })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('poison') as string })
    expect(runs).toBe(0)
  })

  it('keeps names that other BullMQ tools read, under ids that BullMQ takes', async () => {
    const queue = await openQueue()
    const job = await queue.submit({ ...submission, priority: 7 })
    const client = new Redis(redis.url, { maxRetriesPerRequest: null })
    const board = new Queue('jobs', { connection: client, prefix: '{subnetes:test:traps}' })
    try {
      expect(job.id).toMatch(/^traps-[0-9a-f]{32}$/)
      expect(await board.getJob(job.id)).toMatchObject({ name: 'rpc_work', data: { handle: 'T.rpc_work', peer: 'peer-a' } })
      expect(await board.getJobCounts('prioritized')).toEqual({ prioritized: 1 })
    } finally {
      await board.close()
      client.disconnect()
    }
  })

  it('gives a runner its own protocol and nothing else', async () => {
    const password = randomUUID()
    await admin(async (client) => {
      await client.call('ACL', 'SETUSER', 'traps-runner', 'on', `>${password}`, ...runnerAclRules('test', protocol))
      await client.set('{subnetes:test:other}:jobs:secret', 'x')
    })
    const url = redis.url.replace('redis://', `redis://traps-runner:${password}@`)
    const queue = await openQueue()
    await openConsumer(echo, url)
    const job = await queue.submit(submission)
    await queue.result(job.id, 'peer-a', { signal: AbortSignal.timeout(10_000) })
    const runner = new Redis(url)
    try {
      await expect(runner.get('{subnetes:test:other}:jobs:secret')).rejects.toThrow('NOPERM')
      await expect(runner.subscribe('{subnetes:test:other}:work')).rejects.toThrow('NOPERM')
      await expect(runner.flushall()).rejects.toThrow('NOPERM')
      await expect(runner.config('GET', '*')).rejects.toThrow('NOPERM')
      await expect(runner.keys('*')).rejects.toThrow('NOPERM')
      await expect(runner.scan('0')).rejects.toThrow('NOPERM')
      await expect(runner.script('FLUSH')).rejects.toThrow('NOPERM')
    } finally {
      runner.disconnect()
    }
  })
})
