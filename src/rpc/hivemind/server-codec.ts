/** Requests out of bytes and answers into bytes, serving end: what differs between hivemind's two framings. */
import { SubnetesError, messageLength } from '@subnetes/common'
import type { MessageBytes } from '@subnetes/common'
import { ByteQueue } from '../byte-queue.ts'
import type { ByteStream } from '@subnetes/mux'
import { UNARY_MAX_BYTES } from '../limits.ts'
import { formatError } from '../status.ts'
import type { WireServeOptions } from '../wire.ts'
import { NO_CALL_ID, decodeRequest, encodeErrorResponse, encodeResponse, peekDelimited, takeDelimited } from './envelope.ts'
import { EndFrameFinder, FRAME_HEADER_BYTES, encodeErrorFrame, encodeMessageHeader, peekFrame, takeFrame } from './frame.ts'
import { FrameRequests } from './frame-requests.ts'

/** How one framing reads the requests of a call and writes its answers. */
export interface ServerCodec {
  /** Starts before any bytes have come: a stream of requests, or undefined when the method waits for its request. */
  readonly requests: FrameRequests | undefined
  /** Takes bytes while the method waits for its request. @returns the request once it is complete @throws {SubnetesError} for bytes that are none */
  readonly open: (bytes: Buffer) => Uint8Array | undefined
  /** Takes bytes while the method runs. @throws {SubnetesError} when they may not come */
  readonly more: (bytes: Buffer) => void
  /** Received bytes of a message that is not complete; 0 between messages. */
  readonly partialBytes: () => number
  /** Takes bytes after the answer. @returns whether the other side needs nothing more from us than a close */
  readonly isInputOver: (bytes: Buffer) => boolean
  /** Writes a message; false when the stream is full. @throws {SubnetesError} `resource_exhausted` when this framing cannot carry it */
  readonly write: (message: MessageBytes) => boolean
  readonly writeError: (error: SubnetesError) => void
}

/** Told how many bytes of requests are in memory. @throws {SubnetesError} `resource_exhausted` when they are too many */
export type HoldBytes = (bytes: number) => void

/** The codec of a method's framing. */
export function serverCodec (stream: ByteStream, options: WireServeOptions, hold: HoldBytes): ServerCodec {
  const { requestStream, responseStream } = options.method
  return requestStream || responseStream ? new FrameCodec(stream, options, hold) : new EnvelopeCodec(stream, options, hold)
}

/** Unary methods: one delimited envelope each way, the answer with the request's call id. */
class EnvelopeCodec implements ServerCodec {
  readonly requests = undefined
  readonly #stream: ByteStream
  readonly #options: WireServeOptions
  readonly #hold: HoldBytes
  readonly #queue = new ByteQueue()
  #callId = NO_CALL_ID
  #held = 0

  constructor (stream: ByteStream, options: WireServeOptions, hold: HoldBytes) {
    this.#stream = stream
    this.#options = options
    this.#hold = hold
  }

  open (bytes: Buffer): Uint8Array | undefined {
    const { handle, maxRequestBytes } = this.#options
    this.#queue.append(bytes)
    this.#stream.consumed(bytes.length)
    const length = peekDelimited(this.#queue, maxRequestBytes)?.length
    if (length !== undefined && length !== this.#held) this.#hold(this.#held = length)
    const envelope = takeDelimited(this.#queue, maxRequestBytes)
    if (envelope === undefined) return undefined
    const { callId, proto, data } = decodeRequest(envelope)
    this.#callId = callId
    if (proto !== handle) throw new SubnetesError('invalid_argument', `the request names ${JSON.stringify(proto.slice(0, 200))} but came on the stream of ${handle}`)
    if (this.#queue.byteLength > 0) this.more(bytes)
    return data
  }

  more (bytes: Buffer): void {
    this.#stream.consumed(bytes.length)
    throw new SubnetesError('invalid_argument', `${this.#options.handle} takes one request; bytes came after it`)
  }

  partialBytes (): number {
    return this.#queue.byteLength
  }

  isInputOver (): boolean {
    return true
  }

  write (message: MessageBytes): boolean {
    const { head, payload, bytes } = encodeResponse(this.#callId, message)
    if (bytes > UNARY_MAX_BYTES) {
      throw new SubnetesError('resource_exhausted', `the answer of ${this.#options.handle} has ${messageLength(message)} bytes, over the unary limit of ${UNARY_MAX_BYTES}; use a streaming method`)
    }
    return writeMessage(this.#stream, head, payload)
  }

  writeError (error: SubnetesError): void {
    const { head, payload } = encodeErrorResponse(this.#callId, formatError(error))
    this.#stream.write(head, payload)
  }
}

/** Methods with a stream: 00 frames each way, 01 to end the requests or to say why the call failed. */
class FrameCodec implements ServerCodec {
  readonly requests: FrameRequests | undefined
  readonly #stream: ByteStream
  readonly #options: WireServeOptions
  readonly #hold: HoldBytes
  readonly #queue = new ByteQueue()
  #held = 0
  #finder: EndFrameFinder | undefined

  constructor (stream: ByteStream, options: WireServeOptions, hold: HoldBytes) {
    this.#stream = stream
    this.#options = options
    this.#hold = hold
    if (options.method.requestStream) this.requests = new FrameRequests(stream, this.#queue, () => this.#next())
  }

  open (bytes: Buffer): Uint8Array | undefined {
    this.#queue.append(bytes)
    this.#stream.consumed(bytes.length)
    const frame = this.#next()
    if (frame === null) throw new SubnetesError('invalid_argument', `${this.#options.handle} takes one request; the requests ended without any`)
    return frame
  }

  /** What comes after the only request is left unread, as hivemind does. */
  more (bytes: Buffer): void {
    this.#queue.append(bytes)
    this.requests?.arrived(bytes.length)
  }

  partialBytes (): number {
    const { byteLength } = this.#queue
    if (byteLength === 0) return 0
    try {
      const length = peekFrame(this.#queue, this.#options.maxRequestBytes)
      return length === undefined || byteLength < FRAME_HEADER_BYTES + length ? byteLength : 0
    } catch {
      return byteLength // the reader of the frame gets the error
    }
  }

  isInputOver (bytes: Buffer): boolean {
    if (this.requests?.hasEnded === true) return true
    const rest = this.#queue.takeAll()
    this.#stream.consumed(bytes.length)
    this.#finder ??= new EndFrameFinder()
    return (rest.length > 0 && this.#finder.push(rest)) || this.#finder.push(bytes)
  }

  write (message: MessageBytes): boolean {
    return writeMessage(this.#stream, encodeMessageHeader(messageLength(message)), message)
  }

  writeError (error: SubnetesError): void {
    this.#stream.write(encodeErrorFrame(formatError(error)))
  }

  /** The next message, null for the end of the requests, undefined while it is not complete. */
  #next (): Uint8Array | null | undefined {
    const { maxRequestBytes } = this.#options
    const length = peekFrame(this.#queue, maxRequestBytes)
    if (length !== undefined && length !== this.#held) this.#hold(this.#held = length)
    const frame = takeFrame(this.#queue, maxRequestBytes)
    if (frame === undefined) return undefined
    return frame.control ? null : frame.payload
  }
}

function writeMessage (stream: ByteStream, head: Uint8Array, message: MessageBytes): boolean {
  return message instanceof Uint8Array ? stream.write(head, message) : stream.write(head, ...message)
}
