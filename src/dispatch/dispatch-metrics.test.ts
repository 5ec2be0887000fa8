import { expect, it } from 'vitest'
import { SubnetesError } from '@subnetes/common'
import type { Labels, Metrics } from '@subnetes/common'
import { DispatchMetrics } from './dispatch-metrics.ts'
import { notStarted, workerLost } from './not-started.ts'

it('counts calls by code, waits, and retries by reason', () => {
  const told: string[] = []
  const record = (name: string) => (labels?: Labels, value?: number): void => { told.push([name, ...Object.values(labels ?? {}), ...(value === undefined ? [] : [value])].join(' ')) }
  const metrics: Metrics = {
    counter: ({ name }) => ({ inc: record(name) }),
    gauge: () => ({ set: () => {}, remove: () => {} }),
    histogram: ({ name }) => ({ observe: (value, labels) => record(name)(labels, value) })
  }
  const dispatch = new DispatchMetrics(metrics, 'p')
  dispatch.onSlot(1_500)
  dispatch.onRetry(workerLost('gone'))
  dispatch.onRetry(notStarted(workerLost('gone')))
  dispatch.onRetry(notStarted(new SubnetesError('resource_exhausted', 'full')))
  dispatch.onEnd(undefined)
  dispatch.onEnd(new SubnetesError('not_found', 'no'))
  expect(told).toEqual([
    'subnetes_gateway_slot_wait_seconds p 1.5',
    'subnetes_gateway_dispatch_retries_total p lost',
    'subnetes_gateway_dispatch_retries_total p unreachable',
    'subnetes_gateway_dispatch_retries_total p refused',
    'subnetes_gateway_dispatched_calls_total p ok',
    'subnetes_gateway_dispatched_calls_total p not_found'
  ])
})
