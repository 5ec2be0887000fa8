/** What an operator may do with a protocol's queue: look, pause, resume, drain, and run a failed job again. */
import { SubnetesError, silentLogger } from '@subnetes/common'
import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Job, JobCounts } from '../job.ts'
import { CONNECT_TIMEOUT_MS } from './bullmq-job-queue.ts'
import { connectRedis, redisError, redisReady } from './connection.ts'
import { bareNotice } from './ended-notice.ts'
import { removeWaiting } from './gone.ts'
import { toJob } from './job-record.ts'
import type { JobData, JobReturn, QueuedJob } from './job-record.ts'
import { QUEUE_NAME, jobKeys, queuePrefix } from './keys.ts'
import type { JobKeys } from './keys.ts'

/** Jobs taken out at once by a drain. */
const DRAIN_BATCH = 500
/** Records of drained jobs stay at least so long. */
const MIN_KEEP_MS = 60_000
/** States in which a job has not started. */
const WAITING_STATES = ['prioritized', 'waiting', 'delayed'] as const

/** Which queue. */
export interface QueueAdminInit {
  /** With rights on the protocol's keys. */
  url: string
  namespace: string
  protocol: string
}

/** How a queue stands. */
export interface QueueStats extends JobCounts {
  readonly protocol: string
  readonly namespace: string
  readonly isPaused: boolean
  /** How long the job that is next in line has waited; 0 when none waits. */
  readonly nextWaitedMs: number
  /** Bytes that Redis holds for everything, and its limit (0: none). */
  readonly usedBytes: number
  readonly maxBytes: number
}

/** A queue under administration. Close it. */
export interface QueueAdmin {
  stats: () => Promise<QueueStats>
  /** Workers take no job any more; those that run go on, and submits are still taken. */
  pause: () => Promise<void>
  resume: () => Promise<void>
  /** Cancels every job that has not started; its submitter finds it cancelled. @returns how many */
  drain: () => Promise<number>
  /**
   * Gives a failed or cancelled job a full set of attempts again, in its old place in the order.
   *
   * @throws {SubnetesError} `not_found`, `failed_precondition` when it has not failed or its request is no longer kept
   */
  retry: (id: string) => Promise<Job>
  close: () => Promise<void>
}

/**
 * Connects to a protocol's queue.
 *
 * @throws {SubnetesError} `unavailable` when Redis does not answer, `not_found` when it has no such queue, naming those it has
 */
export async function openQueueAdmin (init: QueueAdminInit): Promise<QueueAdmin> {
  const redis = connectRedis({ url: init.url, role: 'gateway', logger: silentLogger })
  try {
    await redisReady(redis, CONNECT_TIMEOUT_MS / 2)
    const meta = `${queuePrefix(init.namespace, init.protocol)}:${QUEUE_NAME}:meta`
    if (await redis.exists(meta) === 0) throw await noQueue(redis, init)
    return new BullmqQueueAdmin(init, redis)
  } catch (error) {
    redis.disconnect()
    throw redisError(error, `opening the queue of "${init.protocol}"`)
  }
}

class BullmqQueueAdmin implements QueueAdmin {
  readonly #init: QueueAdminInit
  readonly #redis: Redis
  readonly #keys: JobKeys
  readonly #queue: Queue<JobData, JobReturn>

  constructor (init: QueueAdminInit, redis: Redis) {
    this.#init = init
    this.#redis = redis
    this.#keys = jobKeys(init.namespace, init.protocol)
    this.#queue = new Queue<JobData, JobReturn>(QUEUE_NAME, { connection: redis, prefix: this.#keys.prefix, skipVersionCheck: true, skipMetasUpdate: true })
    this.#queue.on('error', () => { /* the command that fails tells */ })
  }

