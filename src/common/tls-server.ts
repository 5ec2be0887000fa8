/** The listening side of a mutual TLS link: connections of clients with a right name, for whatever speaks HTTP/2 on them. */
import http2 from 'node:http2'
import type { Server, Socket } from 'node:net'
import { createServer } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { toGrpcCode } from './errors.ts'
import type { SubnetesError } from './errors.ts'
import type { Logger } from './logger.ts'
import { clientProblem } from './tls-peer.ts'
import { contextOptions } from './tls-source.ts'
import type { TlsSource } from './tls-source.ts'

/** Who may connect, with what certificate they are met. */
export interface TlsServerInit {
  readonly source: TlsSource
  /** DNS names of which a client's certificate must have one. */
  readonly clients: readonly string[]
}

/** What a {@link createTlsServer} reports to. */
export interface TlsServerComponents {
  readonly logger: Logger
  /** A client was let in. Its protocol is HTTP/2, or `socket.alpnProtocol` names one of `protocols`. */
  readonly onConnection: (socket: TLSSocket) => void
  /** Other protocols (ALPN) that are served here, preferred to HTTP/2 where a client offers both. */
  readonly protocols?: readonly string[]
}

/** A handshake takes milliseconds; whoever takes longer holds a connection for nothing. */
const HANDSHAKE_TIMEOUT_MS = 10_000
/** How long a refused client may take to ask and be told why. */
const REFUSAL_MS = 2_000

/**
 * A TCP server that asks for certificates. New connections meet the newest certificate of the source; those that stand go on with what they have.
 *
 * A client that is refused is told why: its first calls are answered with a gRPC status and the connection ends. Nothing but that answer can be had from it.
 * While the source has no certificate every handshake fails.
 */
export function createTlsServer (init: TlsServerInit, components: TlsServerComponents): Server {
  const { source, clients } = init
  const logger = components.logger.child({ component: 'tls-server' })
  // A certificate that is not accepted is refused below, in words; Node would only close the connection.
  const present = source.isReady ? contextOptions(source.material) : {}
  const server = createServer({ ...present, requestCert: true, rejectUnauthorized: false, ALPNProtocols: [...components.protocols ?? [], 'h2'], handshakeTimeout: HANDSHAKE_TIMEOUT_MS })
  const stopFollowing = source.onChange(() => server.setSecureContext(contextOptions(source.material)))
  server.once('close', stopFollowing)
  server.on('connection', (socket: Socket) => socket.unref()) // until it is let in it keeps no process alive
  server.on('tlsClientError', (error, socket) => logger.warn('client refused', { remote: socket.remoteAddress, error: error.message }))
  server.on('secureConnection', (socket) => {
    socket.setNoDelay(true)
    const problem = clientProblem(socket, clients)
    if (problem === undefined) {
      socket.ref()
      components.onConnection(socket)
      return
    }
    logger.warn('client refused', { remote: socket.remoteAddress, error: problem.message })
    // Only HTTP/2 has words for a refusal.
    if (components.protocols?.includes(String(socket.alpnProtocol)) === true) socket.destroy()
    else refuse(socket, problem)
  })
  return server
}

function refuse (socket: TLSSocket, problem: SubnetesError): void {
  const session = http2.performServerHandshake(socket, { settings: { maxConcurrentStreams: 8, maxHeaderListSize: 16_384, enablePush: false } })
  const timer = setTimeout(() => session.destroy(), REFUSAL_MS)
  session.once('close', () => clearTimeout(timer))
  session.on('error', () => {}) // it is refused in any case
  session.on('stream', (stream) => {
    stream.on('error', () => {}) // likewise
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(toGrpcCode(problem.code)), 'grpc-message': encodeURI(problem.message) }, { endStream: true })
    session.close()
  })
}
