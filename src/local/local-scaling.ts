/** How many workers one protocol has on this machine: what the manifest says, what people say meanwhile, and what the policy makes of the load. */
import type { ProtocolSpec } from '@subnetes/api'
import type { HoldAck, ProtocolLoad } from '@subnetes/control'
import { PoolScaler, scalerSettings } from '@subnetes/scaling'
import type { PoolView, ScalerSettings, ScalingHabits } from '@subnetes/scaling'
import type { ScalingStatus } from './status.ts'

/** Start of a worker assumed before one has been measured. 10 s: no image is pulled and nothing is scheduled on this machine. */
export const LOCAL_COLD_SECONDS = 10
/** There is one gateway. It exists also while its process is started again. */
const GATEWAY = 'gateway'

/** What a {@link LocalScaling} works on. */
export interface LocalScalingComponents {
  readonly workers: () => PoolView['workers']
  readonly queue: () => PoolView['queue']
  /** The count has changed, for a reason in words. */
  readonly onCount: (change: { from: number, to: number, words: string }) => void
  /** Asks the gateway to hold calls, and ends that. */
  readonly hold: (epoch: number) => void
  readonly release: () => void
  /** Seconds of a clock that never goes back. */
  readonly now: () => number
  readonly habits?: ScalingHabits | undefined
}

/** The scaling of one protocol. Its owner calls {@link tick} every `TICK_SECONDS`. */
export class LocalScaling {
  readonly #components: LocalScalingComponents
  readonly #scaler: PoolScaler
  #spec: ProtocolSpec
  #replicas: number
  #gateway: PoolView['gateways'][number] = { id: GATEWAY }

  constructor (spec: ProtocolSpec, components: LocalScalingComponents) {
    this.#components = components
    this.#spec = spec
    this.#replicas = firstReplicas(spec)
    const { habits, hold, release, now } = components
    this.#scaler = new PoolScaler({ settings: localSettings(spec), replicas: this.#replicas, isNew: true, ...(habits === undefined ? {} : { habits }) }, {
      observe: () => this.#view(),
      write: (replicas, words) => this.#write(replicas, words),
      hold,
      release,
      now
    })
  }

  /** Workers there should be. */
  get replicas (): number {
    return this.#spec.suspend ? 0 : this.#replicas
  }

  get status (): ScalingStatus {
    const { report } = this.#scaler
    const { mode } = this.#spec.autoscaling
    // What is written counts at once; what the policy wants is told by its last tick.
    const desired = mode === 'Internal' ? report?.desired ?? this.replicas : this.replicas
    return { mode, desired, reason: report?.reason ?? 'starting', words: report?.words ?? 'as the manifest says', slots: report?.slots ?? 0 }
  }

  habits (): ScalingHabits {
    return this.#scaler.habits()
  }

  /** The manifest changed. Its count is taken when that is what changed; otherwise what there is goes on. */
  update (spec: ProtocolSpec): void {
    const isCounted = spec.replicas !== this.#spec.replicas
    this.#spec = spec
    this.#scaler.update(localSettings(spec))
    if (isCounted) this.#write(firstReplicas(spec), 'the manifest says so')
  }

  /** A person says how many; the policy goes on from there. */
  scale (replicas: number): void {
    this.#write(replicas, 'asked for')
  }

  onLoad (load: ProtocolLoad): void {
    this.#gateway = { id: GATEWAY, load, receivedAt: this.#components.now() }
  }

  onGatewayGone (): void {
    this.#gateway = { id: GATEWAY }
    this.#scaler.forget(GATEWAY)
  }

  onHoldAck ({ epoch, accepted }: HoldAck): void {
    this.#scaler.acknowledge(GATEWAY, epoch, accepted)
  }

  /** Calls wait and no worker is ready. */
  async activate (): Promise<void> {
    await this.#scaler.activate()
  }

  async tick (): Promise<void> {
    await this.#scaler.tick()
  }

  #view (): PoolView {
    const { workers, queue } = this.#components
    return { replicas: this.#replicas, gateways: [this.#gateway], workers: workers(), queue: queue() }
  }

  #write (to: number, words: string): void {
    const from = this.#replicas
    if (from === to) return
    this.#replicas = to
    this.#components.onCount({ from, to, words })
  }
}

function localSettings (spec: ProtocolSpec): ScalerSettings {
  return scalerSettings(spec, { coldSeconds: LOCAL_COLD_SECONDS })
}

/** The manifest's count, within the limits where the policy is to keep them. */
function firstReplicas ({ replicas, autoscaling: { mode, minReplicas, maxReplicas } }: ProtocolSpec): number {
  return mode === 'Internal' ? Math.min(maxReplicas, Math.max(minReplicas, replicas)) : replicas
}
