import type { AuthorizerCall } from '@subnetes/rpc'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCK_MS, RateLimitAuthorizer } from './rate-limit-authorizer.ts'
import type { RateLimitAuthorizerInit } from './rate-limit-authorizer.ts'
import { refusalReason, refusalRetryAfterMs } from './refusal.ts'
import { fullBucket, take } from './token-bucket.ts'

/** A clock and what the authorizer says at each call. */
interface Stage { advance: (milliseconds: number) => void, call: (peer?: string) => string, hint: () => number | undefined, authorizer: RateLimitAuthorizer }

function under (init: RateLimitAuthorizerInit = {}): Stage {
  let now = 1_000_000
  let last: unknown
  const authorizer = new RateLimitAuthorizer({ ...init, now: () => now })
  const call = (peer = 'a'): string => {
    try {
      authorizer.authorizeCaller({ remotePeer: peer, handle: 'T.rpc_x' } as AuthorizerCall)
      return 'ok'
    } catch (error) {
      last = error
      return refusalReason(error) ?? String(error)
    }
  }
  return { advance: (milliseconds) => { now += milliseconds }, call, hint: () => refusalRetryAfterMs(last), authorizer }
}

describe('RateLimitAuthorizer', () => {
  it('lets a burst of 20 through, then 10 a second', () => {
    const { call, advance, hint } = under()
    expect(Array.from({ length: 21 }, () => call()).filter((word) => word === 'ok')).toHaveLength(20)
    expect(hint()).toBe(100)
    advance(100)
    expect([call(), call(), call('b')]).toEqual(['ok', 'rate', 'ok'])
  })

  it('blocks for 5 minutes above 100 a minute, for an hour at three times, for a day at five times', () => {
    const blocks: number[] = []
    const { call, advance, hint } = under({ onBlock: (peer, until) => blocks.push(until - 1_000_000) })
    for (let calls = 0; calls < 100; calls++) call()
    expect(call()).toBe('blocked')
    expect(hint()).toBe(BLOCK_MS.first)
    for (let calls = 101; calls < 300; calls++) call()
    expect(hint()).toBe(BLOCK_MS.triple)
    for (let calls = 300; calls < 500; calls++) call()
    expect(hint()).toBe(BLOCK_MS.worst)
    expect(blocks).toEqual([BLOCK_MS.first, BLOCK_MS.triple, BLOCK_MS.worst])
    advance(BLOCK_MS.worst)
    expect(call()).toBe('ok')
  })

  it('blocks for a day at the tenth violation', () => {
    const { call, advance, hint } = under({ limits: { perHour: 1_000_000 } })
    for (let violation = 1; violation <= 10; violation++) {
      for (let calls = 0; calls <= 100; calls++) call()
      expect(hint()).toBe(violation < 10 ? BLOCK_MS.first : BLOCK_MS.worst)
      advance(violation < 10 ? BLOCK_MS.first : 0)
    }
  })

  it('remembers a bounded number of peers, blocked ones longest', () => {
    const { call, authorizer } = under({ maxPeers: 10 })
    for (let calls = 0; calls <= 100; calls++) call('bad')
    for (let peer = 0; peer < 100; peer++) call(`peer-${peer}`)
    expect(authorizer.peers).toBe(10)
    expect(call('bad')).toBe('blocked')
  })
})

describe('a token bucket', () => {
  it('never lets through more than the burst and what flowed in, whatever the clock does', () => {
    const steps = fc.array(fc.integer({ min: -500, max: 2_000 }), { maxLength: 200 })
    fc.assert(fc.property(steps, fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 50 }), (waits, perSecond, burst) => {
      const options = { perSecond, burst }
      let [now, forward, taken] = [0, 0, 0]
      let bucket = fullBucket(options, now)
      for (const wait of waits) {
        now += wait
        forward += Math.max(0, wait)
        const result = take(bucket, options, now)
        bucket = result.bucket
        if (result.waitMs === 0) taken += 1
        else expect(take(bucket, options, now + result.waitMs).waitMs).toBe(0)
      }
      expect(taken).toBeLessThanOrEqual(burst + forward * perSecond / 1000 + 1e-6)
    }))
  })
})
