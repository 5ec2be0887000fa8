/** A gRPC server over `node:http2` for handlers that work on message bytes, and for a proxy that does not look at them at all. */
import http2 from 'node:http2'
import type { Http2Server, IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream, ServerOptions } from 'node:http2'
import type { AddressInfo, Server, Socket } from 'node:net'
import { SubnetesError, createTlsServer, formatAddress, parseAddress, silentLogger } from '@subnetes/common'
import type { GrpcHandlers, Logger, TlsServerInit } from '@subnetes/common'
import { socketCarrier } from '../link/carrier.ts'
import { createLinkServer } from '../link/server.ts'
import type { LinkServer } from '../link/server.ts'
import type { ServeCall } from '../received-call.ts'
import { CALLS_PATH, servedCallsStream } from './calls-stream.ts'
import { DEFAULT_MAX_MESSAGE_BYTES } from './channel.ts'
import { createListener } from './listener.ts'
import { endWithStatus, isGrpcRequest, serveCall } from './server-call.ts'
import { MAX_FRAME_BYTES, MAX_SESSION_MEMORY_MB, STREAM_WINDOW_BYTES } from './session.ts'

/** Bounds of what clients may do. The defaults suit clients of our own (gateways at a runner); a server that strangers reach sets lower ones. */
export interface GrpcServerLimits {
  /** Calls at once on one connection; Node's default is 4,294,967,295. @default 1 024 */
  maxConcurrentStreams?: number | undefined
  /** Connections at once. @default 256 */
  maxConnections?: number | undefined
  /** Bytes of a call's headers, by HTTP/2's count. @default 16 384 */
  maxHeaderListBytes?: number | undefined
  /** Largest request message. @default 4 194 304, gRPC's own */
  maxMessageBytes?: number | undefined
  /**
   * Streams a client may reset in one go before it counts as a rapid-reset attack (CVE-2023-44487) and its connection is closed.
   *
   * @default 100 000: a gateway passes on the cancels of all its peers, and one hasty peer must not cost the others their calls
   */
  resetBurst?: number | undefined
  /** The same, per second and lasting. @default 50 000 */
  resetsPerSecond?: number | undefined
}

/** Serves a stream of a path that has no handler. It owns the stream from then on and ends it. */
export type StreamProxy = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => Promise<unknown>

/** What the server serves and reports to. */
export interface GrpcServerInit {
  readonly handlers: GrpcHandlers
  readonly fallback?: StreamProxy | undefined
  /** Serves calls that come by links: many on one connection (docs/worker-contract.md). @default no links are taken */
  readonly calls?: ServeCall | undefined
  readonly logger?: Logger | undefined
  readonly limits?: GrpcServerLimits | undefined
  /** Whom to let in by TLS, and with what certificate. @default plaintext */
  readonly tls?: TlsServerInit | undefined
}

/** A gRPC server. */
export interface GrpcServer {
  /** Calls that run now. */
  readonly activeCalls: number
  /** @returns the bound address, with the port that was free when 0 was asked. @throws {SubnetesError} `unavailable` when it cannot be bound, naming it */
  listen: (address: string) => Promise<string>
  /** Tells every client to send later calls over a new connection. Running calls go on. */
  sendGoaway: () => void
  /** Takes no new connection and no new call; resolves when the running calls have ended. */
  drain: () => Promise<void>
  /** Waits until no call by a link runs or has answers that wait to leave, or the signal aborts. @returns how many do */
  delivered: (signal: AbortSignal) => Promise<number>
  /** Drains for at most `graceMs`, then ends what still runs. @returns how many calls were cut off */
  close: (options?: { graceMs?: number }) => Promise<number>
}

/** A server for the given handlers; `listen` opens it. */
export function createGrpcServer (init: GrpcServerInit): GrpcServer {
  return new Http2GrpcServer(init)
}

class Http2GrpcServer implements GrpcServer {
  readonly #handlers: GrpcHandlers
  readonly #fallback: StreamProxy | undefined
  readonly #links: LinkServer | undefined
  readonly #logger: Logger
  readonly #maxMessageBytes: number
  readonly #server: Http2Server
  /** Accepts connections: the same server, or one that does TLS before it. */
  readonly #listener: Server
  readonly #sessions = new Set<ServerHttp2Session>()
  readonly #idle: Array<() => void> = []
  #activeCalls = 0

  constructor (init: GrpcServerInit) {
    const limits = init.limits ?? {}
    this.#handlers = init.handlers
    this.#fallback = init.fallback
    this.#logger = (init.logger ?? silentLogger).child({ component: 'grpc-server' })
    this.#maxMessageBytes = limits.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES
    this.#server = http2.createServer(serverOptions(limits))
    this.#links = init.calls === undefined ? undefined : createLinkServer({ serve: init.calls, logger: this.#logger })
    this.#listener = this.#createListener(init.tls)
    this.#listener.maxConnections = limits.maxConnections ?? 256
    this.#server.on('session', (session) => this.#onSession(session))
    this.#server.on('stream', (stream, headers) => this.#onStream(stream, headers))
  }

