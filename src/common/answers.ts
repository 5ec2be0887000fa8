/**
 * How response messages travel inside a process: pushed into a sink, steered by a handle. One call costs two small objects, no promise and no signal.
 * Code that prefers to pull gets an async iterator ({@link pullAnswers}); a handler that is an async iterator is pumped into a sink ({@link pumpAnswers}).
 */
import { SubnetesError } from './errors.ts'

/** A message as it was received: in one piece, or in several that were never joined. The receiver may keep the bytes; it must not change them. */
export type MessageBytes = Uint8Array | readonly Uint8Array[]

/** Takes the response messages of one call, in order. */
export interface AnswerSink {
  /** @returns false when the source should wait until {@link RunningCall.resume} is called; a message that comes anyway is still taken */
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
      this.#queuedBytes += bytes.length
    } else {
      waiter.resolve({ done: false, value: bytes })
    }
    this.#isFull = this.#queuedBytes > PULL_AHEAD_BYTES
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
    this.#queuedBytes -= message.length
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

/**
 * Pulls from an iterable into a sink, at the sink's pace. Cancelling ends the call at once and tells the iterable to end without waiting for it: a
 * generator that ignores its signal must not keep the caller waiting.
 *
 * @param onLate gets what the iterable throws after the call has ended; the default drops it
 */
export function pumpAnswers (answers: AsyncIterable<Uint8Array>, sink: AnswerSink, onLate?: (error: unknown) => void): RunningCall {
  const pump = new AnswerPump(answers[Symbol.asyncIterator](), sink, onLate)
  pump.run()
  return pump
}

class AnswerPump implements RunningCall {
  readonly #source: AsyncIterator<Uint8Array>
  readonly #sink: AnswerSink
  readonly #onLate: (error: unknown) => void
  #resume: (() => void) | undefined
  #isOver = false

  constructor (source: AsyncIterator<Uint8Array>, sink: AnswerSink, onLate: (error: unknown) => void = () => {}) {
    this.#source = source
    this.#sink = sink
    this.#onLate = onLate
  }

  run (): void {
    this.#pull().then(() => this.#end(), (error: unknown) => {
      if (this.#isOver) this.#onLate(error)
      else this.#end(SubnetesError.from(error))
    })
  }

  cancel (reason: SubnetesError): void {
    if (this.#isOver) return
    this.#end(reason)
    this.#source.return?.().catch(this.#onLate)
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
      if (this.#isOver) return
    }
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
