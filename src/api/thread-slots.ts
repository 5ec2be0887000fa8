/** A bound on what runs at the same time; the rest waits in order. */
import { abortError } from '@subnetes/common'

/** So many slots, taken and given back. */
export class ThreadSlots {
  #free: number
  readonly #waiting: Array<() => void> = []

  constructor (count: number) {
    this.#free = count
  }

  /** Waits for a slot. @throws {SubnetesError} the signal's reason when it aborts before one is free; no slot is held then */
  async take (signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) throw abortError(signal)
    if (this.#free > 0) {
      this.#free--
      return
    }
    const turn = Promise.withResolvers<void>()
    const onAbort = (): void => {
      const index = this.#waiting.indexOf(turn.resolve)
      if (index < 0) return // its turn has come already
      this.#waiting.splice(index, 1)
      turn.reject(abortError(signal as AbortSignal))
    }
    this.#waiting.push(turn.resolve)
    signal?.addEventListener('abort', onAbort, { once: true })
    await turn.promise.finally(() => signal?.removeEventListener('abort', onAbort))
  }

  /** Gives a slot back, to the longest waiting if there is one. */
  give (): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free++
    else next()
  }
}
