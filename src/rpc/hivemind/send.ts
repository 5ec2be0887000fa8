/** The calling end of hivemind's wire: one libp2p stream per call. */
import { randomBytes } from 'node:crypto'
import { SubnetesError, abortError, shapeName } from '@subnetes/common'
import type { Libp2p, PeerId, Stream } from '@libp2p/interface'
import type { Uint8ArrayList } from 'uint8arraylist'
import { ByteReader } from '../byte-reader.ts'
import { ByteWriter } from '../byte-writer.ts'
import { first } from '../call.ts'
import type { Call, CallHandler } from '../call.ts'
import { DEFAULT_LINGER_MS, DEFAULT_READ_AHEAD_BYTES, UNARY_MAX_BYTES } from '../limits.ts'
import { openStream } from '../open-stream.ts'
import { parseError } from '../status.ts'
import { closeStream } from '../stream-end.ts'
import type { StreamEnds } from '../stream-end.ts'
import type { WireSendOptions } from '../wire.ts'
import { isHivemindDaemon } from './daemon.ts'
import { CALL_ID_BYTES, decodeResponse, encodeRequest, takeDelimited } from './envelope.ts'
import { END_FRAME, decodeErrorText, encodeMessageHeader, takeFrame } from './frame.ts'
import type { Frame } from './frame.ts'

/** Sends calls to `peer`. */
export function hivemindSender (node: Libp2p, peer: PeerId, options: WireSendOptions): CallHandler {
  return (call) => call.method.requestStream || call.method.responseStream
    ? sendStream(node, peer, call, options)
    : sendUnary(node, peer, call, options)
}

async function * sendUnary (node: Libp2p, peer: PeerId, call: Call, options: WireSendOptions): AsyncGenerator<Uint8Array> {
  const request = await onlyRequest(call)
  const envelope = encodeRequest(randomBytes(CALL_ID_BYTES), peer.toMultihash().bytes, call.handle, request)
  if (envelope.bytes > UNARY_MAX_BYTES) {
    throw new SubnetesError('resource_exhausted', `the request of ${call.handle} has ${request.length} bytes, over the unary limit of ${UNARY_MAX_BYTES}; use a streaming method`)
  }
  using exchange = new Exchange(await openStream(node, peer, call), call)
  // The write side stays open until the answer is here: closing it is how this wire cancels.
  await exchange.write(envelope.head, envelope.payload)
  const bytes = await exchange.take((queue) => takeDelimited(queue, options.maxResponseBytes))
  if (bytes === undefined) {
    throw new SubnetesError('unavailable', `peer ${call.remotePeer} closed ${call.handle} without an answer: it refused the call, gave it up, or died`)
  }
  exchange.finish()
  const answer = decodeResponse(bytes)
  if ('error' in answer) throw parseError(answer.error)
  yield answer.response
}

async function * sendStream (node: Libp2p, peer: PeerId, call: Call, options: WireSendOptions): AsyncGenerator<Uint8Array> {
  using exchange = new Exchange(await openStream(node, peer, call), call)
  exchange.sendRequests()
  let count = 0
  let only: Uint8Array | undefined
  // A single answer is complete without an orderly end. Of a stream, a reset is no more than the end it is only when hivemind's daemon may have meant that.
  const atEnd = async (error: unknown): Promise<undefined> => {
    const isEnd = only !== undefined || (count > 0 && exchange.isResetBetweenMessages && await isHivemindDaemon(node, peer))
    if (!isEnd || SubnetesError.from(error).code !== 'unavailable') throw error
  }
  for (;;) {
    const frame: Frame | undefined = await exchange.take((queue) => takeFrame(queue, options.maxResponseBytes)).catch(atEnd)
    if (frame === undefined) break
    if (frame.control) {
      exchange.finish()
      throw parseError(decodeErrorText(frame.payload))
    }
    count++
    if (call.method.responseStream) yield frame.payload
    else if (count > 1) throw new SubnetesError('internal', `${call.handle} answered with more than one message although it is a ${shapeName(call.method)} method`)
    else only = frame.payload
  }
  exchange.finish()
  if (call.method.responseStream) return
  if (only === undefined) throw new SubnetesError('internal', `${call.handle} ended without an answer although it is a ${shapeName(call.method)} method`)
  yield only
}

