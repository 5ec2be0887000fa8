/** Scales every Protocol while this operator leads: each two seconds, and at once when calls wait at zero. */
import { setImmediate as turn } from 'node:timers/promises'
import { SubnetesError, delay } from '@subnetes/common'
import type { Logger, Metrics } from '@subnetes/common'
import { TICK_SECONDS } from '@subnetes/scaling'
import type { QueueView, ScaleReport } from '@subnetes/scaling'
import type { ApiClient } from '../controller/api-client.ts'
import { Listeners } from '../controller/change-source.ts'
import type { KeyListener } from '../controller/change-source.ts'
import type { EventRecorder } from '../controller/event-recorder.ts'
import type { WatchedNamespaces } from '../controller/informers.ts'
import type { LeaderPart, LeaderTerm } from '../controller/leader-term.ts'
import type { StatusContribution, StatusSource } from '../controller/status-source.ts'
import type { Activation, GatewayReports } from '../gateways/gateway-reports.ts'
import type { ProtocolView, ProtocolsView } from '../protocols/protocols-view.ts'
import type { WorkerFleet } from '../workers/worker-fleet.ts'
import { HabitStore } from './habit-store.ts'
import { PoolDriver } from './pool-driver.ts'
import type { QueueReader } from './queue-counts.ts'
import { scalingMetrics } from './scaling-metrics.ts'
import type { ScalingMetrics } from './scaling-metrics.ts'

/** Pools looked at before others get their turn on the event loop. */
const BATCH = 50

/** Options of an {@link Autoscaler}. */
export interface AutoscalerInit {
  /** Where Protocols are watched. */
  readonly namespaces: WatchedNamespaces
  /** @default 2000 */
  readonly tickMs?: number
  /** Shortest time between two writes of what was learnt of a Protocol. @default ten minutes */
  readonly habitsIntervalMs?: number
}

/** Components of an {@link Autoscaler}. */
export interface AutoscalerComponents {
  readonly client: ApiClient
  readonly protocols: ProtocolsView
  readonly reports: GatewayReports
  readonly fleet: WorkerFleet
  readonly events: EventRecorder
  /** Left out: the installation has no Redis, and jobs are in the gateways' memory and counted there. */
  readonly queues?: QueueReader
  readonly logger: Logger
  readonly metrics: Metrics
}

/** Works from the begin of a leadership until its end. Its `status` is what Protocols tell about their scaling. */
export class Autoscaler implements LeaderPart, StatusSource {
  readonly #init: AutoscalerInit
  readonly #components: AutoscalerComponents
  readonly #logger: Logger
  readonly #metrics: ScalingMetrics
  readonly #habits: HabitStore
  readonly #listeners: Listeners<[key: string]>
  readonly #drivers = new Map<string, PoolDriver>()
  readonly #queueViews = new Map<string, QueueView>()
  readonly #stop = new AbortController()
  #signal = this.#stop.signal
  #beganAt = Infinity
  /** Before that a driver would begin as if nothing had been learnt. */
  #haveHabits = false
  #unsubscribe: Array<() => void> = []
  #running: Promise<void> | undefined

  constructor (init: AutoscalerInit, components: AutoscalerComponents) {
    this.#init = init
    this.#components = components
    this.#logger = components.logger.child({ component: 'autoscaler' })
    this.#metrics = scalingMetrics(components.metrics)
    this.#listeners = new Listeners(this.#logger)
    const { habitsIntervalMs } = init
    this.#habits = new HabitStore(habitsIntervalMs === undefined ? {} : { intervalMs: habitsIntervalMs }, components)
  }

