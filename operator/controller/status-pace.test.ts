import type { ProtocolStatus } from '@subnetes/api'
import { describe, expect, it } from 'vitest'
import { LOAD_INTERVAL_MS, StatusPace } from './status-pace.ts'

function status (interactive: number, second = 0, more: ProtocolStatus = {}): ProtocolStatus {
  return { replicas: 1, load: { interactive, sampledAt: `2026-01-01T00:00:${String(second).padStart(2, '0')}Z` }, ...more }
}

describe('the pace of the status', () => {
  it('writes a load at once, then at most every ten seconds, and says when to look again', () => {
    const pace = new StatusPace()
    expect(pace.settle('a', { before: {}, after: status(1), now: 0 })).toEqual({ status: status(1), lookAgainMs: undefined })
    expect(pace.settle('a', { before: status(1), after: status(2, 3), now: 3000 })).toEqual({ status: status(1), lookAgainMs: LOAD_INTERVAL_MS - 3000 })
    expect(pace.settle('a', { before: status(1), after: status(2, 10), now: LOAD_INTERVAL_MS }).status).toEqual(status(2, 10))
  })

  it('writes the load with any other news', () => {
    const pace = new StatusPace()
    pace.settle('a', { before: {}, after: status(1), now: 0 })
    expect(pace.settle('a', { before: status(1), after: status(2, 1, { replicas: 5 }), now: 1000 }).status).toEqual(status(2, 1, { replicas: 5 }))
  })

  it('has nothing to write when only the time of a sample is new', () => {
    const pace = new StatusPace()
    expect(pace.settle('a', { before: status(1), after: status(1, 30), now: 99_000 })).toEqual({ status: status(1), lookAgainMs: undefined })
  })

  it('moves lastActiveTime in steps of a minute', () => {
    const pace = new StatusPace()
    const [early, soon, late] = ['00:00', '00:59', '01:00'].map((time) => ({ lastActiveTime: `2026-01-01T00:${time}Z` })) as [ProtocolStatus, ProtocolStatus, ProtocolStatus]
    expect(pace.settle('a', { before: early, after: soon, now: 0 }).status).toEqual(early)
    expect(pace.settle('a', { before: early, after: late, now: 0 }).status).toEqual(late)
  })

  it('takes a load away that is not told any more', () => {
    expect(new StatusPace().settle('a', { before: status(1), after: { replicas: 1 }, now: 0 }).status).toEqual({ replicas: 1 })
  })
})
