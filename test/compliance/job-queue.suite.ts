/** What every job queue and its consumer must do. Run on memory and bullmq. */
import { SubnetesError } from '@subnetes/common'
import type { Job, JobConsumer, JobEvent, JobHandler, JobLimits, JobQueue, JobSlots, JobSubmission, RunningJob } from '@subnetes/dispatch'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'

/** One store that several queues (gateways) and consumers (workers) share. */
export interface JobStoreUnderTest {
  queue: () => Promise<JobQueue>
  consumer: (init: { handler: JobHandler, slots?: number }) => Promise<JobConsumer>
  teardown: () => Promise<void>
}

/** What the suite needs to know. */
export interface JobQueueSuite {
  name: string
  setup: (limits: JobLimits) => Promise<JobStoreUnderTest>
}

const LIMITS: JobLimits = {
  maxAttempts: 3,
  maxStalledCount: 3,
  backoffMs: 20,
  lockDurationMs: 2_000,
  keepMs: 60_000,
  maxKept: 10_000,
  maxWaiting: 500,
  maxWaitingPerPeer: 100,
  maxRequestBytes: 64 * 1024,
  maxOutputMessages: 10_000,
  maxOutputBytes: 1024 * 1024
}

const UNARY = { name: 'rpc_work', path: '/t.v1.T/rpc_work', requestStream: false, responseStream: false }
const STREAM = { name: 'rpc_stream', path: '/t.v1.T/rpc_stream', requestStream: false, responseStream: true }

function submission (change: Partial<JobSubmission> & { text?: string } = {}): JobSubmission {
  const { text = 'hello', ...rest } = change
  const method = rest.method ?? UNARY
  return { method, handle: `T.${method.name}`, peer: 'peer-a', gatewayPeer: 'gateway-a', request: Buffer.from(text), idempotencyKey: '', priority: 0, delayMs: 0, maxAttempts: 3, timeoutMs: 10_000, ...rest }
}

/** Slots of a lone worker: as many jobs at once as there are slots. */
export function plainSlots (count: number): JobSlots {
  let free = count
  const waiting: Array<() => void> = []
  const release = (): void => { free += 1; waiting.shift()?.() }
  return {
    acquire: async ({ signal }) => {
      while (free === 0) {
        await new Promise<void>((resolve, reject) => {
          waiting.push(resolve)
          signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        })
      }
      free -= 1
      let given = true
      return () => { if (given) { given = false; release() } }
    }
  }
}

const echo: JobHandler = async function * (job) { yield Buffer.from(`${Buffer.from(job.request).toString()}!`) }

