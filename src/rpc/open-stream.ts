/** Opens the stream of a call, over the connection there is or a new one. */
import { SubnetesError, abortError } from '@subnetes/common'
import type { Connection, Libp2p, PeerId, Stream } from '@libp2p/interface'
import type { Call } from './call.ts'

/** Streams of one handle that this node may have open to a peer. Far above what peers let in: their limit decides, not ours. */
export const MAX_OUTBOUND_STREAMS = 65_536

/** What libp2p throws before anything was sent on a connection that is no longer usable. */
const GONE = ['ConnectionClosedError', 'ConnectionClosingError', 'MuxerClosedError', 'MuxerUnavailableError']

/**
 * A stream to `peer` that has negotiated the call's handle.
 *
 * @throws {SubnetesError} `unimplemented` when the peer does not serve the handle, `unavailable` when it cannot be reached or its limit of streams is
 *   reached, the signal's reason when it aborts
 */
export async function openStream (node: Libp2p, peer: PeerId, call: Call): Promise<Stream> {
  try {
    const known = openConnection(node, peer)
    if (known !== undefined) {
      const stream = await newStream(known, call).catch(async (error: unknown) => await recover(known, error))
      if (stream !== undefined) return stream
    }
    return await newStream(await node.dial(peer, { signal: call.signal }), call)
  } catch (error) {
    if (call.signal.aborted) throw abortError(call.signal)
    throw openError(error, call)
  }
}

async function newStream (connection: Connection, call: Call): Promise<Stream> {
  return await connection.newStream(call.handle, { signal: call.signal, maxOutboundStreams: MAX_OUTBOUND_STREAMS, runOnLimitedConnection: true })
}

/** A connection whose muxer has closed still counts as open, and would for ever be given to callers: it is closed, and a new one tried. */
async function recover (connection: Connection, error: unknown): Promise<undefined> {
  if (!(error instanceof Error) || !GONE.includes(error.name)) throw error
  connection.abort(error)
}

function openConnection (node: Libp2p, peer: PeerId): Connection | undefined {
  const open = node.getConnections(peer).filter((connection) => connection.status === 'open')
  return open.find((connection) => connection.limits === undefined) ?? open[0]
}

function openError (error: unknown, call: Call): SubnetesError {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  if (name === 'UnsupportedProtocolError') {
    return new SubnetesError('unimplemented', `peer ${call.remotePeer} does not serve ${call.handle}`, { cause: error })
  }
  if (name === 'TooManyOutboundProtocolStreamsError') {
    return new SubnetesError('resource_exhausted', `too many streams are open to peer ${call.remotePeer}; wait for some calls to end`, { cause: error })
  }
  const what = name === 'StreamResetError' ? 'it reset the stream before the call began (too many streams, or it is stopping)' : message
  return new SubnetesError('unavailable', `could not open ${call.handle} on peer ${call.remotePeer}: ${what}`, { cause: error })
}
