/** The lean client against servers of others: grpc-js and `node:http2`. */
import http2 from 'node:http2'
import type { Http2Server, ServerHttp2Stream } from 'node:http2'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js'
import type { MethodDefinition, ServerDuplexStream, ServerReadableStream, ServerUnaryCall, ServerWritableStream, UntypedServiceImplementation, sendUnaryData } from '@grpc/grpc-js'
import { joinMessage, messageLength } from '@subnetes/common'
import type { AnswerSink, MessageBytes, SubnetesError } from '@subnetes/common'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { GrpcCallInit } from '../http2/call.ts'
import { isNotStarted, isWorkerLost } from '../not-started.ts'
import { createCallChannel, pullCall } from './call-channel.ts'
import type { CallChannel, CallChannelInit } from './call-channel.ts'

const cleanups: Array<() => unknown> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

const X = Buffer.from('x')

function method (name: string, requestStream: boolean, responseStream: boolean): MethodDefinition<Buffer, Buffer> {
  const bytes = (value: Buffer): Buffer => value
  return { path: `/t.T/${name}`, requestStream, responseStream, requestSerialize: bytes, requestDeserialize: bytes, responseSerialize: bytes, responseDeserialize: bytes }
}

interface Seen { cancelled: number, metadata: Metadata | undefined, deadline: Date | number | undefined, written: number }
const seen: Seen = { cancelled: 0, metadata: undefined, deadline: undefined, written: 0 }

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
  flood: (call: ServerWritableStream<Buffer, Buffer>) => {
    seen.written = 0
    const message = Buffer.alloc(65_536)
    const more = (): void => {
      while (seen.written < 512) {
        seen.written += 1
        if (!call.write(message)) {
          call.once('drain', more)
          return
        }
      }
      call.end()
    }
    more()
  },
  up: (call: ServerReadableStream<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => {
    let bytes = 0
    call.on('data', (message: Buffer) => { bytes += message.length })
    call.on('end', () => answer(null, Buffer.from(String(bytes))))
  },
  stall: () => {},
  both: (call: ServerDuplexStream<Buffer, Buffer>) => {
    call.on('data', (message: Buffer) => call.write(message))
    call.on('end', () => call.end())
  }
}

const service = {
  echo: method('echo', false, false),
  fail: method('fail', false, false),
  hang: method('hang', false, false),
  down: method('down', false, true),
  flood: method('flood', false, true),
  up: method('up', true, false),
  stall: method('stall', true, false),
  both: method('both', true, true)
}

async function grpcJs (address = '127.0.0.1:0'): Promise<string> {
  const server = new Server()
  server.addService(service, implementation)
  cleanups.push(() => server.forceShutdown())
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => error === null ? resolve(bound) : reject(error))
  })
  return address.startsWith('unix:') ? address : `127.0.0.1:${port}`
}

