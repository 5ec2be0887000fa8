/** Keeps telling the DHT which handles a node serves. */
import type { Libp2p } from '@libp2p/interface'
import { Backoff, SubnetesError, delay } from '@subnetes/common'
import type { Logger, Startable } from '@subnetes/common'
import { announceHandle, forgetHandle } from './discovery.ts'

/** Time between two announcements. 30 min: peers forget a provider after 48 h, but those that joined meanwhile should learn of it soon. */
export const ANNOUNCE_INTERVAL_MS = 30 * 60_000

/** Upper bound of the first pause, doubling up to the interval: at the start few peers are known, and a record may reach nobody. */
export const ANNOUNCE_FIRST_PAUSE_MS = 1000

/** Longest time of one announcement, which asks many peers. */
export const ANNOUNCE_TIMEOUT_MS = 60_000

/** What an {@link Announcer} needs. */
export interface AnnouncerInit {
  node: Libp2p
  logger: Logger
  /** @default {@link ANNOUNCE_INTERVAL_MS} */
  intervalMs?: number
}

/** Announces a set of handles, one after the other, again and again from `start` to `stop`. */
export class Announcer implements Startable {
  readonly #node: Libp2p
  readonly #logger: Logger
  readonly #intervalMs: number
  readonly #handles = new Set<string>()
  #stopped: AbortController | undefined
  #work: Promise<void> = Promise.resolve()

  constructor (init: AnnouncerInit) {
    this.#node = init.node
    this.#logger = init.logger.child({ component: 'announcer' })
    this.#intervalMs = init.intervalMs ?? ANNOUNCE_INTERVAL_MS
  }

  /** Announces the handle from now on, or from `start` on. */
  add (handle: string): void {
    this.#handles.add(handle)
  }

  /** Announces the handle no more. */
  remove (handle: string): void {
    if (!this.#handles.delete(handle)) return
    forgetHandle(this.#node, handle).catch((error: unknown) => this.#logger.debug('record not forgotten', { handle, error: SubnetesError.from(error).message }))
  }

  async start (): Promise<void> {
    if (this.#stopped !== undefined) return
    const stopped = this.#stopped = new AbortController()
    this.#work = this.#repeat(stopped.signal)
  }

  async stop (): Promise<void> {
    this.#stopped?.abort(new SubnetesError('cancelled', 'the announcer stopped'))
    this.#stopped = undefined
    await this.#work
    for (const handle of [...this.#handles]) this.remove(handle)
  }

  async #repeat (signal: AbortSignal): Promise<void> {
    const backoff = new Backoff({ minMs: Math.min(ANNOUNCE_FIRST_PAUSE_MS, this.#intervalMs), maxMs: this.#intervalMs })
    while (!signal.aborted) {
      for (const handle of [...this.#handles]) await this.#announce(handle, signal)
      await delay(backoff.next(), { signal, unref: true }).catch(() => {}) // an abort ends the pause; the loop looks at the signal itself
    }
  }

  async #announce (handle: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    try {
      await announceHandle(this.#node, handle, { signal: AbortSignal.any([signal, AbortSignal.timeout(ANNOUNCE_TIMEOUT_MS)]) })
      this.#logger.debug('handler announced', { handle })
    } catch (error) {
      this.#logger.debug('handler not announced', { handle, error: SubnetesError.from(error).message })
    }
  }
}
