/** The page's own logic, without a browser. */
import { describe, expect, it } from 'vitest'
import { protocolSeen } from '../../../test/fixtures/console-snapshot.ts'
import { agoText, linkText, numberText, timeText } from './format.js'
import { filterRows, nextOrder, rowOf, sortRows } from './rows.js'
import { sparkline } from './sparkline.js'
import { POINTS, addSample, emptyStore, lastPoint, storeOf } from './store.js'

describe('words of the page', () => {
  it('shorten numbers, and show what is not known as a dash', () => {
    expect([null, NaN, 0, 0.26, 3, 9.96, 42.4, 12_345, 3_400_000].map(numberText)).toEqual(['–', '–', '0', '0.3', '3', '10.0', '42', '12.3 k', '3.4 M'])
  })

  it('say how long ago, and when', () => {
    expect([400, 59_400, 90_000, 7_200_000, 200_000_000].map(agoText)).toEqual(['0 s', '59 s', '2 min', '2 h', '2 d'])
    const noon = new Date(2026, 1, 3, 12, 4, 5).getTime()
    expect([timeText(noon, noon + 1), timeText(noon, noon + 86_400_000)]).toEqual(['12:04:05', '2026-02-03 12:04:05'])
  })

  it('say whether what is shown is of now, and if not since when and why', () => {
    const nowMs = new Date(2026, 1, 3, 12, 0, 9).getTime()
    const page = { hasSnapshot: true, decider: 'operator-0', lostMs: undefined, nowMs }
    const down = { isUp: false, sinceMs: nowMs - 9_000, error: 'refused' }
    expect(linkText(undefined, page)).toEqual({ state: 'wait', text: 'connecting' })
    expect(linkText({ isUp: true, sinceMs: 0, error: '' }, page)).toEqual({ state: 'live', text: 'live from operator-0' })
    expect(linkText(down, page)).toEqual({ state: 'lost', text: 'operator not reached since 12:00:00; what is shown is of then (refused)' })
    expect(linkText(down, { ...page, hasSnapshot: false }).text).toContain('nothing is known yet')
    expect(linkText(down, { ...page, lostMs: nowMs }).text).toBe('console not reached since 12:00:09; what is shown is of then')
  })
})

describe('rows', () => {
  const worker = { id: 'w', state: 'ready', slots: 4, activeCalls: 2, activeJobs: 1, node: '', message: '', restarts: 0 } as const
  const broken = { reason: 'CrashLooping', message: 'exit code 1', sinceMs: 0, limiting: false }
  const rows = [
    rowOf(protocolSeen('busy', { workers: [worker, { ...worker, state: 'draining' }], jobs: { running: 1, waiting: 5 }, load: { running: 2, waiting: 1, finished: 0, failed: 0, shed: 0 } }), [7, 0, 0, 0, 0]),
    rowOf(protocolSeen('asleep', { phase: 'idle', workers: [], replicas: 0 }), undefined),
    rowOf(protocolSeen('broken', { phase: 'degraded', workers: [], problems: [broken] }), [null, null, 0, 0, 0]),
    rowOf(protocolSeen('wrong', { problems: [broken, { ...broken, message: 'two' }] }), [3, 0, 0, 0, 0])
  ]
  const names = (of: typeof rows): string[] => of.map(({ name }) => name)

  it('say what stands in the table: slots of ready workers, all work, jobs that wait, and problems before decisions', () => {
    expect(rows[0]).toMatchObject({ key: 'ns/busy', ready: 1, wanted: 1, used: 6, slots: 4, rate: 7, waiting: 6, words: 'the last worker stays a while', problems: 0 })
    expect(rows[2]).toMatchObject({ rate: null, words: 'exit code 1', problems: 1 })
  })

  it('are found by every word of name, namespace or state', () => {
    expect(names(filterRows(rows, ' NS/b'))).toEqual(['busy', 'broken'])
    expect(names(filterRows(rows, 'ns degr'))).toEqual(['broken'])
    expect(names(filterRows(rows, 'ready idle'))).toEqual([])
    expect(filterRows(rows, '')).toHaveLength(4)
  })

  it('stand the worst first, or by what was clicked', () => {
    expect(names(sortRows(rows, { by: 'phase', isDown: false }))).toEqual(['broken', 'wrong', 'busy', 'asleep'])
    expect(names(sortRows(rows, { by: 'name', isDown: true }))).toEqual(['wrong', 'busy', 'broken', 'asleep'])
    expect(names(sortRows(rows, { by: 'rate', isDown: true }))).toEqual(['busy', 'wrong', 'asleep', 'broken'])
    expect(nextOrder({ by: 'rate', isDown: true }, 'rate')).toEqual({ by: 'rate', isDown: false })
    expect([nextOrder({ by: 'rate', isDown: true }, 'name'), nextOrder({ by: 'name', isDown: false }, 'waiting')]).toEqual([{ by: 'name', isDown: false }, { by: 'waiting', isDown: true }])
  })
})

describe('the history of the page', () => {
  it('begins with what the server sends, and goes on with each point', () => {
    const store = storeOf({ everyMs: 5_000, at: [1, 2], series: { a: [[1, 2], 0, 0, 0, 1], gone: [0, 0, 0, 0, 0] } })
    addSample(store, { atMs: 3, values: { a: [3, 0, 0, 0, 2], new: [9, 0, 0, 0, 1] } })
    addSample(store, { atMs: 4, values: null })
    expect([...store.series.keys()]).toEqual(['a', 'new'])
    expect([store.series.get('a')?.[0], store.series.get('a')?.[4], store.series.get('new')?.[0]]).toEqual([[1, 2, 3, null], [1, 1, 2, null], [null, null, 9, null]])
    expect([lastPoint(store, 'a'), lastPoint(store, 'none')]).toEqual([[null, null, null, null, null], undefined])
  })

  it('is bounded', () => {
    const store = emptyStore()
    for (let n = 0; n < POINTS + 3; n++) addSample(store, { atMs: n, values: { a: [n, 0, 0, 0, 0] } })
    expect([store.at.length, store.series.get('a')?.[0]?.length, store.series.get('a')?.[0]?.[0]]).toEqual([POINTS, POINTS, 3])
  })
})

describe('sparkline', () => {
  const box = { width: 100, height: 21, slots: 5 }

  it('draws the newest values at the right, the greatest below the top', () => {
    expect(sparkline([9, 0, 0, 0, 1.15, 0], box)).toEqual({ line: 'M0 20L25 20L50 20L75 3.5L100 20', area: 'M0 21L0 20L25 20L50 20L75 3.5L100 20L100 21Z', max: 1.15 })
  })

  it('leaves gaps where nothing is known, and shows a lone value as a stroke', () => {
    expect(sparkline([0, null, 0, 0, null], box)).toMatchObject({ line: 'M0 20h-1M50 20L75 20', area: 'M50 21L50 20L75 20L75 21Z' })
    expect(sparkline([null, null], box)).toEqual({ line: '', area: '', max: 0 })
  })
})