async function rawServer (onStream: (stream: ServerHttp2Stream) => void, settings: http2.Settings = {}): Promise<{ server: Http2Server, address: string }> {
  const server = http2.createServer({ settings })
  server.on('stream', (stream) => {
    stream.on('error', () => {})
    onStream(stream)
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  cleanups.push(() => server.close())
  return { server, address: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function channelTo (address: string, init: CallChannelInit = {}): CallChannel {
  const channel = createCallChannel(address, init)
  cleanups.push(async () => await channel.close())
  return channel
}

async function collect (channel: CallChannel, init: GrpcCallInit): Promise<string[]> {
  const texts: string[] = []
  for await (const message of pullCall(channel, init)) texts.push(Buffer.from(message).toString())
  return texts
}

async function failure (channel: CallChannel, init: GrpcCallInit): Promise<SubnetesError> {
  return await collect(channel, init).then((texts) => { throw new Error(`answered ${texts.join()}`) }, (error: SubnetesError) => error)
}

async function * messages (...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

function answer (stream: ServerHttp2Stream): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '0' }, { endStream: true })
}

/** A sink that stops its source after each message. */
class SlowSink implements AnswerSink {
  readonly lengths: number[] = []
  isEnded = false
  error: SubnetesError | undefined

  message (message: MessageBytes): boolean {
    this.lengths.push(messageLength(message))
    return false
  }

  end (error?: SubnetesError): void {
    this.isEnded = true
    this.error = error
  }
}

describe('calls to a grpc-js server', () => {
  it('carries every shape, metadata, deadline and 4 MiB', async () => {
    const channel = channelTo(await grpcJs())
    const deadline = Date.now() + 5_000
    expect(await collect(channel, { path: '/t.T/echo', requests: X, metadata: { 'subnetes-peer-id': 'me' }, deadline })).toEqual(['x'])
    expect(seen.metadata?.get('subnetes-peer-id')).toEqual(['me'])
    expect(Math.abs(Number(seen.deadline) - deadline)).toBeLessThan(200)
    expect(await collect(channel, { path: '/t.T/down', requests: X })).toEqual(['0', '1', '2', '3', '4'])
    expect(await collect(channel, { path: '/t.T/both', requests: messages('a', '', 'c') })).toEqual(['a', '', 'c'])
    const large = Buffer.alloc(4_194_304, 'y')
    for await (const message of pullCall(channel, { path: '/t.T/echo', requests: large })) expect(large.equals(message)).toBe(true)
  })

  it('runs 300 calls of different sizes at once', async () => {
    const channel = channelTo(await grpcJs())
    const texts = Array.from({ length: 300 }, (_, index) => String(index).repeat(index * 7))
    expect(await Promise.all(texts.map(async (text) => (await collect(channel, { path: '/t.T/echo', requests: Buffer.from(text) }))[0]))).toEqual(texts)
  })

  it('sends the metadata of a context and of one call, in calls after calls', async () => {
    const channel = channelTo(await grpcJs())
    const context = { path: '/t.T/echo', metadata: { 'subnetes-protocol': 'p', 'subnetes-peer-id': 'a' } }
    for (const trace of ['t1', 't2', 't3']) {
      const sink = new SlowSink()
      channel.start({ context, metadata: { traceparent: trace }, requests: X }, sink)
      await vi.waitFor(() => expect(sink.isEnded).toBe(true))
      expect(['subnetes-protocol', 'subnetes-peer-id', 'traceparent'].map((name) => seen.metadata?.get(name)[0])).toEqual(['p', 'a', trace])
    }
  })

  it('gives status, percent-encoded words and the mark of a refusal', async () => {
    const channel = channelTo(await grpcJs())
    const refused = await failure(channel, { path: '/t.T/fail', requests: X })
    expect([refused.code, refused.message, isNotStarted(refused)]).toEqual(['unavailable', 'zu früh: 100%', true])
    expect((await failure(channel, { path: '/t.T/nothing', requests: X })).code).toBe('unimplemented')
    const texts: string[] = []
    const broken = (async () => { for await (const message of pullCall(channel, { path: '/t.T/down', requests: Buffer.from('break') })) texts.push(Buffer.from(message).toString()) })()
    await expect(broken).rejects.toMatchObject({ code: 'data_loss', message: 'lost' })
    expect(texts).toEqual(['0', '1', '2', '3', '4'])
  })

  it('cancels at the server: by signal, by deadline, by ending the iteration', async () => {
    const channel = channelTo(await grpcJs())
    const controller = new AbortController()
    const from = seen.cancelled
    const pending = failure(channel, { path: '/t.T/hang', requests: X, signal: controller.signal })
    await collect(channel, { path: '/t.T/echo', requests: X })
    controller.abort()
    expect((await pending).code).toBe('cancelled')
    const late = await failure(channel, { path: '/t.T/hang', requests: X, deadline: Date.now() + 50 })
    expect([late.code, isNotStarted(late)]).toEqual(['deadline_exceeded', false])
    const iterator = pullCall(channel, { path: '/t.T/hang', requests: X })
    const next = iterator.next()
    await collect(channel, { path: '/t.T/echo', requests: X })
    await iterator.return?.()
    await next.catch(() => {}) // either an end or the error of the cancel
    await vi.waitFor(() => expect(seen.cancelled - from).toBe(3), { timeout: 1_000, interval: 5 })
  })

  it('stops the server while the sink is full, and goes on when it is not', async () => {
    const channel = channelTo(await grpcJs())
    const sink = new SlowSink()
    const call = channel.start({ context: { path: '/t.T/flood', metadata: {} }, requests: X }, sink)
    await vi.waitFor(() => expect(sink.lengths.length).toBeGreaterThanOrEqual(7), { timeout: 5_000 })
    await collect(channel, { path: '/t.T/echo', requests: X })
    expect(sink.lengths.length).toBeLessThanOrEqual(9)
    expect(seen.written).toBeLessThan(100)
    const timer = setInterval(() => call.resume(), 1)
    cleanups.push(() => clearInterval(timer))
    await vi.waitFor(() => expect(sink.isEnded).toBe(true), { timeout: 20_000 })
    expect([sink.error, sink.lengths.length, sink.lengths.every((length) => length === 65_536)]).toEqual([undefined, 512, true])
  }, 30_000)

  it('pulls requests at the pace of the server', async () => {
    const channel = channelTo(await grpcJs())
    let pulled = 0
    const requests = (async function * () { for (; pulled < 300; pulled += 1) yield Buffer.alloc(65_536) })()
    expect(await collect(channel, { path: '/t.T/up', requests })).toEqual([String(300 * 65_536)])
    let isReturned = false
    pulled = 0
    const endless = (async function * () { try { for (; ; pulled += 1) yield Buffer.alloc(65_536) } finally { isReturned = true } })()
    const pending = failure(channel, { path: '/t.T/stall', requests: endless, deadline: Date.now() + 200 })
    expect((await pending).code).toBe('deadline_exceeded')
    expect(pulled).toBeLessThan(100)
    await vi.waitFor(() => expect(isReturned).toBe(true))
  })

  it('works over a unix socket, and counts a server without a health service as serving', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'subnetes-'))
    cleanups.push(async () => await rm(folder, { recursive: true }))
    const channel = channelTo(await grpcJs(`unix:${join(folder, 'socket')}`))
    expect(await collect(channel, { path: '/t.T/echo', requests: X })).toEqual(['x'])
    expect(await channel.check()).toBe(true)
  })
})

