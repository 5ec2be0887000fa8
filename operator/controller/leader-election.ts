/** One operator of several writes: whoever holds a Lease (https://kubernetes.io/docs/concepts/architecture/leases/). */
import { SubnetesError, delay } from '@subnetes/common'
import type { Logger, Metrics, Startable } from '@subnetes/common'
import type { KubeObject } from '../resources/kube-object.ts'
import type { ApiClient } from './api-client.ts'
import { isConflict } from './api-error.ts'
import { Kinds } from './kinds.ts'

/** A coordination.k8s.io/v1 Lease. */
export interface Lease extends KubeObject {
  readonly spec?: {
    readonly holderIdentity?: string
    readonly leaseDurationSeconds?: number
    readonly leaseTransitions?: number
    readonly acquireTime?: string
    readonly renewTime?: string
  }
}

/** Options of {@link LeaderElection}. */
export interface LeaderElectionInit {
  readonly namespace: string
  readonly name: string
  /** This process: the pod's name and something of its own, so that a restarted pod is somebody else. */
  readonly identity: string
  /** What followers read of the leader: put on the Lease. */
  readonly annotations?: Readonly<Record<string, string>>
  /** A lease that is not renewed for this long is free. @default 15 000 */
  readonly leaseMs?: number
  /** A leader that could not renew for this long stops leading. Below `leaseMs`. @default 10 000 */
  readonly renewDeadlineMs?: number
  /** Between attempts, a little more or less. @default 2000 */
  readonly retryMs?: number
  /** Milliseconds of a monotonic clock: a clock that is set must not make or end a leader. */
  readonly now?: () => number
  readonly random?: () => number
}

/** Components of a {@link LeaderElection}. `lead` gets the term and a signal that aborts when leadership ends. */
export interface LeaderElectionComponents {
  readonly client: ApiClient
  readonly logger: Logger
  readonly metrics: Metrics
  readonly lead: (leadership: Leadership) => void
  /** Each look of a follower: the Lease as it is, undefined when there is none. */
  readonly onLease?: (lease: Lease | undefined) => void
}

/** A time as the leader. */
export interface Leadership {
  /** The Lease's transitions: grows with every new leader. */
  readonly term: number
  /** Aborts when it is over. */
  readonly signal: AbortSignal
}

const FIELD_MANAGER = 'subnetes-operator-leader'

/**
 * Takes the Lease when it is free and keeps it. Times of other holders are measured from when *we* saw their lease change, never by the times they wrote;
 * every write carries the resourceVersion that was read, so of two that try at once the API server lets one.
 *
 * Once lost it is not taken again: the process should end, since it cannot know what its unfinished work met. A pod that cannot renew because its event loop
 * hangs finds {@link isLeader} false the moment it wakes, before any timer has run.
 */
export class LeaderElection implements Startable {
  readonly #init: Required<LeaderElectionInit>
  readonly #components: LeaderElectionComponents
  readonly #logger: Logger
  readonly #stop = new AbortController()
  readonly #lost = Promise.withResolvers<void>()
  #running: Promise<void> | undefined
  #observed: { version: string | undefined, at: number } = { version: undefined, at: -Infinity }
  #lease: Lease | undefined
  #renewedAt = -Infinity
  #leadership: { term: number, controller: AbortController } | undefined

  constructor (init: LeaderElectionInit, components: LeaderElectionComponents) {
    this.#init = { leaseMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2000, annotations: {}, now: () => performance.now(), random: Math.random, ...init }
    if (this.#init.renewDeadlineMs >= this.#init.leaseMs) throw new SubnetesError('invalid_argument', 'renewDeadlineMs must be below leaseMs, or two could lead at once')
    this.#components = components
    this.#logger = components.logger.child({ component: 'leader-election', identity: init.identity })
  }

  /** Whether this process may write now. Ask before every write. */
  isLeader (): boolean {
    if (this.#leadership === undefined) return false
    if (this.#init.now() - this.#renewedAt < this.#init.renewDeadlineMs) return true
    this.#lose('the lease was not renewed in time')
    return false
  }

  /** The term of the leadership, 0 when there is none. */
  get term (): number {
    return this.#leadership?.term ?? 0
  }

  /** Fulfilled when leadership was had and is lost. */
  async whenLost (): Promise<void> {
    await this.#lost.promise
  }

  async start (): Promise<void> {
    this.#running ??= this.#run()
  }

  /** Ends leading, waits, and gives the lease back, so that the next one need not wait until it is too old. */
  async stop (): Promise<void> {
    const led = this.isLeader()
    this.#stop.abort(new SubnetesError('cancelled', 'leader election was stopped'))
    this.#leadership?.controller.abort(this.#stop.signal.reason)
    this.#leadership = undefined
    await this.#running
    if (led) await this.#release()
  }

  async #run (): Promise<void> {
    const { signal } = this.#stop
    let ledBefore = false
    while (!signal.aborted) {
      if (ledBefore && !this.isLeader()) return
      await this.#attempt().catch((error: unknown) => {
        if (!signal.aborted && !isConflict(error)) this.#logger.warn('lease could not be read or written', { error: SubnetesError.from(error).message })
      })
      ledBefore ||= this.#leadership !== undefined
      const pauseMs = this.#init.retryMs * (0.9 + 0.2 * this.#init.random())
      await delay(pauseMs, { signal }).catch(() => {}) // stopped: the loop's condition sees it
    }
  }

