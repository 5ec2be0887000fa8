/** Growing, jittered pauses between attempts at something that fails. */

/** Bounds of a {@link Backoff}. */
export interface BackoffInit {
  /** Upper bound of the first pause. */
  minMs: number
  /** Upper bound of every pause. */
  maxMs: number
  /** From 0 to 1; injected by tests. @default Math.random */
  random?: () => number
}

/** Counts failed attempts and says how long to wait before the next: doubling, capped, each between half and all of its bound, so that many clients spread out. */
export class Backoff {
  readonly #minMs: number
  readonly #maxMs: number
  readonly #random: () => number
  #attempts = 0

  constructor (init: BackoffInit) {
    this.#minMs = init.minMs
    this.#maxMs = init.maxMs
    this.#random = init.random ?? Math.random
  }

  /** Attempts since the last reset. */
  get attempts (): number {
    return this.#attempts
  }

  /** Milliseconds to wait now; the next answer is about twice as long. */
  next (): number {
    const bound = Math.min(this.#maxMs, this.#minMs * 2 ** Math.min(this.#attempts, 30))
    this.#attempts += 1
    return Math.round(bound / 2 + this.#random() * bound / 2)
  }

  /** The thing worked: start small again. */
  reset (): void {
    this.#attempts = 0
  }
}
