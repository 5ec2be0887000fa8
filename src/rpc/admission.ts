/** Counts the calls and request bytes of one handle, per peer and in all, and refuses what is over the limit before any work is done. */
import { SubnetesError } from '@subnetes/common'
import type { ServeLimits } from './limits.ts'

/** A call that was let in. */
export interface Admitted {
  /** Says how many request bytes the call holds from now on. @throws {SubnetesError} `resource_exhausted` */
  hold: (bytes: number) => void
  /** The call is over. Safe to call twice. */
  release: () => void
}

interface Use { calls: number, bytes: number }

/** Lets calls in while there is room. */
export class Admission {
  readonly #handle: string
  readonly #limits: ServeLimits
  readonly #all: Use = { calls: 0, bytes: 0 }
  readonly #peers = new Map<string, Use>()

  constructor (handle: string, limits: ServeLimits) {
    this.#handle = handle
    this.#limits = limits
  }

  /** Calls that run now. */
  get calls (): number {
    return this.#all.calls
  }

  /** Lets a call of `peer` in. @throws {SubnetesError} `resource_exhausted` */
  admit (peer: string): Admitted {
    const use = this.#peers.get(peer) ?? { calls: 0, bytes: 0 }
    const { maxCalls, maxCallsPerPeer } = this.#limits
    if (use.calls >= maxCallsPerPeer) throw this.#full(`this peer has ${maxCallsPerPeer} calls running, as many as allowed; wait for some to end`)
    if (this.#all.calls >= maxCalls) throw this.#full(`${maxCalls} calls are running, as many as allowed; try again later`)
    this.#peers.set(peer, use)
    use.calls++
    this.#all.calls++
    let held = 0
    let over = false
    return {
      hold: (bytes) => { if (!over) held = this.#hold(use, held, bytes) },
      release: () => {
        if (over) return
        over = true
        this.#hold(use, held, 0)
        this.#all.calls--
        if (--use.calls === 0) this.#peers.delete(peer)
      }
    }
  }

  #hold (use: Use, before: number, bytes: number): number {
    const { maxHeldBytes, maxHeldBytesPerPeer } = this.#limits
    const more = bytes - before
    if (more > 0 && use.bytes + more > maxHeldBytesPerPeer) throw this.#full(`requests of this peer would hold over ${maxHeldBytesPerPeer} bytes; send fewer or smaller ones at once`)
    if (more > 0 && this.#all.bytes + more > maxHeldBytes) throw this.#full(`requests would hold over ${maxHeldBytes} bytes; try again later`)
    use.bytes += more
    this.#all.bytes += more
    return bytes
  }

  #full (why: string): SubnetesError {
    return new SubnetesError('resource_exhausted', `${this.#handle}: ${why}`)
  }
}
