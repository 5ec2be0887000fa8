/** What a hostile peer can do to a connection: it ends or is bounded, and honest peers notice nothing. */
import type { ConnectionGater } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { createLibp2p } from 'libp2p'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../../test/support/eventually.ts'
import { KeptBytes } from '../../../test/support/lanes.ts'
import { frame, rawNode } from '../../../test/support/raw-muxer.ts'
import type { RawMuxer } from '../../../test/support/raw-muxer.ts'
import type { ByteStream } from '../byte-stream.ts'
import { noiseAs } from '../noise/noise.ts'
import { ACK, DATA, FIN, GO_AWAY, PING, RST, SYN, WINDOW_UPDATE } from './frame.ts'
import type { MuxLimits } from './limits.ts'
import { hello } from './multistream.ts'
import { laneYamux } from './muxer.ts'
import { MuxNetwork } from './network.ts'

const HANDLE = 'Test.rpc_test'
/** Its sink consumes nothing. */
const HELD = 'Test.rpc_held'
const ANSWER_BYTES = 4 * 1024 * 1024
const REFUSAL = frame(WINDOW_UPDATE | RST, 0, 0).subarray(0, 4).readUInt32BE()

interface Target {
  readonly network: MuxNetwork
  readonly served: KeptBytes[]
  readonly raw: RawMuxer
  /** Bytes that wait at the target, as memory relief sees them. */
  readonly heldBytes: () => number
}

/** A node with our muxer that serves {@link HANDLE}, and a raw peer connected to it. */
async function target (limits: Partial<MuxLimits> = {}, onServed: (stream: ByteStream) => void = () => {}, connectionGater: ConnectionGater = {}): Promise<Target> {
  const network = new MuxNetwork()
  const served: KeptBytes[] = []
  network.serve(HANDLE, (stream) => {
    const kept = new KeptBytes()
    kept.stream = stream
    served.push(kept)
    onServed(stream)
    return kept
  })
  network.serve(HELD, () => new KeptBytes(false))
  const node = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] }, transports: [tcp()], connectionEncrypters: [noiseAs('/noise')], streamMuxers: [laneYamux(network, limits)], connectionMonitor: { enabled: false }, connectionGater
  })
  const { node: peer, muxers } = await rawNode()
  onTestFinished(async () => { await Promise.all([node.stop(), peer.stop()]) })
  await peer.dial(node.getMultiaddrs())
  const heldBytes = (): number => node.getConnections()[0]?.streams.reduce((sum, stream) => sum + stream.writeBufferLength, 0) ?? 0
  return { network, served, raw: muxers[0] as RawMuxer, heldBytes }
}

/** A frame that opens a stream with a call in it. */
function call (id: number, bytes: Uint8Array = Buffer.from('x'), handle = HANDLE): Buffer {
  const body = Buffer.concat([hello(handle), bytes])
  return frame(DATA | SYN, id, body.length, body)
}

/** Whether a call on the connection is served. */
async function isServed ({ raw, served }: Target, id: number): Promise<void> {
  const before = served.length
  raw.send(call(id, Buffer.from('honest')))
  await eventually('the call', () => served.length > before && served.at(-1)?.text === 'honest')
}

function each (count: number, make: (id: number) => Uint8Array): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => make(2 * index + 1))
}

