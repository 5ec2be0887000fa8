import { describe, expect, it } from 'vitest'
import type { WorkerPod } from '../workers/worker-pod.ts'
import { DELETION_COST, safeRemovals } from './replica-set-order.ts'

interface PodInit { readonly cost?: string, readonly ready?: boolean, readonly phase?: string, readonly node?: string }

function pod (name: string, { cost, ready = true, phase = 'Running', node = 'n1' }: PodInit = {}): WorkerPod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...(cost === undefined ? {} : { annotations: { [DELETION_COST]: cost } }) },
    spec: { nodeName: node },
    status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] }
  }
}

describe('what a ReplicaSet would delete', () => {
  it('is sure by deletion cost while all others are ready', () => {
    expect(safeRemovals([pod('busy'), pod('idle', { cost: '-1000' })], new Set(['idle']))).toBe(1)
    expect(safeRemovals([pod('busy'), pod('idle')], new Set(['idle']))).toBe(0)
  })

  it('is not sure by deletion cost when a pod that stays is not ready, until the one that goes is not ready either', () => {
    const busy = pod('busy', { ready: false })
    expect(safeRemovals([busy, pod('idle', { cost: '-1000' })], new Set(['idle']))).toBe(0)
    expect(safeRemovals([busy, pod('idle', { cost: '-1000', ready: false })], new Set(['idle']))).toBe(1)
  })

  it('is a pod that has no node, or has not begun, before any that runs', () => {
    const going = pod('going', { cost: '-1000', ready: false })
    expect(safeRemovals([pod('waits', { node: '', phase: 'Pending', ready: false }), going], new Set(['going']))).toBe(0)
    expect(safeRemovals([pod('waits', { node: '', phase: 'Pending', ready: false }), going, pod('busy')], new Set(['going', 'waits']))).toBe(2)
  })

  it('is all of them when all may go, and takes nonsense in the annotation for nothing', () => {
    expect(safeRemovals([pod('a'), pod('b')], new Set(['a', 'b']))).toBe(2)
    expect(safeRemovals([pod('a'), pod('b', { cost: '-1e3' })], new Set(['b']))).toBe(0)
  })
})
