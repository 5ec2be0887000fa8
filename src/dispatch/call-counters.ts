/** The numbers of `DispatchLoad`, kept so that each call is counted once in each of them. */
import type { SubnetesError } from '@subnetes/common'
import type { DispatchLoad } from './dispatcher.ts'
import { isNotStarted } from './not-started.ts'

/** Follows one call through waiting and running to its end. */
export interface CallTally {
  /** It is on a worker from now. */
  run: () => void
  /** It waits again. @param didStart whether the attempt may have reached the worker's code */
  holdAgain: (didStart: boolean) => void
  /** It has ended. */
  end: (error: SubnetesError | undefined) => void
}

/** Counters of one dispatcher. */
export class CallCounters {
  readonly #now: () => number
  #held = 0
  #running = 0
  /** Sum of the running calls' start times: their summed age without walking over them. */
  #startedAtSum = 0
  #arrived = 0
  #finished = 0
  #finishedMs = 0
  #failed = 0
  #shed = 0

  /** @param now milliseconds of a clock that never goes back */
  constructor (now: () => number = () => performance.now()) {
    this.#now = now
  }

  get held (): number {
    return this.#held
  }

  /** Calls that have arrived and not ended. */
  get open (): number {
    return this.#held + this.#running
  }

  /** A call arrives and waits. */
  arrive (): CallTally {
    this.#arrived += 1
    this.#held += 1
    let startedAt: number | undefined
    let didRun = false
    let ranMs = 0
    const stop = (didStart: boolean): void => {
      if (startedAt === undefined) return
      this.#running -= 1
      this.#startedAtSum -= startedAt
      if (didStart) {
        didRun = true
        ranMs += this.#now() - startedAt
      }
      startedAt = undefined
      this.#held += 1
    }
    return {
      run: () => {
        startedAt = this.#now()
        this.#held -= 1
        this.#running += 1
        this.#startedAtSum += startedAt
      },
      holdAgain: stop,
      end: (error) => {
        stop(!isNotStarted(error))
        this.#held -= 1
        this.#count(didRun ? ranMs : undefined, error)
      }
    }
  }

  /** @param readyWorkers is the pool's to know */
  load (readyWorkers: number): DispatchLoad {
    return {
      interactive: this.#running,
      held: this.#held,
      callsArrived: this.#arrived,
      callsFinished: this.#finished,
      callsFinishedSeconds: this.#finishedMs / 1_000,
      // Never below zero by a rounding error of the sum.
      callsAgeSeconds: this.#running === 0 ? 0 : Math.max(0, this.#running * this.#now() - this.#startedAtSum) / 1_000,
      callsFailed: this.#failed,
      callsShed: this.#shed,
      readyWorkers
    }
  }

  #count (ranMs: number | undefined, error: SubnetesError | undefined): void {
    if (error !== undefined) this.#failed += 1
    if (ranMs !== undefined) {
      this.#finished += 1
      this.#finishedMs += ranMs
    } else if (error !== undefined && error.code !== 'cancelled') {
      this.#shed += 1
    }
  }
}
