/** One call at the runner's end of a link: what compute answers, as records. */
import { MAX_TIMER_MS, SubnetesError, deadlineError, messageLength, pullAnswers, toGrpcCode } from '@subnetes/common'
import type { AnswerSink, MessageBytes, RunningCall } from '@subnetes/common'
import { isNotStarted } from '../not-started.ts'
import type { ReceivedCall, ServeCall } from '../received-call.ts'
import type { Link } from './link.ts'
import { Receiver } from './receiver.ts'
import type { ReceiverOwner } from './receiver.ts'
import { RecordType, StatusFlag, WHOLE_BYTES, encodeStatus, violation } from './records.ts'
import { SMALL_BYTES, Sender } from './sender.ts'
import type { SenderOwner } from './sender.ts'

/** The runner's end as a call needs it. */
export interface ServerCallOwner {
  readonly link: Link
  /** Largest request. */
  readonly maxMessageBytes: number
  /** The call has ended and its last record is on its way. */
  readonly forget: (id: number) => void
}

/** A call with its answers. A unary answer is held until its status is known, so that both are one record. */
export class ServerCall implements AnswerSink, SenderOwner, ReceiverOwner {
  readonly id: number
  readonly #owner: ServerCallOwner
  readonly #isStreamed: boolean
  #running: RunningCall | undefined
  #held: MessageBytes | undefined
  #sender: Sender | undefined
  #requests: RequestStream | undefined
  #timer: NodeJS.Timeout | undefined
  #isOver = false

  constructor (owner: ServerCallOwner, id: number, isStreamed: boolean) {
    this.#owner = owner
    this.id = id
    this.#isStreamed = isStreamed
  }

  /** Whether compute is done with it; records may still wait to leave. */
  get isOver (): boolean {
    return this.#isOver
  }

  /** @param requests the only one; undefined when they come as messages */
  start (serve: ServeCall, call: Omit<ReceivedCall, 'requests'>, requests: Uint8Array | undefined): void {
    const { deadline, context } = call
    const leftMs = deadline === undefined ? Infinity : deadline - Date.now()
    if (leftMs <= MAX_TIMER_MS) this.#timer = setTimeout(() => this.cancel(deadlineError(`call of ${context.path}`)), leftMs)
    if (requests === undefined) this.#requests = new RequestStream(this.#owner, this)
    this.#running = serve({ ...call, requests: requests ?? (this.#requests as RequestStream).messages }, this)
  }

