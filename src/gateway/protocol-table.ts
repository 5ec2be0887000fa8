/** The declared protocols of this gateway: brought to what the operator says, one change after the other. */
import { SubnetesError } from '@subnetes/common'
import type { Logger, WorkerEndpoint } from '@subnetes/common'
import type { Assignment, HoldAck, ProtocolState } from '@subnetes/control'
import type { AssignedProtocol } from './assignment.ts'
import type { DeclaredProtocol } from './declared-protocol.ts'
import type { JobTarget } from './jobs/job-target.ts'
import type { GatewayLoad } from './load-reporter.ts'

/** What a {@link ProtocolTable} needs. */
export interface ProtocolTableComponents {
  /** @throws {SubnetesError} when an assignment cannot be served as it stands */
  parse: (source: Assignment) => AssignedProtocol
  create: (assignment: AssignedProtocol) => DeclaredProtocol
  /** Told what came of each assignment. */
  onState: (state: ProtocolState) => void
  /** Told after every change of the set of assignments. */
  onChange: () => void
  /** Told when the last call of a removed protocol has ended, unless another of that name is served by then. */
  onGone: (name: string) => void
  /** How long running calls of a removed protocol may go on. */
  drainMs: number
  logger: Logger
}

/** Holds the declared protocols by name. Changes are queued; each is complete before the next begins. */
export class ProtocolTable {
  readonly #components: ProtocolTableComponents
  readonly #protocols = new Map<string, DeclaredProtocol>()
  readonly #leaving = new Set<Promise<void>>()
  /** Workers by protocol, also of those that cannot be served: the operator tells only what changes, and the next assignment may be served. */
  readonly #endpoints = new Map<string, readonly WorkerEndpoint[]>()
  #changes: Promise<void> = Promise.resolve()

  constructor (components: ProtocolTableComponents) {
    this.#components = components
  }

  /** A protocol by its manifest's name. */
  get (name: string): DeclaredProtocol | undefined { return this.#protocols.get(name) }

  /** The method behind a handle, for jobs. */
  jobTarget (handle: string): JobTarget | undefined {
    for (const protocol of this.#protocols.values()) {
      const target = protocol.jobTarget(handle)
      if (target !== undefined && protocol.handles.includes(handle)) return target
    }
    return undefined
  }

  /** All protocols, in the order they came. */
  values (): IterableIterator<DeclaredProtocol> { return this.#protocols.values() }

  /** Present loads, for reports. */
  * loads (): Generator<readonly [string, GatewayLoad]> {
    for (const [name, { dispatcher, jobs }] of this.#protocols) yield [name, { ...dispatcher.load(), jobsWaiting: jobs.waiting }]
  }

  /** Adds a protocol or changes it. One that cannot be served is served no more: a rule this gateway does not know may be one that closes it. */
  assign (source: Assignment): void {
    this.#enqueue('assignment', source.name, async () => {
      const assignment = this.#parse(source)
      if (assignment === undefined) { await this.#remove(source.name); return }
      await this.#apply(assignment)
      await this.#retryConflicts()
      this.#components.onChange()
    })
  }

  /** The protocol is gone. */
  remove (name: string): void {
    this.#enqueue('removal', name, async () => { await this.#forget(name) })
  }

  /** Drops every protocol that is not named: the operator has told all there are. */
  retain (names: ReadonlySet<string>): void {
    this.#enqueue('sync', '*', async () => {
      for (const name of [...this.#protocols.keys()]) {
        if (!names.has(name)) await this.#remove(name)
      }
      for (const name of this.#endpoints.keys()) if (!names.has(name)) this.#endpoints.delete(name)
      this.#components.onChange()
    })
  }

  /** The workers of a protocol, replacing what was known. */
  setEndpoints (name: string, endpoints: readonly WorkerEndpoint[]): void {
    this.#enqueue('endpoints', name, async () => {
      this.#endpoints.set(name, endpoints)
      this.#protocols.get(name)?.dispatcher.setEndpoints(endpoints)
    })
  }

  /** First step to zero workers, and its end. A protocol that is not served here holds by itself. */
  hold (name: string, epoch: number, isReleased: boolean, answer: (ack: HoldAck) => void): void {
    this.#enqueue('hold', name, async () => {
      const dispatcher = this.#protocols.get(name)?.dispatcher
      if (isReleased) dispatcher?.release()
      else answer({ protocol: name, epoch, accepted: dispatcher?.hold() ?? true })
    })
  }

  /** Resolves when every change so far has been made. */
  async settled (): Promise<void> { await this.#changes }

  /** Removes all protocols; running calls end within `drainMs`. */
  async stop (drainMs: number): Promise<void> {
    await this.#changes
    const removals = [...this.#protocols.values()].map(async (protocol) => { await protocol.remove(drainMs) })
    this.#protocols.clear()
    await Promise.all([...removals, ...this.#leaving])
  }

  #enqueue (what: string, protocol: string, change: () => Promise<void>): void {
    this.#changes = this.#changes.then(change).catch((error: unknown) => {
      this.#components.logger.error('change not made', { what, protocol, error: SubnetesError.from(error).message })
    })
  }

  #parse (source: Assignment): AssignedProtocol | undefined {
    try {
      return this.#components.parse(source)
    } catch (error) {
      const { message } = SubnetesError.from(error)
      this.#components.logger.error('protocol not served', { protocol: source.name, generation: source.generation, error: message })
      this.#components.onState({ protocol: source.name, generation: source.generation, registered: false, error: message })
      return undefined
    }
  }

  async #apply (assignment: AssignedProtocol): Promise<void> {
    if (this.#isAnother(assignment)) await this.#forget(assignment.name)
    const known = this.#protocols.get(assignment.name)
    const protocol = known ?? this.#components.create(assignment)
    if (known === undefined) {
      this.#protocols.set(assignment.name, protocol)
      await protocol.dispatcher.start()
      await protocol.jobs.start()
      protocol.dispatcher.setEndpoints(this.#endpoints.get(assignment.name) ?? [])
    }
    this.#components.onState(await protocol.apply(assignment))
  }

  /** Another object of the name: workers and jobs are not those of the one before. */
  #isAnother ({ name, namespace }: AssignedProtocol): boolean {
    const known = this.#protocols.get(name)
    return known !== undefined && known.assignment.namespace !== namespace
  }

  async #forget (name: string): Promise<void> {
    this.#endpoints.delete(name)
    await this.#remove(name)
  }

  async #remove (name: string): Promise<void> {
    const protocol = this.#protocols.get(name)
    if (protocol === undefined) return
    this.#protocols.delete(name)
    await protocol.unregister()
    const leaving = protocol.remove(this.#components.drainMs).catch((error: unknown) => {
      this.#components.logger.error('protocol did not stop', { protocol: name, error: SubnetesError.from(error).message })
    }).finally(() => {
      this.#leaving.delete(leaving)
      if (!this.#protocols.has(name)) this.#components.onGone(name)
    })
    this.#leaving.add(leaving)
    await this.#retryConflicts()
    this.#components.onChange()
  }

  /** Handles may have become free. */
  async #retryConflicts (): Promise<void> {
    for (const protocol of this.#protocols.values()) {
      if (protocol.state.registered) continue
      const state = await protocol.apply(protocol.assignment)
      if (state.registered) this.#components.onState(state)
    }
  }
}