describe('calls to servers that misbehave', () => {
  it('says what is wrong with an address and where nothing answers', async () => {
    expect(() => createCallChannel('nonsense')).toThrow('gRPC address is "nonsense"')
    const { server, address } = await rawServer(() => {})
    await new Promise((resolve) => { server.close(resolve) })
    const error = await failure(channelTo(address), { path: '/t.T/x', requests: X })
    expect([error.code, isNotStarted(error), isWorkerLost(error)]).toEqual(['unavailable', true, true])
    expect(error.message).toContain(`connect to the worker at ${address} failed: connect ECONNREFUSED`)
  })

  it('distinguishes a server that is busy from one that is not there', async () => {
    const { server, address } = await rawServer(() => {})
    const busy = await channelTo(address).check({ timeoutMs: 50 }).catch((error: SubnetesError) => error) as SubnetesError
    expect([busy.code, busy.details['started']]).toEqual(['unavailable', undefined])
    const other = await rawServer(() => {})
    await new Promise((resolve) => { other.server.close(resolve) })
    const gone = await channelTo(other.address).check({ timeoutMs: 1_000 }).catch((error: SubnetesError) => error) as SubnetesError
    expect([gone.code, gone.details['started']]).toEqual(['unavailable', false])
    server.close()
  })

  it('ends with unavailable when the connection is lost in the middle of an answer, and connects again', async () => {
    let calls = 0
    const { address } = await rawServer((stream) => {
      calls += 1
      if (calls > 1) {
        answer(stream)
        return
      }
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' })
      stream.write(Buffer.from([0, 0, 0, 0, 1, 120, 0, 0]))
      setImmediate(() => stream.session?.destroy())
    })
    const channel = channelTo(address)
    const iterator = pullCall(channel, { path: '/t.T/x', requests: X })
    expect(Buffer.from((await iterator.next()).value as Uint8Array).toString()).toBe('x')
    const error = await iterator.next().then(() => undefined, (caught: SubnetesError) => caught)
    expect([error?.code, isNotStarted(error), isWorkerLost(error)]).toEqual(['unavailable', false, true])
    expect(await collect(channel, { path: '/t.T/x', requests: X })).toEqual([])
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
    ['a compressed message', (stream: ServerHttp2Stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' })
      stream.write(Buffer.from([1, 0, 0, 0, 1, 1]))
    }, 'unimplemented'],
    ['headers above the limit', (stream: ServerHttp2Stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`n${index}`, 'x'.repeat(1_000)])) })
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
    const channel = channelTo(address)
    const first = collect(channel, { path: '/t.T/x', requests: X })
    await vi.waitFor(() => expect(streams.length).toBe(1))
    streams[0]?.session?.close()
    await vi.waitFor(async () => {
      const probe = collect(channel, { path: '/t.T/x', requests: X, deadline: Date.now() + 50 }).catch(() => {})
      await probe
      expect(streams.at(-1)?.session).not.toBe(streams[0]?.session)
    }, { timeout: 5_000 })
    const count = streams.length
    const second = collect(channel, { path: '/t.T/x', requests: X })
    await vi.waitFor(() => expect(streams.length).toBe(count + 1))
    for (const stream of [streams[0], streams.at(-1)]) answer(stream as ServerHttp2Stream)
    expect(await Promise.all([first, second])).toEqual([[], []])
  })

  it('knows by the GOAWAY which calls the server never looked at', async () => {
    const streams: ServerHttp2Stream[] = []
    const { address } = await rawServer((stream) => { streams.push(stream) })
    const channel = channelTo(address)
    const taken = collect(channel, { path: '/t.T/a', requests: X })
    const ignored = failure(channel, { path: '/t.T/b', requests: X })
    await vi.waitFor(() => expect(streams.length).toBe(2))
    streams[0]?.session?.goaway(http2.constants.NGHTTP2_INTERNAL_ERROR, streams[0].id)
    const error = await ignored
    expect([error.code, isNotStarted(error), isWorkerLost(error)]).toEqual(['unavailable', true, true])
    answer(streams[0] as ServerHttp2Stream)
    expect(await taken).toEqual([])
  })

  it('queues calls above MAX_CONCURRENT_STREAMS, and gives up on those that are cancelled there as not started', async () => {
    const streams: ServerHttp2Stream[] = []
    const { address } = await rawServer((stream) => { streams.push(stream) }, { maxConcurrentStreams: 2 })
    const channel = channelTo(address)
    const calls = [1, 2, 3, 4].map(async () => await collect(channel, { path: '/t.T/x', requests: X }))
    await vi.waitFor(() => expect(streams.length).toBe(2))
    const late = await failure(channel, { path: '/t.T/x', requests: X, deadline: Date.now() + 50 })
    expect([late.code, isNotStarted(late)]).toEqual(['deadline_exceeded', true])
    expect(streams.length).toBe(2)
    for (const stream of streams) answer(stream)
    await vi.waitFor(() => expect(streams.length).toBe(4))
    for (const stream of streams.slice(2)) answer(stream)
    expect(await Promise.all(calls)).toEqual([[], [], [], []])
  })

  it('takes a new connection when the stream ids are used up', async () => {
    const sessions = new Set<unknown>()
    const { address } = await rawServer((stream) => { sessions.add(stream.session); answer(stream) })
    const channel = channelTo(address, { firstStreamId: 0x7fff_fffd })
    for (let count = 0; count < 5; count += 1) expect(await collect(channel, { path: '/t.T/x', requests: X })).toEqual([])
    expect(sessions.size).toBe(3)
  })

  it('ends all calls when it is closed, and refuses later ones', async () => {
    const streams: ServerHttp2Stream[] = []
    const { address } = await rawServer((stream) => { streams.push(stream) })
    const channel = channelTo(address)
    const running = failure(channel, { path: '/t.T/x', requests: X })
    await vi.waitFor(() => expect(streams.length).toBe(1))
    await channel.close()
    expect((await running).message).toContain('the channel was closed')
    expect(isNotStarted(await failure(channel, { path: '/t.T/x', requests: X }))).toBe(true)
    const unconnected = channelTo(address)
    const waiting = failure(unconnected, { path: '/t.T/x', requests: X })
    await unconnected.close()
    expect(isNotStarted(await waiting)).toBe(true)
  })

  it('takes messages joined or in parts to the same bytes', async () => {
    const { address } = await rawServer((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
      const message = Buffer.alloc(300_000, 'z')
      stream.end(Buffer.concat([Buffer.from([0, 0, 4, 0x93, 0xe0]), message]))
    })
    const parts: MessageBytes[] = []
    await new Promise<void>((resolve) => channelTo(address).start({ context: { path: '/t.T/x', metadata: {} }, requests: X }, { message: (message) => { parts.push(message); return true }, end: () => resolve() }))
    expect(parts[0]).toBeInstanceOf(Array)
    expect(Buffer.alloc(300_000, 'z').equals(joinMessage(parts[0] as MessageBytes))).toBe(true)
  })
})
