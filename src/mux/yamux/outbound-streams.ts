/** Opens the streams of our side: their ids, the peer's backlog of unacknowledged streams, and those that wait for it. */
import { atTurnEnd } from '../turn-end.ts'
import type { MuxLimits } from './limits.ts'
import type { MuxStream } from './stream.ts'

/** The last stream id but a few; a connection that gets there takes no more streams. */
const LAST_STREAM_ID = 0xfffffff0

/** Outbound streams of one connection. */
export class OutboundStreams {
  readonly #limits: MuxLimits
  readonly #table: Map<number, MuxStream>
  readonly #waiting = new Set<MuxStream>()
  #unannounced: MuxStream[] = []
  #nextId: number
  #open = 0
  #awaitingAck = 0

  /** @param table gets the streams by their id */
  constructor (limits: MuxLimits, table: Map<number, MuxStream>, firstId: number) {
    this.#limits = limits
    this.#table = table
    this.#nextId = firstId
  }

  /** Whether all ids are used. */
  get isUsedUp (): boolean { return this.#nextId > LAST_STREAM_ID }

  /** Whether as many are open as may be. */
  get isFull (): boolean { return this.#open >= this.#limits.maxOutboundStreams }

  /** Streams that wait to be opened. */
  get waiting (): MuxStream[] { return [...this.#waiting] }

  /** Opens a stream now, or when the peer has acknowledged others. @returns false when too many wait */
  openOrWait (stream: MuxStream): boolean {
    if (this.#mayOpen) this.open(stream)
    else if (this.#waiting.size < this.#limits.maxWaitingOpens) this.#waiting.add(stream)
    else return false
    return true
  }

  open (stream: MuxStream): void {
    const id = this.#nextId
    this.#nextId += 2
    this.#table.set(id, stream)
    this.#open++
    this.#awaitingAck++
    stream.isAwaitingAck = true
    stream.open(id)
    if (this.#unannounced.push(stream) === 1) atTurnEnd('writers', this.#announce)
  }

  onAck (stream: MuxStream): void {
    if (!stream.isAwaitingAck) return
    stream.isAwaitingAck = false
    this.#awaitingAck--
    this.#openWaiting()
  }

  /** A stream has ended. */
  delete (stream: MuxStream): void {
    if (this.#waiting.delete(stream) || stream.id === 0) return
    this.#open--
    if (stream.isAwaitingAck) this.#awaitingAck--
    stream.isAwaitingAck = false
    this.#openWaiting()
  }

  get #mayOpen (): boolean {
    return this.#awaitingAck < this.#limits.maxUnacknowledged && !this.isFull && !this.isUsedUp
  }

  #openWaiting (): void {
    for (const stream of this.#waiting) {
      if (!this.#mayOpen) return
      this.#waiting.delete(stream)
      this.open(stream)
    }
  }

  /** Streams in which nothing was written this turn open without bytes: the peer may speak first. */
  readonly #announce = (): void => {
    const opened = this.#unannounced
    this.#unannounced = []
    for (const stream of opened) stream.announce()
  }
}
