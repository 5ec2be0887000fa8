/** Bounds of calls over libp2p, each with its reason. */
import { SubnetesError } from '@subnetes/common'

/** Largest unary envelope in either direction: the default of hivemind's daemon, which refuses more (hivemind `P2PD`, `-persistentConnMaxMsgSize`). 4 MiB. */
export const UNARY_MAX_BYTES = 4 * 1024 * 1024

/** Largest message of a stream. The wire's length field has 64 bits and no limit; 16 MiB is the most that was tried with hivemind peers. */
export const DEFAULT_MAX_FRAME_BYTES = 16 * 1024 * 1024

/** Deadline of a call that answers with one message, when the caller sets none: a method's 300 s plus the gateway's 30 s of waiting for a worker. */
export const DEFAULT_UNARY_TIMEOUT_MS = 330_000

/** Deadline of a call that answers with a stream, when the caller sets none. An hour: longer than any generation we know, short enough that a dead server is noticed. */
export const DEFAULT_STREAM_TIMEOUT_MS = 3_600_000

/** Longest wait for the (first) request message on an accepted stream. 60 s: 4 MiB at 70 kB/s. */
export const DEFAULT_REQUEST_TIMEOUT_MS = 60_000

/** How long a finished call's stream may linger until the other side has read what is in flight and closed. 120 s: a 2 MiB window at 17 kB/s. */
export const DEFAULT_LINGER_MS = 120_000

/**
 * How long this side of an answered call stays open for the end of its input. hivemind's daemon takes our close for the end of both directions and
 * breaks the pipe of a Python caller that still writes, which then loses the answer it has (hivemind's `p2p_daemon.py` fails the reader with the
 * writer; go-libp2p-daemon `stream.go`). 500 ms: the end frame is written with the request, so it comes at once from any caller but a starved one.
 */
export const INPUT_END_GRACE_MS = 500

/** Calls of one peer on one handle at once; more are answered with `resource_exhausted`. Every hivemind call is a stream, and 500 parallel calls are ordinary. */
export const DEFAULT_MAX_CALLS_PER_PEER = 1024

/** Calls on one handle at once, from all peers; more are answered with `resource_exhausted`. */
export const DEFAULT_MAX_CALLS = 4096

/** Request bytes that calls of one peer on one handle may hold in memory at once: 16 full unary requests. */
export const DEFAULT_MAX_HELD_BYTES_PER_PEER = 64 * 1024 * 1024

/** Request bytes that all calls on one handle may hold in memory at once. */
export const DEFAULT_MAX_HELD_BYTES = 128 * 1024 * 1024

/** Received bytes of a stream that wait for a slow reader before the sender is told to stop. 256 KiB: yamux's first window, so that a fast reader never waits. */
export const DEFAULT_READ_AHEAD_BYTES = 256 * 1024

/** Longest text of an error on the wire, in characters; the rest is cut. */
export const MAX_ERROR_CHARACTERS = 4096

/** What a server of a handle may choose. */
export interface ServeLimitsInit {
  /** @default {@link DEFAULT_MAX_CALLS_PER_PEER} */
  maxCallsPerPeer?: number
  /** @default {@link DEFAULT_MAX_CALLS} */
  maxCalls?: number
  /** Streams per connection that libp2p lets through; above it they are reset unanswered. @default twice `maxCallsPerPeer` */
  maxStreamsPerConnection?: number
  /** @default {@link DEFAULT_MAX_HELD_BYTES_PER_PEER} */
  maxHeldBytesPerPeer?: number
  /** @default {@link DEFAULT_MAX_HELD_BYTES} */
  maxHeldBytes?: number
  /** @default {@link DEFAULT_REQUEST_TIMEOUT_MS} */
  requestTimeoutMs?: number
  /** Longest time of a call, from its arrival; undefined sets none. The wire itself carries no deadline. */
  callTimeoutMs?: number | undefined
  /** @default {@link DEFAULT_LINGER_MS} */
  lingerMs?: number
  /** @default {@link DEFAULT_READ_AHEAD_BYTES} */
  readAheadBytes?: number
}

/** Complete limits of a served handle. */
export type ServeLimits = Readonly<Required<ServeLimitsInit>>

const DEFAULT_SERVE_LIMITS = {
  maxCallsPerPeer: DEFAULT_MAX_CALLS_PER_PEER,
  maxCalls: DEFAULT_MAX_CALLS,
  maxHeldBytesPerPeer: DEFAULT_MAX_HELD_BYTES_PER_PEER,
  maxHeldBytes: DEFAULT_MAX_HELD_BYTES,
  requestTimeoutMs: DEFAULT_REQUEST_TIMEOUT_MS,
  callTimeoutMs: undefined,
  lingerMs: DEFAULT_LINGER_MS,
  readAheadBytes: DEFAULT_READ_AHEAD_BYTES
}

/** Fills defaults. @throws {SubnetesError} `invalid_argument` for a limit that is not a positive number */
export function resolveServeLimits (init: ServeLimitsInit = {}): ServeLimits {
  const limits = { ...DEFAULT_SERVE_LIMITS, maxStreamsPerConnection: (init.maxCallsPerPeer ?? DEFAULT_MAX_CALLS_PER_PEER) * 2, ...init }
  for (const [name, value] of Object.entries(limits)) {
    if (value !== undefined && !(value > 0)) throw new SubnetesError('invalid_argument', `limit ${name} is ${value}; it must be a positive number`)
  }
  return limits
}
