/**
 * Durable jobs without Redis: the same promises but one, jobs do not survive this process. For `subnetes up` on a laptop and for tests.
 * Everything is bounded: what waits by the limits, what has ended by count and age.
 */
import { SubnetesError, ownedSignal } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { deservesRetry, runAttempt } from '../attempt.ts'
import { FINAL_STATES } from '../job.ts'
import type { Job, JobConsumer, JobCounts, JobEvent, JobHandler, JobLimits, JobPosition, JobQueue, JobSlots, JobState, JobSubmission, RunningJob } from '../job.ts'
import { jobId } from '../job-id.ts'
import { JobsInHand } from '../jobs-in-hand.ts'
import { MemoryJob } from './memory-job.ts'

/** Ended jobs kept at most; the oldest go first. */
export const MAX_ENDED_JOBS = 10_000

/** Options of {@link memoryJobStore}. */
export interface MemoryJobStoreInit { protocol: string, limits: JobLimits }

/** Jobs of one protocol in this process: any number of queues and consumers over one store. */
export interface MemoryJobStore {
  readonly queue: () => JobQueue
  /** Jobs that are due and wait. */
  readonly waiting: () => number
  readonly consumer: (components: { logger: Logger, slots: JobSlots, handler: JobHandler }) => JobConsumer
}

/** Makes an empty store. */
export function memoryJobStore (init: MemoryJobStoreInit): MemoryJobStore {
  const store = new Store(init)
  return { queue: () => new MemoryJobQueue(store), waiting: () => store.waiting.size, consumer: (components) => new MemoryJobConsumer(store, components) }
}

class Store {
  readonly protocol: string
  readonly limits: JobLimits
  readonly jobs = new Map<string, MemoryJob>()
  /** Not started and due, in no order; the best is picked when a worker asks. */
  readonly waiting = new Set<MemoryJob>()
  #order = 0
  readonly #served = new Map<number, number>()
  readonly #workers = new Set<() => void>()

  constructor (init: MemoryJobStoreInit) {
    this.protocol = init.protocol
    this.limits = init.limits
  }

