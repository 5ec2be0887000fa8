/** Our client against grpc-js's server and against raw HTTP/2 servers that misbehave. */
import http2 from 'node:http2'
import type { Http2Server, ServerHttp2Stream } from 'node:http2'
import { mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js'
import type { MethodDefinition, ServerDuplexStream, ServerUnaryCall, ServerWritableStream, UntypedServiceImplementation, sendUnaryData } from '@grpc/grpc-js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SubnetesError } from '@subnetes/common'
import { isNotStarted, isWorkerLost } from '../not-started.ts'
import { createGrpcChannel } from './channel.ts'
import { createGrpcServer } from './server.ts'
import type { GrpcCallInit } from './call.ts'
import type { GrpcChannel, GrpcChannelInit } from './channel.ts'

const cleanups: Array<() => unknown> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

function method (name: string, requestStream: boolean, responseStream: boolean): MethodDefinition<Buffer, Buffer> {
  const bytes = (value: Buffer): Buffer => value
  return { path: `/t.T/${name}`, requestStream, responseStream, requestSerialize: bytes, requestDeserialize: bytes, responseSerialize: bytes, responseDeserialize: bytes }
}

const seen: { cancelled: number, metadata: Metadata | undefined, deadline: Date | number | undefined } = { cancelled: 0, metadata: undefined, deadline: undefined }

const implementation: UntypedServiceImplementation = {
  echo: (call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => {
    seen.metadata = call.metadata
    seen.deadline = call.getDeadline()
    answer(null, call.request)
  },
  fail: (_call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => {
    const metadata = new Metadata()
    metadata.set('subnetes-disposition', 'refused')
    answer({ code: status.UNAVAILABLE, details: 'zu früh: 100%', metadata })
  },
  hang: (call: ServerUnaryCall<Buffer, Buffer>) => { call.on('cancelled', () => { seen.cancelled += 1 }) },
  down: (call: ServerWritableStream<Buffer, Buffer>) => {
    for (let index = 0; index < 5; index += 1) call.write(Buffer.from(String(index)))
    if (call.request.toString() === 'break') call.emit('error', { code: status.DATA_LOSS, details: 'lost' })
    else call.end()
  },
  both: (call: ServerDuplexStream<Buffer, Buffer>) => {
    call.on('data', (message: Buffer) => call.write(message))
    call.on('end', () => call.end())
  }
}

const service = { echo: method('echo', false, false), fail: method('fail', false, false), hang: method('hang', false, false), down: method('down', false, true), both: method('both', true, true) }

async function grpcJs (address = '127.0.0.1:0'): Promise<string> {
  const server = new Server()
  server.addService(service, implementation)
  cleanups.push(() => server.forceShutdown())
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => error === null ? resolve(bound) : reject(error))
  })
  return address.startsWith('unix:') ? address : `127.0.0.1:${port}`
}

