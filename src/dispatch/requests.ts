/** A call's requests, read once: the single request of a plain method is kept so that another worker can have it, a stream is not. */
import { SubnetesError, ownedSignal } from '@subnetes/common'
import type { DispatchCall } from './dispatcher.ts'
import { interruptible } from './interruptible.ts'

/** Requests of one call over its attempts. */
export class ReadOnceRequests {
  readonly #call: DispatchCall
  #iterator: AsyncIterator<Uint8Array> | undefined
  #single: Uint8Array | undefined
  #isConsumed = false

  constructor (call: DispatchCall) {
    this.#call = call
  }

  /** Whether another attempt would send the same. */
  get canReplay (): boolean {
    return !this.#isConsumed
  }

  /** Reads the request of a method without a request stream, before a slot is taken: a slow sender must not keep a worker waiting. */
  async prepare (signal: AbortSignal, deadline: number): Promise<void> {
    const { method, requests } = this.#call
    if (method.requestStream) return
    using owned = ownedSignal({ parents: [signal], deadline, what: `the request of ${method.path}` })
    this.#iterator = requests[Symbol.asyncIterator]()
    const result = await interruptible(this.#iterator, owned.signal).next()
    if (result.done === true) throw new SubnetesError('invalid_argument', `call of ${method.path} came without a request message`)
    this.#single = result.value
  }

  /** What one attempt sends. */
  forAttempt (): Uint8Array | AsyncIterable<Uint8Array> {
    return this.#single ?? this.#stream()
  }

  /** The call has ended: its source need not go on. */
  close (): void {
    if (this.#isConsumed && this.#call.method.requestStream) return // the attempt that consumed it ended it
    this.#iterator?.return?.().catch(() => {}) // the call has its outcome; the source's own trouble changes nothing
  }

  #stream (): AsyncIterable<Uint8Array> {
    const { requests } = this.#call
    return {
      [Symbol.asyncIterator]: () => {
        const iterator = requests[Symbol.asyncIterator]()
        return {
          next: async () => {
            this.#isConsumed = true
            return await iterator.next()
          },
          return: async () => await iterator.return?.() ?? { done: true, value: undefined }
        }
      }
    }
  }
}
