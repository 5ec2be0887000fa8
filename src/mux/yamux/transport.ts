/** The encrypted connection under a muxer: by direct calls where it is ours (`../noise`), by the events of a libp2p message stream otherwise. */
import type { MessageStream } from '@libp2p/interface'

/** Gets what happens on a connection. */
export interface TransportReceiver {
  readonly onBytes: (bytes: Buffer) => void
  /** The socket takes bytes again. */
  readonly onDrain: () => void
  readonly onClosed: (error: Error | undefined) => void
}

/** A connection as a muxer uses it. */
export interface MuxTransport {
  /** Whether the socket is full. */
  readonly isFull: boolean
  /** Bytes that wait for the socket. */
  readonly pendingBytes: number
  /** Sends parts as one message; they are not kept. A full socket takes them too. Does nothing on a closed connection. */
  readonly send: (parts: readonly Uint8Array[], totalBytes: number) => void
  /** Stops the sender, where the connection can: bytes may come on. */
  readonly pause: () => void
  readonly resume: () => void
  readonly abort: (error: Error) => void
}

/** A message stream with direct calls beside its events. */
export interface DirectMessageStream extends MessageStream {
  /** From now on plaintext goes to `onBytes` instead of `message` events; bytes that wait already follow in a microtask. */
  readonly takeBytes: (onBytes: (bytes: Buffer) => void) => void
  /** Encrypts and sends parts without joining them. */
  readonly sendParts: (parts: readonly Uint8Array[], totalBytes: number) => void
  readonly isSocketFull: boolean
  /** Whether pausing stops the sender. */
  readonly canPause: boolean
  /** Whether the connection below takes bytes: it may be closing while this one is still open. */
  readonly isWritable: boolean
  readonly socketBytes: number
}

/** Connects a receiver with a connection. */
export function openTransport (connection: MessageStream, receiver: TransportReceiver): MuxTransport {
  // The connection below continues with what it holds in a microtask of its own, queued before this one.
  connection.addEventListener('drain', () => queueMicrotask(receiver.onDrain))
  connection.addEventListener('close', (event) => receiver.onClosed(event.error))
  return isDirect(connection) ? new DirectTransport(connection, receiver) : new PlainTransport(connection, receiver)
}

function isDirect (connection: MessageStream): connection is DirectMessageStream {
  return 'takeBytes' in connection && 'sendParts' in connection
}

class PlainTransport implements MuxTransport {
  readonly #connection: MessageStream

  constructor (connection: MessageStream, receiver: TransportReceiver) {
    this.#connection = connection
    connection.addEventListener('message', ({ data }) => receiver.onBytes(asBuffer(data.subarray())))
  }

  get isFull (): boolean { return this.#connection.writableNeedsDrain }
  get pendingBytes (): number { return this.#connection.writeBufferLength }

  send (parts: readonly Uint8Array[], totalBytes: number): void {
    if (this.#connection.status === 'open') this.#connection.send(Buffer.concat(parts, totalBytes))
  }

  pause (): void { if (this.#connection.status === 'open') this.#connection.pause() }
  resume (): void { if (this.#connection.status === 'open') this.#connection.resume() }
  abort (error: Error): void { this.#connection.abort(error) }
}

class DirectTransport implements MuxTransport {
  // A plain field: this is called for every turn of every connection.
  private readonly connection: DirectMessageStream

  constructor (connection: DirectMessageStream, receiver: TransportReceiver) {
    this.connection = connection
    connection.takeBytes(receiver.onBytes)
  }

  get isFull (): boolean { return this.connection.isSocketFull }
  get pendingBytes (): number { return this.connection.socketBytes }

  send (parts: readonly Uint8Array[], totalBytes: number): void {
    if (this.connection.status === 'open' && this.connection.isWritable) this.connection.sendParts(parts, totalBytes)
  }

  pause (): void { if (this.connection.status === 'open' && this.connection.canPause) this.connection.pause() }
  resume (): void { if (this.connection.status === 'open' && this.connection.canPause) this.connection.resume() }
  abort (error: Error): void { this.connection.abort(error) }
}

function asBuffer (bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
