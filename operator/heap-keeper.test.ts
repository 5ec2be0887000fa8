import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { HeapKeeper, isWorthCollecting } from './heap-keeper.ts'

const MIB = 2 ** 20

describe('a collection', () => {
  it.each([
    [true, 'before the first', { usedBytes: 60 * MIB, aliveBytes: 0, busyShare: 0.1 }],
    [false, 'while there is much to do', { usedBytes: 200 * MIB, aliveBytes: 60 * MIB, busyShare: 0.6 }],
    [false, 'for less than a quarter', { usedBytes: 99 * MIB, aliveBytes: 80 * MIB, busyShare: 0.1 }],
    [true, 'for more than a quarter', { usedBytes: 101 * MIB, aliveBytes: 80 * MIB, busyShare: 0.1 }],
    [false, 'of a small heap for a few MiB', { usedBytes: 17 * MIB, aliveBytes: 10 * MIB, busyShare: 0 }],
    [true, 'of a small heap for more', { usedBytes: 19 * MIB, aliveBytes: 10 * MIB, busyShare: 0 }]
  ])('is worth it: %s, %s', (isWorth, _, sight) => {
    expect(isWorthCollecting(sight)).toBe(isWorth)
  })
})

describe('the keeper of the heap', () => {
  beforeEach(() => { vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }) })
  afterEach(() => { vi.useRealTimers() })

  it('collects once after a burst, and not again for nothing', async () => {
    const collect = vi.fn()
    let busy = 1
    const keeper = new HeapKeeper({ collect: collect as unknown as NodeJS.GCFunction, busyShare: () => busy })
    await keeper.start()
    vi.advanceTimersByTime(60_000)
    expect(collect).not.toHaveBeenCalled()
    busy = 0.1
    vi.advanceTimersByTime(10_000)
    expect(collect).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(10_000)
    expect(collect).toHaveBeenCalledTimes(1)
    await keeper.stop()
    vi.advanceTimersByTime(60_000)
    expect(collect).toHaveBeenCalledTimes(1)
  })
})
