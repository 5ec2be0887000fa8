/** One gateway as the Control server sees it: its introduction, what it reports, what it has yet to be told. */
import { status } from '@grpc/grpc-js'
import type { ServerDuplexStream } from '@grpc/grpc-js'
import { SubnetesError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import type { subnetes } from '@subnetes/proto'
import type { DesiredState, Part } from './desired-state.ts'
import { decodeHello, decodeHoldAck, decodeLoads, decodeState } from './messages.ts'
import type { GatewayHello, HoldAck, ProtocolLoad, ProtocolState } from './messages.ts'
import { Outbox } from './outbox.ts'
import type { OperatorMessageBody } from './outbox.ts'

/** A connected gateway. */
export interface GatewayInfo extends GatewayHello {
  /** IP address that it connects from, empty for a socket in the file system. All gateways share one name in their certificates; which of them this is, its pod's address says. */
  readonly remoteAddress: string
}

/** What happens at gateways. Calls are synchronous; a throw is logged and disturbs nobody. */
export interface ControlServerListener {
  /** A gateway has introduced itself (true) or its link has ended (false). */
  onGateway?: (gateway: GatewayInfo, isConnected: boolean) => void
  onLoad?: (gateway: GatewayInfo, loads: readonly ProtocolLoad[]) => void
  /** Calls wait and no worker is ready; repeated each second while that lasts. */
  onActivate?: (gateway: GatewayInfo, protocol: string, held: number) => void
  onHoldAck?: (gateway: GatewayInfo, ack: HoldAck) => void
  onState?: (gateway: GatewayInfo, state: ProtocolState) => void
}

/** How long a stream may stay without its Hello. */
const HELLO_TIMEOUT_MS = 10_000

/** What a {@link GatewayLink} needs. */
export interface GatewayLinkInit {
  stream: ServerDuplexStream<subnetes.v1.GatewayMessage, subnetes.v1.OperatorMessage.$Properties>
  state: DesiredState
  term: number
  listener: ControlServerListener
  logger: Logger
  /** The gateway has introduced itself. */
  onHello: () => void
  onEnd: () => void
}

/** One Control stream. Says nothing before {@link open}. */
export class GatewayLink {
  readonly #init: GatewayLinkInit
  readonly #helloTimer: NodeJS.Timeout
  #info: GatewayInfo = { peerId: '', multiaddrs: [], ordinal: 0, version: '', remoteAddress: '' }
  #outbox: Outbox | undefined
  #sequence = 0
  #hasHello = false
  #hasEnded = false

  constructor (init: GatewayLinkInit) {
    this.#init = init
    const { stream } = init
    this.#helloTimer = setTimeout(() => this.end(status.DEADLINE_EXCEEDED, 'no hello came'), HELLO_TIMEOUT_MS)
    stream.on('data', (message: subnetes.v1.GatewayMessage) => this.#guard(() => this.#receive(message)))
    stream.on('drain', () => this.#outbox?.pump())
    stream.on('end', () => this.end(status.OK, ''))
    stream.on('error', () => this.#ended())
    stream.on('close', () => this.#ended())
    stream.on('cancelled', () => this.#ended())
  }

  /** Who it is; empty before its Hello. */
  get info (): GatewayInfo {
    return this.#info
  }

  /** Starts telling the gateway what it should know. */
  open (): void {
    this.#outbox = new Outbox(this.#init.state, (message) => this.#send(message))
    this.#init.logger.info('gateway connected', { peerId: this.#info.peerId, ordinal: this.#info.ordinal })
    this.#guard(() => this.#init.listener.onGateway?.(this.#info, true))
    this.#outbox.pump()
  }

  /** Something changed. */
  mark (name: string, part: Part): void {
    this.#outbox?.mark(name, part)
  }

  /** Sends the gateway to the leader and ends the link. */
  redirect (address: string): void {
    if (this.#hasEnded) return
    this.#send({ redirect: { address } })
    this.end(status.OK, '')
  }

  /** Ends the link with a gRPC status. */
  end (code: status, details: string): void {
    if (this.#hasEnded) return
    if (code === status.OK) this.#init.stream.end()
    else this.#init.stream.emit('error', { code, details })
    this.#ended()
  }

  #send (message: OperatorMessageBody): boolean {
    if (this.#hasEnded) return false
    this.#sequence += 1
    return this.#init.stream.write({ ...message, term: this.#init.term, sequence: this.#sequence })
  }

  #receive (message: subnetes.v1.GatewayMessage): void {
    if (this.#hasEnded) return
    if (!this.#hasHello) {
      this.#greet(message)
      return
    }
    this.#tell(message)
  }

  #tell (message: subnetes.v1.GatewayMessage): void {
    const { listener } = this.#init
    if (message.report != null) listener.onLoad?.(this.#info, decodeLoads(message.report))
    else if (message.activate != null) listener.onActivate?.(this.#info, message.activate.protocol ?? '', message.activate.held ?? 0)
    else if (message.holdAck != null) listener.onHoldAck?.(this.#info, decodeHoldAck(message.holdAck))
    else if (message.state != null) listener.onState?.(this.#info, decodeState(message.state))
  }

  #greet (message: subnetes.v1.GatewayMessage): void {
    if (message.hello == null) {
      this.end(status.FAILED_PRECONDITION, 'the first message must be hello')
      return
    }
    clearTimeout(this.#helloTimer)
    this.#hasHello = true
    this.#info = { ...decodeHello(message.hello), remoteAddress: hostOf(this.#init.stream.getPeer()) }
    this.#init.onHello()
  }

  #ended (): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    clearTimeout(this.#helloTimer)
    this.#init.onEnd()
    if (this.#outbox === undefined) return
    this.#init.logger.info('gateway left', { peerId: this.#info.peerId, ordinal: this.#info.ordinal })
    this.#guard(() => this.#init.listener.onGateway?.(this.#info, false))
  }

  #guard (action: () => void): void {
    try {
      action()
    } catch (error) {
      this.#init.logger.error('control listener failed', { peerId: this.#info.peerId, error: SubnetesError.from(error).message })
    }
  }
}

/** The address in grpc-js's `ADDRESS:PORT`, whose IPv6 addresses have no brackets; IPv4 addresses that came over an IPv6 socket as plain ones. */
function hostOf (peer: string): string {
  const colon = peer.lastIndexOf(':')
  return colon === -1 ? '' : peer.slice(0, colon).replace(/^::ffff:/, '')
}
