import { silentLogger } from '@subnetes/common'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ProtocolView } from '../protocols/protocols-view.ts'
import type { Worker } from '../workers/worker-fleet.ts'
import type { ContainerStatus, PodCondition, WorkerPod } from '../workers/worker-pod.ts'
import { PodProblemStatus } from './pod-problem-status.ts'
import { CRASH_LOOP_RESTARTS, RECOVERED_AFTER_MS, UNSCHEDULABLE_GRACE_MS, judgePods } from './pod-problems.ts'
import type { PodVerdict } from './pod-problems.ts'

const NOW = Date.parse('2026-01-01T12:00:00Z')
const WORDS = '0/3 nodes are available: 3 Insufficient nvidia.com/gpu. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.'

function ago (ms: number): string {
  return new Date(NOW - ms).toISOString()
}

interface PodInit { conditions?: PodCondition[], containers?: ContainerStatus[], initContainers?: ContainerStatus[], ageMs?: number, phase?: string, deleted?: boolean }

function pod (name: string, init: PodInit = {}): WorkerPod {
  const { conditions = [], containers = [], initContainers = [], ageMs = 1000, phase = 'Pending', deleted = false } = init
  const metadata = { name, namespace: 'ns', creationTimestamp: ago(ageMs), ...(deleted ? { deletionTimestamp: ago(0) } : {}) }
  return { apiVersion: 'v1', kind: 'Pod', metadata, status: { phase, conditions, containerStatuses: containers, initContainerStatuses: initContainers } }
}

function ready (name: string): WorkerPod {
  return pod(name, { phase: 'Running', ageMs: 3_600_000, conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(3_000_000) }] })
}

function unschedulable (name: string, sinceMs: number): WorkerPod {
  return pod(name, { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: WORDS, lastTransitionTime: ago(sinceMs) }] })
}

function waiting (name: string, reason: string, message?: string): WorkerPod {
  return pod(name, { containers: [{ name: 'worker', state: { waiting: { reason, ...(message === undefined ? {} : { message }) } } }] })
}

function crashed (init: { restarts?: number, runningMs?: number, exitCode?: number } = {}): WorkerPod {
  const { restarts = CRASH_LOOP_RESTARTS, runningMs = 1000, exitCode = 137 } = init
  const lastState = { terminated: { exitCode, reason: 'OOMKilled', message: 'no memory\n' } }
  return pod('p', { phase: 'Running', containers: [{ name: 'worker', restartCount: restarts, state: { running: { startedAt: ago(runningMs) } }, lastState }] })
}

function judge (...pods: WorkerPod[]): PodVerdict {
  return judgePods(pods, { now: NOW, activationTimeoutMs: 600_000 })
}

