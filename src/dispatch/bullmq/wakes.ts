/** One subscription per process and a map of who waits for which job: no listener per job on a shared emitter, no blocking connection per watcher. */
import { SubnetesError, delay } from '@subnetes/common'
import type { Redis } from 'ioredis'
import { COMMAND_TIMEOUT_MS } from './connection.ts'
import { readNotice } from './ended-notice.ts'
import type { EndedNotice } from './ended-notice.ts'
import type { JobKeys } from './keys.ts'

/** How long a waiter trusts that no news is no news: notices are lost when Redis restarts, and BullMQ gives none for a stalled job. */
export const POLL_MS = 2_000

/** One who waits for news of a job. */
export interface WakeListener {
  /** Resolves at the next notice since the last call, with it when it tells of the end; after `pollMs`; or when the signal aborts; the caller looks which. */
  readonly next: (options: { signal: AbortSignal, pollMs?: number }) => Promise<EndedNotice | undefined>
  readonly close: () => void
}

/** Wakes waiters by job id. */
export class Wakes {
  readonly #waiting = new Map<string, Set<Waiter>>()
  readonly #redis: Redis
  readonly #keys: JobKeys
  #hearsChanges = false

  constructor (redis: Redis, keys: JobKeys) {
    this.#redis = redis
    this.#keys = keys
    redis.on('messageBuffer', (channel: Buffer, message: Buffer) => {
      if (channel.toString() === keys.wake) this.#wake(message.toString(), undefined)
      else this.#ended(readNotice(message))
    })
    // After an outage anything may have happened.
    redis.on('ready', () => { for (const id of this.#waiting.keys()) this.#wake(id, { id, fields: [] }) })
  }

  /** Hears of the ends of jobs from now on. */
  async subscribe (): Promise<void> {
    await this.#redis.subscribe(this.#keys.ended)
  }

  /** Hears of every other change too, from the first watcher on: most gateways have none, and a job has many changes. @throws {SubnetesError} `unavailable` while Redis is away */
  async subscribeChanges (): Promise<void> {
    if (this.#hearsChanges) return
    const late = new AbortController()
    try {
      await Promise.race([this.#redis.subscribe(this.#keys.wake), delay(COMMAND_TIMEOUT_MS, { signal: late.signal }).then(() => { throw away() })])
      this.#hearsChanges = true
    } finally {
      late.abort()
    }
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

  #ended (notice: EndedNotice | undefined): void {
    if (notice !== undefined) this.#wake(notice.id, notice)
  }

  #wake (id: string, ended: EndedNotice | undefined): void {
    const waiters = this.#waiting.get(id)
    if (waiters === undefined) return
    for (const waiter of waiters) if (ended !== undefined || !waiter.onlyEnd) waiter.wake(ended)
  }
}

function away (): SubnetesError {
  return new SubnetesError('unavailable', `Redis did not take a subscription within ${COMMAND_TIMEOUT_MS} ms; try again`)
}

/** Remembers the last notice that came while nobody was waiting. */
class Waiter {
  readonly onlyEnd: boolean
  #isWoken = false
  #notice: EndedNotice | undefined
  #resolve: (() => void) | undefined

  constructor (onlyEnd: boolean) {
    this.onlyEnd = onlyEnd
  }

  wake (notice: EndedNotice | undefined): void {
    this.#isWoken = true
    this.#notice = notice
    this.#resolve?.()
  }

  async next (signal: AbortSignal, pollMs: number): Promise<EndedNotice | undefined> {
    if (!this.#isWoken && !signal.aborted) await this.#first(signal, pollMs)
    const notice = this.#notice
    this.#isWoken = false
    this.#notice = undefined
    return notice
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
