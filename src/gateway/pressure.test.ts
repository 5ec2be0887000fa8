import { silentMetrics } from '@subnetes/common'
import { expect, test } from 'vitest'
import { Pressure, RELIEF_INTERVAL_MS, closeFrom, shedFrom } from './pressure.ts'

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
  expect([shed(999), pressure.closes(4)]).toEqual([[true, true, true, true, false], false])
  expect([shed(1000), pressure.closes(4)]).toEqual([[true, true, true, true, true], true])
})

test('asks for relief once in a while, from halfway between refusing the lowest class and the bound', () => {
  expect([0, 1, 4].map(closeFrom)).toEqual([0.875, 0.925, 1])
  let [now, bytes] = [0, 874]
  const asked: number[] = []
  const init = { metrics: silentMetrics, memory: () => bytes, now: () => now, onHigh: (excessBytes: number) => { asked.push(Math.round(excessBytes)) } }
  const [pressure, ofEquals] = [new Pressure(1000, init), new Pressure(1000, { ...init, lowestClass: 4 })]
  pressure.sample()
  bytes = 875
  pressure.sample()
  pressure.sample()
  ofEquals.sample()
  expect([asked, pressure.closes(0), pressure.closes(1)]).toEqual([[44], true, false])
  now += RELIEF_INTERVAL_MS
  pressure.sample()
  bytes = 1000
  ofEquals.sample()
  expect(asked).toEqual([44, 44, 50])
})
