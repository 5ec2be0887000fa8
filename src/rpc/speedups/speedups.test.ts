/** Each speed-up on real nodes: that it does what it is for, and that what it reaches into is still there. */
import type { Connection, Stream } from '@libp2p/interface'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { RawStream, call, handleOf, methodShape, peerPair, serve, stream, texts } from '../../../test/support/libp2p.ts'
import { eventually } from '../../../test/support/eventually.ts'
import type { PeerPair } from '../../../test/support/libp2p.ts'
import { once } from '../call.ts'
import type { CallHandler } from '../call.ts'
import { internalsOf } from './internals.ts'
import type { ConnectionInternals } from './internals.ts'
import { hello } from './multistream.ts'
import { SPEEDUPS, parseSpeedups } from './speedups.ts'
import type { Speedup } from './speedups.ts'

const UNARY = methodShape('uu')
const BOTH = methodShape('ss')
const echo: CallHandler = async function * (one) { yield * one.requests }

const pairs: PeerPair[] = []
afterEach(async () => { for (const pair of pairs.splice(0)) await pair[Symbol.asyncDispose]() })

async function start (withoutSpeedups: readonly Speedup[] = []): Promise<PeerPair> {
  const pair = await peerPair({ withoutSpeedups })
  pairs.push(pair)
  await eventually('the connection at the server', () => pair.server.getConnections(pair.caller.peerId).length === 1)
  return pair
}

function connectionOf (pair: PeerPair, side: 'caller' | 'server'): Connection {
  const [connection] = side === 'caller' ? pair.caller.getConnections(pair.server.peerId) : pair.server.getConnections(pair.caller.peerId)
  if (connection === undefined) throw new Error('not connected')
  return connection
}

function inside (pair: PeerPair, side: 'caller' | 'server'): ConnectionInternals {
  const found = internalsOf(connectionOf(pair, side))
  if (found === undefined) throw new Error('libp2p is no longer what internals.ts describes; adapt the speed-ups to its new version')
  return found
}

/** Socket writes of the caller while `action` runs. */
async function socketWrites (pair: PeerPair, action: () => Promise<unknown>): Promise<number> {
  const { socket } = inside(pair, 'caller').maConn
  if (socket === undefined) throw new Error('a TCP connection without its socket')
  const write = vi.spyOn(socket, 'write')
  try {
    await action()
    return write.mock.calls.length
  } finally {
    write.mockRestore()
  }
}

async function callMany (pair: PeerPair, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, async (_, at) => {
    expect(await texts(call(pair, UNARY, once(Buffer.from(`call ${at}`))))).toEqual([`call ${at}`])
  }))
}

describe('all speed-ups together', () => {
  it('lose no answer that was given just before the node stops', async () => {
    const pair = await start()
    const answered = Promise.withResolvers<void>()
    await serve(pair.server, UNARY, async function * (one) {
      yield * one.requests
      answered.resolve()
    })
    const answer = texts(call(pair, UNARY, once(Buffer.from('last'))))
    answer.catch(() => {}) // looked at below
    await answered.promise
    await pair.server.stop()
    expect(await answer).toEqual(['last'])
  })

  it('find the inside of libp2p as they know it', async () => {
    const pair = await start()
    const { muxer, maConn, components } = inside(pair, 'caller')
    expect(maConn.socket?.constructor.name).toBe('Socket')
    expect(components.registrar.handlers.has('/ipfs/id/1.0.0')).toBe(true)
    expect(muxer.maConn.writableNeedsDrain).toBe(false)
  })

  it.each([[[] as Speedup[]], [[...SPEEDUPS]], ...SPEEDUPS.map((name): [Speedup[]] => [[name]])])('carry calls and streams without %j', async (without) => {
    const pair = await start(without)
    await serve(pair.server, UNARY, echo)
    await serve(pair.server, BOTH, echo)
    await callMany(pair, 1)
    await callMany(pair, 100)
    const large = Buffer.alloc(700_000, 'large')
    expect((await texts(call(pair, UNARY, once(large))))[0]?.length).toBe(large.length)
    expect((await texts(call(pair, BOTH, stream('a', large, 'b')))).map(({ length }) => length)).toEqual([1, large.length, 1])
    await eventually('the end of all streams', () => connectionOf(pair, 'caller').streams.length === 0 && connectionOf(pair, 'server').streams.length === 0)
  })

  it('make at most a tenth of the socket writes', async () => {
    const [fast, plain] = [await start(), await start([...SPEEDUPS])]
    const writes: number[] = []
    for (const pair of [fast, plain]) {
      await serve(pair.server, UNARY, echo)
      await callMany(pair, 1)
      writes.push(await socketWrites(pair, async () => await callMany(pair, 100)))
    }
    expect(writes[0]).toBeLessThan((writes[1] ?? 0) / 10)
  })
})

