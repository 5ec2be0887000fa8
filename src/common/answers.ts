/**
 * How response messages travel inside a process: pushed into a sink, steered by a handle. One call costs two small objects, no promise and no signal.
 * Code that prefers to pull gets an async iterator ({@link pullAnswers}); a handler that is an async iterator is pumped into a sink ({@link pumpAnswers}).
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { SubnetesError } from './errors.ts'

/** A message as it was received: in one piece, or in several that were never joined. The receiver may keep the bytes; it must not change them. */
export type MessageBytes = Uint8Array | readonly Uint8Array[]

/** Takes the response messages of one call, in order. */
export interface AnswerSink {
  /**
   * @returns false when the source should wait until {@link RunningCall.resume} is called. A message that comes anyway
   * is still taken. After a false every answer is false until `resume`: the sink owes it, and may not forget that
   * because it has room again meanwhile
   */
  message: (message: MessageBytes) => boolean
  /** The call has ended, well without an error. Called exactly once, after the last message; it may come before the call that started it returns. */
  end: (error?: SubnetesError) => void
}

/** A call under way, in the hands of its sink's owner. */
export interface RunningCall {
  /** Stops the work and ends the call: the sink's `end` is called with the reason before this returns. Does nothing when the call has ended. */
  cancel: (reason: SubnetesError) => void
  /** The sink takes messages again. */
  resume: () => void
}

/** Starts a call whose answers go to a sink. */
export type StartCall = (sink: AnswerSink) => RunningCall

/** Pulled messages that wait beyond this many bytes make the source wait: one HTTP/2 window. 64 KiB. */
export const PULL_AHEAD_BYTES = 65_536

/** What a message in a queue costs beside its bytes: without it, empty messages would queue without end. */
export const QUEUED_MESSAGE_BYTES = 64

/** Made once: its stack would cost 5 us for each handler that reads one request and leaves, and has no reader. */
const CALLER_LEFT = new SubnetesError('cancelled', 'the caller ended the call')

/** The message in one piece; copies only when it is in several. */
export function joinMessage (message: MessageBytes): Uint8Array {
  if (message instanceof Uint8Array) return message
  return message.length === 1 ? message[0] as Uint8Array : Buffer.concat(message)
}

/** Length of a message in bytes. */
export function messageLength (message: MessageBytes): number {
  if (message instanceof Uint8Array) return message.length
  let length = 0
  for (const part of message) length += part.length
  return length
}

/** Stands between a call and its sink, to do something at the end or to end the call early. It ends once, whichever side ends it. */
export class CallRelay implements AnswerSink, RunningCall {
  readonly #sink: AnswerSink
  readonly #onEnd: (error: SubnetesError | undefined, messages: number) => void
  #call: RunningCall | undefined
  #cancelled: SubnetesError | undefined
  #messages = 0
  #isOver = false

  /** @param onEnd called before the sink's `end`, with what the call ended with and the number of messages passed on */
  constructor (sink: AnswerSink, onEnd: (error: SubnetesError | undefined, messages: number) => void) {
    this.#sink = sink
    this.#onEnd = onEnd
  }

  get isOver (): boolean {
    return this.#isOver
  }

