/**
 * Every call at this gateway, counted once: for its limits, its metrics and logs, the drain, and the reports of idle and busy protocols.
 * A call over a limit is refused before any work, which is cheaper than the request it refuses.
 */
import { PeerLimiter, refusal } from '@subnetes/auth'
import type { SharedRates } from '@subnetes/auth'
import { CallRelay, ENDED_CALL, SubnetesError } from '@subnetes/common'
import type { Logger, Metrics } from '@subnetes/common'
import type { CallFacts, CallFilter } from '@subnetes/rpc'
import { CallRecorder } from './call-recorder.ts'
import { shedFrom } from './pressure.ts'

/** A retry hint for limits that are lifted by the end of a call. */
const BUSY_RETRY_MS = 100
/** A retry hint while the gateway has enough to do. */
const OVERLOAD_RETRY_MS = 1_000

/** Bounds of a {@link CallLedger}. */
export interface CallLimits {
  /** Calls at the gateway at once. */
  readonly maxCalls: number
  /** The same for one peer. */
  readonly maxCallsPerPeer: number
  /** Calls a second of one peer. @default no limit */
  readonly requestsPerSecond?: number | undefined
  /** Calls at once above that. @default a second's worth */
  readonly requestBurst?: number | undefined
}

/** Which peers go first when there is not room for all. */
export interface PeerPriorities {
  /** Stake class of a peer, 0 being none. */
  readonly classOf: (peer: string) => number
  /** Whether memory asks to refuse a class now. */
  readonly isShort: (peerClass: number) => boolean
}

/** What a {@link CallLedger} needs. */
export interface CallLedgerComponents {
  readonly priorities: PeerPriorities
  /** Keeps rates together with other replicas. @default this one by itself */
  readonly rates?: SharedRates | undefined
  readonly metrics: Metrics
  readonly logger: Logger
}

/** The calls of one protocol. */
export interface LedgerPage {
  /** Stands around every call of the protocol, outermost: refusals are counted and logged too. */
  readonly filter: CallFilter
  /** Resolves when no call of the protocol runs. */
  readonly idle: () => Promise<void>
}

/** The ledger of one gateway. */
export class CallLedger {
  readonly #limits: CallLimits
  readonly #components: CallLedgerComponents
  readonly #rates: PeerLimiter | undefined
  readonly #perPeer = new Map<string, number>()
  readonly #all = new Tally()
  #isDraining = false

  constructor (components: CallLedgerComponents, limits: CallLimits) {
    this.#components = components
    this.#limits = limits
    this.#rates = rateLimiter(limits, components)
  }

  /** Calls that run or wait now. */
  get running (): number {
    return this.#all.running
  }

  /** From now on every new call is refused with `unavailable`; running ones go on. */
  drain (): void {
    this.#isDraining = true
  }

  /** Resolves when no call runs. */
  async idle (): Promise<void> {
    await this.#all.idle()
  }

  /** @param onCrossing called when the protocol goes from idle to busy or back */
  page (protocol: string, onCrossing: () => void = () => {}): LedgerPage {
    const tally = new Tally(onCrossing)
    const recorder = new CallRecorder(this.#components, protocol)
    return {
      idle: async () => await tally.idle(),
      filter: (next) => (call, sink) => {
        const record = recorder.begin(call)
        const refused = this.#refusal(call)
        if (refused !== undefined) {
          record(refused, 0)
          sink.end(refused)
          return ENDED_CALL
        }
        this.#enter(call.remotePeer, tally)
        const relay = new CallRelay(sink, (error, messages) => {
          this.#leave(call.remotePeer, tally)
          record(error, messages)
        })
        relay.start((answers) => next(call, answers))
        return relay
      }
    }
  }

  /** Of too many calls those of the lowest class are refused first, well before the gateway is full. */
  #refusal (call: CallFacts): SubnetesError | undefined {
    const { remotePeer, handle: what } = call
    const { maxCalls, maxCallsPerPeer } = this.#limits
    if (this.#isDraining) return new SubnetesError('unavailable', `${what}: this gateway is shutting down and takes no new call; try another peer`)
    const ofPeer = this.#perPeer.get(remotePeer) ?? 0
    if (ofPeer >= maxCallsPerPeer) {
      return refusal('concurrency', `this peer has ${ofPeer} calls at this gateway, which is the limit; wait for one to end`, { what, retryAfterMs: BUSY_RETRY_MS })
    }
    const peerClass = this.#components.priorities.classOf(remotePeer)
    if (this.running >= maxCalls * shedFrom(peerClass)) {
      return refusal('overloaded', `this gateway has ${this.running} calls, which is its limit for this peer; try again later or another peer`, { what, retryAfterMs: OVERLOAD_RETRY_MS })
    }
    if (this.#components.priorities.isShort(peerClass)) {
      return refusal('overloaded', 'this gateway is short of memory and serves others first; try again later or another peer', { what, retryAfterMs: OVERLOAD_RETRY_MS })
    }
    return this.#overRate(call)
  }

  #overRate ({ remotePeer, handle }: CallFacts): SubnetesError | undefined {
    try {
      this.#rates?.admit(remotePeer, handle).end()
      return undefined
    } catch (error) {
      return SubnetesError.from(error)
    }
  }

  #enter (peer: string, protocol: Tally): void {
    this.#perPeer.set(peer, (this.#perPeer.get(peer) ?? 0) + 1)
    this.#all.enter()
    protocol.enter()
  }

  #leave (peer: string, protocol: Tally): void {
    const left = (this.#perPeer.get(peer) ?? 1) - 1
    if (left === 0) this.#perPeer.delete(peer)
    else this.#perPeer.set(peer, left)
    this.#all.leave()
    protocol.leave()
  }
}

/** A number of running calls. */
class Tally {
  running = 0
  readonly #onCrossing: () => void
  #idle: PromiseWithResolvers<void> | undefined

  constructor (onCrossing: () => void = () => {}) {
    this.#onCrossing = onCrossing
  }

  enter (): void {
    if (++this.running === 1) this.#onCrossing()
  }

  leave (): void {
    if (--this.running > 0) return
    this.#idle?.resolve()
    this.#idle = undefined
    this.#onCrossing()
  }

  async idle (): Promise<void> {
    if (this.running === 0) return
    this.#idle ??= Promise.withResolvers<void>()
    await this.#idle.promise
  }
}

function rateLimiter ({ requestsPerSecond, requestBurst }: CallLimits, { rates }: CallLedgerComponents): PeerLimiter | undefined {
  if (requestsPerSecond === undefined) return undefined
  const limits = { requestsPerSecond, ...(requestBurst === undefined ? {} : { burst: requestBurst }) }
  return rates?.limiter('gateway', limits) ?? new PeerLimiter(limits)
}
