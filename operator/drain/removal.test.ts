import type { Protocol } from '@subnetes/api'
import { describe, expect, it } from 'vitest'
import type { WorkerPod } from '../workers/worker-pod.ts'
import { removableCount } from './removal.ts'
import type { FreshSight } from './removal.ts'
import { DELETION_COST } from './replica-set-order.ts'

function pod (name: string, init: { isLeaving?: boolean, phase?: string, hash?: string } = {}): WorkerPod {
  const { isLeaving = false, phase = 'Running', hash = 'a' } = init
  const annotations = isLeaving ? { [DELETION_COST]: '-1000' } : {}
  const status = { phase, conditions: [{ type: 'Ready', status: isLeaving || phase === 'Pending' ? 'False' : 'True' }] }
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, annotations, labels: { 'pod-template-hash': hash } }, spec: { nodeName: 'n' }, status }
}

function sight (size: number, wish: number, pods: readonly WorkerPod[]): FreshSight {
  const protocol = { metadata: { name: 'p' }, spec: { replicas: wish, suspend: false } } as unknown as Protocol
  return { protocol, deployment: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'p-worker' }, spec: { replicas: size } }, pods }
}

describe('by how many a Deployment may be lowered', () => {
  const busy = pod('busy')
  const idle = pod('idle', { isLeaving: true })

  it('is the workers that have nothing to do, and no more than are too many', () => {
    expect(removableCount(sight(2, 0, [busy, idle]), new Set(['idle']))).toBe(1)
    expect(removableCount(sight(3, 2, [busy, idle, pod('other', { isLeaving: true })]), new Set(['idle', 'other']))).toBe(1)
    expect(removableCount(sight(2, 2, [busy, idle]), new Set(['idle']))).toBe(0)
  })

  it('is not lowered twice for a pod that the ReplicaSet has not deleted yet', () => {
    expect(removableCount(sight(1, 0, [busy, idle]), new Set(['idle']))).toBe(0)
    expect(removableCount(sight(2, 0, [busy, idle, pod('other', { isLeaving: true })]), new Set(['idle', 'other']))).toBe(1)
  })

  it('is pods that are not there, and those that have not begun', () => {
    expect(removableCount(sight(4, 1, [busy, pod('new', { phase: 'Pending' })]), new Set())).toBe(3)
    expect(removableCount(sight(4, 3, [busy, pod('new', { phase: 'Pending' })]), new Set())).toBe(1)
  })

  it('is none during a roll-out, unless all go', () => {
    const old = pod('old', { hash: 'b' })
    expect(removableCount(sight(3, 1, [busy, idle, old]), new Set(['idle']))).toBe(0)
    expect(removableCount(sight(2, 0, [idle, pod('old', { hash: 'b', isLeaving: true })]), new Set(['idle', 'old']))).toBe(2)
  })
})
