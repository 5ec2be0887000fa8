import type { ConsoleSnapshot } from '@subnetes/control'
import { describe, expect, it } from 'vitest'
import { gatewaySeen, protocolSeen, snapshotSeen } from '../../test/fixtures/console-snapshot.ts'
import { TOTAL, pointsOf } from './rates.ts'

const picture = (finished: number, change: Partial<ConsoleSnapshot> = {}): ConsoleSnapshot => snapshotSeen({
  protocols: [
    protocolSeen('one', { load: { running: 2, waiting: 1, finished, failed: finished / 10, shed: 0 }, jobs: { running: 1, waiting: 4 } }),
    protocolSeen('two')
  ],
  ...change
})

describe('a point of the history', () => {
  it('has rates of what has ended, and what runs and waits now, jobs included', () => {
    const points = pointsOf({ snapshot: picture(100), at: 1_000 }, { snapshot: picture(150), at: 6_000 })
    expect(points.get('ns/one')).toEqual([10, 1, 3, 5, 1])
    expect(points.get('ns/two')).toEqual([0, 0, 0, 0, 1])
    expect(points.get(TOTAL)).toEqual([10, 1, 3, 5, 2])
  })

  it('knows no rates at first, nor of a protocol that is new', () => {
    expect(pointsOf(undefined, { snapshot: picture(1), at: 0 }).get(TOTAL)).toEqual([NaN, NaN, 3, 5, 2])
    const points = pointsOf({ snapshot: picture(100, { protocols: [] }), at: 0 }, { snapshot: picture(150), at: 5_000 })
    expect([points.get('ns/one')?.[0], points.get(TOTAL)?.[0]]).toEqual([NaN, 0])
  })

  it('takes the counters of a gateway that comes, goes or comes again for no calls', () => {
    const after = picture(5_000, { gateways: [gatewaySeen('g0'), gatewaySeen('g1')] })
    expect(pointsOf({ snapshot: picture(10), at: 0 }, { snapshot: after, at: 5_000 }).get('ns/one')?.[0]).toBeNaN()
    const again = picture(0, { gateways: [gatewaySeen('g0', { sinceMs: 77 })] })
    expect(pointsOf({ snapshot: picture(10), at: 0 }, { snapshot: again, at: 5_000 }).get('ns/one')?.[0]).toBeNaN()
  })

  it('never falls below zero where a counter begins anew', () => {
    expect(pointsOf({ snapshot: picture(10), at: 0 }, { snapshot: picture(3), at: 5_000 }).get('ns/one')?.[0]).toBe(0)
  })
})
