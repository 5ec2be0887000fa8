import type { Stream } from '@libp2p/interface'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { KeptBytes, openKept, serveEcho, serveKept } from '../../test/support/lanes.ts'
import { RawStream } from '../../test/support/libp2p.ts'
import { frame, rawNode } from '../../test/support/raw-muxer.ts'
import { lanesOf } from '@subnetes/mux'
import { createNode } from './node.ts'
import { openStream } from './open-stream.ts'
import type { NodeInit, SubnetNode } from './node.ts'

const HANDLE = 'Echo.rpc_echo'
/** The yamux type of a goodbye. */
const GO_AWAY = 0x30000

async function start (init: NodeInit = {}): Promise<SubnetNode> {
  const node = await createNode({ listen: ['/ip4/127.0.0.1/tcp/0'], dht: 'off', ...init })
  onTestFinished(async () => { await node.stop() })
  return node
}

/** Two connected nodes. */
async function pair (server: NodeInit = {}, caller: NodeInit = {}): Promise<{ server: SubnetNode, caller: SubnetNode, peer: string }> {
  const nodes = { server: await start(server), caller: await start(caller) }
  await nodes.caller.dial(nodes.server.getMultiaddrs())
  await eventually('both see the connection', () => nodes.server.getConnections().length === 1)
  return { ...nodes, peer: nodes.server.peerId.toString() }
}

test('a lane stream carries bytes both ways and ends on both sides', async () => {
  const { server, caller, peer } = await pair()
  serveEcho(server, HANDLE)
  const one = openKept(caller, peer, HANDLE)
  one.stream.write(Buffer.from('hel'), Buffer.from('lo'))
  await eventually('the answer', () => one.text === 'hello')
  one.stream.write(Buffer.from(' again'))
  await eventually('the second answer', () => one.text === 'hello again')
  expect(caller.getConnections()[0]?.streams.map(({ protocol }) => protocol)).toContain('lane-streams')
  one.stream.finish(10_000)
  await eventually('no stream is left', () => server.getConnections()[0]?.streams.length === 0 && caller.getConnections()[0]?.streams.length === 0)
  expect(one.error).toBeUndefined()
})

test('a thousand lane streams at once are all answered, beyond the backlog of 256', async () => {
  const { server, caller, peer } = await pair()
  serveEcho(server, HANDLE)
  const all = Array.from({ length: 1000 }, (_, index) => {
    const one = openKept(caller, peer, HANDLE)
    one.stream.write(Buffer.from(`call ${index}`))
    return one
  })
  expect(all.at(-1)?.stream.isFull).toBe(true)
  await eventually('all answers', () => all.every(({ text }, index) => text === `call ${index}`))
  for (const { stream } of all) stream.finish(10_000)
  await eventually('no stream is left', () => server.getConnections()[0]?.streams.length === 0)
})

test.each([['our own muxer', {}], ['@libp2p/yamux', { plainTransport: true }]])('megabytes cross a lane stream and a libp2p stream of %s, no faster than they are read', async (_name, init) => {
  const { server, caller, peer } = await pair(init)
  const accepted: Stream[] = []
  await server.handle(HANDLE, (stream) => {
    accepted.push(stream)
    stream.addEventListener('message', ({ data }) => stream.send(data))
    stream.addEventListener('remoteCloseWrite', () => { void stream.close() })
  })
  const one = openKept(caller, peer, HANDLE)
  const piece = Buffer.alloc(100_000, 'x')
  for (let sent = 0; sent < 100; sent++) {
    const rooms = one.rooms
    if (!one.stream.write(piece)) await eventually('room', () => one.rooms > rooms)
  }
  await eventually('all bytes are back', () => one.length === 10_000_000)
  expect(accepted).toHaveLength(1)
  one.stream.finish(10_000)
  await eventually('the stream has ended', () => accepted[0]?.status === 'closed')
})

