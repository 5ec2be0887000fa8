/** Opens the stream of a call, over the connection there is or a new one. */
import type { Connection, Libp2p, PeerId } from '@libp2p/interface'
import { SubnetesError } from '@subnetes/common'
import type { ByteSink, ByteStream } from '@subnetes/mux'
import { lanesOf } from '@subnetes/mux'
import { openedPlainStream } from './plain-stream.ts'

/** Streams of one handle that this node may have open to a peer. Far above what peers let in: their limit decides, not ours. */
export const MAX_OUTBOUND_STREAMS = 65_536

/** What libp2p throws before anything was sent on a connection that is no longer usable. */
const GONE = ['ConnectionClosedError', 'ConnectionClosingError', 'MuxerClosedError', 'MuxerUnavailableError']

/** A stream that is being opened. */
export interface OpeningStream {
  /** The stream; undefined while the connection is being made. */
  readonly stream: ByteStream | undefined
  /** Gives it up. Its sink gets nothing more. */
  readonly reset: () => void
}

/**
 * Opens a stream to `peer` for a handle. Where a connection with lanes is there, it can be written at once; else `onOpen` is called when it can.
 *
 * What goes wrong reaches the sink's `gone`, never before this returns: `unimplemented` when the peer does not serve the handle, `unavailable` when it cannot
 * be reached, `resource_exhausted` when too many streams are open.
 */
export function openStream (node: Libp2p, peer: PeerId, { handle, sink, onOpen }: { handle: string, sink: ByteSink, onOpen: (stream: ByteStream) => void }): OpeningStream {
  const remotePeer = peer.toString()
  const lane = lanesOf(node)?.open(remotePeer, handle, sink)
  if (lane !== undefined) return { stream: lane, reset: () => lane.reset() }
  const giveUp = new AbortController()
  let opened: ByteStream | undefined
  connect(node, peer, { handle, sink, signal: giveUp.signal }).then((stream) => {
    if (giveUp.signal.aborted) stream.reset()
    else onOpen(opened = stream)
  }, (error: unknown) => {
    if (!giveUp.signal.aborted) sink.gone(openError(error, handle, remotePeer))
  })
  return {
    get stream () { return opened },
    reset: () => {
      giveUp.abort()
      opened?.reset()
    }
  }
}

interface ConnectInit { readonly handle: string, readonly sink: ByteSink, readonly signal: AbortSignal }

async function connect (node: Libp2p, peer: PeerId, init: ConnectInit): Promise<ByteStream> {
  let isNewNeeded = false
  for (const known of openConnections(node, peer)) {
    const stream = await newStream(known, init).catch((error: unknown) => { recover(known, error) })
    if (stream !== undefined) return stream
    isNewNeeded = true
  }
  const connection = await node.dial(peer, { signal: init.signal, force: isNewNeeded })
  return lanesOf(node)?.open(peer.toString(), init.handle, init.sink) ?? await newStream(connection, init)
}

async function newStream (connection: Connection, { handle, sink, signal }: ConnectInit): Promise<ByteStream> {
  const stream = await connection.newStream(handle, { signal, maxOutboundStreams: MAX_OUTBOUND_STREAMS, runOnLimitedConnection: true })
  return openedPlainStream(stream, connection.remotePeer.toString(), sink)
}

/** A connection whose muxer takes no more streams still counts as open. It ends with its calls; without any, or it would be given to callers for ever, now. */
function recover (connection: Connection, error: unknown): void {
  if (!(error instanceof Error) || !GONE.includes(error.name)) throw error
  if (connection.streams.length === 0) connection.abort(error)
}

/** Those that a relay limits come last. */
function openConnections (node: Libp2p, peer: PeerId): Connection[] {
  const open = node.getConnections(peer).filter((connection) => connection.status === 'open')
  return open.sort((a, b) => Number(a.limits !== undefined) - Number(b.limits !== undefined))
}

function openError (error: unknown, handle: string, peer: string): SubnetesError {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  if (name === 'UnsupportedProtocolError') {
    return new SubnetesError('unimplemented', `peer ${peer} does not serve ${handle}`, { cause: error })
  }
  if (name === 'TooManyOutboundProtocolStreamsError') {
    return new SubnetesError('resource_exhausted', `too many streams are open to peer ${peer}; wait for some calls to end`, { cause: error })
  }
  const what = name === 'StreamResetError' ? 'it reset the stream before the call began (too many streams, or it is stopping)' : message
  return new SubnetesError('unavailable', `could not open ${handle} on peer ${peer}: ${what}`, { cause: error })
}
