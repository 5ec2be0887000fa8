/** The deciding side of the Runner contract: watches a runner and drains it. */
import { Backoff, SubnetesError, delay, silentLogger } from '@subnetes/common'
import type { Logger, TlsClientInit } from '@subnetes/common'
import { createGrpcChannel } from '@subnetes/grpc'
import type { GrpcChannel } from '@subnetes/grpc'
import { subnetes } from '@subnetes/proto'
import { DEFAULT_KEEPALIVE } from './link.ts'
import type { KeepaliveInit } from './link.ts'
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

/** A link to one runner, over the channel that calls use: an operator has one for each worker, and a connection of node:http2 holds less than half of what grpc-js's does. Close it when the worker is gone. */
export class RunnerClient {
  readonly #init: RunnerClientInit
  readonly #channel: GrpcChannel
  readonly #logger: Logger
  readonly #closed = new AbortController()

  constructor (init: RunnerClientInit) {
    this.#init = init
    this.#logger = (init.logger ?? silentLogger).child({ component: 'runner-client', address: init.address })
    const { timeMs, timeoutMs } = init.keepalive ?? DEFAULT_KEEPALIVE
    this.#channel = createGrpcChannel(init.address, { keepaliveMs: timeMs, keepaliveTimeoutMs: timeoutMs, tls: init.tls })
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
        for await (const status of latest(this.#channel.call({ path: RUNNER_PATHS.watch, requests: new Uint8Array(0), signal }))) {
          backoff.reset()
          yield status
        }
      } catch (error) {
        const lost = this.#named(error)
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
    void this.#channel.close()
  }

  get #backoffInit (): { minMs: number, maxMs: number } {
    return this.#init.backoff ?? { minMs: 100, maxMs: 5000 }
  }

  async #decide (path: string, epoch: number): Promise<RunnerStatus> {
    const deadline = Date.now() + (this.#init.callTimeoutMs ?? 5000)
    let answer: Uint8Array | undefined
    try {
      for await (const bytes of this.#channel.call({ path, requests: subnetes.v1.DrainRequest.encode({ epoch }).finish(), deadline })) answer = bytes
    } catch (error) {
      throw this.#named(error)
    }
    if (answer === undefined) throw new SubnetesError('internal', `runner ${this.#init.address}: it gave no answer`)
    return decodeRunnerStatus(answer)
  }

  /** An error that says which runner it is of. */
  #named (error: unknown): SubnetesError {
    const known = SubnetesError.from(error, 'unavailable')
    if (known.message.includes(this.#init.address)) return known
    return new SubnetesError(known.code, `runner ${this.#init.address}: ${known.message}`, { cause: error, details: known.details })
  }
}

/** The newest message of a stream each time one is asked for; older unread ones are dropped. */
async function * latest (messages: AsyncIterableIterator<Uint8Array>): AsyncGenerator<RunnerStatus> {
  let unread: Uint8Array | undefined
  let ended: { readonly error?: SubnetesError } | undefined
  let wake = Promise.withResolvers<void>()
  const read = async (): Promise<void> => { for await (unread of messages) wake.resolve() }
  void read().then(() => { ended = {} }, (error: unknown) => { ended = { error: SubnetesError.from(error, 'unavailable') } }).finally(() => wake.resolve())
  try {
    for (;;) {
      await wake.promise
      wake = Promise.withResolvers()
      const status = unread
      unread = undefined
      if (status !== undefined) yield decodeRunnerStatus(status)
      else if (ended !== undefined) break
      if (ended !== undefined || unread !== undefined) wake.resolve()
    }
  } finally {
    await messages.return?.()
  }
  if (ended.error !== undefined) throw ended.error
}
