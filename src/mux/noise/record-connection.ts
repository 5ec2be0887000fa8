/** An encrypted connection that writes and reads its records itself. A muxer takes its bytes by a call; to others it is an ordinary message stream. */
import { AbstractMessageStream } from '@libp2p/utils'
import type { SendResult } from '@libp2p/utils'
import type { MessageStream } from '@libp2p/interface'
import type { Uint8ArrayList } from 'uint8arraylist'
import { RecordOpener, RecordSealer } from './record-cipher.ts'

/** Keys of a connection, as Noise's Split makes them. */
export interface RecordKeys { readonly send: Uint8Array, readonly receive: Uint8Array }

/** @param ahead received bytes that followed the handshake */
export function recordConnection (raw: MessageStream, keys: RecordKeys, ahead: Buffer): MessageStream {
  return new RecordConnection(raw, keys, ahead)
}

class RecordConnection extends AbstractMessageStream {
  // Plain fields: these are used for every record.
  private readonly raw: MessageStream
  private readonly sealer: RecordSealer
  private readonly opener: RecordOpener
  private onBytes: ((bytes: Buffer) => void) | undefined
  /** A WebSocket receives on while it is paused: libp2p gathers the bytes, and ends the connection above `maxReadBufferLength`. */
  readonly canPause: boolean

  constructor (raw: MessageStream, keys: RecordKeys, ahead: Buffer) {
    super({ log: raw.log, direction: raw.direction, inactivityTimeout: raw.inactivityTimeout, maxReadBufferLength: raw.maxReadBufferLength })
    this.raw = raw
    this.canPause = !('remoteAddr' in raw) || !/\/wss?(\/|$)/.test(String(raw.remoteAddr))
    this.sealer = new RecordSealer(keys.send)
    this.opener = new RecordOpener(keys.receive, (bytes) => {
      if (this.onBytes === undefined) this.onData(bytes)
      else this.onBytes(bytes)
    })
    raw.addEventListener('message', ({ data }) => this.#onSealed(data))
    raw.addEventListener('close', ({ error, local }) => {
      if (error === undefined) this.onTransportClosed()
      else if (local === true) this.abort(error)
      else this.onRemoteReset()
    })
    raw.addEventListener('drain', () => this.safeDispatchEvent('drain'))
    raw.addEventListener('remoteCloseWrite', () => this.onRemoteCloseWrite())
    if (ahead.length > 0) queueMicrotask(() => this.#onSealed(ahead))
  }

  /** See `mux/transport.ts`. */
  takeBytes (onBytes: (bytes: Buffer) => void): void {
    // They came with the end of the muxer's negotiation.
    const waiting: Buffer = Buffer.from(this.readBuffer.subarray())
    this.readBuffer.consume(waiting.length)
    const first = waiting.length > 0 ? [waiting] : []
    this.onBytes = (bytes) => { first.push(bytes) }
    queueMicrotask(() => {
      this.onBytes = onBytes
      for (const bytes of first) onBytes(bytes)
    })
  }

  sendParts (parts: readonly Uint8Array[], totalBytes: number): void {
    this.raw.send(this.sealer.seal(parts, totalBytes))
  }

  get isWritable (): boolean { return this.raw.status === 'open' }

  get isSocketFull (): boolean { return this.raw.writableNeedsDrain }

  get socketBytes (): number { return this.raw.writeBufferLength }

  override sendData (data: Uint8ArrayList): SendResult {
    return { sentBytes: data.byteLength, canSendMore: this.raw.send(this.sealer.seal([...data], data.byteLength)) }
  }

  override sendReset (error: Error): void {
    this.raw.abort(error)
  }

  override sendPause (): void {
    this.raw.pause()
  }

  override sendResume (): void {
    this.raw.resume()
  }

  override async close (options?: Parameters<MessageStream['close']>[0]): Promise<void> {
    await this.raw.close(options)
  }

  #onSealed (data: Uint8Array | Uint8ArrayList): void {
    if (this.status !== 'open') return
    const bytes = data.subarray()
    try {
      this.opener.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    } catch (error) {
      this.abort(error instanceof Error ? error : new Error(String(error)))
    }
  }
}
