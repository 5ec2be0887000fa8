/** Bounds of a muxed connection, each with its reason. */

/** What either side may send on a new stream before the other grants more (yamux spec, "Flow control"). */
export const INITIAL_WINDOW_BYTES = 256 * 1024

/** Largest window of a stream, reached where half a window is used within four round trips. 2 MiB: 100 MB/s at 20 ms. */
export const MAX_WINDOW_BYTES = 2 * 1024 * 1024

/** Streams of one connection in each direction, all protocols. Every hivemind call is one; the libraries' 1000 is less than an ordinary burst. */
export const MAX_STREAMS_PER_CONNECTION = 8192

/** What libp2p buffers of a paused stream before it aborts it: above {@link MAX_WINDOW_BYTES}, so never. */
export const MAX_READ_BUFFER_BYTES = 8 * 1024 * 1024

/** libp2p does not enforce it today; high, so that an upgrade does not cut long calls. An hour. */
export const STREAM_INACTIVITY_TIMEOUT_MS = 3_600_000

/** Largest data frame that is sent: a first window, so that other streams have their turn. */
export const MAX_SENT_FRAME_BYTES = INITIAL_WINDOW_BYTES

/** Longest data frame that is read. Windows bound those of known streams; this bounds what is skipped of a stream that is gone: two messages of 16 MiB. */
export const MAX_RECEIVED_FRAME_BYTES = 32 * 1024 * 1024

/** What a {@link MuxLimits} holds. Tests lower them; everything else uses the defaults. */
export const DEFAULT_MUX_LIMITS = {
  maxInboundStreams: MAX_STREAMS_PER_CONNECTION,
  maxOutboundStreams: MAX_STREAMS_PER_CONNECTION,
  /** Streams that we open before one is acknowledged: go-yamux resets more than its accept backlog of 256. */
  maxUnacknowledged: 256,
  /** Lane streams that wait for their turn to open, beyond {@link maxUnacknowledged}: as many as may be open. */
  maxWaitingOpens: MAX_STREAMS_PER_CONNECTION,
  /** Unacknowledged inbound streams from which acknowledgements no longer wait for an answer: a Go peer stops opening at 256. */
  acknowledgeAfterStreams: 96,
  /** Longest time that an acknowledgement waits for an answer to ride on. 20 ms: most calls answer sooner, and no negotiation times out. */
  acknowledgeAfterMs: 20,
  /** Bytes of all streams before libp2p admits the connection: a few requests that come with the handshake. 1 MiB. */
  maxEarlyBytes: 1024 * 1024,
  /** Unsent bytes of a connection from which new inbound lane streams are reset: its peer does not read the answers that it has. 32 MiB. */
  refuseUnsentBytes: 32 * 1024 * 1024,
  /** Unsent bytes that a connection may hold; a lane stream that writes more is reset. 64 MiB: as much as requests of one peer may hold. */
  maxUnsentBytes: 64 * 1024 * 1024,
  /** A connection whose socket takes no byte for so long is closed. A minute: longer than any pause of a living peer. */
  stalledMs: 60_000,
  /** Streams that the peer may open and reset unanswered, at once and per second, before its connection ends (rapid reset). 2000: a large client's burst of cancels. */
  resetBurst: 2000,
  resetsPerSecond: 500,
  /**
   * Streams that we refuse the peer, at once and per second, before its connection ends. 16384: what an honest caller may have open and waiting, all of it
   * refused while this node is overloaded; its running calls go on.
   */
  refusalBurst: 2 * MAX_STREAMS_PER_CONNECTION,
  refusalsPerSecond: 2000,
  /** Frames without effect (pings, empty window updates), at once and per second, before the connection ends. Ordinary peers send one ping in 30 s. */
  idleFrameBurst: 1000,
  idleFramesPerSecond: 100,
  /** An inbound stream that has not named its protocol is reset. 10 s, as libp2p's own negotiation. */
  negotiationMs: 10_000,
  /** Bytes that are dropped after our end of a stream before it is reset: a caller blocked in a write must get to its answer, and no more. 4 MiB: one unary request. */
  maxDrainBytes: 4 * 1024 * 1024,
  /** A connection on which nothing was heard for so long is asked with a ping. */
  keepAliveMs: 30_000,
  /** And is closed when nothing at all is heard for so long after it. */
  keepAliveTimeoutMs: 30_000
}

/** Limits of a muxed connection. */
export type MuxLimits = Readonly<typeof DEFAULT_MUX_LIMITS>
