/** The deciding side of the Control contract: the operator in a cluster, the local twin on a laptop. */
import { once } from 'node:events'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js'
import type { ServerDuplexStream, ServerWritableStream } from '@grpc/grpc-js'
import { SubnetesError, parseAddress, formatAddress, silentLogger } from '@subnetes/common'
import type { Address, Logger, TlsServerInit, WorkerEndpoint } from '@subnetes/common'
import type { subnetes } from '@subnetes/proto'
import { ConsoleHub, redirectConsole } from './console-hub.ts'
import type { ConsoleInit } from './console-hub.ts'
import { DesiredState } from './desired-state.ts'
import type { Part } from './desired-state.ts'
import { GatewayLink } from './gateway-link.ts'
import type { ControlServerListener, GatewayInfo } from './gateway-link.ts'
import { CONNECT, DEFAULT_KEEPALIVE, WATCH_CONSOLE, linkOptions } from './link.ts'
import type { KeepaliveInit } from './link.ts'
import { tlsServerFor } from './link-tls.ts'
import type { TlsService } from './link-tls.ts'
import type { Assignment, AssignmentInit } from './messages.ts'

type Stream = ServerDuplexStream<subnetes.v1.GatewayMessage, subnetes.v1.OperatorMessage.$Properties>
type ConsoleStream = ServerWritableStream<subnetes.v1.ConsoleWatchRequest, Buffer>

/** What a {@link ControlServer} may be given. */
export interface ControlServerInit {
  /** Leader term (the Lease's transitions). @default 1 */
  term?: number
  listener?: ControlServerListener
  logger?: Logger
  /** What consoles are shown. @default nobody may watch */
  console?: ConsoleInit | undefined
  /** Whom to let in by TLS, and with what certificate. @default plaintext; listen on loopback or a private socket then */
  tls?: TlsServerInit | undefined
  /** @default {@link DEFAULT_KEEPALIVE} */
  keepalive?: KeepaliveInit
}

interface ConsoleDoor extends TlsService { readonly hub: ConsoleHub }

const NOBODY_LEADS = 'nobody leads yet'

type Role = { readonly kind: 'decides' } | { readonly kind: 'waits' } | { readonly kind: 'redirects', readonly address: string }

/**
 * Keeps what gateways should know and tells every gateway: all of it when it comes, then changes. Decisions are kept here whether or not a
 * gateway is connected. A slow gateway costs no memory: it gets the latest state of each protocol, not every step.
 */
export class ControlServer {
  readonly #state = new DesiredState()
  readonly #links = new Map<string, GatewayLink>()
  readonly #server: Server
  readonly #console: ConsoleDoor | undefined
  readonly #tls: TlsServerInit | undefined
  readonly #listener: ControlServerListener
  readonly #logger: Logger
  #term: number
  #role: Role = { kind: 'decides' }
  #tlsServer: NetServer | undefined

  constructor (init: ControlServerInit = {}) {
    this.#term = init.term ?? 1
    this.#listener = init.listener ?? {}
    this.#logger = (init.logger ?? silentLogger).child({ component: 'control-server' })
    this.#tls = init.tls
    this.#server = new Server(linkOptions(init.keepalive ?? DEFAULT_KEEPALIVE))
    this.#server.addService({ Connect: CONNECT }, { Connect: (stream: Stream) => this.#accept(stream) })
    this.#console = init.console === undefined ? undefined : this.#openConsole(init.console, init)
  }

