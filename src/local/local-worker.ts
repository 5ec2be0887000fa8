/** One worker on this machine: its process under supervision, and what its runner says of itself. */
import { rmSync } from 'node:fs'
import { Env } from '@subnetes/common'
import { RunnerClient } from '@subnetes/control'
import type { RunnerStatus } from '@subnetes/control'
import type { WorkerView } from '@subnetes/scaling'
import type { ChildExit } from './child.ts'
import type { WorkerPhase, WorkerStatus } from './status.ts'
import { Supervisor } from './supervisor.ts'
import type { WorkerPlan } from './worker-plan.ts'

/** A compute that is not ready after this long is spoken of. 10 s: models take longer, and then the words say what is waited for. */
export const SLOW_START_MS = 10_000
/** Pace of looking for a runner that has just been started. */
const WATCH_BACKOFF = { minMs: 50, maxMs: 500 }

/** What a {@link LocalWorker} works with. */
export interface LocalWorkerComponents {
  /** A fresh address for a runner's socket, in a private folder. */
  readonly newAddress: () => string
  /** Something in {@link LocalWorker.status} or {@link LocalWorker.address} is new. */
  readonly onChange: () => void
  readonly onLine: (worker: string, line: string) => void
  /** Why a process ended, with the next start; told once per end. */
  readonly onExit: (worker: string, words: string) => void
  /** Seconds of a clock that never goes back. */
  readonly now: () => number
}

/** A supervised worker. Restarts are its own affair; its owner reads status and address. */
export class LocalWorker {
  readonly id: string
  readonly plan: WorkerPlan
  readonly #components: LocalWorkerComponents
  readonly #supervisor: Supervisor
  #client: RunnerClient | undefined
  #runner: RunnerStatus | undefined
  #address = ''
  #startedAt = 0
  #report: { readonly receivedAt: number, readonly idleSince: number | undefined } | undefined
  #startSeconds: number | undefined
  #isLeaving = false
  #isAsking = false
  #attempt = 0
  #earlierComputeStarts = 0
  #downWords = ''
  #isStopping = false

  constructor (id: string, plan: WorkerPlan, components: LocalWorkerComponents) {
    this.id = id
    this.plan = plan
    this.#components = components
    this.#supervisor = new Supervisor({
      child: () => ({
        command: plan.command,
        cwd: plan.cwd,
        env: { ...plan.env, [Env.WorkerId]: id, [Env.RunnerListen]: this.#newAddress() },
        stopTarget: plan.embedded ? 'group' : 'process',
        onLine: (line) => components.onLine(id, line)
      }),
      events: { started: (_pid, attempt) => this.#onStarted(attempt), exited: (exit, restartInMs) => this.#onExited(exit, restartInMs) }
    })
  }

  /** Where its runner listens; a new one for each process, so that nobody reaches a dead worker's successor by mistake. */
  get address (): string {
    return this.#address
  }

  get isReady (): boolean {
    return this.#phase() === 'ready'
  }

  /** What the policy is told of it; another id for each process. */
  view (isCurrent: boolean): WorkerView {
    const runner = this.#runner
    const isGoing = this.#isStopping || this.#isLeaving
    return {
      id: `${this.id} ${this.#address}`,
      phase: isGoing ? 'draining' : runner?.ready === true ? 'ready' : 'starting',
      isCurrent,
      startSeconds: this.#startSeconds,
      idleSince: this.#report?.idleSince,
      runner: runner === undefined || this.#report === undefined ? undefined : { ...runner, receivedAt: this.#report.receivedAt }
    }
  }

  get isStopping (): boolean {
    return this.#isStopping
  }

