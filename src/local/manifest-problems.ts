/** What a person is told of manifests when their problems change. Pure. */
import type { CatalogProblem } from './catalog.ts'
import type { TwinEvent } from './status.ts'

/**
 * Each new problem, then each that is over. A manifest that is wrong in another way now is not fixed, and a skipped object has never been wrong.
 */
export function diffProblems (before: readonly CatalogProblem[], after: readonly CatalogProblem[]): TwinEvent[] {
  const known = new Set(before.map(({ message }) => message))
  const news = after.filter(({ message }) => !known.has(message)).map((problem): TwinEvent => ({ type: 'manifest', ...problem }))
  const fixed = before.filter((problem) => problem.kind !== 'skipped' && !after.some((other) => concernsSame(problem, other)))
  return [...news, ...fixed.map(({ file, protocol, message }): TwinEvent => ({ type: 'manifest', file, protocol, kind: 'fixed', message }))]
}

/** A problem of a file as a whole hides those of its protocols. */
function concernsSame (a: CatalogProblem, b: CatalogProblem): boolean {
  if (a.file !== b.file || b.kind === 'skipped') return false
  return a.protocol === b.protocol || a.protocol === undefined || b.protocol === undefined
}
