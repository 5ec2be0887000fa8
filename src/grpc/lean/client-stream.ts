/**
 * One gRPC call on an HTTP/2 stream: its messages and status go to a sink. It lives from the start of the call, also
 * while it waits for a connection.
 */
import { MAX_TIMER_MS, SubnetesError, deadlineError } from '@subnetes/common'
import type { AnswerSink, RunningCall } from '@subnetes/common'
import { readStatus, resetCode, resetError, responseError } from '../http2/status.ts'
import type { ReceivedStatus } from '../http2/status.ts'
import { notStarted } from '../not-started.ts'
import type { CallContext } from '../received-call.ts'
import type { SendingStream } from './data-sender.ts'
import { H2Code } from './frames.ts'
import type { HeaderBlock } from './hpack-decoder.ts'
import { MessageParts } from './message-parts.ts'

/**
 * Bytes of one stream that may be under way unread, announced as INITIAL_WINDOW_SIZE: what one slow reader can hold in
 * memory. 512 KiB.
 */
export const STREAM_WINDOW_BYTES = 524_288
/**
 * Deadlines further away than this are kept to the second here (the server has them exactly): few different timers cost
 * less than many.
 */
const EXACT_DEADLINE_MS = 2_000

/** A call to make. */
export interface OutgoingCall {
  /** Headers that are prepared once for all calls with this object. */
  readonly context: CallContext
  /** Metadata of this call alone; lower-case names, none of them in the context. */
  readonly metadata?: Readonly<Record<string, string>> | undefined
  /** The only message, or a stream of them that is pulled at the server's pace. */
  readonly requests: Uint8Array | AsyncIterable<Uint8Array>
  /** Epoch milliseconds: sent as `grpc-timeout`, and kept here too. */
  readonly deadline?: number | undefined
}

/** Where a stream is: in the queue of a channel, or on a connection. */
export interface StreamHost {
  readonly address: string
  readonly maxMessageBytes: number
  /** The stream has ended; the server has to be told when there is a code. */
  release: (stream: ClientStream, h2Code: number | undefined) => void
}

/** A host that has opened the stream at the server. */
export interface OpenStreamHost extends StreamHost {
  /** @returns false when it waits for a window; {@link ClientStream.sent} follows */
  send: (stream: ClientStream, message: Uint8Array, isLast: boolean) => boolean
  endSending: (stream: ClientStream) => void
  /** Gives the server back so much of the stream's window. */
  credit: (stream: ClientStream, bytes: number) => void
}

/** A call under way. Plain fields where the connection writes them for each frame. */
export class ClientStream implements RunningCall, SendingStream {
  readonly call: OutgoingCall
  id = 0
  sendWindow = 0
  receiveWindow = STREAM_WINDOW_BYTES
  outbox: SendingStream['outbox']
  readonly #sink: AnswerSink
  readonly #parser: MessageParts
  #host: StreamHost
  #open: OpenStreamHost | undefined
  #timer: NodeJS.Timeout | undefined
  #requests: AsyncIterator<Uint8Array> | undefined
  #onSent: (() => void) | undefined
  #status: ReceivedStatus
  #hasResponse = false
  #isSendingDone = false
  #isPaused = false
  #unreturnedBytes = 0
  #isOver = false

  constructor (call: OutgoingCall, sink: AnswerSink, host: StreamHost) {
    this.call = call
    this.#sink = sink
    this.#host = host
    this.#parser = new MessageParts(host.maxMessageBytes)
  }

  /** Whether the sink has been given its end. */
  get isOver (): boolean {
    return this.#isOver
  }

  /** Starts the clock of the deadline. A deadline that has passed ends the call. */
  arm (): void {
    const { deadline, context } = this.call
    if (deadline === undefined) return
    const leftMs = deadline - Date.now()
    const expire = (): void => this.cancel(deadlineError(`call of ${context.path}`))
    if (leftMs <= 0) expire()
    else if (leftMs <= EXACT_DEADLINE_MS) this.#timer = setTimeout(expire, leftMs)
    else if (leftMs < MAX_TIMER_MS - 1_000) this.#timer = setTimeout(expire, Math.ceil(leftMs / 1_000) * 1_000)
  }

  /** The connection has sent the headers: sends the requests. */
  begin (host: OpenStreamHost): void {
    this.#host = this.#open = host
    const { requests } = this.call
    if (requests instanceof Uint8Array) {
      this.#isSendingDone = host.send(this, requests, true)
      return
    }
    this.#sendAll(requests).catch((error: unknown) => this.cancel(SubnetesError.from(error)))
  }

  /** The last of what waited has been sent. */
  sent (): void {
    if (this.call.requests instanceof Uint8Array) this.#isSendingDone = true
    const onSent = this.#onSent
    this.#onSent = undefined
    onSent?.()
  }

