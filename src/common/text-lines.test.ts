import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LastLines, LineSplitter, MAX_LINE_CHARS } from './text-lines.ts'

function split (chunks: readonly string[]): string[] {
  const lines: string[] = []
  const splitter = new LineSplitter((line) => lines.push(line))
  for (const chunk of chunks) splitter.push(chunk)
  splitter.end()
  return lines
}

describe('LineSplitter', () => {
  it('gives the same lines however the text is cut into chunks', () => {
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z\n]{0,20}$/)), (chunks) => {
      expect(split(chunks)).toEqual(split([chunks.join('')]))
    }))
  })

  it('cuts an endless line once, drops its rest, and goes on with the next', () => {
    const lines = split(['x'.repeat(MAX_LINE_CHARS + 1), 'x'.repeat(10 * MAX_LINE_CHARS), 'tail\nnext\n'])
    expect(lines).toEqual([`${'x'.repeat(MAX_LINE_CHARS)}...`, 'next'])
  })

  it('takes terminal colours and control characters out', () => {
    expect(split(['\u001b[31mred\u001b[0m\u0000\u0007\n'])).toEqual(['red'])
  })
})

describe('LastLines', () => {
  it('keeps the newest and no blank ones', () => {
    const last = new LastLines(2)
    for (const line of ['a', ' ', 'b', 'c']) last.add(line)
    expect(last.lines).toEqual(['b', 'c'])
  })
})
