import { expect, it } from 'vitest'
import { parseOptions } from './options.ts'
import { SYSTEMS } from './systems.ts'
import { MEMORY, WORKS } from './work.ts'

it('runs everything when nothing is chosen', () => {
  const { systems, works } = parseOptions([], [])
  expect(systems.size).toBe(SYSTEMS.length)
  expect(works).toEqual(new Set([...WORKS.map(({ name }) => name), MEMORY]))
})

it('adds the reference of a chosen system', () => {
  expect(parseOptions(['--only', 'ours-ts,unary-64B-1'], [])).toMatchObject({
    systems: new Set(['ours-ts', 'hivemind-ts']), works: new Set(['unary-64B-1'])
  })
})

it('takes the beginning of a name for all works that begin with it, and leaves out systems without such work', () => {
  const { systems, works } = parseOptions(['--only', 'stream'], [])
  expect(works).toEqual(new Set(['stream-64KiB-1', 'stream-64KiB-8']))
  expect(systems.has('hivemind')).toBe(true)
  expect(systems.has('ours-ts')).toBe(false)
})

it('takes "jobs" for the system', () => {
  expect(parseOptions(['--only', 'jobs'], []).systems).toEqual(new Set(['jobs', 'bullmq']))
})

it.each([
  [['--only', 'our'], '--only has "our"; allowed are hivemind, ours, '],
  [['--only', 'jobs,unary-64B-1'], '--only chooses no system that takes unary-64B-1'],
  [['--rounds', '1.5'], '--rounds is "1.5"; allowed is a whole number above 0'],
  [['--seconds', '0'], '--seconds is "0"; allowed is a number above 0']
])('refuses %j', (args, message) => {
  expect(() => parseOptions(args, [])).toThrow(message)
})
