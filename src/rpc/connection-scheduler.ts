/**
 * Who is read first when peers send more than this process can do.
 *
 * All work begins with bytes that arrive. As long as a turn of the event loop is short, they are handed on at once. Bytes that come later in a long turn wait,
 * their connection is not read meanwhile (the sender's TCP is told to stop), and they are handed on in slices, one a turn: those of the highest priority first,
 * in rounds among equals. So nobody waits longer than the slice of somebody less important, and what waits is bounded by one read of each socket.
 */
import type { Connection, Libp2p } from '@libp2p/interface'
import { Uint8ArrayList } from 'uint8arraylist'

/** A turn of the event loop that takes longer makes the rest wait. */
export const DEFAULT_TURN_MS = 5

/** Bytes handed on at once when others wait: about a dozen small calls. */
export const DEFAULT_SLICE_BYTES = 4096

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

/** Of a yamux muxer and what is under it: `@libp2p/utils` 7.4.1 `abstract-stream-muxer.js`, `abstract-message-stream.js`. */
interface Muxer {
  readonly protocol: string
  onData: (data: Uint8Array | Uint8ArrayList) => void
  abort: (error: Error) => void
  readonly maConn: { readonly readStatus: string, pause: () => void, resume: () => void, abort: (error: Error) => void }
}

interface Reader {
  readonly muxer: Muxer
  readonly peer: string
  readonly deliver: (data: Uint8Array | Uint8ArrayList) => void
  readonly waiting: Uint8ArrayList
}

/** Puts an order into what the connections of a node deliver. */
export class ConnectionScheduler {
  readonly #priorityOf: (peer: string) => number
  readonly #turnMs: number
  readonly #sliceBytes: number
  /** Connections with bytes that wait, in the order of their next slice. */
  readonly #waiting = new Set<Reader>()
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

  /** Takes the connections of a node from now on. */
  watch (node: Pick<Libp2p, 'addEventListener'>): void {
    node.addEventListener('connection:open', ({ detail }) => this.#take(detail))
  }

  #take (connection: Connection): void {
    const { muxer } = connection as unknown as { muxer?: Muxer }
    if (muxer?.protocol !== '/yamux/1.0.0' || typeof muxer.onData !== 'function') return
    const reader: Reader = { muxer, peer: connection.remotePeer.toString(), deliver: muxer.onData.bind(muxer), waiting: new Uint8ArrayList() }
    muxer.onData = (data) => this.#arrived(reader, data)
    connection.addEventListener('close', () => { this.#waiting.delete(reader) }, { once: true })
  }

  #arrived (reader: Reader, data: Uint8Array | Uint8ArrayList): void {
    const now = performance.now()
    const priority = this.#priorityOf(reader.peer)
    if (priority > 0) this.#higherAtMs = now
    if (this.#turnStartMs === undefined) this.#beginTurn(now)
    if (!this.#waiting.has(reader) && this.#isTurnShort(now, priority)) {
      reader.deliver(data)
      return
    }
    reader.waiting.append(data)
    this.#waiting.add(reader)
    if (reader.muxer.maConn.readStatus === 'readable') reader.muxer.maConn.pause()
    this.#schedule(0)
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
    const reader = this.#next()
    if (reader === undefined) return
    this.#sliceStartMs = performance.now()
    this.#waiting.delete(reader)
    const size = Math.min(this.#sliceBytes, reader.waiting.byteLength)
    const slice = reader.waiting.sublist(0, size)
    reader.waiting.consume(size)
    this.#deliver(reader, slice)
    if (reader.waiting.byteLength > 0) this.#waiting.add(reader)
    else if (reader.muxer.maConn.readStatus === 'paused') reader.muxer.maConn.resume()
    // The slice's work goes on in what it set off; the next turn tells how long it took.
    setImmediate(() => this.#rest(reader))
  }

  #rest (reader: Reader): void {
    const now = performance.now()
    const isLesser = this.#priorityOf(reader.peer) === 0 && now - this.#higherAtMs < PRESENT_MS
    if (this.#waiting.size > 0) this.#schedule(isLesser ? Math.min(MAX_REST_MS, now - (this.#sliceStartMs ?? now)) : 0)
  }

  /** The first of the highest priority. */
  #next (): Reader | undefined {
    let best: Reader | undefined
    let bestPriority = -1
    for (const reader of this.#waiting) {
      const priority = this.#priorityOf(reader.peer)
      if (priority > bestPriority) [best, bestPriority] = [reader, priority]
    }
    return best
  }

  /** As the muxer's own listener: bytes that are no yamux end the connection. */
  #deliver ({ deliver, muxer }: Reader, data: Uint8ArrayList): void {
    try {
      deliver(data)
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause))
      muxer.abort(error)
      muxer.maConn.abort(error)
    }
  }
}
