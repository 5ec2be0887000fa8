/** What keeps worker pods from working, in the words of whoever found it: the scheduler, or the kubelet. */
import { isFinished, isTerminating, podCondition, timeOf } from '../workers/worker-pod.ts'
import type { ContainerStatus, WorkerPod } from '../workers/worker-pod.ts'
import type { Observation } from './conditions.ts'

/** Reasons of `Degraded`, the worst first: what a retry cannot mend comes before what a new node or time may. */
export const POD_PROBLEMS = ['ImagePullFailed', 'ContainerNotCreated', 'CrashLooping', 'Unschedulable', 'ActivationTimedOut'] as const

/** One of {@link POD_PROBLEMS}. */
export type PodProblemReason = typeof POD_PROBLEMS[number]

/**
 * A pod that finds no node is no problem for so long: others may be on their way out, and an autoscaler of nodes starts its work at this very condition. Half of the minute
 * within which it must be shown.
 */
export const UNSCHEDULABLE_GRACE_MS = 30_000

/** A container that has failed before counts as recovered once it has run for so long. */
export const RECOVERED_AFTER_MS = 60_000

/** Restarts after failures from which a container that runs again counts as crash-looping until it has recovered. The kubelet's first back-off comes with the second. */
export const CRASH_LOOP_RESTARTS = 2

/** The API server's limit for a condition's message is 32 KiB; nobody reads so much. */
const MAX_WORDS = 1024

/** Why the kubelet waits before a container's image is there (k8s.io/kubernetes/pkg/kubelet/images/types.go, v1.34). */
const IMAGE_REASONS: ReadonlySet<string> = new Set(['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName', 'ImageInspectError', 'RegistryUnavailable', 'SignatureValidationFailed'])

/** Why it cannot make a container from the image: a Secret that is not there, a user that must not be root (k8s.io/kubernetes/pkg/kubelet/kuberuntime/kuberuntime_container.go). */
const CREATE_REASONS: ReadonlySet<string> = new Set(['CreateContainerConfigError', 'CreateContainerError', 'PreCreateHookError', 'PreStartHookError', 'PostStartHookError', 'RunContainerError'])

/** What the judgement depends on beside the pods. */
export interface PodProblemsInit {
  /** Epoch milliseconds. */
  readonly now: number
  /** Longest time that may pass without any ready worker while there are pods: `autoscaling.activationTimeoutSeconds`. */
  readonly activationTimeoutMs: number
}

/** The verdict over the pods of one Protocol. */
export interface PodVerdict {
  /** The condition `Degraded`. */
  readonly condition: Observation
  /** When the verdict may change although no pod does; undefined for never. */
  readonly lookAgainInMs: number | undefined
}

interface Problem { readonly reason: PodProblemReason, readonly pod: string, readonly words: string }

/** What one pod shows: a problem, or how long until its present state becomes one (or is one no longer). */
interface Finding { readonly problem?: Problem | undefined, readonly inMs?: number | undefined }

/** Judges the pods of one Protocol. Finished and terminating pods are nobody's problem any more. */
export function judgePods (pods: readonly WorkerPod[], init: PodProblemsInit): PodVerdict {
  const present = pods.filter((pod) => !isFinished(pod) && !isTerminating(pod)).toSorted((a, b) => a.metadata.name < b.metadata.name ? -1 : 1)
  const findings = [...present.map((pod) => findProblem(pod, init.now)), findTimeout(present, init)]
  const waits = findings.flatMap(({ inMs }) => inMs === undefined ? [] : [inMs])
  const lookAgainInMs = waits.length === 0 ? undefined : Math.max(1, Math.min(...waits))
  const problems = findings.flatMap(({ problem }) => problem === undefined ? [] : [problem])
  for (const reason of POD_PROBLEMS) {
    const [first, ...others] = problems.filter((problem) => problem.reason === reason)
    if (first === undefined) continue
    const more = others.length === 0 ? '' : ` (and ${others.length} more of ${present.length} pods)`
    return { condition: { type: 'Degraded', status: 'True', reason, message: `pod ${first.pod}${more}: ${first.words}` }, lookAgainInMs }
  }
  return { condition: { type: 'Degraded', status: 'False', reason: 'AsExpected', message: 'no worker pod has a problem' }, lookAgainInMs }
}

