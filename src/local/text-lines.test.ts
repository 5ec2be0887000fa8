import { describe, expect, it } from 'vitest'
import { LastLines, LineSplitter, MAX_LINE_CHARS, cleanLine } from './text-lines.ts'

describe('cleanLine', () => {
  it('takes away what would move a terminal\'s cursor or colour it', () => {
    expect(cleanLine('\u001b[2J\u001b[31mred\u001b[0m\r \u0007\u001b]0;title\u0007end\u0000')).toBe('red end')
  })

  it('keeps tabs and letters of any language', () => {
    expect(cleanLine('a\tü漢')).toBe('a\tü漢')
  })
})

describe('LineSplitter', () => {
  it('joins pieces into lines and gives out an unfinished last one', () => {
    const lines: string[] = []
    const splitter = new LineSplitter((line) => lines.push(line))
    for (const piece of ['on', 'e\ntw', 'o\n', 'three']) splitter.push(piece)
    splitter.end()
    expect(lines).toEqual(['one', 'two', 'three'])
  })

  it('cuts an endless line and goes on with the next', () => {
    const lines: string[] = []
    const splitter = new LineSplitter((line) => lines.push(line))
    for (let i = 0; i < 50; i++) splitter.push('x'.repeat(1_000))
    splitter.push('tail\nnext\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toHaveLength(MAX_LINE_CHARS + 3)
    expect(lines[1]).toBe('next')
  })
})

describe('LastLines', () => {
  it('keeps the newest lines that are not blank', () => {
    const last = new LastLines(2)
    for (const line of ['a', '', 'b', '  ', 'c']) last.add(line)
    expect(last.lines).toEqual(['b', 'c'])
  })
})
