import type { Connection, Stream } from '@libp2p/interface'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { openKept, serveKept } from '../../test/support/lanes.ts'
import { peerPair } from '../../test/support/libp2p.ts'
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

test('counts lane streams, which are absent from the streams of their connection', async () => {
  const pair = await peerPair()
  onTestFinished(async () => { await pair[Symbol.asyncDispose]() })
  await eventually('the connection', () => pair.server.getConnections().length === 1)
  const served = serveKept(pair.server, 'Test.rpc_held')
  const caller = openKept(pair.caller, pair.server.peerId.toString(), 'Test.rpc_held', false)
  caller.stream.write(Buffer.from('x'))
  await eventually('the call', () => served.length === 1)
  served[0]?.stream?.write(Buffer.alloc(3 * MIB))
  const [connection] = pair.server.getConnections()
  if (connection === undefined) throw new Error('not connected')
  await eventually('a window', () => caller.length > 200_000)
  expect(heldBytes(connection)).toBeGreaterThan(2.5 * MIB)
  expect(connectionsToClose([connection], { excessBytes: 1, priorityOf: () => 0 })).toEqual([connection])
  caller.stream.reset()
  await eventually('nothing is held', () => heldBytes(connection) < MIB)
})
