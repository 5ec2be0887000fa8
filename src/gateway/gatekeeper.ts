/** Who may be connected and who goes first: what the gateway knows of peers before any call of theirs. */
import { STAKE_CLASSES, refusal, refusalReason } from '@subnetes/auth'
import { connectionsToClose, heldBytes } from '@subnetes/rpc'
import { startPeriodic } from './periodic.ts'
import { PeerClasses, stakeClassOf } from './peer-classes.ts'
import { Pressure } from './pressure.ts'
import type { Libp2p } from '@libp2p/interface'
import type { StakeClass, StakeOracle } from '@subnetes/auth'
import type { Logger, Metrics, Startable } from '@subnetes/common'
import type { ConnectionPolicy, PeerCheck } from '@subnetes/rpc'
import type { LimitsConfig } from './limits-config.ts'

/** How often connected peers are asked about again. */
export const STAKE_GATE_INTERVAL_MS = 30_000

/** What a {@link Gatekeeper} is told. */
export interface GatekeeperOptions {
  readonly limits: LimitsConfig
  /** Lowest class of peers that may be connected; undefined lets any peer connect. */
  readonly requireStake: StakeClass | undefined
}

/** What a {@link Gatekeeper} stands on. */
export interface GatekeeperComponents {
  /** Started. Undefined: all peers are equal. */
  oracle: StakeOracle | undefined
  logger: Logger
  metrics: Metrics
  /** Resident bytes. @default those of this process */
  memory?: (() => number) | undefined
}

/** Stands between libp2p and the gateway. */
export class Gatekeeper implements Startable {
  readonly #options: GatekeeperOptions
  readonly #components: GatekeeperComponents
  readonly #classes: PeerClasses
  readonly #pressure: Pressure
  readonly #dropped: ReturnType<Metrics['counter']>
  readonly #stopping = new AbortController()
  #node: Libp2p | undefined
  #rechecks: Promise<void> | undefined

  constructor (options: GatekeeperOptions, components: GatekeeperComponents) {
    this.#options = options
    this.#components = components
    this.#classes = new PeerClasses({ oracle: components.oracle })
    this.#pressure = new Pressure(options.limits.memoryBudgetBytes, { metrics: components.metrics, memory: components.memory, lowestClass: this.classOf(''), onHigh: (excessBytes) => this.#relieve(excessBytes) })
    this.#dropped = components.metrics.counter({ name: 'subnetes_gateway_connections_dropped_total', help: 'Connections of peers that were closed after their handshake, by reason', labelNames: ['reason'] })
  }

  /** For the node. Peers with stake are read before those without; while memory is short those without are not let in, and over the budget nobody. */
  get policy (): ConnectionPolicy {
    const { limits } = this.#options
    const { oracle } = this.#components
    const required = this.#options.requireStake
    return {
      limits: {
        maxPerPeer: limits.maxConnectionsPerPeer,
        maxPerAddress: limits.maxConnectionsPerAddress,
        handshakesPerSecond: limits.handshakesPerSecond,
        maxStreamsPerPeer: limits.maxStreamsPerPeer,
        isClosed: () => this.#pressure.sheds(STAKE_CLASSES.length),
        // Their calls were refused in words long before.
        isRefused: (peer) => this.#classes.of(peer) === 0 && this.#pressure.closes(this.classOf(peer))
      },
      scheduling: { priorityOf: (peer) => this.#classes.of(peer) },
      check: oracle === undefined ? undefined : this.#counted(async (peer, options) => await this.#check(oracle, peer, options)),
      // The templates ask for the lowest class there.
      posTransport: oracle === undefined ? undefined : this.#counted(stakeCheck(oracle, required ?? 'Registered'))
    }
  }

  /** Follows the peers of a node. */
  watch (node: Libp2p): void {
    this.#node = node
    this.#classes.watch(node)
    const { oracle, logger } = this.#components
    const { requireStake: required } = this.#options
    if (oracle === undefined || required === undefined) return
    const run = async (): Promise<void> => { await this.#dropUnstaked(node, oracle, required) }
    this.#rechecks ??= startPeriodic({ name: 'stake of connected peers', intervalMs: STAKE_GATE_INTERVAL_MS, run, logger, signal: this.#stopping.signal })
  }

  /** The class of a peer for shedding, 0 being none; the highest where peers cannot differ. */
  readonly classOf = (peer: string): number => this.#classes.isKnown ? this.#classes.of(peer) : STAKE_CLASSES.length

  /** Whether memory asks to refuse a peer of this class now. */
  readonly isShort = (peerClass: number): boolean => this.#pressure.sheds(peerClass)

  async start (): Promise<void> {
    await Promise.all([this.#classes.start(), this.#pressure.start()])
  }

  async stop (): Promise<void> {
    this.#stopping.abort()
    await Promise.all([this.#classes.stop(), this.#pressure.stop(), this.#rechecks])
  }

  /** After the handshake, as only then it is known who is there. */
  async #check (oracle: StakeOracle, peer: string, options: Parameters<PeerCheck>[1]): Promise<void> {
    const { requireStake } = this.#options
    if (requireStake !== undefined) await stakeCheck(oracle, requireStake)(peer, options)
    if (!this.#pressure.sheds(0)) return
    const peerClass = await stakeClassOf(oracle, peer, options).catch(() => 0)
    if (this.#pressure.sheds(peerClass)) throw refusal('overloaded', 'this gateway is short of memory and serves others first')
  }

  /** A check that says here why a peer was refused; the peer itself only sees its connection end. */
  #counted (check: PeerCheck): PeerCheck {
    return async (peer, options) => {
      try {
        await check(peer, options)
      } catch (error) {
        const reason = refusalReason(error) ?? 'unknown'
        this.#dropped.inc({ reason })
        this.#components.logger.debug('peer refused after its handshake', { peerId: peer, reason })
        throw error
      }
    }
  }

  /** Stake that cannot be told now drops nobody. */
  async #dropUnstaked (node: Libp2p, oracle: StakeOracle, minClass: StakeClass): Promise<void> {
    for (const connection of node.getConnections()) {
      const peer = connection.remotePeer.toString()
      const isStaked = await oracle.isStaked(peer, minClass).catch(() => true)
      if (isStaked) continue
      this.#dropped.inc({ reason: 'not_staked' })
      this.#components.logger.info('peer without stake dropped', { peerId: peer })
      connection.abort(refusal('not_staked', `peer ${peer} is no longer staked as ${minClass} or above`))
    }
  }

  /** Connections that hold much are closed, those of the lowest class first, and those of the highest only over the budget. */
  #relieve (excessBytes: number): void {
    const mayClose = (this.#node?.getConnections() ?? []).filter(({ remotePeer }) => this.#pressure.closes(this.classOf(remotePeer.toString())))
    const closed = connectionsToClose(mayClose, { excessBytes, priorityOf: (peer) => this.#classes.of(peer) })
    if (closed.length === 0) return
    const heldByThem = closed.reduce((sum, connection) => sum + heldBytes(connection), 0)
    this.#components.logger.warn('connections closed, as memory is short', { excessBytes, connections: closed.length, heldBytes: heldByThem })
    for (const connection of closed) {
      this.#dropped.inc({ reason: 'overloaded' })
      connection.abort(refusal('overloaded', 'this gateway is short of memory, and this connection holds much of it'))
    }
  }
}

function stakeCheck (oracle: StakeOracle, minClass: StakeClass): PeerCheck {
  return async (peer, { signal }) => {
    if (!await oracle.isStaked(peer, minClass, { signal })) throw refusal('not_staked', `peer ${peer} is not staked as ${minClass} or above`)
  }
}
