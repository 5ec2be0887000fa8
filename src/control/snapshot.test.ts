import { describe, expect, it } from 'vitest'
import { subnetes } from '@subnetes/proto'
import { ControlSnapshot } from './snapshot.ts'

type Body = subnetes.v1.OperatorMessage.$Properties

function follow (): { told: string[], snapshot: ControlSnapshot, send: (term: number, sequence: number, body: Body) => string } {
  const told: string[] = []
  const snapshot = new ControlSnapshot({
    onProtocol: ({ name, generation }) => told.push(`${name} ${generation}`),
    onRemoved: (name) => told.push(`removed ${name}`),
    onHold: (name, epoch, isReleased) => told.push(`${isReleased ? 'release' : 'hold'} ${name} ${epoch}`)
  })
  snapshot.begin()
  const send = (term: number, sequence: number, body: Body): string =>
    snapshot.apply(subnetes.v1.OperatorMessage.decode(subnetes.v1.OperatorMessage.encode({ ...body, term, sequence }).finish())).kind
  return { told, snapshot, send }
}

describe('ControlSnapshot', () => {
  it('ignores what is older than what it has seen in the stream', () => {
    const { told, send } = follow()
    expect(send(2, 5, { assignment: { name: 'a', generation: 5 } })).toBe('applied')
    expect(send(2, 4, { assignment: { name: 'a', generation: 4 } })).toBe('ignored')
    expect(send(2, 5, { removed: 'a' })).toBe('ignored')
    expect(send(1, 9, { removed: 'a' })).toBe('stale')
    expect(send(3, 1, { removed: 'a' })).toBe('applied')
    expect(told).toEqual(['a 5', 'removed a'])
  })

  it('accepts a new stream of the same term from its first sequence on, never an older term', () => {
    const { told, snapshot, send } = follow()
    send(2, 100, { assignment: { name: 'a', generation: 1 } })
    snapshot.begin()
    expect(send(2, 1, { assignment: { name: 'a', generation: 2 } })).toBe('applied')
    snapshot.begin()
    expect(send(1, 1, { removed: 'a' })).toBe('stale')
    expect(told).toEqual(['a 1', 'a 2'])
  })

  it('repeats a hold that lasts over a reconnect, so that it is acknowledged again', () => {
    const { told, snapshot, send } = follow()
    send(1, 1, { assignment: { name: 'a', generation: 1 } })
    send(1, 2, { hold: { protocol: 'a', epoch: 3 } })
    snapshot.begin()
    send(1, 1, { assignment: { name: 'a', generation: 1 } })
    send(1, 2, { hold: { protocol: 'a', epoch: 3 } })
    send(1, 3, { synced: {} })
    expect(told).toEqual(['a 1', 'hold a 3', 'hold a 3'])
  })
})
