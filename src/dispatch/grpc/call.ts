/** One gRPC call from the client's side: opens its stream at the first pull, ends with the server's status, cancels by RST_STREAM. */
import { constants } from 'node:http2'
import type { ClientHttp2Stream, IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2'
import { MAX_TIMER_MS, SubnetesError, abortError, deadlineError } from '@subnetes/common'
import { notStarted } from '../not-started.ts'
import { drained } from './drained.ts'
import { encodeFrame, writeMessage } from './framing.ts'
import { MessageReader } from './message-reader.ts'
import type { GrpcSession } from './session.ts'
import { readStatus, resetCode, responseError } from './status.ts'
import type { ReceivedStatus } from './status.ts'
import { encodeTimeout } from './timeout.ts'

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

/** The response messages of one call. */
export class GrpcCall implements AsyncIterableIterator<Uint8Array> {
  readonly #source: SessionSource
  readonly #init: GrpcCallInit
  readonly #reader: MessageReader
  #stream: ClientHttp2Stream | undefined
  #session: GrpcSession | undefined
  #requests: AsyncIterator<Uint8Array> | undefined
  #status: ReceivedStatus
  #isStarted = false
  #isDone = false
  #timer: NodeJS.Timeout | undefined
  readonly #onAbort = (): void => this.#cancel(abortError(this.#init.signal as AbortSignal))

  constructor (source: SessionSource, init: GrpcCallInit) {
    this.#source = source
    this.#init = init
    this.#reader = new MessageReader(source.maxMessageBytes, () => this.#cancel(new SubnetesError('cancelled', 'the caller ended the call')))
  }

  async next (): Promise<IteratorResult<Uint8Array>> {
    if (!this.#isStarted) this.#start()
    return await this.#reader.next()
  }

  async return (): Promise<IteratorResult<Uint8Array>> {
    return await this.#reader.return()
  }

  [Symbol.asyncIterator] (): this {
    return this
  }

  #start (): void {
    this.#isStarted = true
    const { signal, deadline } = this.#init
    if (this.#isDone) return
    if (signal?.aborted === true) {
      this.#onAbort()
      return
    }
    signal?.addEventListener('abort', this.#onAbort, { once: true })
    if (deadline !== undefined && !this.#armDeadline(deadline)) return
    const session = this.#source.current()
    if (session !== undefined) this.#open(session)
    else this.#source.session().then((connected) => this.#open(connected), (error: unknown) => this.#finish(SubnetesError.from(error, 'unavailable')))
  }

  #armDeadline (deadline: number): boolean {
    const leftMs = deadline - Date.now()
    const expire = (): void => this.#cancel(deadlineError(`call of ${this.#init.path}`))
    if (leftMs <= 0) {
      expire()
      return false
    }
    if (leftMs <= MAX_TIMER_MS) this.#timer = setTimeout(expire, leftMs)
    return true
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
    stream.on('response', (headers) => this.#onResponse(headers))
    stream.on('trailers', (headers: IncomingHttpHeaders) => { this.#status ??= readStatus(headers) })
    stream.on('end', () => { if (this.#status !== undefined) this.#finishWithStatus() })
    stream.on('error', () => {}) // 'close' follows and tells what happened
    stream.on('close', () => this.#finishWithStatus())
    this.#reader.attach(stream, (violation) => this.#cancel(violation))
    this.#send(stream).catch((error: unknown) => this.#cancel(SubnetesError.from(error)))
  }

  #headers (): OutgoingHttpHeaders {
    const { path, metadata, deadline } = this.#init
    const headers: OutgoingHttpHeaders = { ':path': path, te: 'trailers', 'content-type': 'application/grpc', ...metadata }
    if (deadline !== undefined) headers['grpc-timeout'] = encodeTimeout(deadline)
    return headers
  }

  async #send (stream: ClientHttp2Stream): Promise<void> {
    const { requests } = this.#init
    if (requests instanceof Uint8Array) {
      stream.end(encodeFrame(requests))
      return
    }
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

  #onResponse (headers: IncomingHttpHeaders): void {
    this.#status = readStatus(headers)
    if (this.#status !== undefined) return
    const error = responseError(headers, this.#source.address)
    if (error !== undefined) this.#cancel(error)
  }

  #finishWithStatus (): void {
    if (this.#isDone) return
    if (this.#status === undefined) this.#finish(this.#session?.endError(this.#stream as ClientHttp2Stream))
    else if (this.#status.error === undefined && this.#reader.isPartial) this.#finish(new SubnetesError('internal', `worker at ${this.#source.address} ended in the middle of a message`))
    else this.#finish(this.#status.error)
  }

  /** The server's end: messages that have arrived are still delivered. */
  #finish (error: SubnetesError | undefined): void {
    if (this.#isDone) return
    this.#release()
    if (this.#stream?.writableEnded === false) this.#stream.close(constants.NGHTTP2_CANCEL)
    this.#reader.end(error)
  }

  /** Our end: at once. */
  #cancel (error: SubnetesError): void {
    if (this.#isDone) return
    this.#release()
    const neverSent = this.#stream === undefined
    if (this.#stream !== undefined) {
      this.#stream.close(resetCode(error))
      this.#stream.destroy()
    }
    this.#reader.fail(neverSent ? notStarted(error) : error)
  }

  #release (): void {
    this.#isDone = true
    clearTimeout(this.#timer)
    this.#init.signal?.removeEventListener('abort', this.#onAbort)
    this.#requests?.return?.().catch(() => {}) // the call has its outcome; the request source's own trouble changes nothing
  }
}