async function rawServer (onStream: (stream: ServerHttp2Stream) => void): Promise<{ server: Http2Server, address: string }> {
  const server = http2.createServer()
  server.on('stream', (stream) => {
    stream.on('error', () => {})
    onStream(stream)
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  cleanups.push(() => server.close())
  return { server, address: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function channelTo (address: string, init: GrpcChannelInit = {}): GrpcChannel {
  const channel = createGrpcChannel(address, init)
  cleanups.push(async () => await channel.close())
  return channel
}

async function collect (channel: GrpcChannel, init: GrpcCallInit): Promise<string[]> {
  const texts: string[] = []
  for await (const message of channel.call(init)) texts.push(Buffer.from(message).toString())
  return texts
}

async function failure (channel: GrpcChannel, init: GrpcCallInit): Promise<SubnetesError> {
  return await collect(channel, init).then((texts) => { throw new Error(`answered ${texts.join()}`) }, (error: SubnetesError) => error)
}

async function * messages (...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

const X = Buffer.from('x')

describe('gRPC channel to a grpc-js server', () => {
  it('carries every shape, metadata, deadline and 4 MiB', async () => {
    const channel = channelTo(await grpcJs())
    const deadline = Date.now() + 5_000
    expect(await collect(channel, { path: '/t.T/echo', requests: X, metadata: { 'subnetes-peer-id': 'me' }, deadline })).toEqual(['x'])
    expect(seen.metadata?.get('subnetes-peer-id')).toEqual(['me'])
    expect(Math.abs(Number(seen.deadline) - deadline)).toBeLessThan(200)
    expect(await collect(channel, { path: '/t.T/down', requests: X })).toEqual(['0', '1', '2', '3', '4'])
    expect(await collect(channel, { path: '/t.T/both', requests: messages('a', '', 'c') })).toEqual(['a', '', 'c'])
    const large = Buffer.alloc(4_194_304, 'y')
    for await (const answer of channel.call({ path: '/t.T/echo', requests: large })) expect(large.equals(answer)).toBe(true)
    expect(channel.state).toBe('ready')
  })

  it('gives status, percent-encoded words and the mark of a refusal', async () => {
    const channel = channelTo(await grpcJs())
    const refused = await failure(channel, { path: '/t.T/fail', requests: X })
    expect([refused.code, refused.message, isNotStarted(refused)]).toEqual(['unavailable', 'zu früh: 100%', true])
    expect((await failure(channel, { path: '/t.T/nothing', requests: X })).code).toBe('unimplemented')
    const texts: string[] = []
    const broken = (async () => { for await (const message of channel.call({ path: '/t.T/down', requests: Buffer.from('break') })) texts.push(Buffer.from(message).toString()) })()
    await expect(broken).rejects.toMatchObject({ code: 'data_loss', message: 'lost' })
    expect(texts).toEqual(['0', '1', '2', '3', '4'])
  })

  it('cancels at the server within 200 ms: by signal, by deadline, by ending the iteration', async () => {
    const channel = channelTo(await grpcJs())
    const controller = new AbortController()
    const from = seen.cancelled
    const pending = failure(channel, { path: '/t.T/hang', requests: X, signal: controller.signal })
    await channel.connect()
    controller.abort()
    expect((await pending).code).toBe('cancelled')
    expect((await failure(channel, { path: '/t.T/hang', requests: X, deadline: Date.now() + 50 })).code).toBe('deadline_exceeded')
    const iterator = channel.call({ path: '/t.T/hang', requests: X })
    const next = iterator.next().catch((error: SubnetesError) => error.code)
    await collect(channel, { path: '/t.T/echo', requests: X })
    await iterator.return?.()
    expect(await next).toBe('cancelled')
    await vi.waitFor(() => expect(seen.cancelled - from).toBe(3), { timeout: 200, interval: 5 })
  })

  it('works over a unix socket, and counts a server without a health service as serving', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'subnetes-'))
    cleanups.push(async () => await rm(folder, { recursive: true }))
    const channel = channelTo(await grpcJs(`unix:${join(folder, 'socket')}`))
    expect(await collect(channel, { path: '/t.T/echo', requests: X })).toEqual(['x'])
    expect(await channel.check()).toBe(true)
  })
})

describe('gRPC channel', () => {
  it('says what is wrong with an address and where nothing answers', async () => {
    expect(() => createGrpcChannel('nonsense')).toThrow('gRPC address is "nonsense"')
    const { server, address } = await rawServer(() => {})
    await new Promise((resolve) => { server.close(resolve) })
    const error = await failure(channelTo(address), { path: '/t.T/x', requests: X })
    expect([error.code, isNotStarted(error), isWorkerLost(error)]).toEqual(['unavailable', true, true])
    expect(error.message).toContain(`connect to the worker at ${address} failed: connect ECONNREFUSED`)
  })

  it('gives up on a server that accepts and says nothing, and on one that speaks something else', async () => {
    const mute = net.createServer((socket) => { cleanups.push(() => socket.destroy()) })
    const rude = net.createServer((socket) => { socket.on('error', () => {}); socket.end('HTTP/1.1 400 Bad Request\r\n\r\n') })
    for (const server of [mute, rude]) {
      await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
      cleanups.push(() => server.close())
      const error = await failure(channelTo(`127.0.0.1:${(server.address() as AddressInfo).port}`, { connectTimeoutMs: 100 }), { path: '/t.T/x', requests: X })
      expect([error.code, isNotStarted(error)]).toEqual(['unavailable', true])
    }
  })

  it('ends with unavailable, never silently, when the connection is lost in the middle of an answer', async () => {
    const { address } = await rawServer((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' })
      stream.write(Buffer.from([0, 0, 0, 0, 1, 120, 0, 0]))
      setImmediate(() => stream.session?.destroy())
    })
    const channel = channelTo(address)
    const iterator = channel.call({ path: '/t.T/x', requests: X })
    expect(Buffer.from((await iterator.next()).value as Uint8Array).toString()).toBe('x')
    const error = await iterator.next().then(() => undefined, (caught: SubnetesError) => caught)
    expect([error?.code, isNotStarted(error), isWorkerLost(error)]).toEqual(['unavailable', false, true])
    expect(channel.state).toBe('idle')
  })

  it.each([
    ['a stream that ends without status', (stream: ServerHttp2Stream) => { stream.respond({ ':status': 200, 'content-type': 'application/grpc' }); stream.end() }, 'unknown'],
    ['HTTP 503', (stream: ServerHttp2Stream) => { stream.respond({ ':status': 503 }, { endStream: true }) }, 'unavailable'],
    ['a web page', (stream: ServerHttp2Stream) => { stream.respond({ ':status': 200, 'content-type': 'text/html' }); stream.end('hi') }, 'unknown'],
    ['half a message before OK', (stream: ServerHttp2Stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
      stream.end(Buffer.from([0, 0, 0, 0, 9, 1]))
    }, 'internal'],
    ['a message above the limit', (stream: ServerHttp2Stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' })
      stream.write(Buffer.from([0, 127, 0, 0, 0]))
    }, 'resource_exhausted'],
    ['RST_STREAM REFUSED_STREAM', (stream: ServerHttp2Stream) => { stream.close(http2.constants.NGHTTP2_REFUSED_STREAM) }, 'unavailable'],
    ['RST_STREAM INTERNAL_ERROR', (stream: ServerHttp2Stream) => { stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR) }, 'internal'],
    ['RST_STREAM CANCEL', (stream: ServerHttp2Stream) => { stream.close(http2.constants.NGHTTP2_CANCEL) }, 'cancelled']
  ] as const)('turns %s into an error', async (name, onStream, code) => {
    const { address } = await rawServer(onStream)
    const error = await failure(channelTo(address), { path: '/t.T/x', requests: X })
    expect([error.code, isNotStarted(error)]).toEqual([code, name === 'RST_STREAM REFUSED_STREAM'])
  })

  it('moves to a new connection on GOAWAY while running calls end on the old one', async () => {
    const streams: ServerHttp2Stream[] = []
    const { address } = await rawServer((stream) => { streams.push(stream) })
    const downs: string[] = []
    const channel = channelTo(address, { onDown: (error) => downs.push(error.code) })
    const first = collect(channel, { path: '/t.T/x', requests: X })
    await vi.waitFor(() => expect(streams.length).toBe(1), { timeout: 5_000 })
    streams[0]?.session?.close()
    await vi.waitFor(() => expect(downs).toEqual(['unavailable']), { timeout: 5_000 })
    const second = collect(channel, { path: '/t.T/x', requests: X })
    await vi.waitFor(() => expect(streams.length).toBe(2), { timeout: 5_000 })
    expect(streams[1]?.session).not.toBe(streams[0]?.session)
    for (const stream of streams) stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '0' }, { endStream: true })
    expect(await Promise.all([first, second])).toEqual([[], []])
  })

  it('knows by the GOAWAY which calls the server never looked at', async () => {
    const streams: ServerHttp2Stream[] = []
    const { address } = await rawServer((stream) => { streams.push(stream) })
    const channel = channelTo(address)
    const calls = [failure(channel, { path: '/t.T/a', requests: X }), failure(channel, { path: '/t.T/b', requests: X })]
    await vi.waitFor(() => expect(streams.length).toBe(2), { timeout: 5_000 })
    streams[0]?.session?.goaway(http2.constants.NGHTTP2_INTERNAL_ERROR, streams[0].id)
    const errors = await Promise.all(calls)
    expect(errors.map((error) => [error.code, isNotStarted(error)])).toEqual([['unavailable', false], ['unavailable', true]])
  })

  it('ends a connection whose pings are not answered', async () => {
    const sockets: net.Socket[] = []
    const { address } = await rawServer(() => {})
    const [host, port] = address.split(':')
    const relay = net.createServer((socket) => {
      const back = net.connect({ host: host as string, port: Number(port) })
      sockets.push(socket, back)
      socket.on('error', () => {}).pipe(back).on('error', () => {}).pipe(socket)
    })
    await new Promise<void>((resolve) => { relay.listen(0, '127.0.0.1', resolve) })
    cleanups.push(() => relay.close(), () => { for (const socket of sockets) socket.destroy() })
    const channel = channelTo(`127.0.0.1:${(relay.address() as AddressInfo).port}`, { keepaliveMs: 30, keepaliveTimeoutMs: 60 })
    const pending = failure(channel, { path: '/t.T/x', requests: X })
    await channel.connect()
    for (const socket of sockets) socket.unpipe()
    expect((await pending).code).toBe('unavailable')
  })

  it('keeps a connection that is busy though its pings stay without an answer, and ends it when it falls silent', async () => {
    const heard: Buffer[] = []
    let socket: net.Socket | undefined
    const server = net.createServer((connection) => {
      socket = connection.on('error', () => {}).on('data', (chunk: Buffer) => heard.push(chunk))
      connection.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])) // SETTINGS
    })
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    cleanups.push(() => server.close(), () => socket?.destroy())
    const channel = channelTo(`127.0.0.1:${(server.address() as AddressInfo).port}`, { keepaliveMs: 20, keepaliveTimeoutMs: 60 })
    const pending = failure(channel, { path: '/t.T/x', requests: X })
    await channel.connect()
    const unknownFrame = Buffer.from([0, 0, 0, 0x40, 0, 0, 0, 0, 0])
    const busy = setInterval(() => socket?.write(unknownFrame), 10)
    cleanups.push(() => clearInterval(busy))
    const pings = (): number => Buffer.concat(heard).toString('latin1').split('\0\0\x08\x06\0').length - 1
    await vi.waitFor(() => expect(pings()).toBeGreaterThan(8), { timeout: 5_000 }) // of 20 ms: longer than the timeout
    expect(channel.state).toBe('ready')
    clearInterval(busy)
    expect((await pending).message).toContain('no answer to a keepalive ping within 60 ms')
  })

  it('answers large calls in parallel over a Unix socket, whose buffers are smaller than what is under way', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'subnetes-'))
    cleanups.push(async () => await rm(folder, { recursive: true }))
    const server = createGrpcServer({ handlers: new Map([['/t.T/echo', (call) => call.requests]]) })
    cleanups.push(async () => await server.close())
    const channel = channelTo(await server.listen(`unix:${join(folder, 'socket')}`))
    const large = Buffer.alloc(65_536, 'z')
    const answers = await Promise.all(Array.from({ length: 64 }, async () => await collect(channel, { path: '/t.T/echo', requests: large, deadline: Date.now() + 5_000 })))
    expect(answers.every(([answer]) => answer?.length === large.length)).toBe(true)
  })
})
