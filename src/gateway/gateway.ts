/** The gateway: one libp2p node whose handlers come and go with the operator's assignments and the configured modules. */
import { parseAssignment } from './assignment.ts'
import { CallLedger } from './call-ledger.ts'
import { forgetProtocol } from './call-recorder.ts'
import { buildCatalogue } from './catalogue.ts'
import { gatewayContext } from './context.ts'
import { DeclaredProtocol, accessSubject } from './declared-protocol.ts'
import { HandleRegistry } from './handle-registry.ts'
import { LoadReporter } from './load-reporter.ts'
import { buildParts, lifeOf, moduleFailure, writtenService } from './modules.ts'
import { ProtocolTable } from './protocol-table.ts'
import { JobsProtocol } from './protocols/jobs.ts'
import { ReflectionProtocol } from './protocols/reflection.ts'
import { Refusals } from './refusals.ts'
import { settledWithin } from './settle.ts'
import { WrittenProtocol } from './written-protocol.ts'
import type { Libp2p } from '@libp2p/interface'
import type { SharedRates } from '@subnetes/auth'
import type { Logger, Metrics, Startable } from '@subnetes/common'
import type { Readiness } from '@subnetes/common/health-server'
import type { Assignment, ControlClientListener, GatewayHello, HoldAck, ProtocolLoad, ProtocolState } from '@subnetes/control'
import type { Dispatcher, OnDemand, PoolSpec } from '@subnetes/dispatch'
import type { Announcer } from '@subnetes/rpc'
import type { GatewayAccess } from './access.ts'
import type { AssignedProtocol } from './assignment.ts'
import type { PeerPriorities } from './call-ledger.ts'
import type { GatewayContext } from './context.ts'
import type { ServeHandle } from './declared-protocol.ts'
import type { OpenJobs } from './jobs/job-desk.ts'
import type { LimitsConfig } from './limits-config.ts'
import type { GatewayModule, WrittenService } from './modules.ts'
import type { Peers } from './peers.ts'
import type { Snapshot } from './snapshot.ts'

/** The link to whoever decides, as the gateway uses it. */
export interface ControlLink extends Startable {
  readonly isConnected: boolean
  readonly isSynced: boolean
  report: (protocols: readonly ProtocolLoad[]) => void
  activate: (protocol: string, held: number) => void
  holdAck: (ack: HoldAck) => void
  state: (state: ProtocolState) => void
}

/** What a {@link Gateway} is told. */
export interface GatewayOptions {
  /** How long running calls may go on, when the gateway stops and when a protocol is removed. */
  readonly drainMs: number
  readonly maxCalls: number
  readonly maxCallsPerPeer: number
  readonly limits: Pick<LimitsConfig, 'requestsPerSecond' | 'requestBurst'>
  readonly ordinal: number
  readonly version: string
  /** Of protocols whose assignment names none. */
  readonly namespace: string
}

/** What a {@link Gateway} stands on. */
export interface GatewayComponents {
  /** Started; the gateway stops it. */
  node: Libp2p
  serve: ServeHandle
  /** Who may call what. */
  access: GatewayAccess
  /** Who goes first when not everybody can. */
  gatekeeper: PeerPriorities
  /** Keeps rates together with other replicas. */
  rates?: SharedRates | undefined
  openJobs: OpenJobs
  dispatcher: (components: { logger: Logger, metrics: Metrics, spec: PoolSpec, onDemand: OnDemand }) => Dispatcher
  /** Undefined for a gateway that serves written protocols only. */
  control?: ((listener: ControlClientListener, hello: () => GatewayHello) => ControlLink) | undefined
  announcer: Announcer
  peers: Peers
  modules: readonly GatewayModule[]
  snapshot: Snapshot
  logger: Logger
  metrics: Metrics
}