function findProblem (pod: WorkerPod, now: number): Finding {
  const scheduled = podCondition(pod, 'PodScheduled')
  if (scheduled?.status === 'False' && scheduled.reason === 'Unschedulable') {
    const inMs = (timeOf(scheduled.lastTransitionTime) ?? now) + UNSCHEDULABLE_GRACE_MS - now
    return inMs > 0 ? { inMs } : { problem: { reason: 'Unschedulable', pod: pod.metadata.name, words: shorten(scheduled.message ?? 'no node suits it') } }
  }
  const containers = [...pod.status?.initContainerStatuses ?? [], ...pod.status?.containerStatuses ?? []]
  const findings = containers.map((container) => findContainerProblem(pod.metadata.name, container, now))
  return findings.find(({ problem }) => problem !== undefined) ?? {}
}

function findContainerProblem (pod: string, container: ContainerStatus, now: number): Finding {
  const { reason = '', message } = container.state?.waiting ?? {}
  const problem = (kind: PodProblemReason, words: string): Finding => ({ problem: { reason: kind, pod, words: `container ${container.name ?? '?'}: ${shorten(words)}` } })
  if (IMAGE_REASONS.has(reason)) return problem('ImagePullFailed', saying(reason, message))
  if (CREATE_REASONS.has(reason)) return problem('ContainerNotCreated', saying(reason, message))
  if (reason === 'CrashLoopBackOff') return problem('CrashLooping', `${saying(reason, message)}${lastEnd(container)}`)
  const inMs = hasCrashed(container) ? recoversInMs(container, now) : 0
  return inMs > 0 ? { ...problem('CrashLooping', `restarted ${container.restartCount ?? 0} times${lastEnd(container)}`), inMs } : {}
}

/** How long until a container that runs counts as recovered; one that does not run is looked at again when it does, or after as long. */
function recoversInMs (container: ContainerStatus, now: number): number {
  return (timeOf(container.state?.running?.startedAt) ?? now) + RECOVERED_AFTER_MS - now
}

/** Whether it keeps failing, seen between two back-offs. */
function hasCrashed (container: ContainerStatus): boolean {
  const end = container.state?.terminated ?? container.lastState?.terminated
  return end !== undefined && end.exitCode !== 0 && (container.restartCount ?? 0) >= CRASH_LOOP_RESTARTS
}

function lastEnd (container: ContainerStatus): string {
  const end = container.lastState?.terminated ?? container.state?.terminated
  if (end === undefined) return ''
  const words = end.message === undefined || end.message === '' ? '' : `: ${end.message.trim()}`
  return `; it last ended with exit code ${end.exitCode ?? '?'} (${end.reason ?? 'no reason given'})${words}`
}

/** No worker is ready, and none has become so for longer than a start may take. */
function findTimeout (pods: readonly WorkerPod[], { now, activationTimeoutMs }: PodProblemsInit): Finding {
  if (pods.length === 0 || pods.some((pod) => podCondition(pod, 'Ready')?.status === 'True')) return {}
  const [oldest] = pods.map((pod) => ({ pod, since: unreadySince(pod) ?? now })).toSorted((a, b) => a.since - b.since)
  if (oldest === undefined) return {}
  const inMs = oldest.since + activationTimeoutMs - now
  if (inMs > 0) return { inMs }
  const { message } = podCondition(oldest.pod, 'Ready') ?? {}
  const words = `no worker has become ready for ${Math.round(activationTimeoutMs / 1000)} s (autoscaling.activationTimeoutSeconds)${message === undefined || message === '' ? '' : `: ${shorten(message)}`}`
  return { problem: { reason: 'ActivationTimedOut', pod: oldest.pod.metadata.name, words } }
}

/** Since when the pod could have been ready and was not. */
function unreadySince (pod: WorkerPod): number | undefined {
  return timeOf(podCondition(pod, 'Ready')?.lastTransitionTime) ?? timeOf(pod.metadata.creationTimestamp)
}

function saying (reason: string, message: string | undefined): string {
  return message === undefined || message === '' ? reason : `${reason}: ${message}`
}

function shorten (words: string): string {
  return words.length <= MAX_WORDS ? words : `${words.slice(0, MAX_WORDS)} ...`
}