test.each<[string, Uint8Array[]]>([
  ['opens more streams than it may, again and again', each(27_000, (id) => frame(WINDOW_UPDATE | SYN, id, 0))],
  ['opens and resets streams', each(3_000, (id) => Buffer.concat([frame(WINDOW_UPDATE | SYN, id, 0), frame(WINDOW_UPDATE | RST, id, 0)]))],
  ['opens and resets calls', each(3_000, (id) => Buffer.concat([call(id), frame(WINDOW_UPDATE | RST, id, 0)]))],
  ['sends more than the window', [call(1, Buffer.alloc(1000), HELD), frame(DATA, 1, 200_000, Buffer.alloc(200_000)), frame(DATA, 1, 100_000, Buffer.alloc(100_000))]],
  ['claims a frame beyond the window', [frame(DATA | SYN, 1, 0xffffffff)]],
  ['claims a huge frame of a stream that is not there', [frame(DATA, 77, 0x7fffffff)]],
  ['grants more than 4 GiB', [frame(WINDOW_UPDATE | SYN, 1, 0xffffffff), frame(WINDOW_UPDATE, 1, 0xffffffff)]],
  ['opens a stream twice', [frame(WINDOW_UPDATE | SYN, 1, 0), frame(WINDOW_UPDATE | SYN, 1, 0)]],
  ['opens a stream with an id of the other side', [frame(WINDOW_UPDATE | SYN, 2, 0)]],
  ['sends data for stream 0', [frame(DATA, 0, 1, Buffer.alloc(1))]],
  ['sends a frame of an unknown type', [frame(0x90000, 0, 0)]],
  ['sends a frame of another version', [frame(0x3000000, 1, 0)]],
  ['floods with pings', each(3_000, (id) => frame(PING | SYN, 0, id))],
  ['floods with empty window updates', [frame(WINDOW_UPDATE | SYN, 1, 0), ...each(3_000, () => frame(WINDOW_UPDATE, 1, 0))]],
  ['floods with empty data frames', [call(1), ...each(3_000, () => frame(DATA, 1, 0))]],
  ['says that it goes away for an error', [frame(GO_AWAY, 0, 2)]]
])('a peer that %s loses its connection', async (_what, frames) => {
  const { raw } = await target()
  raw.send(...frames)
  await eventually('the end', () => raw.isClosed)
})

test('refusing an honest burst beyond the limit leaves its running calls alone', async () => {
  const at = await target({ maxInboundStreams: 1 })
  at.raw.send(call(1), ...each(8_000, (id) => call(id + 2)))
  await eventually('the refusals', () => at.raw.count(REFUSAL) === 8_000)
  at.served[0]?.stream?.write(Buffer.from('answer'))
  await eventually('the answer', () => at.raw.received(1).toString().endsWith('answer'))
  expect(at.raw.isClosed).toBe(false)
})

test('answers pings, skips data of a stream that is not there, and serves calls behind them', async () => {
  const at = await target()
  at.raw.send(frame(PING | SYN, 0, 42), frame(DATA, 77, 1_000_000, Buffer.alloc(1_000_000)), frame(WINDOW_UPDATE, 77, 5))
  await isServed(at, 1)
  await eventually('the pong', () => at.raw.frames.some(({ kind, length }) => kind === (PING | ACK) && length === 42))
})

test('answers that are not read hold a bounded number of bytes, then calls are refused, and the connection lives', async () => {
  const answer = Buffer.alloc(ANSWER_BYTES)
  const at = await target({ maxUnsentBytes: 16 * ANSWER_BYTES }, (stream) => queueMicrotask(() => stream.write(answer)))
  for (let id = 1; id < 1000; id += 2) at.raw.send(call(id))
  await eventually('the refusals', () => at.raw.count(REFUSAL) >= 480)
  expect(at.heldBytes()).toBeLessThanOrEqual(16 * ANSWER_BYTES)
  expect(at.heldBytes()).toBeGreaterThan(10 * ANSWER_BYTES)
  for (const { id } of at.raw.frames.filter(({ kind }) => kind === (DATA | ACK))) at.raw.send(frame(WINDOW_UPDATE | RST, id, 0))
  await eventually('it gives everything back', () => at.heldBytes() < ANSWER_BYTES)
  expect(at.served.some(({ error }) => error?.code === 'resource_exhausted')).toBe(true)
  await isServed(at, 2001)
})

test('a stream that is answered and not closed, one that is silent and one that never finishes its question are reset in time', async () => {
  const at = await target({ negotiationMs: 100 }, (stream) => {
    stream.write(Buffer.from('answer'))
    stream.finish(100)
  })
  at.raw.send(call(1), frame(WINDOW_UPDATE | SYN, 3, 0))
  for (const [index, byte] of hello(HANDLE).subarray(0, 15).entries()) at.raw.send(frame(index === 0 ? DATA | SYN : DATA, 5, 1, Uint8Array.of(byte)))
  await eventually('the resets', () => [1, 3, 5].every((id) => at.raw.count(REFUSAL, id) === 1))
  expect(at.raw.received(1).toString()).toContain('answer')
  expect(at.raw.isClosed).toBe(false)
})

