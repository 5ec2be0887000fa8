import { silentMetrics } from '@subnetes/common'
import { expect, test } from 'vitest'
import { Pressure, RELIEF_INTERVAL_MS, shedFrom } from './pressure.ts'

test('sheds the lowest class first, and the highest only at the bound', () => {
  const shares = [0, 1, 2, 3, 4, 9].map(shedFrom)
  expect(shares).toEqual([0.75, 0.85, 0.9, 0.95, 1, 1])
  let bytes = 0
  const pressure = new Pressure(1000, { metrics: silentMetrics, memory: () => bytes })
  const shed = (now: number): boolean[] => {
    bytes = now
    pressure.sample()
    return [0, 1, 2, 3, 4].map((peerClass) => pressure.sheds(peerClass))
  }
  expect(shed(749)).toEqual([false, false, false, false, false])
  expect(shed(850)).toEqual([true, true, false, false, false])
  expect([shed(999), pressure.isOver]).toEqual([[true, true, true, true, false], false])
  expect([shed(1000), pressure.isOver]).toEqual([[true, true, true, true, true], true])
})

test('asks for relief over the budget, once in a while', () => {
  let now = 0
  const asked: number[] = []
  const pressure = new Pressure(1000, { metrics: silentMetrics, memory: () => 1200, now: () => now, onOver: (excessBytes) => { asked.push(excessBytes) } })
  pressure.sample()
  pressure.sample()
  now += RELIEF_INTERVAL_MS
  pressure.sample()
  expect(asked).toEqual([250, 250])
})
