import { EventEmitter } from 'node:events'
import { refusal } from '@subnetes/auth'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { PeerClasses } from './peer-classes.ts'
import type { Libp2p } from '@libp2p/interface'
import type { StakeClass, StakeOracle } from '@subnetes/auth'

const ORDER: readonly StakeClass[] = ['Registered', 'Idle', 'Included', 'Validator']

/** Stake by peer; a question about a peer that is not there fails, as when the chain is away. */
function oracle (stakes: ReadonlyMap<string, StakeClass | 'none'>): StakeOracle {
  return {
    start: async () => {},
    stop: async () => {},
    isStaked: async (peer, minClass) => {
      const known = stakes.get(peer)
      if (known === undefined) throw refusal('stake_unknown', 'the chain is away')
      return known !== 'none' && ORDER.indexOf(known) >= ORDER.indexOf(minClass)
    }
  }
}

/** The events of a node, as far as they are looked at. */
function node (): { events: Pick<Libp2p, 'addEventListener'>, opens: (peer: string) => void, leaves: (peer: string) => void } {
  const emitter = new EventEmitter()
  const events = { addEventListener: (name: string, listener: (event: { detail: unknown }) => void) => { emitter.on(name, listener) } } as unknown as Pick<Libp2p, 'addEventListener'>
  const peerId = (peer: string): object => ({ toString: () => peer })
  return { events, opens: (peer) => { emitter.emit('connection:open', { detail: { remotePeer: peerId(peer) } }) }, leaves: (peer) => { emitter.emit('peer:disconnect', { detail: peerId(peer) }) } }
}

test('knows the class of each connected peer, higher for more stake, and none of those who have left', async () => {
  const stakes = new Map<string, StakeClass | 'none'>([['v', 'Validator'], ['i', 'Idle'], ['r', 'Registered'], ['stranger', 'none']])
  const classes = new PeerClasses({ oracle: oracle(stakes) })
  const { events, opens, leaves } = node()
  classes.watch(events)
  for (const peer of stakes.keys()) opens(peer)
  await eventually('all are known', () => classes.of('v') === 4)
  expect([...stakes.keys()].map((peer) => classes.of(peer))).toEqual([4, 2, 1, 0])
  leaves('v')
  expect([classes.of('v'), classes.of('never seen'), classes.isKnown]).toEqual([0, 0, true])
})

test('follows stake that changes, and keeps what it knew while that cannot be told', async () => {
  const stakes = new Map<string, StakeClass | 'none'>([['a', 'Validator'], ['b', 'Idle']])
  const classes = new PeerClasses({ oracle: oracle(stakes), refreshMs: 5 })
  onTestFinished(async () => { await classes.stop() })
  const { events, opens } = node()
  classes.watch(events)
  opens('a')
  opens('b')
  await eventually('both are known', () => classes.of('a') === 4 && classes.of('b') === 2)
  stakes.delete('a')
  stakes.set('b', 'Included')
  await classes.start()
  await eventually('the change is known', () => classes.of('b') === 3)
  expect(classes.of('a')).toBe(4)
  stakes.set('a', 'none')
  await eventually('lost stake is known', () => classes.of('a') === 0)
})

test('without a source of stake all are equal', () => {
  const classes = new PeerClasses({})
  const { events, opens } = node()
  classes.watch(events)
  opens('a')
  expect([classes.isKnown, classes.of('a')]).toEqual([false, 0])
})
