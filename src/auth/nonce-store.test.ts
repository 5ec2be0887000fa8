import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemoryNonceStore } from './nonce-store.ts'

const nonce = (number: number): Uint8Array => Buffer.from(number.toString().padStart(8, '0'))

describe('MemoryNonceStore', () => {
  it('knows a nonce until its time is over, per caller', () => {
    let now = 0
    const store = new MemoryNonceStore({ now: () => now })
    const remember = (caller: string): boolean => store.remember({ caller, nonce: nonce(1), timeMs: now, keepMs: 180_000 })
    expect([remember('a'), remember('a'), remember('b')]).toEqual([true, false, true])
    now = 180_000
    expect([remember('a'), store.size, store.callers]).toEqual([true, 1, 1])
  })

  it('forgets the oldest of the caller that needs room, and then takes nothing as old from that caller', () => {
    const store = new MemoryNonceStore({ maxPerCaller: 4, now: () => 0 })
    const remember = (number: number, timeMs = number, caller = 'a'): boolean => store.remember({ caller, nonce: nonce(number), timeMs, keepMs: 100 })
    expect([1, 2, 3, 4, 5].map((number) => remember(number))).toEqual([true, true, true, true, true])
    expect([1, 2, 3, 4, 5].map((number) => remember(number))).toEqual([false, false, false, false, false])
    expect(remember(9, 2)).toBe(false)
    expect(remember(1, 1, 'b')).toBe(true)
  })

  it('refuses with a retry hint when there is no room at all', () => {
    const store = new MemoryNonceStore({ maxNonces: 2, maxCallers: 2, now: () => 0 })
    store.remember({ caller: 'a', nonce: nonce(1), timeMs: 1, keepMs: 100 })
    store.remember({ caller: 'b', nonce: nonce(1), timeMs: 1, keepMs: 100 })
    expect(() => store.remember({ caller: 'c', nonce: nonce(1), timeMs: 1, keepMs: 100 })).toThrow('(reason: nonce_memory; retry in 10000 ms)')
  })

  it('never takes a nonce twice within its window and never holds more than its bounds', () => {
    const step = fc.record({ caller: fc.constantFrom('a', 'b', 'c', 'd'), number: fc.nat({ max: 30 }), lag: fc.nat({ max: 50 }), wait: fc.nat({ max: 30 }) })
    fc.assert(fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      let now = 1_000
      const store = new MemoryNonceStore({ maxPerCaller: 6, maxNonces: 12, maxCallers: 3, now: () => now })
      const taken = new Map<string, number>()
      for (const { caller, number, lag, wait } of steps) {
        now += wait
        // A message is one (caller, nonce, time); its window is 60 long and it is kept for 180.
        const timeMs = now - lag
        let isNew = false
        try {
          isNew = store.remember({ caller, nonce: nonce(number), timeMs, keepMs: 180 })
        } catch {
          // No room: refused, which is safe.
        }
        const key = `${caller}/${number}/${timeMs}`
        if (isNew) {
          expect(taken.has(key)).toBe(false)
          taken.set(key, now)
        }
        expect(store.size).toBeLessThanOrEqual(12)
        expect(store.callers).toBeLessThanOrEqual(3)
      }
    }), { numRuns: 1000 })
  })
})
