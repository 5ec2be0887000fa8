/** The calling end against servers that do not behave. */
import type { Stream } from '@libp2p/interface'
import { SubnetesError, joinMessage } from '@subnetes/common'
import type { MethodShape } from '@subnetes/common'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { RawStream, call, handleOf, methodShape, peerPair, serve, stream, texts } from '../../../test/support/libp2p.ts'
import { eventually } from '../../../test/support/eventually.ts'
import type { PeerPair } from '../../../test/support/libp2p.ts'
import { startCall } from '../call-method.ts'
import type { CallMethodInit } from '../call-method.ts'
import { first, once } from '../call.ts'
import { CALL_ID_BYTES, decodeRequest, encodeErrorResponse, encodeResponse, peekDelimited, takeDelimited } from './envelope.ts'
import { END_FRAME, FRAME_HEADER_BYTES, encodeErrorFrame, encodeMessageHeader } from './frame.ts'
import { Uint8ArrayList } from 'uint8arraylist'

const ID = Buffer.alloc(CALL_ID_BYTES, 9)
const UNARY = methodShape('uu')
const SERVER_STREAM = methodShape('us')
const CLIENT_STREAM = methodShape('su')
const BOTH = methodShape('ss')

let pair: PeerPair
const handles = new Set<string>()

beforeAll(async () => { pair = await peerPair() })
afterAll(async () => { await pair[Symbol.asyncDispose]() })
afterEach(async () => {
  for (const handle of handles) await pair.server.unhandle(handle)
  handles.clear()
})

/** Lets `script` act as the server of a method, with bytes; resolves with the stream it got. */
async function actAs (method: MethodShape, script: (raw: RawStream) => Promise<unknown>): Promise<{ raw: RawStream | undefined }> {
  const got: { raw: RawStream | undefined } = { raw: undefined }
  handles.add(handleOf(method))
  await pair.server.handle(handleOf(method), async (accepted: Stream) => {
    got.raw = new RawStream(accepted)
    await script(got.raw)
  })
  return got
}

async function requested (raw: RawStream, bytes = 1): Promise<void> {
  await eventually('the request', () => raw.received.length >= bytes)
}

function delimited ({ head, payload }: { head: Uint8Array, payload: Uint8Array }): Buffer {
  return Buffer.concat([head, payload])
}

function frame (data: string): Buffer {
  return Buffer.concat([encodeMessageHeader(data.length), Buffer.from(data)])
}

async function failure (method: MethodShape, init: Partial<CallMethodInit> = {}): Promise<{ error: SubnetesError, messages: string[] }> {
  const messages: string[] = []
  try {
    for await (const message of call(pair, method, once(Buffer.from('x')), init)) messages.push(Buffer.from(message).toString())
  } catch (error) {
    return { error: error as SubnetesError, messages }
  }
  throw new Error(`the call ended well with ${JSON.stringify(messages)}`)
}

