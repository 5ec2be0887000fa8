/** The operator: reads the cluster, follows until it leads, then makes the cluster what Protocols say. */
import { randomUUID } from 'node:crypto'
import { SubnetesError } from '@subnetes/common'
import type { Startable } from '@subnetes/common'
import type { Readiness } from '@subnetes/common/health-server'
import type { OperatorConfig } from './config.ts'
import { LeaderElection } from './controller/leader-election.ts'
import type { Leadership, Lease } from './controller/leader-election.ts'
import type { LeaderTerm } from './controller/leader-term.ts'
import { operatorParts } from './operator-parts.ts'
import type { Base, OperatorParts } from './operator-parts.ts'

/** Annotation of the Lease: where the leader's Control service is. */
export const CONTROL_ADDRESS_ANNOTATION = 'subnetes.dev/control-address'

type Role = 'starting' | 'standby' | 'leader' | 'stopping'

/** One replica. It leads at most once: who has lost the Lease cannot know what its unfinished work met, so {@link Operator.ended} asks for the end of the process. */
export class Operator implements Startable {
  readonly #config: OperatorConfig
  readonly #base: Base
  readonly #parts: OperatorParts
  readonly #ended = Promise.withResolvers<never>()
  readonly #stopping = new AbortController()
  #election: LeaderElection | undefined
  #role: Role = 'starting'
  #leaderAddress: string | undefined
  #beginning: Promise<void> = Promise.resolve()
  #leading: Promise<void> = Promise.resolve()

  constructor (config: OperatorConfig, base: Base) {
    this.#config = config
    this.#base = base
    this.#parts = operatorParts(config, base)
    this.#ended.promise.catch(() => {}) // whoever runs the process waits for it
  }

  /** Where its Control service listens; undefined before {@link start}. */
  get controlAddress (): string | undefined {
    return this.#parts.hub.address
  }

  /** Rejected when leadership, or the begin of it, has failed: the process should end. */
  get ended (): Promise<never> {
    return this.#ended.promise
  }

  /** Ready when it knows the cluster, leader or not. The detail says what it is and what it waits for. */
  readiness (): Readiness {
    const readers = Object.entries(this.#parts.readers).map(([name, { silentMs }]) => [name, Number.isFinite(silentMs) ? Math.round(silentMs / 1000) : null])
    const heardSecondsAgo = Object.fromEntries(readers) as Record<string, number | null>
    const detail = { role: this.#role, leader: this.#leaderAddress ?? null, term: this.#election?.term ?? 0, heardSecondsAgo }
    return { ready: this.#role === 'standby' || this.#role === 'leader', detail }
  }

  /** Listens and begins to read; takes part in the election once it knows the cluster. */
  async start (): Promise<void> {
    if (this.#election !== undefined) return
    const { readers, helpers } = this.#parts
    for (const part of [...helpers, ...Object.values(readers)]) await part.start()
    this.#election = this.#createElection()
    this.#beginning = this.#begin(this.#election).catch((error: unknown) => {
      if (!this.#stopping.signal.aborted) this.#ended.reject(error)
    })
  }

  /** Ends in order: no more writes, the Lease given back, gateways let go to the next leader. */
  async stop (): Promise<void> {
    if (this.#stopping.signal.aborted) return
    this.#role = 'stopping'
    this.#stopping.abort(new SubnetesError('cancelled', 'the operator stops'))
    await this.#leading
    const { hub, leading, readers, helpers } = this.#parts
    for (const part of leading.toReversed()) if (part !== hub) await part.stop()
    await this.#election?.stop()
    for (const reader of Object.values(readers).toReversed()) await reader.stop()
    await this.#beginning
    for (const helper of helpers.toReversed()) await helper.stop()
  }

  async #begin (election: LeaderElection): Promise<void> {
    await Promise.all(Object.values(this.#parts.readers).map(async (reader) => await reader.whenSynced()))
    if (this.#stopping.signal.aborted) return
    this.#role = 'standby'
    void election.whenLost().then(() => this.#ended.reject(new SubnetesError('aborted', 'this operator no longer leads; it ends so that it can begin anew')))
    await election.start()
  }

  #createElection (): LeaderElection {
    const { namespace, instance, podName, controlAdvertise } = this.#config
    const address = controlAdvertise ?? this.controlAddress ?? ''
    const init = { namespace, name: `${instance}-operator`, identity: `${podName}_${randomUUID()}`, annotations: { [CONTROL_ADDRESS_ANNOTATION]: address } }
    return new LeaderElection(init, { ...this.#base, lead: (leadership) => this.#onLeadership(leadership, address), onLease: (lease) => this.#onLease(lease) })
  }

  #onLease (lease: Lease | undefined): void {
    if (this.#role !== 'standby') return
    const address = lease?.metadata.annotations?.[CONTROL_ADDRESS_ANNOTATION]
    if (address !== this.#leaderAddress) this.#base.logger.info('following', { leader: lease?.spec?.holderIdentity, address })
    this.#leaderAddress = address
    this.#parts.hub.follow(address)
  }

  #onLeadership ({ term: number, signal }: Leadership, address: string): void {
    const term: LeaderTerm = {
      number,
      signal: AbortSignal.any([signal, this.#stopping.signal]),
      isCurrent: () => !this.#stopping.signal.aborted && this.#election?.isLeader() === true
    }
    this.#role = 'leader'
    this.#leaderAddress = address
    this.#leading = this.#lead(term).catch((error: unknown) => this.#ended.reject(error))
  }

  async #lead (term: LeaderTerm): Promise<void> {
    for (const part of this.#parts.leading) {
      if (term.signal.aborted) return
      await part.lead(term)
    }
  }
}
