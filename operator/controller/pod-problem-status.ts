/** The condition `Degraded` of every Protocol, kept current while nothing but time passes too. */
import type { Logger, Startable } from '@subnetes/common'
import type { ProtocolsView } from '../protocols/protocols-view.ts'
import type { WorkerFleet } from '../workers/worker-fleet.ts'
import { Listeners } from './change-source.ts'
import type { KeyListener } from './change-source.ts'
import { judgePods } from './pod-problems.ts'
import type { StatusContribution, StatusSource } from './status-source.ts'

/** Components of {@link PodProblemStatus}. */
export interface PodProblemStatusComponents {
  readonly fleet: Pick<WorkerFleet, 'workers' | 'onChange'>
  readonly protocols: Pick<ProtocolsView, 'get' | 'onChange'>
  readonly logger: Logger
}

/** Reads pods from the fleet. A pod that changes has its Protocol looked at again by the fleet's own telling; this tells when a verdict is due to change by itself. */
export class PodProblemStatus implements StatusSource, Startable {
  readonly #components: PodProblemStatusComponents
  readonly #now: () => number
  readonly #listeners: Listeners<[string]>
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #subscriptions: Array<() => void> = []

  /** @param init.now epoch milliseconds */
  constructor (init: { readonly now?: () => number }, components: PodProblemStatusComponents) {
    this.#components = components
    this.#now = init.now ?? Date.now
    this.#listeners = new Listeners(components.logger.child({ component: 'pod-problems' }))
  }

  async start (): Promise<void> {
    if (this.#subscriptions.length > 0) return
    const { fleet, protocols } = this.#components
    this.#subscriptions.push(fleet.onChange((key) => this.#listeners.tell(key)), protocols.onChange((key) => { if (protocols.get(key) === undefined) this.#cancel(key) }))
  }

  async stop (): Promise<void> {
    for (const unsubscribe of this.#subscriptions.splice(0)) unsubscribe()
    for (const key of [...this.#timers.keys()]) this.#cancel(key)
  }

  onChange (listener: KeyListener): () => void {
    return this.#listeners.add(listener)
  }

  status (protocolKey: string): StatusContribution | undefined {
    const { fleet, protocols } = this.#components
    const activationTimeoutMs = (protocols.get(protocolKey)?.protocol.spec.autoscaling.activationTimeoutSeconds ?? Infinity) * 1000
    const { condition, lookAgainInMs } = judgePods(fleet.workers(protocolKey).map(({ pod }) => pod), { now: this.#now(), activationTimeoutMs })
    this.#cancel(protocolKey)
    if (lookAgainInMs !== undefined && this.#subscriptions.length > 0) this.#lookAgain(protocolKey, lookAgainInMs)
    return { conditions: [condition] }
  }

  #lookAgain (key: string, inMs: number): void {
    this.#timers.set(key, setTimeout(() => { this.#timers.delete(key); this.#listeners.tell(key) }, Math.min(inMs, 2 ** 31 - 1)))
  }

  #cancel (key: string): void {
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
  }
}
