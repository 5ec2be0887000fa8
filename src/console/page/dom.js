/** Elements. Text that somebody else wrote (names, words, addresses) comes in by `textContent` alone: it is never read as markup. */
import { sparkline } from './sparkline.js'

const SVG = 'http://www.w3.org/2000/svg'

/** Makes an element with attributes, text and children. */
export function el (tag, { text, ...attributes } = {}, children = []) {
  return filled(document.createElement(tag), { text, attributes, children })
}

/** The same of SVG. */
export function svg (tag, attributes = {}, children = []) {
  return filled(document.createElementNS(SVG, tag), { attributes, children })
}

function filled (node, { text, attributes, children }) {
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) node.setAttribute(name, String(value))
  if (text !== undefined) node.textContent = text
  node.append(...children)
  return node
}

/** Sets text that differs: a page that changes nothing paints nothing. */
export function setText (node, text) {
  if (node.textContent !== text) node.textContent = text
}

/** Sets an attribute that differs. */
export function setAttribute (node, name, value) {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value))
}

/** Puts children in place of those that differ from them, and leaves the others where they are: what is selected or has the focus stays so. */
export function setChildren (node, children) {
  for (const [index, child] of children.entries()) if (node.children[index] !== child) node.insertBefore(child, node.children[index] ?? null)
  while (node.children.length > children.length) node.lastElementChild.remove()
}

/** Draws children anew when what they show has changed. */
export function redraw (node, facts, draw) {
  const text = JSON.stringify(facts)
  if (node.facts === text) return
  node.facts = text
  node.replaceChildren(...draw())
}

/** A small picture of values over time, with words for who cannot see it. */
export function chart ({ width, height, slots, label }) {
  const [area, line] = [svg('path', { class: 'area' }), svg('path', { class: 'line' })]
  const node = svg('svg', { class: 'chart', viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img' }, [area, line])
  const update = (values, nowText = '') => {
    const paths = sparkline(values, { width, height, slots })
    setAttribute(area, 'd', paths.area)
    setAttribute(line, 'd', paths.line)
    setAttribute(node, 'aria-label', `${label}: ${nowText === '' ? '' : `now ${nowText}, `}at most ${Math.round(paths.max * 10) / 10} in what is shown`)
  }
  return { node, update }
}

/** A state as a word with a dot. */
export function pill (state) {
  return el('span', { class: 'pill', 'data-state': state, text: state })
}
