/**
 * Frames of a server, checked and given their meaning: header blocks are joined and decoded, settings are read one by
 * one, floods are stopped.
 */
import { ConnectionError, Flag, FrameType, H2Code, MAX_31_BITS } from './frames.ts'
import type { FrameSink } from './frame-reader.ts'
import { HeaderDecoder } from './hpack-decoder.ts'
import type { HeaderBlock } from './hpack-decoder.ts'

/**
 * A header block over CONTINUATION frames, which are at most so many. Larger than the list we announce, so that one too
 * large costs its call only.
 */
const MAX_BLOCK_BYTES = 65_536
const MAX_CONTINUATIONS = 64
/**
 * Frames a second that move no call: pings, settings, empty DATA, and so on. gRPC servers ping once per round trip at
 * most, and while data flows only.
 */
export const MAX_IDLE_FRAMES_PER_SECOND = 10_000

/** What frames mean to a connection. What it throws ends the connection. */
export interface PeerEvents {
  headers: (streamId: number, block: HeaderBlock, isEndStream: boolean) => void
  /**
   * The head of a DATA frame; `length` counts padding and is what flow control counts.
   *
   * @returns whether its stream runs
   */
  dataBegin: (streamId: number, length: number) => boolean
  /** Bytes of it without padding, valid during the call only. */
  dataPart: (part: Buffer) => void
  dataEnd: (isEndStream: boolean) => void
  reset: (streamId: number, h2Code: number) => void
  setting: (setting: number, value: number) => void
  /** All settings of a frame have been given. */
  settingsEnd: () => void
  ping: (payload: Buffer) => void
  goAway: (lastStreamId: number, h2Code: number) => void
  windowUpdate: (streamId: number, bytes: number) => void
}

