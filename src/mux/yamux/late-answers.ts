/**
 * Acknowledges inbound streams, and answers their negotiation, when no answer of theirs has done so in time. An acknowledgement that rides on the answer
 * saves a frame, and at one call in flight a record and a socket write.
 */
import type { MuxStream } from './stream.ts'

/** Streams of one connection, the oldest first. */
export class LateAnswers {
  readonly #afterMs: number
  #waiting: MuxStream[] = []
  #timer: NodeJS.Timeout | undefined

  constructor (afterMs: number) {
    this.#afterMs = afterMs
  }

  add (stream: MuxStream): void {
    this.#waiting.push(stream)
    this.#schedule()
  }

  clear (): void {
    this.#waiting = []
    clearTimeout(this.#timer)
  }

  #schedule (): void {
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(this.#run, this.#afterMs)
    this.#timer.unref()
  }

  /** Streams that have answered have nothing to announce. */
  readonly #run = (): void => {
    this.#timer = undefined
    const dueMs = performance.now() - this.#afterMs
    const kept = this.#waiting.findIndex(({ openedAtMs }) => openedAtMs > dueMs)
    const due = this.#waiting.splice(0, kept < 0 ? this.#waiting.length : kept)
    for (const stream of due) stream.announce()
    if (this.#waiting.length > 0) this.#schedule()
  }
}
