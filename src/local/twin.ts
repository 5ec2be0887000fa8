/** The local twin: a subnet on one machine, kept as its manifests say. Gateway, workers and, where there is one, the Redis of the jobs are child processes. */
import { rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { LOCAL_NAMESPACE, SubnetesError, makeTemporaryFolder, packageVersion, sweepTemporaryFolders } from '@subnetes/common'
import type { Startable } from '@subnetes/common'
import { ControlServer } from '@subnetes/control'
import { TICK_SECONDS } from '@subnetes/scaling'
import { Catalog } from './catalog.ts'
import type { CatalogProblem, CatalogState } from './catalog.ts'
import { ConsoleProcess } from './console-process.ts'
import { twinSnapshot } from './console-snapshot.ts'
import { GatewayProcess } from './gateway-process.ts'
import { HabitFiles, SAVE_HABITS_MS } from './habit-files.ts'
import type { JobStore } from './job-store.ts'
import type { HostEnvironment } from './local-protocol.ts'
import { LogFiles } from './log-files.ts'
import { readManifestFiles, watchManifestFiles } from './manifest-files.ts'
import type { FileWatch } from './manifest-files.ts'
import { diffProblems } from './manifest-problems.ts'
import { openJobStore } from './open-job-store.ts'
import { ProtocolSet } from './protocol-set.ts'
import { EMPTY_STATUS, diffStatus } from './status-diff.ts'
import type { TwinEvent, TwinStatus } from './status.ts'

/** Longest time that running calls may take to finish at a stop. 10 s: patience of a person at a terminal, who can press Ctrl-C again. */
export const DEFAULT_DRAIN_MS = 10_000
/** What processes get beyond the drain to close what is open. */
const STOP_EXTRA_MS = 3_000
/** States that depend on time alone (a compute that is slow to start) are looked at so often. */
const TICK_MS = 1_000

/** What a {@link Twin} is told. */
export interface TwinInit {
  /** Manifest files and folders. */
  manifests: readonly string[]
  /** Folder that keeps what must outlive the twin: the gateway's last assignments, logs. */
  stateDir: string
  /** Path of the gateway's identity key file; it must exist. */
  identity: string
  /** Multiaddrs of the gateway; port 0 picks a free one. */
  listen: readonly string[]
  announce?: readonly string[]
  bootstrap?: readonly string[]
  /** Gateway modules: Written protocols. */
  modules?: readonly string[]
  /** @default {@link DEFAULT_DRAIN_MS} */
  drainMs?: number
  /** Where jobs are kept: URL of a Redis; `false`: the gateway's memory; undefined: a private redis-server where the machine has one. */
  redis?: string | false | undefined
  /** Part of every key in Redis. @default {@link LOCAL_NAMESPACE} */
  namespace?: string | undefined
  /** More of the gateway's configuration, by variable: stake, limits. */
  gatewaySettings?: Readonly<Record<string, string>> | undefined
  /** `HOST:PORT` of the console's page; port 0 picks a free one. @default no console */
  console?: string | undefined
  env: HostEnvironment
}

/** Who is told of what happens. */
export interface TwinComponents { readonly onEvent: (event: TwinEvent) => void }

/** A running subnet. `start` returns when the gateway is up; workers come up by themselves, as events and {@link Twin.status} tell. */
export class Twin implements Startable {
  readonly #init: TwinInit
  readonly #components: TwinComponents
  readonly #catalog = new Catalog()
  readonly #control: ControlServer
  readonly #logs: LogFiles
  readonly #protocols: ProtocolSet
  readonly #stopping = new AbortController()
  #gateway: GatewayProcess | undefined
  #console: ConsoleProcess | undefined
  #store: JobStore | undefined
  #runtimeDir = ''
  #sockets = 0
  #watch: FileWatch | undefined
  #timers: NodeJS.Timeout[] = []
  #reload: Promise<void> = Promise.resolve()
  #problems: readonly CatalogProblem[] = []
  #told: TwinStatus = EMPTY_STATUS
  #isPublishing = false
  #stopped: Promise<void> | undefined

  constructor (init: TwinInit, components: TwinComponents) {
    this.#init = init
    this.#components = components
    this.#logs = new LogFiles(join(init.stateDir, 'logs'), (message) => this.#emit({ type: 'exit', process: 'logs', message }))
    this.#protocols = this.#createProtocols()
    const facts = { installation: `${init.namespace ?? LOCAL_NAMESPACE} on ${hostname()}`, version: packageVersion(import.meta.url) }
    this.#control = new ControlServer({
      listener: this.#protocols.listener(),
      ...(init.console === undefined ? {} : { console: { snapshot: () => twinSnapshot(this.status(), { ...facts, manifests: this.#problems }) } })
    })
  }

  /** Folder of the children's output. */
  get logFolder (): string {
    return this.#logs.folder
  }

  /** Everything as it is now. */
  status (): TwinStatus {
    const { gateway, jobs, console } = EMPTY_STATUS
    return {
      gateway: this.#gateway?.status() ?? gateway,
      jobs: this.#store?.status() ?? jobs,
      console: this.#console?.status() ?? console,
      protocols: this.#protocols.status()
    }
  }

  /**
   * Says how many workers a protocol should have, as `kubectl scale` does in a cluster: its policy, when it has one, goes on from there.
   *
   * @throws {SubnetesError} `not_found` when there is no such protocol
   */
  scale (protocol: string, replicas: number): void {
    this.#protocols.scale(protocol, replicas)
  }

  /**
   * Reads the manifests, starts gateway and workers.
   *
   * @throws {SubnetesError} `invalid_argument` with everything wrong with the manifests; `failed_precondition` with its last words when the gateway does not come up; otherwise
   *   when jobs cannot be kept where they should be
   */
  async start (): Promise<void> {
    if (this.#gateway !== undefined) return
    const state = await this.#catalog.load(await readManifestFiles(this.#init.manifests), this.#stopping.signal)
    refuseInvalid(state, this.#init.manifests)
    await sweepTemporaryFolders()
    this.#runtimeDir = await makeTemporaryFolder()
    this.#store = await this.#openStore()
    await this.#store.start()
    if (this.#stopping.signal.aborted) return
    const control = await this.#control.listen(`unix:${join(this.#runtimeDir, 'control.sock')}`)
    this.#gateway = this.#createGateway(control)
    this.#apply(state)
    this.#gateway.start()
    this.#console = this.#startConsole(control)
    this.#watch = watchManifestFiles(this.#init.manifests, () => this.#onFiles())
    this.#watch.also(state.schemaFiles)
    this.#timers = [
      setInterval(() => { this.#store?.refresh(); this.#changed() }, TICK_MS),
      setInterval(() => this.#protocols.tick(), TICK_SECONDS * 1000),
      setInterval(() => this.#protocols.saveHabits(), SAVE_HABITS_MS)
    ]
    await this.#gateway.firstHello()
    this.#publish()
  }

  /** Stops everything in order: no new calls, running ones finish within the drain, then the workers. Resolves when no process is left. */
  async stop (): Promise<void> {
    this.#stopped ??= this.#stop()
    await this.#stopped
  }

  /** Ends every process now. Running calls are lost. */
  async force (): Promise<void> {
    const ended = this.stop()
    await Promise.all([this.#gateway?.stop(0), this.#protocols.stop(0)])
    await ended
  }

  async #stop (): Promise<void> {
    this.#stopping.abort(new SubnetesError('cancelled', 'the twin stops'))
    this.#watch?.close()
    await this.#reload
    const drainMs = this.#init.drainMs ?? DEFAULT_DRAIN_MS
    const stopsAt = Date.now() + drainMs
    this.#protocols.announceStop()
    this.#protocols.saveHabits()
    await this.#gateway?.stop(drainMs + STOP_EXTRA_MS)
    await this.#protocols.stop(Math.max(0, stopsAt - Date.now()) + STOP_EXTRA_MS)
    await this.#console?.stop()
    await this.#control.stop()
    for (const timer of this.#timers) clearInterval(timer)
    this.#publish()
    await this.#store?.stop()
    if (this.#runtimeDir !== '') await rm(this.#runtimeDir, { recursive: true, force: true })
  }

  #createGateway (control: string): GatewayProcess {
    const { identity, listen, announce = [], bootstrap = [], modules = [], stateDir, drainMs = DEFAULT_DRAIN_MS, env, gatewaySettings: settings } = this.#init
    return new GatewayProcess({ settings, control, identity, listen, announce, bootstrap, modules, stateDir: join(stateDir, 'gateway'), drainMs, env, jobs: this.#store?.gateway }, {
      onChange: () => this.#changed(),
      onLine: (line) => this.#logs.write('gateway', line),
      onExit: (message) => this.#emit({ type: 'exit', process: 'gateway', message })
    })
  }

  #startConsole (control: string): ConsoleProcess | undefined {
    const { console: listen, env } = this.#init
    if (listen === undefined) return undefined
    const started = new ConsoleProcess({ control, listen, env }, {
      onChange: () => this.#changed(),
      onLine: (line) => this.#logs.write('console', line),
      onExit: (message) => this.#emit({ type: 'exit', process: 'console', message })
    })
    started.start()
    return started
  }

  async #openStore (): Promise<JobStore> {
    const { redis, namespace = LOCAL_NAMESPACE, stateDir, env } = this.#init
    return await openJobStore({ redis, namespace, stateDir, runtimeDir: this.#runtimeDir, env }, {
      now: monotonicSeconds,
      onChange: () => this.#changed(),
      onLine: (line) => this.#logs.write('redis', line),
      onExit: (message) => this.#emit({ type: 'exit', process: 'redis', message })
    })
  }

  #createProtocols (): ProtocolSet {
    return new ProtocolSet({
      control: () => this.#control,
      store: () => this.#store,
      env: this.#init.env,
      habits: new HabitFiles(join(this.#init.stateDir, 'scaling')),
      workers: {
        newAddress: () => `unix:${join(this.#runtimeDir, `w${++this.#sockets}.sock`)}`,
        now: monotonicSeconds,
        onChange: () => this.#changed(),
        onLine: (worker, line) => this.#logs.write(worker, line),
        onExit: (worker, message) => this.#emit({ type: 'exit', process: worker, message })
      },
      onGateway: (info, isConnected) => this.#gateway?.connected(info, isConnected),
      onChange: () => this.#changed(),
      onEvent: (event) => this.#emit(event)
    })
  }

  /** The files changed: one reload after the other. */
  #onFiles (): void {
    this.#reload = this.#reload.then(async () => {
      if (this.#stopping.signal.aborted) return
      const state = await this.#catalog.load(await readManifestFiles(this.#init.manifests), this.#stopping.signal)
      if (this.#stopping.signal.aborted) return
      this.#watch?.also(state.schemaFiles)
      this.#apply(state)
    }).catch((error: unknown) => {
      if (this.#stopping.signal.aborted) return
      const failure: CatalogProblem = { file: this.#init.manifests.join(', '), protocol: undefined, kind: 'invalid', message: SubnetesError.from(error).message }
      this.#tellProblems([...this.#problems.filter(({ message }) => message !== failure.message), failure])
    })
  }

  /** Brings what runs to what the catalog says. */
  #apply (state: CatalogState): void {
    this.#protocols.apply(state.entries)
    this.#tellProblems(state.problems)
    this.#changed()
  }

  #tellProblems (problems: readonly CatalogProblem[]): void {
    for (const event of diffProblems(this.#problems, problems)) this.#emit(event)
    this.#problems = problems
  }

  /** Something may be new. Many changes in one turn of the event loop are told as one. */
  #changed (): void {
    if (this.#isPublishing) return
    this.#isPublishing = true
    setImmediate(() => {
      this.#isPublishing = false
      this.#publish()
    })
  }

  #publish (): void {
    this.#protocols.sendEndpoints()
    const status = this.status()
    const events = diffStatus(this.#told, status)
    this.#told = status
    for (const event of events) this.#emit(event)
  }

  #emit (event: TwinEvent): void {
    this.#components.onEvent(event)
  }
}

/** The clock of the policy: never set, never back. */
function monotonicSeconds (): number {
  return performance.now() / 1000
}

/** At the start there is no last good version to go on with. */
function refuseInvalid ({ entries, problems }: CatalogState, manifests: readonly string[]): void {
  const invalid = problems.filter(({ kind }) => kind === 'invalid')
  if (invalid.length > 0) {
    throw new SubnetesError('invalid_argument', invalid.map(({ message }) => message).join('\n'), { details: { problems: invalid } })
  }
  if (entries.length === 0) {
    throw new SubnetesError('invalid_argument', `${manifests.join(', ')}: no Protocol found; give a file with one, or a directory with *.yaml, *.yml or *.json files that hold some`)
  }
}
