/** Any libp2p stream as a {@link ByteStream}: for connections without lanes. Reads by `message` events with pause and resume, as the stream's iterator never pauses the sender. */
import type { Stream, StreamCloseEvent, StreamMessageEvent } from '@libp2p/interface'
import { SubnetesError } from '@subnetes/common'
import { Uint8ArrayList } from 'uint8arraylist'
import type { ByteSink, ByteStream } from '@subnetes/mux'

/** Received bytes that nobody is done with before the sender is made to wait. 256 KiB: yamux's first window, so that a fast reader never waits. */
const READ_AHEAD_BYTES = 256 * 1024

/** Hands a libp2p stream to whoever serves it. */
export function acceptPlainStream (stream: Stream, remotePeer: string, accept: (stream: ByteStream) => ByteSink): void {
  const accepted = new PlainStream(stream, remotePeer)
  accepted.listen(accept(accepted))
}

/** An opened libp2p stream, read by `sink`. */
export function openedPlainStream (stream: Stream, remotePeer: string, sink: ByteSink): ByteStream {
  const opened = new PlainStream(stream, remotePeer)
  opened.listen(sink)
  return opened
}

class PlainStream implements ByteStream {
  readonly remotePeer: string
  readonly #stream: Stream
  #sink: ByteSink | undefined
  #unread = 0
  /** The sink has left: what still comes is dropped. It may have been while it was being made. */
  #isLeft = false
  #hasEnded = false
  #isResuming = false
  #linger: NodeJS.Timeout | undefined

  constructor (stream: Stream, remotePeer: string) {
    this.#stream = stream
    this.remotePeer = remotePeer
  }

  /** What has happened to the stream before reaches the sink in a microtask. */
  listen (sink: ByteSink): void {
    const stream = this.#stream
    if (!this.#isLeft) this.#sink = sink
    stream.addEventListener('message', this.#onMessage)
    stream.addEventListener('remoteCloseWrite', this.#onRemoteEnd)
    stream.addEventListener('drain', this.#onDrain)
    stream.addEventListener('close', this.#onClose)
    if (stream.status !== 'open') queueMicrotask(() => this.#gone(lost()))
    else if (stream.remoteWriteStatus === 'closed') queueMicrotask(this.#onRemoteEnd)
  }

  get isFull (): boolean {
    return this.#stream.writableNeedsDrain
  }

  write (...parts: Uint8Array[]): boolean {
    if (this.#stream.status !== 'open') return true
    try {
      return this.#stream.send(parts.length === 1 ? parts[0] as Uint8Array : new Uint8ArrayList(...parts))
    } catch {
      return true // it has closed meanwhile: its `close` event follows
    }
  }

  consumed (bytes: number): void {
    this.#unread -= bytes
    if (this.#unread < READ_AHEAD_BYTES / 2) this.#resume()
  }

  finish (lingerMs: number): void {
    const stream = this.#stream
    this.#leave()
    if (this.#isGone()) return
    this.#linger = setTimeout(() => stream.abort(new Error(`the peer did not close the stream within ${lingerMs} ms after the call ended`)), lingerMs).unref()
    this.#resume()
    stream.close().catch(() => {}) // it has closed while its last bytes were handed over
  }

  reset (): void {
    this.#leave()
    this.#stream.abort(new SubnetesError('cancelled', 'the call ended'))
  }

  #leave (): void {
    this.#isLeft = true
    this.#sink = undefined
  }

  #isGone (): boolean {
    const { status } = this.#stream
    return status === 'closed' || status === 'aborted' || status === 'reset'
  }

  readonly #onMessage = (event: StreamMessageEvent): void => {
    const bytes = event.data.subarray()
    if (this.#sink === undefined) return
    this.#unread += bytes.length
    this.#sink.data(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    if (!this.#isResuming) this.#pauseWhenFull()
  }

  readonly #onRemoteEnd = (): void => {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#sink?.remoteEnd()
  }

  /** After `drain` the library sends what it had queued, in a microtask of its own, and may be saturated again. */
  readonly #onDrain = (): void => {
    setImmediate(() => { if (!this.#stream.writableNeedsDrain) this.#sink?.room() })
  }

  readonly #onClose = (event: StreamCloseEvent): void => {
    clearTimeout(this.#linger)
    if (event.error !== undefined && event.local === true) this.#gone(SubnetesError.from(event.error, 'cancelled'))
    // After the remote's orderly end everything is here. hivemind's daemon resets each stream right after it (its `doStreamPipe`, `stream.go`).
    else if (!this.#hasEnded) this.#gone(event.error === undefined ? lost() : reset())
  }

  #gone (why: SubnetesError): void {
    const sink = this.#sink
    this.#sink = undefined
    sink?.gone(why)
  }

  #pauseWhenFull (): void {
    if (this.#sink !== undefined && this.#unread >= READ_AHEAD_BYTES && this.#stream.readStatus === 'readable') this.#stream.pause()
  }

  #resume (): void {
    if (this.#stream.readStatus !== 'paused' || this.#isResuming) return
    // Resuming delivers what was held back and then opens the window. A pause in between would be undone by the latter while the stream stays
    // paused, and the library would buffer without telling the sender to stop until it aborts the stream (`@libp2p/yamux` 8.0.3, `sendResume`).
    this.#isResuming = true
    try {
      this.#stream.resume()
    } catch {
      // What was held back has been delivered; telling the remote failed because the connection is gone: its `close` event follows.
    }
    this.#isResuming = false
    this.#pauseWhenFull()
  }
}

function reset (): SubnetesError {
  return new SubnetesError('unavailable', 'the peer reset the stream: it refused the call, gave it up, or died')
}

function lost (): SubnetesError {
  return new SubnetesError('unavailable', 'the connection to the peer was lost')
}
