/** gRPC messages out of DATA: as the parts they arrived in, never joined. */
import { SubnetesError } from '@subnetes/common'
import type { MessageBytes } from '@subnetes/common'

/** Flag byte and length. */
const PREFIX_BYTES = 5
/** A part shorter than this, or than this share of its chunk, is copied: many small views would hold many times their size. */
const MIN_VIEW_BYTES = 2_048
const MIN_VIEW_SHARE = 8
/** Buffers that small parts are copied into. */
const TAIL_BYTES = 16_384
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
  #parts: Uint8Array[] | undefined
  #tail = EMPTY
  #tailBytes = 0

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
   * @param chunkBytes size of the buffer that `bytes` is a view of
   * @throws {SubnetesError} `unimplemented` for a compressed message, `resource_exhausted` for one above the limit
   */
  take (bytes: Buffer, chunkBytes: number): number {
    let at = 0
    if (this.#missing < 0) {
      at = this.#takePrefix(bytes)
      if (this.#missing < 0) return at
    }
    const end = Math.min(bytes.length, at + this.#missing)
    const part = bytes.subarray(at, end)
    if (part.length === this.#missing && this.#parts === undefined) {
      this.#missing = -1
      this.#completed = part
      return end
    }
    this.#add(part, chunkBytes)
    this.#missing -= part.length
    if (this.#missing === 0) this.#completed = this.#finish()
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

  #add (part: Buffer, chunkBytes: number): void {
    if (part.length === 0) return
    this.#parts ??= []
    if (part.length >= MIN_VIEW_BYTES && part.length * MIN_VIEW_SHARE >= chunkBytes) {
      this.#cutTail()
      this.#parts.push(part)
      return
    }
    for (let at = 0; at < part.length;) {
      if (this.#tailBytes === this.#tail.length) {
        this.#cutTail()
        this.#tail = Buffer.allocUnsafeSlow(Math.min(this.#missing - at, TAIL_BYTES))
      }
      const copied = part.copy(this.#tail, this.#tailBytes, at)
      this.#tailBytes += copied
      at += copied
    }
  }

  /** What was copied so far becomes a part; the rest of its buffer is still filled. */
  #cutTail (): void {
    if (this.#tailBytes === 0) return
    this.#parts?.push(this.#tail.subarray(0, this.#tailBytes))
    this.#tail = this.#tail.subarray(this.#tailBytes)
    this.#tailBytes = 0
  }

  #finish (): MessageBytes {
    this.#cutTail()
    const parts = this.#parts ?? []
    this.#parts = undefined
    this.#missing = -1
    this.#tail = EMPTY
    return parts.length === 1 ? parts[0] as Uint8Array : parts
  }
}
