import { expect, it } from 'vitest'
import { SubnetesError, silentMetrics } from '@subnetes/common'
import type { Labels, Metrics } from '@subnetes/common'
import { DispatchLedger } from './dispatch-ledger.ts'
import { notStarted, workerLost } from '@subnetes/grpc'

it('counts calls by code, waits, and retries by reason', () => {
  const counted: string[] = []
  const record = (name: string) => (labels?: Labels, value?: number): void => { counted.push([name, ...Object.values(labels ?? {}), ...(value === undefined ? [] : [value])].join(' ')) }
  const metrics: Metrics = {
    counter: ({ name }) => ({ inc: record(name) }),
    gauge: () => ({ set: () => {}, remove: () => {} }),
    histogram: ({ name }) => ({ observe: (value, labels) => record(name)(labels, value) })
  }
  const ledger = new DispatchLedger(metrics, 'p', () => 2_000)
  const entry = { runningSince: -1, ranMs: -1 }
  ledger.arrive()
  ledger.run(entry, 500)
  ledger.retry(entry, workerLost('gone'))
  ledger.retry(entry, notStarted(workerLost('gone')))
  ledger.retry(entry, notStarted(new SubnetesError('resource_exhausted', 'full')))
  ledger.end(entry, undefined)
  ledger.arrive()
  ledger.end({ runningSince: -1, ranMs: -1 }, new SubnetesError('not_found', 'no'))
  expect(counted).toEqual([
    'subnetes_gateway_slot_wait_seconds p 1.5',
    'subnetes_gateway_dispatch_retries_total p lost',
    'subnetes_gateway_dispatch_retries_total p unreachable',
    'subnetes_gateway_dispatch_retries_total p refused',
    'subnetes_gateway_dispatched_calls_total p ok',
    'subnetes_gateway_dispatched_calls_total p not_found'
  ])
})

it('sums the time of runs that may have started, and counts a call that never ran as shed', () => {
  let now = 0
  const ledger = new DispatchLedger(silentMetrics, 'p', () => now)
  const entry = { runningSince: -1, ranMs: -1 }
  ledger.arrive()
  ledger.run(entry, 0)
  now = 1_000
  expect(ledger.load(1)).toMatchObject({ interactive: 1, held: 0, callsAgeSeconds: 1 })
  ledger.retry(entry, workerLost('gone'))
  expect(ledger.load(1)).toMatchObject({ interactive: 0, held: 1, callsAgeSeconds: 0 })
  ledger.run(entry, now)
  now = 1_500
  ledger.end(entry, undefined)
  ledger.arrive()
  ledger.end({ runningSince: -1, ranMs: -1 }, new SubnetesError('resource_exhausted', 'full'))
  expect(ledger.load(1)).toMatchObject({ callsArrived: 2, callsFinished: 1, callsFinishedSeconds: 1.5, callsFailed: 1, callsShed: 1 })
  expect(ledger.open).toBe(0)
})
