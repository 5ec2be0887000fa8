import { yamux } from '@libp2p/yamux'
import { tcp } from '@libp2p/tcp'
import { createLibp2p } from 'libp2p'
import { expect, onTestFinished, test } from 'vitest'
import { methodShape, serve, stream, texts } from '../../test/support/libp2p.ts'
import { eventually } from '../../test/support/eventually.ts'
import { callMethod } from './call-method.ts'
import type { ConnectionPolicy } from './connection-policy.ts'
import { POS_TRANSPORT_PROTOCOL, noiseAs } from '@subnetes/mux'
import { createNode } from './node.ts'
import type { SubnetNode } from './node.ts'

async function server (connections: ConnectionPolicy): Promise<SubnetNode> {
  const node = await createNode({ listen: ['/ip4/127.0.0.1/tcp/0'], dht: 'off', connections })
  onTestFinished(async () => { await node.stop() })
  return node
}

async function caller (): Promise<SubnetNode> {
  const node = await createNode({ dht: 'off' })
  onTestFinished(async () => { await node.stop() })
  return node
}

/** Whether a node may connect, and stays connected until a ping is answered. */
async function reaches (from: SubnetNode, to: SubnetNode, force = false): Promise<boolean> {
  try {
    await from.dial(to.getMultiaddrs(), { force })
    await from.services.ping.ping(to.peerId)
    return true
  } catch {
    return false // however the other side said no
  }
}

test('refuses the connection of a peer or an address that has too many', async () => {
  const node = await server({ limits: { maxPerPeer: 2, maxPerAddress: 3 } })
  const [first, second] = [await caller(), await caller()]
  for (let i = 0; i < 3; i++) await reaches(first, node, true)
  await eventually('two connections are left', () => node.getConnections(first.peerId).length === 2)
  expect(await reaches(second, node)).toBe(true)
  expect(await reaches(await caller(), node)).toBe(false)
  await second.stop()
  await eventually('there is room again', () => node.getConnections(second.peerId).length === 0)
  expect(await reaches(await caller(), node)).toBe(true)
})

test('refuses handshakes that come too fast, and all of them while it has enough to do', async () => {
  let isClosed = false
  let now = 0
  const node = await server({ limits: { handshakesPerSecond: 1, now: () => now, isClosed: () => isClosed } })
  const outcomes: boolean[] = []
  for (let i = 0; i < 3; i++) outcomes.push(await reaches(await caller(), node))
  expect(outcomes).toEqual([true, true, false])
  now = 1_000
  isClosed = true
  expect(await reaches(await caller(), node)).toBe(false)
  isClosed = false
  expect(await reaches(await caller(), node)).toBe(true)
})

test('resets the streams of a peer over its limit, and takes them again when others have ended', async () => {
  const node = await server({ limits: { maxStreamsPerPeer: 12 } })
  const from = await caller()
  const connection = await from.dial(node.getMultiaddrs())
  await eventually('the connection is counted', () => node.getConnections(from.peerId).length === 1)
  const shape = methodShape('uu')
  let release = (): void => {}
  const held = new Promise<void>((resolve) => { release = resolve })
  await serve(node, shape, async function * (call) {
    for await (const request of call.requests) { await held; yield request }
  })
  const calls = Array.from({ length: 30 }, async () => await texts(callMethod(from, node.peerId, { handle: `Test.${shape.name}`, method: shape, requests: stream('x') })))
  let refused = 0
  for (const call of calls) call.catch(() => { refused += 1 })
  const outcomes = Promise.allSettled(calls)
  await eventually('the streams over the limit were reset', () => refused >= 18)
  release()
  const settled = await outcomes
  const answered = settled.filter(({ status }) => status === 'fulfilled').length
  expect(answered).toBeGreaterThan(5)
  expect(answered).toBeLessThanOrEqual(12)
  expect(connection.status).toBe('open')
  expect(await texts(callMethod(from, node.peerId, { handle: `Test.${shape.name}`, method: shape, requests: stream('again') }))).toEqual(['again'])
})

test('drops peers that the check refuses, whoever dials', async () => {
  const [known, stranger] = [await caller(), await caller()]
  const node = await server({ check: async (peer) => { if (peer !== known.peerId.toString()) throw new Error('who is that?') } })
  expect([await reaches(known, node), await reaches(stranger, node)]).toEqual([true, false])
  const other = await createNode({ listen: ['/ip4/127.0.0.1/tcp/0'], dht: 'off' })
  onTestFinished(async () => { await other.stop() })
  await expect(node.dial(other.getMultiaddrs())).rejects.toThrow()
})

test('takes peers that only speak /pos-transport/1.0.0, after a check of its own', async () => {
  const staked = new Set<string>()
  const node = await server({ posTransport: async (peer) => { if (!staked.has(peer)) throw new Error('no stake') } })
  const templatePeer = await createLibp2p({ transports: [tcp()], connectionEncrypters: [noiseAs(POS_TRANSPORT_PROTOCOL)], streamMuxers: [yamux()] })
  onTestFinished(async () => { await templatePeer.stop() })
  await expect((await templatePeer.dial(node.getMultiaddrs())).newStream('/ipfs/ping/1.0.0')).rejects.toThrow()
  staked.add(templatePeer.peerId.toString())
  const connection = await templatePeer.dial(node.getMultiaddrs(), { force: true })
  expect(connection.encryption).toBe(POS_TRANSPORT_PROTOCOL)
  expect(await reaches(await caller(), node)).toBe(true)
})

test('under a flood, peers of a higher priority are answered at once and nobody is forgotten', async () => {
  const favoured = await caller()
  const node = await server({ scheduling: { priorityOf: (peer) => peer === favoured.peerId.toString() ? 1 : 0, turnMs: 0.01, sliceBytes: 512 } })
  const shape = methodShape('uu')
  let served = 0
  await serve(node, shape, async function * (call) { for await (const request of call.requests) { served += 1; yield request } })
  const ask = async (from: SubnetNode, text: string): Promise<string[]> => await texts(callMethod(from, node.peerId, { handle: `Test.${shape.name}`, method: shape, requests: stream(text) }))
  const crowd = await Promise.all(Array.from({ length: 4 }, caller))
  for (const peer of [favoured, ...crowd]) await peer.dial(node.getMultiaddrs())
  await ask(favoured, 'warm')
  served = 0
  const flood = Promise.all(crowd.flatMap((peer) => Array.from({ length: 100 }, async () => await ask(peer, 'x'.repeat(1000)))))
  await eventually('the flood is there', () => served > 0)
  expect(await ask(favoured, 'first')).toEqual(['first'])
  const before = served
  expect(await flood).toHaveLength(400)
  expect([before < 401, served]).toEqual([true, 401])
})
