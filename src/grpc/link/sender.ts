/** The outgoing messages of one call: cut into pieces, held to the credit that the other end gave, in order with what follows them. */
import { QUEUED_MESSAGE_BYTES, messageLength } from '@subnetes/common'
import type { MessageBytes } from '@subnetes/common'
import type { BulkSource, Link } from './link.ts'
import { FIRST_CREDIT_BYTES, HEADER_BYTES, RecordType, WHOLE_BYTES } from './records.ts'
import type { OutRecord } from './records.ts'

/** Records up to here overtake the bulk of other calls; larger ones take their turn. */
export const SMALL_BYTES = 4_096
/** Bytes that may wait in the queue of a call before its source is asked to wait. */
const SEND_AHEAD_BYTES = 65_536
const EMPTY = new Uint8Array()

/** The call that a sender belongs to. */
export interface SenderOwner {
  /** The call's number; asked when the first record leaves, so that numbers leave in order. */
  readonly sendId: () => number
  /** The queue has room again after `message` returned false. */
  readonly onRoom: () => void
  /** The last queued record was handed on. */
  readonly onSent: () => void
}

interface Queued {
  type: number
  argument: number
  readonly head: Uint8Array | undefined
  body: MessageBytes | undefined
  /** Bytes of a message that credit must cover; undefined for other records. */
  creditedBytes: Uint8Array | undefined
}

/** Sends one call's records in order. */
export class Sender implements BulkSource {
  readonly #link: Link
  readonly #owner: SenderOwner
  readonly #queue: Queued[] = []
  #queuedBytes = 0
  #credit = FIRST_CREDIT_BYTES
  #isEnlisted = false
  #isAsked = false

  constructor (link: Link, owner: SenderOwner) {
    this.#link = link
    this.#owner = owner
  }

  /** Whether everything has been handed on. */
  get isEmpty (): boolean {
    return this.#queue.length === 0
  }

  stays (): boolean {
    const next = this.#queue[0]
    this.#isEnlisted = next !== undefined && (next.creditedBytes === undefined || this.#credit > 0)
    return this.#isEnlisted
  }

  /** Sends a record that is no message, after all that was sent before. */
  send (record: Omit<OutRecord, 'id'>): void {
    const { type, argument, head, body } = record
    const bytes = (head?.length ?? 0) + (body === undefined ? 0 : messageLength(body))
    if (this.isEmpty && bytes <= SMALL_BYTES) this.#link.send({ type, id: this.#owner.sendId(), argument, head, body })
    else this.#push({ type, argument, head, body, creditedBytes: undefined }, bytes)
  }

  /** Sends a message. @returns false when its source should wait for `onRoom`, and until then */
  message (message: MessageBytes): boolean {
    const length = messageLength(message)
    let type: number = RecordType.Message
    for (const piece of pieces(message)) {
      this.#piece(type, type === RecordType.Message ? length : 0, piece)
      type = RecordType.Piece
    }
    // Not cleared here: `emit` does that, and calls the `onRoom` that the source waits for.
    if (this.#queuedBytes > SEND_AHEAD_BYTES) this.#isAsked = true
    return !this.#isAsked
  }

  /** The other end takes more. */
  grant (bytes: number): void {
    this.#credit += bytes
    this.#enlist()
  }

  /** Forgets what has not been sent. */
  drop (): void {
    this.#count(-this.#queuedBytes)
    this.#queue.length = 0
    if (this.#isEnlisted) this.#link.dismiss(this)
    this.#isEnlisted = false
  }

  emit (): number {
    const next = this.#queue[0] as Queued
    const { type, argument, head } = next
    const body = next.creditedBytes === undefined ? next.body : this.#covered(next, next.creditedBytes)
    const bytes = (head?.length ?? 0) + (body === undefined ? 0 : messageLength(body))
    const isWhole = next.creditedBytes === undefined
    if (isWhole) this.#queue.shift()
    this.#link.send({ type, id: this.#owner.sendId(), argument, head, body })
    this.#count(isWhole ? -bytes - QUEUED_MESSAGE_BYTES : -bytes)
    if (this.#isAsked && this.#queuedBytes <= SEND_AHEAD_BYTES / 2) {
      this.#isAsked = false
      this.#owner.onRoom()
    }
    if (this.isEmpty) this.#owner.onSent()
    return HEADER_BYTES + bytes
  }

  #piece (type: number, argument: number, piece: Uint8Array): void {
    const cost = piece.length + (type === RecordType.Message ? HEADER_BYTES : 0)
    if (this.isEmpty && piece.length <= SMALL_BYTES && cost <= this.#credit && this.#link.hasRoom) {
      this.#credit -= cost
      this.#link.send({ type, id: this.#owner.sendId(), argument, body: piece })
    } else {
      this.#push({ type, argument, head: undefined, body: undefined, creditedBytes: piece }, piece.length)
    }
  }

  /** As much of a piece as there is credit for; the rest stays in the queue. */
  #covered (queued: Queued, piece: Uint8Array): Uint8Array {
    if (queued.type === RecordType.Message) this.#credit -= HEADER_BYTES
    const bytes = Math.min(piece.length, Math.max(1, this.#credit))
    this.#credit -= bytes
    if (bytes === piece.length) {
      queued.creditedBytes = undefined
      return piece
    }
    queued.type = RecordType.Piece
    queued.argument = 0
    queued.creditedBytes = piece.subarray(bytes)
    return piece.subarray(0, bytes)
  }

  #push (queued: Queued, bytes: number): void {
    this.#queue.push(queued)
    this.#count(bytes + QUEUED_MESSAGE_BYTES)
    this.#enlist()
  }

  /** Bytes that begin to wait, or wait no more. */
  #count (bytes: number): void {
    this.#queuedBytes += bytes
    this.#link.queuedBytes += bytes
  }

  #enlist (): void {
    if (!this.#isEnlisted && this.stays()) this.#link.enlist(this)
  }
}

/** At least one, each of at most {@link WHOLE_BYTES}. */
function pieces (message: MessageBytes): Uint8Array[] {
  const parts = message instanceof Uint8Array ? [message] : message
  const cut: Uint8Array[] = []
  for (const part of parts) {
    for (let at = 0; at < part.length; at += WHOLE_BYTES) cut.push(part.length <= WHOLE_BYTES ? part : part.subarray(at, at + WHOLE_BYTES))
  }
  return cut.length === 0 ? [EMPTY] : cut
}
