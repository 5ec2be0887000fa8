import type { ScaleReason } from '@subnetes/scaling'
import { describe, expect, it } from 'vitest'
import { scalingLimited } from './scale-status.ts'

describe('the condition ScalingLimited', () => {
  it.each([
    ['load', 'False', 'DesiredWithinRange'],
    ['zero', 'False', 'DesiredWithinRange'],
    ['maximum', 'True', 'AtMaximum'],
    ['minimum', 'True', 'AtMinimum'],
    ['kept', 'True', 'Stabilizing'],
    ['settling', 'True', 'Stabilizing'],
    ['unschedulable', 'True', 'Unschedulable'],
    ['suspended', 'True', 'Suspended']
  ] satisfies Array<[ScaleReason, string, string]>)('says of %s: %s, %s', (reason, status, word) => {
    expect(scalingLimited({ reason, fresh: true, missing: [] })).toMatchObject({ status, reason: word })
  })

  it('says that data is missing whatever else holds the count, in words that stay the same from tick to tick', () => {
    const [one, other] = [7, 9].map((seconds) => scalingLimited({ reason: 'load', fresh: false, missing: [`gateway a/gw-0 reported last ${seconds} s ago`] }))
    expect(one).toMatchObject({ status: 'True', reason: 'MetricsUnavailable', message: expect.stringContaining('a/gw-0') as string })
    expect(other).toEqual(one)
  })
})
