/**
 * Who is read first when peers send more than this process can do.
 *
 * All work begins with bytes that arrive. As long as a turn of the event loop is short, they are handed on at once. Bytes that come later in a long turn wait,
 * their connection is not read meanwhile (the sender's TCP is told to stop), and they are handed on in slices, one a turn: those of the highest priority first,
 * in rounds among equals. So nobody waits longer than the slice of somebody less important, and what waits is bounded by one read of each socket; of a
 * WebSocket, which cannot be paused, by 1 MiB.
 */
import { Uint8ArrayList } from 'uint8arraylist'
import type { MuxReader } from '@subnetes/mux'

/** A turn of the event loop that takes longer makes the rest wait. */
export const DEFAULT_TURN_MS = 5

/** Bytes handed on at once when others wait: about a dozen small calls. */
export const DEFAULT_SLICE_BYTES = 4096

/** Bytes of one connection that may wait; more is handed on at once. */
const MAX_WAITING_BYTES = 1024 * 1024

/** Peers of a higher priority count as present so long after they last sent something; the others then get at most half of the time. */
const PRESENT_MS = 1_000

/** Longest rest after a slice. */
const MAX_REST_MS = 25

/** What a {@link ConnectionScheduler} may be told. */
export interface ConnectionSchedulerInit {
  /** Of a peer (base58 text), 0 being the lowest; asked with every read, so it must be cheap. @default all are equal */
  priorityOf?: ((peer: string) => number) | undefined
  /** @default {@link DEFAULT_TURN_MS} */
  turnMs?: number | undefined
  /** @default {@link DEFAULT_SLICE_BYTES} */
  sliceBytes?: number | undefined
}

/** Bytes of a connection that wait for their slice. */
interface Waiting {
  readonly reader: MuxReader
  readonly bytes: Uint8ArrayList
}

/** Puts an order into what the connections of a node deliver. */
export class ConnectionScheduler {
  readonly #priorityOf: (peer: string) => number
  readonly #turnMs: number
  readonly #sliceBytes: number
  /** Connections with bytes that wait, in the order of their next slice. */
  readonly #waiting = new Map<MuxReader, Uint8ArrayList>()
  /** When a peer of a priority above 0 last sent something. */
  #higherAtMs = -Infinity
  #turnStartMs: number | undefined
  #isScheduled = false
  #sliceStartMs: number | undefined

  constructor (init: ConnectionSchedulerInit = {}) {
    this.#priorityOf = init.priorityOf ?? (() => 0)
    this.#turnMs = init.turnMs ?? DEFAULT_TURN_MS
    this.#sliceBytes = init.sliceBytes ?? DEFAULT_SLICE_BYTES
  }

  /** Connections that are not read at the moment. */
  get waiting (): number { return this.#waiting.size }

  /** A connection has read bytes: they are delivered now, or wait. */
  arrived (reader: MuxReader, bytes: Buffer): void {
    const now = performance.now()
    const priority = this.#priorityOf(reader.peer)
    if (priority > 0) this.#higherAtMs = now
    if (this.#turnStartMs === undefined) this.#beginTurn(now)
    const waiting = this.#waiting.get(reader)
    if (waiting === undefined && this.#isTurnShort(now, priority)) {
      reader.deliver(bytes)
      return
    }
    if (waiting === undefined) {
      this.#waiting.set(reader, new Uint8ArrayList(bytes))
      reader.pause()
    } else {
      waiting.append(bytes)
      if (waiting.byteLength > MAX_WAITING_BYTES) this.#deliver(reader, waiting, waiting.byteLength - MAX_WAITING_BYTES)
    }
    this.#schedule(0)
  }

  /** Forgets a connection that has ended. */
  closed (reader: MuxReader): void {
    this.#waiting.delete(reader)
  }

  /** What matters more may make a turn longer; while others wait, what matters least waits with them. */
  #isTurnShort (now: number, priority: number): boolean {
    const turnMs = now - (this.#turnStartMs ?? now)
    return priority > 0 ? turnMs < this.#turnMs * 4 : this.#waiting.size === 0 && turnMs < this.#turnMs
  }

  #beginTurn (now: number): void {
    this.#turnStartMs = now
    setImmediate(() => { this.#turnStartMs = undefined })
  }

  #schedule (restMs: number): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    const run = (): void => { this.#isScheduled = false; this.#slice() }
    if (restMs >= 1) setTimeout(run, restMs)
    else setImmediate(run)
  }

  #slice (): void {
    const next = this.#next()
    if (next === undefined) return
    const { reader, bytes } = next
    this.#sliceStartMs = performance.now()
    // To the end of the round.
    this.#waiting.delete(reader)
    if (bytes.byteLength > this.#sliceBytes) this.#waiting.set(reader, bytes)
    this.#deliver(reader, bytes, Math.min(this.#sliceBytes, bytes.byteLength))
    if (bytes.byteLength === 0) reader.resume()
    // The slice's work goes on in what it set off; the next turn tells how long it took.
    setImmediate(() => this.#rest(reader))
  }

  #deliver (reader: MuxReader, bytes: Uint8ArrayList, count: number): void {
    const slice = bytes.subarray(0, count)
    bytes.consume(count)
    reader.deliver(Buffer.from(slice.buffer, slice.byteOffset, slice.byteLength))
  }

  #rest (reader: MuxReader): void {
    const now = performance.now()
    const isLesser = this.#priorityOf(reader.peer) === 0 && now - this.#higherAtMs < PRESENT_MS
    if (this.#waiting.size > 0) this.#schedule(isLesser ? Math.min(MAX_REST_MS, now - (this.#sliceStartMs ?? now)) : 0)
  }

  /** The first of the highest priority. */
  #next (): Waiting | undefined {
    let best: Waiting | undefined
    let bestPriority = -1
    for (const [reader, bytes] of this.#waiting) {
      const priority = this.#priorityOf(reader.peer)
      if (priority > bestPriority) [best, bestPriority] = [{ reader, bytes }, priority]
    }
    return best
  }
}
