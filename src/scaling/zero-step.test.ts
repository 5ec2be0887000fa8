import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stepToZero, writableReplicas } from './index.ts'
import type { ZeroPhase, ZeroView } from './index.ts'

const view: ZeroView = { wantsZero: true, demand: 0, gateways: ['a', 'b'], acknowledged: new Map(), nextEpoch: 7 }
const announced: ZeroPhase = { phase: 'announced', epoch: 7 }

describe('the way to zero', () => {
  it('announces first and writes one', () => {
    const step = stepToZero({ phase: 'none' }, view)
    expect(step).toEqual({ action: 'announce', epoch: 7, next: announced })
    expect(writableReplicas(0, step, 3)).toBe(1)
  })

  it('waits for every gateway that exists', () => {
    expect(stepToZero(announced, { ...view, acknowledged: new Map([['a', 7]]) }).action).toBe('wait')
    expect(stepToZero(announced, { ...view, acknowledged: new Map([['a', 7], ['b', 6]]) }).action).toBe('wait')
    expect(stepToZero(announced, { ...view, acknowledged: new Map([['a', 7], ['b', 7]]) }).action).toBe('write-zero')
  })

  it('cancels when a call lands between the steps', () => {
    expect(stepToZero(announced, { ...view, demand: 1, acknowledged: new Map([['a', 7], ['b', 7]]) })).toEqual({ action: 'cancel', next: { phase: 'none' } })
  })

  it('waits when the demand is not known', () => {
    expect(stepToZero(announced, { ...view, demand: null, gateways: [] }).action).toBe('wait')
    expect(stepToZero({ phase: 'none' }, { ...view, demand: null }).action).toBe('none')
  })

  it('lets a pool at zero stay there', () => {
    expect(writableReplicas(0, stepToZero({ phase: 'none' }, { ...view, wantsZero: false }), 0)).toBe(0)
  })

  it('writes zero over workers only after every acknowledgement of this epoch, with no demand', () => {
    const gateways = ['a', 'b', 'c']
    const worldOf = fc.record({
      wantsZero: fc.boolean(),
      demand: fc.option(fc.nat(2)),
      existing: fc.subarray(gateways),
      acknowledgements: fc.array(fc.tuple(fc.constantFrom(...gateways), fc.integer({ min: 5, max: 8 }))),
      phase: fc.constantFrom<ZeroPhase>({ phase: 'none' }, announced),
      replicas: fc.integer({ min: 1, max: 5 })
    })
    fc.assert(fc.property(worldOf, ({ wantsZero, demand, existing, acknowledgements, phase, replicas }) => {
      const acknowledged = new Map(acknowledgements)
      const written = writableReplicas(0, stepToZero(phase, { wantsZero, demand, gateways: existing, acknowledged, nextEpoch: 8 }), replicas)
      const isAllowed = wantsZero && demand === 0 && phase.phase === 'announced' && existing.every((gateway) => acknowledged.get(gateway) === 7)
      expect(written).toBe(isAllowed ? 0 : 1)
    }))
  })
})
