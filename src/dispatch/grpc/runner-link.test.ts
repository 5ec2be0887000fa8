/** How a gateway reaches runners that know links, and servers that do not. */
import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { ServerUnaryCall, UntypedServiceImplementation, sendUnaryData } from '@grpc/grpc-js'
import net from 'node:net'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { SubnetesError, pullAnswers, silentLogger } from '@subnetes/common'
import type { GrpcHandler, Logger, RunningCall, TlsClientInit } from '@subnetes/common'
import { createCa, tlsStore } from '../../../test/support/certificates.ts'
import type { TestCa } from '../../../test/support/certificates.ts'
import { createGrpcServer, healthHandlers, isNotStarted, isWorkerLost, LINK_PREFACE, notStarted, serveHandlers } from '@subnetes/grpc'
import type { GrpcServerInit, ServeCall } from '@subnetes/grpc'
import { LINK_VERSION, RecordType } from '../../grpc/link/records.ts'
import type { OutRecord } from '../../grpc/link/records.ts'
import { TurnBuffer } from '../../grpc/link/turn-buffer.ts'
import type { WorkerCall, WorkerLink } from '../transport.ts'
import { runnerLink } from './runner-link.ts'
import type { LinkKind } from './runner-link.ts'

const cleanups: Array<() => unknown> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

const GATEWAY = 'gateway.subnetes'
const WORKER = 'inference.default'
const PATH = '/t.T/rpc_echo'
let ca: TestCa
beforeAll(async () => { ca = await createCa() })

const echo: GrpcHandler = async function * (call) { yield * call.requests }
const handlers = new Map([[PATH, echo], ...healthHandlers(() => true)])

interface Served { address: string, came: string[], warnings: string[], close: () => Promise<unknown> }

/** A server, and how its calls came: by link, or as a stream each. */
async function serve (init: Partial<GrpcServerInit> & { withoutLinks?: boolean } = {}): Promise<Served> {
  const { withoutLinks = false, ...rest } = init
  const came: string[] = []
  const warnings: string[] = []
  const logger: Logger = { ...silentLogger, warn: (_, fields) => warnings.push(String(fields?.['error'])), child: () => logger }
  const byStream: GrpcHandler = (call) => { came.push('stream'); return echo(call) }
  const byLink: ServeCall = (call, sink) => { came.push('link'); return serveHandlers(handlers)(call, sink) }
  const server = createGrpcServer({ handlers: new Map([...handlers, [PATH, byStream]]), calls: withoutLinks ? undefined : byLink, logger, ...rest })
  cleanups.push(async () => await server.close())
  return { address: await server.listen('127.0.0.1:0'), came, warnings, close: async () => await server.close() }
}

interface TestLink extends WorkerLink { downs: () => number, chosen: () => Array<Record<string, unknown> | undefined> }

function linkTo (address: string, kind: LinkKind = 'auto', tls?: TlsClientInit): TestLink {
  let downs = 0
  const chosen: Array<Record<string, unknown> | undefined> = []
  const logger: Logger = { ...silentLogger, debug: (phrase, fields) => { if (phrase === 'worker link chosen') chosen.push(fields) } }
  const link = runnerLink({ workerId: 'w', address, kind, tls, logger, onDown: () => { downs += 1 }, connectTimeoutMs: 1_000 })
  cleanups.push(async () => await link.close())
  return {
    prepare: async (options) => await link.prepare?.(options),
    start: (call, sink) => link.start(call, sink),
    close: async () => await link.close(),
    downs: () => downs,
    chosen: () => chosen
  }
}

function workerCall (requests: WorkerCall['requests'] = Buffer.from('x')): WorkerCall {
  const method = { name: 'rpc_echo', path: PATH, requestStream: false, responseStream: false, timeoutMs: 10_000, idempotent: false }
  const call = { method, handle: 'T.rpc_echo', peer: 'peer', gatewayPeer: 'gateway', requests: (async function * () {})(), signal: new AbortController().signal }
  return { call, protocol: 'test', attempt: 1, requests, deadline: Date.now() + 10_000 }
}

async function answer (link: WorkerLink, call = workerCall()): Promise<string> {
  const messages: Uint8Array[] = []
  for await (const message of pullAnswers((sink) => link.start(call, sink))) messages.push(message)
  return Buffer.concat(messages).toString()
}

const answered = (text: string): never => { throw new Error(`answered ${text}`) }
const failure = async (link: WorkerLink): Promise<SubnetesError> => await answer(link).then(answered, (error: unknown) => SubnetesError.from(error))
const prepared = async (link: WorkerLink): Promise<void> => await link.prepare?.({ signal: new AbortController().signal })

