/**
 * The running side of durable jobs, in a worker's runner.
 *
 * BullMQ's Worker is used for its queue operations only; the loop is ours, because slots are shared with interactive calls: a job is fetched only with a slot in hand.
 * A fetch never blocks; a notice from the gateway or a poll (which also promotes delayed jobs) says when to try.
 */
import { SubnetesError, ownedSignal } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { deservesRetry, finalError, runAttempt } from '../attempt.ts'
import type { JobConsumer, JobHandler, JobLimits, JobSlots, RunningJob } from '../job.ts'
import { JobsInHand } from '../jobs-in-hand.ts'
import type { JobInHand } from '../jobs-in-hand.ts'
import { CONNECT_TIMEOUT_MS } from './bullmq-job-queue.ts'
import { checkRedis, connectRedis, redisReady } from './connection.ts'
import { formatFailure } from './job-record.ts'
import type { JobData, JobReturn } from './job-record.ts'
import { QUEUE_NAME, jobKeys } from './keys.ts'
import type { JobKeys } from './keys.ts'
import { outputWriter } from './outputs.ts'
import { WorkerStore } from './worker-store.ts'
import type { TakenJob } from './worker-store.ts'

/** An idle worker looks so often; new jobs are announced, so this only promotes delayed ones and finds what a lost notice hid. */
export const IDLE_POLL_MS = 1_000
/** Wait after a failed fetch (Redis away). */
export const RETRY_MS = 500

/** A stop waits so long for a take that is under way. */
const STOP_TAKE_MS = 1_000

/** Options of {@link bullmqJobConsumer}. */
export interface BullmqJobConsumerInit {
  url: string
  namespace: string
  protocol: string
  /** Shown in Bull Board beside a job. */
  workerId: string
  limits: JobLimits
}

/** What a consumer works with. */
export interface JobConsumerComponents { logger: Logger, slots: JobSlots, handler: JobHandler }

/** Makes the job consumer of one worker. */
export function bullmqJobConsumer (init: BullmqJobConsumerInit): (components: JobConsumerComponents) => JobConsumer {
  return (components) => new BullmqJobConsumer(init, components)
}

/** A job in hand. `abort` ends its attempt with a reason. */
interface Holding extends JobInHand { readonly token: string, readonly abort: (reason: SubnetesError) => void }

class BullmqJobConsumer implements JobConsumer {
  readonly #init: BullmqJobConsumerInit
  readonly #components: JobConsumerComponents
  readonly #logger: Logger
  readonly #keys: JobKeys
  readonly #jobs = new JobsInHand<Holding>()
  readonly #stopping = new AbortController()
  readonly #force = new AbortController()
  #open: { redis: Redis, subscriber: Redis, worker: Worker<JobData, JobReturn>, loop: Promise<void>, renewal: NodeJS.Timeout } | undefined

  constructor (init: BullmqJobConsumerInit, components: JobConsumerComponents) {
    this.#init = init
    this.#components = components
    this.#logger = components.logger.child({ component: 'bullmq-job-consumer', protocol: init.protocol })
    this.#keys = jobKeys(init.namespace, init.protocol)
  }

