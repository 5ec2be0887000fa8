import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_DEMAND, readDemand } from './index.ts'
import type { GatewayLoad, PoolView, RunnerView, WorkerView } from './index.ts'

const load: GatewayLoad = { interactive: 0, held: 0, callsArrived: 0, callsFinished: 0, callsFinishedSeconds: 0, callsAgeSeconds: 0 }
const runner: RunnerView = { receivedAt: 100, draining: false, activeCalls: 0, activeJobs: 0, callsAgeSeconds: 0, jobsAgeSeconds: 0, jobsFinished: 0, jobsFinishedSeconds: 0 }
const ready: WorkerView = { id: 'w1', phase: 'ready', isCurrent: true, runner }

function view (change: Partial<PoolView> = {}): PoolView {
  return { replicas: 1, gateways: [{ id: 'g0', receivedAt: 100, load }], workers: [ready], queue: { waiting: 0, active: 0, readAt: 100 }, ...change }
}

function gateway (id: string, change: Partial<GatewayLoad>, receivedAt = 100): PoolView['gateways'][number] {
  return { id, receivedAt, load: { ...load, ...change } }
}

describe('a reading of demand', () => {
  it('adds up gateways, runners and the queue', () => {
    const { sample, fresh, work } = readDemand(NO_DEMAND, view({
      gateways: [gateway('g0', { interactive: 2, held: 1, callsAgeSeconds: 3 }), gateway('g1', { interactive: 1, callsAgeSeconds: 1 })],
      workers: [{ ...ready, runner: { ...runner, activeCalls: 3, activeJobs: 2, jobsAgeSeconds: 9 } }, { id: 'w2', phase: 'starting', isCurrent: true, isUnschedulable: true }],
      queue: { waiting: 4, active: 2, readAt: 99 }
    }), 100)
    expect(sample).toMatchObject({ interactive: 3, held: 1, callsAgeSeconds: 4, queueWaiting: 4, queueActive: 2, jobsAgeSeconds: 9 })
    expect(sample).toMatchObject({ ready: 1, starting: 1, draining: 0, unschedulable: 1, replicas: 1 })
    expect(sample.partial).toBeUndefined()
    expect([fresh, work]).toEqual([true, 10])
  })

  it('leaves work on draining workers out of the demand, and in the work that is there', () => {
    const leaving: WorkerView = { ...ready, phase: 'draining', runner: { ...runner, activeCalls: 1, activeJobs: 1, callsAgeSeconds: 60 } }
    const { sample, work } = readDemand(NO_DEMAND, view({ gateways: [gateway('g0', { interactive: 2, callsAgeSeconds: 61 })], workers: [ready, leaving], queue: { waiting: 0, active: 1, readAt: 100 } }), 100)
    expect(sample).toMatchObject({ interactive: 1, callsAgeSeconds: 1, queueActive: 0, ready: 1, draining: 1 })
    expect(work).toBe(3)
  })

  it.each<[why: string, change: Partial<PoolView>, words: string]>([
    ['a gateway has never reported', { gateways: [gateway('g0', {}), { id: 'g1' }] }, 'gateway g1 has not reported yet'],
    ['a gateway has not reported for three ticks', { gateways: [gateway('g0', {}, 93)] }, 'gateway g0 reported last 7 s ago'],
    ['no gateway exists', { gateways: [] }, 'there is no gateway'],
    ['the queue cannot be read', { queue: undefined }, 'the job queue cannot be read'],
    ['the queue was read long ago', { queue: { waiting: 0, active: 0, readAt: 90 } }, 'the job queue was last read 10 s ago']
  ])('is partial, with words, when %s', (_why, change, words) => {
    const { fresh, missing, sample, work } = readDemand(NO_DEMAND, view(change), 100)
    expect({ fresh, missing, partial: sample.partial, work }).toEqual({ fresh: false, missing: [words], partial: true, work: null })
  })

  it('is whole without a queue where jobs are calls, and wait in gateways\' memories', () => {
    expect(readDemand(NO_DEMAND, view({ queue: null }), 100)).toMatchObject({ fresh: true, work: 0, sample: { queueWaiting: 0, queueActive: 0 } })
    expect(readDemand(NO_DEMAND, view({ queue: null, gateways: [gateway('g0', { jobsWaiting: 3 })] }), 100)).toMatchObject({ work: 3, sample: { queueWaiting: 3 } })
  })

  it('counts on through a gateway\'s restart, and is partial for that one reading', () => {
    const before = readDemand(NO_DEMAND, view({ gateways: [gateway('g0', { callsArrived: 100 }), gateway('g1', { callsArrived: 50 })] }), 98)
    const after = readDemand(before.memory, view({ gateways: [gateway('g0', { callsArrived: 104 }), gateway('g1', { callsArrived: 3 })] }), 100)
    expect([after.sample.callsArrived, after.missing]).toEqual([7, ['gateway g1 was started again']])
    const next = readDemand(after.memory, view({ gateways: [gateway('g0', { callsArrived: 104 }), gateway('g1', { callsArrived: 5 })] }), 100)
    expect([next.sample.callsArrived, next.fresh]).toEqual([9, true])
  })

  it('keeps what a gateway counted that is gone, and takes nothing for a new one\'s history', () => {
    const first = readDemand(NO_DEMAND, view({ gateways: [gateway('g0', { callsArrived: 0 })] }), 98)
    const second = readDemand(first.memory, view({ gateways: [gateway('g0', { callsArrived: 10 })] }), 100)
    const third = readDemand(second.memory, view({ gateways: [gateway('g1', { callsArrived: 1_000_000 })] }), 100)
    expect(third.sample.callsArrived).toBe(10)
  })

  it('counts each worker\'s start once, and its jobs', () => {
    const starting: WorkerView = { id: 'w2', phase: 'starting', isCurrent: true, runner }
    const first = readDemand(NO_DEMAND, view({ workers: [starting] }), 96)
    const started = view({ workers: [{ ...starting, phase: 'ready', startSeconds: 7, runner: { ...runner, jobsFinished: 2, jobsFinishedSeconds: 11 } }] })
    const second = readDemand(first.memory, started, 98)
    const third = readDemand(second.memory, started, 100)
    expect(second.sample).toMatchObject({ coldStarts: 1, coldStartSeconds: 7, jobsFinished: 2, jobsFinishedSeconds: 11 })
    expect(third.sample).toMatchObject({ coldStarts: 1, coldStartSeconds: 7, jobsFinished: 2 })
  })

  it('has counters that never fall, whatever gateways come, go and restart', () => {
    const counted = fc.nat(1000)
    const seen = fc.array(fc.record({ id: fc.constantFrom('g0', 'g1', 'g2'), callsArrived: counted, callsFinished: counted, callsFinishedSeconds: counted }), { maxLength: 3 })
    fc.assert(fc.property(fc.array(seen, { maxLength: 12 }), (readings) => {
      let memory = NO_DEMAND
      let last = 0
      for (const gateways of readings) {
        const { sample, memory: next } = readDemand(memory, view({ gateways: gateways.map(({ id, ...change }) => gateway(id, change)) }), 100)
        const total = (sample.callsArrived ?? -1) + (sample.callsFinished ?? -1) + (sample.callsFinishedSeconds ?? -1)
        expect(total).toBeGreaterThanOrEqual(last)
        last = total
        memory = JSON.parse(JSON.stringify(next)) as typeof next
      }
      expect(Object.keys(memory.gateways).length).toBeLessThanOrEqual(3)
    }))
  })
})
