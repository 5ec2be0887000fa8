/** Reads a simulated pool as gateways and runners would report it. */
import type { Counters } from '../sample.ts'
import type { Piece, Pool } from './pool.ts'
import type { FullSample } from './pool-policy.ts'
import type { WorkQueue } from './work-queue.ts'

/** Running work of one kind. */
interface Running {
  count: number
  /** Sum of start times: the sum of ages at any time is `count * now` less this. */
  startedAtSum: number
}

/** Counts, ages and averages of one pool. */
export class SampleMeter {
  readonly counters: Counters = { callsArrived: 0, callsFinished: 0, callsFinishedSeconds: 0, jobsFinished: 0, jobsFinishedSeconds: 0, coldStarts: 0, coldStartSeconds: 0 }
  readonly #pool: Pool
  readonly #queue: WorkQueue
  readonly #calls: Running = { count: 0, startedAtSum: 0 }
  readonly #jobs: Running = { count: 0, startedAtSum: 0 }
  readonly #areas = { calls: 0, held: 0, waitingJobs: 0, jobs: 0 }
  #at = 0
  #readAt = 0

  constructor (pool: Pool, queue: WorkQueue) {
    this.#pool = pool
    this.#queue = queue
  }

  /** Time goes on to `at`; nothing changed in between. */
  advance (at: number): void {
    const elapsed = at - this.#at
    this.#areas.calls += elapsed * this.#calls.count
    this.#areas.jobs += elapsed * this.#jobs.count
    this.#areas.held += elapsed * this.#queue.held
    this.#areas.waitingJobs += elapsed * this.#queue.jobs
    this.#at = at
  }

  /** A piece got its slot. */
  started (piece: Piece): void {
    const running = piece.isJob ? this.#jobs : this.#calls
    running.count += 1
    running.startedAtSum += piece.startedAt
  }

  /** A piece is off its slot, for whatever reason. */
  ended (piece: Piece): void {
    const running = piece.isJob ? this.#jobs : this.#calls
    running.count -= 1
    running.startedAtSum = running.count === 0 ? 0 : running.startedAtSum - piece.startedAt
  }

  /** A piece was finished. */
  countFinished (piece: Piece): void {
    this.counters[piece.isJob ? 'jobsFinished' : 'callsFinished'] += 1
    this.counters[piece.isJob ? 'jobsFinishedSeconds' : 'callsFinishedSeconds'] += piece.seconds
  }

  /** The sample at `at`; averages are since the last one. */
  read (at: number, replicas: number): FullSample {
    const elapsed = at - this.#readAt
    const average = (area: number, now: number): number => elapsed > 0 ? area / elapsed : now
    const { calls, jobs } = this.#leaving()
    const sample: FullSample = {
      t: at,
      interactive: this.#calls.count - calls,
      held: this.#queue.held,
      queueWaiting: this.#queue.jobs,
      queueActive: this.#jobs.count - jobs,
      ready: this.#pool.ready,
      starting: this.#pool.starting,
      draining: this.#pool.pods.length - this.#pool.active,
      replicas,
      callsAgeSeconds: Math.max(0, this.#calls.count * at - this.#calls.startedAtSum),
      jobsAgeSeconds: Math.max(0, this.#jobs.count * at - this.#jobs.startedAtSum),
      avgInteractive: average(this.#areas.calls, this.#calls.count),
      avgHeld: average(this.#areas.held, this.#queue.held),
      avgQueueWaiting: average(this.#areas.waitingJobs, this.#queue.jobs),
      avgQueueActive: average(this.#areas.jobs, this.#jobs.count),
      ...this.counters
    }
    this.#readAt = at
    Object.assign(this.#areas, { calls: 0, held: 0, waitingJobs: 0, jobs: 0 })
    return sample
  }

  /** Work on workers that leave, which is not demand. */
  #leaving (): { calls: number, jobs: number } {
    let calls = 0
    let jobs = 0
    if (this.#pool.pods.length === this.#pool.active) return { calls, jobs }
    for (const pod of this.#pool.pods) {
      if (pod.state !== 'leaving') continue
      for (const piece of pod.pieces) {
        if (piece.isJob) jobs += 1
        else calls += 1
      }
    }
    return { calls, jobs }
  }
}
