import { describe, expect, it } from 'vitest'
import { Admission } from './admission.ts'
import { resolveServeLimits } from './limits.ts'

const full = expect.objectContaining({ code: 'resource_exhausted' }) as Error

describe('admission', () => {
  it('refuses a peer with as many calls as allowed and lets it in again when one has ended', () => {
    const admission = new Admission('A.rpc_b', resolveServeLimits({ maxCallsPerPeer: 2 }))
    const first = admission.admit('p')
    admission.admit('p')
    expect(() => admission.admit('p')).toThrow(full)
    expect(() => admission.admit('q')).not.toThrow()
    first.release()
    first.release()
    expect(() => admission.admit('p')).not.toThrow()
    expect(() => admission.admit('p')).toThrow(full)
  })

  it('refuses everyone when all places are taken', () => {
    const admission = new Admission('A.rpc_b', resolveServeLimits({ maxCalls: 1 }))
    admission.admit('p')
    expect(() => admission.admit('q')).toThrow(full)
    expect(admission.calls).toBe(1)
  })

  it('bounds the request bytes of a peer and of all', () => {
    const admission = new Admission('A.rpc_b', resolveServeLimits({ maxHeldBytesPerPeer: 100, maxHeldBytes: 150 }))
    const first = admission.admit('p')
    first.hold(60)
    expect(() => admission.admit('p').hold(60)).toThrow(full)
    first.hold(100)
    expect(() => admission.admit('q').hold(60)).toThrow(full)
    first.release()
    expect(() => admission.admit('q').hold(100)).not.toThrow()
  })

  it('refuses limits that make no sense', () => {
    expect(() => resolveServeLimits({ maxCalls: 0 })).toThrow('limit maxCalls is 0')
  })
})
