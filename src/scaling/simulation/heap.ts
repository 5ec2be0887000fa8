/** A binary heap of things by time; of equal times the one that was added first comes first. */
export class Heap<T> {
  readonly #times: number[] = []
  readonly #orders: number[] = []
  readonly #items: T[] = []
  #added = 0

  /** How many there are. */
  get size (): number {
    return this.#items.length
  }

  /** Time of the first; Infinity when there is none. */
  get nextAt (): number {
    return this.#times[0] ?? Infinity
  }

  /** Adds one. */
  push (time: number, item: T): void {
    let index = this.#items.length
    const order = this.#added
    this.#added += 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if ((this.#times[parent] as number) <= time) break
      this.#move(parent, index)
      index = parent
    }
    this.#times[index] = time
    this.#orders[index] = order
    this.#items[index] = item
  }

  /** Removes the first. */
  pop (): T | undefined {
    const first = this.#items[0]
    const time = this.#times.pop()
    const order = this.#orders.pop()
    const item = this.#items.pop()
    const size = this.#items.length
    if (time === undefined || order === undefined || size === 0) return first
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= size) break
      if (child + 1 < size && this.#isBefore(child + 1, this.#times[child] as number, this.#orders[child] as number)) child += 1
      if (!this.#isBefore(child, time, order)) break
      this.#move(child, index)
      index = child
    }
    this.#times[index] = time
    this.#orders[index] = order
    this.#items[index] = item as T
    return first
  }

  #isBefore (index: number, time: number, order: number): boolean {
    const other = this.#times[index] as number
    return other < time || (other === time && (this.#orders[index] as number) < order)
  }

  #move (from: number, to: number): void {
    this.#times[to] = this.#times[from] as number
    this.#orders[to] = this.#orders[from] as number
    this.#items[to] = this.#items[from] as T
  }
}
