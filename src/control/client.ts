/** The gateway's side of the Control contract. */
import { Client } from '@grpc/grpc-js'
import type { ClientDuplexStream } from '@grpc/grpc-js'
import { Backoff, SubnetesError, silentLogger } from '@subnetes/common'
import type { Logger, Startable, TlsClientInit } from '@subnetes/common'
import type { subnetes } from '@subnetes/proto'
import { DEFAULT_BACKOFF, searchLeader } from './leader-search.ts'
import type { Outcome } from './leader-search.ts'
import { CONNECT, DEFAULT_KEEPALIVE, linkError, linkOptions } from './link.ts'
import type { KeepaliveInit } from './link.ts'
import { clientSecurity } from './link-tls.ts'
import type { GatewayHello, HoldAck, ProtocolLoad, ProtocolState } from './messages.ts'
import { ReportQueue } from './report-queue.ts'
import { ControlSnapshot } from './snapshot.ts'
import type { ControlClientListener } from './snapshot.ts'

type Stream = ClientDuplexStream<subnetes.v1.GatewayMessage.$Properties, subnetes.v1.OperatorMessage>

/** What a {@link ControlClient} is given. */
export interface ControlClientInit {
  /** `HOST:PORT` or `unix:PATH` of the Control server (in a cluster a Service; followers redirect to the leader). */
  address: string
  /** Asked anew for each connection. */
  hello: () => GatewayHello
  listener: ControlClientListener
  logger?: Logger
  /** How to dial by TLS; redirects go to servers of the same name. @default plaintext */
  tls?: TlsClientInit | undefined
  /** @default {@link DEFAULT_KEEPALIVE} */
  keepalive?: KeepaliveInit
  /** @default {@link DEFAULT_BACKOFF} */
  backoff?: { minMs: number, maxMs: number }
}

/** A connection that said nothing for this long is given up. */
const CONNECT_TIMEOUT_MS = 10_000

/**
 * Keeps the link to whoever decides, for ever: connects, introduces itself, follows redirects, reconnects with jittered back-off.
 * What it reports while the link is down is kept as latest state and sent when it is up.
 */
export class ControlClient implements Startable {
  readonly #init: ControlClientInit
  readonly #logger: Logger
  readonly #snapshot: ControlSnapshot
  readonly #queue = new ReportQueue()
  readonly #backoff: Backoff
  #stopping: AbortController | undefined
  #running: Promise<void> = Promise.resolve()
  #isConnected = false

  constructor (init: ControlClientInit) {
    this.#init = init
    this.#logger = (init.logger ?? silentLogger).child({ component: 'control-client' })
    this.#snapshot = new ControlSnapshot(guarded(init.listener, this.#logger))
    this.#backoff = new Backoff(init.backoff ?? DEFAULT_BACKOFF)
  }

  /** The link is up: its first message has come. */
  get isConnected (): boolean {
    return this.#isConnected
  }

  /** The link is up and everything has been told. */
  get isSynced (): boolean {
    return this.#isConnected && this.#snapshot.isSynced
  }

  /** Begins to connect; does not wait for the link, which may come up any time later. */
  async start (): Promise<void> {
    if (this.#stopping !== undefined) return
    this.#stopping = new AbortController()
    const attempt = async (address: string, signal: AbortSignal): Promise<Outcome> => await this.#connect(address, signal)
    this.#running = searchLeader({ name: 'control link', address: this.#init.address, backoff: this.#backoff, logger: this.#logger, attempt }, this.#stopping.signal)
  }

  async stop (): Promise<void> {
    this.#stopping?.abort()
    await this.#running
    this.#stopping = undefined
  }

  /** Load of every protocol; only the latest unsent report is kept. */
  report (protocols: readonly ProtocolLoad[]): void {
    this.#queue.report(protocols)
  }

  /** Calls of a protocol wait and no worker is ready. Lost when the link is down: the caller repeats it each second. */
  activate (protocol: string, held: number): void {
    this.#queue.activate(protocol, held)
  }

  /** Answers `onHold`. */
  holdAck (ack: HoldAck): void {
    this.#queue.holdAck(ack)
  }

  /** Whether a protocol's handlers are registered; told again after each reconnect. */
  state (state: ProtocolState): void {
    this.#queue.state(state)
  }

  async #connect (address: string, signal: AbortSignal): Promise<Outcome> {
    const { credentials, options } = clientSecurity(this.#init.tls)
    const client = new Client(address, credentials, { ...linkOptions(this.#init.keepalive ?? DEFAULT_KEEPALIVE), ...options })
    const stream: Stream = client.makeBidiStreamRequest(CONNECT.path, CONNECT.requestSerialize, CONNECT.responseDeserialize)
    const onAbort = (): void => stream.cancel()
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await this.#follow(stream, address)
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#queue.detach()
      stream.cancel()
      client.close()
    }
  }

  async #follow (stream: Stream, address: string): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    const timer = setTimeout(() => stream.cancel(), CONNECT_TIMEOUT_MS)
    this.#snapshot.begin()
    stream.on('data', (message: subnetes.v1.OperatorMessage) => {
      clearTimeout(timer)
      const outcome = this.#receive(message)
      if (outcome !== undefined) resolve(outcome)
    })
    stream.on('drain', () => this.#queue.pump())
    stream.on('error', (error) => resolve({ error: linkError(error, `control link to ${address}`) }))
    stream.on('end', () => resolve({ error: new SubnetesError('unavailable', `control link to ${address}: ended by the other side`) }))
    this.#queue.attach(this.#init.hello(), (message) => stream.write(message))
    const outcome = await promise
    clearTimeout(timer)
    this.#setConnected(false, outcome.error)
    return outcome
  }

  #receive (message: subnetes.v1.OperatorMessage): Outcome | undefined {
    const verdict = this.#snapshot.apply(message)
    if (verdict.kind === 'redirect') return { error: new SubnetesError('unavailable', `not the leader; it is ${verdict.address}`), redirect: verdict.address }
    if (verdict.kind === 'stale') return { error: new SubnetesError('unavailable', `leader term ${message.term} is older than one seen`) }
    if (verdict.kind === 'synced') this.#backoff.reset()
    if (verdict.kind === 'synced' || message.removed != null) this.#queue.retain((protocol) => this.#snapshot.has(protocol))
    this.#setConnected(true)
    return undefined
  }

  #setConnected (isConnected: boolean, error?: SubnetesError): void {
    if (this.#isConnected === isConnected) return
    this.#isConnected = isConnected
    if (isConnected) this.#logger.info('control link up')
    guarded(this.#init.listener, this.#logger).onConnection?.(isConnected, error)
  }
}

/** The same listener, whose throws are logged instead of thrown. */
function guarded (listener: ControlClientListener, logger: Logger): ControlClientListener {
  return new Proxy(listener, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return undefined
      return (...values: unknown[]) => {
        try {
          Reflect.apply(method, target, values)
        } catch (error) {
          logger.error('control listener failed', { listener: String(name), error: SubnetesError.from(error).message })
        }
      }
    }
  })
}