  get activeCalls (): number {
    return this.#activeCalls + (this.#links?.activeCalls ?? 0)
  }

  async listen (address: string): Promise<string> {
    const target = parseAddress(address, 'gRPC listen address')
    await new Promise<void>((resolve, reject) => {
      this.#listener.once('error', (error: Error) => reject(new SubnetesError('unavailable', `cannot listen on ${address}: ${error.message}`, { cause: error })))
      this.#listener.listen(target, resolve)
    })
    this.#listener.removeAllListeners('error')
    this.#listener.on('error', (error: Error) => this.#logger.error('gRPC server failed', { address, error: error.message }))
    const bound = this.#listener.address() as AddressInfo | string
    return typeof bound === 'string' ? formatAddress({ path: bound }) : formatAddress({ host: bound.address, port: bound.port })
  }

  sendGoaway (): void {
    this.#links?.goAway()
    for (const session of this.#sessions) session.close()
  }

  async drain (): Promise<void> {
    if (this.#listener.listening) this.#listener.close()
    this.sendGoaway()
    await this.#links?.closed()
    if (this.#activeCalls === 0) return
    await new Promise<void>((resolve) => { this.#idle.push(resolve) })
  }

  async delivered (signal: AbortSignal): Promise<number> {
    const links = this.#links
    if (links === undefined) return 0
    const { promise: aborted, resolve: onAbort } = Promise.withResolvers<void>()
    signal.addEventListener('abort', () => onAbort(), { once: true })
    if (!signal.aborted) await Promise.race([links.idle(), aborted])
    return links.activeCalls
  }

  async close (options: { graceMs?: number } = {}): Promise<number> {
    const clock = Promise.withResolvers<void>()
    const timer = setTimeout(() => clock.resolve(), options.graceMs ?? 0)
    await Promise.race([this.drain(), clock.promise])
    clearTimeout(timer)
    const cutOff = this.activeCalls
    this.#links?.destroy()
    for (const session of this.#sessions) session.destroy()
    return cutOff
  }

  #createListener (tls: TlsServerInit | undefined): Server {
    const links = this.#links
    const onHttp2 = (socket: Socket): void => { this.#server.emit('connection', socket) }
    if (links !== undefined) return createListener(tls, { logger: this.#logger, onHttp2, onLink: (socket) => links.accept(socketCarrier(socket, 'accepts')) })
    return tls === undefined ? this.#server : createTlsServer(tls, { logger: this.#logger, onConnection: onHttp2 })
  }

  #onSession (session: ServerHttp2Session): void {
    this.#sessions.add(session)
    // No larger window for the connection: see SESSION_WINDOW_BYTES.
    session.on('error', (error: Error) => this.#logger.debug('gRPC connection failed', { error: error.message }))
    session.once('close', () => this.#sessions.delete(session))
  }

  #onStream (stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    stream.on('error', () => {}) // 'close' follows and ends the call
    if (!isGrpcRequest(stream, headers)) return
    const path = headers[':path'] ?? ''
    if (path === CALLS_PATH && this.#links !== undefined) {
      this.#links.accept(servedCallsStream(stream))
      return
    }
    this.#activeCalls += 1
    stream.once('close', () => this.#onCallEnd())
    const handler = this.#handlers.get(path)
    if (handler !== undefined) serveCall({ stream, headers, path }, handler, this.#maxMessageBytes)
    else if (this.#fallback !== undefined) this.#passOn(this.#fallback(stream, headers), stream, path)
    else endWithStatus(stream, new SubnetesError('unimplemented', `method ${path} is not served here`))
  }

  #passOn (served: Promise<unknown>, stream: ServerHttp2Stream, path: string): void {
    served.catch((error: unknown) => {
      const failure = SubnetesError.from(error, 'internal')
      this.#logger.error('gRPC call could not be served', { path, error: failure.message })
      endWithStatus(stream, failure)
    })
  }

  #onCallEnd (): void {
    this.#activeCalls -= 1
    if (this.#activeCalls > 0) return
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}

function serverOptions (limits: GrpcServerLimits): ServerOptions {
  return {
    maxSessionMemory: MAX_SESSION_MEMORY_MB,
    maxHeaderListPairs: 128,
    maxSettings: 32,
    maxOutstandingPings: 10,
    maxSessionInvalidFrames: 100,
    maxSessionRejectedStreams: 100,
    streamResetBurst: limits.resetBurst ?? 100_000,
    streamResetRate: limits.resetsPerSecond ?? 50_000,
    settings: {
      enablePush: false,
      maxConcurrentStreams: limits.maxConcurrentStreams ?? 1_024,
      maxHeaderListSize: limits.maxHeaderListBytes ?? 16_384,
      initialWindowSize: STREAM_WINDOW_BYTES,
      maxFrameSize: MAX_FRAME_BYTES
    }
  }
}
