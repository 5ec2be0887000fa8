/** A runner's side of durable jobs: takes them while compute is ready and slots are free, and brings each to compute as a call. */
import { Backoff, SubnetesError, delay } from '@subnetes/common'
import type { Logger, Startable } from '@subnetes/common'
import type { RunnerStatus } from '@subnetes/control'
import { callMetadata } from '@subnetes/dispatch'
import type { JobConsumer, JobHandler, JobSlots, RunningJob } from '@subnetes/dispatch'
import type { Compute } from './compute.ts'
import type { JobsConfig } from './config.ts'

/** Pause before the store is tried again when it could not be reached. */
const REOPEN_BACKOFF = { minMs: 500, maxMs: 10_000 }

/** What a {@link JobIntake} works with. */
export interface JobIntakeComponents {
  readonly config: JobsConfig & { readonly protocol: string, readonly workerId: string }
  readonly compute: Compute
  readonly slots: JobSlots
  readonly logger: Logger
  /** A job runs now; its slot was taken earlier, before there was a job for it. */
  readonly onStarted: () => void
}

/** What jobs did here, in the units of `subnetes.v1.RunnerStatus`. */
export type JobCounters = Pick<RunnerStatus, 'activeJobs' | 'jobsAgeSeconds' | 'jobsStarted' | 'jobsFinished' | 'jobsFinishedSeconds'>

/** Counts of a runner without jobs. */
export const NO_JOBS: JobCounters = { activeJobs: 0, jobsAgeSeconds: 0, jobsStarted: 0, jobsFinished: 0, jobsFinishedSeconds: 0 }

/** Opens the store in the background, for ever: a worker without its Redis still serves calls. */
export class JobIntake implements Startable {
  readonly #components: JobIntakeComponents
  readonly #logger: Logger
  readonly #stopping = new AbortController()
  #consumer: JobConsumer | undefined
  #opening: Promise<void> | undefined
  #isPaused = false

  constructor (components: JobIntakeComponents) {
    this.#components = components
    this.#logger = components.logger.child({ component: 'job-intake' })
  }

  /** Begins to take jobs as soon as the store answers. */
  async start (): Promise<void> {
    this.#opening ??= this.#open()
  }

  /** Takes no more jobs, gives back what has not started, waits for what runs. */
  async stop (): Promise<void> {
    this.#stopping.abort()
    await this.#opening
    await this.#consumer?.stop()
  }

  /** Takes no new job while draining or while compute is down. */
  setPaused (isPaused: boolean): void {
    this.#isPaused = isPaused
    if (isPaused) this.#consumer?.pause()
    else this.#consumer?.resume()
  }

  counts (): JobCounters {
    if (this.#consumer === undefined) return NO_JOBS
    const active = this.#consumer.active()
    const { started, finished, finishedSeconds } = this.#consumer.counters()
    const now = Date.now()
    return {
      activeJobs: active.length,
      jobsAgeSeconds: active.reduce((sum, job) => sum + Math.max(0, now - job.startedAt), 0) / 1000,
      jobsStarted: started,
      jobsFinished: finished,
      jobsFinishedSeconds: finishedSeconds
    }
  }

  async #open (): Promise<void> {
    const { config, slots, logger } = this.#components
    const { bullmqJobConsumer } = await import('@subnetes/dispatch/bullmq') // loaded by workers that take jobs only
    const backoff = new Backoff(REOPEN_BACKOFF)
    while (!this.#stopping.signal.aborted) {
      const consumer = bullmqJobConsumer(config)({ logger, slots, handler: this.#run })
      if (this.#isPaused) consumer.pause()
      try {
        await consumer.start()
        this.#consumer = consumer
        this.setPaused(this.#isPaused)
        return
      } catch (error) {
        this.#logger.warn('no jobs: their store cannot be used', { error: SubnetesError.from(error).message })
        await delay(backoff.next(), { signal: this.#stopping.signal }).catch(() => {}) // the loop's condition sees the stop
      }
    }
  }

  readonly #run: JobHandler = (job: RunningJob) => {
    this.#components.onStarted()
    return this.#components.compute.call(job.method.path, {
      metadata: callMetadata({ ...job, job }, this.#components.config.protocol, 1),
      requests: only(job.request),
      deadline: job.deadline,
      signal: job.signal,
      progress: job.progress
    })
  }
}

async function * only (request: Uint8Array): AsyncGenerator<Uint8Array> {
  yield request
}
