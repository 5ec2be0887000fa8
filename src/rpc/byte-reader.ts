/**
 * Reads a libp2p stream at the consumer's pace, by `message` events with pause and resume: the stream's own iterator never pauses the sender.
 */
import { SubnetesError } from '@subnetes/common'
import { Uint8ArrayList } from 'uint8arraylist'
import type { Stream, StreamCloseEvent, StreamMessageEvent } from '@libp2p/interface'

/** Why nothing more will come: `undefined` when the remote closed its side in order, else what cut the stream off (a lost connection closes streams without an error). */
export type RemoteEnd = SubnetesError | undefined

/** Buffers what arrives, at most about `highWaterBytes` beyond what the consumer waits for; the rest waits in the sender. One consumer. */
export class ByteReader {
  readonly #stream: Stream
  readonly #highWaterBytes: number
  readonly #queue = new Uint8ArrayList()
  #wake: (() => void) | undefined
  #ended = false
  #failure: SubnetesError | undefined
  #interrupted: SubnetesError | undefined
  #discarding = false
  #resuming = false
  #isWanted = false
  #onData: ((bytes: Uint8Array | Uint8ArrayList) => void) | undefined
  #onEnd: ((end: RemoteEnd) => void) | undefined

  /** @param stream an open stream that nobody else reads */
  constructor (stream: Stream, highWaterBytes: number) {
    this.#stream = stream
    this.#highWaterBytes = highWaterBytes
    stream.addEventListener('message', this.#onMessage)
    stream.addEventListener('remoteCloseWrite', this.#onRemoteCloseWrite)
    stream.addEventListener('close', this.#onClose)
    if (stream.remoteWriteStatus === 'closed') this.#ended = true
    if (stream.status !== 'open') this.#failure = lost()
  }

  /** What has arrived and was not taken. Parsers may look at it; only {@link take} removes. */
  get queue (): Uint8ArrayList {
    return this.#queue
  }

  /** Received bytes held in memory for this stream, those the library holds while paused included. */
  get bufferedBytes (): number {
    return this.#queue.byteLength + this.#stream.readBufferLength
  }

  /** Calls `listener` once, when the remote has closed its side or the stream is cut off; at once when that has happened. */
  onRemoteEnd (listener: (end: RemoteEnd) => void): void {
    this.#onEnd = listener
    if (this.#ended || this.#failure !== undefined) this.#reportEnd()
  }

  /** Calls `listener` for bytes that arrive from now on (or have arrived and were not taken), which are dropped. */
  discard (listener?: (bytes: Uint8Array | Uint8ArrayList) => void): void {
    this.#discarding = true
    this.#onData = listener
    if (this.#queue.byteLength > 0) listener?.(this.#queue)
    this.#queue.consume(this.#queue.byteLength)
    this.#resume()
  }

  /** Makes the waiting and every later {@link take} reject with `error`. */
  interrupt (error: SubnetesError): void {
    this.#interrupted ??= error
    this.#wakeUp()
  }

  /**
   * The next thing `parse` cuts off the queue; undefined when the remote closed its side and nothing is left.
   *
   * @throws {SubnetesError} what `parse` throws; `unavailable` when the stream was cut off or ended inside a message
   */
  async take <T> (parse: (queue: Uint8ArrayList) => T | undefined): Promise<T | undefined> {
    for (;;) {
      if (this.#interrupted !== undefined) throw this.#interrupted
      const parsed = parse(this.#queue)
      if (parsed !== undefined) {
        if (this.#queue.byteLength < this.#highWaterBytes / 2) this.#resume()
        return parsed
      }
      if (!await this.#fill()) break
    }
    if (this.#queue.byteLength === 0) return undefined
    throw new SubnetesError('unavailable', `the stream ended inside a message, after ${this.#queue.byteLength} bytes of it`)
  }

  /** Waits for more bytes; false when there will be none. */
  async #fill (): Promise<boolean> {
    const before = this.#queue.byteLength
    this.#isWanted = true
    try {
      this.#resume()
      while (this.#queue.byteLength === before) {
        if (this.#interrupted !== undefined) throw this.#interrupted
        if (this.#isDrained()) return false
        await new Promise<void>((resolve) => { this.#wake = resolve })
      }
      return true
    } finally {
      this.#isWanted = false
    }
  }

  /** Whether the stream is over and the library holds none of its bytes back. @throws {SubnetesError} when it was cut off */
  #isDrained (): boolean {
    if (this.#stream.readBufferLength > 0 && this.#stream.readStatus !== 'closed') return false
    if (this.#failure !== undefined) throw this.#failure
    return this.#ended
  }

  readonly #onMessage = (event: StreamMessageEvent): void => {
    if (this.#discarding) {
      this.#onData?.(event.data)
      return
    }
    this.#queue.append(event.data)
    this.#wakeUp()
    if (!this.#resuming) this.#pauseWhenFull()
  }

  #pauseWhenFull (): void {
    if (!this.#isWanted && !this.#discarding && this.#queue.byteLength >= this.#highWaterBytes && this.#stream.readStatus === 'readable') this.#stream.pause()
  }

  readonly #onRemoteCloseWrite = (): void => {
    this.#ended = true
    this.#reportEnd()
    this.#wakeUp()
  }

  readonly #onClose = (event: StreamCloseEvent): void => {
    if (event.error !== undefined && event.local === true) this.#failure ??= SubnetesError.from(event.error, 'cancelled')
    // After the remote's orderly end everything is here. hivemind's daemon resets each stream right after it (its `doStreamPipe`, `stream.go`).
    else if (!this.#ended) this.#failure ??= event.error === undefined ? lost() : reset()
    this.#resume()
    this.#reportEnd()
    this.#wakeUp()
  }

  #reportEnd (): void {
    const listener = this.#onEnd
    this.#onEnd = undefined
    listener?.(this.#failure)
  }

  #wakeUp (): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }

  #resume (): void {
    if (this.#stream.readStatus !== 'paused') return
    // Resuming delivers what was held back and then opens the window. A pause in between would be undone by the latter while the stream stays
    // paused, and the library would buffer without telling the sender to stop until it aborts the stream (`@libp2p/yamux` 8.0.3, `sendResume`).
    this.#resuming = true
    try {
      this.#stream.resume()
    } catch {
      // What was held back has been delivered; telling the remote failed because the connection is gone: nobody is left to tell.
    }
    this.#resuming = false
    this.#pauseWhenFull()
  }
}

function reset (): SubnetesError {
  return new SubnetesError('unavailable', 'the peer reset the stream: it refused the call, gave it up, or died')
}

function lost (): SubnetesError {
  return new SubnetesError('unavailable', 'the connection to the peer was lost')
}
