/**
 * The inside of libp2p that the speed-ups reach into, in one place: libp2p 3.3.11 (`connection.js`, `registrar.js`), `@libp2p/yamux` 8.0.3
 * (`muxer.js`, `stream.js`), `@libp2p/utils` 7.4.1 (`abstract-message-stream.js`, `abstract-stream-muxer.js`), `@chainsafe/libp2p-noise` 17.0.0
 * (`utils.js`), `@libp2p/tcp` 11.0.28 (`socket-to-conn.js`). None of it is promised by those packages: their versions are pinned, a connection
 * that looks otherwise is left as it is, and `speedups.test.ts` fails when that happens.
 */
import type { Connection, NewStreamOptions, Stream, StreamHandlerRecord, StreamMiddleware } from '@libp2p/interface'
import type { Socket } from 'node:net'
import type { Uint8ArrayList } from 'uint8arraylist'

/** `StreamState` of `@libp2p/yamux`. */
export const YAMUX_STATE = { init: 0, synSent: 1, synReceived: 2, established: 3 } as const

/** A yamux stream. */
export interface StreamInternals extends Omit<Stream, 'protocol'> {
  protocol: string
  /** Bytes that wait to be sent; {@link processSendQueue} sends them. */
  readonly writeBuffer: Uint8ArrayList
  /** Bytes that wait for a listener. */
  readonly readBuffer: Uint8ArrayList
  processSendQueue: () => boolean
  /** Takes received bytes. */
  onData: (data: Uint8Array | Uint8ArrayList) => void
  readonly state: number
  readonly recvWindow: number
  readonly recvWindowCapacity: number
  sendWindowUpdate: () => void
}

/** A yamux muxer. */
export interface MuxerInternals extends EventTarget {
  readonly protocol: string
  readonly status: string
  readonly streams: StreamInternals[]
  readonly maConn: EncryptedInternals
  onCreateStream: () => StreamInternals
  cleanUpStream: (stream: StreamInternals) => void
  _newStream: (id: number, state: number, direction: string) => StreamInternals
  send: (frames: Uint8Array | Uint8ArrayList) => boolean
  close: (options?: object) => Promise<void>
  abort: (error: Error) => void
}

/** A connection after its Noise handshake. */
export interface EncryptedInternals {
  readonly writableNeedsDrain: boolean
  readonly decoder: { lengthDecoder: (data: Uint8Array | Uint8ArrayList) => number }
}

/** A connection before encryption. `socket` is there for TCP. */
export interface RawInternals {
  readonly status: string
  readonly socket?: Socket
  sendData: (data: Uint8ArrayList) => { sentBytes: number, canSendMore: boolean }
}

/** What libp2p knows of served protocols. */
export interface RegistrarInternals {
  readonly handlers: ReadonlyMap<string, StreamHandlerRecord>
  getMiddleware: (protocol: string) => StreamMiddleware[]
}

/** A libp2p connection. */
export interface ConnectionInternals {
  readonly muxer: MuxerInternals
  readonly maConn: RawInternals
  readonly remotePeer: Connection['remotePeer']
  readonly limits?: Connection['limits']
  readonly components: {
    readonly registrar: RegistrarInternals
    readonly metrics?: { trackProtocolStream: (stream: Stream) => void }
  }
  /** Bound; the muxer's listener for streams that the other side opens. */
  readonly onIncomingStream: (event: Event) => void
  newStream: (protocols: string | string[], options?: NewStreamOptions) => Promise<Stream>
}

/** The inside of a connection; undefined when it is not what this file describes. */
export function internalsOf (connection: Connection): ConnectionInternals | undefined {
  const inside = connection as unknown as Partial<ConnectionInternals>
  const { muxer, maConn, components, onIncomingStream } = inside
  if (muxer?.protocol !== '/yamux/1.0.0' || maConn === undefined || components === undefined) return undefined
  const { onCreateStream, cleanUpStream, _newStream, send, streams } = muxer
  const functions = [onCreateStream, cleanUpStream, _newStream, send, muxer.maConn?.decoder?.lengthDecoder, maConn.sendData, components.registrar?.getMiddleware, onIncomingStream]
  const isKnown = functions.every((value) => typeof value === 'function') && Array.isArray(streams) && components.registrar.handlers instanceof Map
  return isKnown ? inside as ConnectionInternals : undefined
}
