import { expect, it } from 'vitest'
import { judge, neededFor, problemsOf, readGoals } from './goals.ts'
import type { Goal } from './goals.ts'
import { parseOptions } from './options.ts'
import { madeUpResults, madeUpRound } from './results-fixture.ts'
import type { Round } from './statistics.ts'
import { SYSTEMS } from './systems.ts'
import { MEMORY, WORKS } from './work.ts'

const work = 'unary-64B-1'
const efficiency: Goal = { system: 'ours', work, metric: 'efficiency', atLeast: 1.3, stretch: 1.5 }

function roundsWith (ratio: number, init = {}): Round[] {
  return [1, 2, 3].flatMap((round) => [
    madeUpRound({ system: 'hivemind', work, round }, { cpuSeconds: ratio }),
    madeUpRound({ system: 'ours', work, round }, init)
  ])
}

function verdictOf (ratio: number, goal: Goal): string | undefined {
  return judge(madeUpResults({ rounds: roundsWith(ratio) }), [goal])[0]?.verdict
}

it('tells a missed goal, a met one and a stretch apart', () => {
  expect([1.2, 1.3, 1.6].map((ratio) => verdictOf(ratio, efficiency))).toEqual(['MISSED', 'met', 'stretch'])
})

it('reads a bound from above the other way round', () => {
  const cpu: Goal = { system: 'ours', work, metric: 'gatewayCpu', atMost: 0.4, stretch: 0.3 }
  expect([2, 2.5, 4].map((ratio) => verdictOf(ratio, cpu))).toEqual(['MISSED', 'met', 'stretch'])
})

it('says which goal is missed and by how much', () => {
  expect(problemsOf(madeUpResults({ rounds: roundsWith(1.2) }), [efficiency])).toEqual([
    'operations per core-second, all processes, unary-64B-1: ours / hivemind: ' +
    '1.20, the goal is at least 1.3, missed by 0.10'
  ])
})

it('takes a goal that was not measured for a problem', () => {
  const [problem] = problemsOf(madeUpResults(), [efficiency])
  expect(problem).toContain('not measured; the goal is at least 1.3')
})

it('takes every failed call for a problem, even where all goals are met', () => {
  const problems = problemsOf(madeUpResults({ rounds: roundsWith(2, { errors: 2 }) }), [efficiency])
  expect(problems).toEqual(['ours, unary-64B-1: 6 failed; the first: stream reset'])
})

it('compares the memory of the gateway alone', () => {
  const sample = (system: string, gateway: number) => {
    const stage = { gateway, worker: 500 }
    return { system, sample: 1, mib: { idle: stage, peers: stage, busy: stage, after: stage }, errors: 0 }
  }
  const results = madeUpResults({ memory: [sample('hivemind', 400), sample('ours', 100)] })
  const goal: Goal = { system: 'ours', work: MEMORY, metric: 'idle', atMost: 0.4 }
  expect(judge(results, [goal])).toMatchObject([{ value: 0.25, verdict: 'met' }])
})

it('has goals only for systems and works that exist, and runs all of them in a check', () => {
  const names = [...SYSTEMS.map(({ name }) => name), ...WORKS.map(({ name }) => name), MEMORY]
  expect(names).toEqual(expect.arrayContaining(neededFor(readGoals())))
  const { systems, works, isCheck } = parseOptions(['--check'], readGoals())
  expect(isCheck).toBe(true)
  for (const goal of readGoals()) expect(systems.has(goal.system) && works.has(goal.work)).toBe(true)
})
