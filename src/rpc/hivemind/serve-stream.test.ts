/** The serving end of stream calls against peers that do not behave. */
import { SubnetesError } from '@subnetes/common'
import type { MethodShape } from '@subnetes/common'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { frame, frames, waiting } from '../../../test/support/hivemind.ts'
import { RawStream, call, handleOf, methodShape, peerPair, serve, stream, texts } from '../../../test/support/libp2p.ts'
import { eventually } from '../../../test/support/eventually.ts'
import type { PeerPair } from '../../../test/support/libp2p.ts'
import { first } from '../call.ts'
import type { CallHandler } from '../call.ts'
import type { ServeMethodInit } from '../serve-method.ts'
import type { ServedMethod } from '../wire.ts'
import { END_FRAME, encodeMessageHeader } from './frame.ts'

const UNARY = methodShape('uu')
const SERVER_STREAM = methodShape('us')
const CLIENT_STREAM = methodShape('su')
const BOTH = methodShape('ss')

let pair: PeerPair
let served: ServedMethod | undefined

beforeAll(async () => { pair = await peerPair() })
afterAll(async () => { await pair[Symbol.asyncDispose]() })
afterEach(async () => {
  await served?.close()
  served = undefined
})

const echo: CallHandler = async function * (call) { yield * call.requests }

async function open (method: MethodShape, handler: CallHandler, init: Partial<ServeMethodInit> = {}): Promise<RawStream> {
  served = await serve(pair.server, method, handler, init)
  return new RawStream(await pair.rawStream(handleOf(method)))
}

describe('a stream call', () => {
  it('ends in order with a close, never with a control frame', async () => {
    const raw = await open(SERVER_STREAM, () => stream('a', '', 'b'))
    raw.send(frame('go'), END_FRAME)
    expect(await raw.ended()).toBe('eof')
    expect(frames(raw)).toEqual(['a', '', 'b'])
  })

  it('runs however its bytes are cut', async () => {
    const raw = await open(BOTH, echo)
    for (const byte of Buffer.concat([frame('hello'), frame(''), frame('you'), END_FRAME])) raw.send(Buffer.of(byte))
    expect(await raw.ended()).toBe('eof')
    expect(frames(raw)).toEqual(['hello', '', 'you'])
  })

  it('that fails ends with an error frame after its messages and then a close, never a reset', async () => {
    const raw = await open(SERVER_STREAM, async function * () {
      yield Buffer.from('a')
      throw new SubnetesError('unavailable', 'the worker died')
    })
    raw.send(frame('go'), END_FRAME)
    expect(await raw.ended()).toBe('eof')
    expect(frames(raw)).toEqual(['a', "!Unavailable('the worker died')"])
  })

  it('is cancelled by the end of the caller\'s side even after its end frame', async () => {
    const { handler, aborted } = waiting()
    const raw = await open(SERVER_STREAM, handler)
    raw.send(frame('go'), END_FRAME)
    await eventually('the first message', () => frames(raw).length === 1)
    const start = performance.now()
    await raw.stream.close()
    await eventually('the abort', () => aborted.length === 1)
    expect(performance.now() - start).toBeLessThan(200)
    expect(aborted[0]).toMatchObject({ code: 'cancelled' })
    await eventually('the reset', () => raw.stream.status !== 'open')
    expect(frames(raw)).toEqual(['first'])
  })

  it.each<[string, MethodShape, CallHandler, string[]]>([
    ['answered by a stream', SERVER_STREAM, () => stream('a', 'b'), ['a', 'b']],
    ['answered before its requests ended', CLIENT_STREAM, async function * (call) { yield await first(call.requests) ?? new Uint8Array() }, ['go']],
    ['refused', SERVER_STREAM, async function * () { throw new SubnetesError('resource_exhausted', 'too many') }, ["!ResourceExhausted('too many')"]]
  ])('that is %s closes when the end frame is here: a Python caller that still writes would lose the answer with the close', async (_name, method, handler, answer) => {
    const raw = await open(method, handler)
    const other = await serve(pair.server, UNARY, () => stream('pong'))
    raw.send(frame('go'))
    await eventually('the answer', () => frames(raw).length === answer.length)
    // What was sent with the answer has arrived when a later call on the same connection has been answered.
    expect(await texts(call(pair, UNARY, stream('ping')))).toEqual(['pong'])
    await other.close()
    expect(raw.end).toBeUndefined()
    raw.send(frame('more'), END_FRAME)
    expect(await raw.ended()).toBe('eof')
    expect(frames(raw)).toEqual(answer)
  })

  it('may answer before the input is over', async () => {
    const raw = await open(CLIENT_STREAM, async function * (call) {
      yield await first(call.requests) ?? new Uint8Array()
    })
    raw.send(frame('one'))
    expect(await raw.ended()).toBe('eof')
    expect(frames(raw)).toEqual(['one'])
    raw.send(frame('two'), END_FRAME)
    await raw.stream.close()
  })

  it.each([
    ['an unknown marker', '02', "InvalidArgument('the stream has the frame marker 0x02; known are 00 (message) and 01 (control)')"],
    ['a frame over the limit', '00000000000000000b', "ResourceExhausted('a frame has 11 bytes, over the limit of 10; send smaller messages')"],
    ['a frame of 2^64 - 1 bytes', '00ffffffffffffffff', 'ResourceExhausted(']
  ])('with %s is refused in words', async (_name, bytes, expected) => {
    for (const method of [SERVER_STREAM, BOTH]) {
      const raw = await open(method, echo, { maxRequestBytes: 10 })
      raw.send(bytes)
      expect(await raw.ended()).toBe('eof')
      expect(frames(raw)[0]).toContain(`!${expected}`)
      await served?.close()
    }
  })

  it('that ends inside a frame is told so, and its handler aborted', async () => {
    for (const method of [SERVER_STREAM, BOTH]) {
      const raw = await open(method, echo)
      raw.send(frame('hello').subarray(0, 11))
      await raw.stream.close()
      expect(await raw.ended()).toBe('eof')
      expect(frames(raw)).toEqual(["!InvalidArgument('the stream ended inside a message, after 11 bytes of it')"])
      await served?.close()
    }
  })

  it('of one request that ends without any is told so', async () => {
    const raw = await open(SERVER_STREAM, echo)
    raw.send(END_FRAME)
    expect(await raw.ended()).toBe('eof')
    expect(frames(raw)).toEqual(["!InvalidArgument('Test.rpc_us takes one request; the requests ended without any')"])
  })

  it('stops being read while its handler does not ask for requests', async () => {
    const proceed = Promise.withResolvers<undefined>()
    let sum = 0
    const raw = await open(CLIENT_STREAM, async function * (call) {
      await proceed.promise
      for await (const message of call.requests) sum += message.length
      yield Buffer.from(String(sum))
    })
    const message = Buffer.alloc(64 * 1024)
    for (let index = 0; index < 256; index++) raw.send(encodeMessageHeader(message.length), message)
    raw.send(END_FRAME)
    await eventually('saturation', () => raw.stream.writableNeedsDrain)
    const unsent = raw.stream.writeBufferLength
    expect(unsent).toBeGreaterThan(10 * 1024 * 1024)
    proceed.resolve(undefined)
    expect(await raw.ended()).toBe('eof')
    expect(frames(raw)).toEqual([String(256 * message.length)])
  })
})
