/** One yamux stream: windows, the bytes that wait for them, and how it ends. It is what a lane stream is to its user; `libp2p-stream.ts` makes the others. */
import { SubnetesError } from '@subnetes/common'
import type { ByteSink, ByteStream } from '../byte-stream.ts'
import { ACK, DATA, FIN, RST, SYN, WINDOW_UPDATE, protocolError } from './frame.ts'
import { INITIAL_WINDOW_BYTES, MAX_SENT_FRAME_BYTES, MAX_WINDOW_BYTES } from './limits.ts'
import type { MuxLimits } from './limits.ts'
import type { TurnWriter } from './turn-writer.ts'

/** A handle on the lane. */
export interface Lane {
  readonly handle: string
  /** Asks for the handle, and grants it. */
  readonly hello: Uint8Array
}

/** Gets what arrives on a stream, in one of its phases: negotiation, a lane call, the drain after it, a libp2p stream. */
export interface StreamReceiver {
  readonly data: (stream: MuxStream, bytes: Buffer) => void
  /** The peer has closed its writing half. */
  readonly end: (stream: MuxStream) => void
  /** The stream is gone for a reason that is not our own reset. */
  readonly gone: (stream: MuxStream, why: SubnetesError) => void
  /** There is room to write, after a write that returned false. */
  readonly room: (stream: MuxStream) => void
}

/** What a stream needs of its connection. */
export interface StreamOwner {
  readonly peer: string
  readonly limits: MuxLimits
  readonly writer: TurnWriter
  /** Whether the socket is full. */
  readonly isBlocked: boolean
  /** Whether libp2p has admitted the connection. */
  readonly isAdmitted: boolean
  /** Round trip in milliseconds, -1 while unknown. */
  readonly roundTripMs: number
  /** Bytes that wait for the socket or behind windows. */
  readonly unsentBytes: number
  /** Inbound streams that were not acknowledged yet. */
  readonly unacknowledged: number
  readonly nowMs: () => number
  /** Bytes of lane streams that their users have not consumed. */
  unreadBytes: number
  /** Bytes behind windows. */
  queuedBytes: number
  /** Streams that a write has told to wait. */
  readonly waitingForRoom: Set<MuxStream>
  /** An inbound stream has been acknowledged. */
  readonly onAcknowledged: () => void
  /** Takes the stream out of the table. */
  readonly forget: (stream: MuxStream) => void
  /** Ends the connection: the peer broke a rule. */
  readonly fail: (error: Error) => void
}

/** Bytes that lane streams of a connection leave unconsumed before windows stop growing. */
const GROW_BELOW_UNREAD_BYTES = 8 * 1024 * 1024

/** A stream of a muxer. Fields are plain: one is made for each call, and they are read for every frame. */
export class MuxStream implements ByteStream {
  readonly owner: StreamOwner
  readonly isInbound: boolean
  /** 0 until the stream is opened. */
  id = 0
  receiver: StreamReceiver
  /** What a lane stream serves or asks for, and its user. */
  lane: Lane | undefined
  sink: ByteSink | undefined
  /** Negotiation bytes that go before the first bytes written. */
  preface: Uint8Array | undefined
  /** Received bytes that do not tell yet what they are. */
  held: Buffer | undefined
  /** Resets the stream when it is reached; 0 for none. */
  deadlineMs = 0
  isAwaitingAck = false
  /** When an inbound stream came. */
  openedAtMs = 0
  isRemoteEnded = false
  isLocalEnded = false
  isGone = false
  /** Bytes dropped after our end. */
  drainedBytes = 0
  /** Bytes given to a lane's user and not consumed. */
  unreadBytes = 0
  /** What the peer may still send. */
  receiveWindow = INITIAL_WINDOW_BYTES
  /** What we may still send. */
  sendWindow = INITIAL_WINDOW_BYTES
  /** The flag that the next frame carries: the one that opens the stream or acknowledges it. */
  private flag: number
  private window = INITIAL_WINDOW_BYTES
  /** Consumed bytes that were not granted again. */
  private used = 0
  private grantedAtMs = 0
  private queue: Uint8Array[] | undefined
  private endsAfterQueue = false

