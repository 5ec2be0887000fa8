/**
 * One end of a link: many calls on one connection. It batches records by turn of the event loop, shares the connection fairly between calls, and
 * notices a silent or broken other end. What the records mean is the business of `client.ts` and `server.ts`.
 */
import { SubnetesError } from '@subnetes/common'
import type { Carrier } from './carrier.ts'
import { RecordParser, RecordType, violation } from './records.ts'
import type { OnRecord, OutRecord } from './records.ts'
import { TurnBuffer } from './turn-buffer.ts'

/**
 * Bulk that is written in one turn, but for the last piece. With a socket's buffer of 64 KiB, a small record waits in this process behind less than
 * 64 (buffer) + 64 + 64 (last piece) = 192 KiB of other calls' bulk.
 */
export const BULK_TURN_BYTES = 65_536
/** Written and not sent, for an other end that does not read: then the link ends. Bulk is not written while the carrier is full, so this is small records alone. */
const MAX_UNSENT_BYTES = 16_777_216
/** Bytes that all calls of a link together may have under way to this end; each gets its part. 16 MiB. */
const SHARED_CREDIT_BYTES = 16_777_216
/** Most and least credit of one call. The most fills a network of 1 ms at 500 MB/s. */
const MAX_CREDIT_BYTES = 524_288
export const MIN_CREDIT_BYTES = 65_536
/** How long the other end may take to read why the link ends. */
const FAREWELL_MS = 1_000

/** What stands behind a link. */
export interface LinkEnd {
  readonly onRecord: OnRecord
  /** Called once. Undefined: the other end closed it in order. */
  readonly onClosed: (error: SubnetesError | undefined) => void
  /** Argument of the GOAWAY with which the link ends after a violation. */
  readonly lastId: number
}

/** Bulk of one call; see `sender.ts`. */
export interface BulkSource {
  /** Sends one record. @returns its bytes */
  emit: () => number
  /** Whether it stays in the round: it has another record that may be sent now. Called after each {@link emit}. */
  stays: () => boolean
}

export interface LinkOptions {
  /** Milliseconds between pings; 0 sends none. */
  readonly keepaliveMs: number
  /** How long nothing at all may be heard after a ping. */
  readonly keepaliveTimeoutMs: number
}

/** Sends and receives records. Everything sent in one turn of the event loop leaves in one write. */
export class Link {
  readonly #carrier: Carrier
  readonly #end: LinkEnd
  readonly #parser = new RecordParser()
  #turn = new TurnBuffer()
  /** Calls with bulk to send, in the order in which they get their next piece. */
  readonly #bulk: BulkSource[] = []
  readonly #onRecord: OnRecord
  #flushing: NodeJS.Immediate | undefined
  #farewell: NodeJS.Timeout | undefined
  #isClosed = false
  #heard = 0
  #keepalive: NodeJS.Timeout | undefined
  /** Times that records were handed to the carrier; tells what may have left. */
  flushes = 0
  /** Bytes that wait in the queues of senders, with what each entry costs. */
  queuedBytes = 0
  /** Calls whose messages come in pieces now: they share the credit. */
  receivers = 0

