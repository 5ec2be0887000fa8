/** The operator's side of the Control contract: leads gateways, or sends them to who does, and keeps what they say. */
import { ControlServer } from '@subnetes/control'
import type { ConsoleInit, ControlServerListener, GatewayInfo, HoldAck, ProtocolLoad, ProtocolState } from '@subnetes/control'
import type { Startable, TlsServerInit } from '@subnetes/common'
import { Listeners } from '../controller/change-source.ts'
import type { KeyListener } from '../controller/change-source.ts'
import { Informer } from '../controller/informer.ts'
import type { InformerComponents } from '../controller/informer.ts'
import { Kinds, splitKey } from '../controller/kinds.ts'
import type { LeaderPart, LeaderTerm } from '../controller/leader-term.ts'
import type { ProtocolsView } from '../protocols/protocols-view.ts'
import type { WorkerFleet } from '../workers/worker-fleet.ts'
import { Assignments } from './assignments.ts'
import type { EndpointTls } from './assignments.ts'
import { GatewayBook } from './gateway-book.ts'
import type { GatewayPod, MatchedGateway } from './gateway-book.ts'
import type { Activation, GatewayReports, HoldAnswers, LiveGateway, ReceivedLoad } from './gateway-reports.ts'

/** Options of {@link GatewayHub}. */
export interface GatewayHubInit {
  /** Where gateways' pods are. */
  readonly namespace: string
  /** Which pods are gateways. */
  readonly podLabels: Readonly<Record<string, string>>
  /** `HOST:PORT`; port 0 picks a free one. */
  readonly listen: string
  /** Left out: plaintext. */
  readonly tls?: TlsServerInit | undefined
  /** What consoles are shown on the same port. Left out: nobody may watch. */
  readonly console?: ConsoleInit | undefined
  /** Left out: gateways dial runners in plaintext. */
  readonly endpointTls?: EndpointTls | undefined
  /** Milliseconds of a monotonic clock. @default performance.now */
  readonly now?: () => number
}

/** Components of a {@link GatewayHub}. */
export interface GatewayHubComponents extends InformerComponents { readonly protocols: ProtocolsView, readonly fleet: WorkerFleet }

/** Turns gateways away until it is told who leads. */
export class GatewayHub implements GatewayReports, Startable, LeaderPart {
  readonly #init: GatewayHubInit
  readonly #components: GatewayHubComponents
  readonly #now: () => number
  readonly #control: ControlServer
  readonly #pods: Informer<GatewayPod>
  readonly #book: GatewayBook
  readonly #assignments: Assignments
  readonly #changes: Listeners<[string]>
  readonly #activations: Listeners<[Activation]>
  readonly #loads: Listeners<[readonly string[]]>
  readonly #holds = new Map<string, number>()
  #address: string | undefined
  #isLeading = false
  #havePods = false

  constructor (init: GatewayHubInit, components: GatewayHubComponents) {
    this.#init = init
    this.#components = components
    this.#now = init.now ?? (() => performance.now())
    const logger = components.logger.child({ component: 'gateway-hub' })
    this.#changes = new Listeners(logger)
    this.#activations = new Listeners(logger)
    this.#loads = new Listeners(logger)
    this.#book = new GatewayBook(this.#now)
    this.#control = new ControlServer({ listener: this.#listener(), logger: components.logger, tls: init.tls, console: init.console })
    this.#control.follow(undefined)
    this.#assignments = new Assignments({ ...components, control: this.#control, endpointTls: init.endpointTls ?? (() => undefined) })
    const labelSelector = Object.entries(init.podLabels).map(([name, value]) => `${name}=${value}`).join(',')
    this.#pods = new Informer<GatewayPod>({ kind: Kinds.Pod, namespace: init.namespace, labelSelector, onChange: () => this.#onPods() }, components)
  }

  /** Where it listens (the real port), undefined before {@link start}. */
  get address (): string | undefined {
    return this.#address
  }

  async start (): Promise<void> {
    if (this.#address !== undefined) return
    this.#address = await this.#control.listen(this.#init.listen)
    this.#components.protocols.onChange((key) => {
      if (this.#nameOf(key) === undefined) this.#holds.delete(splitKey(key).name)
    })
    await this.#assignments.start()
    await this.#pods.start()
  }

  async whenSynced (): Promise<void> {
    await this.#pods.whenSynced()
    this.#havePods = true
    this.#onPods()
  }

  /** Milliseconds since the API server was last heard of. */
  get silentMs (): number {
    return this.#pods.silentMs
  }

  async lead (term: LeaderTerm): Promise<void> {
    this.#assignments.flush()
    this.#book.restart()
    this.#isLeading = true
    this.#control.lead(term.number)
    term.signal.addEventListener('abort', () => this.follow(undefined), { once: true })
  }

  /** Sends gateways to the leader, or away while nobody knows him. */
  follow (leader: string | undefined): void {
    this.#isLeading = false
    this.#control.follow(leader)
  }

