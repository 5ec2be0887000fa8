import { expect, it } from 'vitest'
import { madeUpRound } from './results-fixture.ts'
import { METRICS, compare, roleMicros, spread } from './statistics.ts'

const about = { system: 'ours', work: 'unary-64B-1' }

it('gives the median and interpolated quartiles in any order of values', () => {
  expect(spread([4, 1, 3, 2])).toEqual({ median: 2.5, low: 1.75, high: 3.25 })
  expect(spread([7])).toEqual({ median: 7, low: 7, high: 7 })
  expect(spread([]).median).toBeNaN()
})

it('counts the CPU of all processes for the efficiency and of one for its role', () => {
  const round = madeUpRound({ ...about, round: 1 }, { cpuSeconds: 2 })
  expect(METRICS.efficiency.of(round)).toBe(500)
  expect(METRICS.cpu.of(round)).toBe(2000)
  expect(roleMicros(round, 'gateway')).toBe(1000)
  expect(roleMicros(round, 'redis')).toBeNaN()
})

it('pairs rounds of the same number, and leaves out those without a partner', () => {
  const ours = [1, 2, 3].map((round) => madeUpRound({ ...about, round }, { cpuSeconds: round }))
  const theirs = [3, 1].map((round) => madeUpRound({ ...about, round }, { cpuSeconds: 2 * round }))
  expect(compare(ours, theirs, 'efficiency')).toEqual({ median: 2, low: 2, high: 2 })
})

it('has no latency for a round in which no call succeeded', () => {
  const failed = { ...madeUpRound({ ...about, round: 1 }), operations: 0, p50Ms: 0 }
  expect(METRICS.p50.of(failed)).toBeNaN()
  expect(compare([failed], [madeUpRound({ ...about, round: 1 })], 'p50').median).toBeNaN()
})