describe('streams that open early', () => {
  /** A server by hand, that has been asked once. */
  async function asked (): Promise<{ pair: PeerPair, accepted: Stream[] }> {
    const pair = await start()
    const accepted: Stream[] = []
    await pair.server.handle('early', (one) => { accepted.push(one) })
    const first = await connectionOf(pair, 'caller').newStream('early')
    first.abort(new Error('enough'))
    return { pair, accepted }
  }

  it('send the question and the first bytes in one frame, before any answer', async () => {
    const { pair } = await asked()
    const frames: number[] = []
    const { muxer } = inside(pair, 'caller')
    const send = muxer.send.bind(muxer)
    muxer.send = (frame) => { frames.push(frame.byteLength); return send(frame) }
    const one = await connectionOf(pair, 'caller').newStream('early')
    one.send(Buffer.from('first bytes'))
    await eventually('the frame', () => frames.length > 0)
    expect(frames).toEqual([12 + hello('early').length + 'first bytes'.length])
  })

  it('deliver the bytes that follow the question and the answer, and nothing of those', async () => {
    const { pair, accepted } = await asked()
    const one = new RawStream(await connectionOf(pair, 'caller').newStream('early'))
    one.send(Buffer.from('to the server'))
    await eventually('the stream', () => accepted.length === 2)
    const other = new RawStream(accepted[1] as Stream)
    await eventually('the bytes', () => other.received.length > 0)
    expect(other.received.toString()).toBe('to the server')
    other.send(Buffer.from('and back'))
    await eventually('the answer', () => one.received.length > 0)
    expect(one.received.toString()).toBe('and back')
  })

  it('end as unimplemented when the peer no longer serves the protocol, and are asked in full the next time', async () => {
    const pair = await start()
    const served = await serve(pair.server, UNARY, echo)
    await callMany(pair, 1)
    await served.close()
    await expect(texts(call(pair, UNARY, once(Buffer.from('x'))))).rejects.toMatchObject({ code: 'unimplemented', message: expect.stringContaining(handleOf(UNARY)) as string })
    await expect(texts(call(pair, UNARY, once(Buffer.from('x'))))).rejects.toMatchObject({ code: 'unimplemented' })
    await serve(pair.server, UNARY, echo)
    await callMany(pair, 3)
  })

  it('are refused over their limit', async () => {
    const { pair } = await asked()
    const open = async (): Promise<Stream> => await connectionOf(pair, 'caller').newStream('early', { maxOutboundStreams: 2 })
    await open()
    const second = await open()
    await expect(open()).rejects.toMatchObject({ code: 'resource_exhausted' })
    second.abort(new Error('room again'))
    await open()
  })
})

describe('streams that are accepted', () => {
  it.each([
    ['header and name in one piece', (bytes: Uint8Array) => [bytes]],
    ['byte by byte', (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte))],
    ['the header first', (bytes: Uint8Array) => [bytes.subarray(0, 20), bytes.subarray(20)]]
  ])('take a question that comes as %s', async (_name, pieces) => {
    const pair = await start(['open-early'])
    const accepted: Stream[] = []
    await pair.server.handle('asked', (one) => { accepted.push(one) })
    const muxed = inside(pair, 'caller').muxer
    const one = muxed.onCreateStream()
    muxed.streams.push(one)
    muxed.cleanUpStream(one)
    const raw = new RawStream(one)
    for (const piece of [...pieces(hello('asked')), Buffer.from('payload')]) {
      one.send(piece)
      await new Promise((resolve) => { setImmediate(resolve) })
    }
    await eventually('the stream', () => accepted.length === 1)
    const other = new RawStream(accepted[0] as Stream)
    await eventually('the bytes and the answer', () => other.received.length === 7 && raw.received.length === hello('asked').length)
    expect(raw.received).toEqual(hello('asked'))
  })

  it('are reset over the limit of their protocol', async () => {
    const pair = await start()
    await pair.server.handle('few', () => {}, { maxInboundStreams: 2 })
    const opened: RawStream[] = []
    for (let count = 0; count < 4; count++) opened.push(new RawStream(await connectionOf(pair, 'caller').newStream('few')))
    await eventually('the resets', () => opened.filter(({ end }) => end === 'reset').length === 2)
    expect(opened.map(({ end }) => end)).toEqual([undefined, undefined, 'reset', 'reset'])
  })
})

describe('windows', () => {
  it('are updated when half is used, not for each frame', async () => {
    const frames = async (without: Speedup[]): Promise<number> => {
      const pair = await start(without)
      await serve(pair.server, BOTH, echo)
      const { muxer } = inside(pair, 'server')
      let updates = 0
      const send = muxer.send.bind(muxer)
      muxer.send = (frame) => { if (frame.byteLength === 12) updates++; return send(frame) }
      await texts(call(pair, BOTH, stream(...Array.from({ length: 64 }, () => Buffer.alloc(4096)))))
      return updates
    }
    expect(await frames([])).toBeLessThan(await frames(['lazy-windows']))
  })
})

it('names of speed-ups are checked', () => {
  expect(parseSpeedups(['open-early'], 'X')).toEqual(['open-early'])
  expect(() => parseSpeedups(['faster'], 'environment variable X')).toThrow(/environment variable X names "faster"; allowed are merge-once, /)
})
