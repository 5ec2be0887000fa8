/** The history as the page keeps it: what came at the start, and each point since. Pure but for its own arrays. */
import { METRICS } from './format.js'

/** @typedef {Array<number | null>} Values */
/** @typedef {{ everyMs: number, at: number[], series: Map<string, Values[]> }} Store */

/** Points kept, as many as the server keeps. */
export const POINTS = 180

/** @returns {Store} */
export function emptyStore () {
  return { everyMs: 5000, at: [], series: new Map() }
}

/**
 * The store out of a `history` event, where one number stands for values that are all the same.
 *
 * @param {{ everyMs: number, at: readonly number[], series: Readonly<Record<string, ReadonlyArray<number | ReadonlyArray<number | null>>>> }} history
 * @returns {Store}
 */
export function storeOf ({ everyMs, at, series }) {
  const unpacked = Object.entries(series).map(([key, metrics]) => /** @type {[string, Values[]]} */ ([key, metrics.map((values) => typeof values === 'number' ? at.map(() => values) : [...values])]))
  return { everyMs, at: [...at], series: new Map(unpacked) }
}

/**
 * Adds a point. Protocols that it does not name are gone; null for all: nobody could be asked.
 *
 * @param {Store} store
 * @param {{ atMs: number, values: Readonly<Record<string, ReadonlyArray<number | null>>> | null }} sample
 */
export function addSample (store, { atMs, values }) {
  const before = store.at.length
  store.at.push(atMs)
  for (const key of values === null ? [] : store.series.keys()) if (!(key in (values ?? {}))) store.series.delete(key)
  for (const key of values === null ? store.series.keys() : Object.keys(values)) {
    const metrics = store.series.get(key) ?? METRICS.map(() => /** @type {Values} */ (Array.from({ length: before }, () => null)))
    for (const [index, list] of metrics.entries()) list.push(values?.[key]?.[index] ?? null)
    store.series.set(key, metrics)
  }
  if (store.at.length <= POINTS) return
  store.at.shift()
  for (const metrics of store.series.values()) for (const list of metrics) list.shift()
}

/**
 * The newest point of a protocol.
 *
 * @param {Store} store
 * @param {string} key
 * @returns {Array<number | null> | undefined}
 */
export function lastPoint (store, key) {
  return store.series.get(key)?.map((list) => list.at(-1) ?? null)
}
