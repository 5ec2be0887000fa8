/** A protocol as gateway code: checked, registered and announced like a declared one, with a life of its own. */
import { SubnetesError, handleName } from '@subnetes/common'
import { pulled, pushed } from '@subnetes/rpc'
import { conflictText } from './handle-registry.ts'
import { FLUSH_MS, settledWithin } from './settle.ts'
import type { Startable } from '@subnetes/common'
import type { ServiceDefinition } from '@subnetes/proto'
import type { Call, CallFilter, CallHandler, ServicerBase } from '@subnetes/rpc'
import type { Libp2p } from '@libp2p/interface'
import type { AccessRules } from '@subnetes/auth'
import type { AccessGate, AccessSubject } from './access.ts'
import type { LedgerPage } from './call-ledger.ts'
import type { HandleOwner, HandleRegistry } from './handle-registry.ts'
import type { WrittenService } from './modules.ts'
import type { CatalogueEntry } from './protocols/reflection.ts'

/** What a {@link WrittenProtocol} needs. */
export interface WrittenProtocolComponents {
  node: Libp2p
  handles: HandleRegistry
  announcer: { add: (handle: string) => void, remove: (handle: string) => void }
  /** Who may call. */
  gate: (subject: AccessSubject) => AccessGate
  /** Where its calls are counted, by the service's short name. */
  page: (protocol: string) => LedgerPage
}

/** Serves a servicer until it is stopped. */
export class WrittenProtocol implements Startable {
  readonly service: ServiceDefinition
  readonly #written: WrittenService
  readonly #components: WrittenProtocolComponents
  readonly #owner: HandleOwner
  readonly #gate: AccessGate
  /** Count, then access. */
  readonly #filter: CallFilter
  readonly #own: AccessRules
  #manifest: AccessRules | undefined
  readonly #local: CallHandler
  #handlers: ReadonlyMap<string, CallHandler> | undefined
  #isRunning = false

  constructor (written: WrittenService, components: WrittenProtocolComponents) {
    this.#written = written
    this.#components = components
    this.service = (written.servicer.constructor as typeof ServicerBase).service
    this.#owner = { kind: 'written', name: this.service.name, service: this.service.fullName }
    this.#own = { what: `module ${this.service.name}`, protocol: written.access, methods: new Map() }
    this.#gate = components.gate(this.#subject(this.#own))
    const page = components.page(this.service.name)
    this.#filter = (next) => page.filter(this.#gate.filter(next))
    this.#local = pulled(this.#filter(pushed((call) => this.#callServicer(call))))
  }

  /** The handles it serves while it runs. */
  get handles (): readonly string[] {
    return [...this.service.methods.keys()].map((method) => this.handle(method))
  }

  /** The handle of a method. */
  handle (method: string): string {
    return handleName(this.service.name, method, this.#written.namespace)
  }

  /** Rules of a manifest for the same service. Where it has any they replace the module's own. @throws {SubnetesError} when this gateway could not hold them */
  applyAccess (rules: AccessRules | undefined): void {
    if (rules === this.#manifest) return
    this.#gate.apply(this.#subject(rules === undefined ? this.#own : { ...rules, protocol: rules.protocol ?? this.#own.protocol }))
    this.#manifest = rules
  }

  /** Whether a peer may call none of its methods now. */
  async revokes (peer: string): Promise<boolean> {
    return await this.#gate.revokes(peer)
  }

  /** Serves a neighbour's call: as a peer's, but the message comes from this gateway, so there is no signature in it to check. */
  call (call: Call): AsyncIterable<Uint8Array> {
    return this.#local(call)
  }

  /** @throws {SubnetesError} `already_exists` naming the handle that somebody else serves, or what the servicer's own check says */
  async start (): Promise<void> {
    if (this.#isRunning) return
    const conflict = this.#components.handles.claim(this.#owner, this.handles)
    if (conflict !== undefined) throw new SubnetesError('already_exists', conflictText(conflict))
    this.#isRunning = true
    const { servicer, namespace, authorizer } = this.#written
    await servicer.addP2pHandlers(this.#components.node, {
      filter: this.#filter,
      announce: false,
      ...(namespace === undefined ? {} : { namespace }),
      ...(authorizer === undefined ? {} : { authorizer })
    })
    for (const handle of this.handles) this.#components.announcer.add(handle)
  }

  async stop (): Promise<void> {
    if (!this.#isRunning) return
    this.#isRunning = false
    this.#gate.stop()
    for (const handle of this.handles) this.#components.announcer.remove(handle)
    await settledWithin(this.#written.servicer.removeP2pHandlers(this.#components.node, { graceMs: FLUSH_MS }), FLUSH_MS)
    this.#components.handles.release(this.#owner, this.handles)
  }

  #subject (rules: AccessRules): AccessSubject {
    const methods = [...this.service.methods.values()]
    return { rules, methods, service: { descriptorSet: this.service.descriptorSet, methods } }
  }

  async * #callServicer (call: Call): AsyncGenerator<Uint8Array> {
    const { servicer, authorizer } = this.#written
    if (!this.#isRunning) throw new SubnetesError('unavailable', `${call.handle} is not served here now`)
    await authorizer?.authorizeCaller?.(call)
    this.#handlers ??= servicer.localHandlers()
    const handler = this.#handlers.get(call.method.name)
    if (handler === undefined) throw new SubnetesError('unimplemented', `${this.service.fullName} has no method ${call.method.name}`)
    yield * handler(call)
  }

  /** How reflection shows it. `readyWorkers`: those of an assignment for the same service. */
  describe (readyWorkers: number): CatalogueEntry {
    const { service } = this
    return {
      name: service.name,
      service: service.fullName,
      handlers: [...service.methods.values()].map((method) => ({
        handle: this.handle(method.name),
        requestType: method.requestType,
        responseType: method.responseType,
        requestStream: method.requestStream,
        responseStream: method.responseStream
      })),
      readyWorkers,
      written: true,
      proto: service.proto,
      descriptorSet: service.descriptorSet
    }
  }
}
