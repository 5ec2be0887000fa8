import { expect, it } from 'vitest'
import { judge } from './goals.ts'
import { fillPage, formatReport } from './report.ts'
import { madeUpResults, madeUpRound } from './results-fixture.ts'

const work = 'unary-64B-32'
const rounds = [1, 2, 3].flatMap((round) => [
  madeUpRound({ system: 'hivemind', work, round }, { cpuSeconds: 3 }),
  madeUpRound({ system: 'ours', work, round }, { cpuSeconds: round === 1 ? 2 : 1.5 })
])

it('puts goals and ratios before the figures they are made of', () => {
  const results = madeUpResults({ rounds })
  const report = formatReport(results, judge(results, [{ system: 'ours', work, metric: 'efficiency', atLeast: 1.3 }]))
  const parts = ['### Goals', '### Operations per core-second', '### unary, 64 B, 32 in flight', '### Systems']
  const places = parts.map((part) => report.indexOf(part))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places[0]).toBeGreaterThan(0)
  expect(report).toMatch(/\| ours +\| +2\.00 \[1\.75-2\.00\] \| +1000 \|/)
})

it('names failed calls and marks a machine that was not quiet', () => {
  const busy = { ...madeUpRound({ system: 'ours', work, round: 1 }, { errors: 3 }), otherCores: 1 }
  const report = formatReport(madeUpResults({ rounds: [busy] }), [])
  expect(report).toContain('* ours, unary-64B-32: 3 failed; the first: stream reset')
  expect(report).toContain('NOT quiet')
  expect(formatReport(madeUpResults({ rounds }), [])).toContain('The machine was quiet')
})

it('judges a run without rounds by the load before it', () => {
  const results = madeUpResults()
  expect(formatReport(results, [])).toContain('The machine was quiet: load before 0.1.')
  expect(formatReport({ ...results, machine: { ...results.machine, loadBefore: 3 } }, [])).toContain('NOT quiet')
})

it('shows the memory of a system as a multiple of its reference', () => {
  const sample = (system: string, gateway: number) => {
    const stage = { gateway }
    return { system, sample: 1, mib: { idle: stage, peers: stage, busy: stage, after: stage }, errors: 0 }
  }
  const memory = [sample('hivemind', 400), sample('ours', 100)]
  expect(formatReport(madeUpResults({ memory }), [])).toContain('100 (0.25)')
})

it('replaces what is between the marks of a page and nothing else', () => {
  const begin = '<!-- bench:begin: filled by `npm run bench -- --render FILE --into docs/performance.md` -->'
  const page = (text: string): string => `before\n${begin}\n\n${text}\n\n<!-- bench:end -->\nafter\n`
  expect(fillPage(page('old'), 'new')).toBe(page('new'))
  expect(() => fillPage('no marks', 'new')).toThrow('bench:begin')
})