  constructor (owner: StreamOwner, isInbound: boolean, receiver: StreamReceiver) {
    this.owner = owner
    this.isInbound = isInbound
    this.receiver = receiver
    this.flag = isInbound ? ACK : SYN
  }

  get remotePeer (): string { return this.owner.peer }

  get isFull (): boolean { return this.queue !== undefined || this.id === 0 || this.owner.isBlocked }

  /** Whether our half is open. */
  get isWritable (): boolean { return !this.isGone && !this.isLocalEnded && !this.endsAfterQueue }

  /** Bytes that wait for the peer's window, or for the stream to open. */
  get queuedBytes (): number {
    return this.queue === undefined ? 0 : this.queue.reduce((sum, { length }) => sum + length, 0)
  }

  write (...parts: Uint8Array[]): boolean {
    if (!this.isWritable) return true
    let length = this.preface === undefined ? 0 : this.preface.length
    for (const part of parts) length += part.length
    if (length === 0) return !this.isFull
    if (this.owner.unsentBytes + length > this.owner.limits.maxUnsentBytes) {
      const { peer, unsentBytes } = this.owner
      this.fail(new SubnetesError('resource_exhausted', `peer ${peer} reads too slowly: ${unsentBytes} bytes of its connection wait`))
      return false
    }
    if (this.queue === undefined && this.id !== 0 && length <= Math.min(this.sendWindow, MAX_SENT_FRAME_BYTES)) this.#sendNow(parts, length)
    else this.#enqueue(parts, length)
    if (!this.isFull) return true
    this.owner.waitingForRoom.add(this)
    return false
  }

  consumed (bytes: number): void {
    if (this.isGone) return
    const unread = Math.min(this.unreadBytes, bytes)
    this.unreadBytes -= unread
    this.owner.unreadBytes -= unread
    this.used += bytes
    // Half a window, as go-yamux: one update for many frames.
    if (this.used >= this.window / 2) this.#grant()
  }

  finish (lingerMs: number): void {
    if (!this.isWritable) return
    this.sink = undefined
    this.receiver = DRAIN
    this.deadlineMs = this.owner.nowMs() + lingerMs
    // A caller blocked in a write must get on to read its answer.
    this.consumed(this.unreadBytes)
    this.endWriting()
  }

  reset (): void {
    if (this.isGone) return
    // A stream that was never opened has nothing to reset.
    if (this.id !== 0 && this.flag !== SYN) this.owner.writer.header(WINDOW_UPDATE | RST, this.id, 0)
    this.owner.forget(this)
  }

