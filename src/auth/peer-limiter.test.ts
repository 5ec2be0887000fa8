import { SubnetesError } from '@subnetes/common'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PeerLimiter } from './peer-limiter.ts'
import type { LimitedCall } from './peer-limiter.ts'

describe('PeerLimiter', () => {
  it('never lets a peer hold more than its limits, and has nothing left when all calls are over', () => {
    const step = fc.record({ peer: fc.constantFrom('a', 'b', 'c'), what: fc.constantFrom('admit', 'hold', 'letGo', 'end'), bytes: fc.nat({ max: 60 }), wait: fc.nat({ max: 400 }) })
    fc.assert(fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
      let now = 0
      const limiter = new PeerLimiter({ requestsPerSecond: 5, burst: 5, concurrentCalls: 3, bytesInFlight: 100 }, { now: () => now })
      const open = new Map<string, Array<{ call: LimitedCall, held: number }>>([['a', []], ['b', []], ['c', []]])
      for (const { peer, what, bytes, wait } of steps) {
        now += wait
        const calls = open.get(peer) ?? []
        const last = calls.at(-1)
        try {
          if (what === 'admit') calls.push({ call: limiter.admit(peer, 'T.rpc_x'), held: 0 })
          else if (last !== undefined && what === 'hold') { last.call.hold(bytes); last.held += bytes } else if (last !== undefined && what === 'letGo') { last.call.letGo(bytes); last.held = Math.max(0, last.held - bytes) } else if (what === 'end') { last?.call.end(); last?.call.end(); calls.pop() }
        } catch (error) {
          expect(error).toBeInstanceOf(SubnetesError)
          expect(error).toMatchObject({ code: 'resource_exhausted' })
        }
        expect(calls.length).toBeLessThanOrEqual(3)
        expect(calls.reduce((sum, { held }) => sum + held, 0)).toBeLessThanOrEqual(100)
      }
      for (const { call } of [...open.values()].flat()) call.end()
      now += 10_000
      for (const peer of open.keys()) {
        const calls = [1, 2, 3].map(() => limiter.admit(peer, 'T.rpc_x'))
        calls[0]?.hold(100)
      }
    }), { numRuns: 500 })
  })

  it('takes new limits at once and remembers a bounded number of peers, those with calls in any case', () => {
    const limiter = new PeerLimiter({}, { maxPeers: 10, now: () => 0 })
    const call = limiter.admit('busy', 'x')
    for (let index = 0; index < 100; index++) limiter.admit(`peer-${index}`, 'x').end()
    expect(limiter.peers).toBe(10)
    limiter.update({ concurrentCalls: 1 })
    expect(() => limiter.admit('busy', 'x')).toThrow('(reason: concurrency; retry in 100 ms)')
    call.end()
    limiter.admit('busy', 'x')
  })
})
