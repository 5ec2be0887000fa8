import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StopFilter } from './stop-filter.ts'

function run (stops: string[], pieces: string[]): { sent: string[], stopped: boolean } {
  const filter = new StopFilter(stops)
  const sent: string[] = []
  for (const piece of pieces) {
    const { text, stopped } = filter.push(piece)
    sent.push(text)
    if (stopped) return { sent, stopped }
  }
  sent.push(filter.flush())
  return { sent, stopped: false }
}

test('a stop text spread over pieces never leaks, not even its beginning', () => {
  expect(run(['\n\n'], ['Hello', '\n', '\nmore'])).toEqual({ sent: ['Hello', '', ''], stopped: true })
  expect(run(['END'], ['an E', 'N', 'ough'])).toEqual({ sent: ['an ', '', 'ENough', ''], stopped: false })
})

test('the earliest of several stop texts ends the text, whatever their order', () => {
  expect(run(['c', 'ab'], ['xabc']).sent).toEqual(['x'])
  expect(run(['ab', 'b'], ['xa', 'b']).sent.join('')).toBe('x')
})

test('held text is sent at the end when it became no stop text', () => {
  expect(run(['stop'], ['a sto'])).toEqual({ sent: ['a ', 'sto'], stopped: false })
})

test('a stop text that begins again within itself is found', () => {
  expect(run(['aab'], ['a', 'a', 'a', 'b'])).toMatchObject({ stopped: true, sent: ['', '', 'a', ''] })
})

test('any split of any text gives what one search over the whole would', () => {
  const letters = fc.stringMatching(/^[ab]{1,4}$/)
  fc.assert(fc.property(fc.array(letters, { maxLength: 10 }), fc.array(letters, { maxLength: 3 }), (pieces, stops) => {
    const whole = pieces.join('')
    const cuts = stops.map((stop) => whole.indexOf(stop)).filter((at) => at !== -1)
    const { sent, stopped } = run(stops, pieces)
    expect(stopped).toBe(cuts.length > 0)
    // A longer stop text that begins earlier may be complete only after a shorter one was found: the text then ends at the shorter one.
    const text = sent.join('')
    if (!stopped) expect(text).toBe(whole)
    else expect(stops.some((stop) => whole.startsWith(text + stop))).toBe(true)
    expect(stops.every((stop) => !text.includes(stop))).toBe(true)
  }))
})
