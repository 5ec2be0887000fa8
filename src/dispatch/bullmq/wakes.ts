/** One subscription per process and a map of who waits for which job: no listener per job on a shared emitter, no blocking connection per watcher. */
import type { Redis } from 'ioredis'

/** How long a waiter trusts that no news is no news: notices are lost when Redis restarts, and BullMQ gives none for a stalled job. */
export const POLL_MS = 2_000

const FINAL_MARK = '!'

/** The notice that a job has ended; a plain id is the notice of any other change. */
export function finalWake (id: string): string {
  return id + FINAL_MARK
}

/** One who waits for news of a job. */
export interface WakeListener {
  /** Resolves at the next notice since the last call, after `pollMs`, or when the signal aborts; the caller looks which. */
  readonly next: (options: { signal: AbortSignal, pollMs?: number }) => Promise<void>
  readonly close: () => void
}

/** Wakes waiters by job id. */
export class Wakes {
  readonly #waiting = new Map<string, Set<Waiter>>()
  readonly #redis: Redis

  constructor (redis: Redis) {
    this.#redis = redis
    redis.on('message', (_channel: string, message: string) => {
      const isFinal = message.endsWith(FINAL_MARK)
      this.#wake(isFinal ? message.slice(0, -FINAL_MARK.length) : message, isFinal)
    })
    // After an outage anything may have happened.
    redis.on('ready', () => { for (const id of this.#waiting.keys()) this.#wake(id, true) })
  }

  async subscribe (channel: string): Promise<void> {
    await this.#redis.subscribe(channel)
  }

  /** Begins to listen; read the job's state after this and before `next`, so that no change falls between. @param onlyEnd notices before the job's end are nothing to it */
  listen (id: string, { onlyEnd = false }: { onlyEnd?: boolean } = {}): WakeListener {
    const waiter = new Waiter(onlyEnd)
    const waiters = this.#waiting.get(id)
    if (waiters === undefined) this.#waiting.set(id, new Set([waiter]))
    else waiters.add(waiter)
    return {
      next: async ({ signal, pollMs = POLL_MS }) => await waiter.next(signal, pollMs),
      close: () => {
        const others = this.#waiting.get(id)
        others?.delete(waiter)
        if (others?.size === 0) this.#waiting.delete(id)
      }
    }
  }

  #wake (id: string, isFinal: boolean): void {
    for (const waiter of this.#waiting.get(id) ?? []) if (isFinal || !waiter.onlyEnd) waiter.wake()
  }
}

/** Remembers a notice that came while nobody was waiting. */
class Waiter {
  readonly onlyEnd: boolean
  #isWoken = false
  #resolve: (() => void) | undefined

  constructor (onlyEnd: boolean) {
    this.onlyEnd = onlyEnd
  }

  wake (): void {
    this.#isWoken = true
    this.#resolve?.()
  }

  async next (signal: AbortSignal, pollMs: number): Promise<void> {
    if (!this.#isWoken && !signal.aborted) await this.#first(signal, pollMs)
    this.#isWoken = false
  }

  /** Whatever comes first: the notice, the poll time, the abort. */
  async #first (signal: AbortSignal, pollMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const onAbort = (): void => resolve()
    const timer = setTimeout(resolve, pollMs)
    signal.addEventListener('abort', onAbort, { once: true })
    this.#resolve = resolve
    await promise
    this.#resolve = undefined
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}
