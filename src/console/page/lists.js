/** What stands beside the table: problems of all, gateways, what happened lately. */
import { ago, problemItem } from './details.js'
import { el, pill, redraw } from './dom.js'
import { agoText, timeText } from './format.js'

/** Problems shown; more than a person reads at once, and the rows have the rest. */
const MAX_PROBLEMS = 20

/** Problems that break something, before those that limit; those of the installation first. */
export function problemsOf ({ problems, protocols }) {
  const all = [...problems.map((problem) => ({ name: '', problem })), ...protocols.flatMap(({ name, problems: own }) => own.map((problem) => ({ name, problem })))]
  return all.toSorted((a, b) => Number(a.problem.limiting) - Number(b.problem.limiting))
}

/** Draws the list of problems. @returns how many there are */
export function drawProblems (node, snapshot, nowMs) {
  const all = problemsOf(snapshot)
  const shown = all.slice(0, MAX_PROBLEMS)
  redraw(node, [all.length, shown.map(({ name, problem }) => [name, problem, ago(problem, nowMs)])], () => [
    ...shown.map(({ name, problem }) => problemItem(problem, nowMs, name)),
    ...all.length > shown.length ? [el('li', { class: 'soft', text: `and ${all.length - shown.length} more` })] : []
  ])
  return all.length
}

/** Draws the gateways. */
export function drawGateways (node, gateways, nowMs) {
  redraw(node, gateways.map((gateway) => [gateway, ago(gateway, nowMs)]), () => gateways.map((gateway) => {
    const { id, connected, peerId, multiaddrs, version, sinceMs } = gateway
    const facts = [...sinceMs === 0 ? [] : [`for ${agoText(nowMs - sinceMs)}`], ...version === '' ? [] : [`version ${version}`]]
    return el('li', { class: 'card' }, [
      el('div', {}, [el('strong', { text: id }), pill(connected ? 'connected' : 'away'), el('span', { class: 'soft', text: facts.join(', ') })]),
      ...peerId === '' ? [] : [el('code', { text: peerId })],
      ...multiaddrs.map((address) => el('code', { class: 'soft', text: address }))
    ])
  }))
}

/** Draws what happened lately. */
export function drawRecent (node, recent, nowMs) {
  redraw(node, recent, () => recent.length === 0
    ? [el('li', { class: 'empty', text: 'Nothing has happened since this console began to watch.' })]
    : recent.map(({ atMs, kind, protocol, text }) => el('li', { 'data-kind': kind }, [
      el('time', { datetime: new Date(atMs).toISOString(), text: timeText(atMs, nowMs) }),
      el('span', { class: 'kind', text: kind }),
      el('span', { class: 'clamp', title: text }, [...protocol === '' ? [] : [el('strong', { text: protocol.replace(/^\//, '') }), ' '], text])
    ])))
}
