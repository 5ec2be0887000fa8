/** The runner: what every worker needs around its compute. Slots, health, drain, counts, and the Runner contract. */
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { ENDED_CALL, SubnetesError, TlsFiles } from '@subnetes/common'
import type { AnswerSink, GrpcHandler, GrpcHandlerCall, GrpcHandlers, Logger, Metrics, RunningCall, Startable } from '@subnetes/common'
import type { HttpAnswer, Readiness } from '@subnetes/common/health-server'
import { runnerHandlers } from '@subnetes/control'
import type { RunnerSource, RunnerStatus } from '@subnetes/control'
import { createGrpcServer, endWithStatus, notStarted } from '@subnetes/grpc'
import type { GrpcServer, ReceivedCall } from '@subnetes/grpc'
import { AdmittedCall } from './admitted-call.ts'
import { Changes } from './changes.ts'
import type { Compute } from './compute.ts'
import type { RunnerConfig } from './config.ts'
import { healthService } from './health-service.ts'
import { JobIntake, NO_JOBS } from './job-intake.ts'
import { RunnerMetrics } from './runner-metrics.ts'
import { Slots } from './slots.ts'
import type { Ticket } from './slots.ts'

/** What a {@link Runner} works with. */
export interface RunnerComponents {
  readonly config: Pick<RunnerConfig, 'workerId' | 'protocol' | 'listen' | 'slots' | 'drainMs' | 'jobs' | 'tls'>
  readonly compute: Compute
  readonly logger: Logger
  readonly metrics: Metrics
}

/** How long connections may take to close once no call runs and its answers have left. */
const CLOSE_GRACE_MS = 500

/**
 * Stands before compute on the worker's port. A call over the slots, during a drain or while compute is down is refused at once, marked as not
 * started, so that the gateway takes another worker. `stop` finishes what runs, for at most `drainMs`.
 */
export class Runner implements Startable, RunnerSource {
  readonly #config: RunnerComponents['config']
  readonly #compute: Compute
  readonly #logger: Logger
  readonly #metrics: RunnerMetrics
  readonly #slots: Slots
  readonly #changes = new Changes()
  readonly #server: GrpcServer
  readonly #jobs: JobIntake | undefined
  readonly #ended = new AbortController()
  readonly #tls: TlsFiles | undefined
  #address: string | undefined
  #isDraining = false
  #drainEpoch = 0
  #isStopping = false
  #stopped: Promise<void> | undefined

