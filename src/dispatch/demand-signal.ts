/** Tells that calls wait and no worker is ready: at once, and again each second while that lasts. */
import type { OnDemand } from './dispatcher.ts'

/** Seconds matter for a cold start, and one message per second costs nothing. */
const REPEAT_MS = 1_000

/** A repeating signal that is on or off. */
export class DemandSignal {
  readonly #onDemand: OnDemand
  readonly #held: () => number
  #timer: NodeJS.Timeout | undefined

  constructor (onDemand: OnDemand, held: () => number) {
    this.#onDemand = onDemand
    this.#held = held
  }

  /** Turns it on or off; turning on what is on changes nothing. */
  set (isNeeded: boolean): void {
    if (!isNeeded) {
      clearInterval(this.#timer)
      this.#timer = undefined
    } else if (this.#timer === undefined) {
      this.#timer = setInterval(() => this.#onDemand(this.#held()), REPEAT_MS)
      this.#onDemand(this.#held())
    }
  }
}
