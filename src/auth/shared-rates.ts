/**
 * Rates of peers that hold for all replicas together. A call never waits: each replica lets in by what it knows, tells the others a few times a second what it
 * let in, and takes from its own buckets what they did. When they cannot be told, each gives its part of the limit.
 */
import { createHash } from 'node:crypto'
import type { RateLimit } from '@subnetes/api'
import { SubnetesError, silentLogger, silentMetrics } from '@subnetes/common'
import type { Logger, Metrics, Startable } from '@subnetes/common'
import { PeerLimiter } from './peer-limiter.ts'
import type { PeerLimiterInit, UntoldUse } from './peer-limiter.ts'
import { deepestDebt } from './rate-share.ts'
import type { ShareState } from './rate-share.ts'
import type { RateStore, RateUse } from './rate-store.ts'

/** How often use is told. What peers may have too much is what they can take in this time. */
export const TELL_INTERVAL_MS = 250

/** How often a replica without calls says that it lives. */
export const ALIVE_INTERVAL_MS = 1_000

/** Without an answer for so long a replica goes back to its part. Two missed answers of {@link ALIVE_INTERVAL_MS}, with the client's own time limit. */
export const LATE_MS = 2_500

/** Peers told of at once; the rest waits for the next time. 2.5 ms of Redis, measured: a tenth of it when ten replicas have so many peers all the time. */
export const MAX_TOLD_PEERS = 256

/** What {@link SharedRates} stand on. */
export interface SharedRatesComponents {
  store: RateStore
  logger?: Logger | undefined
  metrics?: Metrics | undefined
  now?: (() => number) | undefined
}

/** What {@link SharedRates} are told. */
export interface SharedRatesInit {
  /** This replica, unlike all others. */
  readonly replica: string
  /** Replicas that there are for certain, until the store has told how many live. @default 1 */
  readonly replicas?: number | undefined
}

/** The limiters of one replica that share. Stopped, it no longer tells, and its limiters give their part. */
export class SharedRates implements Startable {
  readonly #components: SharedRatesComponents
  readonly #replica: string
  readonly #now: () => number
  readonly #gauge: ReturnType<Metrics['gauge']>
  /** By what is limited, of which a name has one limiter. */
  readonly #limiters = new Map<string, PeerLimiter>()
  #state: ShareState
  #answeredAtMs = -Infinity
  #askedAtMs = -Infinity
  #asking: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor (init: SharedRatesInit, components: SharedRatesComponents) {
    this.#components = components
    this.#replica = init.replica
    this.#now = components.now ?? (() => performance.now())
    this.#state = { isShared: false, replicas: init.replicas ?? 1 }
    this.#gauge = (components.metrics ?? silentMetrics).gauge({ name: 'subnetes_gateway_rates_shared', help: '1 while rates of peers are kept by all replicas together, 0 while each gives its part' })
    this.#gauge.set(0)
  }

  /** What is known of the other replicas now. */
  get state (): ShareState { return this.#state }

  /** A limiter whose rates are shared with the limiters of that name at other replicas, in place of the one that had the name here. */
  limiter (name: string, limits: RateLimit, init: Omit<PeerLimiterInit, 'share'> = {}): PeerLimiter {
    const limiter = new PeerLimiter(limits, { ...init, share: this })
    this.#limiters.set(name, limiter)
    return limiter
  }

  /** Its use is no longer told. */
  release (limiter: PeerLimiter): void {
    for (const [name, known] of this.#limiters) if (known === limiter) this.#limiters.delete(name)
  }

  async start (): Promise<void> {
    if (this.#timer !== undefined) return
    this.#timer = setInterval(() => { void this.tick() }, TELL_INTERVAL_MS)
    this.#timer.unref()
    await this.tick()
  }

  async stop (): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    await this.#asking
    this.#become({ isShared: false, replicas: this.#state.replicas })
  }

  /** Tells what there is to tell, unless that is going on, and looks whether answers are late. Runs by itself; never rejects. */
  async tick (): Promise<void> {
    if (this.#state.isShared && this.#now() - this.#answeredAtMs > LATE_MS) {
      this.#become({ isShared: false, replicas: this.#state.replicas })
      this.#components.logger?.warn('the use of other replicas is not known: rates of peers are divided by the number of replicas', { replicas: this.#state.replicas })
    }
    if (this.#asking !== undefined) return
    const untold = this.#takeUntold()
    if (untold.length === 0 && this.#now() - this.#askedAtMs < ALIVE_INTERVAL_MS) return
    this.#askedAtMs = this.#now()
    this.#asking = this.#tell(untold).finally(() => { this.#asking = undefined })
    await this.#asking
  }

  async #tell (untold: readonly Untold[]): Promise<void> {
    const { store, logger = silentLogger } = this.#components
    try {
      const { replicas, levels } = await store.tell(this.#replica, untold.map(rateUse))
      this.#answeredAtMs = this.#now()
      if (!this.#state.isShared) logger.info('rates of peers are shared with the other replicas', { replicas })
      this.#become({ isShared: true, replicas })
      for (const [index, { limiter, use }] of untold.entries()) {
        const level = levels[index]
        if (level !== undefined) limiter.learn(use.peer, level)
      }
    } catch (error) {
      logger.debug('use not told', { error: SubnetesError.from(error).message })
      if (this.#state.isShared) for (const { limiter, use } of untold) limiter.putBack(use)
    }
  }

  /** A limiter that has much to tell does not keep the others from it: they come first the next time. */
  #takeUntold (): Untold[] {
    const untold: Untold[] = []
    for (const [name, limiter] of [...this.#limiters]) {
      const uses = limiter.takeUntold(MAX_TOLD_PEERS - untold.length)
      untold.push(...uses.map((use) => ({ name, limiter, use })))
      if (untold.length < MAX_TOLD_PEERS) continue
      this.#limiters.delete(name)
      this.#limiters.set(name, limiter)
      break
    }
    return untold
  }

  #become (state: ShareState): void {
    // What was let in under one share is not held against the other.
    if (this.#state.isShared && !state.isShared) for (const limiter of this.#limiters.values()) limiter.takeUntold(Infinity)
    this.#state = state
    this.#gauge.set(state.isShared ? 1 : 0)
  }
}

interface Untold { readonly name: string, readonly limiter: PeerLimiter, readonly use: UntoldUse }

function rateUse ({ name, use: { peer, taken, options } }: Untold): RateUse {
  const key = createHash('sha256').update(`${name}\0${peer}`).digest('base64url').slice(0, 22)
  return { key, taken, perSecond: options.perSecond, maxLevel: options.burst + deepestDebt(options) }
}
