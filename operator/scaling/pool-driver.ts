/** Drives the scaler of one Protocol: gives it what is seen, and carries out what it decides. */
import type { Protocol } from '@subnetes/api'
import { SubnetesError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { PoolScaler, scalerSettings } from '@subnetes/scaling'
import type { QueueView, ScaleReport, ScalingHabits } from '@subnetes/scaling'
import type { ApiClient } from '../controller/api-client.ts'
import type { EventRecorder } from '../controller/event-recorder.ts'
import type { LeaderTerm } from '../controller/leader-term.ts'
import type { StatusContribution } from '../controller/status-source.ts'
import type { GatewayReports } from '../gateways/gateway-reports.ts'
import type { WorkerFleet } from '../workers/worker-fleet.ts'
import { HoldAnswerFollower } from './hold-answers.ts'
import { observePool } from './pool-observer.ts'
import { sameLoad, scaleStatus, scalingLimited } from './scale-status.ts'
import { writeScale } from './scale-writer.ts'
import type { ScalingMetrics } from './scaling-metrics.ts'

/** Annotation of a Protocol: decisions go to status and events, and are not carried out. */
export const DRY_RUN = 'subnetes.dev/dry-run'

/** Epochs of one term. Holds and drains of a later leader are above all of an earlier one. */
export const EPOCHS_PER_TERM = 2 ** 24

/** How often `status.lastActiveTime` moves while there is work. A minute: it is for people, and each move is a write. */
const ACTIVE_MS = 60_000

/** What a {@link PoolDriver} is made with. */
export interface PoolDriverInit {
  readonly key: string
  readonly protocol: Protocol
  readonly habits: ScalingHabits | undefined
  /** The Protocol was made while this leader led. */
  readonly isNew: boolean
  readonly term: LeaderTerm
  /** The queue as it was read last; see `PoolView`. */
  readonly queue: () => QueueView | null | undefined
  /** Something that the status shows has changed. */
  readonly onChange: () => void
}

/** What a {@link PoolDriver} works with. */
export interface PoolDriverComponents {
  readonly client: ApiClient
  readonly reports: GatewayReports
  readonly fleet: WorkerFleet
  readonly events: EventRecorder
  readonly metrics: ScalingMetrics
  readonly logger: Logger
}

/** One pool under a leader. */
export class PoolDriver {
  readonly #init: PoolDriverInit
  readonly #components: PoolDriverComponents
  readonly #scaler: PoolScaler
  readonly #answers: HoldAnswerFollower
  #protocol: Protocol
  #report: ScaleReport | undefined
  /** When the count was decided, of the tick that runs; milliseconds of `performance.now()`. */
  #decidedAt: number | undefined
  #activatedAt: number | undefined
  #waitingSince: number | undefined
  #loadAt = 0
  #scaledAt: number | undefined
  #activeAt: number | undefined

  constructor (init: PoolDriverInit, components: PoolDriverComponents) {
    this.#init = init
    this.#components = components
    this.#protocol = init.protocol
    this.#answers = new HoldAnswerFollower((gateway, epoch, isAccepted) => this.#scaler.acknowledge(gateway, epoch, isAccepted))
    const { key, habits, isNew, term, protocol } = init
    const { reports } = components
    const firstEpoch = term.number * EPOCHS_PER_TERM + 1
    this.#scaler = new PoolScaler({ settings: settingsOf(protocol), replicas: protocol.spec.replicas, isNew, firstEpoch, ...(habits === undefined ? {} : { habits }) }, {
      observe: () => observePool(components, key, { protocol: this.#protocol, queue: init.queue() }),
      write: async (replicas, reason) => await this.#write(replicas, reason),
      hold: (epoch) => reports.hold(key, epoch),
      release: () => reports.release(key),
      now: () => performance.now() / 1000
    })
  }

  /** The Protocol as it is known here, an own write that the informer has not shown yet included. */
  get protocol (): Protocol {
    return this.#protocol
  }

  /** What the last tick found; undefined before the first. */
  get report (): ScaleReport | undefined {
    return this.#report
  }

  /** Takes over a Protocol, unless it is older than our own write. */
  update (protocol: Protocol): void {
    const before = this.#protocol
    if (before === protocol || versionOf(protocol) < versionOf(before)) return
    this.#protocol = protocol
    if (before.metadata.generation !== protocol.metadata.generation || isPreview(before) !== isPreview(protocol)) this.#scaler.update(settingsOf(protocol))
  }

  /** Looks, decides, writes. Never throws: what failed is decided anew at the next tick. */
  async tick (): Promise<void> {
    await this.#run(async () => await this.#scaler.tick())
  }

  /** Calls wait at a gateway and no worker is ready. @param receivedAt `performance.now()` */
  async activate (receivedAt: number): Promise<void> {
    this.#activatedAt ??= receivedAt
    this.#waitingSince ??= receivedAt
    await this.#run(async () => await this.#scaler.activate())
  }

  /** Gateways have answered a hold. */
  followAnswers (): void {
    this.#answers.follow(this.#components.reports.holdAnswers(this.#init.key))
  }

  habits (): ScalingHabits {
    return this.#scaler.habits()
  }

  /** What the status says of the scaling. */
  status (): StatusContribution | undefined {
    if (this.#report === undefined) return undefined
    return scaleStatus(this.#protocol, this.#report, { sampledAt: this.#loadAt, scaledAt: this.#scaledAt, activeAt: this.#activeAt })
  }

  async #run (look: () => Promise<ScaleReport>): Promise<void> {
    const startedAt = performance.now()
    this.#decidedAt = undefined
    try {
      this.followAnswers()
      const report = await look()
      this.#components.metrics.decided(((this.#decidedAt ?? performance.now()) - startedAt) / 1000)
      this.#take(report)
    } catch (error) {
      if (this.#init.term.signal.aborted) return
      this.#components.logger.warn('pool not scaled; decided anew at the next tick', { protocol: this.#init.key, error: SubnetesError.from(error).message })
    } finally {
      this.#activatedAt = undefined
    }
  }

  #take (report: ScaleReport): void {
    const { key, onChange } = this.#init
    const before = this.#report
    this.#report = report
    this.#components.metrics.report(key, report)
    if (!sameLoad(before, report)) this.#loadAt = Date.now()
    this.#noteReady(report)
    const isActiveMoved = this.#noteActive(report)
    if (isPreview(this.#protocol) && report.desired !== report.replicas && report.desired !== before?.desired) this.#tellPreview(report)
    const isLimitNew = before === undefined || scalingLimited(before).reason !== scalingLimited(report).reason
    if (isLimitNew || isActiveMoved || before.desired !== report.desired || !sameLoad(before, report)) onChange()
  }

  /** The first worker after calls waited at zero. */
  #noteReady ({ sample }: ScaleReport): void {
    if (this.#waitingSince === undefined || (sample.ready ?? 0) === 0) return
    this.#components.metrics.activated(this.#init.key, (performance.now() - this.#waitingSince) / 1000)
    this.#waitingSince = undefined
  }

  #noteActive ({ sample }: ScaleReport): boolean {
    const isActive = (sample.interactive ?? 0) + (sample.held ?? 0) + (sample.queueWaiting ?? 0) + (sample.queueActive ?? 0) > 0
    const now = Date.now()
    if (!isActive || (this.#activeAt !== undefined && now - this.#activeAt < ACTIVE_MS)) return false
    this.#activeAt = now
    return true
  }

  #tellPreview ({ desired, replicas, words }: ScaleReport): void {
    const note = `would scale from ${replicas} to ${desired}: ${words} (annotation ${DRY_RUN})`
    void this.#components.events.record(this.#protocol, { type: 'Normal', reason: 'ScalePreview', action: 'Scale', note }, { signal: this.#init.term.signal })
  }

  async #write (replicas: number, words: string): Promise<void> {
    const { key, term } = this.#init
    this.#decidedAt = performance.now()
    const before = this.#protocol.spec.replicas
    if (replicas === 0) this.#assertHeld()
    const result = await writeScale(this.#components.client, { seen: this.#protocol, replicas, isCurrent: term.isCurrent, signal: term.signal })
    if (result.protocol !== undefined) this.update(result.protocol)
    if (result.kind === 'superseded') throw new SubnetesError('aborted', `protocol ${key}: its spec has changed since the decision for ${replicas} workers`)
    if (this.#activatedAt !== undefined) this.#components.metrics.activationWritten((performance.now() - this.#activatedAt) / 1000)
    this.#scaledAt = Date.now()
    const reason = replicas > before ? 'ScaledUp' : 'ScaledDown'
    void this.#components.events.record(this.#protocol, { type: 'Normal', reason, action: 'Scale', note: `scaled from ${before} to ${replicas}: ${words}` }, { signal: term.signal })
  }

  /** The last look before nothing is left: every gateway that exists holds its calls now. */
  #assertHeld (): void {
    const { key } = this.#init
    const answers = this.#components.reports.holdAnswers(key)
    const live = this.#components.reports.live()
    const isHeld = answers !== undefined && live !== undefined && answers.refused.size === 0 && answers.missing.size === 0 && live.every(({ id }) => answers.accepted.has(id))
    if (!isHeld) throw new SubnetesError('failed_precondition', `protocol ${key}: not scaled to zero, not every gateway holds its calls`)
  }
}

function settingsOf (protocol: Protocol): ReturnType<typeof scalerSettings> {
  return scalerSettings(protocol.spec, { isPreview: isPreview(protocol) })
}

function isPreview ({ metadata }: Protocol): boolean {
  return metadata.annotations?.[DRY_RUN] === 'true'
}

/** Versions of one object grow (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions). */
function versionOf ({ metadata }: Protocol): bigint {
  return BigInt(metadata.resourceVersion ?? 0)
}
