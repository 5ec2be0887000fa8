import { describe, expect, it } from 'vitest'
import { History, MAX_SERIES, POINTS } from './history.ts'

const point = (value: number): number[] => [value, 0, 0, 0, 1]

describe('History', () => {
  it('keeps a quarter of an hour, oldest first, and packs what never changes', () => {
    const history = new History()
    for (let n = 0; n < POINTS + 20; n++) history.add(n * 5_000, new Map([['ns/one', point(n)]]))
    const { at, series } = history.read()
    expect([at.length, at[0], at.at(-1)]).toEqual([POINTS, 100_000, (POINTS + 19) * 5_000])
    const [calls, ...others] = series['ns/one'] ?? []
    expect([(calls as number[]).length, (calls as number[])[0], (calls as number[]).at(-1)]).toEqual([POINTS, 20, POINTS + 19])
    expect(others).toEqual([0, 0, 0, 1])
  })

  it('has gaps where nobody could be asked, and before a protocol was there', () => {
    const history = new History()
    history.add(0, new Map([['a', point(1.234)]]))
    history.add(1, undefined)
    history.add(2, new Map([['a', point(2)], ['b', point(NaN)]]))
    expect(history.read().series).toMatchObject({ a: [[1.23, null, 2], [0, null, 0], {}, {}, {}], b: [[null, null, null], [null, null, 0], {}, {}, {}] })
  })

  it('forgets protocols that are gone, and takes a bounded number of others', () => {
    const history = new History()
    history.add(0, new Map([['gone', point(1)]]))
    history.add(1, new Map(Array.from({ length: MAX_SERIES + 5 }, (_, n) => [`p${n}`, point(n)])))
    const { series } = history.read()
    expect([Object.keys(series).length, 'gone' in series]).toEqual([MAX_SERIES, false])
  })
})
