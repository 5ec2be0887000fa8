/** One subscription per process and a map of who waits for which job: no listener per job on a shared emitter, no blocking connection per watcher. */
import type { Redis } from 'ioredis'

/** How long a waiter trusts that no news is no news: notices are lost when Redis restarts, and BullMQ gives none for a stalled job. */
export const POLL_MS = 2_000

/** Wakes waiters by job id. */
export class Wakes {
  readonly #waiting = new Map<string, Set<() => void>>()
  readonly #redis: Redis

  constructor (redis: Redis) {
    this.#redis = redis
    redis.on('message', (_channel: string, id: string) => this.wake(id))
    // After an outage anything may have happened.
    redis.on('ready', () => { for (const id of [...this.#waiting.keys()]) this.wake(id) })
  }

  async subscribe (channel: string): Promise<void> {
    await this.#redis.subscribe(channel)
  }

  async unsubscribe (channel: string): Promise<void> {
    await this.#redis.unsubscribe(channel)
  }

  /** Wakes everyone who waits for a job. */
  wake (id: string): void {
    const waiters = this.#waiting.get(id)
    this.#waiting.delete(id)
    for (const waiter of waiters ?? []) waiter()
  }

  /** Begins to listen; read the job's state after this and before `next`, so that no change falls between. */
  listen (id: string): { next: (options: { signal: AbortSignal, pollMs?: number }) => Promise<void>, close: () => void } {
    let woken = Promise.withResolvers<void>()
    const waiter = (): void => {
      woken.resolve()
      woken = Promise.withResolvers<void>()
      this.#add(id, waiter)
    }
    let current = woken.promise
    this.#add(id, waiter)
    return {
      next: async ({ signal, pollMs = POLL_MS }) => {
        await settled(current, signal, pollMs)
        current = woken.promise
      },
      close: () => {
        const waiters = this.#waiting.get(id)
        waiters?.delete(waiter)
        if (waiters?.size === 0) this.#waiting.delete(id)
      }
    }
  }

  #add (id: string, waiter: () => void): void {
    const waiters = this.#waiting.get(id)
    if (waiters === undefined) this.#waiting.set(id, new Set([waiter]))
    else waiters.add(waiter)
  }
}

/** Ends at whatever comes first: the wake, the poll time, the abort. The caller looks which. */
async function settled (woken: Promise<void>, signal: AbortSignal, pollMs: number): Promise<void> {
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, pollMs)
  const done = (): void => resolve()
  signal.addEventListener('abort', done, { once: true })
  void woken.then(done)
  await promise
  clearTimeout(timer)
  signal.removeEventListener('abort', done)
}
