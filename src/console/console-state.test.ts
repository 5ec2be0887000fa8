import { describe, expect, it } from 'vitest'
import { protocolSeen, snapshotSeen } from '../../test/fixtures/console-snapshot.ts'
import { ConsoleState } from './console-state.ts'

function made (): { state: ConsoleState, tick: (ms: number) => void } {
  let now = 1_000
  return { state: new ConsoleState({ now: () => now }), tick: (ms) => { now += ms } }
}

const calls = (finished: number): ReturnType<typeof snapshotSeen> => snapshotSeen({ protocols: [protocolSeen('one', { load: { running: 0, waiting: 0, finished, failed: 0, shed: 0 } })] })

describe('ConsoleState', () => {
  it('says since when nobody is reached and why, through all attempts', () => {
    const { state, tick } = made()
    state.onDown(new Error('refused'))
    tick(500)
    state.onDown(new Error('refused again'))
    expect(state.view()).toMatchObject({ link: { isUp: false, sinceMs: 1_000, error: 'refused again' }, snapshot: undefined, recent: [] })
    state.onSnapshot(calls(0))
    expect(state.view()).toMatchObject({ atMs: 1_500, link: { isUp: true, sinceMs: 1_500, error: '' }, snapshot: { decider: 'operator-0' } })
  })

  it('keeps the last picture when the link is lost, and tells both in what happened', () => {
    const { state, tick } = made()
    state.onSnapshot(calls(0))
    tick(100)
    state.onDown(new Error('gone'))
    expect(state.view()).toMatchObject({ link: { isUp: false, sinceMs: 1_100, error: 'gone' }, snapshot: { protocols: [{ name: 'one' }] } })
    state.onSnapshot(calls(0))
    expect(state.view().recent.map(({ text }) => text)).toEqual(['operator-0 is reached', 'not reached any more: gone'])
  })

  it('takes points of the history, with a gap while nobody is reached', () => {
    const { state, tick } = made()
    const seen: unknown[] = []
    state.onSnapshot(calls(0))
    state.listen({ onView: () => {}, onSample: ({ points }) => seen.push(points?.get('ns/one')?.[0]) })
    state.onSnapshot(calls(50))
    tick(5_000)
    state.sample()
    state.onDown(new Error('gone'))
    tick(5_000)
    state.sample()
    expect(seen).toEqual([10, undefined])
    expect(state.history()).toMatchObject({ at: [1_000, 6_000, 11_000], series: { 'ns/one': [[null, 10, null], {}, {}, {}, {}] } })
  })
})
