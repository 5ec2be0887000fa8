/** The TypeScript SDK: one file is a worker. */
import { SubnetesError, silentLogger, silentMetrics, runUntilSignal } from '@subnetes/common'
import type { Environment, Logger, Startable } from '@subnetes/common'
import { HttpStatusServer } from '@subnetes/common/health-server'
import { pinoLogger } from '@subnetes/common/pino'
import { prometheusMetrics } from '@subnetes/common/prometheus'
import type { PrometheusMetrics } from '@subnetes/common/prometheus'
import { loadService } from '@subnetes/proto'
import { loadComputeOnlyListen, loadRunnerConfig } from './config.ts'
import type { RunnerConfig } from './config.ts'
import { embeddedCompute } from './embedded-compute.ts'
import { bindHandlers } from './handler.ts'
import type { WorkerHandler } from './handler.ts'
import { Runner } from './runner.ts'

/** What a worker is made of. */
export interface WorkerInit<H extends { readonly [K in keyof H]: WorkerHandler }> {
  /** The `.proto` text; every method of the service must be named `rpc_*`. */
  proto: string
  /** Name of the service, when the text has several. */
  service?: string
  /** One for each method. */
  handlers: H
  /** Calls at once when the environment does not say (SUBNETES_CONCURRENCY). @default 1 */
  concurrency?: number
}

/** What {@link serveWorker} takes beside the worker itself. */
export interface ServeWorkerInit<H extends { readonly [K in keyof H]: WorkerHandler }> extends WorkerInit<H> {
  /** Called once no call runs any more, before the process ends: close files, free the model. */
  onStop?: () => Promise<void> | void
  /** @default process.env */
  env?: Environment
}

/** A worker that serves. */
export interface Worker {
  /** Where gateways (or, for compute only, the runner) reach it. */
  readonly address: string
  /** Where health, readiness and metrics are; undefined when not asked for. */
  readonly http: string | undefined
  /** Takes no new call, finishes what runs, for at most the configured patience. @throws {SubnetesError} `aborted` when calls were cut off */
  stop: () => Promise<void>
}

/**
 * Makes this process a worker, for good: on SIGTERM, SIGINT or the end of its parent it takes no new call, finishes what runs, and ends the process
 * (exit code 0; 1 when calls had to be cut off). What it obeys is in the environment (docs/worker-contract.md): with SUBNETES_COMPUTE_LISTEN alone it is a
 * plain compute for a runner in its own process, else it is runner and compute in one.
 *
 * @throws {SubnetesError} `invalid_argument` when handlers and service do not fit or the environment holds a wrong value; `unavailable` when the address cannot be bound
 * @example
 * await serveWorker({ proto, handlers: { rpc_echo: async (request: { text: string }) => ({ text: request.text }) } })
 */
export async function serveWorker<H extends { readonly [K in keyof H]: WorkerHandler }> (init: ServeWorkerInit<H>): Promise<never> {
  const config = workerConfig(init.env ?? process.env, init.concurrency)
  const logger = pinoLogger({ level: config.logLevel, base: { process: 'worker', workerId: config.workerId } })
  const metrics = prometheusMetrics()
  const worker = new EmbeddedWorker(init, config, { logger, metrics })
  const stopping: Startable = { start: async () => {}, stop: async () => { await init.onStop?.() } }
  const announce: Startable = {
    start: async () => { process.send?.({ type: 'listening', address: worker.address, ...(worker.http === undefined ? {} : { http: worker.http }) }) },
    stop: async () => {}
  }
  const code = await runUntilSignal([stopping, worker, announce], {
    forceMs: config.drainMs + STOP_MARGIN_MS,
    onError: (error) => logger.error('worker did not stop cleanly', { error: SubnetesError.from(error).message })
  })
  process.exit(code) // engines keep threads of their own alive; everything that had to end has ended
}

/** A worker without a process around it: no signals, no exit, nothing read from the environment. For embedding and tests. */
export async function startWorker<H extends { readonly [K in keyof H]: WorkerHandler }> (init: WorkerInit<H>, options: StartWorkerOptions = {}): Promise<Worker> {
  const config: RunnerConfig = {
    workerId: 'worker',
    protocol: 'worker',
    listen: '127.0.0.1:0',
    httpListen: undefined,
    slots: init.concurrency ?? 1,
    drainMs: 30_000,
    logLevel: 'info',
    ...options.config
  }
  const worker = new EmbeddedWorker(init, config, { logger: options.logger ?? silentLogger })
  await worker.start()
  return worker
}

/** What {@link startWorker} may be given. */
export interface StartWorkerOptions {
  config?: Partial<RunnerConfig>
  logger?: Logger
}

/** Time for closing after the drain. */
const STOP_MARGIN_MS = 10_000

/** Slots that a runner in its own process counts, not we. */
const UNLIMITED_SLOTS = 10_000

/** A {@link WorkerInit} whose handlers are checked at run time. */
interface UntypedInit { readonly proto: string, readonly service?: string, readonly handlers: object }

function workerConfig (env: Environment, slots: number | undefined): RunnerConfig {
  const config = loadRunnerConfig(env, { slots })
  const listen = loadComputeOnlyListen(env)
  return listen === undefined ? config : { ...config, listen, httpListen: undefined, slots: UNLIMITED_SLOTS, tls: undefined }
}

/** Runner, handlers and status server of one process. */
class EmbeddedWorker implements Startable, Worker {
  readonly #runner: Runner
  readonly #status: HttpStatusServer | undefined

  constructor (init: UntypedInit, config: RunnerConfig, components: { logger: Logger, metrics?: PrometheusMetrics }) {
    const { logger, metrics } = components
    const { proto, service, handlers } = init
    const compute = embeddedCompute(bindHandlers(loadWorkerService(proto, service), handlers, { workerId: config.workerId, logger }))
    this.#runner = new Runner({ config, compute, logger, metrics: metrics ?? silentMetrics })
    this.#status = config.httpListen === undefined
      ? undefined
      : new HttpStatusServer({
        listen: config.httpListen,
        readiness: () => this.#runner.readiness(),
        routes: { '/drain': (signal) => this.#runner.drainRequest(signal) },
        logger,
        ...(metrics === undefined ? {} : { metrics })
      })
  }

  get address (): string {
    return this.#runner.address ?? ''
  }

  get http (): string | undefined {
    return this.#status?.address
  }

  async start (): Promise<void> {
    await this.#runner.start()
    await this.#status?.start()
  }

  async stop (): Promise<void> {
    try {
      await this.#runner.stop()
    } finally {
      await this.#status?.stop()
    }
  }
}

function loadWorkerService (proto: string, service: string | undefined): ReturnType<typeof loadService> {
  try {
    return loadService({ proto, service })
  } catch (error) {
    throw new SubnetesError('invalid_argument', `the worker's schema does not load: ${SubnetesError.from(error).message}`, { cause: error })
  }
}
