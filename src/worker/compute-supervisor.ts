/** Compute that the runner starts itself, watches, and starts again when it ends. */
import { rm } from 'node:fs/promises'
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { join } from 'node:path'
import { Backoff, Env, SubnetesError, delay, makeTemporaryFolder } from '@subnetes/common'
import type { Environment, GrpcHandlerCall, Logger } from '@subnetes/common'
import type { ServeCall } from '@subnetes/grpc'
import { Changes } from './changes.ts'
import { ComputeLink } from './compute-link.ts'
import { ComputeProcess } from './compute-process.ts'
import type { ComputeExit } from './compute-process.ts'
import type { Compute, ComputeState } from './compute.ts'
import type { ComputeConfig } from './config.ts'

/** What a supervisor works with. */
export interface ComputeSupervisorInit extends ComputeConfig {
  readonly workerId: string
  /** What compute inherits; variables that configure the runner are taken out. */
  readonly env: Environment
  readonly logger: Logger
  /** Bounds of the pause between starts. @default 100 ms to 30 s */
  readonly backoff?: { readonly minMs: number, readonly maxMs: number }
}

/** A compute that ran this long counts as sound: the next end is a new story with a short pause. */
const STABLE_MS = 30_000
/** How long compute may take to end after SIGTERM, once no call runs. */
const STOP_GRACE_MS = 5_000
/** How long a lost call waits for the reason. */
const EXPLAIN_MS = 500
/** Linux takes 107 bytes of socket path (unix(7)). */
const MAX_SOCKET_PATH_BYTES = 100

/** Compute under supervision. */
export function supervisedCompute (init: ComputeSupervisorInit): Compute {
  return new SupervisedCompute(init)
}

/** Compute of one start. */
interface Run { readonly process: ComputeProcess, readonly link: ComputeLink, readonly address: string, readonly startMs: number }

class SupervisedCompute implements Compute {
  readonly handlers = new Map<string, never>()
  readonly #init: ComputeSupervisorInit
  readonly #logger: Logger
  readonly #changes = new Changes()
  readonly #backoff: Backoff
  readonly #stopping = new AbortController()
  #state: ComputeState = { isReady: false, words: 'compute has not been started', pid: 0, starts: 0, lastExit: '', startSeconds: 0 }
  #run: Run | undefined
  #supervising: Promise<void> | undefined
  #folder = ''

  constructor (init: ComputeSupervisorInit) {
    this.#init = init
    this.#logger = init.logger.child({ component: 'compute' })
    this.#backoff = new Backoff(init.backoff ?? { minMs: 100, maxMs: 30_000 })
  }

  get state (): ComputeState {
    return this.#state
  }

  onChange (listener: () => void): () => void {
    return this.#changes.listen(listener)
  }

