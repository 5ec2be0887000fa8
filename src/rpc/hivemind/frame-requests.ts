/** A stream of requests as its method pulls it: what is not asked for stays unread, so that the sender waits. */
import type { SubnetesError } from '@subnetes/common'
import type { ByteQueue } from '../byte-queue.ts'
import type { ByteStream } from '@subnetes/mux'

/** The requests of one call. One reader. */
export class FrameRequests implements AsyncIterableIterator<Uint8Array> {
  readonly #stream: ByteStream
  readonly #queue: ByteQueue
  readonly #next: () => Uint8Array | null | undefined
  /** Received bytes that the sender was not yet told of: they hold it back. */
  #unread = 0
  #waiting: PromiseWithResolvers<IteratorResult<Uint8Array>> | undefined
  #failure: SubnetesError | undefined
  #hasEnded = false

  /** @param next cuts the next message off the queue: null at the end, undefined while it is not complete; throws for broken bytes */
  constructor (stream: ByteStream, queue: ByteQueue, next: () => Uint8Array | null | undefined) {
    this.#stream = stream
    this.#queue = queue
    this.#next = next
  }

  /** Whether the end frame was read. */
  get hasEnded (): boolean {
    return this.#hasEnded
  }

  /** More bytes are in the queue. */
  arrived (bytes: number): void {
    this.#unread += bytes
    if (this.#waiting !== undefined) this.#settle(this.#waiting)
  }

  /** The call is over: the pull that waits, and later ones, reject. */
  interrupt (error: SubnetesError): void {
    this.#failure ??= error
    if (this.#waiting !== undefined) this.#settle(this.#waiting)
  }

  async next (): Promise<IteratorResult<Uint8Array>> {
    const waiter = Promise.withResolvers<IteratorResult<Uint8Array>>()
    this.#settle(waiter)
    return await waiter.promise
  }

  async return (): Promise<IteratorResult<Uint8Array>> {
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator] (): this {
    return this
  }

  #settle (waiter: PromiseWithResolvers<IteratorResult<Uint8Array>>): void {
    this.#waiting = undefined
    try {
      if (this.#failure !== undefined) throw this.#failure
      const before = this.#queue.byteLength
      const message = this.#hasEnded ? null : this.#next()
      this.#hasEnded = message === null
      // Of a message that is wanted and not complete everything is as good as read: a window must not end inside it.
      this.#read(message === undefined ? this.#unread : before - this.#queue.byteLength)
      if (message === undefined) this.#waiting = waiter
      else if (message === null) waiter.resolve({ done: true, value: undefined })
      else waiter.resolve({ done: false, value: message })
    } catch (error) {
      waiter.reject(error)
    }
  }

  #read (bytes: number): void {
    const news = Math.min(bytes, this.#unread)
    this.#unread -= news
    if (news > 0) this.#stream.consumed(news)
  }
}
