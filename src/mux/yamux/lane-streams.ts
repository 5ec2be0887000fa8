/**
 * The lane streams of a connection, counted, and the one libp2p stream that stands for all of them in `connection.streams`, which they are absent from:
 * libp2p closes connections without streams when there are too many, and memory relief closes those that hold much. Both look there.
 */
import { AbstractStream } from '@libp2p/utils'
import type { AbstractStreamInit, SendResult } from '@libp2p/utils'
import type { Stream } from '@libp2p/interface'
import type { ServedLane } from './lane.ts'
import type { MuxStream } from './stream.ts'

/** `protocol` of the stream that stands for lane streams. libp2p leaves a connection alone that has a stream of a protocol it does not know. */
export const LANE_PRESENCE_PROTOCOL = 'lane-streams'

/** What a lane stream takes beside the bytes that wait in it: its objects and handlers. */
export const LANE_STREAM_BYTES = 2 * 1024

/** What lane streams make a connection hold. */
export interface LaneHoldings {
  /** Received bytes that their users have not consumed. */
  readonly unreadBytes: number
  /** Bytes that wait for the socket or behind windows. */
  readonly unsentBytes: number
}

/** What {@link LaneStreams} needs. */
export interface LaneStreamsInit {
  readonly holdings: LaneHoldings
  /** `connection.streams`. */
  readonly streams: Stream[]
  readonly log: AbstractStreamInit['log']
  /** The stream that stands for all was aborted. */
  readonly onAbort: () => void
}

/** Counts the lane streams of one connection. */
export class LaneStreams {
  readonly #init: LaneStreamsInit
  readonly #inboundByHandle = new Map<string, number>()
  #count = 0
  #presence: Presence | undefined

  constructor (init: LaneStreamsInit) {
    this.#init = init
  }

  /** The stream that stands for all. */
  get presence (): Stream | undefined { return this.#presence }

  get bytes (): number { return this.#count * LANE_STREAM_BYTES }

  /** One more inbound stream. @returns false when the connection has as many of the handle as are served */
  addInbound ({ handle, maxStreamsPerConnection }: ServedLane): boolean {
    const count = this.#inboundByHandle.get(handle) ?? 0
    if (count >= maxStreamsPerConnection) return false
    this.#inboundByHandle.set(handle, count + 1)
    this.addOutbound()
    return true
  }

  addOutbound (): void {
    if (this.#count++ > 0) return
    if (this.#presence?.status !== 'open') this.#presence = new Presence(this.#init, this)
    this.#init.streams.push(this.#presence)
  }

  /** A stream has ended. */
  delete ({ isInbound, lane }: MuxStream): void {
    if (lane === undefined) return
    if (isInbound) {
      const left = (this.#inboundByHandle.get(lane.handle) ?? 1) - 1
      if (left === 0) this.#inboundByHandle.delete(lane.handle)
      else this.#inboundByHandle.set(lane.handle, left)
    }
    if (--this.#count > 0 || this.#presence === undefined) return
    this.#init.streams.splice(this.#init.streams.indexOf(this.#presence), 1)
  }
}

class Presence extends AbstractStream {
  readonly #init: LaneStreamsInit
  readonly #counted: Pick<LaneStreams, 'bytes'>

  constructor (init: LaneStreamsInit, counted: Pick<LaneStreams, 'bytes'>) {
    super({ id: LANE_PRESENCE_PROTOCOL, protocol: LANE_PRESENCE_PROTOCOL, direction: 'inbound', log: init.log })
    this.#init = init
    this.#counted = counted
  }

  override get readBufferLength (): number {
    return this.#init.holdings.unreadBytes + this.#counted.bytes
  }

  override get writeBufferLength (): number {
    return this.#init.holdings.unsentBytes
  }

  override sendData (): SendResult {
    throw new Error('this stream stands for others: nothing can be written to it')
  }

  override sendReset (): void {
    this.#init.onAbort()
  }

  override async sendCloseWrite (): Promise<void> {}
  override async sendCloseRead (): Promise<void> {}
  override sendPause (): void {}
  override sendResume (): void {}
}
