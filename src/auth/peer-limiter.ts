/** Limits of one peer: calls a second, calls at once, bytes of requests in flight. All peers have the same limits, each its own share. */
import type { RateLimit } from '@subnetes/api'
import { refusal } from './refusal.ts'
import { fullBucket, refill, take } from './token-bucket.ts'
import type { Bucket, BucketOptions } from './token-bucket.ts'

/** Peers remembered; of those that have no call, the one that was quiet longest is forgotten first. */
export const DEFAULT_MAX_LIMITED_PEERS = 16_384

/** Told with limits that calls end and not time lifts. */
const BUSY_RETRY_MS = 100

/** What a {@link PeerLimiter} may be told. */
export interface PeerLimiterInit {
  /** @default {@link DEFAULT_MAX_LIMITED_PEERS} */
  maxPeers?: number | undefined
  now?: (() => number) | undefined
}

/** A call that was let in. */
export interface LimitedCall {
  /** More bytes of requests are in flight. @throws {SubnetesError} `resource_exhausted` when they are too many */
  hold: (bytes: number) => void
  /** Bytes held before are done with. */
  letGo: (bytes: number) => void
  /** The call is over, with all that it holds. Safe to call twice. */
  end: () => void
}

interface Use { bucket: Bucket | undefined, calls: number, bytes: number }

/** Counts per peer and refuses what is over, before any work. */
export class PeerLimiter {
  readonly #maxPeers: number
  readonly #now: () => number
  /** The one that was quiet longest comes first. */
  readonly #peers = new Map<string, Use>()
  #limits: RateLimit

  constructor (limits: RateLimit, init: PeerLimiterInit = {}) {
    this.#limits = limits
    this.#maxPeers = init.maxPeers ?? DEFAULT_MAX_LIMITED_PEERS
    this.#now = init.now ?? Date.now
  }

  /** Peers remembered now. */
  get peers (): number { return this.#peers.size }

  /** From now on. Calls that run are not cut off by lower limits. */
  update (limits: RateLimit): void {
    this.#limits = limits
  }

  /** Lets a call in. @param what for messages @throws {SubnetesError} `resource_exhausted` with a retry hint */
  admit (peer: string, what: string): LimitedCall {
    const use = this.#use(peer)
    const { concurrentCalls } = this.#limits
    if (concurrentCalls !== undefined && use.calls >= concurrentCalls) {
      throw refusal('concurrency', `this peer has ${use.calls} calls, as many as allowed; wait for one to end`, { what, retryAfterMs: BUSY_RETRY_MS })
    }
    this.#takeToken(use, what)
    use.calls += 1
    let held = 0
    let isOver = false
    const letGo = (bytes: number): void => {
      const freed = Math.min(bytes, held)
      held -= freed
      use.bytes -= freed
    }
    return {
      hold: (bytes) => {
        if (isOver) return
        this.#checkBytes(use, bytes, what)
        held += bytes
        use.bytes += bytes
      },
      letGo,
      end: () => {
        if (isOver) return
        isOver = true
        letGo(held)
        use.calls -= 1
      }
    }
  }

  #takeToken (use: Use, what: string): void {
    const options = bucketOf(this.#limits)
    if (options === undefined) {
      use.bucket = undefined
      return
    }
    const taken = take(use.bucket ?? fullBucket(options, this.#now()), options, this.#now())
    use.bucket = taken.bucket
    if (taken.waitMs > 0) throw refusal('rate', `this peer calls more than ${options.perSecond} times a second`, { what, retryAfterMs: taken.waitMs })
  }

  #checkBytes (use: Use, bytes: number, what: string): void {
    const { bytesInFlight } = this.#limits
    if (bytesInFlight === undefined || use.bytes + bytes <= bytesInFlight) return
    const retry = bytes > bytesInFlight ? {} : { retryAfterMs: BUSY_RETRY_MS }
    throw refusal('bytes', `requests of this peer would hold ${use.bytes + bytes} bytes; ${bytesInFlight} are allowed`, { what, ...retry })
  }

  #use (peer: string): Use {
    const known = this.#peers.get(peer)
    const use = known ?? { bucket: undefined, calls: 0, bytes: 0 }
    if (known === undefined && this.#peers.size >= this.#maxPeers) this.#makeRoom()
    this.#peers.delete(peer)
    this.#peers.set(peer, use)
    return use
  }

  /** Full buckets first: who is forgotten with one gains nothing. */
  #makeRoom (): void {
    const options = bucketOf(this.#limits)
    let idle: string | undefined
    let looked = 0
    for (const [peer, { calls, bucket }] of this.#peers) {
      if (calls === 0) {
        idle ??= peer
        const isFull = options === undefined || bucket === undefined || refill(bucket, options, this.#now()).tokens >= options.burst
        if (isFull) { this.#peers.delete(peer); return }
      }
      if (++looked >= 64) break
    }
    if (idle !== undefined) this.#peers.delete(idle)
  }
}

/** Undefined when calls a second are not limited. Without a burst, a second's worth of calls may come at once. */
function bucketOf ({ requestsPerSecond, burst }: RateLimit): BucketOptions | undefined {
  return requestsPerSecond === undefined ? undefined : { perSecond: requestsPerSecond, burst: burst ?? requestsPerSecond }
}