describe('the way to a runner', () => {
  it.each<[LinkKind, boolean, string, boolean]>([
    ['auto', false, 'link', true], ['lean', false, 'link', true], ['grpc', false, 'link', false], ['streams', false, 'stream', false], ['auto', true, 'stream', false]
  ])('of kind %s, to a runner without links: %s, is by %s', async (kind, withoutLinks, way, isLean) => {
    const { address, came } = await serve({ withoutLinks })
    const link = linkTo(address, kind)
    await prepared(link)
    expect(await answer(link)).toBe('x')
    expect(await answer(link, workerCall(Buffer.alloc(200_000, 'y')))).toHaveLength(200_000)
    expect(came).toEqual([way, way])
    if (kind !== 'streams') expect(link.chosen()).toEqual([{ workerId: 'w', usesStreams: way === 'stream', isLean }])
  })

  it('connects at the first call when it was not prepared', async () => {
    const { address, came } = await serve()
    const link = linkTo(address)
    expect(await Promise.all([answer(link), answer(link)])).toEqual(['x', 'x'])
    expect(came).toEqual(['link', 'link'])
  })

  it('ends a call that waits for the connection at its deadline or when it is cancelled, as not started', async () => {
    const silent = net.createServer(() => {})
    await new Promise<void>((resolve) => { silent.listen(0, '127.0.0.1', resolve) })
    cleanups.push(() => silent.close())
    const link = linkTo(`127.0.0.1:${(silent.address() as net.AddressInfo).port}`)
    const expired = await answer(link, { ...workerCall(), deadline: Date.now() + 30 }).catch((error: unknown) => error)
    expect([expired, isNotStarted(expired)]).toEqual([expect.objectContaining({ code: 'deadline_exceeded' }), true])
    const { promise, resolve } = Promise.withResolvers<SubnetesError | undefined>()
    link.start(workerCall(), { message: () => true, end: resolve }).cancel(new SubnetesError('cancelled', 'the peer left'))
    expect([(await promise)?.code, isNotStarted(await promise)]).toEqual(['cancelled', true])
  })

  it('ends a call that its own source of requests cancels while it starts', async () => {
    const { address } = await serve()
    const link = linkTo(address)
    const { promise, resolve } = Promise.withResolvers<SubnetesError | undefined>()
    const begun: { running?: RunningCall } = {}
    const requests = (async function * () {
      begun.running?.cancel(new SubnetesError('cancelled', 'the source gave up'))
      yield Buffer.from('x')
    })()
    const call = workerCall(requests)
    begun.running = link.start({ ...call, call: { ...call.call, method: { ...call.call.method, requestStream: true } } }, { message: () => true, end: resolve })
    expect((await promise)?.code).toBe('cancelled')
  })

  it('serves a plain grpc-js server by a stream per call, and fails none while it finds out', async () => {
    const bytes = (value: Buffer): Buffer => value
    const codecs = { requestSerialize: bytes, requestDeserialize: bytes, responseSerialize: bytes, responseDeserialize: bytes }
    const definition = { rpc_echo: { path: PATH, requestStream: false, responseStream: false, ...codecs } }
    const implementation: UntypedServiceImplementation = { rpc_echo: (call: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>) => reply(null, call.request) }
    const server = new Server()
    server.addService(definition, implementation)
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => error === null ? resolve(bound) : reject(error))
    })
    cleanups.push(() => server.forceShutdown())
    const link = linkTo(`127.0.0.1:${port}`)
    expect(await Promise.all(Array.from({ length: 20 }, async () => await answer(link)))).toEqual(Array.from({ length: 20 }, () => 'x'))
    expect(link.chosen()).toEqual([expect.objectContaining({ usesStreams: true })])
  })

  it('asks a runner about links again when it was too busy to say', async () => {
    let isBusy = true
    const calls: GrpcHandler = () => { throw isBusy ? notStarted(new SubnetesError('resource_exhausted', 'no slot')) : new SubnetesError('unimplemented', 'no') }
    const { address, came, close } = await serve({ withoutLinks: true, handlers: new Map([...handlers, ['/subnetes.v1.Runner/Calls', calls]]) })
    const link = linkTo(address)
    await prepared(link)
    isBusy = false
    await prepared(link)
    await prepared(link)
    expect(link.chosen()).toHaveLength(2)
    expect([await answer(link), came]).toEqual(['x', []])
    await close()
  })

  it('reports a lost runner once it is gone, and says that running calls are lost', async () => {
    const { address, close } = await serve({ calls: () => ({ cancel: () => {}, resume: () => {} }) })
    const link = linkTo(address)
    await prepared(link)
    const running = failure(link)
    await vi.waitFor(() => expect(link.chosen()).toHaveLength(1))
    await new Promise((resolve) => { setImmediate(resolve) })
    await close()
    const error = await running
    expect([error.code, isWorkerLost(error)]).toEqual(['unavailable', true])
    await vi.waitFor(() => expect(link.downs()).toBeGreaterThan(0))
    expect(isNotStarted(await failure(link))).toBe(true)
  })

  it.each<[string, OutRecord]>([
    ['goes away', { type: RecordType.GoAway, id: 0, argument: 0 }],
    ['breaks the rules', { type: 99, id: 0, argument: 0 }]
  ])('is not there when the runner %s in the same piece as its hello', async (_, last) => {
    const hello: OutRecord = { type: RecordType.Hello, id: 0, argument: LINK_VERSION, body: Buffer.from([1]) }
    const bytes = new TurnBuffer()
    for (const record of [hello, last]) bytes.add(record)
    const piece = Buffer.concat(bytes.take())
    const runner = net.createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.write(piece))
    })
    await new Promise<void>((resolve) => { runner.listen(0, '127.0.0.1', resolve) })
    cleanups.push(() => runner.close())
    const error = await failure(linkTo(`127.0.0.1:${(runner.address() as net.AddressInfo).port}`, 'lean'))
    expect([error.code, isNotStarted(error)]).toEqual(['unavailable', true])
  })

  it('closes connections that begin with neither HTTP/2 nor a link\'s preface', async () => {
    const { address, warnings } = await serve()
    const port = Number(address.split(':')[1])
    for (const start of ['GET / HTTP/1.1\r\n\r\n', 'subnetes-calls/2\r\n and more']) {
      const socket = net.connect({ host: '127.0.0.1', port })
      socket.on('error', () => {})
      const closed = new Promise<void>((resolve) => { socket.on('close', () => resolve()) })
      socket.resume().write(start)
      await closed
    }
    expect(warnings).toEqual(['the connection does not begin with the preface of a link'])
    expect(LINK_PREFACE[0]).not.toBe('P'.charCodeAt(0))
  })
})

