import { silentLogger, silentMetrics } from '@subnetes/common'
import { afterEach, describe, expect, it } from 'vitest'
import { RequestLimiter } from './request-limiter.ts'
import { WorkQueue, whenIdle } from './work-queue.ts'
import type { WorkQueueInit } from './work-queue.ts'

const queues: WorkQueue[] = []
const quick = { minMs: 1, maxMs: 50 }

async function queueOf (handler: WorkQueueInit['handler'], init: Partial<WorkQueueInit> = {}): Promise<WorkQueue> {
  const queue = new WorkQueue({ name: 'test', handler, backoff: quick, ...init }, { logger: silentLogger, metrics: silentMetrics })
  queues.push(queue)
  await queue.start()
  return queue
}

async function settled (queue: WorkQueue): Promise<void> {
  await whenIdle(queue, { signal: AbortSignal.timeout(10_000) })
}

afterEach(async () => { await Promise.all(queues.splice(0).map(async (queue) => await queue.stop())) })

describe('a work queue', () => {
  it('works on a key once, however often it was added before its turn', async () => {
    const gate = Promise.withResolvers<void>()
    const seen: string[] = []
    const queue = await queueOf(async (key) => { seen.push(key); await gate.promise; return {} }, { concurrency: 1 })
    for (const key of ['first', 'a', 'a', 'b', 'a']) queue.add(key)
    expect(queue.depth).toBe(2)
    gate.resolve()
    await settled(queue)
    expect(seen).toEqual(['first', 'a', 'b'])
  })

  it('gathers what happens to a key for a while, and then works on it once, on each in its turn', async () => {
    const turns: Array<{ key: string, waitedMs: number }> = []
    const addedAt = performance.now()
    const queue = await queueOf(async (key) => { turns.push({ key, waitedMs: performance.now() - addedAt }); return {} }, { gatherMs: 100 })
    for (const key of ['a', 'b', 'a']) queue.add(key)
    await new Promise((resolve) => { setImmediate(resolve) })
    queue.add('b')
    expect(turns).toEqual([])
    await settled(queue)
    expect(turns.map(({ key }) => key)).toEqual(['a', 'b'])
    for (const { waitedMs } of turns) expect(waitedMs).toBeGreaterThanOrEqual(100)
  })

  it('never works on one key twice at a time, and again when it was added meanwhile', async () => {
    let running = 0
    let most = 0
    let runs = 0
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const queue = await queueOf(async () => {
      most = Math.max(most, ++running)
      await gates[runs++]?.promise
      running -= 1
      return {}
    })
    queue.add('a')
    queue.add('a')
    queue.add('a')
    gates[0]?.resolve()
    gates[1]?.resolve()
    await settled(queue)
    expect([most, runs]).toEqual([1, 2])
  })

  it('works on at most so many keys at a time', async () => {
    let running = 0
    let most = 0
    const queue = await queueOf(async () => {
      most = Math.max(most, ++running)
      await new Promise(setImmediate)
      running -= 1
      return {}
    }, { concurrency: 3 })
    for (let key = 0; key < 20; key += 1) queue.add(String(key))
    await settled(queue)
    expect(most).toBe(3)
  })

  it('brings a failed key back after a pause that doubles, and starts small after a success', async () => {
    const at: number[] = []
    const queue = await queueOf(async () => {
      at.push(performance.now())
      if (at.length <= 4) throw new Error('not yet')
      return {}
    }, { backoff: { minMs: 10, maxMs: 1000 } })
    queue.add('a')
    await settled(queue)
    const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0))
    expect(at).toHaveLength(5)
    for (const [index, pause] of pauses.entries()) expect(pause).toBeGreaterThanOrEqual(10 * 2 ** index - 2)
  })

  it('brings a key back when it asked for it, and sooner when it is added', async () => {
    let runs = 0
    const queue = await queueOf(async () => ++runs < 3 ? { requeueAfterMs: runs === 1 ? 1 : 1_000_000 } : {})
    queue.add('a')
    while (runs < 2) await new Promise(setImmediate)
    queue.add('a')
    await settled(queue)
    expect(runs).toBe(3)
  })

  it('stops: aborts what runs, waits for it, and takes nothing more', async () => {
    let ended = false
    const queue = await queueOf(async (_, signal) => {
      await new Promise((resolve) => { signal.addEventListener('abort', resolve, { once: true }) })
      ended = true
      throw new Error('aborted')
    })
    queue.add('a')
    await queue.stop()
    queue.add('b')
    queue.addAfter('b', 1)
    expect([ended, queue.idle]).toEqual([true, true])
  })
})

describe('the request limiter', () => {
  it('lets so many go at a time, in order, and forgets who gave up', async () => {
    const limiter = new RequestLimiter({ maxInFlight: 1, burst: 100 })
    const first = await limiter.acquire()
    const controller = new AbortController()
    const order: string[] = []
    const second = limiter.acquire().then((back) => { order.push('second'); back() })
    const never = limiter.acquire(controller.signal)
    const third = limiter.acquire().then((back) => { order.push('third'); back() })
    controller.abort(new Error('gave up'))
    await expect(never).rejects.toThrow('gave up')
    first()
    first() // giving back twice is once
    await Promise.all([second, third])
    expect(order).toEqual(['second', 'third'])
  })

  it('keeps to its rate after the burst, and to a pause', async () => {
    const limiter = new RequestLimiter({ perSecond: 100, burst: 5 })
    const startedAt = performance.now()
    for (let request = 0; request < 10; request += 1) (await limiter.acquire())()
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(45)
    limiter.pause(60)
    const pausedAt = performance.now()
    ;(await limiter.acquire())()
    expect(performance.now() - pausedAt).toBeGreaterThanOrEqual(58)
  })
})
