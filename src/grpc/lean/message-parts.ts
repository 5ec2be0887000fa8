/**
 * gRPC messages out of DATA: copied once, into parts that grow as bytes really arrive, so that a length alone reserves
 * little. Never joined.
 */
import { SubnetesError } from '@subnetes/common'
import type { MessageBytes } from '@subnetes/common'

/** Flag byte and length. */
const PREFIX_BYTES = 5
/** Largest part; a message up to this size is in one piece. 64 KiB. */
const MAX_PART_BYTES = 65_536
const EMPTY = Buffer.alloc(0)

/** Parses the messages of one stream. */
export class MessageParts {
  readonly #maxMessageBytes: number
  #prefixBytes = 0
  #flag = 0
  #length = 0
  /** Bytes of the message that have not arrived; -1 between messages. */
  #missing = -1
  #completed: MessageBytes | undefined
  /** Parts that are full. */
  #parts: Uint8Array[] = []
  /** The part that is being filled. */
  #part = EMPTY
  #partBytes = 0

  constructor (maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes
  }

  /** Whether a message has begun and not ended. */
  get isPartial (): boolean {
    return this.#prefixBytes > 0 || this.#missing >= 0
  }

  /**
   * Takes bytes up to the end of a message and returns how many; see {@link completed}.
   *
   * @param bytes copied; the caller may use its memory again
   * @throws {SubnetesError} `unimplemented` for a compressed message, `resource_exhausted` for one above the limit
   */
  take (bytes: Buffer): number {
    let at = 0
    if (this.#missing < 0) {
      at = this.#takePrefix(bytes)
      if (this.#missing < 0) return at
    }
    const end = Math.min(bytes.length, at + this.#missing)
    const isWhole = end - at === this.#missing && this.#missing <= MAX_PART_BYTES && this.#part === EMPTY && this.#parts.length === 0
    if (isWhole) this.#finish(Buffer.from(bytes.subarray(at, end)))
    else while (at < end) at = this.#fill(bytes, at, end)
    return end
  }

  /** The message that the last {@link take} ended, once; undefined when it ended none. */
  completed (): MessageBytes | undefined {
    const message = this.#completed
    this.#completed = undefined
    return message
  }

  /** In numbers: most prefixes are whole, and a buffer for those that are not would cost more. */
  #takePrefix (bytes: Buffer): number {
    let taken = 0
    while (this.#prefixBytes < PREFIX_BYTES && taken < bytes.length) {
      const byte = bytes[taken++] as number
      if (this.#prefixBytes++ === 0) this.#flag = byte
      else this.#length = this.#length * 256 + byte
    }
    if (this.#prefixBytes === PREFIX_BYTES) {
      this.#check()
      this.#missing = this.#length
      this.#prefixBytes = this.#length = 0
    }
    return taken
  }

  #check (): void {
    if (this.#flag !== 0) {
      throw new SubnetesError('unimplemented', `gRPC message with flag byte ${this.#flag}: compression is not supported; send identity encoding`)
    }
    if (this.#length > this.#maxMessageBytes) {
      throw new SubnetesError('resource_exhausted', `gRPC message of ${this.#length} bytes is larger than the limit of ${this.#maxMessageBytes}`)
    }
  }

  #fill (bytes: Buffer, at: number, end: number): number {
    if (this.#part === EMPTY) this.#part = Buffer.allocUnsafeSlow(Math.min(this.#missing, MAX_PART_BYTES))
    const copied = bytes.copy(this.#part, this.#partBytes, at, end)
    this.#partBytes += copied
    this.#missing -= copied
    if (this.#partBytes === this.#part.length) this.#endPart()
    return at + copied
  }

  #endPart (): void {
    const part = this.#part
    this.#part = EMPTY
    this.#partBytes = 0
    if (this.#missing === 0 && this.#parts.length === 0) {
      this.#finish(part)
      return
    }
    this.#parts.push(part)
    if (this.#missing > 0) return
    const parts = this.#parts
    this.#parts = []
    this.#finish(parts)
  }

  #finish (message: MessageBytes): void {
    this.#missing = -1
    this.#completed = message
  }
}
