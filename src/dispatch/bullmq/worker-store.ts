/** What a worker does with the jobs of one protocol in Redis: one round trip each. */
import { randomUUID } from 'node:crypto'
import { SubnetesError } from '@subnetes/common'
import { Job as BullJob } from 'bullmq'
import type { Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { JobLimits } from '../job.ts'
import type { JobData, JobReturn } from './job-record.ts'
import type { JobKeys } from './keys.ts'
import { listOf, textOf } from './script.ts'
import { FINISH, PROGRESS, TAKE, finishRun, takeRun } from './worker-scripts.ts'
import type { Ending } from './worker-scripts.ts'

/** A job that this worker holds the lock of. */
export interface TakenJob {
  readonly id: string
  /** Of the lock. */
  readonly token: string
  readonly name: string
  readonly data: JobData
  /** Undefined when it is gone from Redis. */
  readonly request: Buffer | undefined
  /** This start's number, from 1. */
  readonly attempt: number
  /** Attempts that have failed. */
  readonly failed: number
  /** Times it has lost its worker. */
  readonly stalled: number
  readonly isCancelled: boolean
  /** No other job waited when it was taken. */
  readonly isLast: boolean
}

/** See the file's comment. */
export class WorkerStore {
  readonly #worker: Worker<JobData, JobReturn>
  readonly #redis: Redis
  readonly #keys: JobKeys
  readonly #limits: JobLimits
  readonly #workerId: string

  constructor (init: { worker: Worker<JobData, JobReturn>, redis: Redis, keys: JobKeys, limits: JobLimits, workerId: string }) {
    this.#worker = init.worker
    this.#redis = init.redis
    this.#keys = init.keys
    this.#limits = init.limits
    this.#workerId = init.workerId
  }

  /** The next job, or undefined when none waits. */
  async take (): Promise<TakenJob | undefined> {
    const token = randomUUID()
    const run = takeRun(this.#keys, { token, workerId: this.#workerId, lockDurationMs: this.#limits.lockDurationMs })
    const [id, fields, cancelled, waiting] = listOf(await TAKE.run(this.#redis, run))
    if (id === undefined) return undefined
    const hash = new Map<string, Buffer>()
    const flat = listOf(fields)
    for (let at = 0; at < flat.length; at += 2) hash.set(textOf(flat[at]), flat[at + 1] as Buffer)
    const number = (name: string): number => Number(hash.get(name)?.toString() ?? 0)
    return {
      id: textOf(id),
      token,
      name: hash.get('name')?.toString() ?? '',
      data: JSON.parse(hash.get('data')?.toString() ?? '{}') as JobData,
      request: hash.get('request'),
      attempt: number('ats'),
      failed: number('atm'),
      stalled: number('stc'),
      isCancelled: cancelled === 1,
      isLast: waiting === 0
    }
  }

  /** Ends a job for good. @throws {SubnetesError} `aborted` when another worker has it by now */
  async finish (job: TakenJob, end: Ending['end']): Promise<void> {
    const { keepMs, maxKept } = this.#limits
    const code = await FINISH.run(this.#redis, finishRun(this.#keys, { id: job.id, token: job.token, attempts: job.data.maxAttempts, keepMs, maxKept, end }))
    if (typeof code === 'number' && code < 0) throw new SubnetesError('aborted', `the lock of job ${job.id} was lost before it ended (BullMQ code ${code})`, { retryable: false })
  }

  /** Gives a job back for a further attempt after its back-off. */
  async retry (job: TakenJob, reason: string): Promise<void> {
    const bull = await BullJob.fromId(this.#worker, job.id)
    if (bull === undefined) return
    await bull.moveToFailed(new Error(reason), job.token, false)
    await this.#redis.publish(this.#keys.wake, job.id)
  }

  async progress (id: string, fraction: number): Promise<void> {
    await PROGRESS.run(this.#redis, { keys: [this.#keys.job(id)], args: [id, fraction, this.#keys.wake] })
  }

  /** Of these jobs, those whose cancel is wanted: the notice may have been lost. */
  async cancelled (ids: readonly string[]): Promise<string[]> {
    const marks = await this.#redis.mget(ids.map(this.#keys.cancel))
    return ids.filter((_, index) => marks[index] !== null)
  }
}
