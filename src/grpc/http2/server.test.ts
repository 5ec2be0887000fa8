/** Our server against grpc-js's client and against raw HTTP/2 clients that misbehave; and the proxy between our two ends. */
import http2 from 'node:http2'
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2'
import { Client, Metadata, credentials } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { SubnetesError } from '@subnetes/common'
import type { GrpcHandler, GrpcHandlerCall } from '@subnetes/common'
import { notStarted } from '../not-started.ts'
import { createGrpcServer } from './server.ts'
import type { GrpcServer, GrpcServerLimits } from './server.ts'

const cleanups: Array<() => unknown> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

let aborts: string[] = []
let lastCall: GrpcHandlerCall | undefined
let flooded = 0

async function first (call: GrpcHandlerCall): Promise<Uint8Array> {
  return (await call.requests[Symbol.asyncIterator]().next()).value as Uint8Array
}

const HANDLERS = new Map<string, GrpcHandler>([
  ['/t.T/echo', async function * (call) { lastCall = call; yield await first(call) }],
  ['/t.T/both', async function * (call) { yield * call.requests }],
  ['/t.T/fail', async function * (call) {
    await first(call)
    throw notStarted(new SubnetesError('resource_exhausted', 'voll: 100%'))
  }],
  ['/t.T/half', async function * () {
    yield Buffer.from('1')
    throw new Error('bug')
  }],
  ['/t.T/stuck', async function * (call) {
    call.signal.addEventListener('abort', () => aborts.push((call.signal.reason as SubnetesError).code))
    yield Buffer.from('begun')
    await new Promise(() => {}) // ignores its signal on purpose
  }],
  ['/t.T/flood', async function * () {
    for (;;) {
      flooded += 1
      yield Buffer.alloc(65_536)
    }
  }],
  ['/t.T/sum', async function * (call) {
    let bytes = 0
    for await (const message of call.requests) bytes += message.length
    yield Buffer.from(String(bytes))
  }]
])

async function serve (limits: GrpcServerLimits = {}): Promise<{ server: GrpcServer, address: string, client: Client }> {
  aborts = []
  flooded = 0
  const server = createGrpcServer({ handlers: HANDLERS, limits })
  const address = await server.listen('127.0.0.1:0')
  const client = new Client(address, credentials.createInsecure())
  cleanups.push(async () => await server.close(), () => client.close())
  return { server, address, client }
}

const bytes = (value: Buffer): Buffer => value

async function unary (client: Client, path: string, request: Buffer, init: { deadline?: number, metadata?: Metadata } = {}): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, bytes, bytes, request, init.metadata ?? new Metadata(), { deadline: init.deadline ?? Infinity }, (error: ServiceError | null, value) => {
      if (error === null) resolve(value as Buffer)
      else reject(error)
    })
  })
}

async function rawClient (address: string): Promise<{ session: ClientHttp2Session, post: (headers?: Record<string, string>) => ClientHttp2Stream }> {
  const session = http2.connect(`http://${address}`)
  session.on('error', () => {})
  cleanups.push(() => session.destroy())
  return {
    session,
    post: (headers) => session.request({ ':method': 'POST', ':path': '/t.T/echo', 'content-type': 'application/grpc', te: 'trailers', ...headers }).on('error', () => {})
  }
}

