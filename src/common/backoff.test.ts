import { describe, expect, it } from 'vitest'
import { Backoff } from './backoff.ts'

describe('Backoff', () => {
  it('doubles up to its cap and starts small again after a reset', () => {
    const backoff = new Backoff({ minMs: 100, maxMs: 1000, random: () => 1 })
    expect([backoff.next(), backoff.next(), backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([100, 200, 400, 800, 1000, 1000])
    backoff.reset()
    expect(backoff.next()).toBe(100)
  })

  it('never waits less than half its bound', () => {
    const backoff = new Backoff({ minMs: 100, maxMs: 100, random: () => 0 })
    expect(backoff.next()).toBe(50)
  })
})