  cancel (reason: SubnetesError): void {
    if (this.#open === undefined) this.#finish(notStarted(reason), undefined)
    else this.#finish(reason, resetCode(reason))
  }

  resume (): void {
    this.#isPaused = false
    this.#returnWindow()
  }

  /** Response headers or trailers. */
  headers (block: HeaderBlock, isEndStream: boolean): void {
    const { fields, problem } = block
    if (problem !== undefined) this.#refuse(problem.words, problem.code)
    else if (this.#hasResponse) this.#trailers(fields, isEndStream)
    else this.#response(fields, isEndStream)
  }

  /** Bytes of messages, valid during the call only. */
  data (part: Buffer): void {
    if (!this.#hasResponse) {
      this.#refuse('DATA before headers')
      return
    }
    try {
      for (let at = 0; at < part.length && !this.#isOver;) {
        at += this.#parser.take(at === 0 ? part : part.subarray(at))
        const message = this.#parser.completed()
        if (message !== undefined && !this.#sink.message(message)) this.#isPaused = true
      }
    } catch (error) {
      this.#finish(SubnetesError.from(error, 'internal'), H2Code.Cancel)
    }
  }

  /** A DATA frame of so many bytes has been read. */
  dataRead (bytes: number): void {
    this.#unreturnedBytes += bytes
    if (!this.#isPaused) this.#returnWindow()
  }

  /** END_STREAM, or a reset after a status. */
  ended (): void {
    const status = this.#status
    const { address } = this.#host
    if (status === undefined) this.#end(new SubnetesError('unknown', `worker at ${address} ended the stream without a gRPC status`))
    else if (status.error === undefined && this.#parser.isPartial) this.#end(new SubnetesError('internal', `worker at ${address} ended in the middle of a message`))
    else this.#end(status.error)
  }

  /** RST_STREAM. */
  reset (h2Code: number): void {
    this.#isSendingDone = true // a stream that is closed needs no reset of ours
    if (this.#status !== undefined || h2Code === H2Code.NoError) this.ended()
    else this.#finish(resetError(h2Code, this.#host.address), undefined)
  }

  /** The connection is gone, the call was not taken, or it broke the rules (then with a code for the server). */
  fail (error: SubnetesError, h2Code?: number): void {
    this.#finish(error, h2Code)
  }

  #response (fields: Readonly<Record<string, string>>, isEndStream: boolean): void {
    const status = fields[':status']
    if (status === undefined) {
      this.#refuse('headers without :status')
      return
    }
    if (status.startsWith('1') && !isEndStream) return // informational (RFC 9113, section 8.1)
    this.#hasResponse = true
    this.#status = readStatus(fields)
    const error = this.#status === undefined ? responseError(fields, this.#host.address) : undefined
    if (error !== undefined) this.#finish(error, resetCode(error))
    else if (isEndStream) this.ended()
  }

  #trailers (fields: Readonly<Record<string, string>>, isEndStream: boolean): void {
    if (!isEndStream || fields[':status'] !== undefined) {
      this.#refuse('trailers that do not end the stream')
      return
    }
    this.#status ??= readStatus(fields)
    this.ended()
  }

  async #sendAll (requests: AsyncIterable<Uint8Array>): Promise<void> {
    const iterator = this.#requests = requests[Symbol.asyncIterator]()
    while (!this.#isOver) {
      const result = await iterator.next()
      if (this.#isOver) return
      if (result.done === true) {
        this.#isSendingDone = true
        this.#open?.endSending(this)
        return
      }
      if (this.#open?.send(this, result.value, false) !== false) continue
      await new Promise<void>((resolve) => { this.#onSent = resolve })
    }
  }

  #returnWindow (): void {
    if (this.#isOver || this.#unreturnedBytes < STREAM_WINDOW_BYTES / 2) return
    const bytes = this.#unreturnedBytes
    this.#unreturnedBytes = 0
    this.receiveWindow += bytes
    this.#open?.credit(this, bytes)
  }

  #refuse (words: string, code: 'internal' | 'resource_exhausted' = 'internal'): void {
    this.#finish(new SubnetesError(code, `worker at ${this.#host.address} answered with ${words}`), H2Code.ProtocolError)
  }

  /** The server's end. A request that is not whole yet is not needed any more. */
  #end (error: SubnetesError | undefined): void {
    this.#finish(error, this.#isSendingDone ? undefined : H2Code.Cancel)
  }

  #finish (error: SubnetesError | undefined, h2Code: number | undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#host.release(this, h2Code)
    this.sent() // ends a wait for a window
    this.#requests?.return?.().catch(() => {}) // the call has its outcome; the request source's own trouble changes nothing
    this.#sink.end(error)
  }
}
