/**
 * One plaintext HTTP/2 connection of a client (RFC 9113). A server that breaks the rules ends it with a reason; nothing
 * it sends throws or accumulates.
 */
import type { Duplex } from 'node:stream'
import { SubnetesError } from '@subnetes/common'
import { encodeTimeout } from '../http2/headers.ts'
import { notStarted, workerLost } from '../not-started.ts'
import { STREAM_WINDOW_BYTES } from './client-stream.ts'
import type { ClientStream, OpenStreamHost } from './client-stream.ts'
import { DataSender } from './data-sender.ts'
import { FrameReader, MAX_FRAME_BYTES } from './frame-reader.ts'
import { FrameWriter } from './frame-writer.ts'
import {
  ConnectionError, Flag, FrameType, H2Code, INITIAL_MAX_FRAME_BYTES, INITIAL_WINDOW_BYTES, MAX_31_BITS, Setting,
  encodeFrame, writeUint32
} from './frames.ts'
import { MAX_HEADER_LIST_BYTES } from './hpack-decoder.ts'
import type { HeaderBlock } from './hpack-decoder.ts'
import { HeaderEncoder, literalName, text } from './hpack-encoder.ts'
import { PeerFrames } from './peer-frames.ts'
import type { PeerEvents } from './peer-frames.ts'

/**
 * Bytes of all streams that may be on the way. They are given back as they arrive; the streams' own windows bound what
 * is kept. 4 MiB.
 */
export const CONNECTION_WINDOW_BYTES = 4_194_304
/** Streams at once on one connection, whatever the server allows: the most slots a worker can have. */
const MAX_STREAMS = 10_000
/** Bytes that wait for a server that does not read: twice what DATA may fill. 2 MiB. */
const MAX_UNSENT_BYTES = 2_097_152
/** How long the last frames may take to leave. */
const CLOSE_TIMEOUT_MS = 1_000
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
const TIMEOUT_NAME = literalName('grpc-timeout')

/** What a connection obeys. */
export interface ConnectionOptions {
  /** For error messages. */
  readonly address: string
  /** For the server. */
  readonly authority: string
  /** Until the server's SETTINGS. */
  readonly connectTimeoutMs: number
  readonly maxMessageBytes: number
  /** Odd; 1 but for tests of exhausted ids. */
  readonly firstStreamId: number
}

/** The owner of a connection; called from inside its event handlers. */
export interface ConnectionOwner {
  /** The server's SETTINGS came: something there speaks HTTP/2, and streams may be opened. */
  onReady: (connection: H2Connection) => void
  /** One more stream may be opened. */
  onRoom: (connection: H2Connection) => void
  /** It takes no new streams any more, or never did; called once. */
  onUnusable: (connection: H2Connection, cause: Error | undefined) => void
  /** It is gone; called once, after {@link onUnusable}. */
  onClosed: (connection: H2Connection) => void
}

/** A connection and its streams. */
export class H2Connection implements OpenStreamHost, PeerEvents {
  readonly address: string
  readonly maxMessageBytes: number
  readonly #owner: ConnectionOwner
  readonly #socket: Duplex
  readonly #writer: FrameWriter
  readonly #sender: DataSender
  readonly #frames: PeerFrames
  readonly #reader: FrameReader
  readonly #encoder: HeaderEncoder
  readonly #streams = new Map<number, ClientStream>()
  readonly #connectTimer: NodeJS.Timeout
  readonly #firstId: number
  #nextId: number
  #isReady = false
  #maxStreams = MAX_STREAMS
  #peerWindowBytes = INITIAL_WINDOW_BYTES
  #maxFrameBytes = INITIAL_MAX_FRAME_BYTES
  #receiveWindow = CONNECTION_WINDOW_BYTES
  #unreturnedBytes = 0
  /** Streams with a larger id were never looked at by the server. */
  #lastTakenId = MAX_31_BITS
  #isUsable = true
  #isLost = false
  #loss: Error | undefined
  /** Stream and length of the DATA frame that is being read. */
  #data: ClientStream | undefined
  #dataBytes = 0

