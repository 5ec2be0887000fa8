/**
 * Opens streams without waiting for the answer to the negotiation, once a protocol was negotiated on the same connection: header, name and the first
 * bytes of the call leave in one frame. The same as go-multistream's lazy negotiation, which go-libp2p uses for protocols it knows of.
 *
 * A peer that no longer serves the protocol answers `na`; the stream then ends with `unimplemented`, and the next one is negotiated in full.
 */
import { SubnetesError } from '@subnetes/common'
import type { NewStreamOptions } from '@libp2p/interface'
import { Uint8ArrayList } from 'uint8arraylist'
import type { ConnectionInternals, StreamInternals } from './internals.ts'
import { hello, isHandle, readAnswer } from './multistream.ts'
import { StreamCounts } from './stream-counts.ts'
import { atTurnEnd } from './turn-end.ts'

/** Protocols remembered per connection; more are negotiated in full. */
const MAX_KNOWN = 1024

/** Streams of a protocol in one direction of a connection when nobody says otherwise: libp2p's `DEFAULT_MAX_OUTBOUND_STREAMS`. */
const DEFAULT_MAX_STREAMS = 64

/** Replaces the connection's `newStream`. */
export function openEarly (connection: ConnectionInternals, peer: string): void {
  const newStream = connection.newStream
  const known = new Map<string, Uint8Array>()
  const counts = new StreamCounts()
  connection.newStream = async (protocols, options = {}) => {
    const protocol = typeof protocols === 'string' ? protocols : protocols.length === 1 ? protocols[0] : undefined
    if (protocol === undefined || !isHandle(protocol)) return await newStream(protocols, options)
    const asked = known.get(protocol)
    if (asked === undefined || !isPlain(connection, protocol, options)) {
      const stream = await newStream(protocol, options)
      if (known.size < MAX_KNOWN) known.set(protocol, hello(protocol))
      return stream
    }
    options.signal?.throwIfAborted()
    const stream = openStream(connection, protocol)
    const limit = outboundLimit(connection, protocol, options)
    if (counts.add(stream) > limit) {
      const error = new SubnetesError('resource_exhausted', `${limit} streams of ${protocol} are open to peer ${peer}, as many as allowed; wait for some to end`)
      stream.abort(error)
      throw error
    }
    ask(stream, asked, (error) => {
      known.delete(protocol)
      stream.abort(error ?? new SubnetesError('unimplemented', `peer ${peer} does not serve ${protocol}`))
    })
    connection.components.metrics?.trackProtocolStream(stream)
    return stream
  }
}

function outboundLimit ({ components }: ConnectionInternals, protocol: string, options: NewStreamOptions): number {
  return components.registrar.handlers.get(protocol)?.options.maxOutboundStreams ?? options.maxOutboundStreams ?? DEFAULT_MAX_STREAMS
}

/** Whether nothing but the negotiation stands between a new stream and its user, and the connection can carry one. */
function isPlain (connection: ConnectionInternals, protocol: string, options: NewStreamOptions): boolean {
  const { muxer, maConn, components, limits } = connection
  return muxer.status === 'open' && maConn.status === 'open' && (limits === undefined || options.runOnLimitedConnection === true) &&
    components.registrar.getMiddleware(protocol).length === 0
}

/** What `AbstractStreamMuxer.createStream` does, without a turn of the microtask queue in which the empty frame that opens a stream would go out. */
function openStream ({ muxer }: ConnectionInternals, protocol: string): StreamInternals {
  const stream = muxer.onCreateStream()
  muxer.streams.push(stream)
  muxer.cleanUpStream(stream)
  stream.protocol = protocol
  return stream
}

/** Puts the question before what the stream's user writes in this turn, and keeps its answer from the user. */
function ask (stream: StreamInternals, asked: Uint8Array, fail: (error?: SubnetesError) => void): void {
  stream.writeBuffer.append(asked)
  atTurnEnd('streams', () => { if (stream.status === 'open') stream.processSendQueue() })
  const answer = new Uint8ArrayList()
  const deliver = stream.onData.bind(stream)
  stream.onData = (data) => {
    answer.append(data)
    switch (readAnswer(answer.subarray(0, Math.min(answer.byteLength, asked.length)), asked)) {
      case 'granted':
        stream.onData = deliver
        if (answer.byteLength > asked.length) deliver(answer.sublist(asked.length))
        return
      case 'refused': return fail()
      case 'broken': return fail(new SubnetesError('unavailable', 'the peer answered to the opening of a stream with something that is no protocol negotiation'))
      case 'incomplete':
    }
  }
}
