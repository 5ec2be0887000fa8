/** Values as the path of a small picture. Pure. */

/** Values that fill a picture at least: three minutes, so that the first ones are not a speck. */
const LEAST_SLOTS = 36
/** Room above the greatest value: what stays the same is told apart from what is cut off. */
const HEADROOM = 1.15

/**
 * The line through the known values, with gaps where nothing is known. A lone value is a short stroke.
 *
 * @param {ReadonlyArray<number | null>} values oldest first
 * @param {{ width: number, height: number, slots: number }} box `slots`: values that are shown at most; few stand at its right end
 * @returns {{ line: string, area: string, max: number }} of SVG path data; empty when nothing is known
 */
export function sparkline (values, { width, height, slots }) {
  const shown = values.slice(-slots)
  const max = Math.max(0, ...shown.map((value) => value ?? 0))
  const top = max === 0 ? 1 : max * HEADROOM
  const step = width / (Math.max(Math.min(LEAST_SLOTS, slots), shown.length) - 1)
  const x = (/** @type {number} */ index) => round(width - (shown.length - 1 - index) * step)
  const y = (/** @type {number} */ value) => round(height - 1 - (value / top) * (height - 2))
  const runs = runsOf(shown)
  const points = runs.map((run) => run.map(({ index, value }) => `${x(index)} ${y(value)}`))
  const ends = runs.map((run) => [x(run[0]?.index ?? 0), x(run.at(-1)?.index ?? 0)])
  return {
    line: points.map((run) => `M${run.join('L')}${run.length === 1 ? 'h-1' : ''}`).join(''),
    area: points.map((run, index) => run.length === 1 ? '' : `M${ends[index]?.[0]} ${height}L${run.join('L')}L${ends[index]?.[1]} ${height}Z`).join(''),
    max
  }
}

/**
 * Neighbours that are known.
 *
 * @param {ReadonlyArray<number | null>} values
 * @returns {Array<Array<{ index: number, value: number }>>}
 */
function runsOf (values) {
  /** @type {Array<Array<{ index: number, value: number }>>} */
  const runs = []
  for (const [index, value] of values.entries()) {
    if (value === null) continue
    const last = runs.at(-1)
    if (last !== undefined && last.at(-1)?.index === index - 1) last.push({ index, value })
    else runs.push([{ index, value }])
  }
  return runs
}

/**
 * @param {number} value
 * @returns {number}
 */
function round (value) {
  return Math.round(value * 10) / 10
}
