/** The submitting and collecting side of durable jobs: one BullMQ queue per protocol on the installation's Redis. */
import { SubnetesError, abortError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { FINAL_STATES } from '../job.ts'
import type { Job, JobCounts, JobEvent, JobLimits, JobPosition, JobQueue, JobState, JobSubmission } from '../job.ts'
import { jobId, payloadHash } from '../job-id.ts'
import { checkRedis, connectRedis, redisError, redisReady } from './connection.ts'
import { RESERVE_SCRIPT, TAGS_PER_PRIORITY, bullPriority } from './fair-share.ts'
import { failureError, jobData, toJob } from './job-record.ts'
import type { JobData, JobReturn, QueuedJob } from './job-record.ts'
import { QUEUE_NAME, jobKeys } from './keys.ts'
import type { JobKeys } from './keys.ts'
import { readOutputs } from './outputs.ts'
import { Wakes } from './wakes.ts'

/** A start waits so long for Redis; later outages are survived. */
export const CONNECT_TIMEOUT_MS = 10_000
/** How long {@link JobQueue.cancel} waits for a running job to end. */
export const CANCEL_WAIT_MS = 10_000
/** Finished jobs past their time are removed this often. */
export const SWEEP_INTERVAL_MS = 60_000
/** A peer's list holds so many jobs; older ones can still be asked for by id. */
export const MAX_LISTED_JOBS = 10_000

/** Options of {@link bullmqJobQueue}. */
export interface BullmqJobQueueInit {
  url: string
  namespace: string
  protocol: string
  limits: JobLimits
}

/** Makes the job queue of one protocol. `start` checks the server: see `checkRedis`. */
export function bullmqJobQueue (init: BullmqJobQueueInit): (components: { logger: Logger }) => JobQueue {
  return ({ logger }) => new BullmqJobQueue(init, logger.child({ component: 'bullmq-job-queue', protocol: init.protocol }))
}

type ReserveAnswer = ['new' | 'known' | 'gone' | 'full', string]

class BullmqJobQueue implements JobQueue {
  readonly #init: BullmqJobQueueInit
  readonly #keys: JobKeys
  readonly #logger: Logger
  #open: OpenQueue | undefined

  constructor (init: BullmqJobQueueInit, logger: Logger) {
    this.#init = init
    this.#keys = jobKeys(init.namespace, init.protocol)
    this.#logger = logger
  }

  async start (): Promise<void> {
    if (this.#open !== undefined) return
    const redis = connectRedis({ url: this.#init.url, role: 'gateway', logger: this.#logger })
    const subscriber = connectRedis({ url: this.#init.url, role: 'subscriber', logger: this.#logger })
    try {
      await redisReady(redis, CONNECT_TIMEOUT_MS)
      await checkRedis(redis)
      const wakes = new Wakes(subscriber)
      await wakes.subscribe(this.#keys.wake)
      const queue = new Queue<JobData, JobReturn>(QUEUE_NAME, { connection: redis, prefix: this.#keys.prefix, skipVersionCheck: true })
      queue.on('error', (error) => this.#logger.debug('queue error', { error: error.message }))
      const sweeper = setInterval(() => { void this.#sweep() }, SWEEP_INTERVAL_MS)
      sweeper.unref()
      this.#open = { redis, subscriber, queue, wakes, sweeper }
    } catch (error) {
      redis.disconnect()
      subscriber.disconnect()
      throw error
    }
  }

  async stop (): Promise<void> {
    const open = this.#open
    this.#open = undefined
    if (open === undefined) return
    clearInterval(open.sweeper)
    await open.queue.close().catch(() => {}) // a queue whose Redis is away cannot say goodbye
    open.redis.disconnect()
    open.subscriber.disconnect()
  }

  async submit (submission: JobSubmission): Promise<Job> {
    const { limits } = this.#init
    if (submission.request.byteLength > limits.maxRequestBytes) {
      throw new SubnetesError('invalid_argument', `the request has ${submission.request.byteLength} bytes; a job of "${this.#init.protocol}" takes ${limits.maxRequestBytes} at most`)
    }
    const id = jobId({ ...submission, protocol: this.#init.protocol })
    const hash = payloadHash(submission.request)
    return await this.#guard(`submitting job ${id}`, async () => {
      const [answer, value] = await this.#reserve(id, submission)
      if (answer === 'full') throw fullError(`peer ${submission.peer} has ${value} jobs waiting, its limit`)
      if (answer === 'gone') return samePayload(JSON.parse(value) as GoneRecord, hash).job
      if (answer === 'new') await this.#add(id, submission, { hash, tag: Number(value) })
      return await this.#stored(id, submission, hash)
    })
  }

  async #reserve (id: string, submission: JobSubmission): Promise<ReserveAnswer> {
    const { redis, queue } = this.#opened()
    const { limits } = this.#init
    const counts = await queue.getJobCounts('waiting', 'prioritized', 'delayed')
    const waiting = Object.values(counts).reduce((sum, count) => sum + count, 0)
    if (waiting >= limits.maxWaiting) throw fullError(`protocol "${this.#init.protocol}" has ${waiting} jobs waiting, its limit`)
    const keys = this.#keys
    const scriptKeys = [keys.waiting(submission.peer), keys.jobsOf(submission.peer), keys.served, keys.job(id), keys.gone(id)]
    const scriptArgs = [id, submission.priority, limits.maxWaitingPerPeer, Date.now(), waiting, TAGS_PER_PRIORITY]
    return await redis.eval(RESERVE_SCRIPT, scriptKeys.length, ...scriptKeys, ...scriptArgs) as ReserveAnswer
  }

  async #add (id: string, submission: JobSubmission, place: { hash: string, tag: number }): Promise<void> {
    const { redis, queue } = this.#opened()
    const { limits } = this.#init
    const keys = this.#keys
    try {
      await redis.set(keys.request(id), Buffer.from(submission.request))
      await queue.add(submission.method.name, jobData(submission, place.hash), {
        jobId: id,
        priority: bullPriority(submission.priority, place.tag),
        delay: submission.delayMs,
        attempts: submission.maxAttempts,
        backoff: { type: 'exponential', delay: limits.backoffMs },
        removeOnComplete: { age: Math.ceil(limits.keepMs / 1000) },
        removeOnFail: { age: Math.ceil(limits.keepMs / 1000) },
        stackTraceLimit: 0
      })
      await redis.publish(keys.work, 'new')
    } catch (error) {
      // The job may have been stored although the answer was lost: only what is certain to be absent is taken back.
      if (error instanceof Error && /\bOOM\b/.test(error.message)) {
        await redis.pipeline().zrem(keys.waiting(submission.peer), id).zrem(keys.jobsOf(submission.peer), id).del(keys.request(id)).exec()
      }
      throw error
    }
  }

  /** The job as Redis keeps it: `add` with a known id answers with the new data although the old stays, so what is stored is read back. */
  async #stored (id: string, submission: JobSubmission, hash: string): Promise<Job> {
    const stored = await this.#read(id)
    if (stored === undefined) {
      // Another submit with the same key holds the place but its job is not there yet, or never came: take it over.
      await this.#add(id, submission, { hash, tag: 1 })
      return await this.#stored(id, submission, hash)
    }
    samePayload({ payloadHash: stored.bull.data.payloadHash, job: stored.job }, hash)
    return stored.job
  }

  async get (id: string, peer: string): Promise<Job> {
    return await this.#guard(`reading job ${id}`, async () => (await this.#owned(id, peer)).job)
  }

  async result (id: string, peer: string, options: { signal: AbortSignal }): Promise<{ job: Job, messages: Uint8Array[] }> {
    const { wakes } = this.#opened()
    const listener = wakes.listen(id)
    try {
      while (true) {
        const found = await this.#guard(`reading job ${id}`, async () => await this.#owned(id, peer))
        if (FINAL_STATES.has(found.job.state)) return await this.#resultOf(found)
        await listener.next(options)
        if (options.signal.aborted) throw abortError(options.signal)
      }
    } finally {
      listener.close()
    }
  }

  async #resultOf ({ job, bull }: Found): Promise<{ job: Job, messages: Uint8Array[] }> {
    if (job.state !== 'succeeded' || bull === undefined) throw failureError(job)
    const { attempt, messages: count, response } = bull.returnvalue
    if (response !== undefined) return { job, messages: [Buffer.from(response, 'base64')] }
    const messages: Uint8Array[] = []
    const start = attempt === 1 ? { attempt: 0, sequence: 0 } : { attempt, sequence: 0 }
    for await (const event of readOutputs(this.#opened().redis, this.#keys.outputs(job.id), start)) {
      if (event.type === 'output' && event.position.attempt === attempt) messages.push(event.message)
    }
    if (messages.length < count) {
      throw new SubnetesError('out_of_range', `job ${job.id} gave ${count} messages, of which ${messages.length} are still kept; watch long outputs while they are made`)
    }
    return { job, messages: messages.slice(0, count) }
  }

  async * watch (id: string, peer: string, options: { after: JobPosition, signal: AbortSignal }): AsyncGenerator<JobEvent> {
    const listener = this.#opened().wakes.listen(id)
    let position = options.after
    let told = ''
    try {
      while (!options.signal.aborted) {
        // State first, then outputs: when the state is final, every output is already there.
        const found = await this.#guard(`watching job ${id}`, async () => await this.#owned(id, peer))
        for await (const event of this.#newOutputs(found, position)) {
          position = event.position
          yield event
        }
        const state = JSON.stringify([found.job.state, found.job.progress, found.job.attempt])
        if (state !== told) yield { type: 'job', position, job: found.job }
        told = state
        if (FINAL_STATES.has(found.job.state)) return
        await listener.next(options)
      }
      throw abortError(options.signal)
    } finally {
      listener.close()
    }
  }

  async * #newOutputs ({ job, bull }: Found, position: JobPosition): AsyncGenerator<JobEvent> {
    const response = job.state === 'succeeded' ? bull?.returnvalue.response : undefined
    if (response === undefined) {
      try {
        yield * readOutputs(this.#opened().redis, this.#keys.outputs(job.id), position)
      } catch (error) {
        throw redisError(error, `watching job ${job.id}`)
      }
    } else if (position.sequence === 0 || position.attempt < job.attempt) {
      yield { type: 'output', position: { attempt: job.attempt, sequence: 1 }, message: Buffer.from(response, 'base64') }
    }
  }

  async cancel (id: string, peer: string): Promise<Job> {
    const { redis, wakes } = this.#opened()
    const keys = this.#keys
    return await this.#guard(`cancelling job ${id}`, async () => {
      const found = await this.#owned(id, peer)
      if (FINAL_STATES.has(found.job.state) || found.bull === undefined) return found.job
      await redis.set(keys.cancel(id), '1', 'PX', this.#init.limits.keepMs)
      if (found.job.state !== 'active' && await this.#removeWaiting(found.bull, found.job)) return (await this.#owned(id, peer)).job
      await redis.publish(keys.work, id)
      const listener = wakes.listen(id)
      try {
        return await this.#whenFinal(id, peer, listener)
      } finally {
        listener.close()
      }
    })
  }

  /** Takes a job that has not started out of the queue, leaving a record. False when a worker has it by now. */
  async #removeWaiting (bull: QueuedJob, job: Job): Promise<boolean> {
    const { redis, wakes } = this.#opened()
    const keys = this.#keys
    const record: GoneRecord = {
      payloadHash: bull.data.payloadHash,
      job: { ...job, state: 'cancelled', finishedAt: Date.now(), expiresAt: Date.now() + this.#init.limits.keepMs, error: { code: 'cancelled', message: 'cancelled before it started' } }
    }
    await redis.set(keys.gone(job.id), JSON.stringify(record), 'PX', this.#init.limits.keepMs)
    try {
      await bull.remove()
    } catch {
      await redis.del(keys.gone(job.id)) // a worker holds its lock
      return false
    }
    await redis.pipeline().zrem(keys.waiting(job.peer), job.id).del(keys.request(job.id), keys.cancel(job.id)).publish(keys.wake, job.id).exec()
    wakes.wake(job.id)
    return true
  }

  async #whenFinal (id: string, peer: string, listener: ReturnType<Wakes['listen']>): Promise<Job> {
    const signal = AbortSignal.timeout(CANCEL_WAIT_MS)
    while (!signal.aborted) {
      const { job } = await this.#owned(id, peer)
      if (FINAL_STATES.has(job.state)) return job
      await listener.next({ signal, pollMs: 500 })
    }
    throw new SubnetesError('unavailable', `job ${id} is asked to stop but its worker has not ended it within ${CANCEL_WAIT_MS} ms; it ends when the worker does, look again`)
  }

  async list (peer: string, options: { limit: number, pageToken: string, states: readonly JobState[] }): Promise<{ jobs: Job[], nextPageToken: string }> {
    return await this.#guard('listing jobs', async () => {
      const { redis } = this.#opened()
      const wanted = new Set(options.states)
      const jobs: Job[] = []
      let offset = pageOffset(options.pageToken)
      while (jobs.length < options.limit) {
        const ids = await redis.zrevrange(this.#keys.jobsOf(peer), offset, offset + options.limit - 1)
        for (const found of await Promise.all(ids.map(async (id) => await this.#find(id)))) {
          if (jobs.length === options.limit) return { jobs, nextPageToken: String(offset) }
          offset += 1
          if (found !== undefined && (wanted.size === 0 || wanted.has(found.job.state))) jobs.push(found.job)
        }
        if (ids.length < options.limit) return { jobs, nextPageToken: '' }
      }
      return { jobs, nextPageToken: String(offset) }
    })
  }

  async counts (): Promise<JobCounts> {
    return await this.#guard('counting jobs', async () => {
      const counts = await this.#opened().queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'failed', 'completed')
      return {
        waiting: (counts['waiting'] ?? 0) + (counts['prioritized'] ?? 0),
        delayed: counts['delayed'] ?? 0,
        active: counts['active'] ?? 0,
        failed: counts['failed'] ?? 0,
        succeeded: counts['completed'] ?? 0
      }
    })
  }

  async #owned (id: string, peer: string): Promise<Found> {
    const found = await this.#find(id)
    if (found === undefined || found.job.peer !== peer) throw new SubnetesError('not_found', `no job ${id} of yours; it may have expired, or another peer submitted it`)
    return found
  }

  async #find (id: string): Promise<Found | undefined> {
    const stored = await this.#read(id)
    if (stored !== undefined) return stored
    const gone = await this.#opened().redis.get(this.#keys.gone(id))
    return gone === null ? undefined : { job: (JSON.parse(gone) as GoneRecord).job }
  }

  async #read (id: string): Promise<{ job: Job, bull: QueuedJob } | undefined> {
    const { queue, redis } = this.#opened()
    const [bull, state, last] = await Promise.all([
      queue.getJob(id) as Promise<QueuedJob | undefined>,
      queue.getJobState(id),
      redis.xrevrange(this.#keys.outputs(id), '+', '-', 'COUNT', 1)
    ])
    if (bull === undefined) return undefined
    const outputs = Number(last[0]?.[0].split('-')[1] ?? 0)
    return { bull, job: toJob(bull, state, outputs, this.#init.limits.keepMs) }
  }

  /** Removes what is past its time; BullMQ itself looks only when another job ends. */
  async #sweep (): Promise<void> {
    const open = this.#open
    if (open === undefined) return
    const { keepMs } = this.#init.limits
    try {
      for (const state of ['completed', 'failed'] as const) await open.queue.clean(keepMs, 1_000, state)
    } catch (error) {
      this.#logger.debug('sweep postponed', { error: String(error) })
    }
  }

  #opened (): OpenQueue {
    if (this.#open === undefined) throw new SubnetesError('unavailable', `the job queue of "${this.#init.protocol}" is stopped`)
    return this.#open
  }

  async #guard<T> (attempted: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action()
    } catch (error) {
      throw redisError(error, attempted)
    }
  }
}

interface OpenQueue { readonly redis: Redis, readonly subscriber: Redis, readonly queue: Queue<JobData, JobReturn>, readonly wakes: Wakes, readonly sweeper: NodeJS.Timeout }
interface Found { readonly job: Job, readonly bull?: QueuedJob }
interface GoneRecord { readonly payloadHash: string, readonly job: Job }

function samePayload<T extends { payloadHash: string }> (record: T, hash: string): T {
  if (record.payloadHash === hash) return record
  throw new SubnetesError('already_exists', 'another payload was submitted under this idempotency key; use a new key for new work')
}

function fullError (what: string): SubnetesError {
  return new SubnetesError('resource_exhausted', `${what}; wait for some to finish, or cancel some`, { retryable: true })
}

function pageOffset (token: string): number {
  if (token === '') return 0
  if (!/^\d{1,9}$/.test(token)) throw new SubnetesError('invalid_argument', `page token ${JSON.stringify(token.slice(0, 40))} is none of ours; use the one of the last answer`)
  return Number(token)
}
