/** How many calls a worker may run, and what it has run so far. */
import { Changes } from './changes.ts'

/** A running call; finish it exactly once. */
export interface Ticket {
  finish: () => void
}

/** Counters since the start and present values, in the units of `subnetes.v1.RunnerStatus`. */
export interface SlotCounts {
  readonly slots: number
  readonly activeCalls: number
  readonly callsAgeSeconds: number
  readonly callsStarted: number
  readonly callsFinished: number
  readonly callsFinishedSeconds: number
}

/** Gives out a fixed number of slots and keeps the counts. */
export class Slots {
  readonly #size: number
  readonly #changes = new Changes()
  readonly #now: () => number
  #active = 0
  /** Sum of the starting times of what runs now: with the number that runs it gives the sum of their ages without a list. */
  #activeStartsMs = 0
  #started = 0
  #finished = 0
  #finishedMs = 0

  /** @param now monotonic milliseconds; injected by tests */
  constructor (size: number, now: () => number = () => performance.now()) {
    this.#size = size
    this.#now = now
  }

  get size (): number {
    return this.#size
  }

  get active (): number {
    return this.#active
  }

  /** Takes a slot, or undefined when none is free. */
  take (): Ticket | undefined {
    if (this.#active >= this.#size) return undefined
    const startMs = this.#now()
    let isRunning = true
    this.#active += 1
    this.#started += 1
    this.#activeStartsMs += startMs
    this.#changes.notify()
    return {
      finish: () => {
        if (!isRunning) return
        isRunning = false
        this.#finish(startMs)
      }
    }
  }

  counts (): SlotCounts {
    return {
      slots: this.#size,
      activeCalls: this.#active,
      callsAgeSeconds: this.#active === 0 ? 0 : Math.max(0, this.#active * this.#now() - this.#activeStartsMs) / 1000,
      callsStarted: this.#started,
      callsFinished: this.#finished,
      callsFinishedSeconds: this.#finishedMs / 1000
    }
  }

  /** Calls the listener on every start and end of a call. @returns the way to stop that */
  onChange (listener: () => void): () => void {
    return this.#changes.listen(listener)
  }

  /** Waits until nothing runs. @returns false when the signal aborted before that */
  async idle (signal: AbortSignal): Promise<boolean> {
    if (this.#active === 0) return true
    if (signal.aborted) return false
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const onAbort = (): void => resolve(false)
    const stop = this.onChange(() => { if (this.#active === 0) resolve(true) })
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await promise
    } finally {
      stop()
      signal.removeEventListener('abort', onAbort)
    }
  }

  #finish (startMs: number): void {
    this.#active -= 1
    this.#activeStartsMs = this.#active === 0 ? 0 : this.#activeStartsMs - startMs
    this.#finished += 1
    this.#finishedMs += this.#now() - startMs
    this.#changes.notify()
  }
}
