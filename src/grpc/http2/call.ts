/** One gRPC call from the client's side: pushes the server's messages into a sink, ends with the server's status, cancels by RST_STREAM. */
import { constants } from 'node:http2'
import type { ClientHttp2Stream, IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2'
import { MAX_TIMER_MS, SubnetesError, abortError, deadlineError } from '@subnetes/common'
import type { AnswerSink, MessageBytes, RunningCall } from '@subnetes/common'
import { notStarted } from '../not-started.ts'
import { FrameParser, drained, writeMessage } from './framing.ts'
import { encodeTimeout } from './headers.ts'
import type { GrpcSession } from './session.ts'
import { readStatus, resetCode, responseError } from './status.ts'
import type { ReceivedStatus } from './status.ts'

/** A call to make. */
export interface GrpcCallInit {
  /** `/<package>.<Service>/<method>` */
  readonly path: string
  /** Lower-case names. */
  readonly metadata?: Readonly<Record<string, string>> | undefined
  /** The only message, or a stream of them that is pulled at the server's pace. */
  readonly requests: Uint8Array | AsyncIterable<Uint8Array>
  /** Epoch milliseconds: sent as `grpc-timeout`, and kept here too. */
  readonly deadline?: number | undefined
  /** Cancels the call, like its `RunningCall`. */
  readonly signal?: AbortSignal | undefined
}

/** Where a call gets its connection from. */
export interface SessionSource {
  readonly address: string
  readonly maxMessageBytes: number
  /** A session that takes streams now. */
  current: () => GrpcSession | undefined
  /** The same, connecting if need be. @throws {SubnetesError} `unavailable`, not started */
  session: () => Promise<GrpcSession>
}

/** A call under way. One is made for every call that crosses the gateway. */
export class GrpcCall implements RunningCall {
  readonly #source: SessionSource
  readonly #init: GrpcCallInit
  readonly #sink: AnswerSink
  readonly #parser: FrameParser
  #stream: ClientHttp2Stream | undefined
  #session: GrpcSession | undefined
  #requests: AsyncIterator<Uint8Array> | undefined
  #status: ReceivedStatus
  #isDone = false
  #isFull = false
  #timer: NodeJS.Timeout | undefined
  #onAbort: (() => void) | undefined

  constructor (source: SessionSource, init: GrpcCallInit, sink: AnswerSink) {
    this.#source = source
    this.#init = init
    this.#sink = sink
    this.#parser = new FrameParser(source.maxMessageBytes)
  }

  /** Opens the stream now, or when the connection stands. */
  start (): this {
    const { signal, deadline } = this.#init
    if (signal !== undefined) {
      this.#onAbort = () => this.cancel(abortError(signal))
      if (signal.aborted) this.#onAbort()
      else signal.addEventListener('abort', this.#onAbort, { once: true })
    }
    if (deadline !== undefined) this.#armDeadline(deadline)
    if (this.#isDone) return this
    const session = this.#source.current()
    if (session !== undefined) this.#open(session)
    else this.#source.session().then((connected) => this.#open(connected), (error: unknown) => this.#finish(SubnetesError.from(error, 'unavailable')))
    return this
  }

  /** Our end: at once. */
  cancel (reason: SubnetesError): void {
    if (this.#isDone) return
    const stream = this.#stream
    if (stream !== undefined) {
      stream.close(resetCode(reason))
      stream.destroy()
    }
    this.#finish(stream === undefined ? notStarted(reason) : reason)
  }

  resume (): void {
    if (!this.#isFull) return
    this.#isFull = false
    this.#stream?.resume()
  }

  #armDeadline (deadline: number): void {
    const leftMs = deadline - Date.now()
    const expire = (): void => this.cancel(deadlineError(`call of ${this.#init.path}`))
    if (leftMs <= 0) expire()
    else if (leftMs <= MAX_TIMER_MS) this.#timer = setTimeout(expire, leftMs)
  }

  #open (session: GrpcSession): void {
    if (this.#isDone) return
    try {
      this.#session = session
      this.#stream = session.request(this.#headers())
    } catch (error) {
      this.#finish(SubnetesError.from(error, 'internal'))
      return
    }
    const stream = this.#stream
    stream.on('response', (headers, flags: number) => this.#onResponse(headers, flags))
    stream.on('data', (chunk: Buffer) => this.#onData(chunk))
    stream.on('trailers', (headers: IncomingHttpHeaders) => this.#onTrailers(headers))
    stream.on('error', () => {}) // 'close' follows and says what happened
    stream.on('close', () => this.#finishWithStatus())
    const { requests } = this.#init
    if (requests instanceof Uint8Array) writeMessage(stream, requests, true)
    else this.#send(stream, requests).catch((error: unknown) => this.cancel(SubnetesError.from(error)))
  }

  #headers (): OutgoingHttpHeaders {
    const { path, metadata, deadline } = this.#init
    const headers: OutgoingHttpHeaders = { ':path': path, te: 'trailers', 'content-type': 'application/grpc', ...metadata }
    if (deadline !== undefined) headers['grpc-timeout'] = encodeTimeout(deadline)
    return headers
  }

  async #send (stream: ClientHttp2Stream, requests: AsyncIterable<Uint8Array>): Promise<void> {
    const iterator = this.#requests = requests[Symbol.asyncIterator]()
    while (!this.#isDone) {
      const result = await iterator.next()
      if (this.#isDone) return
      if (result.done === true) {
        stream.end()
        return
      }
      if (!writeMessage(stream, result.value)) await drained(stream)
    }
  }

  #onResponse (headers: IncomingHttpHeaders, flags: number): void {
    this.#status = readStatus(headers)
    if (this.#status !== undefined) return this.#endWithStream((flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0)
    const error = responseError(headers, this.#source.address)
    if (error !== undefined) this.cancel(error)
  }

  #onData (chunk: Buffer): void {
    if (this.#isDone) return
    try {
      this.#parser.push(chunk, this.#emit)
    } catch (error) {
      this.cancel(SubnetesError.from(error, 'internal'))
    }
    if (this.#isFull) this.#stream?.pause()
  }

  readonly #emit = (message: MessageBytes): void => {
    if (!this.#isDone && !this.#sink.message(message)) this.#isFull = true
  }

  #onTrailers (headers: IncomingHttpHeaders): void {
    this.#status ??= readStatus(headers)
    if (this.#status !== undefined) this.#endWithStream(true)
  }

  /** The status is here; messages before it may be under way, or wait in a paused stream. */
  #endWithStream (isEnded: boolean): void {
    const stream = this.#stream as ClientHttp2Stream
    if (isEnded && stream.readableLength === 0 && !this.#isFull) this.#finishWithStatus()
    else stream.on('end', () => this.#finishWithStatus())
  }

  #finishWithStatus (): void {
    if (this.#isDone) return
    if (this.#status === undefined) this.#finish(this.#session?.endError(this.#stream as ClientHttp2Stream))
    else if (this.#status.error === undefined && this.#parser.isPartial) this.#finish(new SubnetesError('internal', `worker at ${this.#source.address} ended in the middle of a message`))
    else this.#finish(this.#status.error)
  }

  #finish (error: SubnetesError | undefined): void {
    if (this.#isDone) return
    this.#isDone = true
    if (this.#timer !== undefined) clearTimeout(this.#timer)
    if (this.#onAbort !== undefined) this.#init.signal?.removeEventListener('abort', this.#onAbort)
    this.#requests?.return?.().catch(() => {}) // the call has its outcome; the request source's own trouble changes nothing
    if (this.#stream?.writableEnded === false) this.#stream.close(constants.NGHTTP2_CANCEL)
    this.#sink.end(error)
  }
}
