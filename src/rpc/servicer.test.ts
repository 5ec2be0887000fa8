import { SubnetesError } from '@subnetes/common'
import { loadService } from '@subnetes/proto'
import { afterAll, afterEach, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { peerPair } from '../../test/support/libp2p.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { PeerPair } from '../../test/support/libp2p.ts'
import type { AuthorizerCall } from './authorizer.ts'
import { callMethod } from './call-method.ts'
import { once } from './call.ts'
import type { P2PContext } from './context.ts'
import { ServicerBase } from './servicer.ts'
import { createStub } from './stub.ts'

interface Num { value: number }

const service = loadService({
  proto: `syntax = "proto3";
    package test.v1;
    message Num { int32 value = 1; }
    message Text { string text = 1; }
    service MathProtocol {
      rpc rpc_square (Num) returns (Num);
      rpc rpc_count (Num) returns (stream Num);
      rpc rpc_sum (stream Num) returns (Num);
      rpc rpc_running (stream Num) returns (stream Num);
      rpc rpc_who (Num) returns (Text);
    }`
})

class MathProtocol extends ServicerBase {
  static override readonly service = service
  readonly aborted: unknown[] = []

  async rpc_square ({ value }: Num): Promise<Num> {
    if (value < 0) throw new SubnetesError('out_of_range', `${value} is negative`)
    return { value: value * value }
  }

  async * rpc_count ({ value }: Num, { signal }: P2PContext): AsyncGenerator<Num> {
    signal.addEventListener('abort', () => this.aborted.push(signal.reason))
    for (let index = 0; index < value; index++) yield { value: index }
    if (value > 1000) await new Promise(() => {})
  }

  async rpc_sum (requests: AsyncIterable<Num>): Promise<Num> {
    let sum = 0
    for await (const { value } of requests) sum += value
    return { value: sum }
  }

  async * rpc_running (requests: AsyncIterable<Num>): AsyncGenerator<Num> {
    let sum = 0
    for await (const { value } of requests) yield { value: sum += value }
  }

  async rpc_who (_request: Num, context: P2PContext): Promise<{ text: string }> {
    return { text: `${context.handleName} ${context.localId} ${context.remoteId} ${context.deadline}` }
  }
}

let pair: PeerPair
const servicers: ServicerBase[] = []

beforeAll(async () => { pair = await peerPair() })
afterAll(async () => { await pair[Symbol.asyncDispose]() })
afterEach(async () => {
  for (const servicer of servicers.splice(0)) await servicer.removeP2pHandlers()
})

function track<Servicer extends ServicerBase> (servicer: Servicer): Servicer {
  servicers.push(servicer)
  return servicer
}

async function collect<Item> (items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

describe('a servicer', () => {
  it('answers all four shapes through a typed stub', async () => {
    await track(new MathProtocol()).addP2pHandlers(pair.server)
    const stub = MathProtocol.getStub(pair.caller, pair.server.peerId)
    expect(await stub.rpc_square({ value: 7 })).toEqual({ value: 49 })
    expect(await collect(stub.rpc_count({ value: 3 }))).toEqual([{ value: 0 }, { value: 1 }, { value: 2 }])
    expect(await stub.rpc_sum([{ value: 1 }, { value: 2 }])).toEqual({ value: 3 })
    expect(await collect(stub.rpc_running([{ value: 1 }, { value: 2 }]))).toEqual([{ value: 1 }, { value: 3 }])
    expectTypeOf(stub.rpc_square).returns.resolves.toEqualTypeOf<Num>()
    expectTypeOf(stub.rpc_count).returns.toEqualTypeOf<AsyncIterable<Num>>()
    expectTypeOf(stub.rpc_sum).parameter(0).toEqualTypeOf<AsyncIterable<Num> | Iterable<Num>>()
  })

  it('knows its caller, itself, its handle and the deadline', async () => {
    await track(new MathProtocol()).addP2pHandlers(pair.server, { namespace: 'my.ns' })
    const { text } = await MathProtocol.getStub(pair.caller, pair.server.peerId.toString(), { namespace: 'my.ns' }).rpc_who({ value: 0 })
    expect(text).toBe(`my.ns::MathProtocol.rpc_who ${pair.server.peerId.toString()} ${pair.caller.peerId.toString()} undefined`)
  })

  it('is told when the iteration of its answers ends early', async () => {
    const servicer = track(new MathProtocol())
    await servicer.addP2pHandlers(pair.server)
    for await (const { value } of MathProtocol.getStub(pair.caller, pair.server.peerId).rpc_count({ value: 100_000 })) if (value === 1) break
    await eventually('the abort', () => servicer.aborted.length === 1, 200)
    expect(servicer.aborted[0]).toMatchObject({ code: 'cancelled' })
  })

  it('gives its typed errors to the caller', async () => {
    await track(new MathProtocol()).addP2pHandlers(pair.server)
    await expect(MathProtocol.getStub(pair.caller, pair.server.peerId).rpc_square({ value: -1 })).rejects.toMatchObject({ code: 'out_of_range', message: '-1 is negative' })
  })

  it('refuses a malformed request, and a stub one that does not fit', async () => {
    await track(new MathProtocol()).addP2pHandlers(pair.server)
    const method = service.methods.get('rpc_square')
    if (method === undefined) throw new Error('no rpc_square')
    const answer = collect(callMethod(pair.caller, pair.server.peerId, { handle: 'MathProtocol.rpc_square', method, requests: once(Buffer.from('ff', 'hex')) }))
    await expect(answer).rejects.toMatchObject({ code: 'invalid_argument', message: expect.stringContaining('is no test.v1.Num') as string })
    const stub = createStub(pair.caller, pair.server.peerId, { service })
    await expect(stub['rpc_square']?.({ valeu: 1 })).rejects.toMatchObject({ code: 'invalid_argument', message: expect.stringContaining('has no field "valeu"') as string })
  })

  it('is refused when methods are missing, unknown or of the wrong shape, naming each', async () => {
    class Wrong extends ServicerBase {
      static override readonly service = service
      async * rpc_square (): AsyncGenerator<Num> { yield { value: 1 } }
      async rpc_count (): Promise<Num> { return { value: 1 } }
      async rpc_sum (): Promise<Num> { return { value: 1 } }
      async rpc_summ (): Promise<Num> { return { value: 1 } }
      async rpc_who (): Promise<{ text: string }> { return { text: '' } }
    }
    const error = await new Wrong().addP2pHandlers(pair.server).catch((caught: unknown) => caught as SubnetesError)
    expect(error).toMatchObject({ code: 'failed_precondition' })
    const { message } = error as SubnetesError
    expect(message).toContain('Wrong does not fit the service test.v1.MathProtocol: ')
    expect(message).toContain('rpc_square has the wrong shape: expected an async method, "async rpc_square (request, context)", because it is a unary method')
    expect(message).toContain('rpc_count has the wrong shape: expected an async generator method, "async * rpc_count (request, context)", because it is a server stream method')
    expect(message).toContain('rpc_running is missing; expected an async generator method, "async * rpc_running (requests, context)"')
    expect(message).toContain('rpc_summ is not in test.v1.MathProtocol, which has rpc_square, rpc_count')
    expect(pair.server.getProtocols().filter((protocol) => protocol.startsWith('MathProtocol'))).toEqual([])
  })

  it('is refused without a service', async () => {
    class Bare extends ServicerBase {}
    await expect(new Bare().addP2pHandlers(pair.server)).rejects.toMatchObject({ code: 'failed_precondition', message: expect.stringContaining('Bare has no static "service"') as string })
  })

  it('adds all of its handlers or none', async () => {
    await pair.server.handle('MathProtocol.rpc_sum', () => {})
    await expect(new MathProtocol().addP2pHandlers(pair.server)).rejects.toMatchObject({ code: 'already_exists', message: expect.stringContaining('MathProtocol.rpc_sum') as string })
    expect(pair.server.getProtocols()).not.toContain('MathProtocol.rpc_square')
    await pair.server.unhandle('MathProtocol.rpc_sum')
    const both = [track(new MathProtocol()), track(new MathProtocol())].map(async (servicer) => await servicer.addP2pHandlers(pair.server))
    expect((await Promise.allSettled(both)).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await MathProtocol.getStub(pair.caller, pair.server.peerId).rpc_square({ value: 2 })).toEqual({ value: 4 })
  })

  it('can be removed and added again', async () => {
    const servicer = track(new MathProtocol())
    await servicer.addP2pHandlers(pair.server)
    await servicer.removeP2pHandlers()
    await servicer.removeP2pHandlers()
    await expect(MathProtocol.getStub(pair.caller, pair.server.peerId).rpc_square({ value: 1 })).rejects.toMatchObject({ code: 'unimplemented' })
    await servicer.addP2pHandlers(pair.server)
    expect(await MathProtocol.getStub(pair.caller, pair.server.peerId).rpc_square({ value: 3 })).toEqual({ value: 9 })
  })

  it('runs its interceptors around every call, the first outermost', async () => {
    const seen: string[] = []
    await track(new MathProtocol()).addP2pHandlers(pair.server, {
      interceptors: ['outer', 'inner'].map((name) => async function * (incoming, next) {
        seen.push(`${name} ${incoming.method.name} ${incoming.wire}`)
        yield * next(incoming)
        seen.push(`${name} ended`)
      })
    })
    await MathProtocol.getStub(pair.caller, pair.server.peerId).rpc_square({ value: 1 })
    expect(seen).toEqual(['outer rpc_square hivemind', 'inner rpc_square hivemind', 'inner ended', 'outer ended'])
  })
})

describe('an authorizer', () => {
  /** Appends a mark to a message (an unknown field to protobuf) and wants it there. */
  const mark = Buffer.from('fa3f026f6b', 'hex')
  const sign = (message: Uint8Array): Uint8Array => Buffer.concat([message, mark])
  const check = (message: Uint8Array): void => {
    if (!Buffer.from(message).includes(mark)) throw new SubnetesError('unauthenticated', 'no mark')
  }

  it('signs and checks requests and responses of unary and server-stream methods', async () => {
    const asked: AuthorizerCall[] = []
    const authorizer = {
      validateRequest: (message: Uint8Array, incoming: AuthorizerCall) => { asked.push(incoming); check(message) },
      signRequest: sign,
      signResponse: (message: Uint8Array, request: Uint8Array) => { check(request); return sign(message) },
      validateResponse: (message: Uint8Array, request: Uint8Array) => { check(request); check(message) }
    }
    await track(new MathProtocol()).addP2pHandlers(pair.server, { authorizer })
    const stub = MathProtocol.getServerStub(pair.caller, pair.server.peerId, authorizer)
    expect(await stub.rpc_square({ value: 3 })).toEqual({ value: 9 })
    expect(await collect(stub.rpc_count({ value: 2 }))).toEqual([{ value: 0 }, { value: 1 }])
    expect(asked.map(({ remotePeer }) => remotePeer)).toEqual([pair.caller.peerId.toString(), pair.caller.peerId.toString()])
    const unsigned = MathProtocol.getStub(pair.caller, pair.server.peerId)
    await expect(unsigned.rpc_square({ value: 3 })).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(collect(unsigned.rpc_count({ value: 3 }))).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await unsigned.rpc_sum([{ value: 1 }])).toEqual({ value: 1 })
  })

  it('refuses responses that are not signed', async () => {
    await track(new MathProtocol()).addP2pHandlers(pair.server)
    const stub = MathProtocol.getServerStub(pair.caller, pair.server.peerId, { validateResponse: check })
    await expect(stub.rpc_square({ value: 3 })).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('refuses callers by identity for all shapes', async () => {
    await track(new MathProtocol()).addP2pHandlers(pair.server, { authorizer: { authorizeCaller: ({ remotePeer }) => { throw new SubnetesError('permission_denied', `not ${remotePeer}`) } } })
    const stub = MathProtocol.getStub(pair.caller, pair.server.peerId)
    for (const attempt of [() => stub.rpc_square({ value: 1 }), () => collect(stub.rpc_count({ value: 1 })), () => stub.rpc_sum([]), () => collect(stub.rpc_running([]))]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'permission_denied' })
    }
  })
})
