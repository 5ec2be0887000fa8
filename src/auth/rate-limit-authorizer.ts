/** The template's limits per peer, with blocks for those who go on. */
import type { Authorizer, AuthorizerCall } from '@subnetes/rpc'
import { refusal } from './refusal.ts'
import { fullBucket, take } from './token-bucket.ts'
import type { Bucket } from './token-bucket.ts'

/** Limits of the template. */
export const DEFAULT_RATE_LIMITS = { perSecond: 10, burst: 20, perMinute: 100, perHour: 1000 } as const

/** Blocks of the template: over a limit; at three times a limit; at five times, or at the tenth violation. */
export const BLOCK_MS = { first: 300_000, triple: 3_600_000, worst: 86_400_000 } as const

/** The violation that brings the longest block. */
export const MAX_VIOLATIONS = 10

/** Peers remembered. Above it those that were quiet longest and are not blocked are forgotten. */
export const DEFAULT_MAX_RATE_PEERS = 16_384

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** What a {@link RateLimitAuthorizer} may be told. */
export interface RateLimitAuthorizerInit {
  /** @default {@link DEFAULT_RATE_LIMITS} */
  limits?: Partial<Record<keyof typeof DEFAULT_RATE_LIMITS, number>> | undefined
  /** Called when a block begins: to close connections or ban an address. */
  onBlock?: ((peer: string, untilMs: number) => void) | undefined
  /** @default {@link DEFAULT_MAX_RATE_PEERS} */
  maxPeers?: number | undefined
  now?: (() => number) | undefined
}

interface Window { startMs: number, calls: number }

interface Use {
  bucket: Bucket
  readonly minute: Window
  readonly hour: Window
  violations: number
  blockedAtMs: number
  blockedUntilMs: number
}

/** Refuses callers with `resource_exhausted` and a retry hint, before their message is looked at. Calls while blocked count, so a peer that goes on is blocked longer. */
export class RateLimitAuthorizer implements Authorizer {
  readonly #limits: Readonly<Record<keyof typeof DEFAULT_RATE_LIMITS, number>>
  readonly #onBlock: (peer: string, untilMs: number) => void
  readonly #maxPeers: number
  readonly #now: () => number
  /** The one that was quiet longest comes first. */
  readonly #peers = new Map<string, Use>()

  constructor (init: RateLimitAuthorizerInit = {}) {
    this.#limits = { ...DEFAULT_RATE_LIMITS, ...init.limits }
    this.#onBlock = init.onBlock ?? (() => {})
    this.#maxPeers = init.maxPeers ?? DEFAULT_MAX_RATE_PEERS
    this.#now = init.now ?? Date.now
  }

  /** Peers remembered now. */
  get peers (): number { return this.#peers.size }

  readonly authorizeCaller = ({ remotePeer, handle }: AuthorizerCall): void => {
    const now = this.#now()
    const use = this.#use(remotePeer, now)
    const excess = this.#count(use, now)
    if (excess > 1) this.#block(remotePeer, use, { now, excess })
    if (use.blockedUntilMs > now) throw refusal('blocked', 'this peer called too often and is blocked', { what: handle, retryAfterMs: use.blockedUntilMs - now })
    const taken = take(use.bucket, this.#limits, now)
    use.bucket = taken.bucket
    if (taken.waitMs > 0) throw refusal('rate', `this peer called more than ${this.#limits.perSecond} times a second`, { what: handle, retryAfterMs: taken.waitMs })
  }

  /** Counts the call; how many times a limit the calls are, 1 being just within. */
  #count (use: Use, now: number): number {
    return Math.max(add(use.minute, MINUTE_MS, now) / this.#limits.perMinute, add(use.hour, HOUR_MS, now) / this.#limits.perHour)
  }

  /** Begins a block, or makes the running one longer. */
  #block (peer: string, use: Use, { now, excess }: { now: number, excess: number }): void {
    if (use.blockedUntilMs <= now) {
      use.violations += 1
      use.blockedAtMs = now
    }
    const untilMs = use.blockedAtMs + blockMs(excess, use.violations)
    if (untilMs <= use.blockedUntilMs) return
    use.blockedUntilMs = untilMs
    this.#onBlock(peer, untilMs)
  }

  #use (peer: string, now: number): Use {
    const known = this.#peers.get(peer)
    const use = known ?? newUse(fullBucket(this.#limits, now), now)
    if (known === undefined && this.#peers.size >= this.#maxPeers) this.#forgetOne(now)
    this.#peers.delete(peer)
    this.#peers.set(peer, use)
    return use
  }

  /** Looks at a few only: with that many blocked peers, forgetting one of them is the lesser evil. */
  #forgetOne (now: number): void {
    let looked = 0
    let oldest: string | undefined
    for (const [peer, { blockedUntilMs }] of this.#peers) {
      oldest ??= peer
      if (blockedUntilMs <= now) { this.#peers.delete(peer); return }
      if (++looked >= 64) break
    }
    if (oldest !== undefined) this.#peers.delete(oldest)
  }
}

function newUse (bucket: Bucket, now: number): Use {
  return { bucket, minute: { startMs: now, calls: 0 }, hour: { startMs: now, calls: 0 }, violations: 0, blockedAtMs: 0, blockedUntilMs: 0 }
}

function blockMs (excess: number, violations: number): number {
  if (excess >= 5 || violations >= MAX_VIOLATIONS) return BLOCK_MS.worst
  return excess >= 3 ? BLOCK_MS.triple : BLOCK_MS.first
}

function add (window: Window, lengthMs: number, now: number): number {
  if (now - window.startMs >= lengthMs || now < window.startMs) {
    window.startMs = now
    window.calls = 0
  }
  return ++window.calls
}