test.each([['our own muxer', {}], ['@libp2p/yamux', { plainTransport: true }]])('a libp2p stream of %s is served by a lane', async (_name, init) => {
  const { server, caller } = await pair({}, init)
  const served = serveKept(server, HANDLE)
  await server.handle(HANDLE, () => { throw new Error('the lane was to take it') })
  const one = new RawStream(await caller.getConnections()[0]?.newStream(HANDLE) as Stream)
  one.send(Buffer.from('question'))
  await eventually('the question', () => served[0]?.text === 'question')
  served[0]?.stream?.write(Buffer.from('answer'))
  await eventually('the answer', () => one.received.toString() === 'answer')
  served[0]?.stream?.finish(10_000)
  expect(await one.ended()).toBe('eof')
  await one.stream.close()
  await eventually('no stream is left', () => server.getConnections()[0]?.streams.length === 0)
})

test.each([['our own muxer', {}], ['@libp2p/yamux', { plainTransport: true }]])('identify, ping and streams of other protocols work with %s', async (_name, init) => {
  const { server, caller } = await pair({}, init)
  await server.handle('/other/1.0.0', (stream) => { stream.addEventListener('message', ({ data }) => stream.send(data)) })
  for (const [from, to] of [[server, caller], [caller, server]] as const) {
    expect(await from.services.ping.ping(to.peerId)).toBeGreaterThanOrEqual(0)
    await eventually('identify', async () => (await from.peerStore.get(to.peerId)).protocols.includes('/ipfs/ping/1.0.0'))
  }
  const one = new RawStream(await caller.getConnections()[0]?.newStream('/other/1.0.0') as Stream)
  one.send(Buffer.alloc(3_000_000, 'y'))
  await eventually('all bytes are back', () => one.received.length === 3_000_000)
  await one.stream.close()
})

test('the caller learns that the peer does not serve the handle', async () => {
  const { caller, peer } = await pair()
  const one = openKept(caller, peer, HANDLE)
  one.stream.write(Buffer.from('x'))
  expect(one.error).toBeUndefined()
  await eventually('the refusal', () => one.error !== undefined)
  expect(one.error).toMatchObject({ code: 'unimplemented', message: `peer ${peer} does not serve ${HANDLE}` })
})

test('the caller learns that its stream was reset or lost with the connection, and that no connection is left', async () => {
  const { server, caller, peer } = await pair()
  const served = serveKept(server, HANDLE)
  const [reset, lost] = [openKept(caller, peer, HANDLE), openKept(caller, peer, HANDLE)]
  for (const { stream } of [reset, lost]) stream.write(Buffer.from('x'))
  await eventually('both are served', () => served.length === 2)
  served[0]?.stream?.reset()
  await eventually('the reset', () => reset.error !== undefined)
  await server.getConnections()[0]?.close()
  await eventually('the loss', () => lost.error !== undefined)
  expect([reset.error?.code, lost.error?.code, served[1]?.error?.code]).toEqual(['unavailable', 'unavailable', 'unavailable'])
  expect(served[0]?.error).toBeUndefined()
  await eventually('the connection is gone', () => caller.getConnections().length === 0)
  expect(lanesOf(caller)?.open(peer, HANDLE, lost)).toBeUndefined()
})

test('a handle that is not served any more is left to libp2p, and streams over its limit are reset', async () => {
  const { server, caller, peer } = await pair()
  const served = serveKept(server, HANDLE, { maxStreamsPerConnection: 2 })
  expect(() => serveKept(server, HANDLE)).toThrow(/already served/)
  const all = [1, 2, 3].map(() => openKept(caller, peer, HANDLE))
  for (const { stream } of all) stream.write(Buffer.from('x'))
  await eventually('one is reset', () => all.some(({ error }) => error !== undefined))
  expect(served).toHaveLength(2)
  all[0]?.stream.reset()
  await eventually('the reset', () => served[0]?.error !== undefined)
  openKept(caller, peer, HANDLE).stream.write(Buffer.from('x'))
  await eventually('there is room again', () => served.length === 3)
  lanesOf(server)?.remove(HANDLE)
  const late = openKept(caller, peer, HANDLE)
  late.stream.write(Buffer.from('x'))
  await eventually('the refusal', () => late.error?.code === 'unimplemented')
})

test('a server may speak first, and a stream without a byte is opened', async () => {
  const { server, caller, peer } = await pair()
  lanesOf(server)?.serve(HANDLE, (stream) => {
    stream.write(Buffer.from('welcome'))
    return { data: () => {}, remoteEnd: () => {}, gone: () => {}, room: () => {} }
  })
  const one = openKept(caller, peer, HANDLE)
  await eventually('the greeting', () => one.text === 'welcome')
})

