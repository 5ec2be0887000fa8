import type { RunnerStatus } from '@subnetes/control'
import { describe, expect, it } from 'vitest'
import type { WorkerPod } from './worker-pod.ts'
import { UNSEEN, workerOf, workerState } from './worker-state.ts'

function pod (init: { ready?: boolean, annotations?: Record<string, string>, labels?: Record<string, string>, deleted?: boolean, phase?: string } = {}): WorkerPod {
  const { annotations = {}, labels = {} } = init
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'w-1', namespace: 'ns', labels: { 'subnetes.dev/protocol': 'echo', ...labels }, annotations, deletionTimestamp: init.deleted === true ? '2026-01-01T00:00:00Z' : null },
    status: { phase: init.phase ?? 'Running', conditions: [{ type: 'Ready', status: init.ready === false ? 'False' : 'True', lastTransitionTime: '2026-01-01T00:00:09Z' }] }
  }
}

function says (status: Partial<RunnerStatus>): { status: RunnerStatus, at: number, isAbsent: boolean } {
  return { status: { ready: true, draining: false, ...status } as RunnerStatus, at: 1, isAbsent: false }
}

describe('the state of a worker', () => {
  it('is ready when the kubelet has it ready, before its runner has said anything: a new leader takes nobody away', () => {
    expect(workerState(pod(), UNSEEN)).toBe('ready')
    expect(workerState(pod({ ready: false }), says({}))).toBe('starting')
  })

  it('is starting when its runner says that compute does not answer, or nothing listens there', () => {
    expect(workerState(pod(), says({ ready: false }))).toBe('starting')
    expect(workerState(pod(), { ...says({}), isAbsent: true })).toBe('starting')
  })

  it('is draining when it is being deleted, marked, or says so, ready or not', () => {
    for (const ready of [true, false]) {
      expect(workerState(pod({ ready, deleted: true }), UNSEEN)).toBe('draining')
      expect(workerState(pod({ ready, annotations: { 'subnetes.dev/draining': 'true' } }), UNSEEN)).toBe('draining')
      expect(workerState(pod({ ready, labels: { 'subnetes.dev/draining': 'true' } }), UNSEEN)).toBe('draining')
      expect(workerState(pod({ ready }), says({ draining: true }))).toBe('draining')
    }
    expect(workerState(pod({ annotations: { 'subnetes.dev/draining': 'false' } }), UNSEEN)).toBe('ready')
  })

  it('is none of a pod that has finished', () => {
    expect(workerOf(pod({ phase: 'Failed' }), UNSEEN, 'h:1')).toBeUndefined()
    expect(workerOf(pod(), UNSEEN, 'h:1')).toMatchObject({ key: 'ns/w-1', protocolKey: 'ns/echo', readyAt: Date.parse('2026-01-01T00:00:09Z') })
  })
})
