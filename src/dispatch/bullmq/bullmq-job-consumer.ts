/**
 * The running side of durable jobs, in a worker's runner.
 *
 * BullMQ's Worker is used for its queue operations only; the loop is ours, because slots are shared with interactive calls: a job is fetched only with a slot in hand.
 * A fetch never blocks; a notice from the gateway or a poll (which also promotes delayed jobs) says when to try.
 */
import { randomUUID } from 'node:crypto'
import { SubnetesError, ownedSignal } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { UnrecoverableError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { deservesRetry, finalError, runAttempt } from '../attempt.ts'
import type { JobConsumer, JobHandler, JobLimits, JobSlots, RunningJob } from '../job.ts'
import { CONNECT_TIMEOUT_MS } from './bullmq-job-queue.ts'
import { checkRedis, connectRedis, redisReady } from './connection.ts'
import { STARTED_SCRIPT, priorityOf, tagOf } from './fair-share.ts'
import { formatFailure } from './job-record.ts'
import type { JobData, JobReturn, QueuedJob } from './job-record.ts'
import { QUEUE_NAME, jobKeys } from './keys.ts'
import type { JobKeys } from './keys.ts'
import { outputWriter } from './outputs.ts'

/** An idle worker looks so often; new jobs are announced, so this only promotes delayed ones and finds what a lost notice hid. */
export const IDLE_POLL_MS = 1_000
/** Wait after a failed fetch (Redis away). */
export const RETRY_MS = 500

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
interface Holding { readonly id: string, readonly token: string, readonly startedAt: number, readonly abort: (reason: SubnetesError) => void }

class BullmqJobConsumer implements JobConsumer {
  readonly #init: BullmqJobConsumerInit
  readonly #components: JobConsumerComponents
  readonly #logger: Logger
  readonly #keys: JobKeys
  readonly #holding = new Map<string, Holding>()
  readonly #running = new Set<Promise<void>>()
  readonly #stopping = new AbortController()
  readonly #force = new AbortController()
  #counters = { started: 0, finished: 0, finishedSeconds: 0 }
  #paused = false
  #wake = Promise.withResolvers<void>()
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
      subscriber.on('message', (_channel: string, message: string) => { message === 'new' ? this.#wake.resolve() : this.#cancel(message) })
      await subscriber.subscribe(this.#keys.work)
    } catch (error) {
      redis.disconnect()
      subscriber.disconnect()
      throw error
    }
    const worker = this.#makeWorker(redis)
    await worker.waitUntilReady()
    await worker.startStalledCheckTimer()
    const renewal = setInterval(() => { void this.#renewLocks(worker) }, this.#init.limits.lockDurationMs / 4)
    this.#open = { redis, subscriber, worker, renewal, loop: this.#loop(worker, redis) }
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
    this.#wake.resolve()
    await open.loop
    await Promise.all(this.#running)
    clearInterval(open.renewal)
    await open.worker.close(true).catch(() => {}) // its Redis may be away
    open.redis.disconnect()
    open.subscriber.disconnect()
  }

  pause (): void { this.#paused = true }

  resume (): void {
    this.#paused = false
    this.#wake.resolve()
  }

  readonly active = (): readonly { id: string, startedAt: number }[] => [...this.#holding.values()]
  readonly counters = (): { started: number, finished: number, finishedSeconds: number } => ({ ...this.#counters })

  /** Slot, then job, then run; nothing to fetch: give the slot back and wait for a notice. */
  async #loop (worker: Worker<JobData, JobReturn>, redis: Redis): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      this.#wake = Promise.withResolvers<void>()
      const release = await this.#slot(signal)
      if (release === undefined) continue
      const fetched = await this.#fetch(worker)
      if (fetched === undefined) {
        release()
        await idle(this.#wake.promise, signal, IDLE_POLL_MS)
        continue
      }
      const run = this.#run(fetched, redis).catch((error: unknown) => this.#logger.warn('job attempt lost', { jobId: fetched.id, error: String(error) })).finally(release)
      this.#running.add(run)
      void run.finally(() => this.#running.delete(run))
    }
  }

  async #slot (signal: AbortSignal): Promise<(() => void) | undefined> {
    if (this.#paused) {
      await idle(this.#wake.promise, signal, IDLE_POLL_MS)
      return undefined
    }
    try {
      const release = await this.#components.slots.acquire({ signal })
      if (!this.#paused) return release
      release()
    } catch {
      // only the stop signal ends the wait
    }
    return undefined
  }

  async #fetch (worker: Worker<JobData, JobReturn>): Promise<(QueuedJob & { token: string }) | undefined> {
    const token = randomUUID()
    try {
      const job = await worker.getNextJob(token, { block: false }) as QueuedJob | undefined
      return job === undefined ? undefined : Object.assign(job, { token })
    } catch (error) {
      this.#logger.debug('fetch failed', { error: String(error) })
      await idle(this.#wake.promise, this.#stopping.signal, RETRY_MS)
      return undefined
    }
  }

  async #run (job: QueuedJob & { token: string }, redis: Redis): Promise<void> {
    const id = job.id ?? ''
    const { limits } = this.#init
    const startedAt = Date.now()
    const deadline = startedAt + job.data.timeoutMs
    using owned = ownedSignal({ parents: [this.#force.signal], deadline, what: `attempt ${job.attemptsStarted} of job ${id}` })
    this.#holding.set(id, { id, token: job.token, startedAt, abort: owned.abort })
    this.#counters.started += 1
    try {
      const request = await this.#begin(job, redis)
      const outputs = await outputWriter(redis, this.#keys, { id, attempt: job.attemptsStarted }, {
        maxMessages: limits.maxOutputMessages, maxBytes: limits.maxOutputBytes, keepMs: limits.keepMs + job.data.timeoutMs
      })
      const response = await runAttempt({
        job: runningJob(job, { request, deadline, signal: owned.signal }, () => redis.publish(this.#keys.wake, id)),
        handler: this.#components.handler,
        write: outputs.write,
        maxResponseBytes: limits.maxOutputBytes
      })
      const result = { attempt: job.attemptsStarted, ...(response === undefined ? { messages: outputs.count() } : { messages: 1, response: Buffer.from(response).toString('base64') }) }
      await job.moveToCompleted(result, job.token, false)
      await this.#ended(job, redis)
    } catch (error) {
      await this.#fail(job, redis, SubnetesError.from(error))
    } finally {
      this.#holding.delete(id)
      this.#counters.finished += 1
      this.#counters.finishedSeconds += (Date.now() - startedAt) / 1000
    }
  }

  /** Notes the start, and refuses jobs that must not run: cancelled meanwhile, or started too often (each start ended with a dead worker). */
  async #begin (job: QueuedJob, redis: Redis): Promise<Uint8Array> {
    const id = job.id ?? ''
    const keys = this.#keys
    const [request, cancelled] = await Promise.all([
      redis.getBuffer(keys.request(id)),
      redis.exists(keys.cancel(id)),
      redis.eval(STARTED_SCRIPT, 2, keys.waiting(job.data.peer), keys.served, id, priorityOf(job.priority), tagOf(job.priority)),
      redis.publish(keys.wake, id)
    ])
    if (cancelled === 1) throw new SubnetesError('cancelled', 'cancelled by its submitter')
    if (job.stalledCounter > this.#init.limits.maxStalledCount) {
      throw finalError('unavailable', `set aside as poison: its worker was lost ${job.stalledCounter} times while it ran`)
    }
    if (request === null) throw finalError('data_loss', 'the request of the job is gone from Redis')
    return request
  }

  async #ended (job: QueuedJob, redis: Redis): Promise<void> {
    const id = job.id ?? ''
    const { keepMs } = this.#init.limits
    await redis.pipeline().pexpire(this.#keys.request(id), keepMs).pexpire(this.#keys.outputs(id), keepMs).del(this.#keys.cancel(id)).publish(this.#keys.wake, id).exec()
  }

  async #fail (job: QueuedJob & { token: string }, redis: Redis, error: SubnetesError): Promise<void> {
    const id = job.id ?? ''
    if (error.code === 'aborted' && error.message.startsWith(LOST)) return // another worker has it; nothing may be written
    const final = !deservesRetry(error) || job.attemptsMade + 1 >= job.data.maxAttempts
    const reason = formatFailure(error)
    // cancelJob or a plain failure would run a job with attempts left once more; what must not run again ends as unrecoverable.
    await job.moveToFailed(final ? new UnrecoverableError(reason) : new Error(reason), job.token, false)
    if (final) await this.#ended(job, redis)
    else await redis.publish(this.#keys.wake, id)
    this.#logger.debug('job attempt failed', { jobId: id, attempt: job.attemptsStarted, code: error.code, final })
  }

  #cancel (id: string): void {
    this.#holding.get(id)?.abort(new SubnetesError('cancelled', 'cancelled by its submitter'))
  }

  /** Keeps the locks of all jobs in hand; one whose lock is gone belongs to another worker by now and is stopped without a word. */
  async #renewLocks (worker: Worker<JobData, JobReturn>): Promise<void> {
    const held = [...this.#holding.values()]
    if (held.length === 0) return
    try {
      const lost = await worker.extendJobLocks(held.map(({ id }) => id), held.map(({ token }) => token), this.#init.limits.lockDurationMs)
      for (const id of lost) this.#holding.get(id)?.abort(new SubnetesError('aborted', `${LOST}; it runs again elsewhere`, { retryable: false }))
    } catch (error) {
      this.#logger.debug('lock renewal failed', { error: String(error) })
    }
  }
}

const LOST = 'the lock of the job was lost'

/** Progress is stored at most this often. */
export const PROGRESS_INTERVAL_MS = 250

function runningJob (job: QueuedJob, given: { request: Uint8Array, deadline: number, signal: AbortSignal }, tell: () => Promise<unknown>): RunningJob {
  const { path, handle, peer, gatewayPeer, responseStream, traceparent } = job.data
  let told = 0
  return {
    ...given,
    id: job.id ?? '',
    method: { name: job.name, path, requestStream: false, responseStream },
    handle,
    peer,
    gatewayPeer,
    attempt: job.attemptsStarted,
    traceparent,
    progress: (fraction) => {
      const now = Date.now()
      if (now - told < PROGRESS_INTERVAL_MS) return
      told = now
      void job.updateProgress(Math.max(0, Math.min(1, fraction))).then(tell).catch(() => {}) // progress is a courtesy
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
