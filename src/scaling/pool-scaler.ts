/** The scaler of one protocol: looks, decides, writes. What decides is pure; this keeps its state between ticks and takes the steps to and from zero. */
import { noArrivalsBefore } from './arrivals.ts'
import { decide } from './decide.ts'
import { NO_DEMAND, readDemand } from './demand.ts'
import { takeOutsideCount } from './outside-write.ts'
import { scaleWords } from './scale-words.ts'
import { initialScalingState, scalingHabits } from './state.ts'
import { stepToZero, writableReplicas } from './zero-step.ts'
import type { ScalingDecision } from './decide.ts'
import type { Demand, DemandMemory } from './demand.ts'
import type { PoolView } from './pool-view.ts'
import type { Sample } from './sample.ts'
import type { ScaleReason } from './scale-words.ts'
import type { ScalerSettings } from './scaler-settings.ts'
import type { ScalingHabits, ScalingState } from './state.ts'
import type { ZeroPhase, ZeroStep } from './zero-step.ts'

/** How long an activation is believed without another. 2 s: gateways repeat it each second while calls wait and no worker is ready. */
export const ACTIVATION_SECONDS = 2

/** What a {@link PoolScaler} works on. */
export interface PoolScalerComponents {
  /** Everything as it is now. */
  readonly observe: () => PoolView
  /** Writes the count. A rejection rejects the tick; the next one decides and writes again. */
  readonly write: (replicas: number, reason: string) => Promise<void> | void
  /** Asks every gateway to hold the protocol's calls; each answers by {@link PoolScaler.acknowledge}. */
  readonly hold: (epoch: number) => void
  /** Ends the hold. */
  readonly release: () => void
  /** Seconds of the clock that the view's times are of; it never goes back. */
  readonly now: () => number
}

/** Options of a {@link PoolScaler}. */
export interface PoolScalerInit {
  readonly settings: ScalerSettings
  /** The count that is written now. */
  readonly replicas: number
  /** Learnt by an earlier leader. */
  readonly habits?: ScalingHabits
  /** The pool begins with this scaler: nothing was called before, and there is no count that an earlier one may have had reasons for. @default false: what is there stays for four cold starts */
  readonly isNew?: boolean
  /** Holds are numbered from here; above every number of earlier leaders. @default 1 */
  readonly firstEpoch?: number
}

/** What a tick found and did. */
export interface ScaleReport {
  readonly at: number
  /** Workers the policy wants. */
  readonly desired: number
  /** The count as it is written after the tick. */
  readonly replicas: number
  readonly reason: ScaleReason
  /** The same for people. */
  readonly words: string
  /** Wanted slots: what an external scaler is told. */
  readonly slots: number
  /** All data was there; false: nothing shrinks. */
  readonly fresh: boolean
  readonly missing: readonly string[]
  readonly sample: Sample
  /** Gateways are asked to hold calls: on the way to zero, and there. */
  readonly isHolding: boolean
}

/** What a decision comes to. */
type Outcome = Pick<ScaleReport, 'desired' | 'replicas' | 'reason'>

/** Whether the policy's count is the one that is written. */
function isOurs ({ mode, isSuspended, isPreview }: ScalerSettings): boolean {
  return mode === 'Internal' && !isSuspended && !isPreview
}

/** The count of a pool that we do not scale: as written, but with `External` a pool at zero is woken, because an HPA does nothing at zero. */
function outsideOutcome ({ mode, isSuspended, isPreview, options }: ScalerSettings, decision: ScalingDecision, pool: { replicas: number, isWaitedFor: boolean }): Outcome {
  const { replicas } = pool
  if (isSuspended) return { desired: 0, replicas, reason: 'suspended' }
  if (mode === 'Internal') return { desired: decision.desired, replicas, reason: decision.reason }
  if (mode === 'Off' || replicas > 0 || !pool.isWaitedFor) return { desired: replicas, replicas, reason: 'outside' }
  const woken = Math.max(1, options.min)
  return { desired: woken, replicas: isPreview ? replicas : woken, reason: 'activated' }
}

/**
 * Scales one pool. Call {@link tick} every `TICK_SECONDS`, {@link activate} when a gateway says that calls wait at zero, {@link acknowledge} when one answers a hold.
 * Ticks do not overlap: one that is asked for while another writes comes right after it.
 */
export class PoolScaler {
  readonly #components: PoolScalerComponents
  readonly #acknowledged = new Map<string, { readonly epoch: number, readonly at: number }>()
  #settings: ScalerSettings
  #state: ScalingState
  #memory: DemandMemory = NO_DEMAND
  #zero: ZeroPhase = { phase: 'none' }
  #nextEpoch: number
  #activatedAt = -Infinity
  /** The count as last written by us or seen: another one was written by somebody else. */
  #known: number
  #report: ScaleReport | undefined
  #running: Promise<unknown> = Promise.resolve()
  #next: Promise<ScaleReport> | undefined

  constructor (init: PoolScalerInit, components: PoolScalerComponents) {
    const { settings, replicas, habits, isNew = false, firstEpoch = 1 } = init
    this.#components = components
    this.#settings = settings
    this.#known = replicas
    this.#nextEpoch = firstEpoch
    const state = initialScalingState({ replicas, ...(habits === undefined ? {} : { habits }) }, settings.options)
    this.#state = isNew ? { ...state, settle: null, arrivals: noArrivalsBefore(components.now()) } : state
  }

  /** What the last tick found; undefined before the first. */
  get report (): ScaleReport | undefined {
    return this.#report
  }

