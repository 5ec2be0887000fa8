import { describe, expect, it } from 'vitest'
import { ClaimIndex } from './claim-index.ts'

describe('an index of claims', () => {
  it('finds everyone who is connected by shared claims, and nobody else', () => {
    const index = new ClaimIndex()
    index.set('a', ['1'])
    index.set('b', ['1', '2'])
    index.set('c', ['2'])
    index.set('d', ['3'])
    expect([...index.related(['a'])].toSorted()).toEqual(['a', 'b', 'c'])
    expect([...index.related(['d'])]).toEqual(['d'])
    expect([...index.related(['unknown'])]).toEqual(['unknown'])
  })

  it('tells who is left when a claim is given up, changed or not', () => {
    const index = new ClaimIndex()
    index.set('a', ['1', '2'])
    index.set('b', ['1'])
    expect(index.set('b', ['1'])).toEqual([])
    expect(index.set('a', ['2'])).toEqual(['b'])
    expect([...index.related(['a'])]).toEqual(['a'])
    expect(index.set('a', [])).toEqual([])
    expect([...index.related(['a', 'b'])]).toEqual(['a', 'b'])
  })
})
