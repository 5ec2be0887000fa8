/**
 * Cuts frames out of what a server sends. DATA is passed on as it arrives, without waiting for a frame's end; other
 * frames are passed on whole.
 */
import { ConnectionError, FRAME_HEAD_BYTES, Flag, FrameType, H2Code } from './frames.ts'

/** Largest frame, announced as MAX_FRAME_SIZE: fewer frames for large messages than with HTTP/2's 16 KiB. */
export const MAX_FRAME_BYTES = 65_536
const EMPTY = Buffer.alloc(0)

/** Takes the frames of one connection. What it throws ends the connection. */
export interface FrameSink {
  /** A frame other than DATA. The payload is valid during the call only. */
  frame: (type: number, flags: number, streamId: number, payload: Buffer) => void
  /** The head of a DATA frame; `length` counts padding and is what flow control counts. */
  dataBegin: (streamId: number, length: number) => void
  /** Bytes of it without padding, valid during the call only. */
  dataPart: (part: Buffer) => void
  dataEnd: (isEndStream: boolean) => void
}

/** Parses one connection's bytes. */
export class FrameReader {
  readonly #sink: FrameSink
  /** A frame (or only its head) that began in an earlier chunk. */
  #partial: Buffer = EMPTY
  #partialBytes = 0
  readonly #partialHead = Buffer.allocUnsafeSlow(FRAME_HEAD_BYTES)
  /** Of the DATA frame that is being read. */
  #isInData = false
  #dataBytes = 0
  #paddingBytes = 0
  #isPadLengthNext = false
  #isEndStream = false
  #isStopped = false

  constructor (sink: FrameSink) {
    this.#sink = sink
  }

  /** Drops what follows, also of the chunk that is being read. */
  stop (): void {
    this.#isStopped = true
    this.#partial = EMPTY
  }

  /** @param chunk may be used again by the caller. @throws {ConnectionError} for bytes that are no frames */
  push (chunk: Buffer): void {
    let at = 0
    while (at < chunk.length && !this.#isStopped) at = this.#step(chunk, at)
  }

  #step (chunk: Buffer, at: number): number {
    if (this.#isInData) return this.#readData(chunk, at)
    if (this.#partialBytes > 0) return this.#readPartial(chunk, at)
    const left = chunk.length - at
    if (left < FRAME_HEAD_BYTES) return this.#keep(chunk, at, this.#partialHead)
    const length = frameLength(chunk, at)
    if (chunk[at + 3] === FrameType.Data) {
      this.#beginData(chunk, at, length)
      return at + FRAME_HEAD_BYTES
    }
    const end = at + FRAME_HEAD_BYTES + length
    if (end > chunk.length) return this.#keep(chunk, at, Buffer.allocUnsafeSlow(FRAME_HEAD_BYTES + length))
    this.#emit(chunk, at, end)
    return end
  }

  #emit (bytes: Buffer, at: number, end: number): void {
    this.#sink.frame(bytes[at + 3] as number, bytes[at + 4] as number, streamIdAt(bytes, at), bytes.subarray(at + FRAME_HEAD_BYTES, end))
  }

  #keep (chunk: Buffer, at: number, target: Buffer): number {
    this.#partial = target
    this.#partialBytes = chunk.copy(target, 0, at)
    return chunk.length
  }

  #readPartial (chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.#partial, this.#partialBytes, at)
    this.#partialBytes += taken
    if (this.#partialBytes === this.#partial.length) this.#endPartial()
    return at + taken
  }

  #endPartial (): void {
    const whole = this.#partial
    const isHead = whole === this.#partialHead
    const length = frameLength(whole, 0)
    if (isHead && whole[3] !== FrameType.Data && length > 0) {
      this.#partial = Buffer.allocUnsafeSlow(FRAME_HEAD_BYTES + length)
      whole.copy(this.#partial)
      return
    }
    this.#partial = EMPTY
    this.#partialBytes = 0
    if (whole[3] === FrameType.Data) this.#beginData(whole, 0, length)
    else this.#emit(whole, 0, whole.length)
  }

  #beginData (bytes: Buffer, at: number, length: number): void {
    const flags = bytes[at + 4] as number
    this.#isPadLengthNext = (flags & Flag.Padded) !== 0
    if (this.#isPadLengthNext && length === 0) throw new ConnectionError(H2Code.FrameSizeError, 'padded DATA frame without a pad length')
    this.#isInData = true
    this.#isEndStream = (flags & Flag.EndStream) !== 0
    this.#dataBytes = length
    this.#paddingBytes = 0
    this.#sink.dataBegin(streamIdAt(bytes, at), length)
    if (length === 0) this.#endData()
  }

  #readData (chunk: Buffer, from: number): number {
    let at = from
    if (this.#isPadLengthNext) {
      this.#isPadLengthNext = false
      this.#paddingBytes = chunk[at++] as number
      this.#dataBytes -= 1 + this.#paddingBytes
      if (this.#dataBytes < 0) throw new ConnectionError(H2Code.ProtocolError, 'DATA frame with more padding than bytes')
    }
    const taken = Math.min(this.#dataBytes, chunk.length - at)
    if (taken > 0) this.#sink.dataPart(chunk.subarray(at, at + taken))
    this.#dataBytes -= taken
    at += taken
    const skipped = Math.min(this.#paddingBytes, chunk.length - at)
    this.#paddingBytes -= skipped
    if (this.#dataBytes === 0 && this.#paddingBytes === 0) this.#endData()
    return at + skipped
  }

  #endData (): void {
    this.#isInData = false
    this.#sink.dataEnd(this.#isEndStream)
  }
}

function frameLength (bytes: Buffer, at: number): number {
  const length = ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number)
  if (length <= MAX_FRAME_BYTES) return length
  const isHttp1 = bytes.toString('latin1', at, at + 5) === 'HTTP/'
  throw new ConnectionError(H2Code.FrameSizeError, isHttp1 ? 'an HTTP/1 server' : `frame of ${length} bytes; ${MAX_FRAME_BYTES} are allowed`)
}

function streamIdAt (bytes: Buffer, at: number): number {
  return bytes.readUInt32BE(at + 5) & 0x7fff_ffff
}
