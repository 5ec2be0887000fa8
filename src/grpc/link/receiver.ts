/** The incoming messages of one call: put together from pieces without a copy, and credit for more as they are taken. */
import { SubnetesError } from '@subnetes/common'
import type { MessageBytes } from '@subnetes/common'
import type { Link } from './link.ts'
import { FIRST_CREDIT_BYTES, HEADER_BYTES, RecordType, violation } from './records.ts'

/**
 * Parts of a message that are kept apart. So many more are joined, without those that were joined before: a message of
 * many tiny pieces costs little more than its bytes, and each byte is copied once.
 */
const MAX_PARTS = 256

/** The call that a receiver belongs to. */
export interface ReceiverOwner {
  readonly id: number
  /** Takes a message. @returns false when no more should come until {@link Receiver.resume} */
  readonly deliver: (message: MessageBytes) => boolean
  /** A message is larger than allowed: this call must end; its pieces are dropped. */
  readonly onTooLarge: (error: SubnetesError) => void
}

/** Receives the messages of one call. Call {@link close} when the call has ended. */
export class Receiver {
  readonly #link: Link
  readonly #owner: ReceiverOwner
  readonly #maxMessageBytes: number
  #parts: Uint8Array[] = []
  /** How many of them, at the beginning, are joined ones. */
  #joinedParts = 0
  /** Bytes of the present message that are missing; -1 between messages. */
  #missing = -1
  #isDropping = false
  #credit = FIRST_CREDIT_BYTES
  #isPaused = false
  #isClosed = false

  constructor (link: Link, owner: ReceiverOwner, maxMessageBytes: number) {
    this.#link = link
    this.#owner = owner
    this.#maxMessageBytes = maxMessageBytes
    link.receivers += 1
  }

  /** Whether a message has begun and not ended. */
  get isPartial (): boolean {
    return this.#missing >= 0
  }

  /** Takes a MESSAGE or PIECE. @throws {SubnetesError} `internal` when it does not fit what came before, or was not covered by credit */
  take (type: number, length: number, bytes: Uint8Array): void {
    this.#spend(type, bytes.length)
    if (type === RecordType.Message) this.#begin(length)
    else if (this.#missing < 0) throw violation('a piece without a message')
    this.#missing -= bytes.length
    if (this.#missing < 0) throw violation('more bytes than the message has')
    if (bytes.length > 0 && !this.#isDropping) this.#add(bytes)
    if (this.#missing === 0) this.#finish()
    this.#grant()
  }

  /** The owner takes messages again. */
  resume (): void {
    this.#isPaused = false
    this.#grant()
  }

  close (): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#parts = []
    this.#joinedParts = 0
    this.#link.receivers -= 1
  }

  #spend (type: number, bytes: number): void {
    this.#credit -= bytes + (type === RecordType.Message ? HEADER_BYTES : 0)
    // The header of a message may go over, and one byte with it: the sender looks at its credit before it.
    if (this.#credit < -HEADER_BYTES - 1) throw violation('more than it had credit for')
  }

  #begin (length: number): void {
    if (this.#missing >= 0) throw violation('a message in the middle of another')
    this.#missing = length
    if (length <= this.#maxMessageBytes) return
    this.#isDropping = true
    this.#owner.onTooLarge(new SubnetesError('resource_exhausted', `message of ${length} bytes is larger than the limit of ${this.#maxMessageBytes}`))
  }

  #add (bytes: Uint8Array): void {
    this.#parts.push(bytes)
    if (this.#parts.length - this.#joinedParts <= MAX_PARTS) return
    this.#parts.push(Buffer.concat(this.#parts.splice(this.#joinedParts)))
    this.#joinedParts += 1
  }

  #finish (): void {
    const parts = this.#parts
    this.#parts = []
    this.#joinedParts = 0
    this.#missing = -1
    if (this.#isDropping) this.#isDropping = false
    else if (!this.#owner.deliver(parts.length === 1 ? parts[0] as Uint8Array : parts.length === 0 ? new Uint8Array() : parts)) this.#isPaused = true
  }

  /** Fills the credit up when half of it is spent, while messages are taken: so a message larger than the credit comes through too. */
  #grant (): void {
    const full = this.#link.creditBytes
    if (this.#isPaused || this.#isClosed || this.#credit > full / 2) return
    this.#link.send({ type: RecordType.Credit, id: this.#owner.id, argument: full - this.#credit })
    this.#credit = full
  }
}