  /** @param socket may still be connecting */
  constructor (socket: Duplex, options: ConnectionOptions, owner: ConnectionOwner) {
    this.address = options.address
    this.maxMessageBytes = options.maxMessageBytes
    this.#owner = owner
    this.#firstId = this.#nextId = options.firstStreamId
    this.#socket = socket
    this.#encoder = new HeaderEncoder(options.authority)
    this.#writer = new FrameWriter(socket)
    this.#sender = new DataSender(this.#writer)
    this.#frames = new PeerFrames(this)
    this.#reader = new FrameReader(this.#frames)
    const { connectTimeoutMs } = options
    this.#connectTimer = setTimeout(() => this.destroy(new Error(`no HTTP/2 settings within ${connectTimeoutMs} ms`)), connectTimeoutMs)
    socket.write(opening())
    socket.on('drain', () => this.#onDrain())
    socket.on('error', (error) => this.#lose(error))
    socket.on('end', () => this.#lose(new Error(`closed by the server${this.#isReady ? '' : ' before HTTP/2 settings came'}`)))
    socket.on('close', () => {
      this.#lose(new Error('closed'))
      owner.onClosed(this)
    })
  }

  /** Whether it takes streams, now or when others have ended. */
  get isUsable (): boolean {
    return this.#isUsable
  }

  /** Whether it takes a stream now. */
  get hasRoom (): boolean {
    return this.#isUsable && this.#streams.size < this.#maxStreams && !this.#writer.isFull
  }

  /** Whether it ever took a stream. */
  get wasUsed (): boolean {
    return this.#nextId !== this.#firstId
  }

  /** Opens a stream and sends the call. Needs {@link hasRoom}. */
  open (stream: ClientStream): void {
    try {
      this.#sendHeaders(stream)
    } catch (error) {
      stream.fail(notStarted(SubnetesError.from(error, 'internal')))
      return
    }
    this.#streams.set(stream.id, stream)
    stream.begin(this)
    if (this.#nextId <= MAX_31_BITS) return
    this.#retire(new Error('all stream ids are used'))
    this.#closeWhenIdle()
  }

  send (stream: ClientStream, message: Uint8Array, isLast: boolean): boolean {
    this.#frames.progress()
    return this.#sender.send(stream, message, isLast)
  }

  endSending (stream: ClientStream): void {
    this.#sender.end(stream)
  }

  credit (stream: ClientStream, bytes: number): void {
    this.#writer.numberFrame(FrameType.WindowUpdate, stream.id, bytes)
  }

  release (stream: ClientStream, h2Code: number | undefined): void {
    this.#streams.delete(stream.id)
    this.#sender.forget(stream)
    if (this.#data === stream) this.#data = undefined
    if (this.#isLost) return
    this.#frames.progress()
    if (h2Code !== undefined) this.#writer.numberFrame(FrameType.RstStream, stream.id, h2Code)
    if (this.#isUsable) this.#owner.onRoom(this)
    else this.#closeWhenIdle()
  }

  /** Ends it at once; running calls end as lost. */
  destroy (cause: Error): void {
    this.#sendGoAway(H2Code.NoError)
    this.#lose(cause)
  }

  headers (streamId: number, block: HeaderBlock, isEndStream: boolean): void {
    this.#streamOf(streamId)?.headers(block, isEndStream)
  }

  dataBegin (streamId: number, length: number): boolean {
    this.#receiveWindow -= length
    if (this.#receiveWindow < 0) throw new ConnectionError(H2Code.FlowControlError, 'more DATA than the connection window')
    this.#dataBytes = length
    const stream = this.#data = this.#streamOf(streamId)
    if (stream === undefined) return false
    stream.receiveWindow -= length
    if (stream.receiveWindow < 0) stream.fail(this.#violation('more DATA than the stream window'), H2Code.FlowControlError)
    return true
  }

  dataPart (part: Buffer): void {
    this.#data?.data(part)
  }

  dataEnd (isEndStream: boolean): void {
    this.#unreturnedBytes += this.#dataBytes
    if (this.#unreturnedBytes >= CONNECTION_WINDOW_BYTES / 2) {
      this.#writer.numberFrame(FrameType.WindowUpdate, 0, this.#unreturnedBytes)
      this.#receiveWindow += this.#unreturnedBytes
      this.#unreturnedBytes = 0
    }
    const stream = this.#data
    this.#data = undefined
    if (isEndStream) stream?.ended()
    else stream?.dataRead(this.#dataBytes)
  }

  reset (streamId: number, h2Code: number): void {
    this.#streamOf(streamId)?.reset(h2Code)
  }

  setting (setting: number, value: number): void {
    switch (setting) {
      case Setting.HeaderTableSize: this.#encoder.setTableLimit(value); break
      case Setting.EnablePush:
        if (value !== 0) throw new ConnectionError(H2Code.ProtocolError, 'SETTINGS_ENABLE_PUSH of a server')
        break
      case Setting.MaxConcurrentStreams: this.#maxStreams = Math.min(value, MAX_STREAMS); break
      case Setting.InitialWindowSize: this.#setPeerWindow(value); break
      case Setting.MaxFrameSize:
        if (value < INITIAL_MAX_FRAME_BYTES || value > 0xff_ffff) throw new ConnectionError(H2Code.ProtocolError, `SETTINGS_MAX_FRAME_SIZE of ${value}`)
        this.#maxFrameBytes = value
        this.#sender.setMaxFrameBytes(value)
        break
      default: // MAX_HEADER_LIST_SIZE is advice; unknown ones are ignored (RFC 9113, section 6.5.2)
    }
  }

  settingsEnd (): void {
    this.#writer.head(FrameType.Settings, Flag.Ack, 0, 0)
    if (this.#isReady) {
      this.#onDrain()
      return
    }
    this.#isReady = true
    clearTimeout(this.#connectTimer)
    this.#owner.onReady(this)
  }

  ping (payload: Buffer): void {
    this.#writer.head(FrameType.Ping, Flag.Ack, 0, payload.length)
    this.#writer.bytes(payload)
  }

  goAway (lastStreamId: number, h2Code: number): void {
    this.#lastTakenId = Math.min(this.#lastTakenId, lastStreamId)
    this.#retire(h2Code === H2Code.NoError ? undefined : new Error(`the server sent GOAWAY with HTTP/2 error code ${h2Code}`))
    for (const stream of [...this.#streams.values()]) if (stream.id > this.#lastTakenId) stream.fail(this.#notTaken())
    this.#closeWhenIdle()
  }

  windowUpdate (streamId: number, bytes: number): void {
    if (streamId === 0) {
      this.#sender.openConnection(bytes)
      return
    }
    const stream = this.#streamOf(streamId)
    if (stream === undefined) return
    if (bytes === 0) stream.fail(this.#violation('a WINDOW_UPDATE of 0'), H2Code.ProtocolError)
    else if (!this.#sender.openStream(stream, bytes)) stream.fail(this.#violation('a window of more than 31 bits'), H2Code.FlowControlError)
  }

  /** Bytes of the server; valid during the call only. */
  read (chunk: Buffer): void {
    if (this.#isLost) return
    try {
      this.#reader.push(chunk)
      if (this.#writer.waitingBytes > MAX_UNSENT_BYTES) throw new ConnectionError(H2Code.EnhanceYourCalm, `more than ${MAX_UNSENT_BYTES} bytes left unread`)
    } catch (error) {
      const isViolation = error instanceof ConnectionError
      this.#sendGoAway(isViolation ? error.h2Code : H2Code.InternalError)
      this.#lose(isViolation ? new Error(`the server broke HTTP/2: ${error.message}`, { cause: error }) : SubnetesError.from(error, 'internal'))
    }
  }

  #onDrain (): void {
    if (this.#isLost) return
    this.#sender.resume()
    this.#owner.onRoom(this)
  }

  #sendHeaders (stream: ClientStream): void {
    const { context, metadata, deadline } = stream.call
    const parts = this.#encoder.encode(context, metadata)
    if (deadline !== undefined) parts.push(TIMEOUT_NAME, text(encodeTimeout(deadline)))
    stream.id = this.#nextId
    stream.sendWindow = this.#peerWindowBytes
    this.#nextId += 2
    let length = 0
    for (const part of parts) length += part.length
    if (length <= this.#maxFrameBytes) {
      this.#writer.head(FrameType.Headers, Flag.EndHeaders, stream.id, length)
      for (const part of parts) this.#writer.bytes(part)
    } else {
      this.#sendBlockInFrames(stream.id, Buffer.concat(parts))
    }
  }

  #sendBlockInFrames (streamId: number, block: Buffer): void {
    for (let at = 0; at < block.length; at += this.#maxFrameBytes) {
      const part = block.subarray(at, at + this.#maxFrameBytes)
      const isLast = at + part.length === block.length
      this.#writer.head(at === 0 ? FrameType.Headers : FrameType.Continuation, isLast ? Flag.EndHeaders : 0, streamId, part.length)
      this.#writer.bytes(part)
    }
  }

  /** A stream that runs; undefined for one that has ended. @throws {ConnectionError} for one that was never opened */
  #streamOf (streamId: number): ClientStream | undefined {
    const stream = this.#streams.get(streamId)
    if (stream !== undefined || ((streamId & 1) === 1 && streamId < this.#nextId)) return stream
    throw new ConnectionError(H2Code.ProtocolError, `a frame on stream ${streamId}, which was never opened`)
  }

  #setPeerWindow (bytes: number): void {
    if (bytes > MAX_31_BITS) throw new ConnectionError(H2Code.FlowControlError, 'SETTINGS_INITIAL_WINDOW_SIZE of more than 31 bits')
    const change = bytes - this.#peerWindowBytes
    this.#peerWindowBytes = bytes
    for (const stream of this.#streams.values()) {
      stream.sendWindow += change
      if (stream.sendWindow > MAX_31_BITS) throw new ConnectionError(H2Code.FlowControlError, 'a stream window of more than 31 bits')
    }
  }

  /** Takes no new streams; those that run go on. */
  #retire (cause: Error | undefined): void {
    this.#loss ??= cause
    if (!this.#isUsable) return
    this.#isUsable = false
    clearTimeout(this.#connectTimer)
    this.#owner.onUnusable(this, cause)
  }

  #closeWhenIdle (): void {
    if (this.#streams.size === 0 && !this.#isUsable) this.destroy(new Error('no stream is left'))
  }

  #lose (cause: Error): void {
    if (this.#isLost) return
    this.#isLost = true
    this.#loss ??= cause
    this.#reader.stop()
    this.#writer.close()
    if (!this.#socket.writableEnded) this.#socket.destroy()
    this.#retire(cause)
    for (const stream of [...this.#streams.values()]) stream.fail(this.#lossOf(stream))
  }

  #lossOf (stream: ClientStream): SubnetesError {
    if (stream.id > this.#lastTakenId) return this.#notTaken()
    return workerLost(`connection to the worker at ${this.address} was lost during the call: ${this.#lossWords()}`, this.#loss)
  }

  #notTaken (): SubnetesError {
    return notStarted(workerLost(`worker at ${this.address} closed the connection before it took the call: ${this.#lossWords()}`, this.#loss))
  }

  #lossWords (): string {
    return this.#loss?.message ?? 'it sent GOAWAY'
  }

  #violation (words: string): SubnetesError {
    return new SubnetesError('internal', `worker at ${this.address} sent ${words}`)
  }

  /** The last frame; the server may not read it, so the socket does not wait for long. */
  #sendGoAway (h2Code: number): void {
    const socket = this.#socket
    if (this.#isLost || !socket.writable) return
    this.#writer.flush()
    const payload = Buffer.alloc(8)
    writeUint32(payload, 4, h2Code)
    const timer = setTimeout(() => socket.destroy(), CLOSE_TIMEOUT_MS).unref()
    socket.once('close', () => clearTimeout(timer))
    socket.end(encodeFrame(FrameType.GoAway, 0, 0, payload), () => socket.destroy())
  }
}

/** Preface, our SETTINGS, and the rest of the connection window. */
function opening (): Buffer {
  const settings: ReadonlyArray<readonly [number, number]> = [
    [Setting.HeaderTableSize, 0], [Setting.EnablePush, 0], [Setting.InitialWindowSize, STREAM_WINDOW_BYTES],
    [Setting.MaxFrameSize, MAX_FRAME_BYTES], [Setting.MaxHeaderListSize, MAX_HEADER_LIST_BYTES]
  ]
  const payload = Buffer.alloc(settings.length * 6)
  for (const [index, [setting, value]] of settings.entries()) {
    payload.writeUInt16BE(setting, index * 6)
    payload.writeUInt32BE(value, index * 6 + 2)
  }
  const update = Buffer.alloc(4)
  writeUint32(update, 0, CONNECTION_WINDOW_BYTES - INITIAL_WINDOW_BYTES)
  const frames = [encodeFrame(FrameType.Settings, 0, 0, payload), encodeFrame(FrameType.WindowUpdate, 0, 0, update)]
  return Buffer.concat([PREFACE, ...frames])
}
