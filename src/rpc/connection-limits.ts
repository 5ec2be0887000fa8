/** How many connections and streams peers and addresses may have, refused before a handshake or a byte of a stream is looked at. */
import type { Connection, ConnectionGater, Libp2p, MultiaddrConnection, PeerId } from '@libp2p/interface'
import { SubnetesError } from '@subnetes/common'

/** Connections of one peer. A node needs one; more are tolerated where two dial each other at once. */
export const DEFAULT_MAX_CONNECTIONS_PER_PEER = 8

/** Connections from one address: nodes behind one NAT share it. */
export const DEFAULT_MAX_CONNECTIONS_PER_ADDRESS = 256

/** Handshakes a second from all addresses; twice as many may come at once. A handshake costs about a millisecond. */
export const DEFAULT_HANDSHAKES_PER_SECOND = 200

/** Streams of one peer over all its connections, all protocols. Every hivemind call is one; 500 parallel calls are ordinary. */
export const DEFAULT_MAX_STREAMS_PER_PEER = 8192

/** What a {@link ConnectionLimiter} may be told. */
export interface ConnectionLimitsInit {
  /** @default {@link DEFAULT_MAX_CONNECTIONS_PER_PEER} */
  maxPerPeer?: number | undefined
  /** @default {@link DEFAULT_MAX_CONNECTIONS_PER_ADDRESS} */
  maxPerAddress?: number | undefined
  /** @default {@link DEFAULT_HANDSHAKES_PER_SECOND} */
  handshakesPerSecond?: number | undefined
  /** @default {@link DEFAULT_MAX_STREAMS_PER_PEER} */
  maxStreamsPerPeer?: number | undefined
  /** Whether no new connection is taken now: the node has enough to do. @default never */
  isClosed?: (() => boolean) | undefined
  /** Whether a peer (base58 text) gets no new stream now. @default never */
  isRefused?: ((peer: string) => boolean) | undefined
  now?: (() => number) | undefined
}

/** Counts connections by peer and address. */
export class ConnectionLimiter {
  readonly #limits: Readonly<Record<'maxPerPeer' | 'maxPerAddress' | 'handshakesPerSecond' | 'maxStreamsPerPeer', number>>
  readonly #isClosed: () => boolean
  readonly #isRefused: (peer: string) => boolean
  readonly #now: () => number
  readonly #byAddress = new Map<string, number>()
  readonly #byPeer = new Map<string, Set<Connection>>()
  #tokens: number
  #tokensAtMs: number

  /** @throws {SubnetesError} `invalid_argument` for a limit that is no positive number */
  constructor (init: ConnectionLimitsInit = {}) {
    this.#limits = {
      maxPerPeer: init.maxPerPeer ?? DEFAULT_MAX_CONNECTIONS_PER_PEER,
      maxPerAddress: init.maxPerAddress ?? DEFAULT_MAX_CONNECTIONS_PER_ADDRESS,
      handshakesPerSecond: init.handshakesPerSecond ?? DEFAULT_HANDSHAKES_PER_SECOND,
      maxStreamsPerPeer: init.maxStreamsPerPeer ?? DEFAULT_MAX_STREAMS_PER_PEER
    }
    for (const [name, value] of Object.entries(this.#limits)) {
      if (!(value > 0)) throw new SubnetesError('invalid_argument', `limit ${name} is ${value}; it must be a positive number`)
    }
    this.#isClosed = init.isClosed ?? (() => false)
    this.#isRefused = init.isRefused ?? (() => false)
    this.#now = init.now ?? Date.now
    this.#tokens = this.#limits.handshakesPerSecond * 2
    this.#tokensAtMs = this.#now()
  }

  /** What libp2p asks, before the handshake and after it. */
  readonly gater: ConnectionGater = {
    denyInboundConnection: (connection: MultiaddrConnection) => {
      const ofAddress = this.#byAddress.get(addressOf(connection)) ?? 0
      return this.#isClosed() || ofAddress >= this.#limits.maxPerAddress || !this.#takeToken()
    },
    denyInboundUpgradedConnection: (peer: PeerId) => (this.#byPeer.get(peer.toString())?.size ?? 0) >= this.#limits.maxPerPeer
  }

  /** What a muxer asks for each stream that a peer opens; the peer has so many open, over all its connections. */
  mayOpen (peer: string, inboundStreams: number): boolean {
    return inboundStreams < this.#limits.maxStreamsPerPeer && !this.#isRefused(peer)
  }

  /** Counts the connections of a node from now on. */
  watch (node: Pick<Libp2p, 'addEventListener'>): void {
    node.addEventListener('connection:open', ({ detail }) => this.#opened(detail))
    node.addEventListener('connection:close', ({ detail }) => this.#closed(detail))
  }

  /** Open connections of a peer. */
  connectionsOf (peer: string): number {
    return this.#byPeer.get(peer)?.size ?? 0
  }

  #opened (connection: Connection): void {
    const peer = connection.remotePeer.toString()
    const open = this.#byPeer.get(peer) ?? new Set()
    this.#byPeer.set(peer, open.add(connection))
    if (connection.direction === 'inbound') this.#byAddress.set(addressOf(connection), (this.#byAddress.get(addressOf(connection)) ?? 0) + 1)
  }

  #closed (connection: Connection): void {
    const peer = connection.remotePeer.toString()
    const open = this.#byPeer.get(peer)
    if (open?.delete(connection) !== true) return
    if (open.size === 0) this.#byPeer.delete(peer)
    if (connection.direction !== 'inbound') return
    const left = (this.#byAddress.get(addressOf(connection)) ?? 1) - 1
    if (left === 0) this.#byAddress.delete(addressOf(connection))
    else this.#byAddress.set(addressOf(connection), left)
  }

  #takeToken (): boolean {
    const { handshakesPerSecond } = this.#limits
    const now = this.#now()
    this.#tokens = Math.min(handshakesPerSecond * 2, this.#tokens + Math.max(0, now - this.#tokensAtMs) * handshakesPerSecond / 1000)
    this.#tokensAtMs = now
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}

/** The IP address, without port and peer. */
function addressOf ({ remoteAddr }: Pick<MultiaddrConnection, 'remoteAddr'>): string {
  return remoteAddr.getComponents()[0]?.value ?? ''
}
