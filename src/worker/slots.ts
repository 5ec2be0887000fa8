/** How many calls a worker may run, and what it has run so far. */
import { abortError } from '@subnetes/common'
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

/** Where calls come too, a slot must have been free for this long before a job takes it: a call that waits at a gateway is here within it. */
export const CALLS_FIRST_MS = 20
/** Calls have come when one took a slot, or was refused one, within this time. */
export const CALLS_RECENT_MS = 1_000
/** A job that has waited so long has the next slot that frees, whoever else wants it: jobs are never starved. */
export const JOB_PATIENCE_MS = 2_000

/** Gives out a fixed number of slots to calls and jobs, calls first, and keeps the counts of calls. */
export class Slots {
  readonly #size: number
  readonly #changes = new Changes()
  readonly #now: () => number
  #active = 0
  #jobs = 0
  #lastCallMs = -Infinity
  #lastFreedMs = -Infinity
  readonly #impatient: Array<() => void> = []
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

  /** Slots taken, by calls and jobs. */
  get active (): number {
    return this.#active + this.#jobs
  }

  /** Slots that jobs hold. */
  get jobs (): number {
    return this.#jobs
  }

  /** Takes a slot, or undefined when none is free. */
  take (): Ticket | undefined {
    const startMs = this.#now()
    this.#lastCallMs = startMs
    if (this.active >= this.#size) return undefined
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

  /**
   * A slot for a job: at once when one is free and no calls come, else one that stays free for {@link CALLS_FIRST_MS}, else, after {@link JOB_PATIENCE_MS},
   * the next that frees.
   *
   * @returns gives the slot back
   * @throws the signal's reason
   */
  async acquire ({ signal }: { signal: AbortSignal }): Promise<() => void> {
    const patientUntil = this.#now() + JOB_PATIENCE_MS
    while (true) {
      if (signal.aborted) throw abortError(signal)
      const now = this.#now()
      const waitMs = this.#mayTakeInMs(now)
      if (waitMs <= 0) return this.#takeForJob()
      if (now >= patientUntil) return await this.#nextFreed(signal)
      await this.#changeOr(Math.min(waitMs, patientUntil - now), signal)
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
    if (this.active === 0) return true
    if (signal.aborted) return false
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const onAbort = (): void => resolve(false)
    const stop = this.onChange(() => { if (this.active === 0) resolve(true) })
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
    this.#freed()
  }

  /** 0 when a job may take a slot now; Infinity when none is free. */
  #mayTakeInMs (now: number): number {
    if (this.active >= this.#size) return Infinity
    if (now - this.#lastCallMs > CALLS_RECENT_MS) return 0
    return this.#lastFreedMs + CALLS_FIRST_MS - now
  }

  #takeForJob (): () => void {
    this.#jobs += 1
    this.#changes.notify()
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#jobs -= 1
      this.#freed()
    }
  }

  #freed (): void {
    this.#lastFreedMs = this.#now()
    this.#impatient.shift()?.()
    this.#changes.notify()
  }

  async #nextFreed (signal: AbortSignal): Promise<() => void> {
    const { promise, resolve, reject } = Promise.withResolvers<() => void>()
    const give = (): void => resolve(this.#takeForJob())
    const onAbort = (): void => {
      const place = this.#impatient.indexOf(give)
      if (place >= 0) this.#impatient.splice(place, 1)
      reject(abortError(signal))
    }
    this.#impatient.push(give)
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await promise
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  async #changeOr (waitMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = Number.isFinite(waitMs) ? setTimeout(resolve, Math.max(1, waitMs)) : undefined
    const stop = this.onChange(resolve)
    const onAbort = (): void => resolve()
    signal.addEventListener('abort', onAbort, { once: true })
    await promise
    signal.removeEventListener('abort', onAbort)
    stop()
    clearTimeout(timer)
  }
}
