/** A libp2p node set up for calls: the transports, windows and limits that the wires rely on. */
import { identify, identifyPush } from '@libp2p/identify'
import type { Identify, IdentifyPush } from '@libp2p/identify'
import type { Libp2p, PrivateKey, Startable } from '@libp2p/interface'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import type { KadDHT } from '@libp2p/kad-dht'
import { ping } from '@libp2p/ping'
import type { Ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { SubnetesError, silentLogger } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { createLibp2p } from 'libp2p'
import type { ServiceFactoryMap } from 'libp2p'
import { parseBootstrap, startBootstrap } from './bootstrap.ts'
import { enforcePolicy } from './connection-policy.ts'
import type { ConnectionPolicy, EnforcedPolicy } from './connection-policy.ts'
import { laneYamux, MAX_READ_BUFFER_BYTES, MAX_STREAMS_PER_CONNECTION, MAX_WINDOW_BYTES, MuxNetwork, setLanes, STREAM_INACTIVITY_TIMEOUT_MS, turnEnded } from '@subnetes/mux'
import { noopLogger } from './noop-logger.ts'

/** kad-dht's protocol id of the public network, of hivemind and of py-libp2p. */
export const KAD_PROTOCOL = '/ipfs/kad/1.0.0'

/** New connections per second from one address. The library's 5 is below what one machine with a few nodes behind it does at start. */
const INBOUND_CONNECTIONS_PER_SECOND = 50

/** Connections that may be in their handshake at once. */
const MAX_PENDING_CONNECTIONS = 64

/** A connection of `plainTransport` is given up when a ping takes this long. Those of our muxer look after themselves (`mux/keep-alive.ts`). */
const PLAIN_PING_TIMEOUT_MS = 30_000

/** How often `plainTransport` pings: two are open at most, which is what the library's own servers allow. */
const PLAIN_PING_INTERVAL_MS = PLAIN_PING_TIMEOUT_MS / 2

/** Pings open at once in each direction: two of a peer's own monitor, and those of its users. */
const MAX_PING_STREAMS = 8

/** Connections of a node. About 0.25 MiB each when idle. */
export const DEFAULT_MAX_CONNECTIONS = 1000

/** What {@link createNode} takes. */
export interface NodeInit {
  /** @default a new Ed25519 key */
  privateKey?: PrivateKey | undefined
  /** Multiaddrs. @default none: the node only dials */
  listen?: readonly string[] | undefined
  /** Multiaddrs told to others instead of those listened on. */
  announce?: readonly string[] | undefined
  /** Multiaddrs with `/p2p/ID`, dialled at start and again, with back-off, while not connected. */
  bootstrap?: readonly string[] | undefined
  /** @default 'server' when the node listens, else 'client' */
  dht?: 'server' | 'client' | 'off' | undefined
  /** @default {@link DEFAULT_MAX_CONNECTIONS} */
  maxConnections?: number | undefined
  logger?: Logger | undefined
  /** Keeps libp2p's own logging, shown by the environment variable DEBUG. It costs a tenth of a call. @default false */
  debug?: boolean | undefined
  /**
   * Uses `@libp2p/yamux` and plain Noise in place of our own muxer and records, to find out whether those are to blame for something. Such a node has no
   * lanes, no scheduling, and no limit of streams per peer. @default false
   */
  plainTransport?: boolean | undefined
  /** What is asked of connections beyond the library's own limits. @default nothing, as for a node that serves no strangers */
  connections?: ConnectionPolicy | undefined
}

/** Services of a {@link SubnetNode}. */
export interface NodeServices extends Record<string, unknown> {
  identify: Identify
  identifyPush: IdentifyPush
  ping: Ping
  /** Absent with `dht: 'off'`. */
  dht?: KadDHT
}

/** A node as {@link createNode} makes it. */
export type SubnetNode = Libp2p<NodeServices>

/**
 * Creates and starts a node: TCP and WebSocket, Noise, yamux, identify, ping, kad-dht. Stop it with `node.stop()`.
 *
 * @throws {SubnetesError} `failed_precondition` when an address cannot be listened on, naming it; `invalid_argument` for one that is none
 */
export async function createNode (init: NodeInit = {}): Promise<SubnetNode> {
  const listen = [...init.listen ?? []]
  const bootstrap = parseBootstrap(init.bootstrap ?? [])
  const policy = enforcePolicy(init.connections ?? {}, { isPlain: init.plainTransport })
  const network = init.plainTransport === true ? undefined : new MuxNetwork(init.connections === undefined ? {} : policy.hooks)
  const logger = init.logger ?? silentLogger
  try {
    const node = await buildNode(init, listen, { network, policy })
    if (init.connections !== undefined) policy.watch(node)
    if (network !== undefined) {
      setLanes(node, network)
      node.addEventListener('connection:open', ({ detail }) => network.noteLimits(detail))
    }
    await node.start()
    startBootstrap(node, bootstrap, logger.child({ component: 'bootstrap' }))
    return node
  } catch (error) {
    throw startError(error, listen)
  }
}

interface NodeParts {
  /** Undefined with plain transports. */
  readonly network: MuxNetwork | undefined
  readonly policy: EnforcedPolicy
}

async function buildNode (init: NodeInit, listen: readonly string[], { network, policy }: NodeParts): Promise<SubnetNode> {
  return await createLibp2p<NodeServices>({
    start: false,
    ...(init.privateKey === undefined ? {} : { privateKey: init.privateKey }),
    ...(init.debug === true ? {} : { logger: noopLogger }),
    addresses: { listen: [...listen], announce: [...init.announce ?? []] },
    transports: [tcp(), webSockets()],
    connectionEncrypters: [...policy.encrypters],
    ...(init.connections === undefined ? {} : { connectionGater: policy.gater }),
    streamMuxers: [network === undefined ? plainYamux() : laneYamux(network)],
    connectionManager: {
      maxConnections: init.maxConnections ?? DEFAULT_MAX_CONNECTIONS,
      inboundConnectionThreshold: INBOUND_CONNECTIONS_PER_SECOND,
      maxIncomingPendingConnections: MAX_PENDING_CONNECTIONS
    },
    connectionMonitor: network === undefined
      ? { pingInterval: PLAIN_PING_INTERVAL_MS, pingTimeout: { minTimeout: PLAIN_PING_TIMEOUT_MS, maxTimeout: PLAIN_PING_TIMEOUT_MS } }
      : { enabled: false },
    services: services(init.dht ?? (listen.length > 0 ? 'server' : 'client'))
  })
}

function plainYamux (): ReturnType<typeof yamux> {
  return yamux({
    maxInboundStreams: MAX_STREAMS_PER_CONNECTION,
    maxOutboundStreams: MAX_STREAMS_PER_CONNECTION,
    // Streams that arrive before our end of a new connection is ready. Over the library's 10 it closes the muxer and leaves a dead connection.
    maxEarlyStreams: MAX_STREAMS_PER_CONNECTION,
    streamOptions: { maxStreamWindowSize: MAX_WINDOW_BYTES, maxReadBufferLength: MAX_READ_BUFFER_BYTES, inactivityTimeout: STREAM_INACTIVITY_TIMEOUT_MS }
  })
}

/** The listener of a node that stops destroys its sockets before any connection is closed: answers of this turn would be lost. */
const lastTurn: Startable = { start: () => {}, beforeStop: turnEnded, stop: () => {} }

function services (dht: 'server' | 'client' | 'off'): ServiceFactoryMap<NodeServices> {
  return {
    lastTurn: () => lastTurn,
    identify: identify({ runOnLimitedConnection: true }),
    identifyPush: identifyPush({ runOnLimitedConnection: true }),
    ping: ping({ maxInboundStreams: MAX_PING_STREAMS, maxOutboundStreams: MAX_PING_STREAMS }),
    ...(dht === 'off'
      ? {}
      : { dht: kadDHT({ protocol: KAD_PROTOCOL, clientMode: dht === 'client', peerInfoMapper: passthroughMapper, allowQueryWithZeroPeers: true }) })
  }
}

function startError (error: unknown, listen: readonly string[]): SubnetesError {
  if (error instanceof SubnetesError) return error
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  const where = listen.join(', ')
  if (/EADDRINUSE/.test(message) || /EADDRINUSE/.test(causes(error))) {
    return new SubnetesError('failed_precondition', `libp2p cannot listen on ${where}: the port is in use; stop the other process or choose another port (0 picks a free one)`, { cause: error })
  }
  if (name === 'InvalidMultiaddrError' || name === 'ValidationError' || name === 'UnknownProtocolError') {
    return new SubnetesError('invalid_argument', `libp2p address in ${where}: ${message}; expected multiaddrs such as /ip4/0.0.0.0/tcp/4001`, { cause: error })
  }
  return new SubnetesError('failed_precondition', `the libp2p node did not start${where === '' ? '' : ` on ${where}`}: ${message}`, { cause: error })
}

function causes (error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(String).join(' ')
  return error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
}
