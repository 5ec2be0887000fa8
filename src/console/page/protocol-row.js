/** One protocol in the table: its row, and below it the details while it is open. */
import { chart, el, pill, setAttribute, setText, svg } from './dom.js'
import { detailsOf } from './details.js'
import { numberText } from './format.js'
import { POINTS } from './store.js'

const BAR = 56
const RATE = 0
const WAITING = 3

let made = 0

/** Makes both. @returns their nodes, `update` for a new picture and `draw` for a new point of the history */
export function protocolRow (columns, onToggle) {
  const id = `details-${++made}`
  const name = el('button', { type: 'button', class: 'name', 'aria-expanded': 'false', 'aria-controls': id })
  const namespace = el('span', { class: 'soft namespace' })
  const state = el('td')
  const ready = el('td', { class: 'number' })
  const slots = el('span')
  const used = svg('rect', { class: 'used', height: 6, width: 0, rx: 3 })
  const bar = svg('svg', { class: 'bar', viewBox: `0 0 ${BAR} 6`, width: BAR, height: 6, 'aria-hidden': 'true' }, [svg('rect', { class: 'all', height: 6, width: BAR, rx: 3 }), used])
  const rate = el('span', { class: 'value' })
  const waiting = el('span', { class: 'value' })
  const rateChart = chart({ width: 110, height: 26, slots: POINTS, label: 'calls a second' })
  const waitingChart = chart({ width: 110, height: 26, slots: POINTS, label: 'waiting' })
  const words = el('span', { class: 'clamp' })
  const why = el('td', { class: 'words' }, [words])
  const row = el('tr', {}, [
    el('th', { scope: 'row' }, [name, namespace]), state, ready, el('td', { class: 'number' }, [slots, bar]),
    el('td', { class: 'graph' }, [rate, rateChart.node]), el('td', { class: 'graph' }, [waiting, waitingChart.node]), why
  ])
  const cell = el('td', { colspan: columns })
  const details = el('tr', { id, class: 'details' }, [cell])
  details.hidden = true
  const draw = (series) => {
    rateChart.update(series?.[RATE] ?? [], rate.textContent)
    waitingChart.update(series?.[WAITING] ?? [], waiting.textContent)
  }
  name.addEventListener('click', () => {
    details.hidden = !details.hidden
    name.setAttribute('aria-expanded', String(!details.hidden))
    onToggle()
  })
  const update = (facts, protocol, context) => {
    setText(name, facts.name)
    setText(namespace, facts.namespace)
    if (state.firstElementChild?.dataset.state !== facts.phase) state.replaceChildren(pill(facts.phase))
    setText(ready, `${facts.ready}/${facts.wanted}`)
    setText(slots, `${facts.used}/${facts.slots}`)
    setAttribute(used, 'width', facts.slots === 0 ? 0 : Math.min(BAR, Math.round(BAR * facts.used / facts.slots)))
    setText(rate, numberText(facts.rate))
    setText(waiting, numberText(facts.waiting))
    setText(words, facts.words)
    why.classList.toggle('wrong', facts.problems > 0)
    if (!details.hidden) detailsOf(cell, protocol, context)
  }
  return { nodes: [row, details], update, draw, isOpen: () => !details.hidden }
}
