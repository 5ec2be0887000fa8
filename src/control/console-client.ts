/** The console's side of the Console contract: watches whoever decides, for ever. */
import { Client } from '@grpc/grpc-js'
import { Backoff, SubnetesError, silentLogger } from '@subnetes/common'
import type { Logger, Startable, TlsClientInit } from '@subnetes/common'
import type { subnetes } from '@subnetes/proto'
import { decodeConsoleSnapshot } from './console-messages.ts'
import type { ConsoleSnapshot } from './console-messages.ts'
import { DEFAULT_BACKOFF, searchLeader } from './leader-search.ts'
import type { Outcome } from './leader-search.ts'
import { DEFAULT_KEEPALIVE, WATCH_CONSOLE, linkError, linkOptions } from './link.ts'
import type { KeepaliveInit } from './link.ts'
import { clientSecurity } from './link-tls.ts'

/** What a console hears. Calls are synchronous and must not throw. */
export interface ConsoleClientListener {
  /** The newest picture. */
  readonly onSnapshot: (snapshot: ConsoleSnapshot) => void
  /** An attempt has failed, or a link that worked has ended; the next comes by itself. */
  readonly onDown: (error: SubnetesError) => void
}

/** What a {@link ConsoleClient} is given. */
export interface ConsoleClientInit {
  /** `HOST:PORT` or `unix:PATH` of the Control server; followers redirect to the leader. */
  address: string
  listener: ConsoleClientListener
  logger?: Logger
  /** How to dial by TLS; redirects go to servers of the same name. @default plaintext */
  tls?: TlsClientInit | undefined
  /** @default {@link DEFAULT_KEEPALIVE} */
  keepalive?: KeepaliveInit
  /** @default {@link DEFAULT_BACKOFF} */
  backoff?: { minMs: number, maxMs: number }
}

/** A picture comes every ten seconds at the latest: after three times that long the other side is stuck, though its connection stands. */
const SILENCE_MS = 30_000
/** A connection that said nothing for this long is given up. */
const CONNECT_TIMEOUT_MS = 10_000

/** Connects, follows redirects, reconnects with jittered back-off. */
export class ConsoleClient implements Startable {
  readonly #init: ConsoleClientInit
  readonly #logger: Logger
  readonly #backoff: Backoff
  #stopping: AbortController | undefined
  #running: Promise<void> = Promise.resolve()

  constructor (init: ConsoleClientInit) {
    this.#init = init
    this.#logger = (init.logger ?? silentLogger).child({ component: 'console-client' })
    this.#backoff = new Backoff(init.backoff ?? DEFAULT_BACKOFF)
  }

  /** Begins to connect; does not wait for the link. */
  async start (): Promise<void> {
    if (this.#stopping !== undefined) return
    this.#stopping = new AbortController()
    const attempt = async (address: string, signal: AbortSignal): Promise<Outcome> => {
      const outcome = await this.#watch(address, signal)
      if (!signal.aborted) this.#init.listener.onDown(outcome.error)
      return outcome
    }
    this.#running = searchLeader({ name: 'console link', address: this.#init.address, backoff: this.#backoff, logger: this.#logger, attempt }, this.#stopping.signal)
  }

  async stop (): Promise<void> {
    this.#stopping?.abort()
    await this.#running
    this.#stopping = undefined
  }

  async #watch (address: string, signal: AbortSignal): Promise<Outcome> {
    const { credentials, options } = clientSecurity(this.#init.tls)
    const client = new Client(address, credentials, { ...linkOptions(this.#init.keepalive ?? DEFAULT_KEEPALIVE), ...options })
    const stream = client.makeServerStreamRequest(WATCH_CONSOLE.path, WATCH_CONSOLE.requestSerialize, WATCH_CONSOLE.responseDeserialize, {})
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    const onAbort = (): void => stream.cancel()
    const giveUp = (): void => stream.cancel()
    signal.addEventListener('abort', onAbort, { once: true })
    let timer = setTimeout(giveUp, CONNECT_TIMEOUT_MS)
    stream.on('data', (message: subnetes.v1.ConsoleMessage) => {
      clearTimeout(timer)
      timer = setTimeout(giveUp, SILENCE_MS)
      if (message.redirect != null) resolve({ error: new SubnetesError('unavailable', `not the leader; it is ${message.redirect.address}`), redirect: message.redirect.address ?? '' })
      else if (message.snapshot != null) this.#take(message.snapshot)
    })
    stream.on('error', (error) => resolve({ error: linkError(error, `console link to ${address}`) }))
    stream.on('end', () => resolve({ error: new SubnetesError('unavailable', `console link to ${address}: ended by the other side`) }))
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      stream.cancel()
      client.close()
    }
  }

  #take (snapshot: subnetes.v1.ConsoleSnapshot.$Properties): void {
    this.#backoff.reset()
    this.#init.listener.onSnapshot(decodeConsoleSnapshot(snapshot))
  }
}
