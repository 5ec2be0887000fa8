/** What gateways are told of a worker, from what the kubelet and its runner say. Pure. */
import type { RunnerStatus } from '@subnetes/control'
import type { Worker, WorkerState } from './worker-fleet.ts'
import { isFinished, isMarkedDraining, isTerminating, podCondition, timeOf } from './worker-pod.ts'
import type { WorkerPod } from './worker-pod.ts'
import { Label } from '../resources/names.ts'

/** What the operator's own link to a runner showed. */
export interface RunnerSight {
  /** The newest status; undefined when none ever came. */
  readonly status: RunnerStatus | undefined
  /** `performance.now()` when it came. */
  readonly at: number | undefined
  /** Nothing listens at the pod's address, or somebody else does. */
  readonly isAbsent: boolean
}

/** Nothing is known. */
export const UNSEEN: RunnerSight = { status: undefined, at: undefined, isAbsent: false }

/**
 * A worker takes calls when the kubelet has it ready and its runner does not say otherwise. A runner that the operator merely cannot reach says nothing: the way from
 * the gateways may be another one, and the kubelet's view is nearer.
 */
export function workerState (pod: WorkerPod, runner: RunnerSight): WorkerState {
  if (isTerminating(pod) || isMarkedDraining(pod) || runner.status?.draining === true) return 'draining'
  const isReady = podCondition(pod, 'Ready')?.status === 'True' && !runner.isAbsent && runner.status?.ready !== false
  return isReady ? 'ready' : 'starting'
}

/** The worker of a pod; undefined for a pod that has finished. `address` is the runner's. */
export function workerOf (pod: WorkerPod, runner: RunnerSight, address: string | undefined): Worker | undefined {
  if (isFinished(pod)) return undefined
  const { name, namespace = '', labels = {}, creationTimestamp } = pod.metadata
  return Object.freeze({
    name,
    key: `${namespace}/${name}`,
    protocolKey: protocolKeyOf(pod),
    state: workerState(pod, runner),
    pod,
    address,
    node: pod.spec?.nodeName ?? '',
    templateHash: labels[Label.TemplateHash] ?? '',
    createdAt: timeOf(creationTimestamp) ?? 0,
    readyAt: readyAt(pod),
    isTerminating: isTerminating(pod),
    unschedulable: unschedulable(pod),
    runner: runner.status,
    runnerAt: runner.at
  })
}

/** `namespace/name` of the Protocol that a pod works for. */
export function protocolKeyOf (pod: WorkerPod): string {
  return `${pod.metadata.namespace ?? ''}/${pod.metadata.labels?.[Label.Protocol] ?? ''}`
}

function readyAt (pod: WorkerPod): number | undefined {
  const ready = podCondition(pod, 'Ready')
  return ready?.status === 'True' ? timeOf(ready.lastTransitionTime) : undefined
}

function unschedulable (pod: WorkerPod): string | undefined {
  const scheduled = podCondition(pod, 'PodScheduled')
  return scheduled?.status === 'False' && scheduled.reason === 'Unschedulable' ? scheduled.message ?? 'no node suits it' : undefined
}
