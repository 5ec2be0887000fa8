/**
 * Negotiation of lane streams (multistream-select, https://github.com/multiformats/multistream-select): which inbound streams are ours, and what the
 * peer answers to an outbound one that did not wait for it.
 */
import { SubnetesError } from '@subnetes/common'
import type { ErrorCode } from '@subnetes/common'
import type { AcceptLane } from '../lanes.ts'
import { hello, readAnswer, readHello, startsHello } from './multistream.ts'
import type { Lane, MuxStream, StreamOwner, StreamReceiver } from './stream.ts'

/** A handle that is served. */
export interface ServedLane extends Lane {
  readonly accept: AcceptLane
  readonly maxStreamsPerConnection: number
}

/** What the first bytes of inbound streams need of their connection. */
export interface LaneOwner extends StreamOwner {
  readonly servedLane: (handle: string) => ServedLane | undefined
  /** Takes one more stream of a lane, or refuses it. */
  readonly admitLaneStream: (lane: ServedLane) => boolean
  /** Leaves a stream to libp2p, with the bytes that have come. */
  readonly handToLibp2p: (stream: MuxStream, bytes: Buffer) => void
  /** Bytes that came before the connection was admitted. */
  readonly countEarlyBytes: (bytes: number) => void
}

/** @throws {SubnetesError} `invalid_argument` for a handle that multistream-select cannot name */
export function laneOf (handle: string): Lane {
  return { handle, hello: hello(handle) }
}

/** The user of a lane stream. */
const USER: StreamReceiver = {
  data: (stream, bytes) => {
    stream.unreadBytes += bytes.length
    stream.owner.unreadBytes += bytes.length
    stream.sink?.data(bytes)
  },
  end: (stream) => stream.sink?.remoteEnd(),
  gone: (stream, why) => stream.sink?.gone(why),
  room: (stream) => stream.sink?.room()
}

/** The first bytes of an inbound stream. One for all connections: only a {@link LaneOwner} makes inbound streams. */
export const INBOUND: StreamReceiver = {
  data: (stream, bytes) => {
    const owner = stream.owner as LaneOwner
    if (!owner.isAdmitted) owner.countEarlyBytes(bytes.length)
    stream.held = stream.held === undefined ? bytes : Buffer.concat([stream.held, bytes])
    if (owner.isAdmitted) negotiate(owner, stream)
  },
  end: (stream) => {
    const owner = stream.owner as LaneOwner
    if (!owner.isAdmitted) return
    owner.handToLibp2p(stream, stream.held ?? Buffer.alloc(0))
    stream.receiver.end(stream)
  },
  gone: () => {},
  room: () => {}
}

/** Looks at the bytes held of an inbound stream. */
export function negotiate (owner: LaneOwner, stream: MuxStream): void {
  const { held } = stream
  if (held === undefined) return
  const asked = readHello(held)
  if (asked === undefined && startsHello(held)) return
  stream.held = undefined
  stream.deadlineMs = 0
  const lane = asked === undefined ? undefined : owner.servedLane(asked.protocol)
  if (asked === undefined || lane === undefined) owner.handToLibp2p(stream, held)
  else serve(owner, stream, lane, held.subarray(asked.length))
}

function serve (owner: LaneOwner, stream: MuxStream, lane: ServedLane, rest: Buffer): void {
  if (!owner.admitLaneStream(lane)) {
    stream.reset()
    return
  }
  stream.lane = lane
  stream.preface = lane.hello
  stream.receiver = USER
  stream.consumed(lane.hello.length)
  const sink = lane.accept(stream)
  if (sink === undefined) {
    stream.reset()
    return
  }
  stream.sink = sink
  // The user may have finished the stream at once.
  if (rest.length > 0) stream.receiver.data(stream, rest)
  // A peer that sends nothing yet waits for the answer to its question; a Go peer stops opening at 256 unacknowledged streams.
  if (rest.length === 0 || owner.unacknowledged > owner.limits.acknowledgeAfterStreams) stream.announce()
}

/** The peer's answer on an outbound stream. */
export const OUTBOUND: StreamReceiver = {
  data: (stream, bytes) => {
    const asked = (stream.lane as Lane).hello
    const answer = stream.held === undefined ? bytes : Buffer.concat([stream.held, bytes])
    stream.held = answer
    switch (readAnswer(answer, asked)) {
      case 'granted':
        stream.held = undefined
        stream.receiver = USER
        stream.consumed(asked.length)
        if (answer.length > asked.length) USER.data(stream, answer.subarray(asked.length))
        return
      case 'refused': return end(stream, 'unimplemented', 'does not serve')
      case 'broken': return end(stream, 'unavailable', 'answered with no protocol negotiation when asked for')
      case 'incomplete':
    }
  },
  end: (stream) => end(stream, 'unavailable', 'closed the stream when asked for'),
  gone: USER.gone,
  room: USER.room
}

function end (stream: MuxStream, code: ErrorCode, what: string): void {
  stream.reset()
  stream.sink?.gone(new SubnetesError(code, `peer ${stream.remotePeer} ${what} ${stream.lane?.handle}`))
}
