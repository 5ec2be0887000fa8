/** Jobs submitted through this gateway whose results have not been asked for: their ends are listened for from the submit on, so that asking costs no reading. */
import type { WakeListener } from './wakes.ts'

/** Jobs remembered at once; the oldest is forgotten, and read from Redis when it is asked for. With a told response each, 16 MiB. */
export const MAX_EXPECTED = 2048

/** See the file's comment. */
export class ExpectedResults {
  readonly #jobs = new Map<string, { readonly peer: string, readonly listener: WakeListener }>()

  /** @param listener opened before the job was stored; closed here unless it is taken */
  add (id: string, peer: string, listener: WakeListener): void {
    this.forget(id)
    const oldest = this.#jobs.size < MAX_EXPECTED ? undefined : this.#jobs.keys().next().value
    if (oldest !== undefined) this.forget(oldest)
    this.#jobs.set(id, { peer, listener })
  }

  /** The listener of a job that `peer` submitted, to be closed by the caller from now on; undefined when there is none. */
  take (id: string, peer: string): WakeListener | undefined {
    const job = this.#jobs.get(id)
    if (job?.peer !== peer) return undefined
    this.#jobs.delete(id)
    return job.listener
  }

  forget (id: string): void {
    this.#jobs.get(id)?.listener.close()
    this.#jobs.delete(id)
  }
}
