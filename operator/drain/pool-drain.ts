/** One pool's way to fewer workers, without ending anything that runs. Looks at the present at every pass, so that a later leader goes on where an earlier one ended. */
import type { Protocol } from '@subnetes/api'
import { SubnetesError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { stepDrains } from '@subnetes/scaling'
import type { Drain, DrainAction, Drains } from '@subnetes/scaling'
import type { ApiClient } from '../controller/api-client.ts'
import { Kinds } from '../controller/kinds.ts'
import type { LeaderTerm } from '../controller/leader-term.ts'
import type { WorkResult } from '../controller/work-queue.ts'
import type { Manifest } from '../resources/kube-object.ts'
import { templateHash } from '../resources/names.ts'
import { workerView } from '../scaling/worker-view.ts'
import type { Worker, WorkerFleet } from '../workers/worker-fleet.ts'
import { BusyLabels } from './busy-labels.ts'
import { PodMarks } from './pod-marks.ts'
import { raiseSize, sizeOf, wishOf } from './pool-size-writer.ts'
import { Removal } from './removal.ts'
import type { RemovalReport } from './removal.ts'
import { isBusy, isLost, isRollingOut, isUnstarted } from './worker-facts.ts'

/** A pass follows so soon while something is on its way. A runner that works or drains tells about itself at least each second. */
const NEXT_PASS_MS = 500

/** What a {@link PoolDrain} works with. */
export interface PoolDrainComponents {
  readonly client: ApiClient
  readonly fleet: WorkerFleet
  readonly logger: Logger
  /** Workers were removed, or a Deployment was raised. */
  readonly onRemoved: (report: RemovalReport) => void
  /** A Deployment as it was just written. */
  readonly onWritten: (deployment: Manifest) => void
}

/** What a pass works on. */
export interface PoolSight { readonly key: string, readonly protocol: Protocol, readonly deployment: Manifest, readonly signal: AbortSignal }

/** What is left to do after a look. */
interface Surplus {
  /** Started workers that must go. */
  readonly count: number
  /** Workers that take part in the choice. */
  readonly among: readonly Worker[]
}

/** The drains of one Protocol under one leader. */
export class PoolDrain {
  readonly #components: PoolDrainComponents
  readonly #term: LeaderTerm
  readonly #marks: PodMarks
  readonly #busy: BusyLabels
  readonly #removal: Removal
  readonly #idleSince = new Map<string, number>()
  /** When a worker was seen first, `performance.now()`. */
  readonly #knownSince = new Map<string, number>()
  #drains: Drains = {}
  #nextEpoch: number

  constructor (init: { readonly term: LeaderTerm, readonly firstEpoch: number }, components: PoolDrainComponents) {
    this.#components = components
    this.#term = init.term
    this.#nextEpoch = init.firstEpoch
    this.#marks = new PodMarks(components.client)
    this.#busy = new BusyLabels(this.#marks)
    this.#removal = new Removal({ ...components, term: init.term, marks: this.#marks })
  }

  /** Whether news from this worker's runner matter now: it leaves, or its label is not what it does. */
  concerns (worker: Worker): boolean {
    return this.#drains[worker.name] !== undefined || isBusy(worker) !== this.#marks.isBusy(worker.pod)
  }

  /** One look, and the steps that it calls for. */
  async pass (sight: PoolSight): Promise<WorkResult> {
    const wish = wishOf(sight.protocol)
    const deployment = await this.#raise(sight, wish)
    const workers = this.#components.fleet.workers(sight.key).filter(({ isTerminating }) => !isTerminating)
    this.#retain(workers)
    this.#adopt(workers)
    const surplus = surplusOf(workers, { size: sizeOf(deployment), wish, known: this.#drains, leaving: this.#removal.stopped })
    const actions = this.#step(sight.protocol, surplus)
    await this.#carryOut(actions, workers, sight.signal)
    const removable = workers.filter((worker) => this.#isRemovable(worker, actions, sight.protocol))
    if (sizeOf(deployment) > wish) await this.#removal.remove({ ...sight, deployment, workers, removable })
    const labelSeconds = sight.protocol.spec.drain.eviction === 'Never' ? await this.#busy.update(workers, sight) : undefined
    const isUnderWay = sizeOf(deployment) !== wish || Object.keys(this.#drains).length > 0 || actions.length > 0
    if (isUnderWay) return { requeueAfterMs: NEXT_PASS_MS }
    return labelSeconds === undefined ? {} : { requeueAfterMs: labelSeconds * 1000 }
  }

  async #raise (sight: PoolSight, wish: number): Promise<Manifest> {
    if (sizeOf(sight.deployment) >= wish) return sight.deployment
    const written = await raiseSize(this.#components.client, { seen: sight.deployment, replicas: wish, isCurrent: this.#term.isCurrent, signal: sight.signal })
    this.#components.onWritten(written)
    return written
  }

  /** Forgets workers that are gone, and notes since when the others are idle. */
  #retain (workers: readonly Worker[]): void {
    const names = new Set(workers.map(({ name }) => name))
    this.#drains = Object.fromEntries(Object.entries(this.#drains).filter(([name]) => names.has(name)))
    for (const times of [this.#idleSince, this.#knownSince]) for (const name of [...times.keys()]) if (!names.has(name)) times.delete(name)
    for (const worker of workers) {
      if (!this.#knownSince.has(worker.name)) this.#knownSince.set(worker.name, performance.now())
      if (isBusy(worker) || worker.runner === undefined) this.#idleSince.delete(worker.name)
      else if (!this.#idleSince.has(worker.name)) this.#idleSince.set(worker.name, performance.now() / 1000)
    }
    const uids = new Set(workers.map(({ pod }) => pod.metadata.uid ?? ''))
    this.#marks.retain(uids)
    this.#removal.retain(uids)
  }

  /** Goes on with drains of an earlier leader, and with those that could not be taken back. */
  #adopt (workers: readonly Worker[]): void {
    const adopted: Record<string, Drain> = {}
    for (const { name, pod } of workers) {
      if (this.#drains[name] !== undefined || !this.#marks.isDraining(pod)) continue
      const since = this.#marks.drainingSince(pod) ?? Date.now()
      adopted[name] = { epoch: this.#nextEpoch++, idleReports: 0, reportAt: null, since: (performance.now() - Math.max(0, Date.now() - since)) / 1000 }
    }
    this.#drains = { ...this.#drains, ...adopted }
  }

  #step (protocol: Protocol, { among, count }: Surplus): readonly DrainAction[] {
    const { policy, gracePeriodSeconds } = protocol.spec.drain
    const hash = templateHash(protocol)
    const step = stepDrains(this.#drains, {
      workers: among.map((worker) => workerView(worker, { templateHash: hash, idleSince: this.#idleSince.get(worker.name) })),
      replicas: among.length - count,
      nextEpoch: this.#nextEpoch,
      now: performance.now() / 1000,
      ...(policy === 'Deadline' ? { deadlineSeconds: gracePeriodSeconds } : {})
    })
    this.#nextEpoch = step.nextEpoch
    this.#drains = step.drains
    // A worker whose compute still starts may begin a job at any moment: it, too, is first told to take none.
    const answers = new Set(among.filter(({ state, runner }) => state === 'starting' && runner?.draining === false).map(({ name }) => name))
    return step.actions.map((given) => given.action === 'remove' && answers.has(given.id) ? { ...given, action: 'drain' } : given)
  }

  /** Whether a worker that leaves may be removed: it is idle, its time is over, its runner has ended, or it was never heard of. */
  #isRemovable (worker: Worker, actions: readonly DrainAction[], protocol: Protocol): boolean {
    const drain = this.#drains[worker.name]
    if (drain === undefined) return false
    if (this.#removal.stopped.has(worker.pod.metadata.uid ?? '')) return true
    const isGone = isLost(worker, this.#knownSince.get(worker.name) ?? performance.now())
    if (worker.runner === undefined && worker.state === 'starting') return isGone
    // Whom neither the kubelet nor we hear of has had its time, whatever the policy.
    if (isGone && performance.now() / 1000 - drain.since >= protocol.spec.drain.gracePeriodSeconds) return true
    return actions.some(({ id, action }) => id === worker.name && action === 'remove')
  }

  /** A worker that cannot be reached keeps nobody waiting: it is asked again at the next pass. */
  async #carryOut (actions: readonly DrainAction[], workers: readonly Worker[], signal: AbortSignal): Promise<void> {
    await Promise.all(actions.map(async ({ id, action, epoch }) => {
      const worker = workers.find(({ name }) => name === id)
      if (worker === undefined || action === 'remove') return
      try {
        if (action === 'drain') await this.#drain(worker, epoch, signal)
        else await this.#takeBack(worker, epoch, signal)
      } catch (error) {
        this.#components.logger.debug('worker could not be told; tried again', { pod: worker.key, action, error: SubnetesError.from(error).message })
      }
    }))
  }

  async #drain (worker: Worker, epoch: number, signal: AbortSignal): Promise<void> {
    this.#assertCurrent()
    await this.#marks.set(worker.pod, { draining: true }, { signal })
    await this.#components.fleet.drain(worker.key, epoch)
  }

  /** Work is wanted again. A runner that has ended cannot begin anew: its pod, which is idle, makes room for another one. */
  async #takeBack (worker: Worker, epoch: number, signal: AbortSignal): Promise<void> {
    this.#assertCurrent()
    const hasEnded = this.#removal.stopped.has(worker.pod.metadata.uid ?? '') || await this.#undrain(worker, epoch) === 'ended'
    if (hasEnded) {
      const { name, namespace, uid } = worker.pod.metadata
      await this.#components.client.delete(Kinds.Pod, { namespace, name }, { uid, signal })
    } else await this.#marks.set(worker.pod, { draining: false, firstToGo: false }, { signal })
  }

  async #undrain (worker: Worker, epoch: number): Promise<'works' | 'ended'> {
    try {
      await this.#components.fleet.undrain(worker.key, epoch)
      return 'works'
    } catch (error) {
      if (SubnetesError.from(error).code === 'failed_precondition') return 'ended'
      throw error
    }
  }

  #assertCurrent (): void {
    if (!this.#term.isCurrent()) throw new SubnetesError('aborted', 'no longer the leader')
  }
}

interface SurplusInit {
  /** What the Deployment asks for. */
  readonly size: number
  readonly wish: number
  readonly known: Drains
  /** Pods whose runners have ended, by uid; the ReplicaSet is about to delete them. */
  readonly leaving: ReadonlySet<string>
}

/**
 * Which started workers must go. Pods that are not there yet or have not begun go first, without a drain; pods that a ReplicaSet has yet to delete are already counted.
 * During a roll-out nobody new is chosen, unless all must go.
 */
export function surplusOf (workers: readonly Worker[], { size, wish, known, leaving }: SurplusInit): Surplus {
  if (wish === 0 && size > 0) {
    const among = workers.filter((worker) => !isUnstarted(worker))
    return { among, count: among.length }
  }
  const tooMany = Math.max(0, size - wish)
  const started = workers.filter((worker) => !isUnstarted(worker))
  const unstarted = workers.length - started.length
  const missing = Math.max(0, size - workers.length)
  const beingDeleted = Math.min(Math.max(0, workers.length - size), started.filter(({ pod }) => leaving.has(pod.metadata.uid ?? '')).length)
  const count = Math.max(0, tooMany - unstarted - missing) + beingDeleted
  const among = isRollingOut(workers) ? started.filter(({ name }) => known[name] !== undefined) : started
  return { among, count: Math.min(count, among.length) }
}
