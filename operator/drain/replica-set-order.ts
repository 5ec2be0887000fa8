/** Which pods a ReplicaSet would delete first, so that nothing is removed before its own order names only the pods that are meant. */
import { isFinished, isTerminating, podCondition } from '../workers/worker-pod.ts'
import type { WorkerPod } from '../workers/worker-pod.ts'

/** Annotation by which a ReplicaSet ranks its pods; best effort, and looked at only after phase and readiness. */
export const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost'

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }

/** Whether the ReplicaSet still counts the pod: not finished and not on its way out (`IsPodActive` of k8s.io/kubernetes/pkg/controller/controller_utils.go). */
export function isActive (pod: WorkerPod): boolean {
  return !isFinished(pod) && !isTerminating(pod)
}

/** The kubelet says that the pod takes traffic. */
export function isPodReady (pod: WorkerPod): boolean {
  return podCondition(pod, 'Ready')?.status === 'True'
}

/** What the deletion-cost annotation says; nothing or nonsense is 0, as for the ReplicaSet. */
export function deletionCost (pod: WorkerPod): number {
  const text = pod.metadata.annotations?.[DELETION_COST] ?? '0'
  return /^-?\d+$/.test(text) ? Number(text) : 0
}

/**
 * The rank of a pod as far as it is decided by rules (`ActivePodsWithRanks` of k8s.io/kubernetes/pkg/controller/controller_utils.go, v1.34): unassigned, then phase,
 * then not ready, then deletion cost. Pods of equal rank are chosen between by age and node, which are not followed here: equal counts as "may be chosen".
 */
function rank (pod: WorkerPod): readonly number[] {
  const { nodeName = '' } = pod.spec ?? {}
  return [nodeName === '' ? 0 : 1, PHASES[pod.status?.phase ?? ''] ?? 0, isPodReady(pod) ? 1 : 0, deletionCost(pod)]
}

function compare (a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/**
 * How many of the pods may be removed so that every one the ReplicaSet could choose is in `removable`.
 *
 * @param active every pod that the ReplicaSet counts
 */
export function safeRemovals (active: readonly WorkerPod[], removable: ReadonlySet<string>): number {
  const kept = active.filter((pod) => !removable.has(pod.metadata.name)).map(rank)
  const first = kept.toSorted(compare)[0]
  const gone = active.filter((pod) => removable.has(pod.metadata.name))
  return first === undefined ? gone.length : gone.filter((pod) => compare(rank(pod), first) < 0).length
}
