/** Brings every Deployment to the count that its Protocol wants: up at once, down only by workers that have nothing to do. */
import type { Protocol } from '@subnetes/api'
import type { Logger, Metrics } from '@subnetes/common'
import type { ApiClient } from '../controller/api-client.ts'
import { Listeners } from '../controller/change-source.ts'
import type { KeyListener } from '../controller/change-source.ts'
import type { EventRecorder } from '../controller/event-recorder.ts'
import type { LeaderPart, LeaderTerm } from '../controller/leader-term.ts'
import type { PoolSize, PoolSizeQuestion } from '../controller/pool-size.ts'
import { WorkQueue } from '../controller/work-queue.ts'
import type { WorkResult } from '../controller/work-queue.ts'
import type { ProtocolsView } from '../protocols/protocols-view.ts'
import type { Manifest } from '../resources/kube-object.ts'
import { EPOCHS_PER_TERM } from '../scaling/pool-driver.ts'
import type { WorkerFleet } from '../workers/worker-fleet.ts'
import { PoolDrain } from './pool-drain.ts'
import type { RemovalReport } from './removal.ts'

/** News of runners are gathered for so long: a busy pool tells many times a second. */
const GATHER_MS = 250

/** A pool is looked at so often when nothing tells of a change. */
const LOOK_MS = 30_000

/** Pools worked on at the same time. */
const CONCURRENCY = 8

/** The Deployments of Protocols, as they are known, and the way to tell of an own write. */
export interface Deployments {
  readonly deployment: (protocol: Protocol) => Manifest | undefined
  readonly expectDeployment: (written: Manifest) => void
}

/** Components of a {@link Drainer}. */
export interface DrainerComponents {
  readonly client: ApiClient
  readonly protocols: ProtocolsView
  readonly fleet: WorkerFleet
  readonly deployments: Deployments
  readonly events: EventRecorder
  readonly logger: Logger
  readonly metrics: Metrics
}

interface Life { readonly term: LeaderTerm, readonly queue: WorkQueue, readonly drains: Map<string, { readonly uid: string, readonly drain: PoolDrain }> }

/**
 * Writes the counts of Deployments, alone: to the controller of Protocols it answers the count that is there. Works while this process leads.
 */
export class Drainer implements LeaderPart, PoolSize {
  readonly #components: DrainerComponents
  readonly #logger: Logger
  readonly #listeners: Listeners<[key: string]>
  readonly #metrics: ReturnType<typeof drainMetrics>
  readonly #gathered = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #unsubscribe: Array<() => void> = []
  #life: Life | undefined

  constructor (components: DrainerComponents) {
    this.#components = components
    this.#logger = components.logger.child({ component: 'drainer' })
    this.#listeners = new Listeners(this.#logger)
    this.#metrics = drainMetrics(components.metrics)
  }

  async lead (term: LeaderTerm): Promise<void> {
    if (this.#life !== undefined) return
    const { protocols, fleet, logger, metrics } = this.#components
    const queue = new WorkQueue({ name: 'drain', concurrency: CONCURRENCY, backoff: { minMs: 50, maxMs: 5000 }, handler: async (key, signal) => await this.#pass(key, signal) }, { logger, metrics })
    this.#life = { term, queue, drains: new Map() }
    this.#unsubscribe = [
      protocols.onChange((key) => queue.add(key)),
      fleet.onChange((key) => this.#gather(key)),
      fleet.onRunner((podKey) => this.#onRunner(podKey))
    ]
    await queue.start()
    for (const { key } of protocols.list()) queue.add(key)
  }

  async stop (): Promise<void> {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe()
    clearTimeout(this.#timer)
    await this.#life?.queue.stop()
  }

  /** Has a pool looked at: its Deployment has changed. */
  touch (protocolKey: string): void {
    this.#life?.queue.add(protocolKey)
  }

  onChange (listener: KeyListener): () => void {
    return this.#listeners.add(listener)
  }

  /** A Deployment begins with what is wanted; from then on its count is written here. */
  replicas ({ wanted, present }: PoolSizeQuestion): number {
    return present ?? wanted
  }

  async #pass (key: string, signal: AbortSignal): Promise<WorkResult> {
    const life = this.#life
    const protocol = this.#components.protocols.get(key)?.protocol
    if (protocol === undefined || protocol.metadata.deletionTimestamp != null) life?.drains.delete(key)
    if (life === undefined || protocol === undefined || protocol.metadata.deletionTimestamp != null || !life.term.isCurrent()) return {}
    const deployment = this.#components.deployments.deployment(protocol)
    if (deployment === undefined || deployment.metadata.deletionTimestamp != null) return { requeueAfterMs: LOOK_MS }
    const { requeueAfterMs } = await this.#drainOf(key, protocol, life).pass({ key, protocol, deployment, signal: AbortSignal.any([signal, life.term.signal]) })
    return { requeueAfterMs: Math.min(requeueAfterMs ?? LOOK_MS, LOOK_MS) }
  }

  #drainOf (key: string, protocol: Protocol, life: Life): PoolDrain {
    const uid = protocol.metadata.uid ?? ''
    const known = life.drains.get(key)
    if (known?.uid === uid) return known.drain
    const { client, fleet, deployments } = this.#components
    const drain = new PoolDrain({ term: life.term, firstEpoch: life.term.number * EPOCHS_PER_TERM + 1 }, {
      client,
      fleet,
      logger: this.#logger,
      onRemoved: (report) => this.#removed(report, life.term),
      onWritten: (written) => { deployments.expectDeployment(written); this.#listeners.tell(key) }
    })
    life.drains.set(key, { uid, drain })
    return drain
  }

  #removed ({ protocol, count, remaining, interrupted, drainSeconds }: RemovalReport, { signal }: LeaderTerm): void {
    const { name, namespace = '' } = protocol.metadata
    for (const seconds of drainSeconds) this.#metrics.seconds.observe(seconds, { namespace, protocol: name })
    if (interrupted > 0) this.#metrics.interrupted.inc({ namespace, protocol: name }, interrupted)
    const why = interrupted === 0 ? 'that had nothing to do' : `whose time was over, with ${interrupted} calls and jobs that were cut off`
    const note = `removed ${count} ${count === 1 ? 'worker' : 'workers'} ${why}; ${remaining} remain`
    void this.#components.events.record(protocol, { type: interrupted === 0 ? 'Normal' : 'Warning', reason: 'WorkersRemoved', action: 'Drain', note }, { signal })
  }

  #onRunner (podKey: string): void {
    const worker = this.#components.fleet.worker(podKey)
    if (worker !== undefined && this.#life?.drains.get(worker.protocolKey)?.drain.concerns(worker) === true) this.#gather(worker.protocolKey)
  }

  #gather (key: string): void {
    this.#gathered.add(key)
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      for (const gathered of this.#gathered) this.#life?.queue.add(gathered)
      this.#gathered.clear()
    }, GATHER_MS)
  }
}

function drainMetrics (metrics: Metrics) {
  const labelNames = ['namespace', 'protocol']
  return {
    seconds: metrics.histogram({ name: 'subnetes_drain_seconds', help: 'From chosen to removed', labelNames, buckets: [1, 2, 5, 10, 30, 60, 300, 600, 3600] }),
    interrupted: metrics.counter({ name: 'subnetes_jobs_interrupted_total', help: 'Calls and jobs that a scale-down cut off; only with drain.policy Deadline', labelNames })
  }
}
