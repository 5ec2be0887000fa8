/** A yamux connection: its streams by id, whose frames they are, and its life from the end of the handshake to the last frame. */
import { MuxerClosedError, TooManyOutboundProtocolStreamsError, TypedEventEmitter } from '@libp2p/interface'
import type { AbortOptions, Logger, MessageStream, Stream, StreamMuxer, StreamMuxerEvents, StreamMuxerFactory, StreamMuxerStatus } from '@libp2p/interface'
import type { AbstractStream } from '@libp2p/utils'
import { SubnetesError } from '@subnetes/common'
import { setTimeout as delay } from 'node:timers/promises'
import type { ByteSink, ByteStream } from '../byte-stream.ts'
import { securedPeerOf } from '../noise/secured-peer.ts'
import { ACK, DATA, FIN, FrameReader, GO_AWAY, GO_AWAY_NORMAL, GO_AWAY_PROTOCOL_ERROR, PING, RST, SYN, WINDOW_UPDATE, protocolError, typeOf } from './frame.ts'
import type { FrameHandler } from './frame.ts'
import { KeepAlive } from './keep-alive.ts'
import { INBOUND, OUTBOUND, negotiate } from './lane.ts'
import type { LaneOwner, ServedLane } from './lane.ts'
import { LaneStreams } from './lane-streams.ts'
import { LateAnswers } from './late-answers.ts'
import { libp2pStream } from './libp2p-stream.ts'
import { DEFAULT_MUX_LIMITS, MAX_RECEIVED_FRAME_BYTES } from './limits.ts'
import type { MuxLimits } from './limits.ts'
import type { MuxConnection, MuxNetwork } from './network.ts'
import { OutboundStreams } from './outbound-streams.ts'
import { MuxStream } from './stream.ts'
import type { Lane } from './stream.ts'
import { startSweeping, stopSweeping } from './sweep.ts'
import { TokenBucket } from './token-bucket.ts'
import { openTransport } from './transport.ts'
import type { MuxTransport } from './transport.ts'
import { TurnWriter } from './turn-writer.ts'

/** The protocol id that peers negotiate. */
export const YAMUX_PROTOCOL = '/yamux/1.0.0'

/** How often a closing connection looks whether its last bytes are out. */
const CLOSING_POLL_MS = 5

/** The muxer of a node's connections, for libp2p's option `streamMuxers`. */
export function laneYamux (network: MuxNetwork, limits: Partial<MuxLimits> = {}): () => StreamMuxerFactory {
  const all = { ...DEFAULT_MUX_LIMITS, ...limits }
  return () => ({ protocol: YAMUX_PROTOCOL, createStreamMuxer: (connection) => new Muxer(connection, network, all) })
}

class Muxer extends TypedEventEmitter<StreamMuxerEvents> implements StreamMuxer, LaneOwner, MuxConnection, FrameHandler {
  readonly protocol = YAMUX_PROTOCOL
  /** Those of libp2p, and one that stands for all lane streams. */
  readonly streams: Stream[] = []
  status: StreamMuxerStatus = 'open'
  readonly peer: string
  readonly limits: MuxLimits
  readonly writer: TurnWriter
  readonly waitingForRoom = new Set<MuxStream>()
  isAdmitted = false
  isLimited = false
  inboundStreams = 0
  unacknowledged = 0
  unreadBytes = 0
  queuedBytes = 0
  readonly #network: MuxNetwork
  readonly #log: Logger
  readonly #transport: MuxTransport
  readonly #reader = new FrameReader(this)
  readonly #keepAlive: KeepAlive
  readonly #table = new Map<number, MuxStream>()
  readonly #outbound: OutboundStreams
  readonly #lanes: LaneStreams
  readonly #lateAnswers: LateAnswers
  readonly #resets: TokenBucket
  readonly #refusals: TokenBucket
  readonly #idleFrames: TokenBucket
  readonly #isClient: boolean
  #earlyBytes = 0
  #isGoingAway = false
  #closing: Promise<void> | undefined
  #blockedAtMs: number | undefined
  /** Whose bytes the present data frame carries, and whether it ends the peer's half. */
  #target: MuxStream | undefined
  #endsTarget = false