/** Reads the frames of one connection. */
export class PeerFrames implements FrameSink {
  readonly #events: PeerEvents
  readonly #decoder = new HeaderDecoder()
  readonly #handlers: ReadonlyMap<number, (flags: number, streamId: number, payload: Buffer) => void> = new Map([
    [FrameType.Headers, this.#onHeaders.bind(this)],
    [FrameType.Priority, this.#onPriority.bind(this)],
    [FrameType.RstStream, this.#onReset.bind(this)],
    [FrameType.Settings, this.#onSettings.bind(this)],
    [FrameType.PushPromise, this.#onPush.bind(this)],
    [FrameType.Ping, this.#onPing.bind(this)],
    [FrameType.GoAway, this.#onGoAway.bind(this)],
    [FrameType.WindowUpdate, this.#onWindowUpdate.bind(this)],
    [FrameType.Continuation, this.#onContinuation.bind(this)]
  ])

  #hasSettings = false
  /** A block that continues in the next frame. */
  #block: { readonly streamId: number, readonly isEndStream: boolean, readonly parts: Buffer[], bytes: number } | undefined
  #idleFrames = 0
  #idleSinceMs = 0

  constructor (events: PeerEvents) {
    this.#events = events
  }

  /** A call moves on: frames without use are counted anew. */
  progress (): void {
    this.#idleFrames = 0
  }

  frame (type: number, flags: number, streamId: number, payload: Buffer): void {
    if (this.#block !== undefined && type !== FrameType.Continuation) throw protocolError('a header block that is not continued')
    if (!this.#hasSettings && (type !== FrameType.Settings || (flags & Flag.Ack) !== 0)) throw protocolError('no SETTINGS at first')
    this.#countIdle()
    this.#handlers.get(type)?.(flags, streamId, payload) // unknown types are ignored (RFC 9113, section 4.1)
  }

  dataBegin (streamId: number, length: number): void {
    if (this.#block !== undefined) throw protocolError('a header block that is not continued')
    if (!this.#hasSettings) throw protocolError('no SETTINGS at first')
    const isOfUse = this.#events.dataBegin(streamId, length) && length > 0
    if (isOfUse) this.progress()
    else this.#countIdle()
  }

  dataPart (part: Buffer): void {
    this.#events.dataPart(part)
  }

  dataEnd (isEndStream: boolean): void {
    this.#events.dataEnd(isEndStream)
  }

  #onHeaders (flags: number, streamId: number, payload: Buffer): void {
    const isPadded = (flags & Flag.Padded) !== 0
    const from = (isPadded ? 1 : 0) + ((flags & Flag.Priority) !== 0 ? 5 : 0)
    const to = payload.length - (isPadded ? payload[0] ?? 0 : 0)
    if (from > to) throw protocolError('HEADERS with more padding than bytes')
    const isEndStream = (flags & Flag.EndStream) !== 0
    const block = payload.subarray(from, to)
    if ((flags & Flag.EndHeaders) !== 0) this.#events.headers(streamId, this.#decoder.decode(block), isEndStream)
    else this.#block = { streamId, isEndStream, parts: [Buffer.from(block)], bytes: block.length }
  }

  #onContinuation (flags: number, streamId: number, payload: Buffer): void {
    const block = this.#block
    if (block?.streamId !== streamId) throw protocolError('CONTINUATION of nothing')
    block.parts.push(Buffer.from(payload))
    block.bytes += payload.length
    if (block.bytes > MAX_BLOCK_BYTES || block.parts.length > MAX_CONTINUATIONS) {
      throw new ConnectionError(H2Code.EnhanceYourCalm, `a header block of more than ${MAX_BLOCK_BYTES} bytes or ${MAX_CONTINUATIONS} frames`)
    }
    if ((flags & Flag.EndHeaders) === 0) return
    this.#block = undefined
    this.#events.headers(streamId, this.#decoder.decode(Buffer.concat(block.parts)), block.isEndStream)
  }

  #onReset (_flags: number, streamId: number, payload: Buffer): void {
    expectLength(payload, 4, 'RST_STREAM')
    this.#events.reset(streamId, payload.readUInt32BE(0))
  }

  #onPriority (_flags: number, _streamId: number, payload: Buffer): void {
    expectLength(payload, 5, 'PRIORITY')
  }

  #onPush (): void {
    throw protocolError('PUSH_PROMISE, which was turned off')
  }

  #onSettings (flags: number, streamId: number, payload: Buffer): void {
    expectConnection(streamId, 'SETTINGS')
    if ((flags & Flag.Ack) !== 0) {
      expectLength(payload, 0, 'acknowledgement of SETTINGS')
      return
    }
    if (payload.length % 6 !== 0) throw frameSizeError(`SETTINGS of ${payload.length} bytes`)
    for (let at = 0; at < payload.length; at += 6) this.#events.setting(payload.readUInt16BE(at), payload.readUInt32BE(at + 2))
    this.#hasSettings = true
    this.#events.settingsEnd()
  }

  #onPing (flags: number, streamId: number, payload: Buffer): void {
    expectConnection(streamId, 'PING')
    expectLength(payload, 8, 'PING')
    if ((flags & Flag.Ack) === 0) this.#events.ping(payload)
  }

  #onGoAway (_flags: number, streamId: number, payload: Buffer): void {
    expectConnection(streamId, 'GOAWAY')
    if (payload.length < 8) throw frameSizeError(`GOAWAY of ${payload.length} bytes`)
    this.#events.goAway(payload.readUInt32BE(0) & MAX_31_BITS, payload.readUInt32BE(4))
  }

  #onWindowUpdate (_flags: number, streamId: number, payload: Buffer): void {
    expectLength(payload, 4, 'WINDOW_UPDATE')
    const bytes = payload.readUInt32BE(0) & MAX_31_BITS
    if (streamId === 0 && bytes === 0) throw protocolError('WINDOW_UPDATE of 0')
    this.#events.windowUpdate(streamId, bytes)
  }

  #countIdle (): void {
    this.#idleFrames += 1
    if (this.#idleFrames < MAX_IDLE_FRAMES_PER_SECOND) return
    const nowMs = performance.now()
    if (nowMs - this.#idleSinceMs < 1_000) throw new ConnectionError(H2Code.EnhanceYourCalm, `more than ${MAX_IDLE_FRAMES_PER_SECOND} frames a second that move no call`)
    this.#idleSinceMs = nowMs
    this.#idleFrames = 0
  }
}

function expectLength (payload: Buffer, length: number, what: string): void {
  if (payload.length !== length) throw frameSizeError(`${what} of ${payload.length} bytes`)
}

function expectConnection (streamId: number, what: string): void {
  if (streamId !== 0) throw protocolError(`${what} on a stream`)
}

function frameSizeError (words: string): ConnectionError {
  return new ConnectionError(H2Code.FrameSizeError, words)
}

function protocolError (words: string): ConnectionError {
  return new ConnectionError(H2Code.ProtocolError, words)
}