  /** Reads what earlier leaders learnt, then ticks until the term ends or {@link stop}. */
  async lead (term: LeaderTerm): Promise<void> {
    if (this.#running !== undefined || this.#stop.signal.aborted) return
    this.#signal = AbortSignal.any([term.signal, this.#stop.signal])
    this.#beganAt = Date.now()
    const { reports, protocols } = this.#components
    this.#unsubscribe = [
      reports.onActivate((activation) => this.#activate(activation, term)),
      reports.onChange((key) => this.#drivers.get(key)?.followAnswers()),
      protocols.onChange((key) => this.#follow(key, term))
    ]
    this.#running = this.#run(term)
  }

  async stop (): Promise<void> {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe()
    this.#stop.abort(new SubnetesError('cancelled', 'the autoscaler was stopped'))
    await this.#running
    for (const key of [...this.#drivers.keys()]) this.#forget(key)
  }

  onChange (listener: KeyListener): () => void {
    return this.#listeners.add(listener)
  }

  status (protocolKey: string): StatusContribution | undefined {
    return this.#drivers.get(protocolKey)?.status()
  }

  /** What the last look at a pool found: for KEDA, which is told the wanted slots, and for people. */
  report (protocolKey: string): ScaleReport | undefined {
    return this.#drivers.get(protocolKey)?.report
  }

  async #run (term: LeaderTerm): Promise<void> {
    await this.#loadHabits()
    this.#haveHabits = true
    while (!this.#signal.aborted) {
      const startedAt = performance.now()
      await this.#round(term)
      const restMs = (this.#init.tickMs ?? TICK_SECONDS * 1000) - (performance.now() - startedAt)
      await delay(Math.max(1, restMs), { signal: this.#signal }).catch(() => {}) // stopped: the loop's condition sees it
    }
  }

  /** Not being able to read them costs learning, not scaling. */
  async #loadHabits (): Promise<void> {
    const { namespaces } = this.#init
    try {
      for (const namespace of namespaces === 'all' ? [undefined] : namespaces) await this.#habits.load(namespace, { signal: this.#signal })
    } catch (error) {
      if (!this.#signal.aborted) this.#logger.warn('what was learnt about load cannot be read; it is learnt again', { error: SubnetesError.from(error).message })
    }
  }

  /** One look at every pool. A pool whose write takes long keeps nobody waiting: its next tick follows its last one. */
  async #round (term: LeaderTerm): Promise<void> {
    const views = this.#components.protocols.list().filter(({ protocol }) => protocol.metadata.deletionTimestamp == null)
    const present = new Set(views.map(({ key }) => key))
    for (const key of [...this.#drivers.keys()]) if (!present.has(key)) this.#forget(key)
    await this.#readQueues(views)
    for (const [index, view] of views.entries()) {
      if (this.#signal.aborted) return
      const driver = this.#driver(view, term)
      driver.tick().then(async () => await this.#habits.save(driver.protocol, () => driver.habits(), { signal: this.#signal }), () => {}) // neither throws
      if (index % BATCH === BATCH - 1) await turn()
    }
  }

  /** Every Protocol's: peers submit jobs to methods of any mode. A Redis that does not answer leaves the counts as they were; three ticks later they are too old to be believed. */
  async #readQueues (views: readonly ProtocolView[]): Promise<void> {
    if (this.#components.queues === undefined || views.length === 0) return
    const readAt = performance.now() / 1000
    try {
      const counts = await this.#components.queues.read(views.map(({ protocol }) => protocol))
      for (const [key, { waiting, due, active }] of counts) this.#queueViews.set(key, { waiting: waiting + due, active, readAt })
    } catch (error) {
      this.#logger.warn('queues cannot be counted; nothing shrinks meanwhile', { error: SubnetesError.from(error).message })
    }
  }

  #driver (view: ProtocolView, term: LeaderTerm): PoolDriver {
    const { key, protocol } = view
    const known = this.#drivers.get(key)
    if (known !== undefined && known.protocol.metadata.uid === protocol.metadata.uid) {
      known.update(protocol)
      return known
    }
    if (known !== undefined) this.#forget(key)
    const isNew = Date.parse(protocol.metadata.creationTimestamp ?? '') > this.#beganAt
    const queue = (): QueueView | null | undefined => this.#components.queues === undefined ? null : this.#queueViews.get(key)
    const driver: PoolDriver = new PoolDriver(
      { key, protocol, habits: this.#habits.get(key), isNew, term, queue, onChange: () => this.#listeners.tell(key) },
      { ...this.#components, metrics: this.#metrics, logger: this.#logger }
    )
    this.#drivers.set(key, driver)
    return driver
  }

  #activate ({ protocolKey, receivedAt }: Activation, term: LeaderTerm): void {
    const view = this.#components.protocols.get(protocolKey)
    if (view === undefined || view.protocol.metadata.deletionTimestamp != null || this.#signal.aborted) return
    void this.#driver(view, term).activate(receivedAt)
  }

  /** A new or changed Protocol is looked at when it comes, not up to two seconds later: what its status first says is whole. */
  #follow (key: string, term: LeaderTerm): void {
    const view = this.#components.protocols.get(key)
    if (view === undefined || view.protocol.metadata.deletionTimestamp != null || !this.#haveHabits || this.#signal.aborted) return
    const before = this.#drivers.get(key)?.protocol.metadata
    const driver = this.#driver(view, term)
    if (before === undefined) void this.#readQueues([view]).then(async () => await driver.tick())
    else if (driver.protocol.metadata.generation !== before.generation) void driver.tick()
  }

  #forget (key: string): void {
    this.#drivers.delete(key)
    this.#queueViews.delete(key)
    if (!this.#signal.aborted) this.#habits.forget(key)
    this.#metrics.remove(key)
  }
}
