/** A worker's pod, as far as it is looked at. */
import type { KubeObject } from '../resources/kube-object.ts'
import { Label } from '../resources/names.ts'

/** One entry of a pod's conditions. */
export interface PodCondition { readonly type: string, readonly status: string, readonly reason?: string, readonly message?: string, readonly lastTransitionTime?: string }

/** The state of a container: why it waits or how it ended. */
export interface ContainerStatus {
  readonly name?: string
  readonly ready?: boolean
  readonly restartCount?: number
  readonly state?: ContainerState
  readonly lastState?: ContainerState
}

/** One of the three. */
export interface ContainerState {
  readonly running?: { readonly startedAt?: string }
  readonly waiting?: { readonly reason?: string, readonly message?: string }
  readonly terminated?: { readonly reason?: string, readonly exitCode?: number, readonly message?: string }
}

/** A core/v1 Pod. */
export interface WorkerPod extends KubeObject {
  readonly spec?: { readonly nodeName?: string }
  readonly status?: {
    readonly phase?: string
    readonly podIP?: string
    readonly startTime?: string
    readonly conditions?: readonly PodCondition[]
    readonly containerStatuses?: readonly ContainerStatus[]
    readonly initContainerStatuses?: readonly ContainerStatus[]
  }
}

/** A pod without what nobody looks at: most of its spec, which came from us. */
export function withoutSpec (pod: WorkerPod): WorkerPod {
  const { nodeName } = pod.spec ?? {}
  return { ...pod, spec: nodeName === undefined ? {} : { nodeName } }
}

/** Whether it has ended and will not run again. */
export function isFinished (pod: WorkerPod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}

/** Whether it is being deleted. */
export function isTerminating (pod: WorkerPod): boolean {
  return pod.metadata.deletionTimestamp != null
}

/** A condition of the pod. */
export function podCondition (pod: WorkerPod, type: string): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type)
}

/** Whether it was chosen to go: the mark of a drain, as an annotation or a label. */
export function isMarkedDraining (pod: WorkerPod): boolean {
  return pod.metadata.annotations?.[Label.Draining] === 'true' || pod.metadata.labels?.[Label.Draining] === 'true'
}

/** Whether it is marked as busy, for the disruption budget. */
export function isMarkedBusy (pod: WorkerPod): boolean {
  return pod.metadata.labels?.[Label.Busy] === 'true'
}

/** Epoch milliseconds of an API time; undefined for none. */
export function timeOf (text: string | null | undefined): number | undefined {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? undefined : time
}