  /** By TLS on a gRPC server of its own, which gateways do not reach. */
  #openConsole (init: ConsoleInit, { tls, keepalive = DEFAULT_KEEPALIVE }: ControlServerInit): ConsoleDoor {
    const server = tls === undefined ? this.#server : new Server(linkOptions(keepalive))
    server.addService({ Watch: WATCH_CONSOLE }, { Watch: (stream: ConsoleStream) => this.#show(stream) })
    return { server, clients: init.clients ?? [], hub: new ConsoleHub(init, { logger: this.#logger }) }
  }

  /** Gateways connected now. */
  get gateways (): readonly GatewayInfo[] {
    return [...this.#links.values()].map((link) => link.info)
  }

  /**
   * Listens on `HOST:PORT` (port 0 picks a free one) or `unix:PATH`.
   *
   * @returns the bound address
   * @throws {SubnetesError} `unavailable` when it cannot be bound, naming it
   */
  async listen (address: string): Promise<string> {
    const wanted = parseAddress(address, 'control listen address')
    try {
      return formatAddress(this.#tls === undefined ? await this.#listenPlain(wanted) : await this.#listenTls(wanted, this.#tls))
    } catch (error) {
      throw new SubnetesError('unavailable', `cannot serve the Control link on ${address}: ${SubnetesError.from(error).message}`, { cause: error })
    }
  }

  async #listenPlain (wanted: Address): Promise<Address> {
    return await new Promise<Address>((resolve, reject) => {
      this.#server.bindAsync(formatAddress(wanted), ServerCredentials.createInsecure(), (error, port) => {
        if (error !== null) reject(error)
        else resolve('path' in wanted ? wanted : { host: wanted.host, port })
      })
    })
  }

  async #listenTls (wanted: Address, tls: TlsServerInit): Promise<Address> {
    const services = [{ server: this.#server, clients: tls.clients }, ...this.#console === undefined ? [] : [this.#console]]
    const server = this.#tlsServer = tlsServerFor(services, tls.source, this.#logger)
    server.listen(wanted)
    await once(server, 'listening')
    server.on('error', (error) => this.#logger.error('control server failed', { error: error.message }))
    return 'path' in wanted ? wanted : { host: wanted.host, port: (server.address() as AddressInfo).port }
  }

  /** Ends every link and the server. Gateways go on with what they know and look for us again. */
  async stop (): Promise<void> {
    this.#tlsServer?.close()
    for (const link of [...this.#links.values()]) link.end(status.UNAVAILABLE, 'the control server stops')
    this.#console?.hub.end(status.UNAVAILABLE, 'the control server stops')
    await Promise.all([...new Set([this.#server, this.#console?.server ?? this.#server])].map(shutDown))
  }

  /** Adds a protocol or replaces its assignment; its endpoints and hold stay. */
  setProtocol (assignment: AssignmentInit | Assignment): void {
    this.#tell(this.#state.setProtocol(assignment), 'assignment')
  }

  /** Gateways forget the protocol. @returns false when there is none of that name */
  removeProtocol (name: string): boolean {
    if (!this.#state.removeProtocol(name)) return false
    this.#tell(name, 'assignment')
    return true
  }

  /** Replaces all workers of a protocol. @returns false when there is no such protocol */
  setEndpoints (name: string, endpoints: readonly WorkerEndpoint[]): boolean {
    if (!this.#state.update(name, { endpoints: [...endpoints] })) return false
    this.#tell(name, 'endpoints')
    return true
  }

  /** Asks every gateway to hold the protocol's calls; each answers through `onHoldAck`. @returns false when there is no such protocol */
  hold (name: string, epoch: number): boolean {
    if (!this.#state.update(name, { holdEpoch: epoch })) return false
    this.#tell(name, 'hold')
    return true
  }

  /** Ends the hold of a protocol. @returns false when it has none */
  release (name: string): boolean {
    const epoch = this.#state.get(name)?.holdEpoch
    if (epoch === undefined) return false
    this.#state.update(name, { holdEpoch: undefined, releasedEpoch: epoch })
    this.#tell(name, 'hold')
    return true
  }

  /** Decides: gateways that come are told everything. A new leader brings his term. */
  lead (term: number = this.#term): void {
    this.#term = term
    this.#role = { kind: 'decides' }
  }

  /** Leaves decisions to somebody else: every gateway, now and later, is sent to `leader`, or while nobody knows him turned away, to come again. */
  follow (leader: string | undefined): void {
    this.#role = leader === undefined ? { kind: 'waits' } : { kind: 'redirects', address: leader }
    for (const link of [...this.#links.values()]) turnAway(link, this.#role)
    if (leader === undefined) this.#console?.hub.end(status.UNAVAILABLE, NOBODY_LEADS)
    else this.#console?.hub.redirect(leader)
  }

  #tell (name: string, part: Part): void {
    for (const link of this.#links.values()) link.mark(name, part)
  }

  #accept (stream: Stream): void {
    stream.sendMetadata(new Metadata())
    const link = new GatewayLink({
      stream,
      state: this.#state,
      term: this.#term,
      listener: this.#listener,
      logger: this.#logger,
      onHello: () => this.#join(link),
      onEnd: () => this.#leave(link)
    })
  }

  #show (stream: ConsoleStream): void {
    if (this.#role.kind === 'decides') this.#console?.hub.accept(stream)
    else if (this.#role.kind === 'redirects') redirectConsole(stream, this.#role.address)
    else stream.emit('error', { code: status.UNAVAILABLE, details: NOBODY_LEADS })
  }

  #join (link: GatewayLink): void {
    if (this.#role.kind !== 'decides') {
      turnAway(link, this.#role)
      return
    }
    const older = this.#links.get(link.info.peerId)
    this.#links.set(link.info.peerId, link)
    older?.end(status.ABORTED, 'the same gateway connected again')
    link.open()
  }

  #leave (link: GatewayLink): void {
    if (this.#links.get(link.info.peerId) === link) this.#links.delete(link.info.peerId)
  }
}

function turnAway (link: GatewayLink, role: Role): void {
  if (role.kind === 'redirects') link.redirect(role.address)
  else link.end(status.UNAVAILABLE, NOBODY_LEADS)
}

async function shutDown (server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    const force = setTimeout(() => server.forceShutdown(), 500)
    server.tryShutdown(() => { clearTimeout(force); resolve() })
  })
}
