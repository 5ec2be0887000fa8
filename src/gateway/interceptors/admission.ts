/** Refuses calls before any work: too many at once, or the gateway is leaving. Cheaper than the request it refuses. */
import { SubnetesError } from '@subnetes/common'
import type { CallObserver } from './observe.ts'

/** Bounds of {@link Admission}. */
export interface AdmissionLimits {
  /** Calls at the gateway at once. */
  readonly maxCalls: number
  /** The same for one peer. */
  readonly maxCallsPerPeer: number
}

/** Counts the calls at this gateway, by peer. One for all protocols. */
export class Admission {
  readonly #limits: AdmissionLimits
  readonly #perPeer = new Map<string, number>()
  #running = 0
  #draining = false
  #idle = Promise.withResolvers<void>()

  constructor (limits: AdmissionLimits) {
    this.#limits = limits
    this.#idle.resolve()
  }

  /** Calls that run or wait now. */
  get running (): number { return this.#running }

  /** From now on every new call is refused with `unavailable`; running ones go on. */
  drain (): void { this.#draining = true }

  /** Resolves when no call runs. */
  async idle (): Promise<void> { await this.#idle.promise }

  /** Admits a call or throws: `unavailable` while draining, `resource_exhausted` over a limit. */
  readonly observer: CallObserver = (call) => {
    const ofPeer = this.#perPeer.get(call.remotePeer) ?? 0
    if (this.#draining) throw new SubnetesError('unavailable', `${call.handle}: this gateway is shutting down and takes no new call; try another peer`)
    if (ofPeer >= this.#limits.maxCallsPerPeer) {
      throw new SubnetesError('resource_exhausted', `${call.handle}: this peer has ${ofPeer} calls at this gateway, which is the limit; wait for one to end`, { retryable: true })
    }
    if (this.#running >= this.#limits.maxCalls) {
      throw new SubnetesError('resource_exhausted', `${call.handle}: this gateway has ${this.#running} calls, which is its limit; try again later or another peer`, { retryable: true })
    }
    if (this.#running === 0) this.#idle = Promise.withResolvers<void>()
    this.#running += 1
    this.#perPeer.set(call.remotePeer, ofPeer + 1)
    return () => this.#leave(call.remotePeer)
  }

  #leave (peer: string): void {
    const left = (this.#perPeer.get(peer) ?? 1) - 1
    if (left === 0) this.#perPeer.delete(peer)
    else this.#perPeer.set(peer, left)
    this.#running -= 1
    if (this.#running === 0) this.#idle.resolve()
  }
}
