/** The receiving half of a gRPC stream as an async iterator: messages are pulled, and not pulling stops the sender through HTTP/2 flow control. */
import type { Http2Stream } from 'node:http2'
import { SubnetesError } from '@subnetes/common'
import { FrameParser } from './framing.ts'

/** Messages waiting beyond this many bytes pause the stream. One default stream window more may arrive until the pause is felt. */
const READ_AHEAD_BYTES = 65_536

/** Messages of one stream, in order. Its owner says how it ends: `end` after what has arrived, `fail` at once. */
export class MessageReader implements AsyncIterableIterator<Uint8Array> {
  readonly #parser: FrameParser
  readonly #queue: Uint8Array[] = []
  #queuedBytes = 0
  readonly #waiting: Array<PromiseWithResolvers<IteratorResult<Uint8Array>>> = []
  #stream: Http2Stream | undefined
  #ending: { readonly error: SubnetesError | undefined } | undefined
  readonly #onReturn: () => void

  /** @param onReturn called when the consumer ends the iteration early */
  constructor (maxMessageBytes: number, onReturn: () => void) {
    this.#parser = new FrameParser(maxMessageBytes)
    this.#onReturn = onReturn
  }

  /** Whether a message has begun that has not ended. */
  get isPartial (): boolean {
    return this.#parser.isPartial
  }

  /** Begins to read. @param onViolation told when the bytes are no valid messages; the reader has failed then */
  attach (stream: Http2Stream, onViolation: (error: SubnetesError) => void): void {
    this.#stream = stream
    const emit = (message: Uint8Array): void => this.#deliver(message)
    stream.on('data', (chunk: Buffer) => {
      if (this.#ending !== undefined) return
      try {
        this.#parser.push(chunk, emit)
      } catch (error) {
        const violation = SubnetesError.from(error, 'internal')
        this.fail(violation)
        onViolation(violation)
        return
      }
      if (this.#queuedBytes > READ_AHEAD_BYTES) stream.pause()
    })
  }

  /** Ends the iteration after the messages that have arrived, with an error or without. The first end counts. */
  end (error?: SubnetesError): void {
    if (this.#ending !== undefined) return
    this.#ending = { error }
    for (const waiter of this.#waiting.splice(0)) this.#settle(waiter)
  }

  /** Ends the iteration at once; messages not yet pulled are lost. */
  fail (error: SubnetesError): void {
    if (this.#ending === undefined || this.#queue.length > 0) this.#ending = { error }
    this.#queue.length = 0
    this.#queuedBytes = 0
    for (const waiter of this.#waiting.splice(0)) this.#settle(waiter)
  }

  async next (): Promise<IteratorResult<Uint8Array>> {
    const message = this.#queue.shift()
    if (message !== undefined) {
      this.#queuedBytes -= message.length
      if (this.#queuedBytes <= READ_AHEAD_BYTES && this.#stream?.isPaused() === true) this.#stream.resume()
      return { done: false, value: message }
    }
    const waiter = Promise.withResolvers<IteratorResult<Uint8Array>>()
    if (this.#ending === undefined) this.#waiting.push(waiter)
    else this.#settle(waiter)
    return await waiter.promise
  }

  async return (): Promise<IteratorResult<Uint8Array>> {
    this.#onReturn()
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator] (): this {
    return this
  }

  #deliver (message: Uint8Array): void {
    const waiter = this.#waiting.shift()
    if (waiter !== undefined) {
      waiter.resolve({ done: false, value: message })
      return
    }
    this.#queue.push(message)
    this.#queuedBytes += message.length
  }

  /** An error is told once; further pulls find the end, as with a generator. */
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
