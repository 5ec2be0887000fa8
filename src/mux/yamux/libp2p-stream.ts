/** A stream of a protocol that is not ours, as libp2p wants it: identify, ping, kad, and handles that no lane serves. */
import { AbstractStream } from '@libp2p/utils'
import type { AbstractStreamInit, SendResult } from '@libp2p/utils'
import type { Uint8ArrayList } from 'uint8arraylist'
import { MAX_READ_BUFFER_BYTES, STREAM_INACTIVITY_TIMEOUT_MS } from './limits.ts'
import type { MuxStream, StreamReceiver } from './stream.ts'

/** Streams of libp2p by the stream that carries them. */
const carried = new WeakMap<MuxStream, Libp2pStream>()

/** Makes a libp2p stream of a muxed one, which from now on delivers to it. */
export function libp2pStream (stream: MuxStream, log: AbstractStreamInit['log']): AbstractStream {
  const direction = stream.isInbound ? 'inbound' : 'outbound'
  const made = new Libp2pStream(stream, {
    id: String(stream.id),
    direction,
    log: log.newScope(`${direction}:${stream.id}`),
    inactivityTimeout: STREAM_INACTIVITY_TIMEOUT_MS,
    maxReadBufferLength: MAX_READ_BUFFER_BYTES
  })
  carried.set(stream, made)
  stream.receiver = RECEIVER
  return made
}

class Libp2pStream extends AbstractStream {
  readonly #stream: MuxStream
  #received = 0
  #consumed = 0

  constructor (stream: MuxStream, init: AbstractStreamInit) {
    super(init)
    this.#stream = stream
  }

  receive (bytes: Buffer): void {
    this.#received += bytes.length
    this.onData(bytes)
  }

  /** Also runs when a listener comes or reading goes on: bytes are consumed when they leave the buffer. */
  protected override dispatchReadBuffer (): void {
    super.dispatchReadBuffer()
    const consumed = this.#received - this.readBufferLength
    if (consumed <= this.#consumed) return
    const more = consumed - this.#consumed
    this.#consumed = consumed
    this.#stream.consumed(more)
  }

  override sendData (data: Uint8ArrayList): SendResult {
    const sentBytes = Math.min(data.byteLength, this.#stream.sendWindow)
    if (sentBytes > 0) this.#stream.write(...(sentBytes === data.byteLength ? data : data.sublist(0, sentBytes)))
    const canSendMore = sentBytes === data.byteLength && !this.#stream.isFull
    if (!canSendMore) this.#stream.owner.waitingForRoom.add(this.#stream)
    return { sentBytes, canSendMore }
  }

  override sendReset (): void {
    this.#stream.reset()
  }

  override async sendCloseWrite (): Promise<void> {
    this.#stream.endWriting()
  }

  /** Yamux cannot say it. */
  override async sendCloseRead (): Promise<void> {}

  override sendPause (): void {}

  override sendResume (): void {}
}

const RECEIVER: StreamReceiver = {
  data: (stream, bytes) => carried.get(stream)?.receive(bytes),
  end: (stream) => carried.get(stream)?.onRemoteCloseWrite(),
  gone: (stream, why) => {
    const to = carried.get(stream)
    if (to === undefined || to.status !== 'open') return
    if (why.code === 'unavailable') to.onRemoteReset()
    else to.abort(why)
  },
  room: (stream) => carried.get(stream)?.safeDispatchEvent('drain')
}
