/** A gRPC client for one address over `node:http2`: payload bytes in, payload bytes out, one connection at a time. */
import { SubnetesError, abortError, parseAddress, pullAnswers } from '@subnetes/common'
import type { Address, AnswerSink, RunningCall, TlsClientInit } from '@subnetes/common'
import type { ClientHttp2Stream, OutgoingHttpHeaders } from 'node:http2'
import { notStarted } from '../not-started.ts'
import { GrpcCall } from './call.ts'
import type { GrpcCallInit, SessionSource } from './call.ts'
import { checkHealth } from './health.ts'
import type { HealthCheckInit } from './health.ts'
import { connectSession } from './session.ts'
import type { GrpcSession, SessionOptions } from './session.ts'

/** How long a connection may take, SETTINGS included. A pod in the same cluster answers within milliseconds; one that is gone may never. */
export const DEFAULT_CONNECT_TIMEOUT_MS = 2_000
/** How long a ping may stay unanswered before the connection counts as lost. */
export const DEFAULT_KEEPALIVE_TIMEOUT_MS = 5_000
/** Largest message, either way: gRPC's own default. */
export const DEFAULT_MAX_MESSAGE_BYTES = 4_194_304

/** What the caller may choose. */
export interface GrpcChannelInit {
  /** @default {@link DEFAULT_CONNECT_TIMEOUT_MS} */
  connectTimeoutMs?: number | undefined
  /** Milliseconds between pings; 0 sends none (foreign servers may punish frequent pings). @default 0 */
  keepaliveMs?: number | undefined
  /** @default {@link DEFAULT_KEEPALIVE_TIMEOUT_MS} */
  keepaliveTimeoutMs?: number | undefined
  /** Largest response message. @default {@link DEFAULT_MAX_MESSAGE_BYTES} */
  maxMessageBytes?: number | undefined
  /** How to dial by TLS: each new connection has the newest certificate, and the server must have the right name. @default plaintext */
  tls?: TlsClientInit | undefined
  /** Told when a connection that stood is lost or told to go away; the next call makes a new one. */
  onDown?: ((error: SubnetesError) => void) | undefined
}

/** `idle`: no connection, the next call makes one. */
export type GrpcChannelState = 'idle' | 'connecting' | 'ready' | 'closed'

/** A raw stream to the server and the way to learn why it ended without a status. */
export interface GrpcStream {
  readonly stream: ClientHttp2Stream
  readonly endError: () => SubnetesError
}

/** A client of one gRPC server. */
export interface GrpcChannel {
  readonly address: string
  readonly state: GrpcChannelState
  /** Connects now instead of at the first call. @throws {SubnetesError} `unavailable`, not started */
  connect: (options?: { signal?: AbortSignal | undefined }) => Promise<void>
  /**
   * Calls a method; the server's messages go to the sink. Cancelling, the signal and the deadline reset the stream at once.
   *
   * Ends with the server's status; `unavailable` when the connection was lost; `deadline_exceeded`; `cancelled`.
   */
  start: (init: GrpcCallInit, sink: AnswerSink) => RunningCall
  /** The same for code that pulls: called at the first pull, cancelled when the iteration ends early. @throws {SubnetesError} (on iteration) the errors of {@link start} */
  call: (init: GrpcCallInit) => AsyncIterableIterator<Uint8Array>
  /** Opens a stream whose bytes are the caller's business (a proxy's). @throws {SubnetesError} `unavailable`, not started */
  open: (headers: OutgoingHttpHeaders) => Promise<GrpcStream>
  /** Whether the server says it serves (grpc.health.v1). @throws {SubnetesError} `unavailable` when it cannot be reached in time */
  check: (init?: HealthCheckInit) => Promise<boolean>
  /** Ends the connection; running calls end with `unavailable`. */
  close: () => Promise<void>
}

/** A channel to `HOST:PORT` or `unix:PATH`. It connects at the first call, and again after a loss. @throws {SubnetesError} `invalid_argument` for another address */
export function createGrpcChannel (address: string, init: GrpcChannelInit = {}): GrpcChannel {
  return new Http2Channel(address, init)
}

class Http2Channel implements GrpcChannel, SessionSource {
  readonly address: string
  readonly maxMessageBytes: number
  readonly #target: Address
  readonly #options: SessionOptions
  readonly #onDown: ((error: SubnetesError) => void) | undefined
  readonly #closing = new AbortController()
  #session: GrpcSession | undefined
  #connecting: Promise<GrpcSession> | undefined
  /** Told to go away, with streams that still run. */
  readonly #leaving = new Set<GrpcSession>()

  constructor (address: string, init: GrpcChannelInit) {
    this.address = address
    this.#target = parseAddress(address, 'gRPC address')
    this.maxMessageBytes = init.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES
    this.#onDown = init.onDown
    this.#options = {
      connectTimeoutMs: init.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
      keepaliveMs: init.keepaliveMs ?? 0,
      keepaliveTimeoutMs: init.keepaliveTimeoutMs ?? DEFAULT_KEEPALIVE_TIMEOUT_MS,
      tls: init.tls
    }
  }

  get state (): GrpcChannelState {
    if (this.#closing.signal.aborted) return 'closed'
    if (this.current() !== undefined) return 'ready'
    return this.#connecting === undefined ? 'idle' : 'connecting'
  }

  current (): GrpcSession | undefined {
    return this.#session?.isUsable === true ? this.#session : undefined
  }

  async session (): Promise<GrpcSession> {
    const current = this.current()
    if (current !== undefined) return current
    if (this.#closing.signal.aborted) throw notStarted(new SubnetesError('unavailable', `channel to ${this.address} is closed`))
    this.#connecting ??= this.#connect().finally(() => { this.#connecting = undefined })
    return await this.#connecting
  }

  async connect (options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    await withSignal(this.session(), options.signal)
  }

  start (init: GrpcCallInit, sink: AnswerSink): RunningCall {
    return new GrpcCall(this, init, sink).start()
  }

  call (init: GrpcCallInit): AsyncIterableIterator<Uint8Array> {
    return pullAnswers((sink) => this.start(init, sink))
  }

  async open (headers: OutgoingHttpHeaders): Promise<GrpcStream> {
    const session = this.current() ?? await this.session()
    const stream = session.request(headers)
    return { stream, endError: () => session.endError(stream) }
  }

  async check (init: HealthCheckInit = {}): Promise<boolean> {
    return await checkHealth((call) => this.call(call), init)
  }

  async close (): Promise<void> {
    this.#closing.abort(new Error('the channel was closed'))
    const sessions = [this.#session, ...this.#leaving]
    this.#session = undefined
    this.#leaving.clear()
    for (const session of sessions) session?.destroy(new Error('the channel was closed'))
  }

  async #connect (): Promise<GrpcSession> {
    const session = await connectSession(this.#target, this.#options, this.#closing.signal)
    this.#session = session
    session.onceUnusable((cause) => this.#onSessionEnd(session, cause))
    session.onceClosed(() => this.#leaving.delete(session))
    return session
  }

  #onSessionEnd (session: GrpcSession, cause: unknown): void {
    if (this.#session === session) this.#session = undefined
    if (this.#closing.signal.aborted) return
    if (session.isOpen) this.#leaving.add(session)
    this.#onDown?.(new SubnetesError('unavailable', `connection to ${this.address} ended`, { cause }))
  }
}

/** Stops waiting, not the work: others may wait for it too. */
async function withSignal<T> (work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(notStarted(abortError(signal)))
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
    work.catch(() => {}) // the others that wait for it see it
  }
}
