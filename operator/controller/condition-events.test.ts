import type { Condition } from '@subnetes/api'
import { expect, it } from 'vitest'
import { conditionEvents } from './condition-events.ts'

function condition (type: string, status: Condition['status'], reason: string): Condition {
  return { type, status, reason, message: 'words', lastTransitionTime: '' }
}

function events (before: Condition[], after: Condition[]): string[] {
  return conditionEvents(before, after).map(({ type, reason }) => `${type} ${reason}`)
}

it('tells bad news once, another reason of it, and its end', () => {
  const [broken, other, good] = [condition('SchemaValid', 'False', 'Invalid'), condition('SchemaValid', 'False', 'Unread'), condition('SchemaValid', 'True', 'Compiled')]
  expect(events([], [broken])).toEqual(['Warning SchemaValidInvalid'])
  expect(events([broken], [broken])).toEqual([])
  expect(events([broken], [other])).toEqual(['Warning SchemaValidUnread'])
  expect(events([other], [good])).toEqual(['Normal SchemaValidCompiled'])
  expect(events([], [good])).toEqual([])
})

it('tells Degraded when it begins, and Ready when it is', () => {
  expect(events([condition('Degraded', 'False', 'AsExpected')], [condition('Degraded', 'True', 'ImagePullFailed')])).toEqual(['Warning DegradedImagePullFailed'])
  expect(events([condition('Ready', 'False', 'NoneReady')], [condition('Ready', 'True', 'AllReady')])).toEqual(['Normal AllReady'])
  expect(events([condition('Ready', 'True', 'AllReady')], [condition('Ready', 'True', 'SomeReady'), condition('Active', 'True', 'Serving')])).toEqual([])
})

it('says nothing of gateways that are about to come', () => {
  expect(events([], [condition('GatewayRegistered', 'False', 'NoneRegistered')])).toEqual([])
  expect(events([condition('GatewayRegistered', 'False', 'NoneRegistered')], [condition('GatewayRegistered', 'True', 'AllRegistered')])).toEqual([])
  expect(events([], [condition('GatewayRegistered', 'False', 'Refused')])).toEqual(['Warning GatewayRegisteredRefused'])
})