  /** What is worth writing down for the next leader. */
  habits (): ScalingHabits {
    return scalingHabits(this.#state)
  }

  /** The manifest changed. A pool that was suspended, or scaled by others, begins with the count it has. */
  update (settings: ScalerSettings): void {
    const wasOurs = isOurs(this.#settings)
    this.#settings = settings
    if (!wasOurs && isOurs(settings)) this.#state = takeOutsideCount({ ...this.#state, desired: 0 }, this.#known, settings.options)
  }

  /** Calls wait at a gateway and no worker is ready: decides at once. */
  async activate (): Promise<ScaleReport> {
    this.#activatedAt = this.#components.now()
    return await this.tick()
  }

  /** A gateway's answer to a hold. A refusal, because a call runs or waits there, ends the hold at once. */
  acknowledge (gateway: string, epoch: number, isAccepted: boolean): void {
    if (this.#zero.phase === 'none' || this.#zero.epoch !== epoch) return
    if (isAccepted) this.#acknowledged.set(gateway, { epoch, at: this.#components.now() })
    else this.#endHold()
  }

  /** A gateway's link ended: what it acknowledged counts no longer, because another process may come back under its name. */
  forget (gateway: string): void {
    this.#acknowledged.delete(gateway)
  }

  /** Looks, decides, and writes what has changed. */
  async tick (): Promise<ScaleReport> {
    this.#next ??= this.#afterRunning()
    return await this.#next
  }

  async #afterRunning (): Promise<ScaleReport> {
    await this.#running.catch(() => { /* told to whoever asked for that tick */ })
    this.#next = undefined
    const run = this.#run()
    this.#running = run
    return await run
  }

  async #run (): Promise<ScaleReport> {
    const view = this.#components.observe()
    const now = Math.max(this.#components.now(), (this.#state.sampleAt ?? -Infinity) + 0.001)
    const demand = readDemand(this.#memory, view, now)
    this.#memory = demand.memory
    if (view.replicas !== this.#known) this.#state = takeOutsideCount(this.#state, view.replicas, this.#settings.options)
    this.#known = view.replicas
    const isActivated = now - this.#activatedAt <= ACTIVATION_SECONDS
    const decision = decide(this.#state, [{ ...demand.sample, activation: isActivated }], now, this.#settings.options)
    this.#state = decision.state
    const choice = this.#choose(decision, demand, view, isActivated)
    const report = { at: now, ...choice, slots: decision.slots, fresh: demand.fresh, missing: demand.missing, sample: demand.sample }
    const words = this.#words(choice, decision, demand, view)
    if (choice.replicas !== view.replicas) {
      await this.#components.write(choice.replicas, words)
      this.#known = choice.replicas
    }
    this.#report = { ...report, words, isHolding: this.#zero.phase === 'announced' }
    return this.#report
  }

  /** What the decision comes to under the settings. */
  #choose (decision: ScalingDecision, demand: Demand, view: PoolView, isActivated: boolean): Outcome {
    const { desired, reason } = decision
    const { replicas } = view
    if (!isOurs(this.#settings)) {
      this.#endHold()
      const { sample } = demand
      return outsideOutcome(this.#settings, decision, { replicas, isWaitedFor: isActivated || (sample.held ?? 0) + (sample.queueWaiting ?? 0) > 0 })
    }
    const written = writableReplicas(desired, this.#stepZero(desired, demand, view), replicas)
    return { desired, replicas: written, reason: written > desired ? 'holding' : reason }
  }

  /** A pool that is at zero, or goes there by nobody's hold, needs none: calls wait where there is no worker. */
  #stepZero (desired: number, demand: Demand, view: PoolView): ZeroStep {
    if (this.#zero.phase === 'none' && view.replicas === 0) return { action: 'none', next: this.#zero }
    const step = stepToZero(this.#zero, {
      wantsZero: desired === 0,
      demand: this.#zero.phase === 'announced' ? this.#workSinceAcknowledged(demand, view) : demand.work,
      gateways: view.gateways.map(({ id }) => id),
      acknowledged: new Map([...this.#acknowledged].map(([gateway, { epoch }]) => [gateway, epoch])),
      nextEpoch: this.#nextEpoch
    })
    if (step.action === 'cancel') this.#endHold()
    this.#zero = step.next
    if (step.action === 'announce') {
      this.#nextEpoch = step.epoch + 1
      this.#components.hold(step.epoch)
    }
    return step
  }

  /** Demand read again after the acknowledgements; null while some of it is older than they are. */
  #workSinceAcknowledged (demand: Demand, { gateways, queue }: PoolView): number | null {
    if (demand.work !== null && demand.work > 0) return demand.work
    const isOlder = gateways.some(({ id, receivedAt = -Infinity }) => receivedAt <= (this.#acknowledged.get(id)?.at ?? -Infinity))
    const lastAt = Math.max(-Infinity, ...[...this.#acknowledged.values()].map(({ at }) => at))
    const isQueueOlder = queue !== null && queue !== undefined && queue.readAt <= lastAt
    return isOlder || isQueueOlder ? null : demand.work
  }

  #endHold (): void {
    this.#acknowledged.clear()
    if (this.#zero.phase === 'none') return
    this.#zero = { phase: 'none' }
    this.#components.release()
  }

  #words (choice: Outcome, { slots }: ScalingDecision, { missing }: Demand, { gateways }: PoolView): string {
    const zero = this.#zero
    const unacknowledged = zero.phase === 'none' ? undefined : gateways.map(({ id }) => id).filter((id) => this.#acknowledged.get(id)?.epoch !== zero.epoch)
    return scaleWords({ ...choice, slots, missing, unacknowledged, concurrency: this.#settings.options.concurrency })
  }
}