describe('a unary caller', () => {
  it('sends a random callId of 16 bytes, the destination and the handle, and keeps its side open until it has the answer', async () => {
    const ids = new Set<string>()
    const got = await actAs(UNARY, async (raw) => {
      await requested(raw)
      const envelope = takeDelimited(new Uint8ArrayList(raw.received), 1e6) ?? new Uint8Array()
      const request = decodeRequest(envelope)
      ids.add(Buffer.from(request.callId).toString('hex'))
      expect(request.proto).toBe(handleOf(UNARY))
      expect(Buffer.from(envelope).includes(Buffer.from(pair.server.peerId.toMultihash().bytes))).toBe(true)
      expect(raw.end).toBeUndefined()
      raw.send(delimited(encodeResponse(ID, Buffer.from('ok'))))
    })
    expect(await texts(call(pair, UNARY, stream('a')))).toEqual(['ok'])
    expect(await got.raw?.ended()).toBe('eof')
    await texts(call(pair, UNARY, stream('a')))
    expect(ids.size).toBe(2)
  })

  it('reads an answer in single bytes', async () => {
    await actAs(UNARY, async (raw) => {
      await requested(raw)
      for (const byte of delimited(encodeResponse(ID, Buffer.from('hello')))) raw.send(Buffer.of(byte))
      await raw.stream.close()
    })
    expect(await texts(call(pair, UNARY, stream('a')))).toEqual(['hello'])
  })

  it.each<[string, (raw: RawStream) => Promise<unknown> | void, string, string]>([
    ['closes without an answer', async (raw) => await raw.stream.close(), 'unavailable', 'without an answer'],
    ['resets the stream', (raw) => raw.stream.abort(new Error('test')), 'unavailable', 'reset the stream'],
    ['ends inside the answer', async (raw) => { raw.send('30'); await raw.stream.close() }, 'unavailable', 'ended inside a message'],
    ['answers with neither a response nor an error', (raw) => { raw.send(`140a10${'11'.repeat(16)}2200`) }, 'internal', 'neither a response nor an error'],
    ['answers with something else', (raw) => { raw.send('04deadbeef') }, 'internal', 'malformed envelope'],
    ['answers with more than 4 MiB', (raw) => { raw.send('81808002') }, 'resource_exhausted', '4194305 bytes'],
    ['raises a Python error', (raw) => { raw.send(delimited(encodeErrorResponse(ID, "ValueError('boom 42')"))) }, 'unknown', "ValueError('boom 42')"],
    ['raises one of ours', (raw) => { raw.send(delimited(encodeErrorResponse(ID, "PermissionDenied('not you')"))) }, 'permission_denied', 'not you']
  ])('gets a typed error when the server %s', async (_name, act, code, message) => {
    await actAs(UNARY, async (raw) => {
      await requested(raw)
      await act(raw)
    })
    expect((await failure(UNARY)).error).toMatchObject({ name: 'SubnetesError', code, message: expect.stringContaining(message) as string })
  })

  it('resets the stream when its deadline passes, its signal aborts, or the server never answers', async () => {
    const got = await actAs(UNARY, async (raw) => await requested(raw))
    expect((await failure(UNARY, { deadline: Date.now() + 100 })).error).toMatchObject({ code: 'deadline_exceeded' })
    expect(await got.raw?.ended()).toBe('reset')
    const controller = new AbortController()
    const failing = failure(UNARY, { signal: controller.signal })
    await eventually('the call', () => got.raw?.end === undefined)
    controller.abort()
    expect((await failing).error).toMatchObject({ code: 'cancelled' })
    expect(await got.raw?.ended()).toBe('reset')
  })

  it('does not call at all after its deadline', async () => {
    const got = await actAs(UNARY, async () => {})
    expect((await failure(UNARY, { deadline: Date.now() - 1 })).error).toMatchObject({ code: 'deadline_exceeded' })
    expect(got.raw).toBeUndefined()
  })

  it('leaves no stream open when the answer comes before its request could be written', async () => {
    await using plain = await peerPair({ plainTransport: true })
    await plain.server.handle(handleOf(UNARY), (accepted) => { accepted.send(delimited(encodeResponse(ID, Buffer.from('early')))) })
    expect(await texts(call(plain, UNARY, once(Buffer.from('x'))))).toEqual(['early'])
    await eventually('no stream', () => plain.caller.getConnections()[0]?.streams.every(({ protocol }) => protocol !== handleOf(UNARY)) === true)
  })

  it('refuses a request over 4 MiB before it sends anything', async () => {
    const got = await actAs(UNARY, async () => {})
    await expect(texts(call(pair, UNARY, once(Buffer.alloc(4 * 1024 * 1024))))).rejects.toMatchObject({ code: 'resource_exhausted', message: expect.stringContaining('use a streaming method') as string })
    expect(got.raw).toBeUndefined()
  })

  it('passes 4 MiB less 1 KiB both ways', async () => {
    const size = 4 * 1024 * 1024 - 1024
    const served = await serve(pair.server, UNARY, (incoming) => incoming.requests)
    expect((await first(call(pair, UNARY, once(Buffer.alloc(size, 1)))))?.length).toBe(size)
    await served.close()
  })

  it('is told when the peer does not serve the handle or cannot be reached', async () => {
    expect((await failure(methodShape('uu', 'rpc_none'))).error).toMatchObject({ code: 'unimplemented', message: expect.stringContaining('does not serve Test.rpc_none') as string })
    const stranger = { ...pair, server: { peerId: pair.caller.peerId } } as unknown as PeerPair
    await expect(texts(call(stranger, UNARY, stream('x')))).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('a caller of streams', () => {
  it('sends frames and the end frame, and keeps its side open until the answers ended', async () => {
    const expected = Buffer.concat([frame('a'), frame(''), frame('b'), END_FRAME])
    const got = await actAs(BOTH, async (raw) => {
      await requested(raw, expected.length)
      expect(raw.received.equals(expected)).toBe(true)
      expect(raw.end).toBeUndefined()
      raw.send(frame('x'), frame(''))
      await raw.stream.close()
    })
    expect(await texts(call(pair, BOTH, stream('a', '', 'b')))).toEqual(['x', ''])
    expect(await got.raw?.ended()).toBe('eof')
  })

  it.each<[string, (raw: RawStream) => Promise<unknown> | void, string, string]>([
    ['reports an error', (raw) => { raw.send(frame('a'), encodeErrorFrame("Unavailable('the worker died')")) }, 'unavailable', 'the worker died'],
    ['reports a Python error', (raw) => { raw.send(frame('a'), encodeErrorFrame('failed after 1')) }, 'unknown', 'failed after 1'],
    ['sends an empty control frame', (raw) => { raw.send(frame('a'), END_FRAME) }, 'unknown', 'without a text'],
    ['resets the stream', async (raw) => { raw.send(frame('a')); await eventually('sent', () => raw.stream.writeBufferLength === 0); raw.stream.abort(new Error('test')) }, 'unavailable', 'reset'],
    ['ends inside a frame', async (raw) => { raw.send(frame('a'), frame('hello').subarray(0, 12)); await raw.stream.close() }, 'unavailable', 'ended inside a message'],
    ['sends an unknown marker', (raw) => { raw.send(frame('a'), '07') }, 'internal', '0x07'],
    ['sends a frame over the limit', (raw) => { raw.send(frame('a'), '000000000001000001') }, 'resource_exhausted', '16777217 bytes']
  ])('gets what came and then a typed error when the server %s', async (_name, act, code, message) => {
    await actAs(SERVER_STREAM, async (raw) => {
      await requested(raw, 2 * FRAME_HEADER_BYTES)
      await act(raw)
    })
    const { error, messages } = await failure(SERVER_STREAM)
    expect(error).toMatchObject({ name: 'SubnetesError', code, message: expect.stringContaining(message) as string })
    expect(messages).toEqual(['a'])
  })

  it.each([
    ['for the end between messages', [frame('a')], undefined],
    ['for no end inside a message', [frame('a'), frame('hello').subarray(0, 12)], 'unavailable'],
    ['for no end before the first message', [], 'unavailable']
  ])('takes a reset of hivemind\'s daemon %s', async (_name, sent, code) => {
    await using other = await peerPair()
    await eventually('what the server says of itself', async () => (await other.caller.peerStore.get(other.server.peerId)).metadata.has('AgentVersion'))
    await other.caller.peerStore.merge(other.server.peerId, { metadata: { AgentVersion: Buffer.from('p2pd/0.1') } })
    await other.server.handle(handleOf(SERVER_STREAM), async (accepted: Stream) => {
      const raw = new RawStream(accepted)
      await requested(raw, 2 * FRAME_HEADER_BYTES)
      if (sent.length > 0) raw.send(...sent)
      await eventually('sent', () => raw.stream.writeBufferLength === 0)
      raw.stream.abort(new Error('test'))
    })
    const answer = texts(call(other, SERVER_STREAM, stream('x')))
    if (code === undefined) expect(await answer).toEqual(['a'])
    else await expect(answer).rejects.toMatchObject({ code })
  })

  it('gets a typed error when the connection is lost between frames, never a silent end', async () => {
    await using other = await peerPair()
    const served = await serve(other.server, SERVER_STREAM, async function * (incoming) {
      yield Buffer.from('a')
      await new Promise((resolve) => { incoming.signal.addEventListener('abort', resolve, { once: true }) })
    })
    const answers = call(other, SERVER_STREAM, stream('x'))[Symbol.asyncIterator]()
    expect((await answers.next()).done).toBe(false)
    for (const connection of other.server.getConnections()) connection.abort(new Error('test'))
    await expect(answers.next()).rejects.toMatchObject({ code: 'unavailable' })
    await served.close()
  })

  it('has all answers of a server that ended in order and then resets the stream, as hivemind\'s daemon does', async () => {
    const reset = Promise.withResolvers<void>()
    await actAs(SERVER_STREAM, async (raw) => {
      await requested(raw)
      raw.send(frame('a'), frame('b'))
      await raw.stream.close()
      raw.stream.abort(new Error('nobody reads the rest of the input'))
      reset.resolve()
    })
    await actAs(UNARY, async (raw) => {
      await requested(raw)
      raw.send(delimited(encodeResponse(ID, Buffer.from('pong'))))
    })
    const messages: string[] = []
    for await (const message of call(pair, SERVER_STREAM, stream('x'))) {
      messages.push(Buffer.from(message).toString())
      await reset.promise
      // What the server sent before has arrived with the answer of a later call.
      expect(await texts(call(pair, UNARY, stream('ping')))).toEqual(['pong'])
    }
    expect(messages).toEqual(['a', 'b'])
  })

  it('brings a slow reader the messages that came before a reset', async () => {
    const reset = Promise.withResolvers<void>()
    await actAs(SERVER_STREAM, async (raw) => {
      await requested(raw)
      raw.send(frame('a'), frame('b'))
      await reset.promise
      raw.stream.abort(new Error('test'))
    })
    const messages: string[] = []
    const ended = Promise.withResolvers<SubnetesError | undefined>()
    const running = startCall(pair.caller, pair.server.peerId, { handle: handleOf(SERVER_STREAM), method: SERVER_STREAM, requests: once(Buffer.from('x')) }, {
      message: (message) => {
        messages.push(Buffer.from(joinMessage(message)).toString())
        return false
      },
      end: (error) => ended.resolve(error)
    })
    await eventually('the first message', () => messages.length === 1)
    reset.resolve()
    await actAs(UNARY, async (raw) => {
      await requested(raw)
      raw.send(delimited(encodeResponse(ID, Buffer.from('pong'))))
    })
    // The reset has arrived with the answer of a later call.
    expect(await texts(call(pair, UNARY, stream('ping')))).toEqual(['pong'])
    running.resume()
    expect(messages).toEqual(['a', 'b'])
    running.resume()
    expect(await ended.promise).toMatchObject({ code: 'unavailable' })
  })

  it('resets the stream when the iteration is ended early', async () => {
    const got = await actAs(SERVER_STREAM, async (raw) => { raw.send(frame('a'), frame('b')) })
    expect(Buffer.from(await first(call(pair, SERVER_STREAM, stream('x'))) ?? []).toString()).toBe('a')
    expect(await got.raw?.ended()).toBe('reset')
  })

  it('stops sending when the server has ended before the input is over', async () => {
    let ended = false
    async function * endless (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          yield Buffer.from('more')
          await new Promise((resolve) => { setImmediate(resolve) })
        }
      } finally {
        ended = true
      }
    }
    await actAs(CLIENT_STREAM, async (raw) => {
      await requested(raw)
      raw.send(frame('enough'))
      await raw.stream.close()
    })
    expect(await texts(call(pair, CLIENT_STREAM, endless()))).toEqual(['enough'])
    await eventually('the end of the source', () => ended)
  })

  it('takes the answer of a server that resets the stream instead of reading the rest of the input', async () => {
    let answered = false
    async function * endless (): AsyncGenerator<Uint8Array> {
      for (;;) {
        yield Buffer.from('more')
        await eventually('the answer to be sent', () => answered)
      }
    }
    await actAs(CLIENT_STREAM, async (raw) => {
      await requested(raw)
      raw.send(frame('enough'))
      answered = true
      raw.stream.abort(new Error('there is input left that nobody reads'))
    })
    expect(await texts(call(pair, CLIENT_STREAM, endless()))).toEqual(['enough'])
  })

  it('fails with the error of its own source of requests', async () => {
    const arrived = Promise.withResolvers<void>()
    const got = await actAs(BOTH, async (raw) => {
      await requested(raw, 1)
      arrived.resolve()
    })
    async function * failing (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('begun')
      await arrived.promise
      throw new SubnetesError('data_loss', 'disk gone')
    }
    await expect(texts(call(pair, BOTH, failing()))).rejects.toMatchObject({ code: 'data_loss', message: 'disk gone' })
    expect(await got.raw?.ended()).toBe('reset')
  })

  it('is not told that the peer broke the rules when its own source of requests finds an argument invalid', async () => {
    await actAs(BOTH, async () => {})
    async function * failing (): AsyncGenerator<Uint8Array> { throw new SubnetesError('invalid_argument', 'no such file') }
    await expect(texts(call(pair, BOTH, failing()))).rejects.toMatchObject({ code: 'invalid_argument', message: 'no such file' })
  })

  it.each([['none', []], ['two', ['a', 'b']]])('of one answer gets a typed error for %s', async (_name, messages) => {
    await actAs(CLIENT_STREAM, async (raw) => {
      await requested(raw, FRAME_HEADER_BYTES)
      raw.send(...messages.map(frame), '')
      await raw.stream.close()
    })
    expect((await failure(CLIENT_STREAM)).error).toMatchObject({ code: 'internal' })
  })

  it('passes a deadline and a cancellation', async () => {
    const got = await actAs(SERVER_STREAM, async (raw) => { raw.send(frame('a')) })
    const { error, messages } = await failure(SERVER_STREAM, { deadline: Date.now() + 100 })
    expect([error.code, messages]).toEqual(['deadline_exceeded', ['a']])
    expect(await got.raw?.ended()).toBe('reset')
  })

  it('passes a message of 16 MiB both ways', async () => {
    const size = 16 * 1024 * 1024
    const served = await serve(pair.server, BOTH, (incoming) => incoming.requests)
    const answers: number[] = []
    for await (const answer of call(pair, BOTH, once(Buffer.alloc(size, 1)))) answers.push(answer.length)
    expect(answers).toEqual([size])
    await served.close()
  })

  it('reads envelopes as long as their prefix says', () => {
    expect(peekDelimited(new Uint8ArrayList(Buffer.from('05', 'hex')), 10)).toEqual({ start: 1, length: 5 })
  })
})
