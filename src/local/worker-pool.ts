/** The workers of one protocol: as many as wanted, of the wanted kind, replaced one by one when the manifest changes. */
import type { WorkerEndpoint } from '@subnetes/common'
import { stepDrains, workOf } from '@subnetes/scaling'
import type { DrainAction, Drains, WorkerView } from '@subnetes/scaling'
import { LocalWorker } from './local-worker.ts'
import type { LocalWorkerComponents } from './local-worker.ts'
import type { WorkerStatus } from './status.ts'
import type { WorkerPlan } from './worker-plan.ts'

/** What a worker gets that still works when its drain is overdue: it has had its time, and this is for closing files. */
const OVERDUE_STOP_MS = 3_000

/** What a pool should look like. */
export interface PoolTarget { readonly plan: WorkerPlan, readonly replicas: number }

/** A worker as {@link planChanges} sees it. */
export interface PooledWorker { readonly isCurrent: boolean, readonly isReady: boolean }

/**
 * The next step of replacing workers of an older plan: how many to start, and which to stop. Too many workers of the present plan are not its affair: they drain.
 *
 * Ready workers of an older plan serve until one of the new plan is ready to take the place: a change that never comes up costs no call.
 * Never more than one worker above the wanted number while replacing.
 */
export function planChanges<T extends PooledWorker> (workers: readonly T[], replicas: number): { start: number, stop: readonly T[] } {
  const current = workers.filter((worker) => worker.isCurrent)
  const serving = workers.filter((worker) => !worker.isCurrent && worker.isReady)
  const useless = workers.filter((worker) => !worker.isCurrent && !worker.isReady)
  const ready = current.filter((worker) => worker.isReady).length
  const room = serving.length === 0 ? replicas : Math.min(replicas, Math.max(1, replicas - serving.length + 1))
  const kept = Math.max(0, replicas - ready)
  return { start: Math.max(0, room - current.length), stop: [...useless, ...serving.slice(kept)] }
}

/** Keeps the workers of one protocol. */
export class WorkerPool {
  readonly #components: LocalWorkerComponents
  readonly #workers = new Map<LocalWorker, 'running' | 'stopping'>()
  #target: PoolTarget
  /** Workers of the present plan that are too many. */
  #drains: Drains = {}
  #nextEpoch = 1
  #isClosed = false
  #isReconciling = false
  #isDue = false

  constructor (target: PoolTarget, components: LocalWorkerComponents) {
    this.#target = target
    this.#components = { ...components, onChange: () => { this.#reconcile(); components.onChange() } }
  }

  /** What it strives for. */
  get target (): PoolTarget {
    return this.#target
  }

  /** Starts what is wanted now; {@link update} changes it. */
  start (): void {
    this.#reconcile()
  }

  update (target: PoolTarget): void {
    this.#target = target
    this.#reconcile()
  }

  /** Every worker that has a process or will have one. */
  status (): WorkerStatus[] {
    return [...this.#workers.keys()].map((worker) => worker.status())
  }

  /** Workers as the policy should know them. */
  views (): WorkerView[] {
    return [...this.#workers.keys()].map((worker) => worker.view(this.#isCurrent(worker)))
  }

  /** Workers as gateways should know them. */
  endpoints (): WorkerEndpoint[] {
    return [...this.#workers.keys()].flatMap((worker) => {
      const { id, phase } = worker.status()
      return phase === 'down' ? [] : [{ id, address: worker.address, state: phase }]
    })
  }

  /** Drains and ends every worker; resolves when none has a process. Safe to call again with less patience. */
  async stop (graceMs: number): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#workers.keys()].map(async (worker) => await this.#stopWorker(worker, graceMs)))
  }

  /** A worker tells of its own start while the next is about to be started: what it tells is looked at after that, or each start would bring more of them. */
  #reconcile (): void {
    this.#isDue = true
    if (this.#isReconciling) return
    this.#isReconciling = true
    try {
      while (this.#isDue && !this.#isClosed) {
        this.#isDue = false
        this.#step()
      }
    } finally {
      this.#isReconciling = false
    }
  }

  #step (): void {
    const running = this.#running().map((worker) => ({ worker, isReady: worker.isReady, isCurrent: this.#isCurrent(worker) }))
    const { start, stop } = planChanges(running, this.#target.replicas)
    for (const { worker } of running.filter((one) => stop.includes(one))) this.#remove(worker)
    this.#drain()
    for (let i = 0; i < start; i++) this.#startWorker()
  }

  /** Those too many take no more work, and go when they have none; or come back when they are wanted again. */
  #drain (): void {
    const { replicas, plan } = this.#target
    const current = new Map(this.#running().filter((worker) => this.#isCurrent(worker)).map((worker) => [worker.view(true), worker]))
    const view = { workers: [...current.keys()], replicas, nextEpoch: this.#nextEpoch, now: this.#components.now(), deadlineSeconds: plan.drainDeadlineSeconds }
    const { drains, actions, nextEpoch } = stepDrains(this.#drains, view)
    this.#drains = drains
    this.#nextEpoch = nextEpoch
    const byId = new Map([...current].map(([{ id }, worker]) => [id, worker]))
    for (const action of actions) this.#act(byId.get(action.id), action)
  }

  #act (worker: LocalWorker | undefined, { action, epoch }: DrainAction): void {
    if (action === 'drain') worker?.drain(epoch)
    else if (action === 'undrain') worker?.undrain(epoch)
    else if (worker !== undefined) this.#remove(worker, workOf(worker.view(true)) > 0 ? OVERDUE_STOP_MS : worker.plan.drainMs)
  }

  #running (): LocalWorker[] {
    return [...this.#workers].filter(([, state]) => state === 'running').map(([worker]) => worker)
  }

  #isCurrent (worker: LocalWorker): boolean {
    return worker.plan.fingerprint === this.#target.plan.fingerprint
  }

  #remove (worker: LocalWorker, graceMs = worker.plan.drainMs): void {
    if (this.#workers.get(worker) !== 'running') return
    this.#stopWorker(worker, graceMs).catch(() => { /* a stop does not fail */ })
  }

  #startWorker (): void {
    const worker = new LocalWorker(this.#freeId(), this.#target.plan, this.#components)
    this.#workers.set(worker, 'running')
    worker.start()
  }

  async #stopWorker (worker: LocalWorker, graceMs: number): Promise<void> {
    this.#workers.set(worker, 'stopping')
    await worker.stop(graceMs)
    this.#workers.delete(worker)
    this.#components.onChange()
  }

  /** The smallest free number: ids stay small and a replacement of worker 1 is told apart while both live. */
  #freeId (): string {
    const taken = new Set([...this.#workers.keys()].map((worker) => worker.id))
    for (let n = 1; ; n++) {
      const id = `${this.#target.plan.protocol}-${n}`
      if (!taken.has(id)) return id
    }
  }
}
