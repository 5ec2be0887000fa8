/** Refuses calls before any work: too many at once or too fast, the gateway has enough to do, or it is leaving. Cheaper than the request it refuses. */
import { PeerLimiter, refusal } from '@subnetes/auth'
import { SubnetesError } from '@subnetes/common'
import { shedFrom } from '../pressure.ts'
import type { SharedRates } from '@subnetes/auth'
import type { Call } from '@subnetes/rpc'
import type { CallObserver } from './observe.ts'

/** Told with limits that calls end and not time lifts. */
const BUSY_RETRY_MS = 100
/** Told when the gateway has enough to do. */
const OVERLOAD_RETRY_MS = 1_000

/** Bounds of {@link Admission}. */
export interface AdmissionLimits {
  /** Calls at the gateway at once. */
  readonly maxCalls: number
  /** The same for one peer. */
  readonly maxCallsPerPeer: number
  /** Calls a second of one peer. @default no limit */
  readonly requestsPerSecond?: number | undefined
  /** Calls at once above that. @default a second's worth */
  readonly requestBurst?: number | undefined
}

/** What {@link Admission} asks. */
export interface AdmissionComponents {
  /** Stake class of a peer, 0 being none. */
  readonly classOf: (peer: string) => number
  /** Whether memory asks to refuse a class now. */
  readonly isShort: (peerClass: number) => boolean
  /** Keeps rates together with other replicas. @default this one by itself */
  readonly rates?: SharedRates | undefined
}

/** Counts the calls at this gateway, by peer. One for all protocols. */
export class Admission {
  readonly #limits: AdmissionLimits
  readonly #components: AdmissionComponents
  readonly #rates: PeerLimiter | undefined
  readonly #perPeer = new Map<string, number>()
  #running = 0
  #draining = false
  #idle = Promise.withResolvers<void>()

  constructor (limits: AdmissionLimits, components: AdmissionComponents) {
    this.#limits = limits
    this.#components = components
    this.#rates = rateLimiter(limits, components)
    this.#idle.resolve()
  }

  /** Calls that run or wait now. */
  get running (): number { return this.#running }

  /** From now on every new call is refused with `unavailable`; running ones go on. */
  drain (): void { this.#draining = true }

  /** Resolves when no call runs. */
  async idle (): Promise<void> { await this.#idle.promise }

  /** Admits a call or throws: `unavailable` while draining, `resource_exhausted` with a time to come back over a limit. */
  readonly observer: CallObserver = (call) => {
    const ofPeer = this.#perPeer.get(call.remotePeer) ?? 0
    if (this.#draining) throw new SubnetesError('unavailable', `${call.handle}: this gateway is shutting down and takes no new call; try another peer`)
    this.#refuseExcess(call, ofPeer)
    this.#rates?.admit(call.remotePeer, call.handle).end()
    if (this.#running === 0) this.#idle = Promise.withResolvers<void>()
    this.#running += 1
    this.#perPeer.set(call.remotePeer, ofPeer + 1)
    return () => this.#leave(call.remotePeer)
  }

  /** Those of the lowest class are refused first, well before the gateway is full. */
  #refuseExcess ({ remotePeer, handle: what }: Call, ofPeer: number): void {
    const { maxCalls, maxCallsPerPeer } = this.#limits
    if (ofPeer >= maxCallsPerPeer) {
      throw refusal('concurrency', `this peer has ${ofPeer} calls at this gateway, which is the limit; wait for one to end`, { what, retryAfterMs: BUSY_RETRY_MS })
    }
    const peerClass = this.#components.classOf(remotePeer)
    if (this.#running >= maxCalls * shedFrom(peerClass)) {
      throw refusal('overloaded', `this gateway has ${this.#running} calls, which is its limit for this peer; try again later or another peer`, { what, retryAfterMs: OVERLOAD_RETRY_MS })
    }
    if (this.#components.isShort(peerClass)) {
      throw refusal('overloaded', 'this gateway is short of memory and serves others first; try again later or another peer', { what, retryAfterMs: OVERLOAD_RETRY_MS })
    }
  }

  #leave (peer: string): void {
    const left = (this.#perPeer.get(peer) ?? 1) - 1
    if (left === 0) this.#perPeer.delete(peer)
    else this.#perPeer.set(peer, left)
    this.#running -= 1
    if (this.#running === 0) this.#idle.resolve()
  }
}

function rateLimiter ({ requestsPerSecond, requestBurst }: AdmissionLimits, { rates }: AdmissionComponents): PeerLimiter | undefined {
  if (requestsPerSecond === undefined) return undefined
  const limits = { requestsPerSecond, ...(requestBurst === undefined ? {} : { burst: requestBurst }) }
  return rates?.limiter('gateway', limits) ?? new PeerLimiter(limits)
}
