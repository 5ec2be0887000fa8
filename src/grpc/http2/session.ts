/** One HTTP/2 connection to a gRPC server, with what it knows about how its streams ended. */
import http2, { constants } from 'node:http2'
import type { ClientHttp2Session, ClientHttp2Stream, OutgoingHttpHeaders, SecureClientSessionOptions } from 'node:http2'
import net from 'node:net'
import { TLSSocket } from 'node:tls'
import { SubnetesError, formatAddress, tlsConnect, tlsError } from '@subnetes/common'
import type { Address, TlsClientInit } from '@subnetes/common'
import { notStarted, workerLost } from '../not-started.ts'
import { resetError } from './status.ts'

/** Bytes of one stream that may be under way unread: what one slow reader can hold in memory. 512 KiB fills a 1 ms network at 500 MB/s. */
export const STREAM_WINDOW_BYTES = 524_288
/**
 * The same for all answers on a connection. Node frees it as bytes arrive, so it only bounds what is on the network.
 *
 * A server keeps HTTP/2's 64 KiB for what it receives, for a reason: Node stops reading a connection while a write to it is under way. When both ends
 * do so with both sockets full, neither ever reads again. Requests within 64 KiB fit into the smallest socket buffers (208 KiB of a Unix socket, about
 * 110 KiB of a new TCP connection), so that the client's write always ends, the client reads, and the server's write ends too.
 */
export const SESSION_WINDOW_BYTES = 4_194_304
/** Larger frames than HTTP/2's 16 KiB: fewer of them for large messages. */
export const MAX_FRAME_BYTES = 65_536
/** Megabytes Node may hold for one session before it refuses new streams. Its default of 10 is below 500 calls of 64 KiB. */
export const MAX_SESSION_MEMORY_MB = 256
/** Bytes of the response headers and trailers we accept. */
const MAX_HEADER_LIST_BYTES = 16_384
/** Streams we open before the server's own limit is known. */
const PEER_STREAMS_BEFORE_SETTINGS = 1_024

/** Complete and checked; see `GrpcChannelInit` for the meaning. */
export interface SessionOptions {
  readonly connectTimeoutMs: number
  readonly keepaliveMs: number
  readonly keepaliveTimeoutMs: number
  readonly tls: TlsClientInit | undefined
}

const HTTP2_OPTIONS: SecureClientSessionOptions = {
  maxSessionMemory: MAX_SESSION_MEMORY_MB,
  peerMaxConcurrentStreams: PEER_STREAMS_BEFORE_SETTINGS,
  maxHeaderListPairs: 128,
  settings: { enablePush: false, initialWindowSize: STREAM_WINDOW_BYTES, maxFrameSize: MAX_FRAME_BYTES, maxHeaderListSize: MAX_HEADER_LIST_BYTES }
}

/** A connected session. */
export class GrpcSession {
  readonly #http: ClientHttp2Session
  readonly #socket: net.Socket
  readonly #address: string
  readonly #authority: string
  readonly #scheme: 'http' | 'https'
  #isLost = false
  #loss: unknown
  /** Streams with a larger id were never looked at by the server. */
  #lastStreamId = Number.MAX_SAFE_INTEGER
  #isGoingAway = false
  #keepalive: NodeJS.Timeout | undefined

