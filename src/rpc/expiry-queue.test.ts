import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ExpiryQueue } from './expiry-queue.ts'

beforeEach(() => { vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }) })
afterEach(() => { vi.useRealTimers() })

describe('an expiry queue', () => {
  it('calls back for each item when its own time is over, and not for those that were removed', () => {
    const expired: string[] = []
    const queue = new ExpiryQueue<string>(100, (item) => expired.push(item))
    queue.add('a')
    vi.advanceTimersByTime(60)
    queue.add('b')
    queue.add('c')
    queue.delete('b')
    vi.advanceTimersByTime(40)
    expect(expired).toEqual(['a'])
    vi.advanceTimersByTime(60)
    expect(expired).toEqual(['a', 'c'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('holds one timer however many items it has, and none when it is cleared', () => {
    const queue = new ExpiryQueue<number>(100, () => {})
    for (let item = 0; item < 1000; item++) queue.add(item)
    expect(vi.getTimerCount()).toBe(1)
    queue.clear()
    expect(vi.getTimerCount()).toBe(0)
  })
})
