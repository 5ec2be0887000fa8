/** What a gateway does with the jobs of one protocol in Redis: one round trip each. */
import { SubnetesError } from '@subnetes/common'
import type { Redis } from 'ioredis'
import type { Job, JobCounts, JobLimits, JobSubmission } from '../job.ts'
import { jobId, payloadHash } from '../job-id.ts'
import type { EndedNotice } from './ended-notice.ts'
import type { GoneRecord } from './gone.ts'
import { jobData, toJob } from './job-record.ts'
import type { BullState, JobData, JobReturn, JobFields } from './job-record.ts'
import type { JobKeys } from './keys.ts'
import { SNAPSHOT, snapshotRun } from './reader-scripts.ts'
import { listOf, textOf } from './script.ts'
import type { ScriptReply } from './script.ts'
import { SUBMIT, submitRun } from './submit-script.ts'

/** A job that was looked up. `bull` is absent for one that was cancelled before it ran. */
export interface Found { readonly job: Job, readonly payloadHash: string, readonly bull?: JobFields, readonly response?: Buffer | undefined }

/** See the file's comment. */
export class GatewayStore {
  readonly #redis: Redis
  readonly #keys: JobKeys
  readonly #protocol: string
  readonly #limits: JobLimits

  constructor (init: { redis: Redis, keys: JobKeys, protocol: string, limits: JobLimits }) {
    this.#redis = init.redis
    this.#keys = init.keys
    this.#protocol = init.protocol
    this.#limits = init.limits
  }