  constructor (carrier: Carrier, end: LinkEnd, options: LinkOptions) {
    this.#carrier = carrier
    this.#end = end
    this.#onRecord = (type, id, argument, body) => this.#receive({ type, id, argument }, body)
    carrier.open({
      onData: (chunk) => this.#parse(chunk),
      onDrained: () => this.#schedule(),
      onClosed: (cause) => {
        clearTimeout(this.#farewell)
        this.#close(lossOf(cause))
      }
    })
    const { keepaliveMs, keepaliveTimeoutMs } = options
    if (keepaliveMs > 0) this.#keepalive = setInterval(() => this.#ping(keepaliveTimeoutMs), keepaliveMs).unref()
  }

  get isClosed (): boolean {
    return this.#isClosed
  }

  /** Whether a small message of a stream may overtake queued bulk now. */
  get hasRoom (): boolean {
    return this.#turn.bytes < BULK_TURN_BYTES && !this.#carrier.isFull
  }

  /** The credit to which a call is filled up. */
  get creditBytes (): number {
    return Math.max(MIN_CREDIT_BYTES, Math.min(MAX_CREDIT_BYTES, Math.floor(SHARED_CREDIT_BYTES / Math.max(1, this.receivers))))
  }

  /** Sends a record at the end of this turn, before all bulk. */
  send (record: OutRecord): void {
    if (this.#isClosed) return
    this.#turn.add(record)
    this.#schedule()
  }

  /** Adds a call with bulk to the round. The caller sees to it that it is there once. */
  enlist (source: BulkSource): void {
    this.#bulk.push(source)
    this.#schedule()
  }

  /** Takes it out again. */
  dismiss (source: BulkSource): void {
    const place = this.#bulk.indexOf(source)
    if (place >= 0) this.#bulk.splice(place, 1)
  }

  /** Sends what waits in this turn, then closes. */
  end (): void {
    if (this.#isClosed) return
    clearImmediate(this.#flushing)
    this.#flush()
    this.#farewell = setTimeout(() => this.#carrier.destroy(), FAREWELL_MS).unref()
    this.#carrier.end()
  }

  /** Closes at once. */
  destroy (error: SubnetesError): void {
    this.#carrier.destroy()
    this.#close(error)
  }

  /** The other end broke the rules: says why and closes. */
  fail (error: SubnetesError): void {
    if (this.#isClosed) return
    this.send({ type: RecordType.GoAway, id: 0, argument: this.#end.lastId, body: Buffer.from(error.message) })
    this.end()
    this.#close(error)
  }

  #parse (chunk: Buffer): void {
    if (this.#isClosed) return
    this.#heard += 1
    try {
      this.#parser.push(chunk, this.#onRecord)
    } catch (error) {
      this.fail(SubnetesError.from(error, 'internal'))
    }
  }

  #receive (header: { type: number, id: number, argument: number }, body: Buffer): void {
    const { type, id, argument } = header
    if (this.#isClosed) return
    if (type === RecordType.Ping) this.send({ type: RecordType.Pong, id: 0, argument })
    else if (type !== RecordType.Pong) this.#end.onRecord(type, id, argument, body)
  }

  #schedule (): void {
    if (this.#flushing !== undefined || this.#isClosed) return
    // Right after the poll phase: all connections that were readable in one poll share a flush.
    this.#flushing = setImmediate(() => this.#flush())
  }

  #flush (): void {
    this.#flushing = undefined
    if (this.#isClosed) return
    this.#addBulk()
    if (this.#turn.bytes > 0) {
      this.flushes += 1
      this.#carrier.write(this.#turn.take())
      if (this.#carrier.unsentBytes > MAX_UNSENT_BYTES) this.destroy(violation(`nothing that shows that it reads; ${this.#carrier.unsentBytes} bytes wait for it`))
    }
    if (this.#bulk.length > 0 && !this.#carrier.isFull) this.#schedule()
  }

  #addBulk (): void {
    let room = BULK_TURN_BYTES
    while (room > 0 && this.#bulk.length > 0 && !this.#carrier.isFull) {
      const source = this.#bulk.shift() as BulkSource
      room -= source.emit()
      if (source.stays()) this.#bulk.push(source)
    }
  }

  #ping (timeoutMs: number): void {
    const before = this.#heard
    this.send({ type: RecordType.Ping, id: 0, argument: 0 })
    const check = (): void => {
      if (this.#heard === before) this.destroy(new SubnetesError('unavailable', `nothing was heard for ${timeoutMs} ms after a ping`))
    }
    // When the timer is late because this process was busy, the answer may wait to be read: look once more after the next poll.
    setTimeout(() => { setImmediate(check) }, timeoutMs).unref()
  }

  #close (error: SubnetesError | undefined): void {
    if (this.#isClosed) return
    this.#isClosed = true
    clearInterval(this.#keepalive)
    clearImmediate(this.#flushing)
    this.#flushing = undefined
    this.#turn = new TurnBuffer()
    this.#bulk.length = 0
    try {
      this.#end.onClosed(error)
    } catch (fault) {
      // Thrown on, it would leave the handler of a socket and end this process with all its other links.
      process.emitWarning(fault instanceof Error ? fault : String(fault))
    }
  }
}

function lossOf (cause: unknown): SubnetesError | undefined {
  return cause === undefined ? undefined : SubnetesError.from(cause, 'unavailable')
}
