/** The serving end of unary calls against peers that do not behave. */
import { SubnetesError } from '@subnetes/common'
import type { MethodShape } from '@subnetes/common'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { request as requestOf, unaryError, waiting } from '../../../test/support/hivemind.ts'
import { RawStream, handleOf, methodShape, peerPair, serve, stream } from '../../../test/support/libp2p.ts'
import { eventually } from '../../../test/support/eventually.ts'
import type { PeerPair } from '../../../test/support/libp2p.ts'
import type { CallHandler } from '../call.ts'
import { serveCalls } from '../serve-method.ts'
import type { ServeMethodInit } from '../serve-method.ts'
import type { ServedMethod } from '../wire.ts'

const ID = Buffer.alloc(16, 7)
const UNARY = methodShape('uu')

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

function request (data: string, init: { callId?: Uint8Array, proto?: string } = {}): Buffer {
  return requestOf(data, { proto: handleOf(UNARY), ...init })
}

describe('a unary call', () => {
  it('is answered with the caller\'s call id, a response field even when empty, and a close', async () => {
    const raw = await open(UNARY, echo)
    raw.send(request(''))
    expect(await raw.ended()).toBe('eof')
    expect(raw.received.toString('hex')).toBe(`160a10${'07'.repeat(16)}22020a00`)
  })

  it('runs however its bytes are cut', async () => {
    const raw = await open(UNARY, echo)
    for (const byte of request('hello')) raw.send(Buffer.of(byte))
    expect(await raw.ended()).toBe('eof')
    expect(raw.received.subarray(-5).toString()).toBe('hello')
  })

  it('is cancelled by the caller closing its side, and reset unanswered', async () => {
    const { handler, calls, aborted } = waiting()
    const raw = await open(UNARY, handler)
    raw.send(request('x'))
    await eventually('the call', () => calls.length === 1)
    await raw.stream.close()
    expect(await raw.ended()).toBe('reset')
    await eventually('the abort', () => aborted.length === 1)
    expect(aborted[0]).toMatchObject({ code: 'cancelled' })
    expect(raw.received.length).toBe(0)
  })

  it('reaches its handler as a cancellation within 200 ms when the caller resets the stream', async () => {
    const { handler, calls, aborted } = waiting()
    const raw = await open(UNARY, handler)
    raw.send(request('x'))
    await eventually('the call', () => calls.length === 1)
    const start = performance.now()
    raw.stream.abort(new Error('test'))
    await eventually('the abort', () => aborted.length === 1)
    expect(performance.now() - start).toBeLessThan(200)
  })

  it('fails clearly when bytes follow the request', async () => {
    const { handler, calls, aborted } = waiting()
    const raw = await open(UNARY, handler)
    raw.send(request('x'))
    await eventually('the call', () => calls.length === 1)
    raw.send('00')
    expect(await raw.ended()).toBe('eof')
    expect(unaryError(raw)).toBe("InvalidArgument('Test.rpc_uu takes one request; bytes came after it')")
    await eventually('the abort', () => aborted.length === 1)
  })

  it.each([
    ['a callId of 15 bytes', () => request('x', { callId: ID.subarray(1) }), 'InvalidArgument(\'request envelope: callId has 15 bytes, must have 16\')'],
    ['the name of another method', () => request('x', { proto: 'Test.rpc_other' }), 'InvalidArgument(\'the request names "Test.rpc_other" but came on the stream of Test.rpc_uu\')'],
    ['bytes that are no envelope', () => Buffer.from('03ffffff', 'hex'), 'InvalidArgument(\'malformed request: not a protobuf message\')'],
    ['a length over 4 MiB', () => Buffer.from('81808002', 'hex'), 'ResourceExhausted(\'the message has 4194305 bytes, over the limit of 4194304; send it in parts over a streaming method\')']
  ])('with %s is refused in words', async (_name, bytes, expected) => {
    const raw = await open(UNARY, echo)
    raw.send(bytes())
    expect(await raw.ended()).toBe('eof')
    expect(unaryError(raw)).toBe(expected)
  })

  it('that is cut in half is told so', async () => {
    const raw = await open(UNARY, echo)
    raw.send(request('hello').subarray(0, 20))
    await raw.stream.close()
    expect(await raw.ended()).toBe('eof')
    expect(unaryError(raw)).toBe("InvalidArgument('the stream ended inside a message, after 20 bytes of it')")
  })

  it('without a request is reset', async () => {
    const raw = await open(UNARY, echo)
    await raw.stream.close()
    expect(await raw.ended()).toBe('reset')
  })

  it('whose request does not come is given up', async () => {
    const raw = await open(UNARY, echo, { limits: { requestTimeoutMs: 50 } })
    raw.send(request('hello').subarray(0, 20))
    expect(await raw.ended()).toBe('eof')
    expect(unaryError(raw)).toBe("DeadlineExceeded('no complete request arrived within 50 ms')")
  })

  it('whose answer is over 4 MiB fails in words', async () => {
    const raw = await open(UNARY, async function * () { yield Buffer.alloc(4 * 1024 * 1024) })
    raw.send(request('x'))
    expect(await raw.ended()).toBe('eof')
    expect(unaryError(raw)).toContain("ResourceExhausted('the answer of Test.rpc_uu has 4194304 bytes, over the unary limit of 4194304")
  })

  it('brings the code and message of a typed error, and nothing of another', async () => {
    const raw = await open(UNARY, async function * () { throw new SubnetesError('not_found', 'no such model') })
    raw.send(request('x'))
    await raw.ended()
    expect(unaryError(raw)).toBe("NotFound('no such model')")
    await served?.close()
    const other = await open(UNARY, async function * () { throw new TypeError('a secret') })
    other.send(request('x'))
    await other.ended()
    expect(unaryError(other)).toMatch(/^Internal\('Test.rpc_uu failed with an unexpected error/)
  })

  it.each([['none', []], ['two', ['a', 'b']]])('whose method answers with %s fails in words', async (_name, messages) => {
    const raw = await open(UNARY, () => stream(...messages))
    raw.send(request('x'))
    await raw.ended()
    expect(unaryError(raw)).toContain('Internal(')
  })

  it('over the deadline of the server is told so, and its handler aborted', async () => {
    const { handler, aborted } = waiting()
    const raw = await open(UNARY, handler, { limits: { callTimeoutMs: 50 } })
    raw.send(request('x'))
    expect(await raw.ended()).toBe('eof')
    expect(unaryError(raw)).toBe("DeadlineExceeded('Test.rpc_uu did not end before its deadline')")
    await eventually('the abort', () => aborted.length === 1)
  })

  it('is told when its handler ignores the abort', async () => {
    const never = Promise.withResolvers<undefined>()
    const raw = await open(UNARY, async function * () { await never.promise; yield Buffer.from('late') }, { limits: { callTimeoutMs: 50 } })
    raw.send(request('x'))
    expect(await raw.ended()).toBe('eof')
    expect(unaryError(raw)).toContain('DeadlineExceeded')
    never.resolve(undefined)
  })

  it('is reset at last when the caller never closes its side', async () => {
    const raw = await open(UNARY, echo, { limits: { lingerMs: 50 } })
    raw.send(request('x'))
    expect(await raw.ended()).toBe('eof')
    await eventually('the reset', () => raw.stream.status === 'reset')
  })

  it('over the calls a peer may have is refused with resource_exhausted while the others go on', async () => {
    const { handler, calls } = waiting()
    const running = await open(UNARY, handler, { limits: { maxCallsPerPeer: 1, maxStreamsPerConnection: 100 } })
    running.send(request('x'))
    await eventually('the call', () => calls.length === 1)
    const second = new RawStream(await pair.rawStream(handleOf(UNARY)))
    second.send(request('x'))
    expect(await second.ended()).toBe('eof')
    expect(unaryError(second)).toContain("ResourceExhausted('Test.rpc_uu: this peer has 1 calls running")
    expect(running.end).toBeUndefined()
  })

  it('that is refused is told so although it writes all of a large request first, over a plain libp2p stream too', async () => {
    await using plain = await peerPair({ plainTransport: true })
    const { handler, calls } = waiting()
    await serve(plain.server, UNARY, handler, { limits: { maxCallsPerPeer: 1, maxStreamsPerConnection: 100 } })
    const running = new RawStream(await plain.rawStream(handleOf(UNARY)))
    running.send(request('x'))
    await eventually('the call', () => calls.length === 1)
    const second = new RawStream(await plain.rawStream(handleOf(UNARY)))
    second.send(request('x'.repeat(2 * 1024 * 1024)))
    await eventually('the whole request is sent', () => second.stream.writeBufferLength === 0)
    expect(await second.ended()).toBe('eof')
    expect(unaryError(second)).toContain('ResourceExhausted')
  })

  it('is told when the server throws in place of answering', async () => {
    served = await serveCalls(pair.server, { handle: handleOf(UNARY), method: UNARY, server: () => { throw new SubnetesError('not_found', 'no such thing') } })
    const raw = new RawStream(await pair.rawStream(handleOf(UNARY)))
    raw.send(request('x'))
    expect(await raw.ended()).toBe('eof')
    expect(unaryError(raw)).toBe("NotFound('no such thing')")
  })

  it('ends with unavailable when the handle is removed, after the grace', async () => {
    const { handler, calls } = waiting()
    const raw = await open(UNARY, handler)
    raw.send(request('x'))
    await eventually('the call', () => calls.length === 1)
    await served?.close({ graceMs: 20 })
    expect(await raw.ended()).toBe('eof')
    expect(unaryError(raw)).toBe("Unavailable('Test.rpc_uu is no longer served here; try another peer')")
  })
})

describe('a handle', () => {
  it('can be served once only, and again after it was closed', async () => {
    served = await serve(pair.server, UNARY, echo)
    await expect(serve(pair.server, UNARY, echo)).rejects.toMatchObject({ code: 'already_exists', message: expect.stringContaining('Test.rpc_uu') as string })
    await served.close()
    await served.close()
    served = await serve(pair.server, UNARY, echo)
  })
})
