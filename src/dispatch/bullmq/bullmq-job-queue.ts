/** The submitting and collecting side of durable jobs: one BullMQ queue per protocol on the installation's Redis. */
import { SubnetesError, abortError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { FINAL_STATES } from '../job.ts'
import type { Job, JobCounts, JobEvent, JobLimits, JobPosition, JobQueue, JobState, JobSubmission } from '../job.ts'
import { checkRedis, connectRedis, redisError, redisReady } from './connection.ts'
import { ExpectedResults } from './expected-results.ts'
import { GatewayStore } from './gateway-store.ts'
import type { Found } from './gateway-store.ts'
import { removeWaiting } from './gone.ts'
import { failureError } from './job-record.ts'
import { QUEUE_NAME, jobKeys } from './keys.ts'
import type { JobKeys } from './keys.ts'
import { readOutputs } from './outputs.ts'
import { Wakes } from './wakes.ts'
import type { WakeListener } from './wakes.ts'

/** A start waits so long for Redis; later outages are survived. */
export const CONNECT_TIMEOUT_MS = 10_000
/** How long {@link JobQueue.cancel} waits for a running job to end. */
export const CANCEL_WAIT_MS = 10_000
/** How often it asks the worker again: a notice is lost when Redis or the worker's connection restarts. */
const CANCEL_AGAIN_MS = 500
/** Finished jobs past their time are removed this often. */
export const SWEEP_INTERVAL_MS = 60_000

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
    // ioredis copies the scripts of a connection into every pipeline on it, and BullMQ brings a hundred: they stay off the connection of the calls.
    const maintenance = connectRedis({ url: this.#init.url, role: 'gateway', logger: this.#logger })
    try {
      await Promise.all([redisReady(redis, CONNECT_TIMEOUT_MS), redisReady(maintenance, CONNECT_TIMEOUT_MS)])
      await checkRedis(redis)
      const wakes = new Wakes(subscriber, this.#keys)
      await wakes.subscribe()
      const queue = new Queue(QUEUE_NAME, { connection: maintenance, prefix: this.#keys.prefix, skipVersionCheck: true })
      queue.on('error', (error) => this.#logger.debug('queue error', { error: error.message }))
      const sweeper = setInterval(() => { void this.#sweep() }, SWEEP_INTERVAL_MS)
      sweeper.unref()
      const store = new GatewayStore({ redis, keys: this.#keys, protocol: this.#init.protocol, limits: this.#init.limits })
      this.#open = { redis, subscriber, maintenance, queue, wakes, sweeper, store, expected: new ExpectedResults() }
    } catch (error) {
      for (const connection of [redis, subscriber, maintenance]) connection.disconnect()
      throw error
    }
  }

  async stop (): Promise<void> {
    const open = this.#open
    this.#open = undefined
    if (open === undefined) return
    clearInterval(open.sweeper)
    await open.queue.close().catch(() => {}) // a queue whose Redis is away cannot say goodbye
    for (const connection of [open.redis, open.subscriber, open.maintenance]) connection.disconnect()
  }

  async submit (submission: JobSubmission): Promise<Job> {
    const { limits, protocol } = this.#init
    if (submission.request.byteLength > limits.maxRequestBytes) {
      throw new SubnetesError('invalid_argument', `the request has ${submission.request.byteLength} bytes; a job of "${protocol}" takes ${limits.maxRequestBytes} at most`)
    }
    const { store, wakes, expected } = this.#opened()
    const id = store.idOf(submission)
    const listener = wakes.listen(id, { onlyEnd: true })
    let isExpected = false
    try {
      const { job, isNew } = await this.#guard(`submitting to "${protocol}"`, async () => await store.submit(id, submission))
      isExpected = isNew && submission.delayMs === 0
      if (isExpected) expected.add(id, submission.peer, listener)
      return job
    } finally {
      if (!isExpected) listener.close()
    }
  }

  async get (id: string, peer: string): Promise<Job> {
    return (await this.#owned(id, peer)).job
  }

  async result (id: string, peer: string, options: { signal: AbortSignal }): Promise<{ job: Job, messages: Uint8Array[] }> {
    const { wakes, expected, store } = this.#opened()
    const known = expected.take(id, peer)
    const listener = known ?? wakes.listen(id, { onlyEnd: true })
    try {
      let notice = await known?.next(options)
      while (true) {
        const told = notice === undefined ? undefined : store.told(notice)
        const found = told?.job.peer === peer ? told : await this.#owned(id, peer, { withResponse: true })
        if (FINAL_STATES.has(found.job.state)) return { job: found.job, messages: await this.#guard(`reading job ${id}`, async () => await this.#messagesOf(found)) }
        notice = await listener.next(options)
        if (options.signal.aborted) throw abortError(options.signal)
      }
    } finally {
      listener.close()
    }
  }

  async #messagesOf ({ job, bull, response }: Found): Promise<Uint8Array[]> {
    if (job.state !== 'succeeded' || bull?.returnvalue === undefined) throw failureError(job)
    if (response !== undefined) return [response]
    const { attempt, messages: count } = bull.returnvalue
    const messages: Uint8Array[] = []
    const start = attempt === 1 ? { attempt: 0, sequence: 0 } : { attempt, sequence: 0 }
    for await (const event of readOutputs(this.#opened().redis, this.#keys.outputs(job.id), start)) {
      if (event.type === 'output' && event.position.attempt === attempt) messages.push(event.message)
    }
    if (messages.length < count) {
      throw new SubnetesError('out_of_range', `job ${job.id} gave ${count} messages, of which ${messages.length} are still kept; watch long outputs while they are made`)
    }
    return messages.slice(0, count)
  }

  async * watch (id: string, peer: string, options: { after: JobPosition, signal: AbortSignal }): AsyncGenerator<JobEvent> {
    const { wakes } = this.#opened()
    await this.#guard(`watching job ${id}`, async () => await wakes.subscribeChanges())
    const listener = wakes.listen(id)
    let position = options.after
    let told = ''
    try {
      while (!options.signal.aborted) {
        // State first, then outputs: when the state is final, every output is already there.
        const found = await this.#owned(id, peer, { withResponse: true })
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

  async * #newOutputs ({ job, response }: Found, position: JobPosition): AsyncGenerator<JobEvent> {
    if (response === undefined) {
      try {
        yield * readOutputs(this.#opened().redis, this.#keys.outputs(job.id), position)
      } catch (error) {
        throw redisError(error, `watching job ${job.id}`)
      }
    } else if (position.sequence === 0 || position.attempt < job.attempt) {
      yield { type: 'output', position: { attempt: job.attempt, sequence: 1 }, message: response }
    }
  }

  async cancel (id: string, peer: string): Promise<Job> {
    const { redis, wakes } = this.#opened()
    const { keepMs } = this.#init.limits
    const listener = wakes.listen(id, { onlyEnd: true })
    try {
      const found = await this.#owned(id, peer)
      const { job, bull } = found
      if (FINAL_STATES.has(job.state) || bull === undefined) return job
      return await this.#guard(`cancelling job ${id}`, async () => {
        // Noted first: a worker that takes the job from here on sees it.
        await redis.set(this.#keys.cancel(id), '1', 'PX', keepMs)
        await removeWaiting(redis, this.#keys, { bull, job, keepMs, words: 'cancelled before it started' })
        return await this.#whenFinal(id, peer, listener)
      })
    } finally {
      listener.close()
    }
  }

  async #whenFinal (id: string, peer: string, listener: WakeListener): Promise<Job> {
    const signal = AbortSignal.timeout(CANCEL_WAIT_MS)
    while (!signal.aborted) {
      const { job } = await this.#owned(id, peer)
      if (FINAL_STATES.has(job.state)) return job
      await this.#opened().redis.publish(this.#keys.work, id)
      await listener.next({ signal, pollMs: CANCEL_AGAIN_MS })
    }
    throw new SubnetesError('unavailable', `job ${id} is asked to stop but its worker has not ended it within ${CANCEL_WAIT_MS} ms; it ends when the worker does, look again`)
  }

  async list (peer: string, options: { limit: number, pageToken: string, states: readonly JobState[] }): Promise<{ jobs: Job[], nextPageToken: string }> {
    return await this.#guard('listing jobs', async () => {
      const { store } = this.#opened()
      const wanted = new Set(options.states)
      const jobs: Job[] = []
      let offset = pageOffset(options.pageToken)
      while (jobs.length < options.limit) {
        const ids = await store.listed(peer, { offset, count: options.limit })
        for (const found of await Promise.all(ids.map(async (id) => await store.find(id)))) {
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
    return await this.#guard('counting jobs', async () => await this.#opened().store.counts())
  }

  async #owned (id: string, peer: string, options: { withResponse?: boolean } = {}): Promise<Found> {
    const found = await this.#guard(`reading job ${id}`, async () => await this.#opened().store.find(id, options))
    if (found === undefined || found.job.peer !== peer) throw new SubnetesError('not_found', `no job ${id} of yours; it may have expired, or another peer submitted it`)
    return found
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

interface OpenQueue {
  readonly redis: Redis
  readonly subscriber: Redis
  /** For the queue, which is swept. */
  readonly maintenance: Redis
  readonly queue: Queue
  readonly wakes: Wakes
  readonly sweeper: NodeJS.Timeout
  readonly store: GatewayStore
  readonly expected: ExpectedResults
}

function pageOffset (token: string): number {
  if (token === '') return 0
  if (!/^\d{1,9}$/.test(token)) throw new SubnetesError('invalid_argument', `page token ${JSON.stringify(token.slice(0, 40))} is none of ours; use the one of the last answer`)
  return Number(token)
}
