/** One gRPC call from the server's side: runs a handler over a stream and ends it with a status. */
import { constants } from 'node:http2'
import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { SubnetesError, abortError, ownedSignal } from '@subnetes/common'
import type { GrpcHandler } from '@subnetes/common'
import { drained } from './drained.ts'
import { writeMessage } from './framing.ts'
import { MessageReader } from './message-reader.ts'
import { statusTrailers } from './status.ts'
import { decodeTimeout } from './timeout.ts'

const RESPONSE_HEADERS: OutgoingHttpHeaders = { ':status': 200, 'content-type': 'application/grpc' }

/** A stream that asks for a call. */
export interface IncomingCall {
  readonly stream: ServerHttp2Stream
  readonly headers: IncomingHttpHeaders
  readonly path: string
}

/**
 * Ends a stream with a status: in trailers when the answer has begun, else in the headers. A stream that is gone is left alone.
 *
 * @param trailers all of them, instead of those that say `error`
 */
export function endWithStatus (stream: ServerHttp2Stream, error?: SubnetesError, trailers: OutgoingHttpHeaders = statusTrailers(error)): void {
  if (stream.destroyed || stream.closed) return
  if (!stream.headersSent) {
    stream.respond({ ...RESPONSE_HEADERS, ...trailers }, { endStream: true })
    discardRest(stream)
    return
  }
  stream.once('wantTrailers', () => {
    if (stream.destroyed || stream.closed) return
    stream.sendTrailers(trailers)
    discardRest(stream)
  })
  stream.end()
}

/** What the client still sends after the answer is complete is not wanted: it is told so without spoiling the status. */
function discardRest (stream: ServerHttp2Stream): void {
  if (stream.readableEnded) return
  stream.resume()
  stream.once('finish', () => { if (!stream.readableEnded && !stream.closed) setImmediate(() => closeQuietly(stream)) })
}

function closeQuietly (stream: ServerHttp2Stream): void {
  if (!stream.closed && !stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR)
}

/** Answers before any work: HTTP status for what is no gRPC. @returns whether the stream may be served */
export function isGrpcRequest (stream: ServerHttp2Stream, headers: IncomingHttpHeaders): boolean {
  const isPost = headers[':method'] === 'POST'
  if (isPost && headers['content-type']?.startsWith('application/grpc') === true) return true
  stream.respond({ ':status': isPost ? 415 : 405 }, { endStream: true })
  discardRest(stream)
  return false
}

/** Serves a call with a handler. Resolves when the stream has its status or is gone; the handler may still be cleaning up then. */
export async function serveCall (call: IncomingCall, handler: GrpcHandler, maxMessageBytes: number): Promise<SubnetesError | undefined> {
  return await new ServerCall(call, handler, maxMessageBytes).run()
}

class ServerCall {
  readonly #stream: ServerHttp2Stream
  readonly #reader: MessageReader
  readonly #owned: ReturnType<typeof ownedSignal>
  readonly #responses: AsyncIterator<Uint8Array>
  #isDone = false
  /** Rejects what the serving loop waits for at the moment. */
  #interrupt: ((error: SubnetesError) => void) | undefined

  constructor (call: IncomingCall, handler: GrpcHandler, maxMessageBytes: number) {
    const { stream, headers, path } = call
    const deadline = decodeTimeout(headers['grpc-timeout'])
    this.#stream = stream
    this.#owned = ownedSignal({ deadline, what: `call of ${path}` })
    this.#reader = new MessageReader(maxMessageBytes, () => { stream.resume() })
    const { signal } = this.#owned
    this.#listen(signal)
    this.#responses = handler({ signal, metadata: readMetadata(headers), deadline, requests: this.#reader })[Symbol.asyncIterator]()
  }

  #listen (signal: AbortSignal): void {
    const stream = this.#stream
    stream.on('error', () => {}) // 'close' follows
    stream.on('end', () => this.#reader.end(this.#reader.isPartial ? new SubnetesError('invalid_argument', 'the request stream ended in the middle of a message') : undefined))
    stream.on('close', () => { if (!this.#isDone) this.#owned.abort(new SubnetesError('cancelled', 'the caller left')) })
    signal.addEventListener('abort', () => {
      const error = abortError(signal)
      this.#reader.fail(error)
      this.#interrupt?.(error)
    }, { once: true })
    this.#reader.attach(stream, (violation) => this.#owned.abort(violation))
  }

  async run (): Promise<SubnetesError | undefined> {
    const { signal } = this.#owned
    let failure: SubnetesError | undefined
    try {
      for (;;) {
        const result = await this.#unlessAborted(this.#responses.next())
        if (result.done === true) break
        if (!this.#stream.headersSent) this.#stream.respond(RESPONSE_HEADERS, { waitForTrailers: true })
        if (!writeMessage(this.#stream, result.value)) await this.#unlessAborted(drained(this.#stream))
      }
    } catch (error) {
      failure = signal.aborted ? abortError(signal) : SubnetesError.from(error)
      this.#responses.return?.().catch(() => {}) // the call is over; what its handler's clean-up throws concerns nobody here
    }
    this.#isDone = true
    this.#owned[Symbol.dispose]()
    endWithStatus(this.#stream, failure)
    return failure
  }

  async #unlessAborted<T> (work: Promise<T>): Promise<T> {
    const { signal } = this.#owned
    return await new Promise<T>((resolve, reject) => {
      this.#interrupt = reject
      work.then(resolve, reject)
      if (signal.aborted) reject(abortError(signal))
    })
  }
}

/** First value of each header, without HTTP/2's own. */
function readMetadata (headers: IncomingHttpHeaders): Record<string, string> {
  const metadata: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(':') || value === undefined) continue
    metadata[name] = typeof value === 'string' ? value : value[0] ?? ''
  }
  return metadata
}
