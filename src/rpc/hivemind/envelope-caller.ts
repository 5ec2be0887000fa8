/** A unary call, calling end: one delimited envelope each way. */
import type { Libp2p, PeerId } from '@libp2p/interface'
import { SubnetesError } from '@subnetes/common'
import type { AnswerSink, RunningCall } from '@subnetes/common'
import { ByteQueue } from '../byte-queue.ts'
import type { ByteSink, ByteStream } from '@subnetes/mux'
import { DEFAULT_LINGER_MS } from '../limits.ts'
import { openStream } from '../open-stream.ts'
import type { OpeningStream } from '../open-stream.ts'
import { parseError } from '../status.ts'
import type { OutgoingCall, WireSendOptions } from '../wire.ts'
import { decodeResponse, takeDelimited } from './envelope.ts'
import type { EncodedEnvelope } from './envelope.ts'
import { peerFault } from './peer-fault.ts'

/** The write side stays open until the answer is here: closing it is how this wire cancels. */
export class EnvelopeCaller implements ByteSink, RunningCall {
  readonly #call: OutgoingCall
  readonly #sink: AnswerSink
  readonly #maxResponseBytes: number
  readonly #queue = new ByteQueue()
  #opening: OpeningStream | undefined
  #isOver = false

  constructor (call: OutgoingCall, sink: AnswerSink, { maxResponseBytes }: WireSendOptions) {
    this.#call = call
    this.#sink = sink
    this.#maxResponseBytes = maxResponseBytes
  }

  start (node: Libp2p, peer: PeerId, { head, payload }: EncodedEnvelope): this {
    this.#opening = openStream(node, peer, { handle: this.#call.handle, sink: this, onOpen: (stream) => stream.write(head, payload) })
    this.#opening.stream?.write(head, payload)
    return this
  }

  data (bytes: Buffer): void {
    if (this.#isOver) return
    this.#queue.append(bytes)
    this.#stream?.consumed(bytes.length)
    try {
      const envelope = takeDelimited(this.#queue, this.#maxResponseBytes)
      if (envelope !== undefined) this.#answered(envelope)
    } catch (error) {
      this.#end(peerFault(error, this.#call))
    }
  }

  remoteEnd (): void {
    const { byteLength } = this.#queue
    this.#end(new SubnetesError('unavailable', byteLength > 0
      ? `the stream ended inside a message, after ${byteLength} bytes of it`
      : `peer ${this.#call.remotePeer} closed ${this.#call.handle} without an answer: it refused the call, gave it up, or died`))
  }

  gone (why: SubnetesError): void {
    this.#end(why)
  }

  room (): void {}

  cancel (reason: SubnetesError): void {
    this.#end(reason)
  }

  resume (): void {}

  get #stream (): ByteStream | undefined {
    return this.#opening?.stream
  }

  #answered (envelope: Uint8Array): void {
    const answer = decodeResponse(envelope)
    this.#isOver = true
    // An answer that comes before the stream is ours to write is an answer to nothing that we sent: the stream is not opened any more.
    if (this.#stream === undefined) this.#opening?.reset()
    else this.#stream.finish(DEFAULT_LINGER_MS)
    if ('error' in answer) {
      this.#sink.end(parseError(answer.error))
      return
    }
    this.#sink.message(answer.response)
    this.#sink.end()
  }

  #end (error: SubnetesError): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#opening?.reset()
    this.#sink.end(error)
  }
}