  /** The same order as in Redis: priority, then the fair-share tag, then arrival (bullmq/fair-share.ts). */
  place (submission: JobSubmission, id: string): MemoryJob {
    const pending = [...this.jobs.values()].filter((job) => job.state === 'waiting' || job.state === 'delayed')
    if (pending.length >= this.limits.maxWaiting) throw full(`protocol "${this.protocol}" has ${pending.length} jobs waiting, its limit`)
    const own = pending.filter((job) => job.submission.peer === submission.peer && job.attempt === 0)
    if (own.length >= this.limits.maxWaitingPerPeer) throw full(`peer ${submission.peer} has ${own.length} jobs waiting, its limit`)
    const tag = Math.max(this.#served.get(submission.priority) ?? 0, ...own.map((job) => job.tag)) + 1
    const job = new MemoryJob({ id, submission, tag, order: this.#order++, limits: this.limits })
    this.jobs.set(id, job)
    this.enqueue(job, submission.delayMs)
    return job
  }

  enqueue (job: MemoryJob, delayMs: number): void {
    if (delayMs > 0) {
      job.set('delayed')
      job.timer = setTimeout(() => this.enqueue(job, 0), delayMs)
      return
    }
    job.set('waiting')
    this.waiting.add(job)
    for (const wake of this.#workers) wake()
  }

  take (): MemoryJob | undefined {
    let best: MemoryJob | undefined
    for (const job of this.waiting) if (best === undefined || job.goesBefore(best)) best = job
    if (best === undefined) return undefined
    this.waiting.delete(best)
    const { priority } = best.submission
    this.#served.set(priority, Math.max(this.#served.get(priority) ?? 0, best.tag))
    return best
  }

  /** Forgets ended jobs past their time or past the count. */
  sweep (): void {
    const ended = [...this.jobs.values()].filter((job) => FINAL_STATES.has(job.state))
    const now = Date.now()
    for (const [index, job] of ended.entries()) {
      if (index < ended.length - MAX_ENDED_JOBS || (job.finishedAt ?? now) + this.limits.keepMs < now) this.jobs.delete(job.id)
    }
  }

  onWork (wake: () => void): () => void {
    this.#workers.add(wake)
    return () => this.#workers.delete(wake)
  }
}

class MemoryJobQueue implements JobQueue {
  readonly #store: Store

  constructor (store: Store) { this.#store = store }

  async start (): Promise<void> {}

  async stop (): Promise<void> {}

  async submit (submission: JobSubmission): Promise<Job> {
    const { limits, protocol, jobs } = this.#store
    if (submission.request.byteLength > limits.maxRequestBytes) {
      throw new SubnetesError('invalid_argument', `the request has ${submission.request.byteLength} bytes; a job of "${protocol}" takes ${limits.maxRequestBytes} at most`)
    }
    this.#store.sweep()
    const id = jobId({ ...submission, protocol })
    const known = jobs.get(id)
    if (known === undefined) return this.#store.place(submission, id).snapshot()
    if (Buffer.compare(known.submission.request, submission.request) === 0) return known.snapshot()
    throw new SubnetesError('already_exists', 'another payload was submitted under this idempotency key; use a new key for new work')
  }

  async get (id: string, peer: string): Promise<Job> { return this.#owned(id, peer).snapshot() }

  async result (id: string, peer: string, options: { signal: AbortSignal }): Promise<{ job: Job, messages: Uint8Array[] }> {
    const job = this.#owned(id, peer)
    while (!FINAL_STATES.has(job.state)) await job.changed(options.signal)
    const snapshot = job.snapshot()
    if (job.state !== 'succeeded') throw new SubnetesError(snapshot.error?.code ?? 'unknown', snapshot.error?.message ?? `job ${id} ended as ${job.state}`, { retryable: false })
    return { job: snapshot, messages: job.result() }
  }

  async * watch (id: string, peer: string, options: { after: JobPosition, signal: AbortSignal }): AsyncGenerator<JobEvent> {
    const job = this.#owned(id, peer)
    let position = options.after
    let told = ''
    while (true) {
      for (const event of job.eventsAfter(position)) {
        position = event.position
        yield event
      }
      const snapshot = job.snapshot()
      const state = JSON.stringify([snapshot.state, snapshot.progress, snapshot.attempt])
      if (job.hasEventsAfter(position)) continue
      if (state !== told) yield { type: 'job', position, job: snapshot }
      told = state
      if (FINAL_STATES.has(snapshot.state)) return
      if (!job.hasEventsAfter(position) && job.snapshot().state === snapshot.state && job.snapshot().progress === snapshot.progress) await job.changed(options.signal)
    }
  }

  async cancel (id: string, peer: string): Promise<Job> {
    const job = this.#owned(id, peer)
    if (this.#store.waiting.delete(job) || job.state === 'delayed') {
      clearTimeout(job.timer)
      job.end('cancelled', new SubnetesError('cancelled', 'cancelled before it started'))
    }
    job.abort?.(new SubnetesError('cancelled', 'cancelled by its submitter'))
    const signal = AbortSignal.timeout(10_000)
    while (!FINAL_STATES.has(job.state)) await job.changed(signal)
    return job.snapshot()
  }

  async list (peer: string, options: { limit: number, pageToken: string, states: readonly JobState[] }): Promise<{ jobs: Job[], nextPageToken: string }> {
    const all = [...this.#store.jobs.values()].reverse()
    const own = all.filter((job) => job.submission.peer === peer && (options.states.length === 0 || options.states.includes(job.state)))
    const offset = options.pageToken === '' ? 0 : Number(options.pageToken)
    if (!Number.isInteger(offset) || offset < 0) throw new SubnetesError('invalid_argument', `page token ${JSON.stringify(options.pageToken.slice(0, 40))} is none of ours; use the one of the last answer`)
    const end = offset + options.limit
    return { jobs: own.slice(offset, end).map((job) => job.snapshot()), nextPageToken: end < own.length ? String(end) : '' }
  }

  async counts (): Promise<JobCounts> {
    const counts = { waiting: 0, delayed: 0, active: 0, failed: 0, succeeded: 0 }
    for (const { state } of this.#store.jobs.values()) if (state !== 'cancelled') counts[state] += 1
    return counts
  }

  #owned (id: string, peer: string): MemoryJob {
    const job = this.#store.jobs.get(id)
    if (job === undefined || job.submission.peer !== peer) throw new SubnetesError('not_found', `no job ${id} of yours; it may have expired, or another peer submitted it`)
    return job
  }
}

class MemoryJobConsumer implements JobConsumer {
  readonly #store: Store
  readonly #components: { logger: Logger, slots: JobSlots, handler: JobHandler }
  readonly #jobs = new JobsInHand()
  readonly #stopping = new AbortController()
  #loop: Promise<void> | undefined

  constructor (store: Store, components: { logger: Logger, slots: JobSlots, handler: JobHandler }) {
    this.#store = store
    this.#components = components
  }

  async start (): Promise<void> {
    this.#loop ??= this.#run()
  }

  async stop (): Promise<void> {
    this.#stopping.abort(new SubnetesError('cancelled', 'the worker stops'))
    this.#jobs.wake()
    await this.#loop
    await this.#jobs.settled()
  }

  pause (): void { this.#jobs.pause() }

  resume (): void { this.#jobs.resume() }

  readonly active = this.#jobs.active
  readonly counters = this.#jobs.counters

  async #run (): Promise<void> {
    const { signal } = this.#stopping
    const off = this.#store.onWork(() => this.#jobs.wake())
    while (!signal.aborted) {
      const woken = this.#jobs.look()
      const release = this.#jobs.isPaused ? undefined : await this.#components.slots.acquire({ signal }).catch(() => undefined) // only the stop signal ends the wait
      const job = release === undefined || this.#jobs.isPaused ? undefined : this.#store.take()
      if (job === undefined) {
        release?.()
        if (!signal.aborted) await woken
        continue
      }
      this.#jobs.follow(this.#attempt(job).finally(release))
    }
    off()
  }

  async #attempt (job: MemoryJob): Promise<void> {
    const startedAt = Date.now()
    const { submission } = job
    const deadline = startedAt + submission.timeoutMs
    using owned = ownedSignal({ deadline, what: `attempt ${job.attempt + 1} of job ${job.id}` })
    job.begin(owned.abort)
    const over = this.#jobs.begin({ id: job.id, startedAt })
    const attempt = job.attempt
    const running: RunningJob = {
      ...submission, id: job.id, attempt, signal: owned.signal, deadline, progress: (fraction) => job.tell(fraction)
    }
    try {
      const response = await runAttempt({
        job: running,
        handler: this.#components.handler,
        write: async (message) => job.write(message),
        maxResponseBytes: this.#store.limits.maxOutputBytes
      })
      if (response !== undefined) job.write(response)
      job.end('succeeded')
    } catch (cause) {
      this.#failed(job, SubnetesError.from(cause))
    } finally {
      over()
    }
  }

  #failed (job: MemoryJob, error: SubnetesError): void {
    if (!deservesRetry(error) || job.attempt >= job.submission.maxAttempts) {
      job.end(error.code === 'cancelled' ? 'cancelled' : 'failed', error)
      return
    }
    job.error = error
    this.#store.enqueue(job, this.#store.limits.backoffMs * 2 ** (job.attempt - 1))
  }
}

function full (what: string): SubnetesError {
  return new SubnetesError('resource_exhausted', `${what}; wait for some to finish, or cancel some`, { retryable: true })
}
