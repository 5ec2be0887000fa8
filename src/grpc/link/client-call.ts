/** One call at the gateway's end of a link. */
import { MAX_TIMER_MS, SubnetesError, deadlineError, fromGrpcCode, pumpAnswers, toGrpcCode } from '@subnetes/common'
import type { AnswerSink, MessageBytes, RunningCall } from '@subnetes/common'
import { notStarted } from '../not-started.ts'
import type { DefinedContexts } from './contexts.ts'
import type { Link } from './link.ts'
import type { LinkCall } from './link-call.ts'
import { Receiver } from './receiver.ts'
import type { ReceiverOwner } from './receiver.ts'
import { CallFlag, RecordType, StatusFlag, WHOLE_BYTES, encodeCallHead, encodeTexts, violation } from './records.ts'
import { SMALL_BYTES, Sender } from './sender.ts'
import type { SenderOwner } from './sender.ts'

/** The link as a call needs it. */
export interface CallOwner {
  readonly link: Link
  readonly contexts: DefinedContexts
  readonly address: string
  readonly maxMessageBytes: number
  readonly register: (call: ClientCall) => number
  readonly forget: (call: ClientCall) => void
}

/** A call under way. Small unary ones need neither sender nor receiver. */
export class ClientCall implements RunningCall, SenderOwner, ReceiverOwner {
  readonly #owner: CallOwner
  readonly #sink: AnswerSink
  #id = 0
  /** `link.flushes` when the first record was sent. */
  #sentAt = 0
  #sender: Sender | undefined
  #receiver: Receiver | undefined
  #requests: RunningCall | undefined
  #timer: NodeJS.Timeout | undefined
  #isOver = false

  constructor (owner: CallOwner, sink: AnswerSink) {
    this.#owner = owner
    this.#sink = sink
  }

  /** 0 while no record has left. */
  get id (): number {
    return this.#id
  }

  /** Whether the runner may know of it. */
  get isSent (): boolean {
    return this.#id !== 0 && this.#owner.link.flushes > this.#sentAt
  }

  start (call: LinkCall): void {
    const leftMs = Math.ceil(call.deadline - Date.now())
    if (leftMs <= 0) {
      this.finish(notStarted(deadlineError(`call of ${call.path}`)))
      return
    }
    if (leftMs <= MAX_TIMER_MS) this.#timer = setTimeout(() => this.cancel(deadlineError(`call of ${call.path}`)), leftMs)
    try {
      this.#send(call, leftMs)
    } catch (error) {
      this.cancel(SubnetesError.from(error, 'internal'))
    }
  }

  cancel (reason: SubnetesError): void {
    if (this.#isOver) return
    if (this.#id !== 0) this.#owner.link.send({ type: RecordType.Cancel, id: this.#id, argument: toGrpcCode(reason.code) })
    this.finish(this.#id === 0 ? notStarted(reason) : reason)
  }

  resume (): void {
    this.#receiver?.resume()
  }

  /** Ends it here, without a word to the runner. */
  finish (error?: SubnetesError): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#owner.forget(this)
    this.#receiver?.close()
    this.#sender?.drop()
    this.#requests?.cancel(error ?? ENDED)
    this.#sink.end(error)
  }

  /** A record of the runner for this call. @throws {SubnetesError} `internal` for one that breaks the rules */
  take ({ type, argument, body }: { type: number, argument: number, body: Buffer }): void {
    switch (type) {
      case RecordType.Reply:
        if (this.#receiver !== undefined) throw violation('a reply after messages')
        if (body.length > this.#owner.maxMessageBytes) return this.cancel(new SubnetesError('resource_exhausted', `message of ${body.length} bytes is larger than the limit of ${this.#owner.maxMessageBytes}`))
        this.#sink.message(body)
        return this.finish()
      case RecordType.Status: return this.finish(this.#statusError(argument, body))
      case RecordType.Message:
      case RecordType.Piece:
        this.#receiver ??= new Receiver(this.#owner.link, this, this.#owner.maxMessageBytes)
        return this.#receiver.take(type, argument, body)
      case RecordType.Credit: return this.#sender?.grant(argument)
      default: throw violation(`a record of type ${type} for a call`)
    }
  }

  sendId (): number {
    if (this.#id === 0) {
      this.#id = this.#owner.register(this)
      this.#sentAt = this.#owner.link.flushes
    }
    return this.#id
  }

  onRoom (): void {
    this.#requests?.resume()
  }

  onSent (): void {} // the call lasts until the runner's answer

  deliver (message: MessageBytes): boolean {
    return this.#isOver || this.#sink.message(message)
  }

  onTooLarge (error: SubnetesError): void {
    this.cancel(error)
  }

  #send (call: LinkCall, leftMs: number): void {
    const { link, contexts } = this.#owner
    const { requests, metadata } = call
    const argument = contexts.numberOf(call)
    const head = encodeCallHead({
      timeoutMs: Math.min(leftMs, 0xffff_fffe),
      flags: call.hasStreamedAnswers ? CallFlag.StreamedAnswers : 0,
      metadata: metadata === undefined ? undefined : encodeTexts(Object.entries(metadata).flat())
    })
    const isWhole = requests instanceof Uint8Array && requests.length <= WHOLE_BYTES
    if (isWhole && head.length + requests.length <= SMALL_BYTES) {
      link.send({ type: RecordType.Call, id: this.sendId(), argument, head, body: requests })
      return
    }
    const sender = this.#sender = new Sender(link, this)
    sender.send({ type: isWhole ? RecordType.Call : RecordType.Open, argument, head, body: isWhole ? requests : undefined })
    if (!isWhole) this.#sendRequests(sender, requests)
  }

  #sendRequests (sender: Sender, requests: LinkCall['requests']): void {
    const end = (): void => sender.send({ type: RecordType.End, argument: 0 })
    if (requests instanceof Uint8Array) {
      sender.message(requests)
      end()
      return
    }
    this.#requests = pumpAnswers(requests, {
      message: (message) => this.#isOver || sender.message(message),
      end: (error) => {
        if (error === undefined) end()
        else this.cancel(error)
      }
    })
  }

  #statusError (status: number, body: Buffer): SubnetesError | undefined {
    if (status === 0) return this.#receiver?.isPartial === true ? new SubnetesError('internal', `worker at ${this.#owner.address} ended in the middle of a message`) : undefined
    const flags = body[0] ?? 0
    const code = fromGrpcCode(status)
    const text = body.toString('utf8', 1) || `the worker answered with status ${code}`
    const error = new SubnetesError(code, text, (flags & StatusFlag.Retryable) === 0 ? {} : { retryable: true })
    const mayBeRefusal = code === 'unavailable' || code === 'resource_exhausted'
    return mayBeRefusal && (flags & StatusFlag.NotStarted) !== 0 ? notStarted(error) : error
  }
}

/** Ends a pump of requests whose call has its outcome; it goes nowhere. */
const ENDED = new SubnetesError('cancelled', 'the call has ended')
