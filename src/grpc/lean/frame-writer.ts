/**
 * What a connection sends in one turn of the event loop leaves in one write. Small pieces are gathered in a scratch
 * buffer; large ones are handed to the
 * socket as they are.
 */
import type { Writable } from 'node:stream'
import { FRAME_HEAD_BYTES, writeFrameHead, writeUint32 } from './frames.ts'
import type { FrameType } from './frames.ts'

/** Scratch of one connection, copied out at each flush. */
const SCRATCH_BYTES = 32_768
/** Up to here a copy is cheaper than one more vector of a write. */
const COPY_LIMIT_BYTES = 4_096
/** Gathered so much, it leaves before the turn ends. */
const FLUSH_BYTES = 262_144
/** Bytes that wait for the socket beyond which no more DATA is written. 1 MiB. */
const MAX_WAITING_BYTES = 1_048_576

/** The sending half of a connection, below HTTP/2's rules. */
export class FrameWriter {
  readonly #socket: Writable
  #scratch: Buffer | undefined
  #end = 0
  /** Start of what is in the scratch and not in `#parts` yet. */
  #start = 0
  #parts: Uint8Array[] = []
  #partsBytes = 0
  #scheduled: NodeJS.Immediate | undefined
  readonly #onTurnEnd = (): void => {
    this.#scheduled = undefined
    this.flush()
  }

  constructor (socket: Writable) {
    this.#socket = socket
  }

  /** Bytes written and not taken by the system yet. */
  get waitingBytes (): number {
    return this.#partsBytes + this.#end - this.#start + this.#socket.writableLength
  }

  /** Whether DATA should wait for the socket's `drain`. */
  get isFull (): boolean {
    return this.waitingBytes >= MAX_WAITING_BYTES
  }

  /** The head of a frame; its payload follows by {@link bytes}. */
  head (type: number, flags: number, streamId: number, length: number): void {
    const at = this.#reserve(FRAME_HEAD_BYTES)
    writeFrameHead(this.#scratch as Buffer, at, length, type, flags, streamId)
  }

  /** The prefix of a gRPC message: flag byte 0 and its length. */
  messagePrefix (length: number): void {
    const at = this.#reserve(5)
    const scratch = this.#scratch as Buffer
    scratch[at] = 0
    writeUint32(scratch, at + 1, length)
  }

  /** Part of a payload. Its owner must not change it any more. */
  bytes (bytes: Uint8Array): void {
    if (bytes.length <= COPY_LIMIT_BYTES) {
      const at = this.#reserve(bytes.length)
      this.#scratch?.set(bytes, at)
      return
    }
    this.#schedule()
    this.#cut()
    this.#parts.push(bytes)
    this.#partsBytes += bytes.length
    if (this.#partsBytes >= FLUSH_BYTES) this.flush()
  }

  /** A frame of one number: RST_STREAM or WINDOW_UPDATE. */
  numberFrame (type: typeof FrameType.RstStream | typeof FrameType.WindowUpdate, streamId: number, value: number): void {
    const at = this.#reserve(FRAME_HEAD_BYTES + 4)
    const scratch = this.#scratch as Buffer
    writeFrameHead(scratch, at, 4, type, 0, streamId)
    writeUint32(scratch, at + FRAME_HEAD_BYTES, value)
  }

  /** The socket is gone: drops what waits. */
  close (): void {
    clearImmediate(this.#scheduled)
    this.#scheduled = undefined
    this.#parts = []
    this.#scratch = undefined
    this.#partsBytes = this.#start = this.#end = 0
  }

  /** Hands everything to the socket. */
  flush (): void {
    this.#cut()
    const parts = this.#parts
    this.#end = this.#start = 0
    this.#parts = []
    this.#partsBytes = 0
    if (parts.length === 0 || !this.#socket.writable) return
    if (parts.length === 1) {
      this.#socket.write(parts[0])
      return
    }
    this.#socket.cork()
    for (const part of parts) this.#socket.write(part)
    this.#socket.uncork()
  }

  #schedule (): void {
    this.#scheduled ??= setImmediate(this.#onTurnEnd)
  }

  /** Contiguous room for at most {@link COPY_LIMIT_BYTES}. */
  #reserve (length: number): number {
    this.#scratch ??= Buffer.allocUnsafeSlow(SCRATCH_BYTES)
    if (this.#end + length > SCRATCH_BYTES) {
      this.#cut()
      this.#end = this.#start = 0
    }
    this.#schedule()
    const at = this.#end
    this.#end += length
    return at
  }

  /** A copy of the scratch, as the socket may hold it longer than the scratch stays as it is. */
  #cut (): void {
    if (this.#scratch === undefined || this.#end === this.#start) return
    this.#parts.push(Buffer.from(this.#scratch.subarray(this.#start, this.#end)))
    this.#partsBytes += this.#end - this.#start
    this.#start = this.#end
  }
}
