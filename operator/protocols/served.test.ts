import type { Protocol } from '@subnetes/api'
import { describe, expect, it } from 'vitest'
import { decideServed } from './served.ts'
import type { Candidate } from './served.ts'

function candidate (namespace: string, name: string, init: { day: number, handles?: string[], broken?: boolean }): Candidate {
  const protocol = { metadata: { name, namespace, creationTimestamp: `2026-01-0${init.day}T00:00:00Z` } } as Protocol
  const servable = init.handles === undefined ? undefined : { handles: init.handles, assignment: { name }, schema: { service: name, fullName: name, methods: [], descriptorSet: new Uint8Array(), proto: '' } }
  return { key: `${namespace}/${name}`, protocol, servable, problem: init.broken === true ? { reason: 'Invalid', message: 'line 1' } : undefined }
}

function verdicts (...candidates: Candidate[]): Record<string, string> {
  return Object.fromEntries(decideServed(candidates).map(({ key, isServed, problem, conflict }) => [key, [isServed ? 'served' : 'not served', problem?.reason, conflict?.reason].filter(Boolean).join(' ')]))
}

describe('who is served', () => {
  it('is everyone who collides with nobody', () => {
    expect(verdicts(candidate('a', 'x', { day: 1, handles: ['X.rpc_a'] }), candidate('b', 'y', { day: 1, handles: ['Y.rpc_a'] }))).toEqual({ 'a/x': 'served', 'b/y': 'served' })
  })

  it('is the older of two with one handle, whatever the order they are read in', () => {
    const [young, old] = [candidate('a', 'young', { day: 2, handles: ['X.rpc_a'] }), candidate('a', 'old', { day: 1, handles: ['X.rpc_a'] })]
    for (const order of [[young, old], [old, young]]) expect(verdicts(...order)).toEqual({ 'a/old': 'served', 'a/young': 'not served HandleTaken' })
  })

  it('is the older of two with one name in two namespaces, and the younger holds no handle back from a third', () => {
    const found = verdicts(candidate('b', 'x', { day: 2, handles: ['Y.rpc_a'] }), candidate('a', 'x', { day: 1, handles: ['X.rpc_a'] }), candidate('a', 'z', { day: 3, handles: ['Y.rpc_a'] }))
    expect(found).toEqual({ 'a/x': 'served', 'b/x': 'not served NameTaken', 'a/z': 'served' })
  })

  it('keeps the last good version of one whose newer version is broken, and its handles', () => {
    const found = verdicts(candidate('a', 'x', { day: 1, handles: ['X.rpc_a'], broken: true }), candidate('a', 'z', { day: 3, handles: ['X.rpc_a'] }))
    expect(found).toEqual({ 'a/x': 'served Invalid', 'a/z': 'not served HandleTaken' })
  })

  it('is nobody who never had a good version; a name is taken all the same', () => {
    expect(verdicts(candidate('a', 'x', { day: 1, broken: true }), candidate('b', 'x', { day: 2, handles: ['X.rpc_a'] }))).toEqual({ 'a/x': 'not served Invalid', 'b/x': 'not served NameTaken' })
  })
})
