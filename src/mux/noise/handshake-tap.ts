/**
 * Stands between the Noise package and the raw connection during a handshake: the package gets exactly the messages of its handshake, so that no record
 * behind them is decrypted by it. Afterwards the connection is taken from it, or it passes everything through where that is not possible.
 */
import { AbstractMessageStream } from '@libp2p/utils'
import type { SendResult } from '@libp2p/utils'
import type { MessageStream, StreamCloseEvent, StreamMessageEvent } from '@libp2p/interface'
import { SubnetesError } from '@subnetes/common'
import type { Uint8ArrayList } from 'uint8arraylist'

/** Bytes that may come before the handshake ends: what a peer sends at once behind its last message. 1 MiB. */
const MAX_AHEAD_BYTES = 1024 * 1024

/** Makes a tap that lets so many inbound handshake messages through. */
export function handshakeTap (raw: MessageStream, messages: number): HandshakeTap {
  return new Tap(raw, messages)
}

/** What the Noise package is given as its connection. */
export interface HandshakeTap extends MessageStream {
  /** Gives the raw connection back, with the bytes that followed the handshake. */
  readonly detach: () => Buffer
  /** Passes everything through from now on. */
  readonly passThrough: () => void
}

class Tap extends AbstractMessageStream implements HandshakeTap {
  readonly #raw: MessageStream
  #messagesLeft: number
  #ahead = Buffer.alloc(0)
  #isDetached = false
  #isOpen = false

  constructor (raw: MessageStream, messages: number) {
    super({ log: raw.log, direction: raw.direction, inactivityTimeout: raw.inactivityTimeout, maxReadBufferLength: raw.maxReadBufferLength })
    this.#raw = raw
    this.#messagesLeft = messages
    raw.addEventListener('message', this.#onMessage)
    raw.addEventListener('close', this.#onClose)
    raw.addEventListener('drain', this.#onDrain)
    raw.addEventListener('remoteCloseWrite', this.#onEnd)
  }

  detach (): Buffer {
    this.#isDetached = true
    this.#raw.removeEventListener('message', this.#onMessage)
    this.#raw.removeEventListener('close', this.#onClose)
    this.#raw.removeEventListener('drain', this.#onDrain)
    this.#raw.removeEventListener('remoteCloseWrite', this.#onEnd)
    return this.#ahead
  }

  passThrough (): void {
    this.#isOpen = true
    this.onData(this.#ahead)
    this.#ahead = Buffer.alloc(0)
  }

  override sendData (data: Uint8ArrayList): SendResult {
    return { sentBytes: data.byteLength, canSendMore: this.#isDetached || this.#raw.send(data) }
  }

  override sendReset (error: Error): void {
    if (!this.#isDetached) this.#raw.abort(error)
  }

  override sendPause (): void {
    if (this.#isOpen) this.#raw.pause()
  }

  override sendResume (): void {
    if (this.#isOpen) this.#raw.resume()
  }

  override async close (options?: Parameters<MessageStream['close']>[0]): Promise<void> {
    if (!this.#isDetached) await this.#raw.close(options)
  }

  readonly #onMessage = ({ data }: StreamMessageEvent): void => {
    if (this.#isOpen) {
      this.onData(data)
      return
    }
    this.#ahead = Buffer.concat([this.#ahead, data.subarray()])
    this.#letThrough()
    if (this.#ahead.length > MAX_AHEAD_BYTES) this.#raw.abort(new SubnetesError('resource_exhausted', 'the peer sent too much before the end of the handshake'))
  }

  /** Each handshake message has a length of two bytes. */
  #letThrough (): void {
    while (this.#messagesLeft > 0 && this.#ahead.length >= 2) {
      const end = 2 + this.#ahead.readUInt16BE(0)
      if (this.#ahead.length < end) return
      const message = this.#ahead.subarray(0, end)
      this.#ahead = this.#ahead.subarray(end)
      this.#messagesLeft--
      this.onData(message)
    }
  }

  readonly #onClose = ({ error, local }: StreamCloseEvent): void => {
    if (error === undefined) this.onTransportClosed()
    else if (local === true) this.abort(error)
    else this.onRemoteReset()
  }

  readonly #onDrain = (): void => { this.safeDispatchEvent('drain') }
  readonly #onEnd = (): void => this.onRemoteCloseWrite()
}
