/** The deciding side of the Runner contract: watches a runner and drains it. */
import { Client } from '@grpc/grpc-js'
import type { ClientReadableStream, ServiceError } from '@grpc/grpc-js'
import { Backoff, delay, silentLogger } from '@subnetes/common'
import type { Logger, SubnetesError, TlsClientInit } from '@subnetes/common'
import { subnetes } from '@subnetes/proto'
import { DEFAULT_KEEPALIVE, linkError, linkOptions } from './link.ts'
import type { KeepaliveInit } from './link.ts'
import { clientSecurity } from './link-tls.ts'
import { RUNNER_PATHS } from './runner-handlers.ts'
import { decodeRunnerStatus } from './runner-status.ts'
import type { RunnerStatus } from './runner-status.ts'

/** What a {@link RunnerClient} is given. */
export interface RunnerClientInit {
  /** `HOST:PORT` or `unix:PATH` of the runner. */
  address: string
  logger?: Logger
  /** How to dial by TLS. @default plaintext */
  tls?: TlsClientInit | undefined
  /** @default {@link DEFAULT_KEEPALIVE} */
  keepalive?: KeepaliveInit
  /** How long a drain or undrain may take. @default 5000 */
  callTimeoutMs?: number
  /** Bounds of the pause between attempts to watch. @default 100 ms to 5 s */
  backoff?: { minMs: number, maxMs: number }
}

/** Options of {@link RunnerClient.watch}. */
export interface WatchOptions {
  /** Ends the iteration. */
  signal?: AbortSignal
  /** The watch was lost; it is tried again. */
  onLost?: (error: SubnetesError) => void
}

/** A link to one runner. Close it when the worker is gone. */
export class RunnerClient {
  readonly #init: RunnerClientInit
  readonly #client: Client
  readonly #logger: Logger
  readonly #closed = new AbortController()

  constructor (init: RunnerClientInit) {
    this.#init = init
    this.#logger = (init.logger ?? silentLogger).child({ component: 'runner-client', address: init.address })
    const { minMs, maxMs } = this.#backoffInit
    const { credentials, options } = clientSecurity(init.tls)
    this.#client = new Client(init.address, credentials, {
      ...linkOptions(init.keepalive ?? DEFAULT_KEEPALIVE),
      ...options,
      'grpc.initial_reconnect_backoff_ms': minMs,
      'grpc.max_reconnect_backoff_ms': maxMs
    })
  }

  /**
   * The runner's status: at once, then on every change, for ever: a lost runner is dialled again with back-off. A slow reader gets the latest
   * status, not every one. Ends when the signal aborts, the reader stops, or the client is closed.
   */
  async * watch (options: WatchOptions = {}): AsyncGenerator<RunnerStatus> {
    const backoff = new Backoff(this.#backoffInit)
    const signals = [this.#closed.signal, ...options.signal === undefined ? [] : [options.signal]]
    const signal = AbortSignal.any(signals)
    while (!signal.aborted) {
      try {
        for await (const status of this.#statuses(signal)) {
          backoff.reset()
          yield status
        }
      } catch (error) {
        const lost = linkError(error, `runner ${this.#init.address}`)
        if (signal.aborted) return
        this.#logger.debug('runner watch lost', { error: lost.message })
        options.onLost?.(lost)
      }
      await delay(backoff.next(), { signal }).catch(() => {}) // an abort ends the loop
    }
  }

  /** Asks the runner to take no new work. @throws {SubnetesError} `failed_precondition` for an older epoch, `unavailable` when it cannot be reached */
  async drain (epoch: number): Promise<RunnerStatus> {
    return await this.#decide(RUNNER_PATHS.drain, epoch)
  }

  /** Asks the runner to take work again. @throws {SubnetesError} as {@link drain} */
  async undrain (epoch: number): Promise<RunnerStatus> {
    return await this.#decide(RUNNER_PATHS.undrain, epoch)
  }

  /** Ends every watch and the connection. */
  close (): void {
    this.#closed.abort()
    this.#client.close()
  }

  get #backoffInit (): { minMs: number, maxMs: number } {
    return this.#init.backoff ?? { minMs: 100, maxMs: 5000 }
  }

  async #decide (path: string, epoch: number): Promise<RunnerStatus> {
    const deadline = Date.now() + (this.#init.callTimeoutMs ?? 5000)
    return await new Promise<RunnerStatus>((resolve, reject) => {
      const onAnswer = (error: ServiceError | null, status?: RunnerStatus): void => {
        if (status === undefined || error !== null) reject(linkError(error, `runner ${this.#init.address}`))
        else resolve(status)
      }
      this.#client.makeUnaryRequest(path, encodeEpoch, decodeRunnerStatus, epoch, { deadline }, onAnswer)
    })
  }

  async * #statuses (signal: AbortSignal): AsyncGenerator<RunnerStatus> {
    const stream = this.#client.makeServerStreamRequest(RUNNER_PATHS.watch, () => Buffer.alloc(0), decodeRunnerStatus, undefined)
    const onAbort = (): void => stream.cancel()
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      yield * latest(stream)
    } finally {
      signal.removeEventListener('abort', onAbort)
      stream.cancel()
    }
  }
}

function encodeEpoch (epoch: number): Buffer {
  return Buffer.from(subnetes.v1.DrainRequest.encode({ epoch }).finish())
}

/** The newest message of a stream each time one is asked for; older unread ones are dropped. */
async function * latest (stream: ClientReadableStream<RunnerStatus>): AsyncGenerator<RunnerStatus> {
  let unread: RunnerStatus | undefined
  let ended: { error?: Error } | undefined
  let wake = Promise.withResolvers<void>()
  stream.on('data', (status: RunnerStatus) => { unread = status; wake.resolve() })
  stream.on('error', (error) => { ended = { error }; wake.resolve() })
  stream.on('end', () => { ended ??= {}; wake.resolve() })
  while (true) {
    await wake.promise
    wake = Promise.withResolvers()
    const status = unread
    unread = undefined
    if (status !== undefined) yield status
    else if (ended !== undefined) break
    if (ended !== undefined || unread !== undefined) wake.resolve()
  }
  if (ended.error !== undefined) throw ended.error
}