  /** Ends the work; the runner's answer to the caller says why. */
  cancel (reason: SubnetesError): void {
    if (this.#isOver) return
    this.#running?.cancel(reason)
    this.end(reason)
  }

  /** The caller does not want it any more: nothing is sent. */
  abandon (reason: SubnetesError): void {
    const wasOver = this.#isOver
    this.#finish(reason)
    this.#sender?.drop()
    this.#owner.forget(this.id)
    if (!wasOver) this.#running?.cancel(reason)
  }

  message (message: MessageBytes): boolean {
    if (this.#isOver) return true
    if (!this.#isStreamed && this.#held === undefined && this.#sender === undefined) {
      this.#held = message
      return true
    }
    return this.#messages().message(message)
  }

  end (error?: SubnetesError): void {
    if (this.#isOver) return
    this.#finish(error)
    if (error === undefined) this.#reply()
    else this.#send({ type: RecordType.Status, argument: toGrpcCode(error.code), body: encodeStatus(statusFlags(error), error.message) })
    if (this.#sender === undefined || this.#sender.isEmpty) this.#owner.forget(this.id)
  }

  /** A record of the gateway for this call. @throws {SubnetesError} `internal` for one that breaks the rules */
  take ({ type, argument, body }: { type: number, argument: number, body: Buffer }): void {
    switch (type) {
      case RecordType.Message:
      case RecordType.Piece:
        if (this.#requests === undefined) throw violation('a message for a call that came whole')
        return this.#requests.take(type, argument, body)
      case RecordType.End: return this.#requests?.end()
      case RecordType.Credit: return this.#sender?.grant(argument)
      case RecordType.Cancel: return this.abandon(argument === DEADLINE ? deadlineError() : new SubnetesError('cancelled', 'the caller left'))
      default: throw violation(`a record of type ${type} for a call`)
    }
  }

  sendId (): number {
    return this.id
  }

  onRoom (): void {
    if (!this.#isOver) this.#running?.resume()
  }

  onSent (): void {
    if (this.#isOver) this.#owner.forget(this.id)
  }

  deliver (message: MessageBytes): boolean {
    return this.#requests?.deliver(message) ?? true
  }

  onTooLarge (error: SubnetesError): void {
    this.cancel(error)
  }

  #finish (error: SubnetesError | undefined): void {
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#requests?.close(error)
  }

  /** The sender, with what was held before it. */
  #messages (): Sender {
    const sender = this.#sender ??= new Sender(this.#owner.link, this)
    const held = this.#held
    this.#held = undefined
    if (held !== undefined) sender.message(held)
    return sender
  }

  #reply (): void {
    const held = this.#held
    if (held !== undefined && messageLength(held) <= WHOLE_BYTES) {
      this.#held = undefined
      this.#send({ type: RecordType.Reply, argument: 0, body: held })
      return
    }
    if (held !== undefined) this.#messages()
    this.#send({ type: RecordType.Status, argument: 0 })
  }

  #send (record: { type: number, argument: number, body?: MessageBytes }): void {
    const { type, argument, body } = record
    if (this.#sender === undefined && (body === undefined || messageLength(body) <= SMALL_BYTES)) this.#owner.link.send({ type, id: this.id, argument, body })
    else (this.#sender ??= new Sender(this.#owner.link, this)).send(record)
  }
}

/** gRPC's number of `deadline_exceeded`, as a gateway's CANCEL gives it. */
const DEADLINE = toGrpcCode('deadline_exceeded')

function statusFlags (error: SubnetesError): number {
  return (isNotStarted(error) ? StatusFlag.NotStarted : 0) | (error.retryable ? StatusFlag.Retryable : 0)
}

/** Requests that come as messages, for a compute that pulls them. What comes before the first pull waits, held to the first credit. */
class RequestStream {
  readonly messages: AsyncIterable<Uint8Array> = pullAnswers((sink) => this.#attach(sink))
  readonly #receiver: Receiver
  readonly #early: MessageBytes[] = []
  #sink: AnswerSink | undefined
  #ending: { readonly error: SubnetesError | undefined } | undefined
  #isUnwanted = false

  constructor (owner: ServerCallOwner, call: ReceiverOwner) {
    this.#receiver = new Receiver(owner.link, call, owner.maxMessageBytes)
  }

  take (type: number, argument: number, bytes: Buffer): void {
    if (this.#ending === undefined) this.#receiver.take(type, argument, bytes)
  }

  /** Compute that stopped to read gives no credit: the sender waits until the call ends. */
  deliver (message: MessageBytes): boolean {
    if (this.#isUnwanted) return false
    if (this.#sink !== undefined) return this.#sink.message(message)
    this.#early.push(message)
    return false
  }

  /** The gateway has sent all. */
  end (): void {
    this.close(this.#receiver.isPartial ? new SubnetesError('invalid_argument', 'the requests ended in the middle of a message') : undefined)
  }

  close (error: SubnetesError | undefined): void {
    if (this.#ending !== undefined) return
    this.#ending = { error }
    this.#receiver.close()
    this.#sink?.end(error)
  }

  #attach (sink: AnswerSink): RunningCall {
    this.#sink = sink
    let wantsMore = true
    for (const message of this.#early.splice(0)) wantsMore = sink.message(message)
    if (this.#ending !== undefined) sink.end(this.#ending.error)
    else if (wantsMore) this.#receiver.resume()
    return {
      cancel: (reason) => {
        this.#isUnwanted = true
        sink.end(reason)
      },
      resume: () => { if (!this.#isUnwanted) this.#receiver.resume() }
    }
  }
}
