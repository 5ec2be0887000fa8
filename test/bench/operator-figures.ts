/** Figures of the operator's benchmark, and whether they meet their goals. */

/** One figure. */
export interface Figure {
  readonly name: string
  readonly unit: string
  readonly value: number
  /** Goals; none where a figure is only told. */
  readonly atLeast?: number
  readonly below?: number
}

/** Prints a table. @returns the exit code: 1 when a goal is missed */
export function judge (figures: readonly Figure[]): number {
  console.log('\n| figure | value | goal | |\n| --- | --- | --- | --- |')
  for (const figure of figures) console.log(`| ${figure.name} | ${figure.value.toFixed(figure.value < 10 ? 2 : 0)} ${figure.unit} | ${goalOf(figure)} | ${verdictOf(figure)} |`)
  return figures.every(isMet) ? 0 : 1
}

/** A value below which the share of all values lies. */
export function percentile (all: readonly number[], share: number): number {
  return all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))] ?? NaN
}

/** A quantile of a Prometheus histogram: the upper bound of its bucket. `samples` are by the rest of their line: `_bucket{le="0.1"}`. */
export function quantile (samples: ReadonlyMap<string, number>, share: number): number {
  const total = samples.get('_count') ?? 0
  const buckets = [...samples].flatMap(([rest, value]) => {
    const bound = /^_bucket\{le="([^"]+)"\}$/.exec(rest)?.[1]
    return bound === undefined ? [] : [{ bound: bound === '+Inf' ? Infinity : Number(bound), value }]
  })
  return buckets.toSorted((a, b) => a.bound - b.bound).find(({ value }) => value >= total * share)?.bound ?? NaN
}

function isMet ({ value, atLeast = -Infinity, below = Infinity }: Figure): boolean {
  return value >= atLeast && value < below
}

function goalOf ({ atLeast, below }: Figure): string {
  if (atLeast !== undefined) return `at least ${atLeast}`
  return below === undefined ? '' : `below ${Math.round(below)}`
}

function verdictOf (figure: Figure): string {
  if (figure.atLeast === undefined && figure.below === undefined) return ''
  return isMet(figure) ? 'met' : 'MISSED'
}