  /** The id of a submission: always the same one for an idempotency key. */
  idOf (submission: JobSubmission): string {
    return jobId({ ...submission, protocol: this.#protocol })
  }

  /** Stores a job, or finds the one that has its id. @throws {SubnetesError} `already_exists`, `resource_exhausted` */
  async submit (id: string, submission: JobSubmission): Promise<{ job: Job, isNew: boolean }> {
    const hash = payloadHash(submission.request)
    const now = Date.now()
    const [answer, value] = listOf(await SUBMIT.run(this.#redis, submitRun(this.#keys, this.#stored(id, submission, { hash, now }), this.#limits.keepMs)))
    switch (textOf(answer)) {
      case 'new': return { job: newJob(id, submission, now), isNew: true }
      case 'gone': return { job: samePayload(JSON.parse(textOf(value)) as GoneRecord, hash).job, isNew: false }
      case 'full': throw fullError(`protocol "${this.#protocol}" has ${textOf(value)} jobs waiting, its limit`)
      case 'peer-full': throw fullError(`peer ${submission.peer} has ${textOf(value)} jobs waiting, its limit`)
      default: return await this.#known(id, submission, hash)
    }
  }

  #stored (id: string, submission: JobSubmission, { hash, now }: { hash: string, now: number }): Parameters<typeof submitRun>[1] {
    const { keepMs, backoffMs, maxKept, maxWaiting, maxWaitingPerPeer } = this.#limits
    const keep = { age: Math.ceil(keepMs / 1000), count: maxKept }
    return {
      id,
      now,
      peer: submission.peer,
      name: submission.method.name,
      priority: submission.priority,
      delayMs: submission.delayMs,
      data: JSON.stringify(jobData(submission, hash)),
      options: { jobId: id, delay: submission.delayMs, attempts: submission.maxAttempts, backoff: { type: 'exponential', delay: backoffMs }, removeOnComplete: keep, removeOnFail: keep, stackTraceLimit: 0 },
      request: submission.request,
      maxWaiting,
      maxWaitingPerPeer
    }
  }

  async #known (id: string, submission: JobSubmission, hash: string): Promise<{ job: Job, isNew: boolean }> {
    const found = await this.find(id)
    if (found === undefined) return await this.submit(id, submission) // it has expired between the two steps
    return { job: samePayload(found, hash).job, isNew: false }
  }

  /** A job by id, whoever asks. */
  async find (id: string, { withResponse = false }: { withResponse?: boolean } = {}): Promise<Found | undefined> {
    const [kind, ...fields] = listOf(await SNAPSHOT.run(this.#redis, snapshotRun(this.#keys, id, withResponse)))
    switch (textOf(kind)) {
      case 'job': return this.#found(id, fields)
      case 'gone': return JSON.parse(textOf(fields[0])) as GoneRecord
      default: return undefined
    }
  }

  /** A job as the notice of its end tells it; undefined when the notice says too little, or is older than what is kept. */
  told (notice: EndedNotice): Found | undefined {
    if (notice.fields.length === 0) return undefined
    const found = this.#found(notice.id, notice.fields)
    return (found.job.expiresAt ?? 0) > Date.now() ? found : undefined
  }

  #found (id: string, fields: readonly ScriptReply[]): Found {
    const text = (at: number): string => textOf(fields[at])
    const time = (at: number): number | undefined => text(at) === '' ? undefined : Number(text(at))
    const returnvalue = text(Field.returnvalue)
    const bull: JobFields = {
      id,
      data: JSON.parse(text(Field.data)) as JobData,
      timestamp: Number(text(Field.timestamp)),
      processedOn: time(Field.processedOn),
      finishedOn: time(Field.finishedOn),
      progress: Number(text(Field.progress)),
      attemptsStarted: Number(text(Field.attemptsStarted)),
      failedReason: text(Field.failedReason),
      returnvalue: returnvalue === '' ? undefined : JSON.parse(returnvalue) as JobReturn
    }
    const [attempt, sequence] = text(Field.lastOutput).split('-').map(Number)
    const outputs = attempt === bull.attemptsStarted ? sequence ?? 0 : 0
    const response = fields[Field.response]
    const job = toJob(bull, text(Field.state) as BullState, outputs, this.#limits.keepMs)
    return { bull, payloadHash: bull.data.payloadHash, job, response: Buffer.isBuffer(response) ? response : undefined }
  }

  /** Ids of a peer's jobs, newest first. */
  async listed (peer: string, range: { offset: number, count: number }): Promise<string[]> {
    return await this.#redis.zrevrange(this.#keys.jobsOf(peer), range.offset, range.offset + range.count - 1)
  }

  async counts (): Promise<JobCounts> {
    const key = this.#keys.job
    const [wait, prioritized, delayed, active, failed, succeeded] = await Promise.all([
      this.#redis.llen(key('wait')), this.#redis.zcard(key('prioritized')), this.#redis.zcard(key('delayed')), this.#redis.llen(key('active')), this.#redis.zcard(key('failed')), this.#redis.zcard(key('completed'))
    ])
    return { waiting: wait + prioritized, delayed, active, failed, succeeded }
  }
}

/** Places in a snapshot (reader-scripts.ts). */
const Field = {
  state: 0,
  data: 1,
  processedOn: 2,
  finishedOn: 3,
  timestamp: 4,
  progress: 5,
  attemptsStarted: 6,
  failedReason: 7,
  returnvalue: 8,
  lastOutput: 9,
  response: 10
} as const

function newJob (id: string, submission: JobSubmission, now: number): Job {
  const { handle, peer, delayMs, maxAttempts, idempotencyKey } = submission
  return { id, handle, peer, state: delayMs > 0 ? 'delayed' : 'waiting', progress: 0, attempt: 0, maxAttempts, createdAt: now, outputMessages: 0, idempotencyKey }
}

function samePayload<T extends { payloadHash: string }> (record: T, hash: string): T {
  if (record.payloadHash === hash) return record
  throw new SubnetesError('already_exists', 'another payload was submitted under this idempotency key; use a new key for new work')
}

function fullError (what: string): SubnetesError {
  return new SubnetesError('resource_exhausted', `${what}; wait for some to finish, or cancel some`, { retryable: true })
}
