/**
 * The gateway's way to one runner: a link for calls where the runner knows links, a stream per call where it does not (an older runner, or any gRPC
 * server used as a worker). Health is asked over HTTP/2 in every case.
 */
import { TLSSocket } from 'node:tls'
import { MAX_TIMER_MS, SubnetesError, deadlineError, formatAddress, parseAddress } from '@subnetes/common'
import type { Address, AnswerSink, Logger, RunningCall } from '@subnetes/common'
import { attemptOf, callMetadata, contextMetadata, ownMetadata } from '../call-metadata.ts'
import { CALLS_HEADERS, callsStream, connectError, connectLink, createGrpcChannel, DEFAULT_CONNECT_TIMEOUT_MS, DEFAULT_KEEPALIVE_TIMEOUT_MS, DEFAULT_MAX_MESSAGE_BYTES, isNotStarted, LINK_ALPN, notStarted, openSocket, socketCarrier } from '@subnetes/grpc'
import type { Carrier, GrpcChannel, GrpcChannelInit, LinkCall, LinkClient } from '@subnetes/grpc'
import type { WorkerCall, WorkerLink } from '../transport.ts'

/** `auto`: lean where the runner offers it, else grpc, else streams. The others are for tests and for finding a fault. */
export const LINK_KINDS = ['auto', 'lean', 'grpc', 'streams'] as const
/** How calls reach runners. */
export type LinkKind = typeof LINK_KINDS[number]

/** What a way to a runner needs. */
export interface RunnerLinkInit extends Omit<GrpcChannelInit, 'onDown'> {
  readonly workerId: string
  readonly address: string
  readonly kind: LinkKind
  readonly healthTimeoutMs?: number | undefined
  readonly logger: Logger
  readonly onDown: () => void
}

/** The way to a runner; it connects when it is prepared, or at the first call. @throws {SubnetesError} `invalid_argument` for an address that is none */
export function runnerLink (init: RunnerLinkInit): WorkerLink {
  return new RunnerLink(init)
}

class RunnerLink implements WorkerLink {
  readonly #init: RunnerLinkInit
  readonly #address: Address
  readonly #channel: GrpcChannel
  readonly #closing = new AbortController()
  /** Also those that take no more calls and have some that run. */
  readonly #links = new Set<LinkClient>()
  #link: LinkClient | undefined
  #connecting: Promise<void> | undefined
  /** The runner on the present connection knows no links. */
  #usesStreams: boolean
  /** It did not say so itself (it was busy, or silent): it is asked again before the next preparation ends. */
  #isUncertain = false

  constructor (init: RunnerLinkInit) {
    this.#init = init
    this.#address = parseAddress(init.address, 'gRPC address')
    this.#usesStreams = init.kind === 'streams'
    this.#channel = createGrpcChannel(init.address, { ...init, onDown: () => this.#onChannelDown() })
  }

