import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HoldQueue } from './hold-queue.ts'

interface Item { peer: string, priority: number, index: number }

function drain (queue: HoldQueue<Item>): Item[] {
  const items: Item[] = []
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) items.push(next)
  return items
}

const itemArb = fc.array(fc.record({ peer: fc.constantFrom('a', 'b', 'c', 'd'), priority: fc.constantFrom(0, 1, 7) }), { maxLength: 60 })
  .map((items) => items.map((item, index) => ({ ...item, index })))

describe('HoldQueue', () => {
  it('takes peers in turn and each peer\'s calls in order', () => {
    const queue = new HoldQueue<Item>('test')
    const items = ['a', 'a', 'a', 'b', 'c', 'c'].map((peer, index) => ({ peer, priority: 0, index }))
    for (const item of items) queue.add(item)
    expect(drain(queue).map(({ peer, index }) => `${peer}${index}`)).toEqual(['a0', 'b3', 'c4', 'a1', 'c5', 'a2'])
  })

  it('puts a call that had its turn before all others of its priority', () => {
    const queue = new HoldQueue<Item>('test')
    const items = ['a', 'a', 'b'].map((peer, index) => ({ peer, priority: 0, index }))
    for (const item of items) queue.add(item)
    queue.add({ peer: 'b', priority: 0, index: 9 }, true)
    expect(drain(queue).map(({ index }) => index)).toEqual([9, 0, 2, 1])
  })

  it('loses and doubles nothing, keeps order within a peer and priority, and is fair, whatever comes and leaves', () => {
    fc.assert(fc.property(itemArb, fc.func(fc.boolean()), (items, leaves) => {
      const queue = new HoldQueue<Item>('test')
      for (const item of items) queue.add(item)
      const left = items.filter((item) => leaves(item.index))
      for (const item of left) expect(queue.remove(item)).toBe(true)
      for (const item of left) expect(queue.remove(item)).toBe(false)
      const expected = items.filter((item) => !leaves(item.index))
      expect(queue.size).toBe(expected.length)
      expect(new Set(queue)).toEqual(new Set(expected))
      const order = drain(queue)
      expect(new Set(order)).toEqual(new Set(expected))
      expect(order.map(({ priority }) => priority)).toEqual(expected.map(({ priority }) => priority).sort((a, b) => b - a))
      for (const priority of [0, 1, 7]) expectFair(order.filter((item) => item.priority === priority))
    }))
  })

  it('counts per peer, and lets a peer wait again when its calls have left', () => {
    const queue = new HoldQueue<Item>('protocol x')
    const limits = { maxPending: 10, maxPendingPerPeer: 1, timeoutMs: 1 }
    const item = { peer: 'a', priority: 0, index: 0 }
    queue.add(item)
    expect(queue.refusal('a', limits)?.message).toContain('protocol x: 1 calls of this peer wait already')
    expect(queue.refusal('b', limits)).toBeUndefined()
    queue.remove(item)
    expect(queue.refusal('a', limits)).toBeUndefined()
  })
})

/** Between two calls of one peer each other peer with calls left has exactly one; a peer's calls keep their order. */
function expectFair (order: readonly Item[]): void {
  for (const [position, item] of order.entries()) {
    const next = order.findIndex((other, index) => index > position && other.peer === item.peer)
    if (next < 0) continue
    expect(order[next]?.index).toBeGreaterThan(item.index)
    const between = order.slice(position + 1, next).map(({ peer }) => peer)
    expect(new Set(between).size).toBe(between.length)
    const stillWaiting = new Set(order.slice(next + 1).map(({ peer }) => peer).filter((peer) => peer !== item.peer))
    for (const peer of stillWaiting) expect(between).toContain(peer)
  }
}
