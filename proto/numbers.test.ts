import Long from 'long'
import { expect, it } from 'vitest'
import { subnetes } from './index.ts'

it('gives 64-bit integers of our own contracts as numbers, absent ones too, although Long is loaded', () => {
  expect(Long.ZERO.toNumber()).toBe(0)
  const { callsArrived, callsFailed } = subnetes.v1.ProtocolLoad.decode(subnetes.v1.ProtocolLoad.encode({ callsArrived: 5 }).finish())
  expect([callsArrived, callsFailed]).toEqual([5, 0])
})
