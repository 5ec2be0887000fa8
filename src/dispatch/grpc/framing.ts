/**
 * Length-prefixed messages as gRPC puts them into HTTP/2 DATA: a flag byte, four bytes of length, the message
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, "Length-Prefixed-Message").
 */
import type { Writable } from 'node:stream'
import { SubnetesError } from '@subnetes/common'

/** Flag byte and length. */
const HEADER_BYTES = 5
/** Up to here header and message are copied into one buffer; above, two vectored writes are cheaper than the copy. */
const COPY_LIMIT_BYTES = 16_384
/** First allocation for a message that arrives in pieces; it doubles as bytes really arrive, so a length alone reserves nothing. */
const FIRST_PIECE_BYTES = 65_536
const EMPTY = Buffer.alloc(0)

/** A message with its prefix, in one buffer. */
export function encodeFrame (message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + message.length)
  writeHeader(frame, message.length)
  frame.set(message, HEADER_BYTES)
  return frame
}

/** The prefix of a message of so many bytes, for a writer that has them in parts. */
export function encodeFramePrefix (length: number): Buffer {
  const prefix = Buffer.allocUnsafe(HEADER_BYTES)
  writeHeader(prefix, length)
  return prefix
}

/** Writes one message. @returns false when the writer should wait for `drain` */
export function writeMessage (stream: Writable, message: Uint8Array): boolean {
  if (message.length <= COPY_LIMIT_BYTES) return stream.write(encodeFrame(message))
  stream.cork()
  stream.write(encodeFramePrefix(message.length))
  const more = stream.write(message)
  stream.uncork()
  return more
}

function writeHeader (target: Buffer, length: number): void {
  target[0] = 0
  target.writeUInt32BE(length, 1)
}

/** Cuts messages out of chunks. A message that lies in one chunk is a view of it, not a copy. */
export class FrameParser {
  readonly #maxMessageBytes: number
  #headerBytes = 0
  #flag = 0
  /** Of the length as far as it was read. */
  #prefix = 0
  /** Length of the message being read; -1 between messages. */
  #length = -1
  #body = EMPTY
  #filled = 0

  constructor (maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes
  }

  /** Whether a message has begun and not ended. */
  get isPartial (): boolean {
    return this.#headerBytes > 0 || this.#length >= 0
  }

  /**
   * Gives each message that the chunk completes to `emit`.
   *
   * @throws {SubnetesError} `unimplemented` for a compressed message, `resource_exhausted` for one above the limit
   */
  push (chunk: Buffer, emit: (message: Uint8Array) => void): void {
    let rest = chunk
    while (rest.length > 0) rest = this.#length < 0 ? this.#takeHeader(rest, emit) : this.#takeBody(rest, emit)
  }

  #takeHeader (bytes: Buffer, emit: (message: Uint8Array) => void): Buffer {
    let taken = 0
    // In numbers: five bytes of a buffer of their own would keep a slab of Node's pool, 64 KiB, for as long as the stream is open.
    while (this.#headerBytes < HEADER_BYTES && taken < bytes.length) {
      const byte = bytes[taken++] as number
      if (this.#headerBytes++ === 0) this.#flag = byte
      else this.#prefix = this.#prefix * 256 + byte
    }
    if (this.#headerBytes === HEADER_BYTES) {
      this.#length = this.#checkedLength()
      this.#headerBytes = this.#prefix = 0
      if (this.#length === 0) this.#finish(EMPTY, emit)
    }
    return bytes.subarray(taken)
  }

  #checkedLength (): number {
    if (this.#flag !== 0) {
      throw new SubnetesError('unimplemented', `gRPC message with flag byte ${this.#flag}: compression is not supported; send identity encoding`)
    }
    const length = this.#prefix
    if (length > this.#maxMessageBytes) {
      throw new SubnetesError('resource_exhausted', `gRPC message of ${length} bytes is larger than the limit of ${this.#maxMessageBytes}`)
    }
    return length
  }

  #takeBody (bytes: Buffer, emit: (message: Uint8Array) => void): Buffer {
    const missing = this.#length - this.#filled
    const taken = Math.min(missing, bytes.length)
    if (this.#filled === 0 && taken === this.#length) {
      this.#finish(bytes.subarray(0, taken), emit)
      return bytes.subarray(taken)
    }
    this.#reserve(this.#filled + taken)
    bytes.copy(this.#body, this.#filled, 0, taken)
    this.#filled += taken
    if (this.#filled === this.#length) this.#finish(this.#body.subarray(0, this.#length), emit)
    return bytes.subarray(taken)
  }

  #reserve (bytes: number): void {
    if (bytes <= this.#body.length) return
    const size = Math.min(this.#length, Math.max(bytes, this.#body.length * 2, FIRST_PIECE_BYTES))
    const grown = Buffer.allocUnsafeSlow(size)
    this.#body.copy(grown, 0, 0, this.#filled)
    this.#body = grown
  }

  #finish (message: Uint8Array, emit: (message: Uint8Array) => void): void {
    this.#length = -1
    this.#filled = 0
    this.#body = EMPTY
    emit(message)
  }
}