describe('gRPC server with a grpc-js client', () => {
  it('answers unary calls with metadata, deadline and 4 MiB', async () => {
    const { client } = await serve()
    const metadata = new Metadata()
    metadata.set('x-some', 'thing')
    const deadline = Date.now() + 5_000
    expect((await unary(client, '/t.T/echo', Buffer.from('hi'), { deadline, metadata })).toString()).toBe('hi')
    expect(lastCall?.metadata['x-some']).toBe('thing')
    expect(Math.abs((lastCall?.deadline ?? 0) - deadline)).toBeLessThan(200)
    const large = Buffer.alloc(4_194_300, 'y')
    expect((await unary(client, '/t.T/echo', large)).equals(large)).toBe(true)
  })

  it('carries streams in both directions', async () => {
    const { client } = await serve()
    const call = client.makeBidiStreamRequest('/t.T/both', bytes, bytes)
    const texts: string[] = []
    call.on('data', (message: Buffer) => texts.push(message.toString()))
    for (let index = 0; index < 1_000; index += 1) call.write(Buffer.from(String(index)))
    call.end()
    const end = await new Promise<{ code: number }>((resolve) => { call.on('status', resolve) })
    expect([end.code, texts.length, texts.at(-1)]).toEqual([0, 1_000, '999'])
    const sum = await new Promise((resolve, reject) => {
      const up = client.makeClientStreamRequest('/t.T/sum', bytes, bytes, (error, value) => error === null ? resolve(String(value)) : reject(error))
      up.write(Buffer.alloc(1_000_000))
      up.write(Buffer.alloc(500_000))
      up.end()
    })
    expect(sum).toBe('1500000')
  })

  it('gives errors as status: before, after and instead of an answer', async () => {
    const { client } = await serve()
    const refused = await unary(client, '/t.T/fail', Buffer.from('x')).catch((error: ServiceError) => error) as ServiceError
    expect([refused.code, refused.details, refused.metadata.get('subnetes-disposition')]).toEqual([8, 'voll: 100%', ['refused']])
    const half = await unary(client, '/t.T/half', Buffer.from('x')).catch((error: ServiceError) => error) as ServiceError
    expect([half.code, half.details]).toEqual([2, 'bug'])
    const none = await unary(client, '/t.T/none', Buffer.from('x')).catch((error: ServiceError) => error) as ServiceError
    expect([none.code, none.details]).toEqual([12, 'method /t.T/none is not served here'])
  })

  it('tells the handler of cancel and deadline and does not wait for one that does not listen', async () => {
    const { server, client } = await serve()
    const call = client.makeServerStreamRequest('/t.T/stuck', bytes, bytes, Buffer.from('x'))
    const code = new Promise((resolve) => { call.on('error', (error: ServiceError) => resolve(error.code)) })
    await new Promise((resolve) => { call.once('data', resolve) })
    call.cancel()
    expect(await code).toBe(1)
    await vi.waitFor(() => expect([aborts, server.activeCalls]).toEqual([['cancelled'], 0]), { timeout: 200, interval: 5 })
    const late = await unary(client, '/t.T/stuck', Buffer.from('x'), { deadline: Date.now() + 60 }).catch((error: ServiceError) => error) as ServiceError
    expect(late.code).toBe(4)
    await vi.waitFor(() => expect(aborts[1]).toMatch(/deadline_exceeded|cancelled/), { timeout: 200, interval: 5 })
  })

  it('stops pulling its handler while the client does not read', async () => {
    const { client } = await serve()
    const call = client.makeServerStreamRequest('/t.T/flood', bytes, bytes, Buffer.from('x'))
    call.on('error', () => {})
    await new Promise((resolve) => { call.once('data', () => { call.pause(); resolve(undefined) }) })
    let before = -1
    await vi.waitFor(() => {
      const still = flooded === before
      before = flooded
      expect(still).toBe(true)
    }, { timeout: 5_000, interval: 50 })
    expect(flooded).toBeLessThan(200)
    call.cancel()
  })

  it('drains: running calls end, new ones go nowhere, then nothing is left', async () => {
    const { server, client } = await serve()
    const call = client.makeBidiStreamRequest('/t.T/both', bytes, bytes)
    call.write(Buffer.from('1'))
    await new Promise((resolve) => { call.once('data', resolve) })
    let isDrained = false
    const drained = server.drain().then(() => { isDrained = true })
    const refused = await unary(client, '/t.T/echo', Buffer.from('x'), { deadline: Date.now() + 2_000 }).catch((error: ServiceError) => error) as ServiceError
    expect([refused.code, isDrained]).toEqual([14, false])
    call.write(Buffer.from('2'))
    const second = await new Promise<Buffer>((resolve) => { call.once('data', resolve) })
    expect(second.toString()).toBe('2')
    call.end()
    call.resume()
    await drained
    expect(await server.close()).toBe(0)
  })

  it('cuts off what still runs after the grace time and says how much', async () => {
    const { server, client } = await serve()
    const call = client.makeServerStreamRequest('/t.T/stuck', bytes, bytes, Buffer.from('x'))
    const code = new Promise((resolve) => { call.on('error', (error: ServiceError) => resolve(error.code)) })
    await new Promise((resolve) => { call.once('data', resolve) })
    expect(await server.close({ graceMs: 30 })).toBe(1)
    expect([14, 1]).toContain(await code)
  })
})

