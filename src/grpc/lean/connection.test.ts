/** The lean client against a server that sends what it wants, byte by byte: RFC 9113 seen from a client. */
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import type { AnswerSink, MessageBytes, RunningCall, SubnetesError } from '@subnetes/common'
import { joinMessage } from '@subnetes/common'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  EMPTY, RESPONSE, RawPeer, SETTINGS, TRAILERS, X, answerTo, block, data, headers, message, settings, times, trailers, uint32, windowUpdate
} from '../../../test/support/http2-peer.ts'
import { isNotStarted, isWorkerLost } from '../not-started.ts'
import { createCallChannel } from './call-channel.ts'
import type { CallChannel } from './call-channel.ts'
import { STREAM_WINDOW_BYTES } from './client-stream.ts'
import { CONNECTION_WINDOW_BYTES } from './connection.ts'
import { Flag, FrameType, H2Code, Setting, encodeFrame } from './frames.ts'
import { MAX_IDLE_FRAMES_PER_SECOND } from './peer-frames.ts'

const cleanups: Array<() => unknown> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

const FLOOD = MAX_IDLE_FRAMES_PER_SECOND * 2

class Call implements AnswerSink {
  readonly texts: string[] = []
  bytes = 0
  isFull = false
  isEnded = false
  error: SubnetesError | undefined
  running: RunningCall | undefined

  message (bytes: MessageBytes): boolean {
    const whole = joinMessage(bytes)
    this.bytes += whole.length
    this.texts.push(Buffer.from(whole.subarray(0, 100)).toString())
    return !this.isFull
  }

  end (error?: SubnetesError): void {
    if (this.isEnded) throw new Error('ended twice')
    this.isEnded = true
    this.error = error
  }

  async ended (): Promise<SubnetesError | undefined> {
    await vi.waitFor(() => expect(this.isEnded).toBe(true), { timeout: 5_000, interval: 2 })
    return this.error
  }
}

interface Scene {
  readonly peers: RawPeer[]
  readonly channel: CallChannel
  readonly call: (requests?: Uint8Array | AsyncIterable<Uint8Array>, metadata?: Record<string, string>) => Call
}