  async stats (): Promise<QueueStats> {
    return await this.#guard('reading the queue', async () => {
      const [counts, isPaused, waiting, info] = await Promise.all([
        this.#queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'failed', 'completed'), this.#queue.isPaused(),
        this.#queue.getJobs(['waiting', 'prioritized'], 0, 0, true), this.#redis.info('memory')
      ])
      const count = (name: string): number => counts[name] ?? 0
      const bytes = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0)
      const since = Math.min(...waiting.map((job) => job.timestamp))
      return {
        protocol: this.#init.protocol,
        namespace: this.#init.namespace,
        isPaused,
        waiting: count('waiting') + count('prioritized'),
        delayed: count('delayed'),
        active: count('active'),
        failed: count('failed'),
        succeeded: count('completed'),
        nextWaitedMs: waiting.length === 0 ? 0 : Math.max(0, Date.now() - since),
        usedBytes: bytes('used_memory'),
        maxBytes: bytes('maxmemory')
      }
    })
  }

  async pause (): Promise<void> {
    await this.#guard('pausing the queue', async () => { await this.#queue.pause() })
  }

  async resume (): Promise<void> {
    await this.#guard('resuming the queue', async () => {
      await this.#queue.resume()
      await this.#redis.publish(this.#keys.work, 'new')
    })
  }

  async drain (): Promise<number> {
    return await this.#guard('draining the queue', async () => {
      let removed = 0
      let skipped = 0
      while (true) {
        const jobs = await this.#queue.getJobs([...WAITING_STATES], skipped, skipped + DRAIN_BATCH - 1, true) as QueuedJob[]
        if (jobs.length === 0) return removed
        const gone = await Promise.all(jobs.map(async (bull) => await this.#remove(bull)))
        const count = gone.filter(Boolean).length
        removed += count
        skipped += jobs.length - count
      }
    })
  }

  async #remove (bull: QueuedJob): Promise<boolean> {
    const kept = bull.opts.removeOnComplete
    const keepMs = Math.max(MIN_KEEP_MS, typeof kept === 'object' && 'age' in kept ? Number(kept.age) * 1000 : 0)
    return await removeWaiting(this.#redis, this.#keys, { bull, job: toJob(bull, 'waiting', 0, keepMs), keepMs, words: 'cancelled by the operator before it started' })
  }

  async retry (id: string): Promise<Job> {
    return await this.#guard(`retrying job ${id}`, async () => {
      const bull = await this.#queue.getJob(id) as QueuedJob | undefined
      if (bull === undefined) throw new SubnetesError('not_found', `no job ${id} in the queue of "${this.#init.protocol}"; it may have expired, or it was cancelled before it started`)
      const state = await bull.getState()
      if (state !== 'failed') throw new SubnetesError('failed_precondition', `job ${id} is ${toJob(bull, state, 0, 0).state}; only failed and cancelled jobs can be run again`)
      if (await this.#redis.hexists(this.#keys.job(id), 'request') === 0) {
        throw new SubnetesError('failed_precondition', `the request of job ${id} is no longer kept; its submitter must submit it again`)
      }
      // A job that was set aside as poison would be set aside again at once: what it lost so far is forgiven.
      await this.#redis.pipeline().del(this.#keys.cancel(id)).hdel(this.#keys.job(id), 'stc').exec()
      await bull.retry('failed', { resetAttemptsMade: true })
      await this.#redis.pipeline().publish(this.#keys.work, 'new').publish(this.#keys.wake, id).publish(this.#keys.ended, bareNotice(id)).exec()
      return toJob(await this.#queue.getJob(id) as QueuedJob, 'waiting', 0, 0)
    })
  }

  async close (): Promise<void> {
    await this.#queue.close().catch(() => { /* a Redis that is away hears no goodbye */ })
    this.#redis.disconnect()
  }

  async #guard<T> (attempted: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action()
    } catch (error) {
      throw redisError(error, `${attempted} of "${this.#init.protocol}"`)
    }
  }
}

async function noQueue (redis: Redis, { namespace, protocol }: QueueAdminInit): Promise<SubnetesError> {
  const names: string[] = []
  let cursor = '0'
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${queuePrefix(namespace, '*')}:${QUEUE_NAME}:meta`, 'COUNT', 1_000)
    cursor = next
    names.push(...keys.map((key) => key.slice(`{subnetes:${namespace}:`.length, key.indexOf('}'))))
  } while (cursor !== '0')
  const others = names.length === 0 ? 'it has none in this namespace' : `it has ${names.sort().join(', ')}`
  return new SubnetesError('not_found', `this Redis has no queue of a protocol "${protocol}" in namespace "${namespace}"; ${others}`)
}