describe('gRPC server', () => {
  it('names an address it cannot bind', async () => {
    const { address } = await serve()
    const second = createGrpcServer({ handlers: new Map() })
    await expect(second.listen(address)).rejects.toThrow(`cannot listen on ${address}: listen EADDRINUSE`)
    await expect(second.listen('what')).rejects.toThrow('gRPC listen address is "what"')
  })

  it('answers what is no gRPC with an HTTP status', async () => {
    const { address } = await serve()
    const { post } = await rawClient(address)
    for (const [headers, expected] of [[{ 'content-type': 'application/json' }, 415], [{ ':method': 'GET' }, 405]] as const) {
      const stream = post(headers)
      stream.end()
      expect(await new Promise((resolve) => { stream.on('response', (received) => resolve(received[':status'])) })).toBe(expected)
    }
  })

  it('refuses a message above the limit, a compressed one and half a frame', async () => {
    const { address } = await serve({ maxMessageBytes: 1_000 })
    const { post } = await rawClient(address)
    for (const [frame, code] of [[[0, 0, 0, 4, 0], '8'], [[1, 0, 0, 0, 1, 1], '12'], [[0, 0, 0, 0, 9, 1], '3']] as const) {
      const stream = post()
      stream.end(Buffer.from(frame))
      expect(await new Promise((resolve) => { stream.on('response', (received) => resolve(received['grpc-status'])) })).toBe(code)
    }
  })

  it('announces its limits and closes a connection that resets streams in a flood', async () => {
    const { address, server } = await serve({ maxConcurrentStreams: 7, maxHeaderListBytes: 4_096, resetBurst: 50, resetsPerSecond: 1 })
    const { session, post } = await rawClient(address)
    const settings = await new Promise<http2.Settings>((resolve) => { session.once('remoteSettings', resolve) })
    expect(settings).toMatchObject({ maxConcurrentStreams: 7, maxHeaderListSize: 4_096 })
    const closed = new Promise((resolve) => { session.once('close', resolve) })
    const reset = (): void => {
      if (session.closed || session.destroyed) return
      const stream = post()
      setImmediate(() => stream.close(http2.constants.NGHTTP2_CANCEL))
      stream.once('close', reset)
    }
    for (let index = 0; index < 5; index += 1) reset()
    await closed
    await vi.waitFor(() => expect(server.activeCalls).toBe(0), { timeout: 5_000 })
  })

  it('is left clean by a client that opens 10,000 streams and goes away', async () => {
    const { address, server, client } = await serve()
    const { session, post } = await rawClient(address)
    for (let index = 0; index < 10_000; index += 1) post()
    await vi.waitFor(() => expect(server.activeCalls).toBe(1_024), { timeout: 5_000 })
    session.destroy()
    await vi.waitFor(() => expect(server.activeCalls).toBe(0), { timeout: 5_000 })
    expect((await unary(client, '/t.T/echo', Buffer.from('x'))).toString()).toBe('x')
  })
})
