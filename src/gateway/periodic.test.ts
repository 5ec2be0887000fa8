import { once } from 'node:events'
import { silentLogger } from '@subnetes/common'
import { afterEach, expect, test, vi } from 'vitest'
import { startPeriodic } from './periodic.ts'

afterEach(() => { vi.useRealTimers() })

test('runs at intervals spread by the jitter, goes on after a failure, and ends with its signal', async () => {
  vi.useFakeTimers()
  const stop = new AbortController()
  const spread = [0, 1, 0.5]
  const runs: number[] = []
  const startedAt = Date.now()
  const end = startPeriodic({
    name: 't',
    intervalMs: 1000,
    jitter: 0.2,
    signal: stop.signal,
    logger: silentLogger,
    random: () => spread[runs.length] ?? 0.5,
    run: async () => {
      runs.push(Date.now() - startedAt)
      if (runs.length === 1) throw new Error('first run fails')
    }
  })
  await vi.advanceTimersByTimeAsync(800)
  expect(runs).toEqual([800])
  await vi.advanceTimersByTimeAsync(1200)
  expect(runs).toEqual([800, 2000])
  await vi.advanceTimersByTimeAsync(999)
  expect(runs).toHaveLength(2)
  stop.abort()
  await end
  await vi.advanceTimersByTimeAsync(5000)
  expect(runs).toHaveLength(2)
})

test('aborts the run under way, and the end waits for it', async () => {
  const stop = new AbortController()
  const { promise: started, resolve } = Promise.withResolvers<void>()
  let aborted = false
  const end = startPeriodic({
    name: 't',
    intervalMs: 1000,
    immediately: true,
    signal: stop.signal,
    logger: silentLogger,
    run: async (signal) => {
      resolve()
      await once(signal, 'abort')
      aborted = true
    }
  })
  await started
  stop.abort()
  await end
  expect(aborted).toBe(true)
})
