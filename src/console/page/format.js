/** Numbers, times and states for people. Pure. */

/** What each metric of the history is, in the order of its points. */
export const METRICS = /** @type {const} */ (['callsPerSecond', 'failedPerSecond', 'running', 'waiting', 'ready'])

/**
 * A count or a rate: whole numbers from ten on, thousands shortened; a dash for what is not known.
 *
 * @param {number | null | undefined} value
 * @returns {string}
 */
export function numberText (value) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} M`
  if (value >= 1e4) return `${(value / 1e3).toFixed(1)} k`
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1)
}

/**
 * How long ago something was.
 *
 * @param {number} ms
 * @returns {string}
 */
export function agoText (ms) {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`
}

/**
 * A time of day; with the date when it is another day's.
 *
 * @param {number} atMs epoch milliseconds
 * @param {number} nowMs
 * @returns {string}
 */
export function timeText (atMs, nowMs) {
  const [at, now] = [new Date(atMs), new Date(nowMs)]
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0')
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
  return at.toDateString() === now.toDateString() ? time : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`
}

/**
 * The line at the top: whether what is shown is of now, and if not, since when and why.
 *
 * @param {{ isUp: boolean, sinceMs: number, error: string } | undefined} link to whoever decides; undefined before the console has said anything
 * @param {{ hasSnapshot: boolean, decider: string, lostMs: number | undefined, nowMs: number }} page `lostMs`: since when the console itself is not reached
 * @returns {{ state: 'live' | 'lost' | 'wait', text: string }}
 */
export function linkText (link, { hasSnapshot, decider, lostMs, nowMs }) {
  if (lostMs !== undefined) return { state: 'lost', text: `console not reached since ${timeText(lostMs, nowMs)}; what is shown is of then` }
  if (link === undefined) return { state: 'wait', text: 'connecting' }
  if (link.isUp) return { state: 'live', text: `live from ${decider}` }
  const what = hasSnapshot ? 'what is shown is of then' : 'nothing is known yet'
  return { state: 'lost', text: `operator not reached since ${timeText(link.sinceMs, nowMs)}; ${what} (${link.error})` }
}
