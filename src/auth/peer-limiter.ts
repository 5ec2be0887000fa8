/** Limits of one peer: calls a second, which replicas may share, calls at once, bytes of requests in flight. All peers have the same limits, each its own share. */
import type { RateLimit } from '@subnetes/api'
import { ALONE, localRate, sharedBucket } from './rate-share.ts'
import type { ShareState } from './rate-share.ts'
import type { RateLevel } from './rate-store.ts'
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
  /** The other replicas that keep the same limits. @default there are none */
  share?: { readonly state: ShareState } | undefined
}

/** Calls of a peer that the other replicas do not know of; none of a peer that was only refused. */
export interface UntoldUse {
  readonly peer: string
  readonly taken: number
  /** What is allowed at all replicas together. */
  readonly options: BucketOptions
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

interface Use {
  bucket: Bucket | undefined
  calls: number
  bytes: number
  /** Calls that the other replicas do not know of. */
  untold: number
  /** Replicas at which the peer called lately. */
  active: number
}

/** Counts per peer and refuses what is over, before any work. */
export class PeerLimiter {
  readonly #maxPeers: number
  readonly #now: () => number
  readonly #share: PeerLimiterInit['share']
  /** Peers to ask the other replicas about, the first that called first. */
  readonly #untold = new Set<string>()
  /** The one that was quiet longest comes first. */
  readonly #peers = new Map<string, Use>()
  #limits: RateLimit

  constructor (limits: RateLimit, init: PeerLimiterInit = {}) {
    this.#limits = limits
    this.#maxPeers = init.maxPeers ?? DEFAULT_MAX_LIMITED_PEERS
    this.#now = init.now ?? Date.now
    this.#share = init.share
  }

  /** Peers remembered now. */
  get peers (): number { return this.#peers.size }

  /** From now on. Calls that run are not cut off by lower limits. */
  update (limits: RateLimit): void {
    this.#limits = limits
  }

  /** Takes out what the other replicas are to be told, of `max` peers at most. */
  takeUntold (max: number): UntoldUse[] {
    const options = bucketOf(this.#limits)
    const uses: UntoldUse[] = []
    for (const peer of this.#untold) {
      if (uses.length >= max) break
      this.#untold.delete(peer)
      const use = this.#peers.get(peer)
      if (use === undefined || options === undefined) continue
      uses.push({ peer, taken: use.untold, options })
      use.untold = 0
    }
    return uses
  }

  /** What was taken out could not be told. */
  putBack ({ peer, taken }: UntoldUse): void {
    const use = this.#peers.get(peer)
    if (use !== undefined) this.#addUntold(peer, use, taken)
  }

  /** What a peer has used at all replicas, by what was told last. */
  learn (peer: string, { level, active }: RateLevel): void {
    const use = this.#peers.get(peer)
    const options = bucketOf(this.#limits)
    if (use === undefined || options === undefined) return
    use.bucket = sharedBucket(options, { level, taken: use.untold }, this.#now())
    use.active = active
  }

  /** Lets a call in. @param what for messages @throws {SubnetesError} `resource_exhausted` with a retry hint */
  admit (peer: string, what: string): LimitedCall {
    const use = this.#use(peer)
    const { concurrentCalls } = this.#limits
    if (concurrentCalls !== undefined && use.calls >= concurrentCalls) {
      throw refusal('concurrency', `this peer has ${use.calls} calls, as many as allowed; wait for one to end`, { what, retryAfterMs: BUSY_RETRY_MS })
    }
    this.#takeToken(peer, use, what)
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

  #takeToken (peer: string, use: Use, what: string): void {
    const options = bucketOf(this.#limits)
    if (options === undefined) {
      use.bucket = undefined
      return
    }
    const state = this.#share?.state ?? ALONE
    const local = localRate(options, state, use.active)
    const taken = take(use.bucket ?? fullBucket(local, this.#now()), local, this.#now())
    use.bucket = taken.bucket
    // What a replica gives of its own part is no matter of the others. Who is refused is asked about too: it may be that the others give it less by now.
    if (this.#share !== undefined && state.isShared) this.#addUntold(peer, use, taken.waitMs > 0 ? 0 : 1)
    if (taken.waitMs > 0) throw refusal('rate', `this peer calls more than ${options.perSecond} times a second`, { what, retryAfterMs: taken.waitMs })
  }

  #addUntold (peer: string, use: Use, taken: number): void {
    use.untold += taken
    this.#untold.add(peer)
  }

  #checkBytes (use: Use, bytes: number, what: string): void {
    const { bytesInFlight } = this.#limits
    if (bytesInFlight === undefined || use.bytes + bytes <= bytesInFlight) return
    const retry = bytes > bytesInFlight ? {} : { retryAfterMs: BUSY_RETRY_MS }
    throw refusal('bytes', `requests of this peer would hold ${use.bytes + bytes} bytes; ${bytesInFlight} are allowed`, { what, ...retry })
  }

  #use (peer: string): Use {
    const known = this.#peers.get(peer)
    const use = known ?? { bucket: undefined, calls: 0, bytes: 0, untold: 0, active: 1 }
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
