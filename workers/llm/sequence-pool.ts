/** The engine's slots: each call has one sequence of the context to itself. */
import type { LlamaContextSequence } from 'node-llama-cpp'
import { SubnetesError } from '@subnetes/worker'

/** Calls that may wait for a slot. The runner admits no more calls than there are slots; one may arrive while the one before it is cleaning up. */
const MAX_WAITING_PER_SLOT = 4

/** Lends sequences, first come, first served. */
export class SequencePool {
  readonly #free: LlamaContextSequence[]
  readonly #waiting: Array<(sequence: LlamaContextSequence) => void> = []
  readonly #maxWaiting: number

  /** @param sequences all of one context; the pool owns them */
  constructor (sequences: readonly LlamaContextSequence[]) {
    this.#free = [...sequences]
    this.#maxWaiting = sequences.length * MAX_WAITING_PER_SLOT
  }

  /**
   * A sequence for one call; give it back with {@link release}.
   *
   * @throws the signal's reason when it aborts first; {SubnetesError} `resource_exhausted` when too many wait already
   */
  async acquire (options: { signal?: AbortSignal | undefined } = {}): Promise<LlamaContextSequence> {
    const { signal } = options
    signal?.throwIfAborted()
    const sequence = this.#free.pop()
    if (sequence !== undefined) return sequence
    if (this.#waiting.length >= this.#maxWaiting) {
      throw new SubnetesError('resource_exhausted', `${this.#waiting.length} calls wait for a slot of the model already; raise worker.concurrency or add workers`)
    }
    return await new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(onSequence), 1)
        reject(signal?.reason)
      }
      const onSequence = (sequence: LlamaContextSequence): void => {
        signal?.removeEventListener('abort', onAbort)
        resolve(sequence)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#waiting.push(onSequence)
    })
  }

  /** Takes a sequence back. */
  release (sequence: LlamaContextSequence): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(sequence)
    else next(sequence)
  }
}