/** Serves peers until it is stopped. */
export class Gateway implements Startable {
  readonly #components: GatewayComponents
  readonly #options: GatewayOptions
  readonly #handles = new HandleRegistry()
  readonly #ledger: CallLedger
  readonly #table: ProtocolTable
  readonly #reporter: LoadReporter
  readonly #control: ControlLink | undefined
  readonly #refusals = new Refusals((state) => this.#control?.state(state))
  readonly #written = new Map<string, WrittenProtocol>()
  /** What was started, in order; stopped in reverse. */
  readonly #lives: Startable[] = []
  readonly #tasks: Array<Promise<void>> = []
  readonly #stopping = new AbortController()
  /** Names told since the link came up, to drop the rest of a snapshot at the sync. */
  readonly #told = new Set<string>()
  #state: 'new' | 'serving' | 'draining' | 'stopped' = 'new'
  #hasSynced = false
  #restored = 0

  constructor (components: GatewayComponents, options: GatewayOptions) {
    this.#components = components
    this.#options = options
    const { gatekeeper: priorities, rates, metrics, logger } = components
    this.#ledger = new CallLedger({ priorities, rates, metrics, logger }, { ...options, ...options.limits })
    this.#table = new ProtocolTable({
      parse: (source) => this.#parse(source),
      create: (assignment) => this.#createProtocol(assignment),
      onState: (state) => this.#refusals.tell(state),
      onChange: () => { this.#backWritten(); this.#keep() },
      onGone: (name) => forgetProtocol(components.metrics, name),
      drainMs: options.drainMs,
      logger: components.logger
    })
    this.#control = components.control?.(this.#listener(), () => this.#hello())
    this.#reporter = new LoadReporter({ loads: () => this.#table.loads(), send: (loads) => this.#control?.report(loads) })
  }

  /** Whether peers should be sent here, and what it knows. */
  readiness (): Readiness {
    const isInformed = this.#control === undefined || this.#hasSynced || this.#restored > 0
    return {
      ready: this.#state === 'serving' && isInformed,
      detail: {
        state: this.#state,
        peerId: this.#components.node.peerId.toString(),
        control: this.#control === undefined ? 'none' : { connected: this.#control.isConnected, synced: this.#control.isSynced, restoredProtocols: this.#restored },
        protocols: [...this.#table.values()].map(({ state, dispatcher }) => ({ ...state, readyWorkers: dispatcher.load().readyWorkers })),
        written: [...this.#written.keys()],
        runningCalls: this.#ledger.running
      }
    }
  }

  /** @throws {SubnetesError} naming the gateway module that fails */
  async start (): Promise<void> {
    if (this.#state !== 'new') return
    await this.#begin(this.#components.announcer)
    await this.#serveWritten({
      servicer: new ReflectionProtocol({
        peerId: this.#components.node.peerId.toString(),
        catalogue: async (peer) => await buildCatalogue(this.#table, this.#written, peer)
      })
    })
    await this.#serveWritten({
      servicer: new JobsProtocol({
        target: (handle) => this.#table.jobTarget(handle),
        queue: (protocol) => this.#table.get(protocol)?.jobs.queue,
        protocols: () => [...this.#table.values()].map(({ name }) => name).sort()
      })
    })
    const context = this.#context()
    for (const module of this.#components.modules) await this.#startModule(module, context)
    await this.#restore()
    await this.#begin(this.#reporter)
    if (this.#control !== undefined) await this.#begin(this.#control)
    this.#state = 'serving'
  }

  /** Refuses new calls, lets running ones finish within `drainMs`, ends the rest with `unavailable`, stops the node. */
  async stop (): Promise<void> {
    if (this.#state === 'stopped' || this.#state === 'draining') return
    this.#state = 'draining'
    this.#ledger.drain()
    await this.#components.announcer.stop()
    await settledWithin(this.#ledger.idle(), this.#options.drainMs)
    if (this.#ledger.running > 0) this.#components.logger.warn('calls cut off by shutdown', { calls: this.#ledger.running })
    this.#stopping.abort()
    await Promise.all([this.#table.stop(0), ...this.#tasks])
    for (const life of this.#lives.reverse()) await life.stop()
    await this.#components.node.stop()
    this.#state = 'stopped'
  }

  async #begin (life: Startable): Promise<void> {
    this.#lives.push(life)
    await life.start()
  }

  async #startModule (module: GatewayModule, context: GatewayContext): Promise<void> {
    try {
      for (const part of await buildParts(module, context)) {
        const written = writtenService(part)
        if (written !== undefined) await this.#serveWritten(written)
        const life = lifeOf(part)
        if (life !== undefined) await this.#begin(life)
      }
    } catch (error) {
      throw moduleFailure(module.name, error)
    }
    this.#components.logger.info('gateway module started', { module: module.name })
  }

  async #serveWritten (written: WrittenService): Promise<void> {
    const { node, announcer } = this.#components
    const protocol = new WrittenProtocol(written, {
      node,
      announcer,
      handles: this.#handles,
      gate: (subject) => this.#components.access.gate(subject),
      page: (name) => this.#ledger.page(name)
    })
    this.#written.set(protocol.service.name, protocol)
    await this.#begin(protocol)
  }

  #parse (source: Assignment): AssignedProtocol {
    const assignment = parseAssignment(source, this.#options.namespace)
    this.#components.access.check(accessSubject(assignment))
    return assignment
  }

  /** An assignment for the service of a written protocol brings it workers and the manifest's access rules. */
  #backWritten (): void {
    const rules = new Map([...this.#table.values()].map(({ assignment }) => [assignment.service, assignment.access]))
    for (const written of this.#written.values()) written.applyAccess(rules.get(written.service.fullName))
  }

  #createProtocol (assignment: AssignedProtocol): DeclaredProtocol {
    const { node, serve, dispatcher, openJobs, announcer, logger, metrics } = this.#components
    const { name } = assignment
    const log = logger.child({ protocol: name })
    return new DeclaredProtocol(assignment, {
      serve,
      openJobs,
      dispatcher: (components) => dispatcher({ ...components, logger: log, metrics }),
      handles: this.#handles,
      gate: (subject) => this.#components.access.gate(subject),
      page: this.#ledger.page(name, () => this.#reporter.crossing()),
      announcer,
      onDemand: (held) => this.#control?.activate(name, held),
      drainMs: this.#options.drainMs,
      localPeer: node.peerId.toString(),
      logger: log
    })
  }

  #context (): GatewayContext {
    const { node, peers, logger, metrics } = this.#components
    return gatewayContext({ node, peers, logger, metrics, declared: this.#table, written: this.#written, tasks: this.#tasks, signal: this.#stopping.signal })
  }

  #hello (): GatewayHello {
    const { node } = this.#components
    return { peerId: node.peerId.toString(), multiaddrs: node.getMultiaddrs().map(String), ordinal: this.#options.ordinal, version: this.#options.version }
  }

  #listener (): ControlClientListener {
    const { logger, metrics } = this.#components
    const connected = metrics.gauge({ name: 'subnetes_gateway_control_connected', help: '1 while the control link is up' })
    return {
      onProtocol: (assignment) => { this.#told.add(assignment.name); this.#table.assign(assignment) },
      onRemoved: (name) => { this.#told.delete(name); this.#table.remove(name) },
      onEndpoints: (name, endpoints) => this.#table.setEndpoints(name, endpoints),
      onHold: (name, epoch, isReleased) => this.#table.hold(name, epoch, isReleased, (ack) => this.#control?.holdAck(ack)),
      onSynced: () => {
        this.#hasSynced = true
        this.#table.retain(new Set(this.#told))
        this.#table.settled().then(() => this.#refusals.complete(), () => { /* it never rejects */ })
        logger.info('assignments complete', { protocols: [...this.#told] })
      },
      onConnection: (isConnected) => connected.set(isConnected ? 1 : 0)
    }
  }

  async #restore (): Promise<void> {
    const kept = await this.#components.snapshot.load()
    for (const assignment of kept) this.#table.assign(assignment)
    this.#restored = kept.length
    await this.#table.settled()
    if (kept.length > 0) this.#components.logger.info('serving kept assignments until the operator answers', { protocols: kept.map(({ name }) => name) })
  }

  /** Before the first sync the table may still lack protocols, and what is kept is the better memory. */
  #keep (): void {
    if (!this.#hasSynced || this.#state !== 'serving') return
    this.#components.snapshot.save([...this.#table.values()].map(({ assignment }) => assignment.source)).catch((error: unknown) => {
      this.#components.logger.warn('assignments not kept', { error })
    })
  }
}
