/** The last step of a drain: idle workers end, and the Deployment is lowered by as many, after one more look at everything. */
import type { Protocol } from '@subnetes/api'
import { SubnetesError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import type { ApiClient } from '../controller/api-client.ts'
import { isConflict } from '../controller/api-error.ts'
import { Kinds } from '../controller/kinds.ts'
import type { LeaderTerm } from '../controller/leader-term.ts'
import type { Manifest } from '../resources/kube-object.ts'
import { selectorText } from '../resources/names.ts'
import type { Worker } from '../workers/worker-fleet.ts'
import type { WorkerPod } from '../workers/worker-pod.ts'
import type { PodMarks } from './pod-marks.ts'
import { sizeOf, wishOf, writeSize } from './pool-size-writer.ts'
import { isActive, isPodReady, safeRemovals } from './replica-set-order.ts'
import { endRunner } from './runner-end.ts'
import { isBusy, isUnstarted } from './worker-facts.ts'

/** What a worker whose time is over still gets, to give its jobs back. */
const CUT_GRACE_SECONDS = 10

/** Longest wait for the kubelet to see that a runner has ended. Its probe takes 4 s; a kubelet that is away must not keep the pool large for ever. */
const UNREADY_WAIT_MS = 15_000

/** What is to be removed, and on what sight that was decided. */
export interface RemovalInit {
  readonly key: string
  readonly protocol: Protocol
  readonly deployment: Manifest
  /** All that are not being deleted. */
  readonly workers: readonly Worker[]
  /** Those that have nothing to do, or have had their time. */
  readonly removable: readonly Worker[]
  readonly signal: AbortSignal
}

/** Workers were removed. */
export interface RemovalReport {
  readonly protocol: Protocol
  readonly count: number
  readonly remaining: number
  /** Calls and jobs that were cut off, because their time was over. */
  readonly interrupted: number
  /** Seconds from chosen to removed, of those that were drained. */
  readonly drainSeconds: readonly number[]
}

/** What a {@link Removal} works with. */
export interface RemovalComponents {
  readonly client: ApiClient
  readonly term: LeaderTerm
  readonly marks: PodMarks
  readonly logger: Logger
  readonly onRemoved: (report: RemovalReport) => void
  readonly onWritten: (deployment: Manifest) => void
}

/** Everything once more, from the API server itself. */
export interface FreshSight { readonly protocol: Protocol, readonly deployment: Manifest, readonly pods: readonly WorkerPod[] }

/** Removes the idle workers of one pool. */
export class Removal {
  readonly #components: RemovalComponents
  /** When runners were ended, by the pods' uids. */
  readonly #endedAt = new Map<string, number>()

  constructor (components: RemovalComponents) {
    this.#components = components
  }

  /** Pods whose runners have ended, by uid. */
  get stopped (): ReadonlySet<string> {
    return new Set(this.#endedAt.keys())
  }

  /** Forgets pods that are gone. */
  retain (uids: ReadonlySet<string>): void {
    for (const uid of [...this.#endedAt.keys()]) if (!uids.has(uid)) this.#endedAt.delete(uid)
  }

  /** Takes the next step: what is not there yet goes at once; workers end, and go when the ReplicaSet is sure to take them and nobody else. */
  async remove (init: RemovalInit): Promise<void> {
    const tooMany = sizeOf(init.deployment) - wishOf(init.protocol)
    const free = init.workers.filter(isUnstarted).length + Math.max(0, sizeOf(init.deployment) - init.workers.length)
    // Ending a runner cannot be taken back: none ends while others can go that never began.
    const ending = init.removable.slice(0, Math.max(0, tooMany - free))
    await Promise.all(ending.map(async (worker) => await this.#end(worker, init.signal)))
    const gone = new Set(ending.filter((worker) => this.#isSettled(worker)).map(({ name }) => name))
    if (free === 0 && gone.size === 0) return
    await this.#lower(init, gone)
  }

  async #end (worker: Worker, signal: AbortSignal): Promise<void> {
    const { uid = '' } = worker.pod.metadata
    if (!this.#components.term.isCurrent()) throw new SubnetesError('aborted', 'no longer the leader')
    await this.#components.marks.set(worker.pod, { draining: true, firstToGo: true }, { signal })
    const { podIP = '' } = worker.pod.status ?? {}
    if (this.#endedAt.has(uid)) return
    const hasEnded = podIP === '' || await endRunner(podIP, { signal })
    // A runner that does not answer and that the kubelet has not ready either is as good as ended; one that has had its time ends with what it has.
    if (hasEnded || !isPodReady(worker.pod) || isBusy(worker)) this.#endedAt.set(uid, performance.now())
  }

  #isSettled ({ pod }: Worker): boolean {
    const endedAt = this.#endedAt.get(pod.metadata.uid ?? '')
    return endedAt !== undefined && (!isPodReady(pod) || performance.now() - endedAt > UNREADY_WAIT_MS)
  }

  async #lower (init: RemovalInit, gone: ReadonlySet<string>): Promise<void> {
    const fresh = await this.#look(init)
    const count = removableCount(fresh, gone)
    if (count === 0) return
    const size = sizeOf(fresh.deployment)
    try {
      const written = await writeSize(this.#components.client, { seen: fresh.deployment, replicas: size - count, isCurrent: this.#components.term.isCurrent, signal: init.signal })
      this.#components.onWritten(written)
    } catch (error) {
      if (!isConflict(error)) throw error
      this.#components.logger.debug('deployment changed meanwhile; looked at again', { protocol: init.key })
      return
    }
    await this.#report(init, gone, { count, remaining: size - count })
  }

  async #look ({ protocol, deployment, signal }: RemovalInit): Promise<FreshSight> {
    const { client } = this.#components
    const { namespace, name } = protocol.metadata
    const [latest, written, { items }] = await Promise.all([
      client.get<Protocol>(Kinds.Protocol, { namespace, name }, { signal }),
      client.get<Manifest>(Kinds.Deployment, { namespace, name: deployment.metadata.name }, { signal }),
      client.list<WorkerPod>(Kinds.Pod, { namespace, labelSelector: selectorText(protocol) }, { signal })
    ])
    return { protocol: latest, deployment: written, pods: items }
  }

  async #report ({ protocol, removable, signal }: RemovalInit, gone: ReadonlySet<string>, { count, remaining }: { count: number, remaining: number }): Promise<void> {
    const removed = removable.filter(({ name }) => gone.has(name)).slice(0, count)
    const cut = removed.filter(isBusy)
    const since = removed.flatMap(({ pod }) => this.#components.marks.drainingSince(pod) ?? [])
    const interrupted = cut.reduce((sum, { runner }) => sum + (runner?.activeCalls ?? 0) + (runner?.activeJobs ?? 0), 0)
    this.#components.onRemoved({ protocol, count, remaining, interrupted, drainSeconds: since.map((at) => Math.max(0, Date.now() - at) / 1000) })
    // The grace period of the pod would begin anew now; theirs is over.
    await Promise.all(cut.map(async ({ pod }) => await this.#cut(pod, signal)))
  }

  async #cut (pod: WorkerPod, signal: AbortSignal): Promise<void> {
    const { namespace, name, uid } = pod.metadata
    await this.#components.client.delete(Kinds.Pod, { namespace, name }, { uid, signal, gracePeriodSeconds: CUT_GRACE_SECONDS })
  }
}

/**
 * By how many the Deployment may be lowered so that nobody else is hit: those in `gone`, pods that have not begun, and pods that are not there. Pods that the ReplicaSet
 * has yet to delete after an earlier lowering come out of the same ones, and are not lowered for twice.
 */
export function removableCount ({ protocol, deployment, pods }: FreshSight, gone: ReadonlySet<string>): number {
  const tooMany = sizeOf(deployment) - wishOf(protocol)
  if (tooMany <= 0 || protocol.metadata.deletionTimestamp != null) return 0
  const active = pods.filter(isActive)
  const leaving = new Set(active.filter(({ metadata, status }) => gone.has(metadata.name) || status?.phase === 'Pending').map(({ metadata }) => metadata.name))
  const hashes = new Set(active.map(({ metadata }) => metadata.labels?.['pod-template-hash']))
  // With two ReplicaSets the Deployment says whose pods go; only when all may go that does not matter.
  if (hashes.size > 1 && leaving.size < active.length) return 0
  const missing = Math.max(0, sizeOf(deployment) - active.length)
  const owed = Math.max(0, active.length - sizeOf(deployment))
  return Math.max(0, Math.min(tooMany, missing + safeRemovals(active, leaving) - owed))
}
