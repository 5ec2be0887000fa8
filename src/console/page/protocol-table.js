/** The table of protocols: filtered, in order, quick with thousands. */
import { el, setAttribute, setChildren, setText } from './dom.js'
import { protocolRow } from './protocol-row.js'
import { FIRST_ROWS, filterRows, nextOrder, rowOf, sortRows } from './rows.js'
import { lastPoint } from './store.js'

const COLUMNS = [['name', 'Protocol'], ['phase', 'State'], ['ready', 'Workers'], ['used', 'Slots'], ['rate', 'Calls a second'], ['waiting', 'Waiting'], [undefined, 'Why']]

/** Makes it of the page's elements, by id. */
export class ProtocolTable {
  #nodes
  #rows = new Map()
  #heads = new Map()
  #order = { by: 'phase', isDown: false }
  #limit = FIRST_ROWS
  #view = { protocols: [], store: undefined, nowMs: 0 }

  constructor (nodes) {
    this.#nodes = nodes
    for (const [by, text] of COLUMNS) nodes.columns.append(this.#head(by, text))
    nodes.filter.addEventListener('input', () => { this.#limit = FIRST_ROWS; this.#show() })
    nodes.more.addEventListener('click', () => { this.#limit = Infinity; this.#show() })
  }

  /** A new picture. */
  update (protocols, store, nowMs) {
    this.#view = { protocols, store, nowMs }
    this.#show()
  }

  /** A new point of the history: the pictures of what is shown. */
  draw (store) {
    for (const [key, { row, isShown }] of this.#rows) if (isShown) row.draw(store.series.get(key))
  }

  #head (by, text) {
    if (by === undefined) return el('th', { scope: 'col', text })
    const button = el('button', { type: 'button', text })
    const head = el('th', { scope: 'col' }, [button])
    this.#heads.set(by, head)
    button.addEventListener('click', () => { this.#order = nextOrder(this.#order, by); this.#show() })
    return head
  }

  #show () {
    const { protocols, store, nowMs } = this.#view
    const { rows, empty, more, count, filter } = this.#nodes
    const facts = new Map(protocols.map((protocol) => { const row = rowOf(protocol, store && lastPoint(store, `${protocol.namespace}/${protocol.name}`)); return [row.key, { row, protocol }] }))
    const fitting = sortRows(filterRows([...facts.values()].map(({ row }) => row), filter.value), this.#order)
    const shown = fitting.slice(0, this.#limit)
    for (const key of this.#rows.keys()) if (!facts.has(key)) this.#rows.delete(key)
    for (const known of this.#rows.values()) known.isShown = false
    setChildren(rows, shown.flatMap(({ key }) => this.#row(key, { ...facts.get(key), series: store?.series.get(key), nowMs })))
    for (const [by, head] of this.#heads) setAttribute(head, 'aria-sort', by !== this.#order.by ? 'none' : this.#order.isDown ? 'descending' : 'ascending')
    setText(count, protocols.length === fitting.length ? String(protocols.length) : `${fitting.length} of ${protocols.length}`)
    empty.hidden = fitting.length > 0
    setText(empty, protocols.length === 0 ? 'No protocols yet.' : 'No protocol fits the filter.')
    more.hidden = shown.length === fitting.length
    setText(more, `Show all ${fitting.length}`)
  }

  #row (key, { row: facts, protocol, series, nowMs }) {
    let known = this.#rows.get(key)
    if (known === undefined) {
      known = { row: protocolRow(COLUMNS.length, () => this.#show()), isShown: false }
      this.#rows.set(key, known)
      known.row.update(facts, protocol, { series, nowMs })
      known.row.draw(series)
    }
    known.isShown = true
    known.row.update(facts, protocol, { series, nowMs })
    return known.row.nodes
  }
}
