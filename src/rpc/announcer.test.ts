import { silentLogger } from '@subnetes/common'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ANNOUNCE_CONCURRENCY, ANNOUNCE_FIRST_PAUSE_MS, ANNOUNCE_INTERVAL_MS, ANNOUNCE_NEW_PEERS, Announcer } from './announcer.ts'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

interface Fixture {
  announcer: Announcer
  announced: string[]
  forgotten: string[]
  newPeer: () => void
  fail: (times: number) => void
  block: () => () => void
  underWay: () => number
}

function fixture (): Fixture {
  const announced: string[] = []
  const forgotten: string[] = []
  let failures = 0
  let gate: Promise<void> | undefined
  let underWay = 0
  let newPeer = (): void => {}
  const announcer = new Announcer({
    announce: async (handle) => {
      underWay += 1
      await gate
      underWay -= 1
      if (failures-- > 0) throw new Error('nobody there')
      announced.push(handle)
    },
    forget: async (handle) => { forgotten.push(handle) },
    onNewPeer: (listener) => { newPeer = listener; return () => { newPeer = () => {} } },
    logger: silentLogger
  })
  return {
    announcer,
    announced,
    forgotten,
    newPeer: () => newPeer(),
    fail: (times) => { failures = times },
    block: () => { const { promise, resolve } = Promise.withResolvers<void>(); gate = promise; return resolve },
    underWay: () => underWay
  }
}

test('announces at once, then less and less often down to the interval, and no more once removed', async () => {
  const { announcer, announced, forgotten } = fixture()
  await announcer.start()
  announcer.add('S.rpc_x')
  await vi.advanceTimersByTimeAsync(ANNOUNCE_FIRST_PAUSE_MS * 3 + 10)
  expect(announced).toHaveLength(3)
  await vi.advanceTimersByTimeAsync(ANNOUNCE_INTERVAL_MS * 2)
  const before = announced.length
  await vi.advanceTimersByTimeAsync(ANNOUNCE_INTERVAL_MS * 5)
  expect(announced.length - before).toBe(5)
  announcer.remove('S.rpc_x')
  await vi.advanceTimersByTimeAsync(ANNOUNCE_INTERVAL_MS * 3)
  expect(announced.length - before).toBe(5)
  expect(forgotten).toEqual(['S.rpc_x'])
})

test('goes on after a failure', async () => {
  const { announcer, announced, fail } = fixture()
  fail(1)
  await announcer.start()
  announcer.add('S.rpc_x')
  await vi.advanceTimersByTimeAsync(10)
  expect(announced).toEqual([])
  await vi.advanceTimersByTimeAsync(ANNOUNCE_FIRST_PAUSE_MS)
  expect(announced).toEqual(['S.rpc_x'])
  await announcer.stop()
})

test('announces again soon after a DHT peer came, as long as few are known', async () => {
  const { announcer, announced, newPeer } = fixture()
  await announcer.start()
  announcer.add('S.rpc_x')
  await vi.advanceTimersByTimeAsync(ANNOUNCE_INTERVAL_MS * 4)
  const before = announced.length
  newPeer()
  newPeer()
  await vi.advanceTimersByTimeAsync(ANNOUNCE_FIRST_PAUSE_MS + 10)
  expect(announced.length - before).toBe(1)
  for (let i = 0; i < ANNOUNCE_NEW_PEERS; i++) newPeer()
  await vi.advanceTimersByTimeAsync(ANNOUNCE_INTERVAL_MS * 4)
  const settled = announced.length
  newPeer()
  await vi.advanceTimersByTimeAsync(ANNOUNCE_FIRST_PAUSE_MS * 10)
  expect(announced.length - settled).toBe(0)
  await announcer.stop()
})

test('keeps few announcements under way', async () => {
  const { announcer, announced, block, underWay } = fixture()
  const open = block()
  await announcer.start()
  for (let i = 0; i < 20; i++) announcer.add(`S.rpc_${i}`)
  await vi.advanceTimersByTimeAsync(10)
  expect(underWay()).toBe(ANNOUNCE_CONCURRENCY)
  open()
  await vi.advanceTimersByTimeAsync(10)
  expect(announced).toHaveLength(20)
  await announcer.stop()
})