  readonly proxy = async (stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<SubnetesError | undefined> => {
    const run = this.#run as Run
    return await run.link.proxy(stream, headers, async (error) => await this.#explain(run, error))
  }

  readonly serve: ServeCall = (call, sink) => {
    const run = this.#run as Run
    return run.link.serve(call, sink, async (error) => await this.#explain(run, error))
  }

  readonly call = (path: string, call: GrpcHandlerCall): AsyncIterable<Uint8Array> => {
    if (this.#run === undefined) throw new SubnetesError('unavailable', this.#state.words)
    return this.#run.link.call(path, call)
  }

  async start (): Promise<void> {
    if (this.#supervising !== undefined) return
    if (this.#init.listen === undefined) this.#folder = await socketFolder()
    this.#supervising = this.#supervise()
  }

  async stop (): Promise<void> {
    this.#stopping.abort()
    await this.#run?.process.stop(STOP_GRACE_MS)
    await this.#supervising
    if (this.#folder !== '') await rm(this.#folder, { recursive: true, force: true })
  }

  async #supervise (): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      const run = this.#begin()
      const exit = await this.#follow(run)
      if (signal.aborted) break
      if (performance.now() - run.startMs >= STABLE_MS) this.#backoff.reset()
      const waitMs = this.#backoff.next()
      this.#logger.error('compute ended', { reason: exit.report, restartMs: waitMs, starts: this.#state.starts })
      this.#set({ isReady: false, pid: 0, lastExit: exit.report, words: `compute ended (${exit.words}) and starts again in ${waitMs} ms` })
      await delay(waitMs, { signal }).catch(() => {}) // stopping: the loop ends
    }
    this.#set({ isReady: false, pid: 0, words: 'compute was stopped' })
  }

  #begin (): Run {
    const starts = this.#state.starts + 1
    // A new socket each time: nothing that an earlier compute left behind can hold it.
    const address = this.#init.listen ?? `unix:${join(this.#folder, `compute-${starts}.sock`)}`
    const env = computeEnvironment(this.#init.env, address, this.#init.workerId)
    const startMs = performance.now()
    const process = new ComputeProcess({ command: this.#init.command, env, logger: this.#logger })
    this.#logger.info('compute starts', { computePid: process.pid, starts, computeAddress: address })
    this.#run = { process, link: new ComputeLink(address, this.#init.client), address, startMs }
    this.#set({ starts, pid: process.pid, words: 'compute is starting' })
    return this.#run
  }

  /** Until the process has ended. One that is not ready in time is ended. */
  async #follow (run: Run): Promise<ComputeExit> {
    let problem = 'it has not answered'
    let hasBeenReady = false
    let late: string | undefined
    const { startTimeoutMs } = this.#init
    const timer = setTimeout(() => {
      late = `not ready within ${startTimeoutMs} ms (${problem}); it must listen where ${Env.ComputeListen} says (${run.address}), and its health check, when it has one, must answer SERVING`
      run.process.stop(STOP_GRACE_MS).catch(() => {}) // its end is what is waited for below
    }, startTimeoutMs)
    const following = run.link.follow((isReady, words) => {
      if (words !== '') problem = words
      if (run.process.pid === 0 || late !== undefined) return
      if (isReady) clearTimeout(timer)
      if (!isReady && !hasBeenReady) return
      hasBeenReady = true
      this.#onReadiness(run, isReady, words)
    })
    const exit = await run.process.exited
    clearTimeout(timer)
    await run.link.close()
    await following
    return late === undefined ? exit : { words: 'not ready in time', report: `${late}; ${exit.report}` }
  }

  #onReadiness (run: Run, isReady: boolean, words: string): void {
    const startSeconds = this.#state.isReady || !isReady ? this.#state.startSeconds : (performance.now() - run.startMs) / 1000
    this.#logger.info(isReady ? 'compute ready' : 'compute not ready', { computePid: run.process.pid, startSeconds, ...(isReady ? {} : { reason: words }) })
    this.#set({ isReady, startSeconds, words: isReady ? '' : `compute is not ready: ${words}` })
  }

  async #explain (run: Run, error: SubnetesError): Promise<SubnetesError> {
    const exit = await Promise.race([run.process.exited, delay(EXPLAIN_MS, { unref: true })])
    if (exit === undefined) return error
    return new SubnetesError('unavailable', `compute of worker ${this.#init.workerId} ended during the call (${exit.words})`, { cause: error })
  }

  #set (change: Partial<ComputeState>): void {
    this.#state = { ...this.#state, ...change }
    this.#changes.notify()
  }
}

async function socketFolder (): Promise<string> {
  const folder = await makeTemporaryFolder('compute')
  if (Buffer.byteLength(folder) + '/compute-1000.sock'.length <= MAX_SOCKET_PATH_BYTES) return folder
  await rm(folder, { recursive: true, force: true })
  throw new SubnetesError('invalid_argument', `the folder for temporary files is too deep for a socket (${folder}); set TMPDIR to a shorter path, or ${Env.ComputeListen} to 127.0.0.1:PORT`)
}

/** Variables that configure the runner and would make a compute written with the SDK a second one. */
const RUNNER_ONLY: readonly string[] = [Env.ComputeCommand, Env.Redis, Env.Queue, Env.ComputeStartSeconds, Env.ComputeClient, Env.RunnerListen, Env.HttpListen, 'NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE']

function computeEnvironment (env: Environment, address: string, workerId: string): Environment {
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !RUNNER_ONLY.includes(name)))
  return { ...kept, [Env.ComputeListen]: address, [Env.WorkerId]: workerId }
}