/** A server that sends `opening` to each connection. */
async function scene (opening: Uint8Array = SETTINGS): Promise<Scene> {
  const peers: RawPeer[] = []
  const server = net.createServer((socket) => {
    const peer = new RawPeer(socket)
    peers.push(peer)
    cleanups.push(() => socket.destroy())
    if (opening.length > 0) peer.send(opening)
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  cleanups.push(() => server.close())
  const channel = createCallChannel(`127.0.0.1:${(server.address() as AddressInfo).port}`, { connectTimeoutMs: 500 })
  cleanups.push(async () => await channel.close())
  const context = { path: '/t.T/x', metadata: {} }
  const call: Scene['call'] = (requests = X, metadata) => {
    const made = new Call()
    made.running = channel.start({ context, requests, metadata }, made)
    return made
  }
  return { peers, channel, call }
}

/** One call that the server has received. */
async function openCall (opening?: Uint8Array): Promise<Scene & { readonly peer: RawPeer, readonly open: Call }> {
  const made = await scene(opening)
  const open = made.call()
  const peer = await vi.waitFor(() => {
    if (made.peers[0] === undefined) throw new Error('no connection')
    return made.peers[0]
  }, { interval: 2 })
  await peer.first(FrameType.Headers)
  return { ...made, peer, open }
}

/** Sends to a client with one call and gives how the call and the connection ended. */
async function outcome (...frames: readonly Uint8Array[]): Promise<{ error: SubnetesError | undefined, goAway: number | undefined, reset: number | undefined, texts: string[] }> {
  const { peer, open } = await openCall()
  peer.send(...frames)
  const error = await open.ended()
  await vi.waitFor(() => expect(peer.of(FrameType.GoAway).length + peer.of(FrameType.RstStream).length > 0 || error === undefined || peer.isClosed).toBe(true))
  return { error, goAway: peer.of(FrameType.GoAway)[0]?.payload.readUInt32BE(4), reset: peer.of(FrameType.RstStream)[0]?.payload.readUInt32BE(0), texts: open.texts }
}

describe('the opening of a connection', () => {
  it('sends preface, settings and window at once, and acknowledges the settings of the server', async () => {
    const { peer } = await openCall()
    const [own, update] = peer.frames
    const values = new Map(Array.from({ length: (own?.payload.length ?? 0) / 6 }, (_, index) => [own?.payload.readUInt16BE(index * 6), own?.payload.readUInt32BE(index * 6 + 2)]))
    expect(values.get(Setting.HeaderTableSize)).toBe(0)
    expect(values.get(Setting.EnablePush)).toBe(0)
    expect(values.get(Setting.InitialWindowSize)).toBe(STREAM_WINDOW_BYTES)
    expect(update?.payload.readUInt32BE(0)).toBe(CONNECTION_WINDOW_BYTES - 65_535)
    expect(peer.of(FrameType.Settings)[1]).toMatchObject({ flags: Flag.Ack, payload: EMPTY })
  })

  it.each([
    ['a server that says nothing', EMPTY, 'no HTTP/2 settings within 500 ms'],
    ['HTTP/1', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'an HTTP/1 server'],
    ['a frame before SETTINGS', encodeFrame(FrameType.Ping, 0, 0, Buffer.alloc(8)), 'no SETTINGS at first'],
    ['an acknowledgement before SETTINGS', encodeFrame(FrameType.Settings, Flag.Ack, 0, EMPTY), 'no SETTINGS at first'],
    ['GOAWAY after SETTINGS', Buffer.concat([SETTINGS, encodeFrame(FrameType.GoAway, 0, 0, uint32(0, 0))]), 'before']
  ])('calls off with words: %s', async (_, opening, words) => {
    const { call } = await scene(opening)
    const error = await call().ended()
    expect([error?.code, isNotStarted(error), isWorkerLost(error)]).toEqual(['unavailable', true, true])
    expect(error?.message).toContain(words)
  })
})

describe('an answer', () => {
  it('is read byte by byte', async () => {
    const { peer, open } = await openCall()
    await peer.sendByteByByte(answerTo(1, Buffer.from('hello')))
    expect([await open.ended(), open.texts]).toEqual([undefined, ['hello']])
  })

  it('may be padded, prioritised, split over CONTINUATION, preceded by 103, and mixed with frames that do not matter', async () => {
    const padded = encodeFrame(FrameType.Headers, Flag.Padded | Flag.Priority | Flag.EndHeaders, 1, Buffer.concat([Buffer.from([3]), Buffer.alloc(5), RESPONSE, Buffer.alloc(3)]))
    const { error, texts } = await outcome(
      headers(1, block([':status', '103'], ['link', 'x'])),
      padded,
      encodeFrame(FrameType.Priority, 0, 7, Buffer.alloc(5)), encodeFrame(0xfa, 0xff, 99, Buffer.from('unknown')),
      encodeFrame(FrameType.Data, Flag.Padded, 1, Buffer.concat([Buffer.from([2]), message(X).subarray(0, 3), Buffer.alloc(2)])),
      data(1, EMPTY), data(1, message(X).subarray(3)),
      headers(1, TRAILERS.subarray(0, 4), Flag.EndStream),
      encodeFrame(FrameType.Continuation, 0, 1, TRAILERS.subarray(4, 9)), encodeFrame(FrameType.Continuation, Flag.EndHeaders, 1, TRAILERS.subarray(9)))
    expect([error, texts]).toEqual([undefined, ['x']])
  })

  it('may come before the request is sent, which is then cancelled', async () => {
    const requests = (async function * () { yield X; await new Promise(() => {}) })()
    const { peers, call } = await scene()
    const open = call(requests)
    await vi.waitFor(() => expect(peers[0]?.dataBytes(1)).toBe(6))
    peers[0]?.send(answerTo(1))
    expect(await open.ended()).toBeUndefined()
    expect((await peers[0]?.first(FrameType.RstStream))?.payload.readUInt32BE(0)).toBe(H2Code.Cancel)
  })

  it('ends once, whatever follows it', async () => {
    const { peer, open, call } = await openCall()
    peer.send(answerTo(1), encodeFrame(FrameType.RstStream, 0, 1, uint32(0)), data(1, message(X)), trailers(1), windowUpdate(1, 5))
    expect([await open.ended(), open.texts]).toEqual([undefined, ['x']])
    const next = call()
    await peer.first(FrameType.Headers, 3)
    peer.send(answerTo(3))
    expect(await next.ended()).toBeUndefined()
  })

  it.each([
    ['DATA before headers', [data(1, message(X))], 'internal'],
    ['headers without :status', [headers(1, TRAILERS)], 'internal'],
    ['malformed headers', [headers(1, block([':status', '200'], ['A', 'b']))], 'internal'],
    ['trailers that do not end the stream', [headers(1), headers(1, TRAILERS)], 'internal'],
    ['a status in trailers', [headers(1), trailers(1, RESPONSE)], 'internal'],
    ['a WINDOW_UPDATE of 0 on a stream', [windowUpdate(1, 0)], 'internal'],
    ['a window of more than 31 bits', [windowUpdate(1, 0x7fff_ffff)], 'internal'],
    ['a message above the limit', [headers(1), data(1, uint32(0x00ff_ffff, 0))], 'resource_exhausted']
  ] as const)('with %s costs the call, not the connection', async (_, frames, code) => {
    const { error, reset, goAway } = await outcome(...frames)
    expect([error?.code, goAway]).toEqual([code, undefined])
    expect(reset).toBeGreaterThan(0)
  })
})

describe('a server that breaks the rules ends the connection', () => {
  const ping = (length: number, streamId = 0): Buffer => encodeFrame(FrameType.Ping, 0, streamId, Buffer.alloc(length))
  it.each([
    ['PUSH_PROMISE', encodeFrame(FrameType.PushPromise, 4, 1, uint32(2)), H2Code.ProtocolError],
    ['SETTINGS_ENABLE_PUSH', settings([Setting.EnablePush, 1]), H2Code.ProtocolError],
    ['a frame too large', encodeFrame(FrameType.Headers, 4, 1, Buffer.alloc(70_000)), H2Code.FrameSizeError],
    ['a PING of 7 bytes', ping(7), H2Code.FrameSizeError],
    ['a PING on a stream', ping(8, 1), H2Code.ProtocolError],
    ['RST_STREAM of 3 bytes', encodeFrame(FrameType.RstStream, 0, 1, Buffer.alloc(3)), H2Code.FrameSizeError],
    ['RST_STREAM of a stream that was never opened', encodeFrame(FrameType.RstStream, 0, 9, uint32(0)), H2Code.ProtocolError],
    ['HEADERS of an even stream', headers(2), H2Code.ProtocolError],
    ['HEADERS of stream 0', headers(0), H2Code.ProtocolError],
    ['DATA of stream 0', data(0, X), H2Code.ProtocolError],
    ['SETTINGS of 5 bytes', encodeFrame(FrameType.Settings, 0, 0, Buffer.alloc(5)), H2Code.FrameSizeError],
    ['SETTINGS on a stream', encodeFrame(FrameType.Settings, 0, 1, EMPTY), H2Code.ProtocolError],
    ['an acknowledgement with a payload', encodeFrame(FrameType.Settings, Flag.Ack, 0, Buffer.alloc(6)), H2Code.FrameSizeError],
    ['SETTINGS_INITIAL_WINDOW_SIZE of 32 bits', settings([Setting.InitialWindowSize, 0x8000_0000]), H2Code.FlowControlError],
    ['SETTINGS_MAX_FRAME_SIZE of 1', settings([Setting.MaxFrameSize, 1]), H2Code.ProtocolError],
    ['GOAWAY of 4 bytes', encodeFrame(FrameType.GoAway, 0, 0, uint32(0)), H2Code.FrameSizeError],
    ['WINDOW_UPDATE of 0', windowUpdate(0, 0), H2Code.ProtocolError],
    ['WINDOW_UPDATE of 3 bytes', encodeFrame(FrameType.WindowUpdate, 0, 0, Buffer.alloc(3)), H2Code.FrameSizeError],
    ['a connection window of more than 31 bits', windowUpdate(0, 0x7fff_ffff), H2Code.FlowControlError],
    ['CONTINUATION of nothing', encodeFrame(FrameType.Continuation, 4, 1, TRAILERS), H2Code.ProtocolError],
    ['CONTINUATION of another stream', Buffer.concat([headers(1, RESPONSE, 0), encodeFrame(FrameType.Continuation, 4, 3, TRAILERS)]), H2Code.ProtocolError],
    ['a frame inside a header block', Buffer.concat([headers(1, RESPONSE, 0), ping(8)]), H2Code.ProtocolError],
    ['DATA inside a header block', Buffer.concat([headers(1, RESPONSE, 0), data(1, X)]), H2Code.ProtocolError],
    ['too many CONTINUATIONs', Buffer.concat([headers(1, RESPONSE, 0), ...times(70, encodeFrame(FrameType.Continuation, 0, 1, EMPTY))]), H2Code.EnhanceYourCalm],
    ['a header block without end', Buffer.concat([headers(1, RESPONSE, 0), ...times(3, encodeFrame(FrameType.Continuation, 0, 1, Buffer.alloc(30_000)))]), H2Code.EnhanceYourCalm],
    ['padding over the frame', encodeFrame(FrameType.Headers, Flag.Padded | 4, 1, Buffer.from([9, 1])), H2Code.ProtocolError],
    ['no header block', headers(1, Buffer.from([0x80])), H2Code.CompressionError],
    ['an index of the dynamic table', headers(1, Buffer.from([0x88, 0xbe])), H2Code.CompressionError],
    ['a flood of pings', Buffer.concat(times(FLOOD, ping(8))), H2Code.EnhanceYourCalm],
    ['a flood of empty DATA', Buffer.concat([headers(1), ...times(FLOOD, data(1, EMPTY))]), H2Code.EnhanceYourCalm],
    ['a flood of unknown frames', Buffer.concat(times(FLOOD, encodeFrame(77, 0, 0, EMPTY))), H2Code.EnhanceYourCalm],
    ['noise', Buffer.alloc(1_000, 0x5a), H2Code.FrameSizeError]
  ])('by %s', async (_, bytes, code) => {
    const { error, goAway } = await outcome(bytes)
    expect([error?.code, isWorkerLost(error), isNotStarted(error), goAway]).toEqual(['unavailable', true, false, code])
    expect(error?.message).toContain('the server broke HTTP/2')
  })

  it('by reading nothing: what waits for it is bounded', async () => {
    const { peer, open } = await openCall()
    peer.pause()
    const pings = Buffer.concat(times(1_000, encodeFrame(FrameType.Ping, 0, 0, Buffer.alloc(8))))
    for (let count = 0; count < 400 && !open.isEnded; count += 1) {
      peer.send(pings, data(1, EMPTY))
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect((await open.ended())?.message).toContain('the server broke HTTP/2')
  })
})

describe('flow control', () => {
  it('sends a large request as far as the windows go, and the rest when they open', async () => {
    const { peers, call } = await scene()
    const open = call(Buffer.alloc(200_000, 'a'))
    await vi.waitFor(() => expect(peers[0]?.dataBytes(1)).toBe(65_535))
    expect(peers[0]?.of(FrameType.Data, 1).every(({ payload }) => payload.length <= 16_384)).toBe(true)
    peers[0]?.send(windowUpdate(1, 100_000))
    peers[0]?.send(windowUpdate(0, 1_000))
    await vi.waitFor(() => expect(peers[0]?.dataBytes(1)).toBe(66_535))
    peers[0]?.send(windowUpdate(0, 1_000_000))
    await vi.waitFor(() => expect(peers[0]?.dataBytes(1)).toBe(165_535))
    peers[0]?.send(settings([Setting.InitialWindowSize, 100_005]))
    await vi.waitFor(() => expect(peers[0]?.dataBytes(1)).toBe(200_005))
    expect(peers[0]?.of(FrameType.Data, 1).at(-1)?.flags).toBe(Flag.EndStream)
    peers[0]?.send(answerTo(1))
    expect(await open.ended()).toBeUndefined()
  })

  it('lets a window go below zero when SETTINGS shrink it', async () => {
    const { peers, call } = await scene()
    call(Buffer.alloc(100_000))
    await vi.waitFor(() => expect(peers[0]?.dataBytes(1)).toBe(65_535))
    peers[0]?.send(settings([Setting.InitialWindowSize, 0]), windowUpdate(0, 1_000_000), windowUpdate(1, 65_536))
    await vi.waitFor(() => expect(peers[0]?.dataBytes(1)).toBe(65_536))
  })

  it('shares the connection window between large requests, and small calls do not wait for stream windows of others', async () => {
    const { peers, call } = await scene(Buffer.concat([settings([Setting.InitialWindowSize, 30_000]), windowUpdate(0, 1_000_000)]))
    call(Buffer.alloc(100_000))
    call(Buffer.alloc(100_000))
    const small = call()
    await vi.waitFor(() => expect([1, 3, 5].map((id) => peers[0]?.dataBytes(id))).toEqual([30_000, 30_000, 6]))
    peers[0]?.send(answerTo(5))
    expect(await small.ended()).toBeUndefined()
  })

  it('uses the frame size of the server', async () => {
    const { peers, call } = await scene(Buffer.concat([settings([Setting.MaxFrameSize, 32_768], [Setting.InitialWindowSize, 1_000_000])]))
    call(Buffer.alloc(60_000))
    await vi.waitFor(() => expect(peers[0]?.of(FrameType.Data).map(({ payload }) => payload.length)).toEqual([32_768, 27_237]))
  })

  it('gives windows back as messages are taken, and not while the sink is full', async () => {
    const { peer, open } = await openCall()
    open.isFull = true
    const frame = data(1, message(Buffer.alloc(32_763)))
    peer.send(headers(1), ...times(16, frame))
    await vi.waitFor(() => expect(open.bytes).toBe(16 * 32_763))
    expect(peer.of(FrameType.WindowUpdate, 1)).toEqual([])
    open.isFull = false
    open.running?.resume()
    expect((await peer.first(FrameType.WindowUpdate, 1)).payload.readUInt32BE(0)).toBe(16 * 32_768)
    peer.send(...times(8, frame))
    await vi.waitFor(() => expect(peer.of(FrameType.WindowUpdate, 1).length).toBe(2))
  })

  it('refuses more than the stream window', async () => {
    const { peer, open } = await openCall()
    open.isFull = true
    const frame = data(1, message(Buffer.alloc(60_000)))
    peer.send(headers(1), ...times(9, frame))
    expect((await open.ended())?.message).toContain('more DATA than the stream window')
    expect((await peer.first(FrameType.RstStream)).payload.readUInt32BE(0)).toBe(H2Code.FlowControlError)
  })

  it('gives the connection window back for streams that have ended', async () => {
    const { peer, open } = await openCall()
    peer.send(answerTo(1))
    await open.ended()
    const frame = data(1, Buffer.alloc(60_000))
    for (let count = 0; count < 120; count += 1) {
      peer.send(frame)
      const updates = 1 + Math.floor((count + 1) * 60_000 / (CONNECTION_WINDOW_BYTES / 2)) // the first is in the opening
      if (count % 30 === 29) await vi.waitFor(() => expect(peer.of(FrameType.WindowUpdate, 0).length).toBeGreaterThanOrEqual(updates))
    }
    expect(peer.of(FrameType.GoAway)).toEqual([])
  })
})

describe('settings while calls run', () => {
  it('answers pings, acknowledges settings, and follows a new limit of streams', async () => {
    const { peer, call } = await openCall()
    peer.send(settings([Setting.MaxConcurrentStreams, 1]), encodeFrame(FrameType.Ping, 0, 0, Buffer.from('12345678')))
    expect((await peer.first(FrameType.Ping))).toMatchObject({ flags: Flag.Ack, payload: Buffer.from('12345678') })
    expect(peer.of(FrameType.Settings).length).toBe(3)
    const waiting = call()
    peer.send(encodeFrame(FrameType.Ping, 0, 0, Buffer.alloc(8)))
    await vi.waitFor(() => expect(peer.of(FrameType.Ping).length).toBe(2))
    expect(peer.of(FrameType.Headers).length).toBe(1)
    peer.send(settings([Setting.MaxConcurrentStreams, 2]))
    await peer.first(FrameType.Headers, 3)
    peer.send(answerTo(3))
    expect(await waiting.ended()).toBeUndefined()
  })

  it('announces a smaller header table and fills it again', async () => {
    const { peer, call } = await openCall()
    for (const [id, limit] of [[3, 0], [5, 4_096]] as const) {
      peer.send(settings([Setting.HeaderTableSize, limit]), encodeFrame(FrameType.Ping, 0, 0, Buffer.alloc(8)))
      await vi.waitFor(() => expect(peer.of(FrameType.Ping).length).toBe(id >> 1))
      call()
      const { payload } = await peer.first(FrameType.Headers, id)
      expect(payload[0]).toBe(id === 3 ? 0x20 : 0x83)
    }
  })

  it('splits a header block that is larger than a frame', async () => {
    const { peers, call } = await scene()
    call(X, { a: 'y'.repeat(20_000) })
    await vi.waitFor(() => expect(peers[0]?.of(FrameType.Continuation)).toMatchObject([{ flags: Flag.EndHeaders, streamId: 1 }]))
    expect(peers[0]?.of(FrameType.Headers)).toMatchObject([{ flags: 0, streamId: 1 }])
  })

  it('refuses metadata that cannot be sent, and goes on', async () => {
    const { peer, call } = await openCall()
    const refused = await call(X, { a: 'ü' }).ended()
    expect([refused?.code, isNotStarted(refused)]).toEqual(['invalid_argument', true])
    const next = call()
    await peer.first(FrameType.Headers, 3)
    peer.send(answerTo(3))
    expect(await next.ended()).toBeUndefined()
  })
})

describe('going away', () => {
  it('fails calls above the last stream as not started, lets the others end, and closes then', async () => {
    const { peer, open, call, peers } = await openCall()
    const ignored = call()
    await peer.first(FrameType.Headers, 3)
    peer.send(encodeFrame(FrameType.GoAway, 0, 0, uint32(1, 0)))
    const error = await ignored.ended()
    expect([error?.code, isNotStarted(error)]).toEqual(['unavailable', true])
    call()
    await vi.waitFor(() => expect(peers.length).toBe(2))
    expect(peer.isClosed).toBe(false)
    peer.send(answerTo(1))
    expect(await open.ended()).toBeUndefined()
    await vi.waitFor(() => expect(peer.isClosed).toBe(true))
  })

  it('ends calls as lost when the server closes its half, and connects again for the next', async () => {
    const { peer, open, call, peers } = await openCall()
    peer.end()
    const error = await open.ended()
    expect([error?.code, isWorkerLost(error), isNotStarted(error), error?.message.endsWith('closed by the server')]).toEqual(['unavailable', true, false, true])
    const next = call()
    await vi.waitFor(() => expect(peers[1]?.of(FrameType.Headers).length).toBe(1))
    peers[1]?.send(answerTo(1))
    expect(await next.ended()).toBeUndefined()
  })

  it('takes the lowest of several last streams', async () => {
    const { peer, open } = await openCall()
    peer.send(encodeFrame(FrameType.GoAway, 0, 0, uint32(0x7fff_ffff, 0)), encodeFrame(FrameType.GoAway, 0, 0, Buffer.concat([uint32(0, 2), Buffer.from('debug')])))
    expect(isNotStarted(await open.ended())).toBe(true)
  })
})
