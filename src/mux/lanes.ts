/**
 * The door to the fast lane: streams of single calls without a libp2p stream object. A served handle is recognised in the first bytes of an inbound
 * stream; an outbound stream asks for its handle in the same frame as its first bytes. Only connections of our own muxer (`mux/`) have lanes, so a
 * server registers the handle with libp2p too: other connections come that way, and identify lists the handle.
 */
import type { Libp2p } from '@libp2p/interface'
import type { ByteSink, ByteStream } from './byte-stream.ts'

/** Takes an inbound stream. Returns the sink of its bytes, or undefined to reset it. Runs while bytes are read: it must be quick and must not throw. */
export type AcceptLane = (stream: ByteStream) => ByteSink | undefined

/** What {@link Lanes.serve} may be given. */
export interface ServeLaneInit {
  /** Streams of this handle that one connection may have open; more are reset. @default the muxer's limit of inbound streams */
  readonly maxStreamsPerConnection?: number | undefined
}

/** The lanes of one node. */
export interface Lanes {
  /** Serves a handle on all connections, also those that are open. @throws {SubnetesError} `already_exists` when it is served already */
  readonly serve: (handle: string, accept: AcceptLane, init?: ServeLaneInit) => void
  /** Ends {@link serve} for new streams. Does nothing when the handle is not served. */
  readonly remove: (handle: string) => void
  /**
   * Opens a stream on an open connection to `peer` (base58 text), on one without limits before a relayed one. Bytes may be written at once. Beyond the
   * streams that the peer lets be unacknowledged (256) the opening waits in a bounded queue: the stream is full until its turn, and `reset` leaves the queue.
   *
   * Errors arrive by the sink's `gone`, never before this returns: `unimplemented` when the peer does not serve the handle, `unavailable` when it answers
   * the negotiation with something else, resets the stream or its connection ends, `resource_exhausted` when the queue or the connection's budget of
   * unsent bytes is full.
   *
   * @returns undefined when no connection to the peer has lanes: dial, or open a libp2p stream
   */
  readonly open: (peer: string, handle: string, sink: ByteSink) => ByteStream | undefined
}

const lanes = new WeakMap<object, Lanes>()

/** Lanes of a node; undefined when `createNode` did not make it, or made it with plain libp2p transports. */
export function lanesOf (node: Libp2p): Lanes | undefined {
  return lanes.get(node)
}

/** Notes the lanes of a node for {@link lanesOf}. */
export function setLanes (node: Libp2p, of: Lanes): void {
  lanes.set(node, of)
}
