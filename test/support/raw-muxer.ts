/** A libp2p node whose muxer sends the frames that a test gives it and notes those that come: a peer that breaks rules. */
import { noise } from '@chainsafe/libp2p-noise'
import { TypedEventEmitter } from '@libp2p/interface'
import type { Libp2p, MessageStream, Stream, StreamMuxer, StreamMuxerEvents } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { createLibp2p } from 'libp2p'
import { FrameReader } from '../../src/mux/yamux/frame.ts'

/** A frame as bytes. */
export function frame (kind: number, id: number, length: number, body: Uint8Array = new Uint8Array(0)): Buffer {
  const bytes = Buffer.alloc(12 + body.length)
  bytes.writeUInt32BE(kind, 0)
  bytes.writeUInt32BE(id, 4)
  bytes.writeUInt32BE(length, 8)
  bytes.set(body, 12)
  return bytes
}

/** A frame that came. */
export interface ReceivedFrame { readonly kind: number, readonly id: number, readonly length: number }

/** The muxer of one connection. */
export class RawMuxer extends TypedEventEmitter<StreamMuxerEvents> implements StreamMuxer {
  readonly protocol = '/yamux/1.0.0'
  readonly streams: Stream[] = []
  readonly status = 'open'
  readonly connection: MessageStream
  readonly frames: ReceivedFrame[] = []
  readonly #bytes = new Map<number, Buffer[]>()
  isClosed = false

  constructor (connection: MessageStream) {
    super()
    this.connection = connection
    let current = 0
    const reader = new FrameReader({
      onFrame: (kind, id, length) => {
        current = id
        this.frames.push({ kind, id, length })
      },
      onFrameBytes: (bytes) => { this.#bytes.set(current, [...this.#bytes.get(current) ?? [], Buffer.from(bytes)]) }
    })
    connection.addEventListener('message', ({ data }) => reader.read(Buffer.from(data.subarray())))
    connection.addEventListener('close', () => { this.isClosed = true })
  }

  /** Sends frames; nothing when the connection has closed. */
  send (...frames: Uint8Array[]): void {
    if (this.connection.status === 'open') this.connection.send(Buffer.concat(frames))
  }

  /** Frames of a kind, for one stream or all. */
  count (kind: number, id?: number): number {
    return this.frames.filter((one) => one.kind === kind && (id === undefined || one.id === id)).length
  }

  /** Bytes that came on a stream. */
  received (id: number): Buffer {
    return Buffer.concat(this.#bytes.get(id) ?? [])
  }

  async createStream (): Promise<Stream> { throw new Error('a raw muxer opens no streams') }
  async close (): Promise<void> {}
  abort (): void {}
}

/** A node with raw muxers, the latest last. */
export async function rawNode (listen: string[] = []): Promise<{ readonly node: Libp2p, readonly muxers: RawMuxer[] }> {
  const muxers: RawMuxer[] = []
  const node = await createLibp2p({
    addresses: { listen },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    connectionMonitor: { enabled: false },
    streamMuxers: [() => ({
      protocol: '/yamux/1.0.0',
      createStreamMuxer: (connection) => {
        const made = new RawMuxer(connection)
        muxers.push(made)
        return made
      }
    })]
  })
  return { node, muxers }
}
