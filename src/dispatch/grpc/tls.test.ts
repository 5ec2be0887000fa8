/** Our gRPC client and server by mutual TLS. */
import http2 from 'node:http2'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { silentLogger, silentMetrics } from '@subnetes/common'
import type { GrpcHandler, Logger, TlsClientInit, TlsStore } from '@subnetes/common'
import { createCa, tlsStore } from '../../../test/support/certificates.ts'
import type { LeafInit, TestCa } from '../../../test/support/certificates.ts'
import { createGrpcChannel, createGrpcServer, isNotStarted, isWorkerLost } from '@subnetes/grpc'
import type { GrpcChannel } from '@subnetes/grpc'
import { grpcDispatcher } from './grpc-dispatcher.ts'

const cleanups: Array<() => unknown> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

const WORKER = 'inference.default'
const GATEWAY = 'gateway.subnetes'
let ca: TestCa
beforeAll(async () => { ca = await createCa() })

async function * echo (call: Parameters<GrpcHandler>[0]): AsyncGenerator<Uint8Array> { yield * call.requests }

async function serve (leaf: LeafInit = { names: [WORKER] }): Promise<{ address: string, source: TlsStore, warnings: string[] }> {
  const source = tlsStore(await ca.issue(leaf))
  const warnings: string[] = []
  const logger: Logger = { ...silentLogger, warn: (_, fields) => warnings.push(String(fields?.['error'])), child: () => logger }
  const server = createGrpcServer({ handlers: new Map([['/t.T/echo', echo]]), logger, tls: { source, clients: [GATEWAY, 'operator.subnetes'] } })
  cleanups.push(async () => await server.close())
  return { address: await server.listen('127.0.0.1:0'), source, warnings }
}

function channelTo (address: string, tls: TlsClientInit | undefined): GrpcChannel {
  const channel = createGrpcChannel(address, { tls })
  cleanups.push(async () => await channel.close())
  return channel
}

const dial = async (leaf: LeafInit = { names: [GATEWAY] }, authority = ca): Promise<TlsClientInit & { source: TlsStore }> =>
  ({ source: tlsStore({ ...await authority.issue(leaf), ca: ca.pem }), serverName: WORKER })

async function call (channel: GrpcChannel, text = 'a'): Promise<string> {
  let answer = ''
  for await (const bytes of channel.call({ path: '/t.T/echo', requests: Buffer.from(text), deadline: Date.now() + 5000 })) answer += Buffer.from(bytes).toString()
  return answer
}