test('a call that goes on writing after its answer is drained, and reset when it does not stop', async () => {
  const at = await target({ maxDrainBytes: 300_000 }, (stream) => stream.finish(60_000))
  at.raw.send(call(1), frame(DATA, 1, 200_000, Buffer.alloc(200_000)))
  await eventually('a window', () => at.raw.count(WINDOW_UPDATE, 1) > 0)
  expect(at.raw.count(REFUSAL, 1)).toBe(0)
  at.raw.send(frame(DATA, 1, 200_000, Buffer.alloc(200_000)))
  await eventually('the reset', () => at.raw.count(REFUSAL, 1) === 1)
})

test('a peer that reads nothing loses its connection', async () => {
  const answer = Buffer.alloc(ANSWER_BYTES)
  const at = await target({ stalledMs: 100 }, (stream) => stream.write(answer))
  const { connection } = at.raw
  for (let id = 1; id < 20; id += 2) at.raw.send(call(id), frame(WINDOW_UPDATE, id, ANSWER_BYTES))
  await eventually('the calls', () => at.served.length > 5)
  connection.pause()
  for (let id = 101; id < 120; id += 2) at.raw.send(call(id), frame(WINDOW_UPDATE, id, ANSWER_BYTES))
  await eventually('the loss', () => at.served.some(({ error }) => error?.message.includes('the connection to peer') === true))
})

test('after it has said goodbye a peer gets its answers, and no stream is opened to it', async () => {
  const at = await target()
  at.raw.send(call(1), frame(GO_AWAY, 0, 0))
  await eventually('the call', () => at.served.length === 1)
  const kept = new KeptBytes()
  const peer = at.served[0]?.stream?.remotePeer ?? ''
  expect(at.network.open(peer, HANDLE, kept)).toBeUndefined()
  at.served[0]?.stream?.write(Buffer.from('answer'))
  await eventually('the answer', () => at.raw.received(1).toString().endsWith('answer'))
})

test('streams beyond the backlog of a peer that acknowledges none wait, in bounds, and may be given up', async () => {
  const at = await target({ maxWaitingOpens: 10 })
  await isServed(at, 1)
  const peer = at.served[0]?.stream?.remotePeer ?? ''
  const opened = Array.from({ length: 267 }, () => {
    const kept = new KeptBytes()
    kept.stream = at.network.open(peer, HANDLE, kept)
    kept.stream?.write(Buffer.from('x'))
    return kept
  })
  await eventually('the refusal', () => opened[266]?.error?.code === 'resource_exhausted')
  await eventually('256 streams', () => at.raw.count(DATA | SYN) === 256)
  opened[256]?.stream?.reset()
  at.raw.send(frame(WINDOW_UPDATE | ACK, 2, 0))
  await eventually('one more', () => at.raw.count(DATA | SYN) === 257)
  expect(at.raw.frames.filter(({ kind }) => kind === (DATA | SYN)).at(-1)?.id).toBe(514)
})

test('nothing is served, and little is held, before libp2p admits the connection', async () => {
  const gate = Promise.withResolvers<boolean>()
  const at = await target({ maxEarlyBytes: 1000 }, () => {}, { denyInboundUpgradedConnection: async () => await gate.promise })
  at.raw.send(call(1), frame(WINDOW_UPDATE | FIN, 1, 0), frame(PING | SYN, 0, 1))
  await eventually('the pong', () => at.raw.count(PING | ACK) === 1)
  expect(at.served).toHaveLength(0)
  gate.resolve(false)
  await eventually('the call', () => at.served[0]?.isEnded === true)
  expect(at.served[0]?.text).toBe('x')
  const other = await target({ maxEarlyBytes: 1000 }, () => {}, { denyInboundUpgradedConnection: async () => await new Promise(() => {}) })
  other.raw.send(call(1, Buffer.alloc(2000)))
  await eventually('the end', () => other.raw.isClosed)
})

test('acknowledges and answers by itself what is not answered soon', async () => {
  const at = await target()
  at.raw.send(call(1))
  await eventually('the answer to the question', () => at.raw.received(1).equals(hello(HANDLE)))
  expect(at.raw.frames.filter(({ id }) => id === 1).map(({ kind }) => kind)).toEqual([DATA | ACK])
})
