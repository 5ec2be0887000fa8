/** Time limits of the same length for many things, kept by one timer: adding and removing cost a set operation, not a timer. */

/** Calls back for each item that stays longer than a fixed time. The timer does not keep the process alive. */
export class ExpiryQueue<Item> {
  readonly #timeoutMs: number
  readonly #onExpired: (item: Item) => void
  /** When each came, in that order: the first is the first to expire. */
  readonly #since = new Map<Item, number>()
  #timer: NodeJS.Timeout | undefined

  constructor (timeoutMs: number, onExpired: (item: Item) => void) {
    this.#timeoutMs = timeoutMs
    this.#onExpired = onExpired
  }

  /** Starts the time of an item. */
  add (item: Item): void {
    this.#since.set(item, performance.now())
    this.#timer ??= setTimeout(this.#expire, this.#timeoutMs).unref()
  }

  /** The item is done in time. */
  delete (item: Item): void {
    this.#since.delete(item)
  }

  /** Drops all items and the timer. */
  clear (): void {
    this.#since.clear()
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  readonly #expire = (): void => {
    this.#timer = undefined
    const now = performance.now()
    for (const [item, since] of this.#since) {
      // Timers may fire up to a millisecond early.
      const leftMs = this.#timeoutMs - (now - since)
      if (leftMs > 1) {
        this.#timer = setTimeout(this.#expire, leftMs).unref()
        return
      }
      this.#since.delete(item)
      this.#onExpired(item)
    }
  }
}
