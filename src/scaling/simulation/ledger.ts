/** The books of one run. */

/** Width of a step in the waits' distribution. */
const WAIT_STEP_SECONDS = 0.1

/** Waits longer than this are counted as slow. */
export const SLOW_WAIT_SECONDS = 5

/** What a run adds up to. Waits are those of calls; a lost call waited until its deadline. */
export interface RunTotals {
  /** Calls and jobs that arrived. */
  arrivedCalls: number
  arrivedJobs: number
  finished: number
  /** Calls whose deadline passed before a slot was free. */
  lost: number
  /** Pieces cut off because the policy removed their worker. */
  interrupted: number
  /** Pieces that died with their worker, whatever the policy. */
  died: number
  /** Pieces that waited or ran when the run ended. */
  left: number
  /** Worker-seconds, from creation to end. */
  workerSeconds: number
  podStarts: number
  /** Changes of the written count. */
  changes: number
  /** Calls that waited longer than {@link SLOW_WAIT_SECONDS}. */
  slow: number
  waitSeconds: number
  waitP95Seconds: number
  waitP99Seconds: number
  jobWaitP95Seconds: number
}

/** Waits in steps of a tenth of a second: constant memory for any number of calls. */
class Waits {
  readonly #counts: number[] = []
  #total = 0

  add (seconds: number): void {
    const step = Math.floor(seconds / WAIT_STEP_SECONDS + 1e-9)
    while (this.#counts.length <= step) this.#counts.push(0)
    this.#counts[step] = (this.#counts[step] ?? 0) + 1
    this.#total += 1
  }

  quantile (share: number): number {
    let left = Math.ceil(this.#total * share)
    for (let step = 0; step < this.#counts.length; step += 1) {
      left -= this.#counts[step] ?? 0
      if (left <= 0) return Math.round(step * WAIT_STEP_SECONDS * 10) / 10
    }
    return 0
  }
}

/** Notes what happens to each piece of work. */
export class Ledger {
  readonly #totals = {
    arrivedCalls: 0, arrivedJobs: 0, finished: 0, lost: 0, interrupted: 0, died: 0, left: 0, workerSeconds: 0, podStarts: 0, changes: 0, slow: 0, waitSeconds: 0
  }

  readonly #callWaits = new Waits()
  readonly #jobWaits = new Waits()

  /** A piece came. */
  arrive (isJob: boolean): void {
    this.#totals[isJob ? 'arrivedJobs' : 'arrivedCalls'] += 1
  }

  /** A piece got a slot, or a call gave up, after `seconds`. */
  wait (isJob: boolean, seconds: number): void {
    if (isJob) {
      this.#jobWaits.add(seconds)
      return
    }
    this.#callWaits.add(seconds)
    this.#totals.waitSeconds += seconds
    if (seconds > SLOW_WAIT_SECONDS) this.#totals.slow += 1
  }

  /** Adds to a plain count. */
  add (name: 'finished' | 'lost' | 'interrupted' | 'died' | 'left' | 'workerSeconds' | 'podStarts' | 'changes', amount = 1): void {
    this.#totals[name] += amount
  }

  /** The totals so far. */
  totals (): RunTotals {
    return { ...this.#totals, waitP95Seconds: this.#callWaits.quantile(0.95), waitP99Seconds: this.#callWaits.quantile(0.99), jobWaitP95Seconds: this.#jobWaits.quantile(0.95) }
  }
}
