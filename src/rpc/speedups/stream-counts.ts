/** How many streams of each protocol are open in one direction of a connection. libp2p counts them all again for each new one. */
import type { StreamInternals } from './internals.ts'

/** See the file's comment. */
export class StreamCounts {
  readonly #open = new Map<string, number>()

  /** Counts a stream until it closes. @returns how many of its protocol are open, this one included */
  add (stream: StreamInternals): number {
    const { protocol } = stream
    const count = (this.#open.get(protocol) ?? 0) + 1
    this.#open.set(protocol, count)
    stream.addEventListener('close', () => {
      const left = (this.#open.get(protocol) ?? 1) - 1
      if (left === 0) this.#open.delete(protocol)
      else this.#open.set(protocol, left)
    }, { once: true })
    return count
  }
}
