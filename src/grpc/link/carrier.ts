/** What carries the bytes of a link: a socket (plaintext or TLS) here, one gRPC stream in `grpc/calls-stream.ts`. */
import type { Duplex } from 'node:stream'
import { SubnetesError } from '@subnetes/common'

/**
 * First bytes of a connection that carries records and nothing else. No HTTP/2 client begins so: its preface begins with "PRI"
 * (RFC 9113, section 3.4).
 */
export const LINK_PREFACE: Buffer = Buffer.from('subnetes-calls/1\r\n')
/** The same by TLS, as the name of a protocol (ALPN, RFC 7301); the preface follows there too. */
export const LINK_ALPN = 'subnetes-calls/1'

/** What a carrier reports. */
export interface CarrierEvents {
  readonly onData: (chunk: Buffer) => void
  /** It is not full any more. */
  readonly onDrained: () => void
  /** Called once. */
  readonly onClosed: (cause: unknown) => void
}

/** Bytes both ways, in order. */
export interface Carrier {
  /** Whether what has been written waits to leave: bulk is held back then. */
  readonly isFull: boolean
  /** Bytes that were written and have not left this process. */
  readonly unsentBytes: number
  /** Begins to read. Called once, before anything is written. */
  open: (events: CarrierEvents) => void
  /** Writes in one piece as far as the system allows. The bytes must not change any more. */
  write: (parts: readonly Uint8Array[]) => void
  /** Closes after what was written has left. */
  end: () => void
  destroy: () => void
}

/** Records straight on a connection. The dialling end sends the preface, the other one checks it. */
export function socketCarrier (socket: Duplex, role: 'dials' | 'accepts'): Carrier {
  return new SocketCarrier(socket, role)
}

class SocketCarrier implements Carrier {
  readonly #socket: Duplex
  #isFull = false
  /** Bytes of the preface that have not come yet. */
  #prefaceLeft: number
  #cause: unknown

  constructor (socket: Duplex, role: 'dials' | 'accepts') {
    this.#socket = socket
    this.#prefaceLeft = role === 'accepts' ? LINK_PREFACE.length : 0
    if (role === 'dials') socket.write(LINK_PREFACE)
  }

  get isFull (): boolean {
    return this.#isFull
  }

  get unsentBytes (): number {
    return this.#socket.writableLength
  }

  open ({ onData, onDrained, onClosed }: CarrierEvents): void {
    const socket = this.#socket
    socket.on('error', (error) => { this.#cause ??= error })
    socket.on('close', () => onClosed(this.#cause))
    socket.on('end', () => socket.end())
    socket.on('drain', () => {
      this.#isFull = false
      onDrained()
    })
    socket.on('data', (chunk: Buffer) => {
      const rest = this.#prefaceLeft === 0 ? chunk : this.#withoutPreface(chunk)
      if (rest.length > 0) onData(rest)
    })
  }

  write (parts: readonly Uint8Array[]): void {
    const socket = this.#socket
    if (socket.destroyed || socket.writableEnded) return
    if (parts.length > 1) socket.cork()
    for (const part of parts) socket.write(part)
    if (parts.length > 1) socket.uncork()
    this.#isFull = socket.writableNeedDrain
  }

  end (): void {
    this.#socket.end()
  }

  destroy (): void {
    this.#socket.destroy()
  }

  #withoutPreface (chunk: Buffer): Buffer {
    const start = LINK_PREFACE.length - this.#prefaceLeft
    const taken = Math.min(this.#prefaceLeft, chunk.length)
    if (chunk.compare(LINK_PREFACE, start, start + taken, 0, taken) !== 0) {
      this.#socket.destroy(new SubnetesError('internal', 'the connection does not begin with the preface of a link'))
      return chunk.subarray(chunk.length)
    }
    this.#prefaceLeft -= taken
    return chunk.subarray(taken)
  }
}
