/** Keeps the process polite: requests in flight and requests a second, and silence when the server asks for it. */

/** Limits of a {@link RequestLimiter}. */
export interface RequestLimiterInit {
  /** @default 20 */
  maxInFlight?: number
  /** Requests a second, sustained. @default 50 */
  perSecond?: number
  /** Requests at once above the sustained rate. @default 100 */
  burst?: number
  /** Milliseconds of a monotonic clock. */
  now?: () => number
}

/** First come, first served. */
export class RequestLimiter {
  readonly #maxInFlight: number
  readonly #perSecond: number
  readonly #burst: number
  readonly #now: () => number
  readonly #waiting: Array<() => void> = []
  #inFlight = 0
  #tokens: number
  #filledAt: number
  #pausedUntil = -Infinity
  #timer: NodeJS.Timeout | undefined

  constructor (init: RequestLimiterInit = {}) {
    this.#maxInFlight = init.maxInFlight ?? 20
    this.#perSecond = init.perSecond ?? 50
    this.#burst = init.burst ?? 100
    this.#now = init.now ?? (() => performance.now())
    this.#tokens = this.#burst
    this.#filledAt = this.#now()
  }

  /** Waits for a turn. @returns gives it back; to be called once, when the request has ended */
  async acquire (signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted()
    await new Promise<void>((resolve, reject) => {
      const turn = (): void => { signal?.removeEventListener('abort', onAbort); resolve() }
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#waiting.push(turn)
      this.#serve()
    })
    let returned = false
    return () => {
      if (returned) return
      returned = true
      this.#inFlight -= 1
      this.#serve()
    }
  }

  /** The server said 429: nobody goes for this long. */
  pause (durationMs: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#now() + durationMs)
  }

  #serve (): void {
    const now = this.#now()
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#filledAt) * this.#perSecond / 1000)
    this.#filledAt = now
    while (this.#waiting.length > 0 && this.#inFlight < this.#maxInFlight && this.#tokens >= 1 && now >= this.#pausedUntil) {
      this.#tokens -= 1
      this.#inFlight += 1
      this.#waiting.shift()?.()
    }
    // Whoever gives a turn back serves the next; only time itself needs a timer.
    if (this.#waiting.length === 0 || this.#inFlight >= this.#maxInFlight || this.#timer !== undefined) return
    const waitMs = Math.max((1 - this.#tokens) * 1000 / this.#perSecond, this.#pausedUntil - now, 1)
    this.#timer = setTimeout(() => { this.#timer = undefined; this.#serve() }, waitMs)
  }
}