async function collect (events: AsyncIterable<JobEvent>): Promise<JobEvent[]> {
  const all: JobEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

const outputsOf = (events: readonly JobEvent[]): string[] => events.flatMap((event) => event.type === 'output' ? [`${event.position.attempt}.${event.position.sequence}:${Buffer.from(event.message).toString()}`] : [])
const signal = (): AbortSignal => AbortSignal.timeout(20_000)
const START = { attempt: 0, sequence: 0 }

/** Runs the suite on one implementation. */
export function describeJobQueue (suite: JobQueueSuite): void {
  describe(`job queue: ${suite.name}`, () => {
    let store: JobStoreUnderTest
    afterEach(async () => { await store.teardown() })

    async function open (limits: Partial<JobLimits> = {}): Promise<JobQueue> {
      store = await suite.setup({ ...LIMITS, ...limits })
      return await store.queue()
    }

    it('runs a job and keeps its result for its submitter', async () => {
      const queue = await open()
      await store.consumer({ handler: echo })
      const job = await queue.submit(submission())
      const { messages, job: done } = await queue.result(job.id, 'peer-a', { signal: signal() })
      expect(messages.map((message) => Buffer.from(message).toString())).toEqual(['hello!'])
      expect(done).toMatchObject({ state: 'succeeded', attempt: 1, progress: 1, outputMessages: 1, handle: 'T.rpc_work' })
      expect(done.finishedAt).toBeGreaterThanOrEqual(done.createdAt)
    })

    it('hides a job from every other peer', async () => {
      const queue = await open()
      const job = await queue.submit(submission())
      for (const ask of [queue.get(job.id, 'peer-b'), queue.cancel(job.id, 'peer-b'), queue.result(job.id, 'peer-b', { signal: signal() }), collect(queue.watch(job.id, 'peer-b', { after: START, signal: signal() }))]) {
        await expect(ask).rejects.toMatchObject({ code: 'not_found' })
      }
      expect((await queue.list('peer-b', { limit: 10, pageToken: '', states: [] })).jobs).toEqual([])
    })

    it('answers a repeated submit with the job there is, and another payload under its key with already_exists', async () => {
      const queue = await open()
      let runs = 0
      await store.consumer({ handler: async function * (job) { runs += 1; yield * echo(job) } })
      const jobs = await Promise.all([1, 2, 3, 4].map(async () => await queue.submit(submission({ idempotencyKey: 'k1' }))))
      expect(new Set(jobs.map((job) => job.id)).size).toBe(1)
      await queue.result(jobs[0]!.id, 'peer-a', { signal: signal() })
      const again = await queue.submit(submission({ idempotencyKey: 'k1' }))
      expect(again).toMatchObject({ id: jobs[0]!.id, state: 'succeeded' })
      expect(runs).toBe(1)
      await expect(queue.submit(submission({ idempotencyKey: 'k1', text: 'other' }))).rejects.toMatchObject({ code: 'already_exists' })
      const other = await queue.submit(submission({ idempotencyKey: 'k1', text: 'other', peer: 'peer-b' }))
      expect(other.id).not.toBe(again.id)
    })

    it('tries a failed attempt again after its back-off, and sets the job aside with its reason after the last', async () => {
      const queue = await open()
      const attempts: number[] = []
      await store.consumer({
        handler: async function * (job) {
          attempts.push(job.attempt)
          if (attempts.length < 3) throw new SubnetesError('unavailable', 'the GPU fell over')
          yield Buffer.from('third')
        }
      })
      const job = await queue.submit(submission())
      const { messages } = await queue.result(job.id, 'peer-a', { signal: signal() })
      expect([attempts, Buffer.from(messages[0]!).toString()]).toEqual([[1, 2, 3], 'third'])
      attempts.length = 0
      const poison = await queue.submit(submission({ maxAttempts: 2 }))
      await expect(queue.result(poison.id, 'peer-a', { signal: signal() })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('the GPU fell over') as string })
      expect(await queue.get(poison.id, 'peer-a')).toMatchObject({ state: 'failed', attempt: 2, error: { code: 'unavailable' } })
    })

    it('does not repeat what the caller did wrong', async () => {
      const queue = await open()
      let runs = 0
      await store.consumer({ handler: async function * () { runs += 1; throw new SubnetesError('invalid_argument', 'prompt is too long') } })
      const job = await queue.submit(submission())
      await expect(queue.result(job.id, 'peer-a', { signal: signal() })).rejects.toMatchObject({ code: 'invalid_argument', message: 'prompt is too long' })
      expect(runs).toBe(1)
    })

    it('streams every output once and in order, to a watcher from the beginning and to one that resumes at another gateway', async () => {
      const queue = await open()
      const other = await store.queue()
      await store.consumer({ handler: async function * () { for (let n = 1; n <= 200; n++) yield Buffer.from(String(n)) } })
      const job = await queue.submit(submission({ method: STREAM }))
      const all = await collect(queue.watch(job.id, 'peer-a', { after: START, signal: signal() }))
      const expected = Array.from({ length: 200 }, (_, index) => `1.${index + 1}:${index + 1}`)
      expect(outputsOf(all)).toEqual(expected)
      expect(all.at(-1)).toMatchObject({ type: 'job', job: { state: 'succeeded', outputMessages: 200 } })
      const rest = await collect(other.watch(job.id, 'peer-a', { after: { attempt: 1, sequence: 150 }, signal: signal() }))
      expect(outputsOf(rest)).toEqual(expected.slice(150))
      expect((await other.result(job.id, 'peer-a', { signal: signal() })).messages).toHaveLength(200)
    })

    it('announces a new attempt as restarted and gives the outputs of the last one as the result', async () => {
      const queue = await open()
      await store.consumer({
        handler: async function * (job) {
          yield Buffer.from(`a${job.attempt}`)
          if (job.attempt === 1) throw new SubnetesError('unavailable', 'lost')
          yield Buffer.from('b')
        }
      })
      const job = await queue.submit(submission({ method: STREAM }))
      const { messages } = await queue.result(job.id, 'peer-a', { signal: signal() })
      expect(messages.map((message) => Buffer.from(message).toString())).toEqual(['a2', 'b'])
      const events = await collect(queue.watch(job.id, 'peer-a', { after: { attempt: 1, sequence: 1 }, signal: signal() }))
      expect(events.filter((event) => event.type !== 'job').map((event) => event.type)).toEqual(['restarted', 'output', 'output'])
      expect(outputsOf(events)).toEqual(['2.1:a2', '2.2:b'])
    })

    it('says out_of_range when the outputs to resume after were trimmed', async () => {
      const queue = await open({ maxOutputMessages: 10 })
      await store.consumer({ handler: async function * () { for (let n = 0; n < 500; n++) yield Buffer.from('x') } })
      const job = await queue.submit(submission({ method: STREAM }))
      await eventually('the state of the jobs', async () => (await queue.get(job.id, 'peer-a')).state === 'succeeded')
      await expect(collect(queue.watch(job.id, 'peer-a', { after: { attempt: 1, sequence: 1 }, signal: signal() }))).rejects.toMatchObject({ code: 'out_of_range' })
      await expect(queue.result(job.id, 'peer-a', { signal: signal() })).rejects.toMatchObject({ code: 'out_of_range' })
    })

    it('cancels a waiting job at once: it never runs', async () => {
      const queue = await open()
      const job = await queue.submit(submission({ idempotencyKey: 'c' }))
      expect(await queue.cancel(job.id, 'peer-a')).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } })
      let runs = 0
      await store.consumer({ handler: async function * (running) { runs += 1; yield * echo(running) } })
      const next = await queue.submit(submission())
      await queue.result(next.id, 'peer-a', { signal: signal() })
      expect(runs).toBe(1)
      await expect(queue.result(job.id, 'peer-a', { signal: signal() })).rejects.toMatchObject({ code: 'cancelled' })
      expect(await queue.submit(submission({ idempotencyKey: 'c' }))).toMatchObject({ id: job.id, state: 'cancelled' })
    })

    it('cancels a running job: the signal reaches the work and no attempt follows', async () => {
      const queue = await open()
      const begun = Promise.withResolvers<RunningJob>()
      const stopped = Promise.withResolvers<number>()
      let runs = 0
      await store.consumer({
        handler: async function * (job) {
          runs += 1
          begun.resolve(job)
          await new Promise<void>((resolve) => job.signal.addEventListener('abort', () => resolve(), { once: true }))
          stopped.resolve(Date.now())
          yield Buffer.from('late')
        }
      })
      const job = await queue.submit(submission())
      await begun.promise
      const asked = Date.now()
      expect(await queue.cancel(job.id, 'peer-a')).toMatchObject({ state: 'cancelled' })
      expect(await stopped.promise - asked).toBeLessThan(500)
      await queue.cancel(job.id, 'peer-a')
      expect(runs).toBe(1)
    })

    it('ends an attempt at its time limit', async () => {
      const queue = await open()
      await store.consumer({ handler: async function * (job) { await new Promise((resolve) => job.signal.addEventListener('abort', resolve, { once: true })); yield Buffer.from('') } })
      const job = await queue.submit(submission({ timeoutMs: 100, maxAttempts: 1 }))
      await expect(queue.result(job.id, 'peer-a', { signal: signal() })).rejects.toMatchObject({ code: 'deadline_exceeded' })
    })

    it('holds a delayed job back', async () => {
      const queue = await open()
      await store.consumer({ handler: echo })
      const job = await queue.submit(submission({ delayMs: 700 }))
      expect(job.state).toBe('delayed')
      const { job: done } = await queue.result(job.id, 'peer-a', { signal: signal() })
      expect(done.startedAt! - done.createdAt).toBeGreaterThanOrEqual(690)
    })

    it('starts jobs by priority, then first come first served', async () => {
      const queue = await open()
      const order: string[] = []
      for (const [text, priority] of [['a', 0], ['b', 0], ['c', 7], ['d', 3], ['e', 7]] as const) await queue.submit(submission({ text, priority }))
      const last = await queue.submit(submission({ text: 'z' }))
      await store.consumer({ handler: async function * (job) { order.push(Buffer.from(job.request).toString()); yield * echo(job) }, slots: 1 })
      await queue.result(last.id, 'peer-a', { signal: signal() })
      expect(order).toEqual(['c', 'e', 'd', 'a', 'b', 'z'])
    })

    it('does not let a peer with many jobs starve a peer with one', async () => {
      const queue = await open()
      const order: string[] = []
      for (let n = 0; n < 90; n++) await queue.submit(submission({ peer: 'greedy' }))
      const one = await queue.submit(submission({ peer: 'modest' }))
      await store.consumer({ handler: async function * (job) { order.push(job.peer); yield * echo(job) }, slots: 1 })
      await queue.result(one.id, 'modest', { signal: signal() })
      expect(order.indexOf('modest')).toBeLessThanOrEqual(1)
    })

    it('refuses more waiting jobs than its limits, by peer and in all', async () => {
      const queue = await open({ maxWaitingPerPeer: 3, maxWaiting: 5 })
      for (let n = 0; n < 3; n++) await queue.submit(submission())
      await expect(queue.submit(submission())).rejects.toMatchObject({ code: 'resource_exhausted', message: expect.stringContaining('3') as string })
      for (let n = 0; n < 2; n++) await queue.submit(submission({ peer: 'peer-b' }))
      await expect(queue.submit(submission({ peer: 'peer-c' }))).rejects.toMatchObject({ code: 'resource_exhausted' })
    })

    it('refuses a request over the limit, naming the limit', async () => {
      const queue = await open({ maxRequestBytes: 10 })
      await expect(queue.submit(submission({ text: '12345678901' }))).rejects.toMatchObject({ code: 'invalid_argument', message: expect.stringContaining('10') as string })
    })

    it('ends a job that writes more output than is kept', async () => {
      const queue = await open({ maxOutputBytes: 1000 })
      await store.consumer({ handler: async function * () { for (let n = 0; n < 100; n++) yield Buffer.alloc(100) } })
      const job = await queue.submit(submission({ method: STREAM }))
      await expect(queue.result(job.id, 'peer-a', { signal: signal() })).rejects.toMatchObject({ code: 'resource_exhausted' })
    })

    it('tells watchers how far a job is', async () => {
      const queue = await open()
      const go = Promise.withResolvers<void>()
      await store.consumer({ handler: async function * (job) { job.progress(0.5); await go.promise; yield Buffer.from('') } })
      const job = await queue.submit(submission())
      const seen: Job[] = []
      for await (const event of queue.watch(job.id, 'peer-a', { after: START, signal: signal() })) {
        if (event.type !== 'job') continue
        seen.push(event.job)
        if (event.job.progress === 0.5) go.resolve()
      }
      expect(seen.map((entry) => entry.progress)).toContain(0.5)
      expect(seen.at(-1)).toMatchObject({ state: 'succeeded', progress: 1 })
    })

    it('lists the jobs of a peer, newest first, page by page and by state', async () => {
      const queue = await open()
      const ids: string[] = []
      for (let n = 0; n < 5; n++) ids.unshift((await queue.submit(submission({ text: String(n), delayMs: n === 0 ? 60_000 : 0 }))).id)
      const first = await queue.list('peer-a', { limit: 3, pageToken: '', states: [] })
      const second = await queue.list('peer-a', { limit: 3, pageToken: first.nextPageToken, states: [] })
      expect(new Set([...first.jobs, ...second.jobs].map((job) => job.id))).toEqual(new Set(ids))
      expect([first.jobs.length, second.jobs.length, second.nextPageToken]).toEqual([3, 2, ''])
      expect((await queue.list('peer-a', { limit: 10, pageToken: '', states: ['delayed'] })).jobs).toHaveLength(1)
    })

    it('gives back what has not started and finishes what runs when a worker stops', async () => {
      const queue = await open()
      const begun = Promise.withResolvers<void>()
      const go = Promise.withResolvers<void>()
      const ran: string[] = []
      const worker = await store.consumer({ handler: async function * (job) { ran.push('first'); begun.resolve(); await go.promise; yield * echo(job) }, slots: 1 })
      const running = await queue.submit(submission({ text: 'one' }))
      await begun.promise
      const waiting = await queue.submit(submission({ text: 'two' }))
      const stopped = worker.stop()
      go.resolve()
      await stopped
      expect(await queue.get(running.id, 'peer-a')).toMatchObject({ state: 'succeeded' })
      expect(await queue.get(waiting.id, 'peer-a')).toMatchObject({ state: 'waiting' })
      await store.consumer({ handler: async function * (job) { ran.push('second'); yield * echo(job) } })
      await queue.result(waiting.id, 'peer-a', { signal: signal() })
      expect(ran).toEqual(['first', 'second'])
    })

    it('counts what waits, runs and has ended', async () => {
      const queue = await open()
      await queue.submit(submission())
      await queue.submit(submission({ delayMs: 60_000 }))
      expect(await queue.counts()).toMatchObject({ waiting: 1, delayed: 1, active: 0 })
      await store.consumer({ handler: echo })
      await eventually('the state of the jobs', async () => (await queue.counts()).succeeded === 1)
      expect(await queue.counts()).toMatchObject({ waiting: 0, delayed: 1, active: 0, failed: 0, succeeded: 1 })
    })
  })
}
