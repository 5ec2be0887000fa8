/**
 * Tells the DHT which handlers a node serves, and again and again until it no longer does. kad-dht cannot delete a record: it is a
 * hint that ages, so stopping to announce is all there is.
 */
import { SubnetesError, delay } from '@subnetes/common'
import type { Logger, Startable } from '@subnetes/common'
import type { IdentifyResult, Libp2p } from '@libp2p/interface'
import { announceHandle, forgetHandle } from './discovery.ts'
import { KAD_PROTOCOL } from './node.ts'

/** Longest time between two announcements of a handle. 30 min: well under the 48 h after which kad peers forget a provider, short enough that peers who joined meanwhile learn of it. */
export const ANNOUNCE_INTERVAL_MS = 30 * 60_000
/** Time between the first two announcements; it doubles up to the interval. At the start few peers are known, and a record may reach nobody. */
export const ANNOUNCE_FIRST_PAUSE_MS = 1000
/** So many new DHT peers make the pauses short again: kad's replication factor. Later ones change little about who holds the record. */
export const ANNOUNCE_NEW_PEERS = 20
/** One announcement asks many peers; this bounds it. */
export const ANNOUNCE_TIMEOUT_MS = 60_000
/** Announcements under way at once. */
export const ANNOUNCE_CONCURRENCY = 4

/** What an {@link Announcer} needs. */
export interface AnnouncerComponents {
  /** Puts one provider record for a handle. */
  announce: (handle: string, options: { signal: AbortSignal }) => Promise<void>
  /** Stops what the DHT itself would repeat. */
  forget: (handle: string) => Promise<void>
  /** Calls back when a DHT peer has been met; earlier announcements may not have reached anybody. @returns how to stop */
  onNewPeer: (listener: () => void) => () => void
  logger: Logger
}

/** Announces a set of handles. */
export class Announcer implements Startable {
  readonly #components: AnnouncerComponents
  readonly #handles = new Map<string, AbortController>()
  readonly #waiting: Array<() => void> = []
  #underWay = 0
  #stopListening: (() => void) | undefined
  #running = false
  #newPeer = Promise.withResolvers<void>()

  constructor (components: AnnouncerComponents) {
    this.#components = components
  }

  async start (): Promise<void> {
    if (this.#running) return
    this.#running = true
    let peers = 0
    this.#stopListening = this.#components.onNewPeer(() => {
      if (++peers > ANNOUNCE_NEW_PEERS) return
      this.#newPeer.resolve()
      this.#newPeer = Promise.withResolvers()
    })
    for (const [handle, controller] of this.#handles) this.#launch(handle, controller.signal)
  }

  async stop (): Promise<void> {
    this.#running = false
    this.#stopListening?.()
    for (const handle of [...this.#handles.keys()]) this.remove(handle)
  }

  /** Announces a handle from now on (from `start` on). */
  add (handle: string): void {
    if (this.#handles.has(handle)) return
    const controller = new AbortController()
    this.#handles.set(handle, controller)
    if (this.#running) this.#launch(handle, controller.signal)
  }

  /** Announces a handle no more. */
  remove (handle: string): void {
    const controller = this.#handles.get(handle)
    if (controller === undefined) return
    this.#handles.delete(handle)
    controller.abort(new SubnetesError('cancelled', `${handle} is no longer announced`))
    this.#components.forget(handle).catch((error: unknown) => { this.#components.logger.debug('record not forgotten', { handle, error: SubnetesError.from(error).message }) })
  }

  #launch (handle: string, signal: AbortSignal): void {
    this.#repeat(handle, signal).catch((error: unknown) => {
      if (!signal.aborted) this.#components.logger.error('announcing ended', { handle, error: SubnetesError.from(error).message })
    })
  }

  async #repeat (handle: string, signal: AbortSignal): Promise<void> {
    let pauseMs = ANNOUNCE_FIRST_PAUSE_MS
    while (!signal.aborted) {
      const newPeer = this.#newPeer.promise
      await this.#announce(handle, signal)
      const hasNewPeer = await pause(pauseMs, newPeer, signal)
      pauseMs = hasNewPeer ? ANNOUNCE_FIRST_PAUSE_MS : Math.min(pauseMs * 2, ANNOUNCE_INTERVAL_MS)
    }
  }

  async #announce (handle: string, signal: AbortSignal): Promise<void> {
    await this.#enter()
    try {
      if (signal.aborted) return
      await this.#components.announce(handle, { signal: AbortSignal.any([signal, AbortSignal.timeout(ANNOUNCE_TIMEOUT_MS)]) })
      this.#components.logger.debug('handler announced', { handle })
    } catch (error) {
      this.#components.logger.debug('handler not announced', { handle, error: SubnetesError.from(error).message })
    } finally {
      this.#leave()
    }
  }

  async #enter (): Promise<void> {
    if (this.#underWay < ANNOUNCE_CONCURRENCY) { this.#underWay += 1; return }
    await new Promise<void>((resolve) => { this.#waiting.push(resolve) })
  }

  #leave (): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#underWay -= 1
    else next()
  }
}

/** An announcer over a node's kad-dht. */
export function dhtAnnouncer (node: Libp2p, logger: Logger): Announcer {
  return new Announcer({
    announce: async (handle, options) => { await announceHandle(node, handle, options) },
    forget: async (handle) => { await forgetHandle(node, handle) },
    onNewPeer: (listener) => {
      const onIdentify = ({ detail }: CustomEvent<IdentifyResult>): void => { if (detail.protocols.includes(KAD_PROTOCOL)) listener() }
      node.addEventListener('peer:identify', onIdentify)
      return () => node.removeEventListener('peer:identify', onIdentify)
    },
    logger: logger.child({ component: 'announcer' })
  })
}

/** Ends at the time, or a little after a new peer came (several come together), or at the abort. @returns whether a new peer ended it */
async function pause (pauseMs: number, newPeer: Promise<void>, signal: AbortSignal): Promise<boolean> {
  const end = new AbortController()
  const until = AbortSignal.any([signal, end.signal])
  const timer = delay(pauseMs, { signal: until, unref: true }).then(() => false)
  const peer = newPeer.then(async () => await delay(ANNOUNCE_FIRST_PAUSE_MS, { signal: until, unref: true })).then(() => true)
  try {
    return await Promise.race([timer, peer])
  } catch {
    return false // an abort ends the pause; the loop looks at the signal itself
  } finally {
    peer.catch(() => {}) // ends by the abort below, if at all
    timer.catch(() => {})
    end.abort()
  }
}