  /** Its state in the words of the status. */
  status (now = Date.now()): WorkerStatus {
    const runner = this.#runner
    return {
      id: this.id,
      phase: this.#phase(),
      pid: this.#supervisor.pid,
      computePid: runner?.computePid ?? 0,
      slots: runner?.slots ?? 0,
      activeCalls: runner?.activeCalls ?? 0,
      activeJobs: runner?.activeJobs ?? 0,
      starts: Math.max(this.#attempt, this.#earlierComputeStarts + (runner?.computeStarts ?? 0)),
      message: this.#message(now)
    }
  }

  start (): void {
    this.#supervisor.start()
  }

  /** Takes no new work from now on and goes on with what it has. Said again until it shows in {@link view}. */
  drain (epoch: number): void {
    this.#setLeaving(true)
    this.#ask(async (client) => await client.drain(epoch))
  }

  /** Takes work again. */
  undrain (epoch: number): void {
    this.#setLeaving(false)
    this.#ask(async (client) => await client.undrain(epoch))
  }

  /** Takes no new call from now on, finishes what it has, ends after `graceMs` at the latest. Safe to call again with less patience. */
  async stop (graceMs: number): Promise<void> {
    this.#isStopping = true
    this.#components.onChange()
    await this.#supervisor.stop(graceMs)
    this.#forget()
  }

  #phase (): WorkerPhase {
    if (this.#supervisor.pid === 0) return 'down'
    if (this.#isStopping || this.#isLeaving || this.#runner?.draining === true) return 'draining'
    return this.#runner?.ready === true ? 'ready' : 'starting'
  }

  #message (now: number): string {
    if (this.#supervisor.pid === 0) return this.#downWords
    const runner = this.#runner
    if (this.#isStopping || runner?.ready === true) return ''
    const isSlow = now - this.#startedAt >= SLOW_START_MS
    if (runner === undefined) return isSlow ? `the worker's process (pid ${this.#supervisor.pid}) does not answer on ${this.#address}, ${Env.RunnerListen}` : ''
    if (runner.computeLastExit !== '') return computeEnd(runner)
    if (!isSlow) return ''
    return `compute (pid ${runner.computePid}) is not ready after ${SLOW_START_MS / 1000} s: it must listen where ${Env.ComputeListen} says, and its health check, when it has one, must answer SERVING`
  }

  #setLeaving (isLeaving: boolean): void {
    if (this.#isLeaving === isLeaving) return
    this.#isLeaving = isLeaving
    this.#components.onChange()
  }

  /** One question at a time; who sees no effect asks again. */
  #ask (question: (client: RunnerClient) => Promise<unknown>): void {
    if (this.#client === undefined || this.#isAsking) return
    this.#isAsking = true
    question(this.#client).catch(() => { /* as if it had not been asked */ }).finally(() => { this.#isAsking = false })
  }

  #newAddress (): string {
    this.#address = this.#components.newAddress()
    return this.#address
  }

  #onStarted (attempt: number): void {
    this.#attempt = attempt
    this.#startedAt = Date.now()
    this.#client = new RunnerClient({ address: this.#address, backoff: WATCH_BACKOFF })
    this.#watch(this.#client).catch(() => { /* the watch looks again for ever; only a bug in a listener ends it, and the next process gets a new one */ })
    this.#components.onChange()
  }

  async #watch (client: RunnerClient): Promise<void> {
    let lastExit = ''
    for await (const status of client.watch()) {
      if (this.#client !== client) return
      this.#runner = status
      this.#note(status)
      if (status.computeLastExit !== '' && status.computeLastExit !== lastExit) this.#components.onExit(this.id, `compute ended: ${inManifestWords(status.computeLastExit)}`)
      lastExit = status.computeLastExit
      this.#components.onChange()
    }
  }

  /** When it was heard, since when it is idle, and how long its start took. */
  #note ({ activeCalls, activeJobs, ready }: RunnerStatus): void {
    const receivedAt = this.#components.now()
    const idleSince = activeCalls + activeJobs > 0 ? undefined : this.#report?.idleSince ?? receivedAt
    this.#report = { receivedAt, idleSince }
    if (ready) this.#startSeconds ??= (Date.now() - this.#startedAt) / 1000
  }

  #onExited (exit: ChildExit, restartInMs: number): void {
    this.#forget()
    this.#downWords = `${this.plan.embedded ? 'worker' : 'runner'} ended: ${exit.words}; starts again in ${(restartInMs / 1000).toFixed(1)} s`
    this.#components.onExit(this.id, this.#downWords)
    this.#components.onChange()
  }

  #forget (): void {
    this.#earlierComputeStarts += this.#runner?.computeStarts ?? 0
    this.#runner = undefined
    this.#report = undefined
    this.#startSeconds = undefined
    this.#isLeaving = false
    this.#client?.close()
    this.#client = undefined
    rmSync(this.#address.replace(/^unix:/, ''), { force: true })
  }
}

/** Why compute does not run, and how often it was tried. */
export function computeEnd ({ computeStarts, computeLastExit }: Pick<RunnerStatus, 'computeStarts' | 'computeLastExit'>): string {
  const words = inManifestWords(computeLastExit)
  const tried = computeStarts > 1 ? ` (start ${computeStarts})` : ''
  return words.startsWith('could not be started') ? `compute${tried} ${words}` : `compute${tried} ended: ${words}`
}

/** The runner knows compute's command by its variable; whoever wrote the manifest knows it by its field. */
function inManifestWords (words: string): string {
  return words.replaceAll(Env.ComputeCommand, 'spec.worker.local.command')
}