  /** Closes the writing half after what was written. A frame of its own: go-yamux and js-libp2p look at the flag before the frame's bytes. */
  endWriting (): void {
    if (this.preface !== undefined) this.write()
    if (this.isGone || this.isLocalEnded) return
    if (this.queue !== undefined || this.id === 0) {
      this.endsAfterQueue = true
      return
    }
    this.isLocalEnded = true
    this.owner.writer.header(WINDOW_UPDATE | FIN | this.#takeFlag(), this.id, 0)
    if (this.isRemoteEnded) this.owner.forget(this)
  }

  /** Ends the stream for a reason of ours that its user must learn. */
  fail (why: SubnetesError): void {
    if (this.isGone) return
    const { receiver } = this
    this.reset()
    // Never inside a call of the user's.
    queueMicrotask(() => receiver.gone(this, why))
  }

  /** Gives an outbound stream its id: what was written goes out. */
  open (id: number): void {
    this.id = id
    this.#sendQueue()
    if (this.used > 0) this.#grant()
    if (this.endsAfterQueue && this.queue === undefined) this.#endNow()
    this.offerRoom()
  }

  /** Sends the flag that opens or acknowledges the stream by itself, and a negotiation answer that is due. */
  announce (): void {
    if (this.isGone || this.id === 0) return
    if (this.preface !== undefined) this.write()
    else if (this.flag !== 0) this.owner.writer.header(WINDOW_UPDATE | this.#takeFlag(), this.id, 0)
  }

  /** Whether the inbound stream has not been acknowledged. */
  get owesAck (): boolean { return this.flag === ACK }

  /** A data frame of so many bytes begins. */
  onDataFrame (length: number): void {
    if (length > this.receiveWindow) throw protocolError(`stream ${this.id} got ${length} bytes, over its window of ${this.receiveWindow}`)
    this.receiveWindow -= length
  }

  /** The peer lets us send more. */
  onGranted (bytes: number): void {
    this.sendWindow += bytes
    if (this.sendWindow > 0xffffffff) throw protocolError(`the window of stream ${this.id} is over 4 GiB`)
    if (this.queue !== undefined) {
      this.#sendQueue()
      if (this.queue === undefined && this.endsAfterQueue) this.#endNow()
    }
    this.offerRoom()
  }

  /** Asks for more bytes when a write was told to wait and need not any more. */
  offerRoom (): void {
    if (this.isGone || this.isFull || !this.owner.waitingForRoom.delete(this)) return
    this.receiver.room(this)
  }

  /** Takes back what the stream has added to its connection's counts. */
  release (): void {
    this.isGone = true
    this.owner.unreadBytes -= this.unreadBytes
    this.owner.queuedBytes -= this.queuedBytes
    this.owner.waitingForRoom.delete(this)
    this.unreadBytes = 0
    this.queue = this.held = this.preface = undefined
  }

  #sendNow (parts: readonly Uint8Array[], length: number): void {
    const { writer } = this.owner
    const { preface } = this
    this.sendWindow -= length
    writer.header(DATA | this.#takeFlag(), this.id, length)
    if (preface !== undefined) {
      this.preface = undefined
      writer.bytes(preface)
    }
    for (const part of parts) if (part.length > 0) writer.bytes(part)
  }

  #enqueue (parts: readonly Uint8Array[], length: number): void {
    const queue = this.queue ??= []
    if (this.preface !== undefined) {
      queue.push(this.preface)
      this.preface = undefined
    }
    for (const part of parts) if (part.length > 0) queue.push(part)
    this.owner.queuedBytes += length
    this.#sendQueue()
  }

  /** As many of the waiting bytes as the window lets through. */
  #sendQueue (): void {
    while (this.queue !== undefined && this.sendWindow > 0 && this.id !== 0) {
      const parts = takeParts(this.queue, Math.min(this.sendWindow, MAX_SENT_FRAME_BYTES))
      if (this.queue.length === 0) this.queue = undefined
      const length = parts.reduce((sum, part) => sum + part.length, 0)
      this.owner.queuedBytes -= length
      this.#sendNow(parts, length)
    }
  }

  #endNow (): void {
    this.endsAfterQueue = false
    this.endWriting()
  }

  /** Grants what was consumed, and more where the window is used up within four round trips, as go-yamux and js-libp2p. */
  #grant (): void {
    if (this.isGone || this.isRemoteEnded) return
    const { owner } = this
    const now = owner.nowMs()
    if (now - this.grantedAtMs < owner.roundTripMs * 4 && this.window < MAX_WINDOW_BYTES && owner.unreadBytes < GROW_BELOW_UNREAD_BYTES) {
      this.used += this.window
      this.window *= 2
    }
    this.grantedAtMs = now
    this.receiveWindow += this.used
    owner.writer.header(WINDOW_UPDATE | this.#takeFlag(), this.id, this.used)
    this.used = 0
  }

  #takeFlag (): number {
    const { flag } = this
    this.flag = 0
    if (flag === ACK) this.owner.onAcknowledged()
    return flag
  }
}

/** Takes up to `limit` bytes off a queue. */
function takeParts (queue: Uint8Array[], limit: number): Uint8Array[] {
  let left = limit
  let count = 0
  while (count < queue.length && (queue[count] as Uint8Array).length <= left) left -= (queue[count++] as Uint8Array).length
  const parts = queue.splice(0, count)
  const next = queue[0]
  if (next !== undefined && left > 0) {
    parts.push(next.subarray(0, left))
    queue[0] = next.subarray(left)
  }
  return parts
}

/** After our end: what still comes is dropped, within a bound. */
const DRAIN: StreamReceiver = {
  data: (stream, bytes) => {
    stream.drainedBytes += bytes.length
    if (stream.drainedBytes > stream.owner.limits.maxDrainBytes) stream.reset()
    else stream.consumed(bytes.length)
  },
  end: () => {},
  gone: () => {},
  room: () => {}
}