  constructor (components: RunnerComponents) {
    this.#config = components.config
    this.#compute = components.compute
    this.#logger = components.logger.child({ component: 'runner', workerId: this.#config.workerId })
    this.#slots = new Slots(this.#config.slots)
    this.#metrics = new RunnerMetrics(components.metrics, this.#slots, this.#compute)
    this.#slots.onChange(() => this.#changes.notify())
    this.#compute.onChange(() => this.#changes.notify())
    const { jobs } = this.#config
    this.#jobs = jobs === undefined
      ? undefined
      : new JobIntake({ config: { ...this.#config, ...jobs }, compute: this.#compute, slots: this.#slots, logger: components.logger, onStarted: () => this.#changes.notify() })
    this.#compute.onChange(() => this.#steerJobs())
    const { tls } = this.#config
    this.#tls = tls === undefined ? undefined : new TlsFiles({ folder: tls.folder, logger: components.logger, metrics: components.metrics })
    this.#server = createGrpcServer({
      tls: this.#tls === undefined ? undefined : { source: this.#tls, clients: tls?.clients ?? [] },
      handlers: this.#handlers(),
      calls: (call, sink) => this.#serve(call, sink),
      fallback: this.#compute.proxy === undefined ? undefined : (stream, headers) => this.#proxy(stream, headers),
      logger: components.logger
    })
  }

  /** Where it listens; undefined before {@link start}. */
  get address (): string | undefined {
    return this.#address
  }

  /** @throws {SubnetesError} `unavailable` when the address cannot be bound, `invalid_argument` when the TLS folder does not hold what it should, naming either */
  async start (): Promise<void> {
    if (this.#address !== undefined) return
    await this.#tls?.start()
    this.#address = await this.#server.listen(this.#config.listen)
    this.#steerJobs()
    await this.#jobs?.start()
    this.#logger.info('runner listening', { address: this.#address, protocol: this.#config.protocol, slots: this.#slots.size, tls: this.#tls !== undefined })
  }

  /**
   * Takes no new call, tells clients to go, finishes what runs, closes.
   *
   * @throws {SubnetesError} `aborted` when calls had to be cut off after `drainMs`
   */
  async stop (): Promise<void> {
    if (this.#address === undefined) return
    this.#stopped ??= this.#drainAndClose(this.#config.drainMs)
    await this.#stopped
  }

  status (): RunnerStatus {
    const { isReady, pid, starts, lastExit, startSeconds } = this.#compute.state
    return {
      ...this.#slots.counts(),
      workerId: this.#config.workerId,
      protocol: this.#config.protocol,
      ready: isReady && !this.#isStopping,
      draining: this.#isDraining,
      drainEpoch: this.#drainEpoch,
      ...(this.#jobs?.counts() ?? NO_JOBS),
      computeStarts: starts,
      computeLastExit: lastExit,
      computeStartSeconds: startSeconds,
      computePid: pid
    }
  }

  onChange (listener: () => void): () => void {
    return this.#changes.listen(listener)
  }

  setDraining (isDraining: boolean, epoch: number): void {
    if (this.#isStopping && !isDraining) throw new SubnetesError('failed_precondition', `worker ${this.#config.workerId} is stopping and takes no more work`)
    this.#drainEpoch = epoch
    this.#isDraining = isDraining || this.#isStopping
    this.#steerJobs()
    this.#logger.info(isDraining ? 'drain begins' : 'drain ends', { epoch, activeCalls: this.#slots.active })
    this.#changes.notify()
  }

  /** For `/readyz`: compute is ready and the process is not stopping. A drain changes nothing here (an unready pod would be the first to be deleted). */
  readiness (): Readiness {
    const { ready, draining, activeCalls, slots, computePid } = this.status()
    const { words, lastExit } = this.#compute.state
    const why = this.#isStopping ? 'stopping' : words
    return { ready, detail: { draining, activeCalls, slots, computePid, ...(why === '' ? {} : { reason: why }), ...(ready || lastExit === '' ? {} : { lastExit }) } }
  }

  /** For `/drain`, asked by compute's preStop hook: no new call from now on; answers when nothing runs. There is no way back. */
  async drainRequest (signal: AbortSignal): Promise<HttpAnswer> {
    this.#beginStop()
    const isIdle = await this.#slots.idle(signal)
    return { status: isIdle ? 200 : 503, body: JSON.stringify({ idle: isIdle, activeCalls: this.#slots.active }) }
  }

  #steerJobs (): void {
    this.#jobs?.setPaused(this.#isDraining || !this.#compute.state.isReady)
  }

  #beginStop (): void {
    if (this.#isStopping) return
    this.#isStopping = true
    this.#isDraining = true
    this.#steerJobs()
    this.#logger.info('runner stops', { activeCalls: this.#slots.active })
    this.#changes.notify()
  }

  async #drainAndClose (drainMs: number): Promise<void> {
    this.#beginStop()
    this.#server.sendGoaway()
    const timeout = AbortSignal.timeout(drainMs)
    const isIdle = await this.#slots.idle(timeout)
    if (isIdle) await this.#jobs?.stop()
    const running = this.#slots.active
    // A slot is free at the end of compute's work: a gateway may still read the answers.
    const undelivered = isIdle ? await this.#server.delivered(timeout) : 0
    this.#ended.abort()
    await this.#server.close({ graceMs: isIdle && undelivered === 0 ? CLOSE_GRACE_MS : 0 })
    await this.#tls?.stop()
    this.#metrics.close()
    if (!isIdle) throw new SubnetesError('aborted', `${running} calls still ran after ${drainMs} ms and were cut off`)
    if (undelivered === 0) return
    throw new SubnetesError('aborted', `answers of ${undelivered} calls were not read within ${drainMs} ms and were cut off`)
  }

  #handlers (): GrpcHandlers {
    const gated = [...this.#compute.handlers].map(([path, handler]): [string, GrpcHandler] => [path, (call) => this.#run(handler, call)])
    const own = runnerHandlers(this, { signal: this.#ended.signal })
    const health = healthService({ isServing: () => this.status().ready, onChange: (listener) => this.onChange(listener), signal: this.#ended.signal })
    return new Map([...gated, ...own, ...health])
  }

  async * #run (handler: GrpcHandler, call: GrpcHandlerCall): AsyncGenerator<Uint8Array> {
    const ticket = this.#admit()
    const end = this.#metrics.begin()
    let failure: SubnetesError | undefined
    try {
      yield * handler(call)
    } catch (error) {
      failure = SubnetesError.from(error)
      throw failure
    } finally {
      ticket.finish()
      end(failure)
    }
  }

  /** A call that came by a link. */
  #serve (call: ReceivedCall, sink: AnswerSink): RunningCall {
    let ticket: Ticket
    try {
      ticket = this.#admit()
    } catch (error) {
      sink.end(SubnetesError.from(error))
      return ENDED_CALL
    }
    return this.#compute.serve(call, new AdmittedCall(sink, ticket, this.#metrics.begin()))
  }

  async #proxy (stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    let ticket: Ticket
    try {
      ticket = this.#admit()
    } catch (error) {
      endWithStatus(stream, SubnetesError.from(error))
      return
    }
    const end = this.#metrics.begin()
    try {
      end(await this.#compute.proxy?.(stream, headers))
    } finally {
      ticket.finish()
    }
  }

  /** A slot. @throws {SubnetesError} marked as not started */
  #admit (): Ticket {
    const { workerId } = this.#config
    if (this.#isDraining) throw this.#refusal('draining', new SubnetesError('unavailable', `worker ${workerId} is draining and takes no new call`))
    const { isReady, words } = this.#compute.state
    if (!isReady) throw this.#refusal('not_ready', new SubnetesError('unavailable', `worker ${workerId} is not ready: ${words}`))
    const ticket = this.#slots.take()
    if (ticket !== undefined) return ticket
    throw this.#refusal('no_slot', new SubnetesError('resource_exhausted', `worker ${workerId} has no free slot (${this.#slots.size} in use)`, { retryable: true }))
  }

  #refusal (reason: string, error: SubnetesError): SubnetesError {
    this.#metrics.refused(reason)
    return notStarted(error)
  }
}