  /** Starts the call, unless it has been ended already. What `start` throws is how the call ends. */
  start (start: StartCall): void {
    if (this.#isOver) return
    try {
      this.#call = start(this)
    } catch (error) {
      this.end(SubnetesError.from(error))
      return
    }
    // Cancelled by the sink while it started: nothing was there to cancel then.
    if (this.#cancelled !== undefined) this.#call.cancel(this.#cancelled)
  }

  message (message: MessageBytes): boolean {
    if (this.#isOver) return true
    this.#messages++
    return this.#sink.message(message)
  }

  end (error?: SubnetesError): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#onEnd(error, this.#messages)
    this.#sink.end(error)
  }

  cancel (reason: SubnetesError): void {
    if (this.#isOver) return
    this.#cancelled = reason
    this.#call?.cancel(reason)
    this.end(reason)
  }

  resume (): void {
    this.#call?.resume()
  }
}

/** A call that ended before the function that started it returned. */
export const ENDED_CALL: RunningCall = { cancel: () => {}, resume: () => {} }

/** Starts a call at the first pull. Ending the iteration early cancels the call. */
export function pullAnswers (start: StartCall): AsyncIterableIterator<Uint8Array> {
  return new PulledAnswers(start)
}

class PulledAnswers implements AsyncIterableIterator<Uint8Array>, AnswerSink {
  readonly #start: StartCall
  readonly #queue: Uint8Array[] = []
  readonly #waiting: Array<PromiseWithResolvers<IteratorResult<Uint8Array>>> = []
  #queuedBytes = 0
  #isFull = false
  #call: RunningCall | undefined
  #isStarted = false
  #ending: { error: SubnetesError | undefined } | undefined

  constructor (start: StartCall) {
    this.#start = start
  }

  message (message: MessageBytes): boolean {
    const bytes = joinMessage(message)
    const waiter = this.#waiting.shift()
    if (waiter === undefined) {
      this.#queue.push(bytes)
      this.#queuedBytes += bytes.length + QUEUED_MESSAGE_BYTES
    } else {
      waiter.resolve({ done: false, value: bytes })
    }
    // Not cleared here: `#take` does that, and calls the resume that the source waits for.
    if (this.#queuedBytes > PULL_AHEAD_BYTES) this.#isFull = true
    return !this.#isFull
  }

  end (error?: SubnetesError): void {
    this.#ending ??= { error }
    for (const waiter of this.#waiting.splice(0)) this.#settle(waiter)
  }

  async next (): Promise<IteratorResult<Uint8Array>> {
    if (!this.#isStarted) {
      this.#isStarted = true
      this.#call = this.#start(this)
    }
    const message = this.#queue.shift()
    if (message !== undefined) {
      this.#take(message)
      return { done: false, value: message }
    }
    const waiter = Promise.withResolvers<IteratorResult<Uint8Array>>()
    if (this.#ending === undefined) this.#waiting.push(waiter)
    else this.#settle(waiter)
    return await waiter.promise
  }

  async return (): Promise<IteratorResult<Uint8Array>> {
    this.#isStarted = true
    this.#queue.length = 0
    if (this.#ending === undefined) this.#call?.cancel(CALLER_LEFT)
    // Nobody pulls any more: pulls that wait, and later ones, find the end.
    this.#ending = { error: undefined }
    for (const waiter of this.#waiting.splice(0)) this.#settle(waiter)
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator] (): this {
    return this
  }

  #take (message: Uint8Array): void {
    this.#queuedBytes -= message.length + QUEUED_MESSAGE_BYTES
    if (!this.#isFull || this.#queuedBytes > PULL_AHEAD_BYTES / 2) return
    this.#isFull = false
    if (this.#ending === undefined) this.#call?.resume()
  }

  /** The error is thrown once; later pulls find the end, as with a generator. */
  #settle (waiter: PromiseWithResolvers<IteratorResult<Uint8Array>>): void {
    const error = this.#ending?.error
    if (error === undefined) {
      waiter.resolve({ done: true, value: undefined })
      return
    }
    this.#ending = { error: undefined }
    waiter.reject(error)
  }
}

/** Messages that a source gives without ever waiting, before other work has its turn. Well under a millisecond. */
const TURN_MESSAGES = 64
/** The same in bytes. */
const TURN_BYTES = 65_536

/** What {@link pumpAnswers} may be given. */
export interface PumpInit {
  /** Gets what the iterable throws after the call has ended. @default it is dropped */
  onLate?: ((error: unknown) => void) | undefined
  /** What the call ends with when the iterable throws. @default SubnetesError.from */
  toError?: ((error: unknown) => SubnetesError) | undefined
}

/**
 * Pulls from an iterable into a sink, at the sink's pace. A source that never waits gives way to other work of the event loop now and then.
 * Cancelling ends the call at once and tells the iterable to end without waiting for it: a generator that ignores its signal must not keep the caller waiting.
 */
export function pumpAnswers (answers: AsyncIterable<Uint8Array>, sink: AnswerSink, init: PumpInit = {}): RunningCall {
  const pump = new AnswerPump(answers[Symbol.asyncIterator](), sink, init)
  pump.run()
  return pump
}

class AnswerPump implements RunningCall {
  readonly #source: AsyncIterator<Uint8Array>
  readonly #sink: AnswerSink
  readonly #init: PumpInit
  #resume: (() => void) | undefined
  #isOver = false
  #turnMessages = 0
  #turnBytes = 0

  constructor (source: AsyncIterator<Uint8Array>, sink: AnswerSink, init: PumpInit) {
    this.#source = source
    this.#sink = sink
    this.#init = init
  }

  run (): void {
    const { onLate, toError = (error: unknown) => SubnetesError.from(error) } = this.#init
    this.#pull().then(() => this.#end(), (error: unknown) => {
      if (this.#isOver) onLate?.(error)
      else this.#end(toError(error))
    })
  }

  cancel (reason: SubnetesError): void {
    if (this.#isOver) return
    this.#end(reason)
    this.#source.return?.().catch((error: unknown) => this.#init.onLate?.(error))
    this.resume()
  }

  resume (): void {
    const resume = this.#resume
    this.#resume = undefined
    resume?.()
  }

  async #pull (): Promise<void> {
    for (;;) {
      const result = await this.#source.next()
      if (this.#isOver || result.done === true) return
      if (!this.#sink.message(result.value)) await this.#room()
      else if (this.#isTurnOver(result.value.length)) await nextTurn()
      if (this.#isOver) return
    }
  }

  #isTurnOver (bytes: number): boolean {
    this.#turnBytes += bytes
    if (++this.#turnMessages < TURN_MESSAGES && this.#turnBytes < TURN_BYTES) return false
    this.#turnMessages = this.#turnBytes = 0
    return true
  }

  async #room (): Promise<void> {
    if (this.#isOver) return
    await new Promise<void>((resolve) => { this.#resume = resolve })
  }

  #end (error?: SubnetesError): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#sink.end(error)
  }
}
