/** The strip at the top: all protocols together. */
import { chart, el, setText } from './dom.js'
import { METRICS, numberText } from './format.js'
import { POINTS } from './store.js'

const TOTAL = ''
const CARDS = [
  ['callsPerSecond', 'Calls a second'],
  ['running', 'Running'],
  ['waiting', 'Waiting'],
  ['ready', 'Workers ready'],
  ['failedPerSecond', 'Failed a second']
]

/** Makes the cards. @returns `update(store, snapshot)` */
export function totals (node) {
  const cards = CARDS.map(([metric, title]) => {
    const value = el('strong', { text: '–' })
    const picture = chart({ width: 220, height: 44, slots: POINTS, label: `${title}, all protocols` })
    node.append(el('div', { class: 'card', 'data-metric': metric }, [el('h2', { text: title }), value, picture.node]))
    return { index: METRICS.indexOf(metric), value, picture }
  })
  return (store) => {
    const series = store.series.get(TOTAL)
    for (const { index, value, picture } of cards) {
      const values = series?.[index] ?? []
      const text = numberText(values.at(-1))
      setText(value, text)
      picture.update(values, text)
    }
  }
}