  async #attempt (): Promise<void> {
    const leading = this.#leadership !== undefined
    // A leader writes with the version it wrote last: if anybody else did since, that is a conflict, and it is none any more.
    const lease = leading ? this.#lease : await this.#read()
    if (!leading && lease !== undefined && !this.#isFree(lease)) {
      this.#components.onLease?.(lease)
      return
    }
    const startedAt = this.#init.now()
    try {
      await this.#write(lease, leading)
    } catch (error) {
      if (leading && isConflict(error)) this.#lose('somebody else has taken the lease')
      throw error
    }
    this.#renewedAt = startedAt // from before the request: nobody can have begun to count earlier
    if (!leading && !this.#stop.signal.aborted) this.#begin()
  }

  #isFree (lease: Lease): boolean {
    const { leaseMs, now, identity } = this.#init
    const version = lease.metadata.resourceVersion
    if (this.#observed.version !== version) this.#observed = { version, at: now() }
    const { holderIdentity: holder = '', leaseDurationSeconds = leaseMs / 1000 } = lease.spec ?? {}
    return holder === '' || holder === identity || now() - this.#observed.at >= leaseDurationSeconds * 1000
  }

  async #read (): Promise<Lease | undefined> {
    try {
      return await this.#components.client.get<Lease>(Kinds.Lease, { namespace: this.#init.namespace, name: this.#init.name }, this.#callOptions())
    } catch (error) {
      if (SubnetesError.from(error).code === 'not_found') return undefined
      throw error
    }
  }

  async #write (lease: Lease | undefined, leading: boolean): Promise<void> {
    const { namespace, name, identity, leaseMs, annotations } = this.#init
    const time = new Date().toISOString().replace('Z', '000Z') // MicroTime
    const before = lease?.spec
    const spec = {
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(leaseMs / 1000),
      leaseTransitions: (before?.leaseTransitions ?? 0) + (leading ? 0 : 1),
      acquireTime: leading && before?.acquireTime !== undefined ? before.acquireTime : time,
      renewTime: time
    }
    const metadata = { namespace, name, ...lease?.metadata, annotations: { ...lease?.metadata.annotations, ...annotations } }
    const object: Lease = { apiVersion: Kinds.Lease.apiVersion, kind: 'Lease', metadata, spec }
    const options = { ...this.#callOptions(), fieldManager: FIELD_MANAGER }
    this.#lease = lease === undefined
      ? await this.#components.client.create(Kinds.Lease, object, options)
      : await this.#components.client.replace(Kinds.Lease, object, options)
  }

  #begin (): void {
    const term = this.#lease?.spec?.leaseTransitions ?? 0
    const controller = new AbortController()
    this.#leadership = { term, controller }
    this.#gauge(1)
    this.#logger.info('leading', { term })
    this.#components.lead({ term, signal: controller.signal })
  }

  #lose (why: string): void {
    if (this.#leadership === undefined) return
    const { controller, term } = this.#leadership
    this.#leadership = undefined
    this.#gauge(0)
    this.#logger.error('no longer leading', { term, why })
    controller.abort(new SubnetesError('aborted', `no longer the leader: ${why}`))
    this.#lost.resolve()
  }

  async #release (): Promise<void> {
    const lease = this.#lease
    if (lease === undefined) return
    try {
      const spec = { ...lease.spec, holderIdentity: '', leaseDurationSeconds: 1 }
      await this.#components.client.replace(Kinds.Lease, { ...lease, spec }, { fieldManager: FIELD_MANAGER, timeoutMs: this.#init.retryMs })
    } catch (error) {
      this.#logger.warn('lease could not be given back; the next leader waits until it is too old', { error: SubnetesError.from(error).message })
    }
  }

  #callOptions (): { signal: AbortSignal, timeoutMs: number } {
    return { signal: this.#stop.signal, timeoutMs: Math.max(this.#init.retryMs, this.#init.renewDeadlineMs / 2) }
  }

  #gauge (value: number): void {
    this.#components.metrics.gauge({ name: 'leader_election_master_status', help: '1 while this process leads', labelNames: ['name'] }).set(value, { name: this.#init.name })
  }
}
