import type { Connection, Stream } from '@libp2p/interface'
import { expect, test } from 'vitest'
import { LEAST_CLOSED_BYTES, STREAM_BYTES, connectionsToClose, heldBytes } from './connection-relief.ts'
import type { WeighedConnection } from './connection-relief.ts'

const MIB = 1024 * 1024

/** A connection of a peer by name, with streams in which so many bytes wait. */
function connection (peer: string, ...waiting: number[]): WeighedConnection {
  const streams = waiting.map((bytes) => ({ readBufferLength: bytes, writeBufferLength: 0 }) as Stream)
  return { remotePeer: { toString: () => peer } as Connection['remotePeer'], streams }
}

function closed (connections: readonly WeighedConnection[], excessBytes: number, priorities: Record<string, number> = {}): string[] {
  return connectionsToClose(connections, { excessBytes, priorityOf: (peer) => priorities[peer] ?? 0 }).map(({ remotePeer }) => remotePeer.toString())
}

test('closes what holds most until enough is given back, and none that holds little', () => {
  const all = [connection('a', 3 * MIB), connection('b', 2 * MIB, 6 * MIB), connection('c', MIB / 2), connection('d', 5 * MIB)]
  expect(closed(all, 1)).toEqual(['b'])
  expect(closed(all, 9 * MIB)).toEqual(['b', 'd'])
  expect(closed(all, 1000 * MIB)).toEqual(['b', 'd', 'a'])
})

test('closes peers of the lowest class first, however much others hold', () => {
  const all = [connection('validator', 100 * MIB), connection('stranger', 2 * MIB), connection('other', 3 * MIB)]
  expect(closed(all, 4 * MIB, { validator: 4 })).toEqual(['other', 'stranger'])
  expect(closed(all, 50 * MIB, { validator: 4 })).toEqual(['other', 'stranger', 'validator'])
})

test('counts streams in which nothing waits', () => {
  const many = connection('a', ...Array.from({ length: LEAST_CLOSED_BYTES / STREAM_BYTES }, () => 0))
  expect([heldBytes(many), closed([many], 1)]).toEqual([LEAST_CLOSED_BYTES, ['a']])
})
