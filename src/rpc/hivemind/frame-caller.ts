/** A call with a stream, calling end: requests go out while answers come in. */
import type { Libp2p, PeerId } from '@libp2p/interface'
import { SubnetesError, pumpAnswers, shapeName } from '@subnetes/common'
import type { AnswerSink, MessageBytes, RunningCall } from '@subnetes/common'
import { ByteQueue } from '../byte-queue.ts'
import type { ByteSink, ByteStream } from '@subnetes/mux'
import { DEFAULT_LINGER_MS } from '../limits.ts'
import { openStream } from '../open-stream.ts'
import type { OpeningStream } from '../open-stream.ts'
import { parseError } from '../status.ts'
import type { OutgoingCall, WireSendOptions } from '../wire.ts'
import { isHivemindDaemon } from './daemon.ts'
import { END_FRAME, decodeErrorText, encodeMessageHeader, takeFrame } from './frame.ts'
import { peerFault } from './peer-fault.ts'

/** Reads answers at the sink's pace: what it does not want stays unread, so that the server waits. */
export class FrameCaller implements ByteSink, RunningCall {
  readonly #call: OutgoingCall
  readonly #sink: AnswerSink
  readonly #maxResponseBytes: number
  readonly #queue = new ByteQueue()
  #opening: OpeningStream | undefined
  #isHivemindDaemon: () => Promise<boolean> = async () => false
  /** The source of the requests, while it is being sent. */
  #requests: RunningCall | undefined
  #isSending = true
  #isWanted = true
  #unread = 0
  #hasRemoteEnded = false
  #lost: SubnetesError | undefined
  #count = 0
  /** The answer of a method with one, kept until the server has ended well. */
  #only: Uint8Array | undefined
  #isOver = false

  constructor (call: OutgoingCall, sink: AnswerSink, { maxResponseBytes }: WireSendOptions) {
    this.#call = call
    this.#sink = sink
    this.#maxResponseBytes = maxResponseBytes
  }

  start (node: Libp2p, peer: PeerId): this {
    this.#isHivemindDaemon = async () => await isHivemindDaemon(node, peer)
    this.#opening = openStream(node, peer, { handle: this.#call.handle, sink: this, onOpen: (stream) => this.#send(stream) })
    if (this.#opening.stream !== undefined) this.#send(this.#opening.stream)
    return this
  }

  data (bytes: Buffer): void {
    if (this.#isOver) return
    this.#queue.append(bytes)
    this.#unread += bytes.length
    this.#read()
  }

  /** An end between messages is the end of the answers. */
  remoteEnd (): void {
    this.#hasRemoteEnded = true
    this.#read()
  }

  /** Messages that are here come first: the sink may not have wanted them yet. */
  gone (why: SubnetesError): void {
    if (this.#isOver || this.#hasRemoteEnded) return
    this.#lost = why
    this.#read()
  }

  #gone (why: SubnetesError): void {
    const isBetweenMessages = !this.#isSending && this.#count > 0 && this.#queue.byteLength === 0
    // A single answer is complete without an orderly end. Of a stream, a reset is no more than the end it is only when hivemind's daemon may have meant that.
    if (why.code !== 'unavailable' || (this.#only === undefined && !isBetweenMessages)) this.#end(why)
    else if (this.#only !== undefined) this.#end()
    else this.#isHivemindDaemon().then((isDaemon) => this.#end(isDaemon ? undefined : why), () => this.#end(why))
  }

  room (): void {
    this.#requests?.resume()
  }

  cancel (reason: SubnetesError): void {
    this.#end(reason)
  }

  resume (): void {
    this.#isWanted = true
    this.#read()
  }

  #send (stream: ByteStream): void {
    const { requests } = this.#call
    if (requests instanceof Uint8Array) {
      stream.write(encodeMessageHeader(requests.length), requests, END_FRAME)
      this.#isSending = false
      return
    }
    this.#requests = pumpAnswers(requests, {
      message: (message: MessageBytes) => {
        const bytes = message as Uint8Array // the pump gives messages as its source does
        return stream.write(encodeMessageHeader(bytes.length), bytes)
      },
      end: (error) => {
        this.#isSending = false
        if (error !== undefined) this.#end(error)
        // Only the frame ends the requests. Closing the write side here would make a hivemind daemon drop all responses.
        else stream.write(END_FRAME)
      }
    })
  }

  #read (): void {
    try {
      while (this.#isWanted && !this.#isOver && this.#readFrame()) { /* as far as the bytes and the sink go */ }
    } catch (error) {
      this.#end(peerFault(error, this.#call))
    }
  }

  /** @returns whether there may be another one */
  #readFrame (): boolean {
    const before = this.#queue.byteLength
    const frame = takeFrame(this.#queue, this.#maxResponseBytes)
    // Of a message that is wanted and not complete everything is as good as read: a window must not end inside it.
    this.#consumed(frame === undefined ? this.#unread : before - this.#queue.byteLength)
    if (frame === undefined) {
      if (this.#hasRemoteEnded) this.#remoteEnded()
      else if (this.#lost !== undefined) this.#gone(this.#lost)
      return false
    }
    if (frame.control) this.#end(parseError(decodeErrorText(frame.payload)), true)
    else this.#message(frame.payload)
    return true
  }

  #message (message: Uint8Array): void {
    const { handle, method } = this.#call
    this.#count++
    if (method.responseStream) this.#isWanted = this.#sink.message(message)
    else if (this.#count > 1) this.#end(new SubnetesError('internal', `${handle} answered with more than one message although it is a ${shapeName(method)} method`))
    else this.#only = message
  }

  #remoteEnded (): void {
    const { handle, method } = this.#call
    const { byteLength } = this.#queue
    if (byteLength > 0) this.#end(new SubnetesError('unavailable', `the stream ended inside a message, after ${byteLength} bytes of it`))
    else if (!method.responseStream && this.#only === undefined) this.#end(new SubnetesError('internal', `${handle} ended without an answer although it is a ${shapeName(method)} method`))
    else this.#end()
  }

  #consumed (bytes: number): void {
    const news = Math.min(bytes, this.#unread)
    this.#unread -= news
    if (news > 0) this.#opening?.stream?.consumed(news)
  }

  /** Closes in order what the server has answered, well or not; resets the stream when it has not, or when requests are still on their way. */
  #end (error?: SubnetesError, isAnswered = error === undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    const wasSending = this.#isSending
    this.#requests?.cancel(new SubnetesError('cancelled', 'the call has ended'))
    if (isAnswered && !wasSending) this.#opening?.stream?.finish(DEFAULT_LINGER_MS)
    else this.#opening?.reset()
    if (error === undefined && this.#only !== undefined) this.#sink.message(this.#only)
    this.#sink.end(error)
  }
}
