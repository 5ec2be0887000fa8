/** Notices that the event loop hangs: what `/healthz` answers. */
import type { Startable } from '@subnetes/common'

/** A loop that is this late is ill. A probe that it does not answer at all says the same to the kubelet. */
export const MAX_LAG_MS = 5000

const TICK_MS = 500

/** Measures how late timers are. */
export class EventLoopWatch implements Startable {
  readonly #now: () => number
  #timer: NodeJS.Timeout | undefined
  #tickedAt = 0

  constructor (now: () => number = () => performance.now()) {
    this.#now = now
  }

  async start (): Promise<void> {
    this.#tickedAt = this.#now()
    this.#timer ??= setInterval(() => { this.#tickedAt = this.#now() }, TICK_MS).unref()
  }

  async stop (): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** Words when the loop hangs, undefined when it does not. */
  problem (): string | undefined {
    if (this.#timer === undefined) return undefined
    const lagMs = this.#now() - this.#tickedAt - TICK_MS
    return lagMs < MAX_LAG_MS ? undefined : `the event loop is ${Math.round(lagMs)} ms late; allowed are ${MAX_LAG_MS}`
  }
}
