import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LoadReporter, REPORT_INTERVAL_MS, REPORT_MIN_GAP_MS } from './load-reporter.ts'
import type { GatewayLoad } from './load-reporter.ts'

const COUNTS = { interactive: 1, held: 2, callsArrived: 3, callsFinished: 4, callsFinishedSeconds: 5, callsAgeSeconds: 6, callsFailed: 7, callsShed: 8, jobsWaiting: 2 }
const LOAD: GatewayLoad = { ...COUNTS, readyWorkers: 9 }

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

test('reports every protocol each second while it runs', async () => {
  const sent: unknown[] = []
  const reporter = new LoadReporter({ loads: () => [['a', LOAD]], send: (loads) => { sent.push(...loads) } })
  await reporter.start()
  await vi.advanceTimersByTimeAsync(REPORT_INTERVAL_MS * 2)
  expect(sent).toHaveLength(2)
  expect(sent[0]).toEqual({ protocol: 'a', ...COUNTS })
  await reporter.stop()
  await vi.advanceTimersByTimeAsync(REPORT_INTERVAL_MS * 2)
  expect(sent).toHaveLength(2)
})

test('reports a crossing of zero at once, and many crossings not faster than the shortest gap', async () => {
  let sent = 0
  const reporter = new LoadReporter({ loads: () => [], send: () => { sent += 1 } })
  await reporter.start()
  await vi.advanceTimersByTimeAsync(REPORT_MIN_GAP_MS)
  reporter.crossing()
  await vi.advanceTimersByTimeAsync(1)
  expect(sent).toBe(1)
  for (let i = 0; i < 100; i++) {
    reporter.crossing()
    await vi.advanceTimersByTimeAsync(1)
  }
  expect(sent).toBeLessThanOrEqual(1 + 100 / REPORT_MIN_GAP_MS)
  await reporter.stop()
})
