/** Protocols as rows of a table: what stands in them, which are shown, in what order. Pure. */

/** @typedef {import('@subnetes/control').ConsoleProtocol} Protocol */
/** @typedef {import('@subnetes/control').ConsolePhase} Phase */
/** @typedef {{ key: string, name: string, namespace: string, phase: Phase, rank: number, ready: number, wanted: number, used: number, slots: number, rate: number | null, waiting: number, words: string, problems: number }} Row */
/** @typedef {{ by: 'name' | 'phase' | 'ready' | 'used' | 'rate' | 'waiting', isDown: boolean }} Order */

/** Rows shown until more are asked for: the page stays quick with thousands. */
export const FIRST_ROWS = 200

/** The worst first. @type {Readonly<Record<Phase, number>>} */
const RANKS = { refused: 0, degraded: 1, starting: 2, stopping: 3, ready: 4, idle: 5, suspended: 6 }

/**
 * @param {{ namespace: string, name: string }} protocol
 * @returns {string} the key of its history
 */
export function keyOf ({ namespace, name }) {
  return `${namespace}/${name}`
}

/**
 * What the row of a protocol says.
 *
 * @param {Protocol} protocol
 * @param {ReadonlyArray<number | null> | undefined} point the newest of its history
 * @returns {Row}
 */
export function rowOf (protocol, point) {
  const { name, namespace, phase, workers, replicas, scaling, load, jobs, problems } = protocol
  const ready = workers.filter(({ state }) => state === 'ready')
  const broken = problems.filter(({ limiting }) => !limiting)
  return {
    key: keyOf(protocol),
    name,
    namespace,
    phase,
    rank: RANKS[phase] - (broken.length > 0 ? 0.5 : 0),
    ready: ready.length,
    wanted: replicas,
    used: workers.reduce((sum, worker) => sum + worker.activeCalls + worker.activeJobs, 0),
    slots: ready.reduce((sum, worker) => sum + worker.slots, 0),
    rate: point?.[0] ?? null,
    waiting: load.waiting + (jobs?.waiting ?? 0),
    words: broken[0]?.message ?? scaling.words,
    problems: broken.length
  }
}

/**
 * The rows whose name, namespace or state has every word of the filter.
 *
 * @param {readonly Row[]} rows
 * @param {string} filter
 * @returns {Row[]}
 */
export function filterRows (rows, filter) {
  const words = filter.toLowerCase().split(/\s+/).filter((word) => word !== '')
  return rows.filter(({ key, phase }) => words.every((word) => key.toLowerCase().includes(word) || phase.startsWith(word)))
}

/**
 * In order; equal ones by name.
 *
 * @param {readonly Row[]} rows
 * @param {Order} order
 * @returns {Row[]}
 */
export function sortRows (rows, { by, isDown }) {
  const value = (/** @type {Row} */ row) => by === 'phase' ? row.rank : by === 'name' ? 0 : row[by] ?? -1
  const sign = isDown ? -1 : 1
  return rows.toSorted((a, b) => sign * (value(a) - value(b)) || (by === 'name' ? sign : 1) * compare(a.key, b.key))
}

/**
 * The order after a click on a column: the other way round, or for another column the way that shows first what one looks for.
 *
 * @param {Order} order
 * @param {Order['by']} by
 * @returns {Order}
 */
export function nextOrder (order, by) {
  if (order.by === by) return { by, isDown: !order.isDown }
  return { by, isDown: by !== 'name' && by !== 'phase' }
}

/**
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
function compare (a, b) {
  if (a === b) return 0
  return a < b ? -1 : 1
}
