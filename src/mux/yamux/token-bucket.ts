/** Counts what a peer may do now and then, but not all the time. */

/** A bucket that starts full. */
export class TokenBucket {
  readonly #size: number
  readonly #perSecond: number
  #tokens: number
  #atMs: number

  constructor (size: number, perSecond: number, nowMs: number) {
    this.#size = this.#tokens = size
    this.#perSecond = perSecond
    this.#atMs = nowMs
  }

  /** @returns false when the bucket is empty */
  take (nowMs: number): boolean {
    this.#tokens = Math.min(this.#size, this.#tokens + Math.max(0, nowMs - this.#atMs) * this.#perSecond / 1000)
    this.#atMs = nowMs
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
