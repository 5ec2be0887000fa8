import { expect, it } from 'vitest'
import type { CatalogProblem } from './catalog.ts'
import { diffProblems } from './manifest-problems.ts'

function problem (message: string, init: Partial<CatalogProblem> = {}): CatalogProblem {
  return { file: '/m.yaml', protocol: 'a', kind: 'invalid', message, ...init }
}

const told = (before: CatalogProblem[], after: CatalogProblem[]): string[] => diffProblems(before, after).map((event) => event.type === 'manifest' ? `${event.kind} ${event.message}` : '')

it('tells a problem once, and that it is over once', () => {
  expect(told([], [problem('x')])).toEqual(['invalid x'])
  expect(told([problem('x')], [problem('x')])).toEqual([])
  expect(told([problem('x')], [])).toEqual(['fixed x'])
})

it('does not call a manifest fixed that is wrong in another way now', () => {
  expect(told([problem('x')], [problem('y')])).toEqual(['invalid y'])
  expect(told([problem('x')], [problem('yaml', { protocol: undefined })])).toEqual(['invalid yaml'])
  expect(told([problem('yaml', { protocol: undefined })], [problem('x')])).toEqual(['invalid x'])
  expect(told([problem('x')], [problem('taken', { kind: 'refused' })])).toEqual(['refused taken'])
})

it('tells that one protocol is right again although its neighbour is not', () => {
  expect(told([problem('x'), problem('y', { protocol: 'b' })], [problem('y', { protocol: 'b' })])).toEqual(['fixed x'])
})

it('says nothing of a skipped object that is gone', () => {
  const skipped = problem('a ConfigMap', { kind: 'skipped', protocol: undefined })
  expect(told([skipped], [])).toEqual([])
  expect(told([problem('x'), skipped], [skipped])).toEqual(['fixed x'])
})
