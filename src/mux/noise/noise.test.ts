import { noise } from '@chainsafe/libp2p-noise'
import type { MessageStream } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import type { Libp2p, Libp2pOptions } from 'libp2p'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../../test/support/eventually.ts'
import { RawStream } from '../../../test/support/libp2p.ts'
import { laneYamux } from '../yamux/muxer.ts'
import { MuxNetwork } from '../yamux/network.ts'
import { NOISE_PROTOCOL, noiseAs } from './noise.ts'
import { securedPeerOf } from './secured-peer.ts'

type Encrypter = NonNullable<Libp2pOptions['connectionEncrypters']>[number]
type Muxer = NonNullable<Libp2pOptions['streamMuxers']>[number]

/** Connections as their muxers were given them. */
const secured: MessageStream[] = []

function noted (muxer: Muxer): Muxer {
  return (components) => {
    const inner = muxer(components)
    return { ...inner, protocol: inner.protocol, createStreamMuxer: (connection) => { secured.push(connection); return inner.createStreamMuxer(connection) } }
  }
}

async function start (encrypter: Encrypter, muxer: Muxer): Promise<Libp2p> {
  const node = await createLibp2p({ addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] }, transports: [tcp()], connectionEncrypters: [encrypter], streamMuxers: [noted(muxer)] })
  onTestFinished(async () => { await node.stop() })
  return node
}

const encrypters: Record<string, () => Encrypter> = {
  'our records': () => noiseAs(NOISE_PROTOCOL),
  'the package by our name': () => noiseAs(NOISE_PROTOCOL, { isPlain: true }),
  'the package': () => noise()
}

const muxers: Record<string, () => Muxer> = {
  'our muxer': () => laneYamux(new MuxNetwork()),
  '@libp2p/yamux': () => yamux()
}

const pairs = Object.keys(encrypters).flatMap((from) => Object.keys(muxers).flatMap((muxer) => [[from, 'our records', muxer], ['our records', from, muxer]] as const))

test.each(pairs)('%s speaks with %s under %s', async (from, to, muxer) => {
  const [caller, server] = await Promise.all([from, to].map(async (name) => await start((encrypters[name] as () => Encrypter)(), (muxers[muxer] as () => Muxer)())))
  if (caller === undefined || server === undefined) throw new Error('two nodes')
  await server.handle('/echo', (stream) => { stream.addEventListener('message', ({ data }) => stream.send(data)) })
  secured.length = 0
  const connection = await caller.dial(server.getMultiaddrs())
  expect(connection.remotePeer.equals(server.peerId)).toBe(true)
  const one = new RawStream(await connection.newStream('/echo'))
  for (const length of [1, 1_000, 300_000]) {
    const text = Buffer.alloc(length, 'z')
    const before = one.received.length
    one.send(text)
    await eventually(`${length} bytes`, () => one.received.length === before + length)
  }
  const ours = secured.filter((stream) => 'sendParts' in stream).length
  expect(ours).toBe([from, to].filter((name) => name === 'our records').length)
  expect(secured.map(securedPeerOf).filter((peer) => peer !== undefined).length).toBe([from, to].filter((name) => name !== 'the package').length)
})

test('where the keys are not seen the package keeps the connection', async () => {
  // As if a later version of the package did not use the crypto that it is given.
  const changed: typeof noise = () => noise()
  const caller = await start(noiseAs(NOISE_PROTOCOL, { handshakes: changed }), laneYamux(new MuxNetwork()))
  const server = await start(noiseAs(NOISE_PROTOCOL), laneYamux(new MuxNetwork()))
  await server.handle('/echo', (stream) => { stream.addEventListener('message', ({ data }) => stream.send(data)) })
  await caller.handle('/echo', (stream) => { stream.addEventListener('message', ({ data }) => stream.send(data)) })
  secured.length = 0
  for (const [from, to] of [[caller, server], [server, caller]] as const) {
    const connection = await from.dial(to.getMultiaddrs(), { force: true })
    const one = new RawStream(await connection.newStream('/echo'))
    one.send(Buffer.alloc(300_000))
    await eventually('the answer', () => one.received.length === 300_000)
  }
  expect(secured.filter((stream) => 'sendParts' in stream)).toHaveLength(2)
})

test('a check refuses the peer after the handshake', async () => {
  const server = await start(noiseAs(NOISE_PROTOCOL, { check: async (peer) => { throw new Error(`not ${peer}`) } }), laneYamux(new MuxNetwork()))
  const caller = await start(noiseAs(NOISE_PROTOCOL), laneYamux(new MuxNetwork()))
  const connection = await caller.dial(server.getMultiaddrs()).catch(() => undefined)
  await expect(async () => { if (connection === undefined) throw new Error('refused'); await connection.newStream('/echo', { signal: AbortSignal.timeout(5_000) }) }).rejects.toThrow()
})