test('what a sink has not consumed stays with the sender', async () => {
  const { server, caller, peer } = await pair()
  const served = serveKept(server, HANDLE)
  const one = openKept(caller, peer, HANDLE, false)
  one.stream.write(Buffer.from('x'))
  await eventually('it is served', () => served.length === 1)
  served[0]?.stream?.write(Buffer.alloc(3_000_000))
  await eventually('a window', () => one.length > 200_000)
  await caller.services.ping.ping(server.peerId)
  expect(one.length).toBeLessThanOrEqual(256 * 1024)
  for (let consumed = 0; consumed < 3_000_000;) {
    const news = one.length - consumed
    one.stream.consumed(news)
    consumed += news
    await eventually('more', () => one.length > consumed || one.length === 3_000_000)
  }
  expect(one.length).toBe(3_000_000)
})

test('an answer written just before the node stops arrives', async () => {
  const { server, caller, peer } = await pair()
  const served = serveKept(server, HANDLE)
  const one = openKept(caller, peer, HANDLE)
  one.stream.write(Buffer.from('x'))
  await eventually('it is served', () => served.length === 1)
  served[0]?.stream?.write(Buffer.from('last words'))
  await server.stop()
  await eventually('the answer', () => one.text === 'last words')
})

test('a node with plain transports has no lanes', async () => {
  expect(lanesOf(await start({ plainTransport: true }))).toBeUndefined()
})

test('a connection that is closed twice while bytes wait for a window ends in order', async () => {
  const { server, caller, peer } = await pair()
  lanesOf(server)?.serve(HANDLE, () => new KeptBytes(false))
  const full = openKept(caller, peer, HANDLE)
  full.stream.write(Buffer.alloc(1024 * 1024))
  const other = openKept(caller, peer, HANDLE)
  const closings = [1, 2].map(async () => { await caller.getConnections()[0]?.close({ signal: AbortSignal.timeout(50) }) })
  other.stream.write(Buffer.from('written while it closes'))
  await Promise.allSettled(closings)
  await eventually('the end', () => full.error !== undefined && other.error !== undefined)
})

test('a peer that takes no more streams finishes its running call, and the next goes over a new connection', async () => {
  const { node, muxers } = await rawNode(['/ip4/127.0.0.1/tcp/0'])
  onTestFinished(async () => { await node.stop() })
  const caller = await start()
  const connection = await caller.dial(node.getMultiaddrs())
  const running = openKept(caller, node.peerId.toString(), HANDLE)
  running.stream.write(Buffer.from('a'))
  await eventually('the connection at the peer', () => muxers.length === 1)
  muxers[0]?.send(frame(GO_AWAY, 0, 0))
  await eventually('the goodbye', () => lanesOf(caller)?.open(node.peerId.toString(), HANDLE, new KeptBytes()) === undefined)
  const opening = openStream(caller, node.peerId, { handle: HANDLE, sink: new KeptBytes(), onOpen: () => {} })
  onTestFinished(() => opening.reset())
  await eventually('the second connection', () => muxers.length === 2)
  expect([running.error, connection.status]).toEqual([undefined, 'open'])
})

test('a WebSocket that brings more than is read at once keeps its streams', async () => {
  const { server, caller, peer } = await pair({ listen: ['/ip4/127.0.0.1/tcp/0/ws'], connections: {} })
  const busy = { calls: 0, received: 0 }
  lanesOf(server)?.serve(HANDLE, (stream) => ({
    data: ({ length }) => {
      busy.received += length
      const until = busy.calls++ < 200 ? performance.now() + 6 : 0
      while (performance.now() < until) { /* a gateway with enough to do */ }
      stream.consumed(length)
    },
    remoteEnd: () => {},
    gone: () => {},
    room: () => {}
  }))
  const uploads = Array.from({ length: 40 }, () => openKept(caller, peer, HANDLE))
  for (const { stream } of uploads) stream.write(Buffer.alloc(250 * 1024))
  await eventually('all bytes', () => busy.received === uploads.length * 250 * 1024 || uploads.some(({ error }) => error !== undefined), 20_000)
  expect(uploads.map(({ error }) => error).filter((error) => error !== undefined)).toEqual([])
})
