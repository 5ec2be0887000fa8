/**
 * Length-prefixed messages as gRPC puts them into HTTP/2 DATA: a flag byte, four bytes of length, the message
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, "Length-Prefixed-Message").
 */
import type { Writable } from 'node:stream'
import { SubnetesError, messageLength } from '@subnetes/common'
import type { MessageBytes } from '@subnetes/common'

/** Flag byte and length. */
const HEADER_BYTES = 5
/** Up to here header and message are copied into one buffer; above, one vectored write of both is cheaper than the copy. */
const COPY_LIMIT_BYTES = 16_384
/** Pieces below this are gathered in a buffer: kept as they are, each would hold an object and the memory it was read into. */
const SMALL_PIECE_BYTES = 4_096
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

/** Writes one message, and ends the stream with it when it `isLast`. @returns false when the writer should wait for `drain` */
export function writeMessage (stream: Writable, message: MessageBytes, isLast = false): boolean {
  const parts: readonly Uint8Array[] = message instanceof Uint8Array ? [message] : message
  const [first = EMPTY] = parts
  if (parts.length === 1 && first.length <= COPY_LIMIT_BYTES) {
    const frame = encodeFrame(first)
    if (isLast) stream.end(frame)
    else stream.write(frame)
    return !stream.writableNeedDrain
  }
  stream.cork()
  stream.write(encodeFramePrefix(messageLength(message)))
  for (const part of parts) stream.write(part)
  if (isLast) stream.end()
  else stream.uncork()
  return !stream.writableNeedDrain
}

/** Resolves when the stream wants more, or is gone (then the caller finds out by its own means). */
export async function drained (stream: Writable): Promise<void> {
  if (!stream.writableNeedDrain || stream.destroyed) return
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stream.off('drain', done)
      stream.off('close', done)
      resolve()
    }
    stream.on('drain', done)
    stream.on('close', done)
  })
}

function writeHeader (target: Buffer, length: number): void {
  target[0] = 0
  target.writeUInt32BE(length, 1)
}

/** Cuts messages out of chunks. A message is views of the chunks it came in, not a copy; only small pieces are put together. */
export class FrameParser {
  readonly #maxMessageBytes: number
  #headerBytes = 0
  #flag = 0
  /** Of the length as far as it was read. */
  #prefix = 0
  /** Bytes of the message that are still to come; -1 between messages. */
  #missing = -1
  #parts: Uint8Array[] = []
  /** Room for further small pieces behind the last part; it holds at most as much as really arrived, twice. */
  #room = EMPTY
  #roomUsed = 0

  constructor (maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes
  }

  /** Whether a message has begun and not ended. */
  get isPartial (): boolean {
    return this.#headerBytes > 0 || this.#missing >= 0
  }

  /**
   * Gives each message that the chunk completes to `emit`.
   *
   * @throws {SubnetesError} `unimplemented` for a compressed message, `resource_exhausted` for one above the limit
   */
  push (chunk: Buffer, emit: (message: MessageBytes) => void): void {
    let offset = 0
    while (offset < chunk.length) {
      if (this.#missing < 0) offset = this.#takeHeader(chunk, offset)
      if (this.#missing < 0) return
      offset = this.#takeBody(chunk, offset)
      if (this.#missing === 0) emit(this.#finish())
    }
  }

  #takeHeader (bytes: Buffer, from: number): number {
    let offset = from
    // In numbers: five bytes of a buffer of their own would keep a slab of Node's pool, 64 KiB, for as long as the stream is open.
    while (this.#headerBytes < HEADER_BYTES && offset < bytes.length) {
      const byte = bytes[offset++] as number
      if (this.#headerBytes++ === 0) this.#flag = byte
      else this.#prefix = this.#prefix * 256 + byte
    }
    if (this.#headerBytes === HEADER_BYTES) {
      this.#missing = this.#checkedLength()
      this.#headerBytes = this.#prefix = 0
    }
    return offset
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

  #takeBody (bytes: Buffer, from: number): number {
    const to = Math.min(bytes.length, from + this.#missing)
    const isWhole = this.#parts.length === 0 && this.#missing === to - from
    this.#missing -= to - from
    if (isWhole || to - from >= SMALL_PIECE_BYTES) {
      this.#room = EMPTY
      this.#parts.push(bytes.subarray(from, to))
    } else if (to > from) {
      this.#gather(bytes.subarray(from, to))
    }
    return to
  }

  /** Copies a small piece behind the last one when that was small too and has room, else into a part of its own. */
  #gather (piece: Buffer): void {
    if (this.#room.length - this.#roomUsed < piece.length) {
      // Not of Node's pool, which a waiting piece would keep.
      this.#room = Buffer.allocUnsafeSlow(Math.max(piece.length, Math.min(piece.length + this.#missing, SMALL_PIECE_BYTES)))
      this.#roomUsed = 0
      this.#parts.push(EMPTY)
    }
    piece.copy(this.#room, this.#roomUsed)
    this.#roomUsed += piece.length
    this.#parts[this.#parts.length - 1] = this.#room.subarray(0, this.#roomUsed)
  }

  #finish (): MessageBytes {
    const parts = this.#parts
    this.#parts = []
    this.#room = EMPTY
    this.#roomUsed = 0
    this.#missing = -1
    if (parts.length === 0) return EMPTY
    return parts.length === 1 ? parts[0] as Uint8Array : parts
  }
}
