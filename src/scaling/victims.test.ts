import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseVictims, IDLE_SPAN_SECONDS, stepDrains } from './index.ts'
import type { Drains, WorkerView } from './index.ts'

const NOW = 1000

function worker (id: string, init: { calls?: number, jobs?: number, at?: number, isDraining?: boolean } & Partial<Omit<WorkerView, 'id'>> = {}): WorkerView {
  const { calls = 0, jobs = 0, at = NOW, isDraining = false, ...rest } = init
  const runner = { receivedAt: at, draining: isDraining, activeCalls: calls, activeJobs: jobs, callsAgeSeconds: 0, jobsAgeSeconds: 0, jobsFinished: 0, jobsFinishedSeconds: 0 }
  return { id, phase: 'ready', isCurrent: true, runner, ...rest }
}

function victims (workers: readonly WorkerView[], count = 1): string[] {
  return chooseVictims(workers, count, NOW).map(({ id }) => id)
}

describe('the choice of victims', () => {
  it('takes what has not started before idle, idle before busy, and of busy ones the one with the fewest calls and jobs', () => {
    const workers = [worker('many', { calls: 2, jobs: 1 }), worker('idle'), worker('few', { jobs: 2 }), { id: 'new', phase: 'starting', isCurrent: true } as const]
    expect(victims(workers, 4)).toEqual(['new', 'idle', 'few', 'many'])
  })

  it('takes of equals the older template, then the longest idle, then the emptiest node', () => {
    expect(victims([worker('long', { idleSince: 0 }), worker('old', { isCurrent: false, idleSince: NOW })])).toEqual(['old'])
    expect(victims([worker('long', { idleSince: NOW - 10 * IDLE_SPAN_SECONDS }), worker('short', { idleSince: NOW - 1 })])).toEqual(['long'])
    expect(victims([worker('a', { node: 'full' }), worker('b', { node: 'empty' }), worker('c', { node: 'full' })])).toEqual(['b'])
  })

  it('takes a worker of which nothing is known last', () => {
    expect(victims([worker('unknown', { runner: undefined }), worker('busy', { calls: 9 })], 2)).toEqual(['busy', 'unknown'])
  })

  it('never takes a busier worker while an idler one stays', () => {
    const any = fc.array(fc.record({ calls: fc.nat(4), isCurrent: fc.boolean(), node: fc.constantFrom('a', 'b'), idleSince: fc.nat(NOW) }), { minLength: 1, maxLength: 12 })
    fc.assert(fc.property(any, fc.nat(12), (inits, count) => {
      const workers = inits.map((init, index) => worker(`w${index}`, init))
      const gone = chooseVictims(workers, count, NOW)
      const kept = workers.filter((one) => !gone.includes(one))
      expect(gone.length).toBe(Math.min(count, workers.length))
      const busiestGone = Math.max(-1, ...gone.map(({ runner }) => runner?.activeCalls ?? 0))
      const idlestKept = Math.min(Infinity, ...kept.map(({ runner }) => runner?.activeCalls ?? 0))
      expect(busiestGone).toBeLessThanOrEqual(idlestKept)
    }))
  })
})

describe('a drain', () => {
  function step (drains: Drains, workers: readonly WorkerView[], replicas: number): ReturnType<typeof stepDrains> {
    return stepDrains(drains, { workers, replicas, nextEpoch: 5, now: NOW })
  }

  it('asks the runner, waits for two idle reports in a row, then removes', () => {
    const first = step({}, [worker('a', { calls: 1 }), worker('b', { calls: 2 })], 1)
    expect(first.actions).toEqual([{ id: 'a', action: 'drain', epoch: 5 }])
    const asked = step(first.drains, [worker('a', { at: 1001, isDraining: true }), worker('b')], 1)
    expect(asked.actions).toEqual([])
    const same = step(asked.drains, [worker('a', { at: 1001, isDraining: true }), worker('b')], 1)
    expect(same.actions).toEqual([])
    const idle = step(same.drains, [worker('a', { at: 1002, isDraining: true }), worker('b')], 1)
    expect(idle.actions).toEqual([{ id: 'a', action: 'remove', epoch: 5 }])
  })

  it('begins the count anew when the worker turns out busy, and counts nothing before its runner drains', () => {
    const drains = { a: { epoch: 5, idleReports: 1, reportAt: 1000, since: 0 } }
    expect(step(drains, [worker('a', { at: 1001, calls: 1, isDraining: true }), worker('b')], 1).drains['a']?.idleReports).toBe(0)
    expect(step(drains, [worker('a', { at: 1001 }), worker('b')], 1)).toMatchObject({ drains: { a: { idleReports: 0 } }, actions: [{ id: 'a', action: 'drain' }] })
  })

  it('takes the busiest of those that leave back when load is back first', () => {
    const drains = { a: { epoch: 5, idleReports: 0, reportAt: null, since: 0 }, b: { epoch: 6, idleReports: 0, reportAt: null, since: 0 } }
    const back = stepDrains(drains, { workers: [worker('a', { calls: 1, isDraining: true }), worker('b', { calls: 3, isDraining: true }), worker('c')], replicas: 2, nextEpoch: 9, now: NOW })
    expect(back.actions).toEqual([{ id: 'b', action: 'undrain', epoch: 9 }])
    expect(Object.keys(back.drains)).toEqual(['a'])
  })

  it('removes what has not started at once, and leaves alone what goes by somebody else\'s decision', () => {
    const workers = [worker('a', { phase: 'draining', isDraining: true }), { id: 'new', phase: 'starting', isCurrent: true } as const, worker('b')]
    expect(step({}, workers, 1).actions).toEqual([{ id: 'new', action: 'remove', epoch: 5 }])
    expect(step({}, workers, 2).actions).toEqual([])
  })

  it('removes a busy worker only after a deadline, where there is one', () => {
    const drains = { a: { epoch: 5, idleReports: 0, reportAt: null, since: NOW - 60 } }
    const busy = [worker('a', { calls: 1, isDraining: true }), worker('b')]
    expect(stepDrains(drains, { workers: busy, replicas: 1, nextEpoch: 9, now: NOW, deadlineSeconds: 61 }).actions).toEqual([])
    expect(stepDrains(drains, { workers: busy, replicas: 1, nextEpoch: 9, now: NOW, deadlineSeconds: 60 }).actions).toEqual([{ id: 'a', action: 'remove', epoch: 5 }])
  })

  it('says again what the runner has not done', () => {
    expect(step({}, [worker('a', { isDraining: true })], 1).actions).toEqual([{ id: 'a', action: 'undrain', epoch: 5 }])
  })

  it('never removes a worker whose last two reports were not idle and draining, whatever comes', () => {
    const report = fc.record({ calls: fc.nat(1), isDraining: fc.boolean(), replicas: fc.nat(2) })
    fc.assert(fc.property(fc.array(report, { maxLength: 20 }), (reports) => {
      let drains: Drains = {}
      reports.forEach(({ calls, isDraining, replicas }, index) => {
        const result = stepDrains(drains, { workers: [worker('a', { calls, isDraining, at: index }), worker('b', { calls: 2, at: index })], replicas, nextEpoch: index, now: index })
        drains = result.drains
        if (!result.actions.some(({ id, action }) => id === 'a' && action === 'remove')) return
        const lastTwo = reports.slice(Math.max(0, index - 1), index + 1)
        expect(lastTwo.length).toBe(2)
        expect(lastTwo.every((one) => one.calls === 0 && one.isDraining)).toBe(true)
      })
    }))
  })
})
