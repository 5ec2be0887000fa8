import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CompiledSchema } from './compiled-schema.ts'
import type { Protocol } from './gen/protocol.ts'
import { findHandleConflicts, handlesOf } from './handles.ts'
import type { HandleClaim } from './handles.ts'

describe('handlesOf', () => {
  const compiled = { service: 'Echo', methods: [{ name: 'rpc_a' }, { name: 'rpc_b' }] } as unknown as CompiledSchema

  it('puts the prefix before the service when there is one', () => {
    expect(handlesOf({ spec: { schema: {} } } as Protocol, compiled)).toEqual(['Echo.rpc_a', 'Echo.rpc_b'])
    expect(handlesOf({ spec: { schema: { handlerPrefix: 'team' } } } as Protocol, compiled)).toEqual(['team::Echo.rpc_a', 'team::Echo.rpc_b'])
  })
})

describe('findHandleConflicts', () => {
  it('lets the older keep the handle and tells the younger who has it and what to do', () => {
    const [conflict, ...more] = findHandleConflicts([
      { name: 'young', handles: ['S.rpc_a', 'S.rpc_b'], createdAt: '2026-02-01T00:00:00Z' },
      { name: 'old', handles: ['S.rpc_a'], createdAt: '2026-01-01T00:00:00Z' }
    ])
    expect(more).toEqual([])
    expect(conflict).toMatchObject({ name: 'young', heldBy: 'old', handles: ['S.rpc_a'], error: { code: 'already_exists' } })
    expect(conflict?.error.message).toBe('protocol "young" is not served: handle S.rpc_a is already served by protocol "old"; give one of them another spec.schema.handlerPrefix, or rename its service')
  })

  it('goes by the order of the list where nothing says how old a protocol is, and by the name among the equally old', () => {
    const handles = ['S.rpc_a']
    expect(findHandleConflicts([{ name: 'z', handles }, { name: 'a', handles }]).map(({ name }) => name)).toEqual(['a'])
    const createdAt = '2026-01-01T00:00:00Z'
    expect(findHandleConflicts([{ name: 'z', handles, createdAt }, { name: 'a', handles, createdAt }]).map(({ name }) => name)).toEqual(['z'])
    expect(findHandleConflicts([{ name: 'dated', handles, createdAt }, { name: 'built-in', handles }]).map(({ name }) => name)).toEqual(['dated'])
  })

  it('frees the other handles of a protocol that gives way', () => {
    const conflicts = findHandleConflicts([{ name: 'one', handles: ['S.a'] }, { name: 'two', handles: ['S.a', 'S.b'] }, { name: 'three', handles: ['S.b'] }])
    expect(conflicts.map(({ name }) => name)).toEqual(['two'])
  })

  it('leaves no handle twice, refuses nobody without a reason, and does not depend on the order of dated claims', () => {
    const claim = fc.record({ handles: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 3 }), createdAt: fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03') })
    const claims = fc.array(claim, { maxLength: 8 }).map((all) => all.map((one, index): HandleClaim => ({ name: `p${index}`, ...one })))
    fc.assert(fc.property(claims, (all) => {
      const conflicts = findHandleConflicts(all)
      const refused = conflicts.map(({ name }) => name)
      const served = all.filter(({ name }) => !refused.includes(name))
      const handles = served.flatMap((one) => one.handles)
      expect(new Set(handles).size).toBe(handles.length)
      for (const { heldBy, handles: shared } of conflicts) {
        expect(served.find(({ name }) => name === heldBy)?.handles).toEqual(expect.arrayContaining([...shared]))
        expect(shared).not.toHaveLength(0)
      }
      expect(findHandleConflicts(all.toReversed()).map(({ name }) => name).sort()).toEqual(refused.sort())
    }))
  })
})
