import { expect, test } from 'vitest'
import { HandleRegistry, conflictText } from './handle-registry.ts'
import type { HandleOwner } from './handle-registry.ts'

const a: HandleOwner = { kind: 'declared', name: 'a', service: 'x.A' }
const b: HandleOwner = { kind: 'declared', name: 'b', service: 'x.A' }

test('the first owner keeps a handle, and the second gets none of its handles', () => {
  const registry = new HandleRegistry()
  expect(registry.claim(a, ['A.rpc_x'])).toBeUndefined()
  const conflict = registry.claim(b, ['A.rpc_y', 'A.rpc_x'])
  expect(conflict).toEqual({ handle: 'A.rpc_x', owner: a })
  expect(registry.ownerOf('A.rpc_y')).toBeUndefined()
  expect(conflictText(conflict as never)).toBe('handler A.rpc_x is already served by protocol "a"; rename the service, or set schema.handlerPrefix')
})

test('a handle given back can be taken by another, and only its owner can give it back', () => {
  const registry = new HandleRegistry()
  registry.claim(a, ['A.rpc_x'])
  registry.release(b, ['A.rpc_x'])
  expect(registry.claim(b, ['A.rpc_x'])?.owner).toBe(a)
  registry.release(a, ['A.rpc_x'])
  expect(registry.claim(b, ['A.rpc_x'])).toBeUndefined()
})
