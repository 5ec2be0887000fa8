/** The page: follows the console's event stream and shows what it tells. It asks for nothing else and changes nothing. */
/* global EventSource */
import { setAttribute, setText } from './dom.js'
import { linkText } from './format.js'
import { drawGateways, drawProblems, drawRecent } from './lists.js'
import { ProtocolTable } from './protocol-table.js'
import { addSample, emptyStore, storeOf } from './store.js'
import { totals } from './totals.js'

/** How long the page waits before it opens a stream anew that was refused; a broken one the browser opens by itself. */
const REOPEN_MS = 5_000
/** Times since are shown anew so often while nothing comes. */
const CLOCK_MS = 5_000

const $ = (id) => document.getElementById(id)
const table = new ProtocolTable({ columns: $('columns'), rows: $('rows'), filter: $('filter'), more: $('more'), empty: $('empty'), count: $('protocol-count') })
const drawTotals = totals($('totals'))

let store = emptyStore()
let view
/** Since when the console itself is not reached. */
let lostMs
/** What the clocks of console and browser differ. */
let skewMs = 0

function show () {
  const nowMs = Date.now() + skewMs
  const snapshot = view?.snapshot
  const { state, text } = linkText(view?.link, { hasSnapshot: snapshot !== undefined, decider: snapshot?.decider ?? '', lostMs, nowMs })
  setText($('link'), text)
  setAttribute($('link'), 'data-state', state)
  setAttribute(document.body, 'data-link', state)
  if (view === undefined) return
  drawRecent($('recent'), view.recent, nowMs)
  if (snapshot === undefined) return
  setText($('installation'), snapshot.installation)
  setText($('footer'), `version ${snapshot.version}; the last ${Math.round(store.everyMs * 180 / 60_000)} minutes, as this console has seen them`)
  $('problems').hidden = drawProblems($('problem-list'), snapshot, nowMs) === 0
  drawGateways($('gateways'), snapshot.gateways, nowMs)
  setText($('gateway-count'), `${snapshot.gateways.filter(({ connected }) => connected).length} of ${snapshot.gateways.length} connected`)
  table.update(snapshot.protocols, store, nowMs)
  document.title = `${snapshot.installation} – Subnetes console`
}

function open () {
  const events = new EventSource('/events')
  const on = (type, take) => events.addEventListener(type, ({ data }) => { lostMs = undefined; take(JSON.parse(data)); show() })
  on('history', (history) => { store = storeOf(history); table.draw(store); drawTotals(store) })
  on('sample', (sample) => { addSample(store, sample); table.draw(store); drawTotals(store) })
  on('view', (next) => { view = next; skewMs = next.atMs - Date.now() })
  events.addEventListener('error', () => {
    lostMs ??= Date.now() + skewMs
    show()
    if (events.readyState !== EventSource.CLOSED) return
    setTimeout(open, REOPEN_MS)
  })
}

setInterval(show, CLOCK_MS)
open()
