/** Tells gateways what is served and by whom: brings the Control server's picture to that of the catalog and the fleet. */
import type { AssignmentInit, ControlServer } from '@subnetes/control'
import type { Logger, Startable, WorkerEndpoint } from '@subnetes/common'
import type { ProtocolView, ProtocolsView } from '../protocols/protocols-view.ts'
import type { Worker, WorkerFleet } from '../workers/worker-fleet.ts'

/** The name and the authority by which gateways know a worker's runner; undefined in plaintext. */
export type EndpointTls = (worker: Worker) => { readonly serverName: string, readonly trustedCa?: string | undefined } | undefined

/** Components of {@link Assignments}. */
export interface AssignmentsComponents {
  readonly control: ControlServer
  readonly protocols: ProtocolsView
  readonly fleet: WorkerFleet
  readonly endpointTls: EndpointTls
  readonly logger: Logger
}

interface Told { readonly key: string, readonly assignment: AssignmentInit, endpoints: string }

/** Only what differs is told, and many changes of one turn of the event loop are told once. */
export class Assignments implements Startable {
  readonly #components: AssignmentsComponents
  readonly #logger: Logger
  /** By the name that gateways know. */
  readonly #told = new Map<string, Told>()
  readonly #names = new Map<string, string>()
  readonly #dirty = new Set<string>()
  readonly #unsubscribe: Array<() => void> = []

  constructor (components: AssignmentsComponents) {
    this.#components = components
    this.#logger = components.logger.child({ component: 'assignments' })
  }

  async start (): Promise<void> {
    if (this.#unsubscribe.length > 0) return
    const { protocols, fleet } = this.#components
    this.#unsubscribe.push(protocols.onChange((key) => this.touch(key)), fleet.onChange((key) => this.touch(key)))
    for (const { key } of protocols.list()) this.touch(key)
  }

  async stop (): Promise<void> {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe()
    this.#dirty.clear()
  }

  /** Has a Protocol looked at again: its certificates have changed. */
  touch (key: string): void {
    if (this.#dirty.size === 0) setImmediate(() => this.flush())
    this.#dirty.add(key)
  }

  /** Tells what is left to tell now. */
  flush (): void {
    const views = [...this.#dirty].map((key) => ({ key, view: this.#components.protocols.get(key) }))
    this.#dirty.clear()
    // Names first become free, then are taken.
    for (const { key, view } of views) if (view?.isServed !== true) this.#remove(key)
    for (const { view } of views) if (view?.isServed === true) this.#tell(view)
  }

  #remove (key: string): void {
    const name = this.#names.get(key)
    if (name === undefined) return
    this.#names.delete(key)
    this.#told.delete(name)
    this.#components.control.removeProtocol(name)
    this.#logger.info('protocol no longer served', { protocol: name, key })
  }

  #tell ({ key, name, assignment }: ProtocolView): void {
    if (assignment === undefined) return
    const { control, fleet } = this.#components
    let told = this.#told.get(name)
    if (told !== undefined && told.key !== key) this.#remove(told.key)
    if (told?.key !== key || told.assignment !== assignment) {
      told = { key, assignment, endpoints: told?.key === key ? told.endpoints : '[]' }
      control.setProtocol(assignment)
      this.#names.set(key, name)
      this.#told.set(name, told)
      this.#logger.info('protocol served', { protocol: name, key, generation: Number(assignment.generation) })
    }
    const endpoints = endpointsOf(fleet.workers(key), this.#components.endpointTls)
    const text = JSON.stringify(endpoints)
    if (told.endpoints === text) return
    told.endpoints = text
    control.setEndpoints(name, endpoints)
  }
}

/** Workers that have an address, in one order. */
export function endpointsOf (workers: readonly Worker[], tlsOf: EndpointTls): WorkerEndpoint[] {
  const endpoints = workers.flatMap((worker) => worker.address === undefined ? [] : [{ id: worker.name, address: worker.address, state: worker.state, ...tlsOf(worker) }])
  return endpoints.toSorted((a, b) => a.id < b.id ? -1 : 1)
}
