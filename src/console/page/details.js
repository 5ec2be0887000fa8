/** What one asks next of a protocol: its workers, its problems, how many there should be and why. */
import { chart, el, pill, redraw } from './dom.js'
import { agoText, numberText } from './format.js'
import { POINTS } from './store.js'

/** Workers shown of one protocol; who has more looks at the cluster. */
const MAX_WORKERS = 200
const CHARTS = [[0, 'Calls a second'], [2, 'Running'], [3, 'Waiting'], [4, 'Workers ready']]

/** Draws them into a cell. @param context `{ series, nowMs }` */
export function detailsOf (cell, protocol, { series, nowMs }) {
  const parts = cell.parts ??= makeParts(cell)
  const { workers, problems, scaling, replicas, load, jobs } = protocol
  redraw(parts.facts, [scaling, replicas, load, jobs], () => factsOf({ scaling, replicas, load, jobs }))
  redraw(parts.problems, problems.map((problem) => [problem, ago(problem, nowMs)]), () => problems.map((problem) => problemItem(problem, nowMs)))
  redraw(parts.workers, workers, () => [workerTable(workers)])
  for (const [index, , picture] of parts.charts) {
    const values = series?.[index] ?? []
    picture.update(values, numberText(values.at(-1)))
  }
}

function makeParts (cell) {
  const parts = { facts: el('dl', { class: 'facts' }), problems: el('ul', { class: 'problems' }), workers: el('div', { class: 'scroll' }) }
  const charts = CHARTS.map(([index, title]) => [index, title, chart({ width: 240, height: 56, slots: POINTS, label: title })])
  const figures = charts.map(([, title, picture]) => el('figure', {}, [el('figcaption', { text: title }), picture.node]))
  cell.replaceChildren(parts.problems, parts.facts, el('div', { class: 'figures' }, figures), parts.workers)
  return { ...parts, charts }
}

function factsOf ({ scaling, replicas, load, jobs }) {
  const facts = [
    ['Workers wanted', `${scaling.desired}${scaling.words === '' ? '' : `: ${scaling.words}`}`],
    ['Written', `${replicas} (autoscaling ${scaling.mode || 'unknown'})`],
    ['Calls', `${load.running} running, ${load.waiting} waiting, ${numberText(load.finished)} finished, ${numberText(load.failed)} failed, ${numberText(load.shed)} turned away`],
    ...jobs === undefined ? [] : [['Jobs', `${jobs.running} running, ${jobs.waiting} waiting`]]
  ]
  return facts.flatMap(([term, text]) => [el('dt', { text: term }), el('dd', { text })])
}

/** One problem in words, with how long it has lasted. */
export function problemItem (problem, nowMs, name = '') {
  const { reason, message, limiting } = problem
  const since = ago(problem, nowMs)
  return el('li', { 'data-limiting': limiting }, [
    ...name === '' ? [] : [el('strong', { text: name })],
    el('span', { class: 'reason', text: reason }),
    el('span', { text: message }),
    ...since === '' ? [] : [el('span', { class: 'soft', text: `for ${since}` })]
  ])
}

/** In words that change seldom. */
export function ago ({ sinceMs }, nowMs) {
  return sinceMs === 0 ? '' : agoText(nowMs - sinceMs)
}

function workerTable (workers) {
  if (workers.length === 0) return el('p', { class: 'empty', text: 'No workers now.' })
  const head = ['Worker', 'State', 'Calls', 'Jobs', 'Slots', 'Restarts', 'Node', 'What is wrong'].map((text) => el('th', { scope: 'col', text }))
  const rows = workers.slice(0, MAX_WORKERS).map(({ id, state, activeCalls, activeJobs, slots, restarts, node, message }) => el('tr', {}, [
    el('th', { scope: 'row', text: id }), el('td', {}, [pill(state)]), ...[activeCalls, activeJobs, slots, restarts].map((count) => el('td', { class: 'number', text: String(count) })), el('td', { text: node }), el('td', { class: 'words', text: message })
  ]))
  const more = workers.length > MAX_WORKERS ? [el('caption', { text: `the first ${MAX_WORKERS} of ${workers.length}` })] : []
  return el('table', { class: 'workers' }, [...more, el('thead', {}, [el('tr', {}, head)]), el('tbody', {}, rows)])
}
