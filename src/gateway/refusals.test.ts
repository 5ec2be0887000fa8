import { expect, test } from 'vitest'
import { Refusals } from './refusals.ts'

test('tells a refusal that is over before the assignments are complete to nobody, and one that stands then', () => {
  const told: string[] = []
  const refusals = new Refusals(({ protocol, registered }) => told.push(`${protocol} ${registered ? 'served' : 'refused'}`))
  const tell = (protocol: string, registered: boolean): void => refusals.tell({ protocol, generation: 1, registered, error: registered ? '' : 'taken' })
  tell('a', false)
  tell('b', false)
  tell('a', true)
  expect(told).toEqual(['a served'])
  refusals.complete()
  tell('c', false)
  refusals.complete()
  expect(told).toEqual(['a served', 'b refused', 'c refused'])
})
