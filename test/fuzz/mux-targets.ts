/** What a peer sends on a connection: Noise records, and the frames of the muxer with the negotiation in them. Both go through the real classes. */
import { TypedEventEmitter } from '@libp2p/interface'
import type { MessageStream, MessageStreamEvents } from '@libp2p/interface'
import { noopLogger } from '../../src/rpc/noop-logger.ts'
import { ACK, DATA, FIN, GO_AWAY, PING, RST, SYN, WINDOW_UPDATE } from '../../src/mux/yamux/frame.ts'
import { hello } from '../../src/mux/yamux/multistream.ts'
import { laneYamux } from '../../src/mux/yamux/muxer.ts'
import { MuxNetwork } from '../../src/mux/yamux/network.ts'
import { RecordOpener, RecordSealer } from '../../src/mux/noise/record-cipher.ts'
import { setSecuredPeer } from '../../src/mux/noise/secured-peer.ts'
import { frame } from '../support/raw-muxer.ts'
import type { FuzzTarget } from './decoder-kinds.ts'

const HANDLE = 'A.rpc_x'
const PEER = 'peer'
const KEY = Buffer.alloc(32, 9)

/** A connection that goes nowhere: what is sent on it is dropped. */
class DeadEnd extends TypedEventEmitter<MessageStreamEvents> {
  readonly direction = 'inbound'
  readonly log = noopLogger.forComponent('fuzz')
  readonly writableNeedsDrain = false
  readonly writeBufferLength = 0
  status = 'open'
  error: Error | undefined

  send (): boolean { return true }
  pause (): void {}
  resume (): void {}

  abort (error: Error): void {
    this.status = 'aborted'
    this.error = error
    this.dispatchEvent(new CustomEvent('close', { detail: undefined }))
  }
}

/** Sends back what comes, and finishes when the peer does. */
const network = new MuxNetwork()
network.serve(HANDLE, (stream) => ({
  data: (bytes) => {
    stream.consumed(bytes.length)
    stream.write(bytes)
  },
  remoteEnd: () => stream.finish(1000),
  gone: () => {},
  room: () => {}
}))
const factory = laneYamux(network)()

/** A connection of its own for each input, in two reads, with a stream of our side open. */
function readFrames (bytes: Uint8Array): void {
  const connection = new DeadEnd()
  const asStream = connection as unknown as MessageStream
  setSecuredPeer(asStream, PEER)
  const muxer = factory.createStreamMuxer(asStream)
  Object.assign(muxer, { isAdmitted: true })
  network.open(PEER, HANDLE, { data: () => {}, remoteEnd: () => {}, gone: () => {}, room: () => {} })?.write(Buffer.from('question'))
  const middle = bytes.length >> 1
  for (const part of [bytes.subarray(0, middle), bytes.subarray(middle)]) connection.dispatchEvent(Object.assign(new Event('message'), { data: part }))
  muxer.abort(new Error('the end'))
  // A refusal has a code of its own; an error of ours was wrapped.
  if (connection.error?.cause instanceof Error) throw connection.error.cause
  if (connection.error !== undefined) throw connection.error
}

/** A frame with the bytes that its header claims. */
function data (kind: number, id: number, body: Uint8Array): Buffer {
  return frame(DATA | kind, id, body.length, body)
}

const FRAMES = [
  Buffer.concat([data(SYN, 1, Buffer.concat([hello(HANDLE), Buffer.from('hello')])), data(0, 1, Buffer.from('more')), frame(WINDOW_UPDATE | FIN, 1, 0)]),
  Buffer.concat([frame(WINDOW_UPDATE | SYN, 1, 0), data(0, 1, hello(HANDLE)), frame(WINDOW_UPDATE, 1, 262_144), frame(WINDOW_UPDATE | RST, 1, 0)]),
  Buffer.concat([data(ACK, 2, hello(HANDLE)), data(FIN, 2, Buffer.from('answer'))]),
  Buffer.concat([frame(WINDOW_UPDATE | ACK, 2, 0), data(0, 2, Buffer.from('\x13/multistream/1.0.0\n\x03na\n'))]),
  Buffer.concat([data(SYN, 1, hello('/ipfs/ping/1.0.0')), frame(PING | SYN, 0, 7), frame(PING | ACK, 0, 1), frame(GO_AWAY, 0, 0)])
]

function sealed (...lengths: number[]): Buffer {
  const sealer = new RecordSealer(KEY)
  return Buffer.concat(lengths.map((length) => sealer.seal([Buffer.alloc(length, 'x')], length)))
}

/** All of them. */
export const MUX_TARGETS: readonly FuzzTarget[] = [
  { name: 'yamux frames', seeds: FRAMES, read: readFrames },
  {
    name: 'Noise records',
    seeds: [sealed(5), sealed(700, 3), sealed(1, 1, 1)],
    read: (bytes) => {
      const opener = new RecordOpener(KEY, () => {})
      for (let at = 0; at < bytes.length; at += 100) opener.read(Buffer.from(bytes.subarray(at, at + 100)))
    }
  }
]
