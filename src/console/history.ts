/** The last minutes of every protocol, in memory and bounded. */
import { METRICS } from './rates.ts'
import type { Point } from './rates.ts'

/** Points kept, at {@link SAMPLE_MS} from each other: a quarter of an hour, which is what a person asks after. */
export const POINTS = 180
/** Between two points. Shorter than the scaling policy's windows, longer than its tick. */
export const SAMPLE_MS = 5_000
/** Series kept: 3.6 kB each. Protocols beyond have their present values only. */
export const MAX_SERIES = 2_048

/** Values of one metric, oldest first; one number stands for a series that has been the same all the time. Null: not known. */
export type SeriesValues = number | ReadonlyArray<number | null>

/** All of it, for a page that has just been opened. */
export interface HistoryText {
  readonly everyMs: number
  /** When each point was taken, epoch milliseconds, oldest first. */
  readonly at: readonly number[]
  /** By protocol and metric, as {@link METRICS} orders them. */
  readonly series: Readonly<Record<string, readonly SeriesValues[]>>
}

/** Rings that turn together: a protocol that is new has nothing before. */
export class History {
  readonly #series = new Map<string, Float32Array>()
  readonly #at: number[] = []
  #next = 0

  /** Adds a point of every protocol. Series of protocols that are gone end; undefined points: nobody could be asked. */
  add (at: number, points: ReadonlyMap<string, Point> | undefined): void {
    const index = this.#next
    this.#next = (index + 1) % POINTS
    this.#at.push(at)
    if (this.#at.length > POINTS) this.#at.shift()
    for (const [key, values] of this.#series) {
      if (points === undefined || points.has(key)) values.fill(NaN, index * METRICS.length, (index + 1) * METRICS.length)
      else this.#series.delete(key)
    }
    for (const [key, point] of points ?? []) this.#of(key)?.set(point, index * METRICS.length)
  }

  /** Everything as it goes to a page. */
  read (): HistoryText {
    const series = [...this.#series].map(([key, values]) => [key, METRICS.map((_, metric) => this.#values(values, metric))] as const)
    return { everyMs: SAMPLE_MS, at: this.#at, series: Object.fromEntries(series) }
  }

  #of (key: string): Float32Array | undefined {
    const known = this.#series.get(key)
    if (known !== undefined || this.#series.size >= MAX_SERIES) return known
    const made = new Float32Array(POINTS * METRICS.length).fill(NaN)
    this.#series.set(key, made)
    return made
  }

  #values (values: Float32Array, metric: number): SeriesValues {
    const length = this.#at.length
    const list = Array.from({ length }, (_, age) => rounded(values[(((this.#next - length + age + POINTS) % POINTS) * METRICS.length) + metric] ?? NaN))
    const [first] = list
    return first !== undefined && first !== null && list.every((value) => value === first) ? first : list
  }
}

/** A point as it goes to a page: two decimals are more than a picture shows. */
export function rounded (value: number): number | null {
  return Number.isNaN(value) ? null : Math.round(value * 100) / 100
}
