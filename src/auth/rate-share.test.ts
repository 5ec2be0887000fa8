import { describe, expect, it } from 'vitest'
import { PeerLimiter } from './peer-limiter.ts'
import { ALONE, MAX_DEBT_BURSTS, localRate, sharedBucket } from './rate-share.ts'
import { refusalReason } from './refusal.ts'

const options = { perSecond: 60, burst: 20 }

describe('localRate', () => {
  it('is filled by the replicas where the peer is together, while they know of each other', () => {
    expect(localRate(options, { isShared: true, replicas: 5 }, 1)).toEqual(options)
    expect(localRate(options, { isShared: true, replicas: 5 }, 3)).toEqual({ perSecond: 20, burst: 20 })
    expect(localRate(options, ALONE, 1)).toEqual(options)
  })

  it('is a part of both for each live replica while they do not, and a call at a time at least', () => {
    expect(localRate(options, { isShared: false, replicas: 4 }, 1)).toEqual({ perSecond: 15, burst: 5 })
    expect(localRate({ perSecond: 1, burst: 2 }, { isShared: false, replicas: 4 }, 1)).toEqual({ perSecond: 0.25, burst: 1 })
  })
})

describe('sharedBucket', () => {
  it('is what all replicas left of a burst, less what was taken here meanwhile, down to a bounded debt', () => {
    expect(sharedBucket(options, { level: 5, taken: 3 }, 7)).toEqual({ tokens: 12, atMs: 7 })
    expect(sharedBucket(options, { level: 50, taken: 0 }, 7).tokens).toBe(-30)
    expect(sharedBucket(options, { level: 1e9, taken: 0 }, 7).tokens).toBe(-MAX_DEBT_BURSTS * 60)
  })
})

describe('a PeerLimiter that shares', () => {
  it('takes what it let in meanwhile from what it learns', () => {
    const limiter = new PeerLimiter({ requestsPerSecond: 1, burst: 10 }, { now: () => 0, share: { state: { isShared: true, replicas: 2 } } })
    const admit = (): void => { limiter.admit('peer', 'x').end() }
    for (let call = 0; call < 3; call++) admit()
    expect(limiter.takeUntold(10)).toMatchObject([{ peer: 'peer', taken: 3 }])
    for (let call = 0; call < 2; call++) admit()
    // Three here and four elsewhere; with the two of meanwhile one is left.
    limiter.learn('peer', { level: 7, active: 2 })
    admit()
    let refused: unknown
    try { admit() } catch (error) { refused = error }
    expect(refusalReason(refused)).toBe('rate')
    expect(limiter.takeUntold(10)).toMatchObject([{ taken: 3 }])
  })
})