async function onlyRequest (call: Call): Promise<Uint8Array> {
  const request = await first(call.requests)
  if (request !== undefined) return request
  throw new SubnetesError('invalid_argument', `${call.handle} takes one request; none was given`)
}

/** One stream and what ends it. Disposing it resets the stream unless the exchange has {@link finish}ed. */
class Exchange implements Disposable {
  readonly #ends: StreamEnds
  readonly #call: Call
  #sending = false
  #stopSending: (() => void) | undefined
  #finished = false

  constructor (stream: Stream, call: Call) {
    this.#ends = { stream, reader: new ByteReader(stream, DEFAULT_READ_AHEAD_BYTES), writer: new ByteWriter(stream) }
    this.#call = call
    call.signal.addEventListener('abort', this.#onAbort)
    if (call.signal.aborted) this.#onAbort()
  }

  /** Whether all requests were sent, and the peer then reset the stream with no part of a message on the way. */
  get isResetBetweenMessages (): boolean {
    return !this.#sending && this.#ends.stream.status === 'reset' && this.#ends.reader.queue.byteLength === 0
  }

  async write (...parts: Uint8Array[]): Promise<void> {
    if (this.#call.signal.aborted) throw abortError(this.#call.signal)
    try {
      await this.#ends.writer.write(...parts)
    } catch (error) {
      if (this.#call.signal.aborted) throw abortError(this.#call.signal)
      throw error
    }
  }

  /** What the reader's {@link ByteReader.take} gives. Only what `parse` finds in the received bytes is the peer's fault. */
  async take <T> (parse: (queue: Uint8ArrayList) => T | undefined): Promise<T | undefined> {
    return await this.#ends.reader.take((queue) => {
      try {
        return parse(queue)
      } catch (error) {
        const { code, message } = SubnetesError.from(error)
        if (code !== 'invalid_argument') throw error
        throw new SubnetesError('internal', `peer ${this.#call.remotePeer} broke the wire's rules in ${this.#call.handle}: ${message}`, { cause: error })
      }
    })
  }

  /** Sends the call's requests and the end frame while the answer is read. A failing source of requests fails the call. */
  sendRequests (): void {
    this.#sending = true
    this.#send().then(
      () => { this.#sending = false },
      (error: unknown) => this.#ends.reader.interrupt(SubnetesError.from(error))
    )
  }

  /** The answer is complete: closes in order, or resets when requests are still on their way and nobody wants them. */
  finish (): void {
    if (this.#sending) return
    this.#finished = true
    closeStream(this.#ends, DEFAULT_LINGER_MS).catch(() => {}) // it does not reject
  }

  [Symbol.dispose] (): void {
    this.#call.signal.removeEventListener('abort', this.#onAbort)
    this.#stopSending?.()
    if (!this.#finished) this.#ends.stream.abort(new SubnetesError('cancelled', 'the call ended'))
  }

  async #send (): Promise<void> {
    const iterator = this.#call.requests[Symbol.asyncIterator]()
    let stopped = false
    this.#stopSending = () => {
      stopped = true
      // Not awaited: the source may be waiting for something that never comes.
      if (this.#sending) iterator.return?.().catch(() => {})
    }
    for (;;) {
      const next = await iterator.next()
      if (stopped) return
      if (next.done === true) break
      await this.write(encodeMessageHeader(next.value.length), next.value)
    }
    // Only the frame ends the requests. Closing the write side here would make a hivemind daemon drop all responses.
    await this.write(END_FRAME)
  }

  readonly #onAbort = (): void => {
    const error = abortError(this.#call.signal)
    this.#ends.reader.interrupt(error)
    this.#ends.stream.abort(error)
  }
}
