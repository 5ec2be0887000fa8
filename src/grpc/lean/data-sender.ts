/**
 * Flow control of what is sent (RFC 9113, section 5.2): messages leave as far as the windows of stream and connection
 * and the socket allow.
 */
import {
  ConnectionError, Flag, FrameType, H2Code, INITIAL_MAX_FRAME_BYTES, INITIAL_WINDOW_BYTES, MAX_31_BITS, writeUint32
} from './frames.ts'
import type { FrameWriter } from './frame-writer.ts'

/** Flag byte and length of a gRPC message. */
const PREFIX_BYTES = 5
/** Frames of at most 64 KiB, whatever the server allows: more would delay the frames of other streams. */
const MAX_SENT_FRAME_BYTES = 65_536
const EMPTY = new Uint8Array()

/** What waits to be sent on one stream. */
interface Outbox { parts: Uint8Array[], bytes: number, isLast: boolean }

/** The sending half of a stream. Plain fields: the sender and the connection write them for each frame. */
export interface SendingStream {
  readonly id: number
  sendWindow: number
  outbox: Outbox | undefined
  /** What waited has been sent. */
  sent: () => void
}

/** Sends the DATA of one connection. */
export class DataSender {
  readonly #writer: FrameWriter
  #window = INITIAL_WINDOW_BYTES
  #maxFrameBytes = INITIAL_MAX_FRAME_BYTES
  readonly #blocked = new Set<SendingStream>()

  constructor (writer: FrameWriter) {
    this.#writer = writer
  }

  /** The server's MAX_FRAME_SIZE. */
  setMaxFrameBytes (bytes: number): void {
    this.#maxFrameBytes = Math.min(bytes, MAX_SENT_FRAME_BYTES)
  }

  /**
   * Sends a message as far as it can.
   *
   * @returns false when part of it waits; {@link SendingStream.sent} follows. One message at a time
   */
  send (stream: SendingStream, message: Uint8Array, isLast: boolean): boolean {
    const length = PREFIX_BYTES + message.length
    const room = Math.min(stream.sendWindow, this.#window, this.#maxFrameBytes)
    if (length <= room && !this.#writer.isFull) {
      stream.sendWindow -= length
      this.#window -= length
      this.#writer.head(FrameType.Data, isLast ? Flag.EndStream : 0, stream.id, length)
      this.#writer.messagePrefix(message.length)
      this.#writer.bytes(message)
      return true
    }
    const prefix = Buffer.alloc(PREFIX_BYTES)
    writeUint32(prefix, 1, message.length)
    stream.outbox = { parts: message.length === 0 ? [prefix] : [prefix, message], bytes: length, isLast }
    while (this.#sendFrame(stream)) { /* as far as it goes */ }
    if (stream.outbox === undefined) return true
    this.#blocked.add(stream)
    return false
  }

  /** No message follows. */
  end (stream: SendingStream): void {
    if (stream.outbox === undefined) this.#writer.head(FrameType.Data, Flag.EndStream, stream.id, 0)
    else stream.outbox.isLast = true
  }

  /** Drops what waits on a stream. */
  forget (stream: SendingStream): void {
    stream.outbox = undefined
    this.#blocked.delete(stream)
  }

  /** WINDOW_UPDATE of a stream. @returns false when the window would be larger than HTTP/2 allows */
  openStream (stream: SendingStream, bytes: number): boolean {
    stream.sendWindow += bytes
    if (stream.sendWindow > MAX_31_BITS) return false
    if (stream.outbox !== undefined) this.#sendBlocked([stream])
    return true
  }

  /** WINDOW_UPDATE of the connection. @throws {ConnectionError} FLOW_CONTROL_ERROR when its window gets too large */
  openConnection (bytes: number): void {
    this.#window += bytes
    if (this.#window > MAX_31_BITS) throw new ConnectionError(H2Code.FlowControlError, 'connection window of more than 31 bits')
    this.resume()
  }

  /** Goes on with streams that wait: a window or the socket has room again. */
  resume (): void {
    if (this.#blocked.size > 0) this.#sendBlocked([...this.#blocked])
  }

  /** A frame of each in turn, until none of them can go on. */
  #sendBlocked (streams: readonly SendingStream[]): void {
    let left = streams
    while (left.length > 0) {
      left = left.filter((stream) => this.#sendFrame(stream))
    }
    for (const stream of streams) if (stream.outbox === undefined && this.#blocked.delete(stream)) stream.sent()
  }

  /** @returns whether more of the stream waits and can be sent */
  #sendFrame (stream: SendingStream): boolean {
    const { outbox } = stream
    if (outbox === undefined) return false
    const length = Math.min(outbox.bytes, stream.sendWindow, this.#window, this.#maxFrameBytes)
    if (length <= 0 || this.#writer.isFull) return false
    stream.sendWindow -= length
    this.#window -= length
    const isWhole = length === outbox.bytes
    this.#writer.head(FrameType.Data, isWhole && outbox.isLast ? Flag.EndStream : 0, stream.id, length)
    for (let left = length; left > 0;) left -= this.#writePart(outbox, left)
    if (isWhole) stream.outbox = undefined
    return !isWhole
  }

  #writePart (outbox: Outbox, max: number): number {
    const part = outbox.parts[0] ?? EMPTY
    const taken = Math.min(part.length, max)
    this.#writer.bytes(taken === part.length ? part : part.subarray(0, taken))
    if (taken === part.length) outbox.parts.shift()
    else outbox.parts[0] = part.subarray(taken)
    outbox.bytes -= taken
    return taken
  }
}