  constructor (http: ClientHttp2Session, socket: net.Socket, address: Address) {
    this.#http = http
    this.#socket = socket
    this.#address = formatAddress(address)
    this.#authority = 'path' in address ? 'localhost' : this.#address
    this.#scheme = socket instanceof TLSSocket ? 'https' : 'http'
    socket.once('close', () => { this.#isLost = true })
    http.on('error', (error) => { this.#loss ??= error })
    http.on('goaway', (code: number, lastStreamId: number) => {
      if (code !== constants.NGHTTP2_NO_ERROR) this.#loss ??= new Error(`the server sent GOAWAY with HTTP/2 error code ${code}`)
      this.#isGoingAway = true
      this.#lastStreamId = Math.min(this.#lastStreamId, lastStreamId)
    })
    http.once('close', () => { this.#isLost = true; clearInterval(this.#keepalive) })
  }

  /** Whether it takes new streams. */
  get isUsable (): boolean {
    return !this.#isLost && !this.#isGoingAway && !this.#http.closed && !this.#http.destroyed
  }

  /** Whether streams may still run on it. */
  get isOpen (): boolean {
    return !this.#isLost && !this.#http.destroyed
  }

  /** Calls `listener` when the last stream has ended and the connection is gone. */
  onceClosed (listener: () => void): void {
    this.#http.once('close', listener)
  }

  /** Calls `listener` once, when the session takes no new streams any more. */
  onceUnusable (listener: (cause: unknown) => void): void {
    let told = false
    const tell = (): void => {
      if (told) return
      told = true
      listener(this.#loss)
    }
    this.#http.once('goaway', tell)
    this.#http.once('close', tell)
  }

  /** Opens a stream; HTTP/2's own headers are added to `headers`. @throws {SubnetesError} `unavailable`, not started, when the session takes no new streams */
  request (headers: OutgoingHttpHeaders): ClientHttp2Stream {
    try {
      headers[':method'] = 'POST'
      headers[':scheme'] = this.#scheme
      headers[':authority'] = this.#authority
      return this.#http.request(headers)
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      const message = `worker at ${this.#address}: no stream could be opened: ${text}`
      throw notStarted(this.isUsable ? new SubnetesError('internal', message, { cause: error }) : workerLost(message, error))
    }
  }

  /** Why a stream of this session ended without a gRPC status. */
  endError (stream: ClientHttp2Stream): SubnetesError {
    const { id, rstCode } = stream
    if (id === undefined || stream.pending || id > this.#lastStreamId) {
      return notStarted(workerLost(`worker at ${this.#address} closed the connection before it took the call${this.#lossText()}`, this.#loss))
    }
    if (rstCode === constants.NGHTTP2_REFUSED_STREAM) return resetError(rstCode, this.#address)
    if (this.#isLost || this.#http.destroyed) {
      return workerLost(`connection to the worker at ${this.#address} was lost during the call${this.#lossText()}`, this.#loss)
    }
    if (rstCode !== constants.NGHTTP2_NO_ERROR && rstCode !== undefined) return resetError(rstCode, this.#address)
    return new SubnetesError('unknown', `worker at ${this.#address} ended the stream without a gRPC status`)
  }

  #lossText (): string {
    return this.#loss instanceof Error ? `: ${this.#loss.message}` : ''
  }

  /** Pings while the session lives and ends it when nothing is heard after a ping. */
  keepAlive (everyMs: number, timeoutMs: number): void {
    if (everyMs <= 0) return
    this.#keepalive = setInterval(() => this.#ping(timeoutMs), everyMs).unref()
  }

  /** Any byte counts as life: the answer may stand behind megabytes of others. A ping that could not be sent, as too many wait for an answer, is judged too. */
  #ping (timeoutMs: number): void {
    if (this.#http.destroyed) return
    const heardBytes = this.#socket.bytesRead
    const judge = (): void => {
      if (this.#http.destroyed || this.#socket.bytesRead !== heardBytes) return
      this.destroy(new Error(`no answer to a keepalive ping within ${timeoutMs} ms`))
    }
    // After a long turn of the event loop the timer is due before the socket is read: judge behind one round of input.
    const timer = setTimeout(() => setImmediate(judge), timeoutMs).unref()
    try {
      this.#http.ping((error) => { if (error === null) clearTimeout(timer) })
    } catch {
      clearTimeout(timer) // the session is ending, which shows by itself
    }
  }

  /** Ends it at once; running streams end as lost. */
  destroy (cause?: Error): void {
    this.#loss ??= cause
    this.#isLost = true
    this.#http.destroy()
  }

  /** Lets running streams end, takes no new ones. */
  finish (): void {
    this.#http.close()
  }
}

/**
 * Connects and waits for the server's SETTINGS, the proof that something there speaks HTTP/2.
 *
 * @throws {SubnetesError} `unavailable`, not started, naming the address and what was wrong
 */
export async function connectSession (address: Address, options: SessionOptions, signal: AbortSignal): Promise<GrpcSession> {
  const socket = openSocket(address, options.tls)
  const http = http2.connect('http://localhost', { ...HTTP2_OPTIONS, createConnection: () => socket })
  const session = new GrpcSession(http, socket, address)
  try {
    await settingsReceived(http, options.connectTimeoutMs, signal)
  } catch (error) {
    http.destroy()
    socket.destroy()
    throw connectError(address, error)
  }
  http.setLocalWindowSize(SESSION_WINDOW_BYTES)
  session.keepAlive(options.keepaliveMs, options.keepaliveTimeoutMs)
  return session
}

/** A socket that is about to be connected for a protocol (ALPN, where there is TLS). @throws {SubnetesError} `unavailable`, not started, while we have no certificate */
export function openSocket (address: Address, tls: TlsClientInit | undefined, protocol?: string): net.Socket {
  if (tls === undefined) return 'path' in address ? net.connect(address.path) : net.connect({ host: address.host, port: address.port, noDelay: true })
  try {
    return tlsConnect(address, tls, protocol)
  } catch (error) {
    throw connectError(address, error)
  }
}

/** The error of a connection that was not made. */
export function connectError (address: Address, error: unknown): SubnetesError {
  const known = tlsError(error)
  return notStarted(workerLost(`connect to the worker at ${formatAddress(address)} failed: ${known instanceof Error ? known.message : String(known)}`, error))
}

async function settingsReceived (http: ClientHttp2Session, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => reject(new Error(`no HTTP/2 settings within ${timeoutMs} ms`)), timeoutMs)
  const onAbort = (): void => reject(signal.reason)
  const onClose = (): void => reject(new Error('the connection was closed before HTTP/2 settings came'))
  http.once('remoteSettings', () => resolve())
  http.once('error', reject)
  http.once('close', onClose)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    await promise
  } finally {
    clearTimeout(timer)
    http.off('error', reject)
    http.off('close', onClose)
    signal.removeEventListener('abort', onAbort)
  }
}
