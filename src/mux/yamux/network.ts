/** What the muxers of one node share: the handles that are served, the connections by peer, and the node's say about reading and opening. */
import type { Connection, Stream } from '@libp2p/interface'
import { SubnetesError } from '@subnetes/common'
import type { ByteSink, ByteStream } from '../byte-stream.ts'
import type { AcceptLane, Lanes, ServeLaneInit } from '../lanes.ts'
import { laneOf } from './lane.ts'
import type { ServedLane } from './lane.ts'
import type { Lane } from './stream.ts'

/** Handles called whose negotiation bytes are kept; they are forgotten together when there are more. */
const MAX_CALLED = 1024

/** A connection that delivers what it reads when it is asked to. */
export interface MuxReader {
  /** The authenticated peer, base58 text. */
  readonly peer: string
  /** Gives read bytes to the muxer. Bytes that are no yamux end the connection. */
  readonly deliver: (bytes: Buffer) => void
  /** Stops and resumes reading of the socket. A WebSocket reads on. */
  readonly pause: () => void
  readonly resume: () => void
}

/** A node's say about its connections. */
export interface MuxHooks {
  /** Whether a peer may open one more stream; it has so many open, over all its connections. Otherwise the stream is reset, at the cost of a frame. */
  readonly mayOpen?: ((peer: string, inboundStreams: number) => boolean) | undefined
  /** Gets what an admitted connection has read, and delivers it now or later. */
  readonly onRead?: ((reader: MuxReader, bytes: Buffer) => void) | undefined
  /** The connection has ended. */
  readonly onClosed?: ((reader: MuxReader) => void) | undefined
}

/** A connection as its node knows it. */
export interface MuxConnection extends MuxReader {
  /** Whether lane streams can be opened: it is admitted, open, and the peer takes more streams. */
  readonly isUsable: boolean
  /** Whether a relay limits it. */
  isLimited: boolean
  /** The same array as `streams` of the libp2p connection above it, by which the two are matched. */
  readonly streams: readonly Stream[]
  readonly inboundStreams: number
  readonly openLane: (lane: Lane, sink: ByteSink) => ByteStream
}

/** The muxed connections of a node. */
export class MuxNetwork implements Lanes {
  readonly hooks: MuxHooks
  readonly #served = new Map<string, ServedLane>()
  readonly #called = new Map<string, Lane>()
  readonly #byPeer = new Map<string, MuxConnection[]>()

  constructor (hooks: MuxHooks = {}) {
    this.hooks = hooks
  }

  serve (handle: string, accept: AcceptLane, init: ServeLaneInit = {}): void {
    if (this.#served.has(handle)) throw new SubnetesError('already_exists', `handle ${handle} is already served on this node`)
    this.#served.set(handle, { ...laneOf(handle), accept, maxStreamsPerConnection: init.maxStreamsPerConnection ?? Infinity })
  }

  remove (handle: string): void {
    this.#served.delete(handle)
  }

  open (peer: string, handle: string, sink: ByteSink): ByteStream | undefined {
    const usable = this.#byPeer.get(peer)?.filter(({ isUsable }) => isUsable)
    const connection = usable?.find(({ isLimited }) => !isLimited) ?? usable?.[0]
    return connection?.openLane(this.#calledLane(handle), sink)
  }

  /** A handle that is served. */
  servedLane (handle: string): ServedLane | undefined {
    return this.#served.get(handle)
  }

  add (connection: MuxConnection): void {
    const known = this.#byPeer.get(connection.peer)
    if (known === undefined) this.#byPeer.set(connection.peer, [connection])
    else known.push(connection)
  }

  delete (connection: MuxConnection): void {
    const left = this.#byPeer.get(connection.peer)?.filter((other) => other !== connection) ?? []
    if (left.length === 0) this.#byPeer.delete(connection.peer)
    else this.#byPeer.set(connection.peer, left)
    this.hooks.onClosed?.(connection)
  }

  /** Notes whether a connection that libp2p has opened is a relayed one. */
  noteLimits ({ limits, remotePeer, streams }: Pick<Connection, 'limits' | 'remotePeer' | 'streams'>): void {
    if (limits === undefined) return
    for (const connection of this.#byPeer.get(remotePeer.toString()) ?? []) if (connection.streams === streams) connection.isLimited = true
  }

  /** Whether a peer may open one more stream. */
  mayOpen (peer: string): boolean {
    if (this.hooks.mayOpen === undefined) return true
    return this.hooks.mayOpen(peer, (this.#byPeer.get(peer) ?? []).reduce((sum, { inboundStreams }) => sum + inboundStreams, 0))
  }

  #calledLane (handle: string): Lane {
    const known = this.#called.get(handle)
    if (known !== undefined) return known
    if (this.#called.size >= MAX_CALLED) this.#called.clear()
    const lane = laneOf(handle)
    this.#called.set(handle, lane)
    return lane
  }
}
