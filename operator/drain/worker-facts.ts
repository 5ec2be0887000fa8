/** What matters of a worker when some must go. */
import type { Worker } from '../workers/worker-fleet.ts'
import { isPodReady } from './replica-set-order.ts'

/** A runner that said nothing for so long is silent. It tells about itself at least every 4 s. */
export const SILENT_SECONDS = 10

/** Whether its runner runs something. */
export function isBusy ({ runner }: Worker): boolean {
  return runner !== undefined && runner.activeCalls + runner.activeJobs > 0
}

/** Whether the pod's containers have not begun: nothing can run there, and a ReplicaSet deletes such pods before all others. */
export function isUnstarted ({ pod }: Worker): boolean {
  return pod.status?.phase === 'Pending' && !isPodReady(pod)
}

/** Whether neither the kubelet has it ready nor its runner has been heard of lately. @param knownSince `performance.now()` */
export function isLost ({ pod, runnerAt }: Worker, knownSince: number): boolean {
  return !isPodReady(pod) && performance.now() - Math.max(runnerAt ?? -Infinity, knownSince) > SILENT_SECONDS * 1000
}

/** Workers of several templates at once: a roll-out, during which the count of each ReplicaSet is the Deployment's own affair. */
export function isRollingOut (workers: readonly Worker[]): boolean {
  return new Set(workers.map(({ pod }) => pod.metadata.labels?.['pod-template-hash'])).size > 1
}