describe('the verdict over worker pods', () => {
  it('finds nothing wrong with no pods, with ready ones, with starting ones, and with those on their way out', () => {
    const fine = { type: 'Degraded', status: 'False', reason: 'AsExpected', message: 'no worker pod has a problem' }
    const out = { ...waiting('gone', 'ErrImagePull'), metadata: { name: 'gone', deletionTimestamp: ago(0) } }
    for (const pods of [[], [ready('a')], [ready('a'), pod('b')], [ready('a'), out], [ready('a'), pod('b', { phase: 'Failed', ageMs: 1e9 })]]) expect(judge(...pods).condition).toEqual(fine)
  })

  it('gives the scheduler time to find a node, then its words', () => {
    expect(judge(unschedulable('p', UNSCHEDULABLE_GRACE_MS - 5000))).toMatchObject({ condition: { status: 'False' }, lookAgainInMs: 5000 })
    expect(judge(unschedulable('p', UNSCHEDULABLE_GRACE_MS)).condition).toEqual({ type: 'Degraded', status: 'True', reason: 'Unschedulable', message: `pod p: ${WORDS}` })
    expect(UNSCHEDULABLE_GRACE_MS).toBeLessThan(60_000)
  })

  it('leaves a pod alone that waits behind a scheduling gate', () => {
    const gated = pod('p', { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', lastTransitionTime: ago(1e6) }] })
    expect(judge(gated).condition.status).toBe('False')
  })

  it.each([
    ['ErrImagePull', 'rpc error: not found', 'ImagePullFailed', 'pod p: container worker: ErrImagePull: rpc error: not found'],
    ['ImagePullBackOff', 'Back-off pulling image "w:1"', 'ImagePullFailed', 'pod p: container worker: ImagePullBackOff: Back-off pulling image "w:1"'],
    ['InvalidImageName', undefined, 'ImagePullFailed', 'pod p: container worker: InvalidImageName'],
    ['CreateContainerConfigError', 'secret "x" not found', 'ContainerNotCreated', 'pod p: container worker: CreateContainerConfigError: secret "x" not found'],
    ['CrashLoopBackOff', 'back-off 40s restarting failed container', 'CrashLooping', 'pod p: container worker: CrashLoopBackOff: back-off 40s restarting failed container']
  ])('takes %s at once, with the kubelet\'s words', (reason, message, expected, words) => {
    expect(judge(waiting('p', reason, message)).condition).toEqual({ type: 'Degraded', status: 'True', reason: expected, message: words })
  })

  it.each(['ContainerCreating', 'PodInitializing'])('waits while a container is %s', (reason) => {
    expect(judge(waiting('p', reason)).condition.status).toBe('False')
  })

  it('sees the runner beside compute fail, too', () => {
    const sidecar = pod('p', { initContainers: [{ name: 'subnetes-runner', state: { waiting: { reason: 'ImagePullBackOff' } } }] })
    expect(judge(sidecar).condition).toMatchObject({ reason: 'ImagePullFailed', message: 'pod p: container subnetes-runner: ImagePullBackOff' })
  })

  it('holds on to a crash loop between two back-offs, until the container has run long enough', () => {
    expect(judge(crashed())).toEqual({
      condition: { type: 'Degraded', status: 'True', reason: 'CrashLooping', message: `pod p: container worker: restarted ${CRASH_LOOP_RESTARTS} times; it last ended with exit code 137 (OOMKilled): no memory` },
      lookAgainInMs: RECOVERED_AFTER_MS - 1000
    })
    for (const recovered of [crashed({ runningMs: RECOVERED_AFTER_MS }), crashed({ restarts: CRASH_LOOP_RESTARTS - 1 }), crashed({ exitCode: 0 })]) expect(judge(recovered).condition.status).toBe('False')
  })

  it('forgets the failures of an init container that has done its work', () => {
    const done = pod('p', { initContainers: [{ name: 'weights', restartCount: 5, state: { terminated: { exitCode: 0 } }, lastState: { terminated: { exitCode: 1 } } }] })
    expect(judge(done).condition.status).toBe('False')
  })

  it('names the worst problem, and how many pods have it', () => {
    const verdict = judge(unschedulable('a', 1e6), waiting('c', 'ErrImagePull'), waiting('b', 'ErrImagePull'), ready('d'))
    expect(verdict.condition).toMatchObject({ reason: 'ImagePullFailed', message: 'pod b (and 1 more of 4 pods): container worker: ErrImagePull' })
  })

  it('says when no worker became ready within the time of an activation, in the kubelet\'s words', () => {
    const slow = (ageMs: number): WorkerPod => pod('p', { ageMs, phase: 'Running', conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(ageMs), message: 'containers with unready status: [worker]' }] })
    expect(judge(slow(590_000))).toMatchObject({ condition: { status: 'False' }, lookAgainInMs: 10_000 })
    expect(judge(slow(600_000)).condition).toMatchObject({
      status: 'True', reason: 'ActivationTimedOut', message: 'pod p: no worker has become ready for 600 s (autoscaling.activationTimeoutSeconds): containers with unready status: [worker]'
    })
    expect(judge(slow(600_000), ready('q')).condition.status).toBe('False')
  })

  it('counts from when the last worker was ready, not from when its pod was made', () => {
    const lately = pod('p', { ageMs: 1e9, phase: 'Running', conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(1000) }] })
    expect(judge(lately)).toMatchObject({ condition: { status: 'False' }, lookAgainInMs: 599_000 })
  })

  it('keeps a condition readable whatever a container leaves as its last words', () => {
    expect(judge(waiting('p', 'ErrImagePull', 'x'.repeat(1e6))).condition.message.length).toBeLessThan(1100)
  })
})

describe('the source of the condition Degraded', () => {
  beforeEach(() => { vi.useFakeTimers({ now: NOW }) })
  afterEach(() => { vi.useRealTimers() })

  it('has the Protocol looked at again when time alone changes the verdict, and not after it was stopped', async () => {
    const pods = [unschedulable('p', 0)]
    const fleet = { workers: () => pods.map((each) => ({ pod: each }) as unknown as Worker), onChange: () => () => {} }
    const view = { protocol: { spec: { autoscaling: { activationTimeoutSeconds: 600 } } } } as unknown as ProtocolView
    const source = new PodProblemStatus({}, { fleet, protocols: { get: () => view, onChange: () => () => {} }, logger: silentLogger })
    const told: string[] = []
    source.onChange((key) => { told.push(key) })
    await source.start()
    expect(source.status('ns/a')?.conditions?.[0]?.status).toBe('False')
    vi.advanceTimersByTime(UNSCHEDULABLE_GRACE_MS)
    expect(told).toEqual(['ns/a'])
    expect(source.status('ns/a')?.conditions?.[0]).toMatchObject({ status: 'True', reason: 'Unschedulable' })
    await source.stop()
    vi.advanceTimersByTime(3_600_000)
    expect(told).toHaveLength(1)
  })
})