describe('the way to a runner by mutual TLS', () => {
  const dial = async (name = GATEWAY): Promise<TlsClientInit> => ({ source: tlsStore({ ...await ca.issue({ names: [name] }), ca: ca.pem }), serverName: WORKER })
  const serveTls = async (name = WORKER, withoutLinks = false): Promise<Served> => {
    const source = tlsStore(await ca.issue({ names: [name] }))
    return await serve({ withoutLinks, tls: { source, clients: [GATEWAY] } })
  }

  it.each<[LinkKind, boolean, string]>([['auto', false, 'link'], ['lean', false, 'link'], ['grpc', false, 'link'], ['auto', true, 'stream']])('of kind %s, to a runner without links: %s, is by %s', async (kind, withoutLinks, way) => {
    const { address, came } = await serveTls(WORKER, withoutLinks)
    const link = linkTo(address, kind, await dial())
    await prepared(link)
    expect(await answer(link, workerCall(Buffer.alloc(300_000, 'y')))).toHaveLength(300_000)
    expect(came).toEqual([way])
  })

  it.each<LinkKind>(['auto', 'lean', 'grpc'])('sends no call to a runner with another name (%s)', async (kind) => {
    const { address, came } = await serveTls('other.default')
    const error = await failure(linkTo(address, kind, await dial()))
    expect([error.message, isNotStarted(error)]).toEqual([expect.stringMatching(/the server's certificate is for other.default; expected was inference.default/), true])
    expect(came).toEqual([])
  })

  it.each<LinkKind>(['auto', 'lean', 'grpc'])('is refused by a runner that does not let its name in (%s)', async (kind) => {
    const { address, came, warnings } = await serveTls()
    const error = await failure(linkTo(address, kind, await dial('stranger.default')))
    expect(error.code).toMatch(/unavailable|permission_denied/)
    expect(warnings[0]).toMatch(/the client certificate is for stranger.default/)
    expect(came).toEqual([])
  })

  it('does not go to a lean link on a server that speaks HTTP/2 alone', async () => {
    const { address } = await serveTls(WORKER, true)
    const error = await failure(linkTo(address, 'lean', await dial()))
    expect([error.code, isNotStarted(error)]).toEqual(['unavailable', true])
  })
})