describe('gRPC by mutual TLS', () => {
  it.each([GATEWAY, 'operator.subnetes'])('serves %s', async (name) => {
    const { address } = await serve()
    expect(await call(channelTo(address, await dial({ names: [name] })))).toBe('a')
  })

  it.each<[string, LeafInit, 'same' | 'other', RegExp]>([
    ['another name', { names: ['other.default'] }, 'same', /the client certificate is for other.default; allowed here is gateway.subnetes or operator.subnetes/],
    ['another authority', { names: [GATEWAY] }, 'other', /is signed by an authority that is not in our ca.crt/],
    ['a certificate that has expired', { names: [GATEWAY], notAfter: new Date(Date.now() - 1000) }, 'same', /has expired/],
    ['a server\'s certificate', { names: [GATEWAY], usages: ['serverAuth'] }, 'same', /is not made for this side/]
  ])('refuses a client with %s, in words on both sides', async (_, leaf, authority, words) => {
    const { address, warnings } = await serve()
    await expect(call(channelTo(address, await dial(leaf, authority === 'same' ? ca : await createCa())))).rejects.toThrow(words)
    expect(warnings[0]).toMatch(words)
  })

  it('refuses a client without a certificate, in words on both sides', async () => {
    const { address, warnings } = await serve()
    const session = http2.connect(`https://${address}`, { ca: ca.pem, servername: WORKER, checkServerIdentity: () => undefined })
    cleanups.push(() => session.destroy())
    const stream = session.request({ ':method': 'POST', ':path': '/t.T/echo', 'content-type': 'application/grpc', te: 'trailers' })
    const headers = await new Promise<http2.IncomingHttpHeaders>((resolve, reject) => { stream.once('response', resolve).once('error', reject) })
    expect(headers['grpc-status']).toBe('16')
    expect(decodeURI(String(headers['grpc-message']))).toBe(warnings[0])
    expect(warnings[0]).toMatch(/a client certificate of gateway.subnetes or operator.subnetes is needed here, and none came/)
    await vi.waitFor(() => expect(session.closed || session.destroyed).toBe(true), 5000)
  })

  it('has no more for a refused client than the refusal: its connection ends', async () => {
    const { address } = await serve()
    const channel = channelTo(address, await dial({ names: ['other.default'] }))
    await channel.connect()
    await expect(call(channel)).rejects.toMatchObject({ code: 'permission_denied' })
    await vi.waitFor(() => expect(channel.state).toBe('idle'), 5000)
  })

  it.each<[string, LeafInit, 'same' | 'other', RegExp]>([
    ['another name', { names: ['other.default'] }, 'same', /the server's certificate is for other.default; expected was inference.default: the address may belong to somebody else now/],
    ['another authority', { names: [WORKER] }, 'other', /the server's certificate is signed by an authority that is not in our ca.crt/],
    ['a certificate that has expired', { names: [WORKER], notAfter: new Date(Date.now() - 1000) }, 'same', /the server's certificate has expired/]
  ])('does not send a call to a server with %s, and says why', async (_, leaf, authority, words) => {
    const { address } = await serve(leaf)
    const tls = await dial()
    const failure: unknown = await call(channelTo(address, authority === 'same' ? tls : { ...tls, trustedCa: (await createCa()).pem })).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'unavailable', message: expect.stringMatching(words) as string })
    expect([isNotStarted(failure), isWorkerLost(failure)]).toEqual([true, true])
  })

  it('says that the other side does not speak TLS, or that it must be spoken', async () => {
    const plain = createGrpcServer({ handlers: new Map() })
    cleanups.push(async () => await plain.close())
    await expect(call(channelTo(await plain.listen('127.0.0.1:0'), await dial()))).rejects.toThrow(/does not speak TLS|before HTTP\/2 settings|socket disconnected before secure TLS/)
    const { address } = await serve()
    await expect(call(channelTo(address, undefined))).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('goes on with a connection whose certificates have been replaced, and makes the next one with the new', async () => {
    const { address, source } = await serve()
    const tls = await dial()
    const standing = channelTo(address, tls)
    expect(await call(standing)).toBe('a')
    const next = await createCa()
    source.set(await next.issue({ names: [WORKER] }))
    tls.source.set(await next.issue({ names: [GATEWAY] }))
    expect(await call(standing)).toBe('a')
    expect(await call(channelTo(address, tls))).toBe('a')
    await expect(call(channelTo(address, await dial()))).rejects.toThrow(/not in our ca.crt/)
  })

  it('carries large messages both ways', async () => {
    const { address } = await serve()
    const text = 'x'.repeat(3_000_000)
    expect(await call(channelTo(address, await dial()), text)).toBe(text)
  })
})

describe('a dispatcher', () => {
  it('never dials a worker with a name in plaintext', async () => {
    const errors: string[] = []
    const logger: Logger = { ...silentLogger, error: (_, fields) => errors.push(String(fields?.['error'])), child: () => logger }
    const spec = { protocol: 'inference', concurrency: 1, hold: { maxPending: 1, maxPendingPerPeer: 1, timeoutMs: 10 } }
    const dispatcher = grpcDispatcher()({ logger, metrics: silentMetrics, spec })
    cleanups.push(async () => await dispatcher.stop())
    await dispatcher.start()
    dispatcher.setEndpoints([{ id: 'w-1', address: '127.0.0.1:1', state: 'ready', serverName: WORKER }])
    expect(errors).toEqual(['worker w-1 asks for mutual TLS as inference.default, and this process has no certificate; set SUBNETES_TLS_DIR'])
  })
})