  constructor (connection: MessageStream, network: MuxNetwork, limits: MuxLimits) {
    super()
    const now = performance.now()
    this.peer = securedPeerOf(connection) ?? ''
    this.limits = limits
    this.writer = new TurnWriter(this.#send)
    this.#network = network
    this.#log = connection.log
    this.#keepAlive = new KeepAlive(limits, this.writer, now)
    this.#lateAnswers = new LateAnswers(limits.acknowledgeAfterMs)
    this.#resets = new TokenBucket(limits.resetBurst, limits.resetsPerSecond, now)
    this.#refusals = new TokenBucket(limits.refusalBurst, limits.refusalsPerSecond, now)
    this.#idleFrames = new TokenBucket(limits.idleFrameBurst, limits.idleFramesPerSecond, now)
    this.#isClient = connection.direction === 'outbound'
    this.#outbound = new OutboundStreams(limits, this.#table, this.#isClient ? 1 : 2)
    this.#lanes = new LaneStreams({ holdings: this, streams: this.streams, log: this.#log, onAbort: this.#resetLanes })
    this.#transport = openTransport(connection, { onBytes: this.#onBytes, onDrain: this.#onDrain, onClosed: (error) => this.#end(error, true) })
    network.add(this)
    startSweeping(this)
  }

  get isUsable (): boolean { return this.isAdmitted && this.peer !== '' && this.#takesStreams }
  get #takesStreams (): boolean { return this.status === 'open' && !this.#isGoingAway && !this.#outbound.isUsedUp }
  get isBlocked (): boolean { return this.#transport.isFull }
  get unsentBytes (): number { return this.queuedBytes + this.#transport.pendingBytes }
  get roundTripMs (): number { return this.#keepAlive.roundTripMs }

  nowMs (): number { return performance.now() }

  // The life cycle.

  /** libp2p listens for streams once its gaters have let the connection in, in a constructor that still runs: what waited is served afterwards. */
  override addEventListener (...args: Parameters<TypedEventEmitter<StreamMuxerEvents>['addEventListener']>): void {
    super.addEventListener(...args)
    const [type] = args
    if (type === 'stream' && !this.isAdmitted) queueMicrotask(() => this.#admit())
  }

  #admit (): void {
    if (this.isAdmitted || this.status !== 'open') return
    this.isAdmitted = true
    this.#keepAlive.ping(this.nowMs())
    for (const stream of [...this.#table.values()]) {
      if (stream.isGone || !stream.isInbound) continue
      this.#lateAnswers.add(stream)
      negotiate(this, stream)
      if (stream.isRemoteEnded && !stream.isGone) stream.receiver.end(stream)
    }
  }

  /** Ends the streams of libp2p, waits until the last bytes of lane streams are out or the signal aborts, and says goodbye. A second call waits for the first. */
  async close (options: AbortOptions = {}): Promise<void> {
    if (this.status === 'open') this.#closing = this.#close(options)
    await this.#closing
  }

  async #close (options: AbortOptions): Promise<void> {
    this.status = 'closing'
    // A stream that cannot be closed in order ends with the connection.
    const closing = Promise.allSettled(this.streams.map(async (stream) => { if (stream !== this.#lanes.presence) await stream.close(options) }))
    while (this.queuedBytes > 0 && options.signal?.aborted === false && this.#isOpen) await delay(CLOSING_POLL_MS)
    await closing
    this.writer.header(GO_AWAY, 0, GO_AWAY_NORMAL)
    this.#end()
  }

  abort (error: Error): void {
    this.#end(error)
  }

  fail (error: Error): void {
    if (!this.#isOpen) return
    this.#log.error('connection failed - %e', error)
    this.writer.header(GO_AWAY, 0, GO_AWAY_PROTOCOL_ERROR)
    this.#end(error)
    this.#transport.abort(error)
  }

  /** Not narrowed by earlier checks: a frame may end the connection at any call. */
  get #isOpen (): boolean { return this.status !== 'closed' }

  /** @param isLost the streams end as the connection does, and not by an error of ours */
  #end (error?: Error, isLost = error === undefined): void {
    if (this.status === 'closed') return
    this.writer.close()
    this.status = 'closed'
    stopSweeping(this)
    this.#network.delete(this)
    this.#lateAnswers.clear()
    for (const stream of [...this.streams] as AbstractStream[]) {
      if (stream === this.#lanes.presence) continue
      if (isLost || error === undefined) stream.onTransportClosed()
      else stream.abort(error)
    }
    const why = new SubnetesError('unavailable', `the connection to peer ${this.peer} ended`, { cause: error })
    for (const stream of [...this.#table.values(), ...this.#outbound.waiting]) this.#lose(stream, why)
  }

  #lose (stream: MuxStream, why: SubnetesError): void {
    const { receiver } = stream
    this.forget(stream)
    if (stream.lane !== undefined) receiver.gone(stream, why)
  }

  sweep (nowMs: number, wasPaused: boolean): void {
    if (wasPaused && this.#blockedAtMs !== undefined) this.#blockedAtMs = nowMs
    if (!this.#keepAlive.check(nowMs, wasPaused)) {
      this.fail(new Error(`peer ${this.peer} has sent nothing since a ping ${this.limits.keepAliveTimeoutMs} ms ago`))
    }
    if (this.#blockedAtMs !== undefined && nowMs - this.#blockedAtMs > this.limits.stalledMs) {
      this.fail(new Error(`peer ${this.peer} has read nothing for ${this.limits.stalledMs} ms`))
    }
    for (const stream of this.#table.values()) if (stream.deadlineMs !== 0 && stream.deadlineMs < nowMs) stream.reset()
    if (this.status === 'open' && !this.#takesStreams && this.#table.size === 0) {
      this.#end()
      this.#transport.abort(new Error('one side of the connection has gone away'))
    }
  }

  // Reading.

  readonly #onBytes = (bytes: Buffer): void => {
    this.#keepAlive.onLife(this.nowMs())
    const { onRead } = this.#network.hooks
    if (onRead === undefined || !this.isAdmitted) this.deliver(bytes)
    else onRead(this, bytes)
  }

  deliver (bytes: Buffer): void {
    if (!this.#isOpen) return
    try {
      this.#reader.read(bytes)
    } catch (error) {
      this.fail(SubnetesError.from(error))
    }
  }

  pause (): void { this.#transport.pause() }
  resume (): void { this.#transport.resume() }

  onFrame (kind: number, id: number, length: number): void {
    if (!this.#isOpen) return
    const type = typeOf(kind)
    if ((type === DATA || type === WINDOW_UPDATE) && id !== 0) this.#onStreamFrame(kind, id, length)
    else if (type === PING && id === 0) this.#onPing(kind, length)
    else if (type === GO_AWAY && id === 0) this.#onGoAway(length)
    else throw protocolError(`frame of type ${type >>> 16} for stream ${id}`)
  }

  onFrameBytes (bytes: Buffer, isLast: boolean): void {
    const target = this.#target
    if (target === undefined || target.isGone || !this.#isOpen) return
    target.receiver.data(target, bytes)
    if (isLast && this.#endsTarget) this.#onRemoteEnd(target)
  }

  #onStreamFrame (kind: number, id: number, length: number): void {
    const stream = (kind & SYN) === 0 ? this.#table.get(id) : this.#onSyn(id)
    if (length === 0 && (kind & 0xffff) === 0) this.#countIdleFrame()
    const isData = typeOf(kind) === DATA
    if (isData) this.#beginData(stream, kind, length)
    else stream?.onGranted(length)
    if (stream !== undefined && (kind & (ACK | FIN | RST)) !== 0) this.#onFlags(stream, kind, isData && length > 0)
  }

  #beginData (stream: MuxStream | undefined, kind: number, length: number): void {
    if (length > MAX_RECEIVED_FRAME_BYTES) throw protocolError(`a frame of ${length} bytes`)
    this.#target = stream
    this.#endsTarget = (kind & FIN) !== 0
    stream?.onDataFrame(length)
  }

  /** The end of the peer's half comes after the bytes of its frame. */
  #onFlags (stream: MuxStream, kind: number, hasBytes: boolean): void {
    if ((kind & ACK) !== 0) this.#outbound.onAck(stream)
    if ((kind & RST) !== 0) this.#onReset(stream)
    else if ((kind & FIN) !== 0 && !hasBytes) this.#onRemoteEnd(stream)
  }

  #onSyn (id: number): MuxStream | undefined {
    if ((id & 1) === (this.#isClient ? 1 : 0)) throw protocolError(`stream ${id} has an id of our side`)
    if (this.#table.has(id)) throw protocolError(`stream ${id} was opened twice`)
    if (this.status !== 'open' || this.#isGoingAway || this.inboundStreams >= this.limits.maxInboundStreams || !this.#network.mayOpen(this.peer)) {
      this.writer.header(WINDOW_UPDATE | RST, id, 0)
      if (!this.#refusals.take(this.nowMs())) throw protocolError('too many streams were opened beyond the limit')
      return undefined
    }
    const stream = new MuxStream(this, true, INBOUND)
    stream.id = id
    stream.openedAtMs = this.nowMs()
    stream.deadlineMs = stream.openedAtMs + this.limits.negotiationMs
    this.#table.set(id, stream)
    this.inboundStreams++
    this.unacknowledged++
    if (this.isAdmitted) this.#lateAnswers.add(stream)
    return stream
  }

  #onRemoteEnd (stream: MuxStream): void {
    if (stream.isRemoteEnded || stream.isGone) return
    stream.isRemoteEnded = true
    stream.receiver.end(stream)
    if (stream.isLocalEnded) this.forget(stream)
  }

  #onReset (stream: MuxStream): void {
    if (stream.isGone) return
    // A Go peer resets a stream whose answer it has read.
    if (stream.isInbound && !stream.isLocalEnded) this.#countReset()
    const { receiver } = stream
    this.forget(stream)
    receiver.gone(stream, new SubnetesError('unavailable', `peer ${this.peer} reset the stream`))
  }

  #onPing (kind: number, id: number): void {
    if ((kind & SYN) !== 0) this.#countIdleFrame()
    this.#keepAlive.onPing(kind, id, this.nowMs())
  }

  #onGoAway (code: number): void {
    if (code !== GO_AWAY_NORMAL) throw new SubnetesError('unavailable', `peer ${this.peer} went away with code ${code}`)
    this.#isGoingAway = true
    const why = new SubnetesError('unavailable', `peer ${this.peer} takes no more streams on this connection`)
    for (const stream of this.#outbound.waiting) this.#lose(stream, why)
  }

  #countReset (): void {
    if (!this.#resets.take(this.nowMs())) throw protocolError('too many streams were opened and reset')
  }

  #countIdleFrame (): void {
    if (!this.#idleFrames.take(this.nowMs())) throw protocolError('too many frames without effect')
  }

  countEarlyBytes (bytes: number): void {
    this.#earlyBytes += bytes
    if (this.#earlyBytes > this.limits.maxEarlyBytes) throw protocolError(`over ${this.limits.maxEarlyBytes} bytes before the connection was admitted`)
  }

  // Writing.

  readonly #send = (parts: readonly Uint8Array[], totalBytes: number): void => {
    if (!this.#isOpen) return
    this.#transport.send(parts, totalBytes)
    if (this.#transport.isFull) this.#blockedAtMs ??= this.nowMs()
  }

  readonly #onDrain = (): void => {
    this.#blockedAtMs = this.isBlocked ? this.nowMs() : undefined
    // A peer that reads is alive, whatever it says.
    this.#keepAlive.onLife(this.nowMs())
    for (const stream of [...this.waitingForRoom]) stream.offerRoom()
  }

  // Streams.

  onAcknowledged (): void { this.unacknowledged-- }

  servedLane (handle: string): ServedLane | undefined {
    return this.peer === '' ? undefined : this.#network.servedLane(handle)
  }

  admitLaneStream (lane: ServedLane): boolean {
    return this.unsentBytes <= this.limits.refuseUnsentBytes && this.#lanes.addInbound(lane)
  }

  openLane (lane: Lane, sink: ByteSink): ByteStream {
    const stream = new MuxStream(this, false, OUTBOUND)
    stream.lane = lane
    stream.sink = sink
    stream.preface = lane.hello
    this.#lanes.addOutbound()
    if (this.#outbound.openOrWait(stream)) return stream
    stream.fail(new SubnetesError('resource_exhausted', `too many streams wait to be opened to peer ${this.peer}; wait for some calls to end`))
    return stream
  }

  async createStream (): Promise<Stream> {
    if (!this.#takesStreams) throw new MuxerClosedError('the connection takes no more streams')
    if (this.#outbound.isFull) throw new TooManyOutboundProtocolStreamsError(`${this.limits.maxOutboundStreams} streams are open on one connection`)
    const stream = new MuxStream(this, false, OUTBOUND)
    this.#outbound.open(stream)
    return this.#adopt(stream)
  }

  handToLibp2p (stream: MuxStream, bytes: Buffer): void {
    stream.deadlineMs = 0
    const made = this.#adopt(stream)
    stream.announce()
    if (bytes.length > 0) stream.receiver.data(stream, bytes)
    this.safeDispatchEvent('stream', { detail: made })
  }

  forget (stream: MuxStream): void {
    if (stream.isGone) return
    stream.release()
    this.#table.delete(stream.id)
    this.#lanes.delete(stream)
    if (!stream.isInbound) {
      this.#outbound.delete(stream)
      return
    }
    this.inboundStreams--
    if (stream.owesAck) this.unacknowledged--
  }

  readonly #resetLanes = (): void => {
    const why = new SubnetesError('unavailable', `the streams of the connection to peer ${this.peer} were aborted`)
    for (const stream of [...this.#table.values(), ...this.#outbound.waiting]) if (stream.lane !== undefined) stream.fail(why)
  }

  #adopt (stream: MuxStream): Stream {
    const made = libp2pStream(stream, this.#log)
    this.streams.push(made)
    made.addEventListener('close', () => { this.streams.splice(this.streams.indexOf(made), 1) }, { once: true })
    return made
  }
}