  /** Ends the links; gateways go on with what they know, and look for a leader. */
  async stop (): Promise<void> {
    this.#isLeading = false
    await this.#assignments.stop()
    if (this.#address !== undefined) await this.#control.stop()
    await this.#pods.stop()
  }

  onChange (listener: KeyListener): () => void {
    return this.#changes.add(listener)
  }

  onActivate (listener: (activation: Activation) => void): () => void {
    return this.#activations.add(listener)
  }

  onLoad (listener: (protocolKeys: readonly string[]) => void): () => void {
    return this.#loads.add(listener)
  }

  /** Has gateways told anew of a Protocol's workers: the names in their certificates have changed. */
  touch (protocolKey: string): void {
    this.#assignments.touch(protocolKey)
  }

  /** Every gateway with what it said, for people. */
  matched (): readonly MatchedGateway[] {
    return this.#book.gateways
  }

  live (): readonly LiveGateway[] | undefined {
    return this.#havePods && this.#isLeading ? this.#book.gateways.map(({ gateway }) => gateway) : undefined
  }

  loads (protocolKey: string): readonly ReceivedLoad[] {
    const name = this.#nameOf(protocolKey)
    return this.#book.gateways.map(({ gateway, connection }) => ({
      gateway: gateway.id, load: name === undefined ? undefined : connection?.loads.get(name), receivedAt: connection?.reportedAt
    }))
  }

  states (protocolKey: string): ReadonlyMap<string, ProtocolState> {
    const name = this.#nameOf(protocolKey)
    return new Map(this.#book.gateways.flatMap(({ gateway, connection }) => {
      const state = name === undefined ? undefined : connection?.states.get(name)
      return state === undefined ? [] : [[gateway.id, state]]
    }))
  }

  hold (protocolKey: string, epoch: number): void {
    const name = this.#nameOf(protocolKey)
    if (name === undefined) return
    this.#holds.set(name, epoch)
    this.#control.hold(name, epoch)
    this.#changes.tell(protocolKey)
  }

  release (protocolKey: string): void {
    const name = this.#nameOf(protocolKey)
    if (name === undefined || !this.#holds.delete(name)) return
    this.#control.release(name)
    this.#changes.tell(protocolKey)
  }

  holdAnswers (protocolKey: string): HoldAnswers | undefined {
    const name = this.#nameOf(protocolKey) ?? ''
    const epoch = this.#holds.get(name)
    if (epoch === undefined) return undefined
    const sets = { accepted: new Set<string>(), refused: new Set<string>(), missing: new Set<string>() }
    for (const { gateway, connection } of this.#book.gateways) {
      const answer = connection?.answers.get(name)
      if (answer?.epoch !== epoch) sets.missing.add(gateway.id)
      else sets[answer.accepted ? 'accepted' : 'refused'].add(gateway.id)
    }
    return { epoch, ...sets }
  }

  #nameOf (protocolKey: string): string | undefined {
    const view = this.#components.protocols.get(protocolKey)
    return view?.isServed === true ? view.name : undefined
  }

  #keyOf (name: string): string | undefined {
    return this.#components.protocols.named(name)?.key
  }

  #listener (): ControlServerListener {
    return {
      onGateway: (gateway, isConnected) => this.#onGateway(gateway, isConnected),
      onLoad: (gateway, loads) => this.#onLoad(gateway, loads),
      onActivate: (gateway, protocol, held) => this.#onActivate(gateway, protocol, held),
      onHoldAck: (gateway, ack) => this.#onHoldAck(gateway, ack),
      onState: (gateway, state) => this.#onState(gateway, state)
    }
  }

  #onGateway (gateway: GatewayInfo, isConnected: boolean): void {
    if (isConnected) this.#book.connect(gateway)
    else this.#book.disconnect(gateway.peerId)
    this.#tellAll()
  }

  #onLoad ({ peerId }: GatewayInfo, loads: readonly ProtocolLoad[]): void {
    const connection = this.#book.connection(peerId)
    if (connection === undefined) return
    connection.reportedAt = this.#now()
    connection.loads = new Map(loads.map((load) => [load.protocol, load]))
    this.#loads.tell(loads.flatMap(({ protocol }) => this.#keyOf(protocol) ?? []))
  }

  #onActivate ({ peerId }: GatewayInfo, protocol: string, held: number): void {
    const protocolKey = this.#keyOf(protocol)
    const gateway = this.#book.gateways.find(({ connection }) => connection?.hello.peerId === peerId)?.gateway.id
    if (protocolKey !== undefined && gateway !== undefined) this.#activations.tell({ protocolKey, gateway, held, receivedAt: this.#now() })
  }

  #onHoldAck ({ peerId }: GatewayInfo, ack: HoldAck): void {
    this.#book.connection(peerId)?.answers.set(ack.protocol, ack)
    this.#tellOf(ack.protocol)
  }

  #onState ({ peerId }: GatewayInfo, state: ProtocolState): void {
    this.#book.connection(peerId)?.states.set(state.protocol, state)
    this.#tellOf(state.protocol)
  }

  #onPods (): void {
    if (!this.#havePods) return
    this.#book.setPods(this.#pods.list())
    this.#tellAll()
  }

  #tellOf (name: string): void {
    const key = this.#keyOf(name)
    if (key !== undefined) this.#changes.tell(key)
  }

  #tellAll (): void {
    for (const { key } of this.#components.protocols.list()) this.#changes.tell(key)
  }
}