  async start (): Promise<void> {
    if (this.#open !== undefined) return
    const redis = connectRedis({ url: this.#init.url, role: 'worker', logger: this.#logger })
    const subscriber = connectRedis({ url: this.#init.url, role: 'subscriber', logger: this.#logger })
    try {
      await redisReady(redis, CONNECT_TIMEOUT_MS)
      await checkRedis(redis)
      subscriber.on('message', (_channel: string, message: string) => { message === 'new' ? this.#jobs.wake() : this.#cancel(message) })
      await subscriber.subscribe(this.#keys.work)
    } catch (error) {
      redis.disconnect()
      subscriber.disconnect()
      throw error
    }
    const worker = this.#makeWorker(redis)
    await worker.waitUntilReady()
    await worker.startStalledCheckTimer()
    const store = new WorkerStore({ worker, redis, keys: this.#keys, limits: this.#init.limits, workerId: this.#init.workerId })
    const renewal = setInterval(() => { void this.#renewLocks(worker, store) }, this.#init.limits.lockDurationMs / 4)
    this.#open = { redis, subscriber, worker, renewal, loop: this.#loop(store, redis) }
  }

  #makeWorker (redis: Redis): Worker<JobData, JobReturn> {
    const { lockDurationMs } = this.#init.limits
    const worker = new Worker<JobData, JobReturn>(QUEUE_NAME, null, {
      connection: redis,
      prefix: this.#keys.prefix,
      name: this.#init.workerId,
      autorun: false,
      lockDuration: lockDurationMs,
      // A killed worker's job runs again after its lock (10 s by default) and at most one more check.
      stalledInterval: lockDurationMs / 2,
      // Judged by us at the next start, with the reason in words; BullMQ must not set a job aside on its own.
      maxStalledCount: 1_000,
      skipVersionCheck: true
    })
    worker.on('error', (error) => this.#logger.debug('worker error', { error: error.message }))
    return worker
  }

  async stop (): Promise<void> {
    const open = this.#open
    this.#open = undefined
    if (open === undefined) return
    this.#stopping.abort(new SubnetesError('cancelled', 'the worker stops'))
    this.#jobs.wake()
    await open.loop
    await this.#jobs.settled()
    clearInterval(open.renewal)
    await open.worker.close(true).catch(() => {}) // its Redis may be away
    open.redis.disconnect()
    open.subscriber.disconnect()
  }

  pause (): void { this.#jobs.pause() }

  resume (): void { this.#jobs.resume() }

  readonly active = this.#jobs.active
  readonly counters = this.#jobs.counters

  /** Slot, then job, then run; nothing to take: give the slot back and wait for a notice. */
  async #loop (store: WorkerStore, redis: Redis): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      const woken = this.#jobs.look()
      const release = await this.#slot(woken, signal)
      if (release === undefined) continue
      const job = await this.#take(store, woken)
      if (job === undefined) {
        release()
        await idle(woken, signal, IDLE_POLL_MS)
        continue
      }
      this.#jobs.follow(this.#run(job, store, redis).catch((error: unknown) => this.#logger.warn('job attempt lost', { jobId: job.id, error: String(error) })).finally(release))
      // Another look would find nothing: a notice that has come since has resolved the promise.
      if (job.isLast) await idle(woken, signal, IDLE_POLL_MS)
    }
  }

  async #slot (woken: Promise<void>, signal: AbortSignal): Promise<(() => void) | undefined> {
    if (this.#jobs.isPaused) {
      await idle(woken, signal, IDLE_POLL_MS)
      return undefined
    }
    try {
      const release = await this.#components.slots.acquire({ signal })
      if (!this.#jobs.isPaused) return release
      release()
    } catch {
      // only the stop signal ends the wait
    }
    return undefined
  }

  /** A stop does not wait for a Redis that is away: what such a take may still bring is given back by the lock's end. */
  async #take (store: WorkerStore, woken: Promise<void>): Promise<TakenJob | undefined> {
    const stopped = Promise.withResolvers<TakenJob | undefined>()
    const onStop = (): void => { setTimeout(() => stopped.resolve(undefined), STOP_TAKE_MS).unref() }
    this.#stopping.signal.addEventListener('abort', onStop, { once: true })
    try {
      return await Promise.race([store.take(), stopped.promise])
    } catch (error) {
      this.#logger.debug('take failed', { error: String(error) })
      await idle(woken, this.#stopping.signal, RETRY_MS)
      return undefined
    } finally {
      this.#stopping.signal.removeEventListener('abort', onStop)
    }
  }

  async #run (job: TakenJob, store: WorkerStore, redis: Redis): Promise<void> {
    const { id } = job
    const startedAt = Date.now()
    const deadline = startedAt + job.data.timeoutMs
    using owned = ownedSignal({ parents: [this.#force.signal], deadline, what: `attempt ${job.attempt} of job ${id}` })
    const over = this.#jobs.begin({ id, token: job.token, startedAt, abort: owned.abort })
    try {
      const request = this.#admit(job)
      const end = await this.#work(job, redis, { ...runningJob(job, store), request, deadline, signal: owned.signal })
      await store.finish(job, end)
    } catch (error) {
      await this.#fail(job, store, SubnetesError.from(error))
    } finally {
      over()
    }
  }

  async #work (job: TakenJob, redis: Redis, running: RunningJob): Promise<{ returnvalue: string, response: Uint8Array | undefined }> {
    const { limits } = this.#init
    const bounds = { maxMessages: limits.maxOutputMessages, maxBytes: limits.maxOutputBytes, keepMs: limits.keepMs + job.data.timeoutMs }
    const outputs = await outputWriter(redis, this.#keys, job, bounds)
    const response = await runAttempt({ job: running, handler: this.#components.handler, write: outputs.write, maxResponseBytes: limits.maxOutputBytes })
    const returned: JobReturn = { attempt: job.attempt, messages: response === undefined ? outputs.count() : 1 }
    return { returnvalue: JSON.stringify(returned), response }
  }

  /** Refuses jobs that must not run: cancelled meanwhile, or started too often (each start ended with a dead worker). */
  #admit (job: TakenJob): Uint8Array {
    if (job.isCancelled) throw new SubnetesError('cancelled', 'cancelled by its submitter')
    if (job.stalled > this.#init.limits.maxStalledCount) {
      throw finalError('unavailable', `set aside as poison: its worker was lost ${job.stalled} times while it ran`)
    }
    if (job.request === undefined) throw finalError('data_loss', 'the request of the job is gone from Redis')
    return job.request
  }

  async #fail (job: TakenJob, store: WorkerStore, error: SubnetesError): Promise<void> {
    if (error.code === 'aborted' && LOST.test(error.message)) return // another worker has it; nothing may be written
    const final = !deservesRetry(error) || job.failed + 1 >= job.data.maxAttempts
    const reason = formatFailure(error)
    // What must not run again ends here: a plain failure of a job with attempts left would run it once more.
    if (final) await store.finish(job, { failedReason: reason })
    else await store.retry(job, reason)
    this.#logger.debug('job attempt failed', { jobId: job.id, attempt: job.attempt, code: error.code, final })
  }

  #cancel (id: string): void {
    this.#jobs.get(id)?.abort(new SubnetesError('cancelled', 'cancelled by its submitter'))
  }

  /** Keeps the locks of all jobs in hand; one whose lock is gone belongs to another worker by now and is stopped without a word. */
  async #renewLocks (worker: Worker<JobData, JobReturn>, store: WorkerStore): Promise<void> {
    const held = this.#jobs.active()
    if (held.length === 0) return
    try {
      const lost = await worker.extendJobLocks(held.map(({ id }) => id), held.map(({ token }) => token), this.#init.limits.lockDurationMs)
      for (const id of lost) this.#jobs.get(id)?.abort(new SubnetesError('aborted', `the lock of job ${id} was lost; it runs again elsewhere`, { retryable: false }))
      for (const id of await store.cancelled(held.map((holding) => holding.id))) this.#cancel(id)
    } catch (error) {
      this.#logger.debug('lock renewal failed', { error: String(error) })
    }
  }
}

/** How a lost lock is told. */
const LOST = /^the lock of job \S+ was lost/

/** Progress is stored at most this often. */
export const PROGRESS_INTERVAL_MS = 250

function runningJob (job: TakenJob, store: WorkerStore): Omit<RunningJob, 'request' | 'deadline' | 'signal'> {
  const { path, handle, peer, gatewayPeer, responseStream, traceparent } = job.data
  let told = 0
  return {
    id: job.id,
    method: { name: job.name, path, requestStream: false, responseStream },
    handle,
    peer,
    gatewayPeer,
    attempt: job.attempt,
    traceparent,
    progress: (fraction) => {
      const now = Date.now()
      if (now - told < PROGRESS_INTERVAL_MS) return
      told = now
      void store.progress(job.id, Math.max(0, Math.min(1, fraction))).catch(() => {}) // progress is a courtesy
    }
  }
}

async function idle (woken: Promise<void>, signal: AbortSignal, limitMs: number): Promise<void> {
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, limitMs)
  const done = (): void => resolve()
  signal.addEventListener('abort', done, { once: true })
  void woken.then(done)
  await promise
  clearTimeout(timer)
  signal.removeEventListener('abort', done)
}