  async prepare ({ signal }: { signal: AbortSignal }): Promise<void> {
    const { workerId, address, healthTimeoutMs } = this.#init
    await this.#channel.connect({ signal })
    const isServing = await this.#channel.check({ timeoutMs: healthTimeoutMs, signal })
    if (!isServing) throw new SubnetesError('unavailable', `worker ${workerId} at ${address} says that it does not serve now`)
    if (this.#isUncertain) this.#usesStreams = false
    await this.#connect()
  }

  start (call: WorkerCall, sink: AnswerSink): RunningCall {
    if (this.#link?.isUsable === true) return this.#link.start(linkCall(call), sink)
    if (this.#usesStreams) return this.#startStream(call, sink)
    const startNow = (): RunningCall => this.#link === undefined ? this.#startStream(call, sink) : this.#link.start(linkCall(call), sink)
    return new WaitingCall(startNow).begin(this.#connect(), call, sink)
  }

  async close (): Promise<void> {
    this.#closing.abort(new SubnetesError('unavailable', 'the link was closed'))
    for (const link of [...this.#links]) link.close()
    await this.#channel.close()
  }

  #startStream ({ call, protocol, attempt, requests, deadline }: WorkerCall, sink: AnswerSink): RunningCall {
    return this.#channel.start({ path: call.method.path, metadata: callMetadata(call, protocol, attempt), requests, deadline }, sink)
  }

  async #connect (): Promise<void> {
    if (this.#usesStreams || this.#link?.isUsable === true) return
    this.#connecting ??= this.#chooseLink().finally(() => { this.#connecting = undefined })
    await this.#connecting
  }

  async #chooseLink (): Promise<void> {
    const { kind, logger, workerId } = this.#init
    const first = kind === 'lean' ? await this.#leanLink() : await this.#grpcLink()
    if (first === undefined) {
      this.#usesStreams = true
    } else if (kind === 'auto' && first.isLeanOffered) {
      try {
        this.#link = await this.#leanLink()
        first.finish()
      } catch (error) {
        if (this.#closing.signal.aborted || !first.isUsable) throw error
        this.#link = first
        logger.warn('lean link failed', { workerId, error: SubnetesError.from(error).message })
      }
    } else {
      this.#link = first
    }
    logger.debug('worker link chosen', { workerId, usesStreams: this.#usesStreams, isLean: kind === 'lean' || this.#link !== first })
  }

  /** Undefined when the server knows no links, or does not say so in time. @throws {SubnetesError} when it cannot be reached */
  async #grpcLink (): Promise<LinkClient | undefined> {
    const stream = await this.#channel.open(CALLS_HEADERS)
    try {
      return await this.#begin(callsStream(stream, this.#init.address))
    } catch (error) {
      if (this.#channel.state !== 'ready' || this.#init.kind === 'grpc') throw error
      const { cause, message } = SubnetesError.from(error)
      this.#isUncertain = SubnetesError.from(cause).code !== 'unimplemented'
      this.#init.logger.debug('worker knows no links', { workerId: this.#init.workerId, error: message })
      return undefined
    }
  }

  async #leanLink (): Promise<LinkClient> {
    const { connectTimeoutMs = DEFAULT_CONNECT_TIMEOUT_MS, tls } = this.#init
    const socket = openSocket(this.#address, tls, LINK_ALPN)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const timer = setTimeout(() => reject(new Error(`no connection within ${connectTimeoutMs} ms`)), connectTimeoutMs)
    socket.once(tls === undefined ? 'connect' : 'secureConnect', resolve)
    socket.on('error', reject)
    socket.once('close', () => reject(new Error('the connection was closed')))
    const onAbort = (): void => reject(this.#closing.signal.reason)
    this.#closing.signal.addEventListener('abort', onAbort, { once: true })
    try {
      await promise
      if (socket instanceof TLSSocket && socket.alpnProtocol !== LINK_ALPN) throw new Error('the server speaks HTTP/2 alone on TLS')
    } catch (error) {
      socket.destroy()
      throw connectError(this.#address, error)
    } finally {
      clearTimeout(timer)
      this.#closing.signal.removeEventListener('abort', onAbort)
    }
    return await this.#begin(socketCarrier(socket, 'dials'))
  }

  async #begin (carrier: Carrier): Promise<LinkClient> {
    const init = this.#init
    // HELLO and the end of the link may come in one piece: then the callbacks are called before there is a link here.
    const begun: { link?: LinkClient, down?: SubnetesError } = {}
    const link = begun.link = await connectLink(carrier, {
      address: formatAddress(this.#address),
      maxMessageBytes: init.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES,
      helloTimeoutMs: init.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
      keepaliveMs: init.keepaliveMs ?? 0,
      keepaliveTimeoutMs: init.keepaliveTimeoutMs ?? DEFAULT_KEEPALIVE_TIMEOUT_MS,
      onUnusable: (error) => {
        begun.down = error
        if (begun.link !== undefined) this.#onLinkDown(begun.link)
      },
      onClosed: () => { if (begun.link !== undefined) this.#links.delete(begun.link) }
    }, this.#closing.signal)
    if (!link.isUsable) throw notStarted(SubnetesError.from(begun.down ?? this.#closing.signal.reason, 'unavailable'))
    this.#links.add(link)
    return link
  }

  #onLinkDown (link: LinkClient): void {
    if (this.#link !== link) return
    this.#link = undefined
    if (!this.#closing.signal.aborted) this.#init.onDown()
  }

  /** Another server may answer the next time. */
  #onChannelDown (): void {
    this.#usesStreams = this.#init.kind === 'streams'
    this.#init.onDown()
  }
}

/** A call for a link: calls of one peer to one method share their context. */
function linkCall ({ call, protocol, attempt, requests, deadline }: WorkerCall): LinkCall {
  const { method, peer, handle } = call
  return {
    contextKey: `${peer} ${handle} ${attemptOf(call, attempt)} ${method.path}`,
    path: method.path,
    context: () => ({ path: method.path, metadata: contextMetadata(call, protocol, attempt) }),
    metadata: ownMetadata(call),
    hasStreamedAnswers: method.responseStream,
    deadline,
    requests
  }
}

/** A call that waits for the connection. */
class WaitingCall implements RunningCall {
  readonly #start: () => RunningCall
  #sink: AnswerSink | undefined
  #running: RunningCall | undefined
  /** Why it was cancelled while it was being started. */
  #cancelled: SubnetesError | undefined
  #timer: NodeJS.Timeout | undefined

  constructor (start: () => RunningCall) {
    this.#start = start
  }

  begin (connected: Promise<void>, { call, deadline }: WorkerCall, sink: AnswerSink): this {
    this.#sink = sink
    const leftMs = deadline - Date.now()
    if (leftMs <= MAX_TIMER_MS) this.#timer = setTimeout(() => this.cancel(deadlineError(`call of ${call.method.path}`)), leftMs)
    connected.then(() => this.#go(), (error: unknown) => this.cancel(SubnetesError.from(error, 'unavailable')))
    return this
  }

  cancel (reason: SubnetesError): void {
    clearTimeout(this.#timer)
    this.#cancelled = reason
    if (this.#running !== undefined) this.#running.cancel(reason)
    else this.#take()?.end(isNotStarted(reason) ? reason : notStarted(reason))
  }

  resume (): void {
    this.#running?.resume()
  }

  #go (): void {
    clearTimeout(this.#timer)
    if (this.#take() === undefined) return
    this.#running = this.#start()
    if (this.#cancelled !== undefined) this.#running.cancel(this.#cancelled)
  }

  /** The sink, once. */
  #take (): AnswerSink | undefined {
    const sink = this.#sink
    this.#sink = undefined
    return sink
  }
}
