/** Waits for promises one at a time, no longer than a signal allows. Unlike `Promise.race` it leaves no reaction behind on a long-lived promise. */
import { abortError } from '@subnetes/common'

/** One waiter on one signal. Dispose it when done. */
export class AbortRace implements Disposable {
  readonly #signal: AbortSignal
  #reject: ((error: unknown) => void) | undefined

  constructor (signal: AbortSignal) {
    this.#signal = signal
    signal.addEventListener('abort', this.#onAbort)
  }

  /** The promise's value. @throws {SubnetesError} the signal's reason, as soon as it aborts */
  async run <T> (promise: Promise<T>): Promise<T> {
    return await new Promise<T>((resolve, reject) => {
      this.#reject = reject
      promise.then(resolve, reject)
      if (this.#signal.aborted) this.#onAbort()
    })
  }

  [Symbol.dispose] (): void {
    this.#signal.removeEventListener('abort', this.#onAbort)
    this.#reject = undefined
  }

  readonly #onAbort = (): void => this.#reject?.(abortError(this.#signal))
}
