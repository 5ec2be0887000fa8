/** One gRPC call from the server's side: runs a handler over a stream and ends it with a status. */
import { constants } from 'node:http2'
import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { MAX_TIMER_MS, SubnetesError, deadlineError, pullAnswers, pumpAnswers } from '@subnetes/common'
import type { AnswerSink, GrpcHandler, MessageBytes, RunningCall } from '@subnetes/common'
import { FrameParser, writeMessage } from './framing.ts'
import { decodeTimeout, readMetadata } from './headers.ts'
import { statusTrailers } from './status.ts'

const RESPONSE_HEADERS: OutgoingHttpHeaders = { ':status': 200, 'content-type': 'application/grpc' }

/** A stream that asks for a call. Its server listens to its errors. */
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

/** Serves a call with a handler until the stream has its status or is gone; the handler may still be cleaning up then. */
export function serveCall (call: IncomingCall, handler: GrpcHandler, maxMessageBytes: number): void {
  new ServerCall(call, maxMessageBytes).run(handler)
}

/** The sink of a handler's messages. Signal and request stream are made when the handler asks for them. */
class ServerCall implements AnswerSink {
  readonly #stream: ServerHttp2Stream
  readonly #headers: IncomingHttpHeaders
  readonly #path: string
  readonly #maxMessageBytes: number
  #controller: AbortController | undefined
  #requests: RequestReader | undefined
  #pump: RunningCall | undefined
  #waitsForDrain = false
  #timer: NodeJS.Timeout | undefined
  #cancelled: SubnetesError | undefined
  #isDone = false

  constructor ({ stream, headers, path }: IncomingCall, maxMessageBytes: number) {
    this.#stream = stream
    this.#headers = headers
    this.#path = path
    this.#maxMessageBytes = maxMessageBytes
  }

  run (handler: GrpcHandler): void {
    const deadline = decodeTimeout(this.#headers['grpc-timeout'])
    this.#stream.on('close', () => { if (!this.#isDone) this.#cancel(new SubnetesError('cancelled', 'the caller left')) })
    if (deadline !== undefined) this.#armDeadline(deadline)
    const signal = (): AbortSignal => this.#signal()
    try {
      this.#pump = pumpAnswers(handler({
        metadata: readMetadata(this.#headers),
        deadline,
        requests: pullAnswers((sink) => this.#read(sink)),
        get signal () { return signal() }
      }), this)
    } catch (error) {
      this.end(SubnetesError.from(error))
    }
  }

  message (message: MessageBytes): boolean {
    const stream = this.#stream
    if (this.#isDone || stream.destroyed) return false // 'close' follows and cancels
    if (!stream.headersSent) stream.respond(RESPONSE_HEADERS, { waitForTrailers: true })
    if (writeMessage(stream, message)) return true
    if (!this.#waitsForDrain) stream.on('drain', () => this.#pump?.resume())
    this.#waitsForDrain = true
    return false
  }

  end (error?: SubnetesError): void {
    if (this.#isDone) return
    this.#isDone = true
    if (this.#timer !== undefined) clearTimeout(this.#timer)
    endWithStatus(this.#stream, error)
  }

  #armDeadline (deadline: number): void {
    const leftMs = deadline - Date.now()
    if (leftMs <= MAX_TIMER_MS) this.#timer = setTimeout(() => this.#cancel(deadlineError(`call of ${this.#path}`)), leftMs)
  }

  #signal (): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#cancelled !== undefined) this.#controller.abort(this.#cancelled)
    return this.#controller.signal
  }

  /** The caller left, its time is up, or it broke the protocol. */
  #cancel (reason: SubnetesError): void {
    if (this.#isDone) return
    this.#cancelled = reason
    this.#requests?.end(reason)
    this.#controller?.abort(reason)
    this.#pump?.cancel(reason)
    this.end(reason)
  }

  #read (sink: AnswerSink): RunningCall {
    const requests = new RequestReader(this.#stream, sink, { maxMessageBytes: this.#maxMessageBytes, onViolation: (error) => this.#cancel(error) })
    if (this.#cancelled !== undefined) requests.end(this.#cancelled)
    this.#requests = requests
    return requests
  }
}

/** Reads the request messages at the handler's pace. */
class RequestReader implements RunningCall {
  readonly #stream: ServerHttp2Stream
  readonly #sink: AnswerSink
  readonly #parser: FrameParser
  #isFull = false
  #isEnded = false

  /** @param onViolation called when the bytes are no valid messages */
  constructor (stream: ServerHttp2Stream, sink: AnswerSink, init: { maxMessageBytes: number, onViolation: (error: SubnetesError) => void }) {
    this.#stream = stream
    this.#sink = sink
    this.#parser = new FrameParser(init.maxMessageBytes)
    stream.on('data', (chunk: Buffer) => this.#onData(chunk, init.onViolation))
    stream.on('end', () => this.end(this.#parser.isPartial ? new SubnetesError('invalid_argument', 'the request stream ended in the middle of a message') : undefined))
    if (stream.readableEnded || stream.destroyed) this.end()
  }

  /** The first end counts. */
  end (error?: SubnetesError): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#sink.end(error)
  }

  /** The handler wants no more: what still comes is dropped. */
  cancel (reason: SubnetesError): void {
    this.end(reason)
    this.resume()
  }

  resume (): void {
    if (!this.#isFull) return
    this.#isFull = false
    this.#stream.resume()
  }

  #onData (chunk: Buffer, onViolation: (error: SubnetesError) => void): void {
    if (this.#isEnded) return
    try {
      this.#parser.push(chunk, this.#emit)
    } catch (error) {
      onViolation(SubnetesError.from(error, 'internal'))
    }
    if (this.#isFull) this.#stream.pause()
  }

  readonly #emit = (message: MessageBytes): void => {
    if (!this.#isEnded && !this.#sink.message(message)) this.#isFull = true
  }
}
