import http2 from 'node:http2'
import type { IncomingHttpHeaders } from 'node:http2'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { SubnetesError } from '@subnetes/common'
import type { GrpcHandler } from '@subnetes/common'
import { isNotStarted } from '../not-started.ts'
import { createGrpcChannel } from './channel.ts'
import type { GrpcChannel } from './channel.ts'
import { proxyStream } from './proxy.ts'
import type { ProxyInit, ProxyOutcome } from './proxy.ts'
import { createGrpcServer } from './server.ts'
import type { GrpcServer } from './server.ts'

const cleanups: Array<() => unknown> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

interface Chain { channel: GrpcChannel, back: GrpcServer, outcomes: ProxyOutcome[], metadata: Array<Readonly<Record<string, string>>>, state: { active: number, flooded: number } }

/** client -> proxy -> back */
async function chain (init: ProxyInit = {}, upstream?: string): Promise<Chain> {
  const metadata: Chain['metadata'] = []
  const state = { active: 0, flooded: 0 }
  const tracked = (handler: GrpcHandler): GrpcHandler => async function * (call) {
    metadata.push(call.metadata)
    state.active += 1
    try { yield * handler(call) } finally { state.active -= 1 }
  }
  const back = createGrpcServer({
    handlers: new Map<string, GrpcHandler>([
      ['/t.T/both', tracked(async function * (call) { yield * call.requests })],
      ['/t.T/fail', tracked(async function * (call) { yield * []; throw new SubnetesError('out_of_range', `nö: ${call.metadata['subnetes-handler']}`) })],
      ['/t.T/hang', tracked(async function * (call) {
        yield Buffer.from('begun')
        await new Promise((resolve) => { call.signal.addEventListener('abort', resolve) })
      })],
      ['/t.T/flood', tracked(async function * (call) {
        while (!call.signal.aborted) {
          state.flooded += 1
          yield Buffer.alloc(65_536)
        }
      })]
    ])
  })
  const up = createGrpcChannel(upstream ?? await back.listen('127.0.0.1:0'))
  const outcomes: ProxyOutcome[] = []
  const front = createGrpcServer({ handlers: new Map(), fallback: async (stream, headers) => { outcomes.push(await proxyStream(stream, headers, up, init)) } })
  const channel = createGrpcChannel(await front.listen('127.0.0.1:0'))
  cleanups.push(async () => await back.close(), async () => await up.close(), async () => await front.close(), async () => await channel.close())
  return { channel, back, outcomes, metadata, state }
}

async function * messages (...sizes: number[]): AsyncGenerator<Uint8Array> {
  for (const size of sizes) yield Buffer.alloc(size, size)
}

async function collect (answers: AsyncIterable<Uint8Array>): Promise<number[]> {
  const sizes: number[] = []
  for await (const answer of answers) sizes.push(answer.length)
  return sizes
}

async function failure (answers: AsyncIterable<Uint8Array>): Promise<SubnetesError> {
  return await collect(answers).then((sizes) => { throw new Error(`answered ${sizes.join()}`) }, (error: SubnetesError) => error)
}

const X = Buffer.from('x')

/** Types of the HTTP/2 frames that follow a client's preface. */
function frameTypes (bytes: Buffer): number[] {
  const types: number[] = []
  for (let at = 24; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3)) types.push(bytes[at + 3] as number)
  return types
}

describe('proxyStream', () => {
  it('passes bytes of both directions and counts them', async () => {
    const counts = { request: 0, response: 0 }
    const { channel, outcomes } = await chain({ onRequestBytes: (bytes) => { counts.request += bytes }, onResponseBytes: (bytes) => { counts.response += bytes } })
    const sizes = [1, 0, 70_000, 4_194_304, 3]
    expect(await collect(channel.call({ path: '/t.T/both', requests: messages(...sizes) }))).toEqual(sizes)
    const bytes = sizes.reduce((sum, size) => sum + size + 5, 0)
    await vi.waitFor(() => expect(outcomes).toEqual([{ error: undefined, requestBytes: bytes, responseBytes: bytes }]), { timeout: 5_000 })
    expect(counts).toEqual({ request: bytes, response: bytes })
  })

  it('explains no loss of a call that the upstream did not take', async () => {
    // By hand: node:http2 sends no GOAWAY that leaves out the stream it has just given.
    const settings = Buffer.from('000000040000000000', 'hex')
    const goaway = Buffer.from('00000807000000000000000000' + '00000000', 'hex')
    const away = net.createServer((socket) => {
      let got = Buffer.alloc(0)
      socket.on('error', () => {}).write(settings)
      socket.on('data', (chunk) => {
        got = Buffer.concat([got, chunk])
        if (frameTypes(got).includes(1)) socket.end(goaway)
      })
    })
    await new Promise<void>((resolve) => { away.listen(0, '127.0.0.1', resolve) })
    cleanups.push(() => away.close())
    const explainLoss = async (): Promise<SubnetesError> => new SubnetesError('unavailable', 'killed by SIGKILL')
    const { channel, outcomes } = await chain({ explainLoss }, `127.0.0.1:${(away.address() as AddressInfo).port}`)
    const error = await failure(channel.call({ path: '/t.T/x', requests: X }))
    expect([isNotStarted(error), error.message]).toEqual([true, expect.stringContaining('before it took the call')])
    expect(isNotStarted(outcomes[0]?.error)).toBe(true)
  })

  it('passes only allowed headers on, and the deadline', async () => {
    const { channel, metadata } = await chain({ metadata: { 'subnetes-protocol': 'ours' } })
    const sent = { 'subnetes-peer-id': 'p', 'subnetes-protocol': 'theirs', 'subnetes-disposition': 'refused', 'subnetes-made-up': 'x', authorization: 'secret', traceparent: 't' }
    await collect(channel.call({ path: '/t.T/both', requests: X, metadata: sent, deadline: Date.now() + 1_000 }))
    const { 'grpc-timeout': timeout, ...rest } = metadata[0] ?? {}
    expect(rest).toEqual({ 'subnetes-peer-id': 'p', 'subnetes-protocol': 'ours', traceparent: 't', te: 'trailers', 'content-type': 'application/grpc' })
    expect(timeout).toMatch(/^\d{1,3}m|1000m$/)
  })

  it('passes the status back, and no subnetes-* header of compute', async () => {
    const server = http2.createServer()
    server.on('stream', (stream) => stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '14', 'grpc-message': 'my own', 'subnetes-disposition': 'refused', 'x-app': 'kept' }, { endStream: true }))
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    cleanups.push(() => server.close())
    const { channel } = await chain({}, `127.0.0.1:${(server.address() as AddressInfo).port}`)
    const { stream } = await channel.open({ ':path': '/t.T/x', 'content-type': 'application/grpc', te: 'trailers' })
    stream.end()
    const headers = await new Promise<IncomingHttpHeaders>((resolve) => { stream.on('response', resolve) })
    expect(headers).toMatchObject({ 'grpc-status': '14', 'grpc-message': 'my own', 'x-app': 'kept' })
    expect(headers['subnetes-disposition']).toBeUndefined()
    const real = await chain()
    expect(await failure(real.channel.call({ path: '/t.T/fail', requests: X, metadata: { 'subnetes-handler': 'h' } }))).toMatchObject({ code: 'out_of_range', message: 'nö: h' })
  })

  it('refuses when compute cannot be reached: the call did not start', async () => {
    const { channel, outcomes } = await chain({}, '127.0.0.1:1')
    const error = await failure(channel.call({ path: '/t.T/both', requests: X }))
    expect([error.code, isNotStarted(error)]).toEqual(['unavailable', true])
    expect(outcomes[0]?.error?.code).toBe('unavailable')
  })

  it('says unavailable in words when compute dies in the middle of an answer', async () => {
    const { channel, back } = await chain()
    const answers = channel.call({ path: '/t.T/hang', requests: X })
    expect((await answers.next()).done).toBe(false)
    await back.close()
    const error = await failure(answers)
    expect([error.code, isNotStarted(error), error.message]).toEqual(['unavailable', false, expect.stringContaining('was lost during the call')])
  })

  it.each(['cancel', 'deadline', 'signal'] as const)('ends compute within 200 ms on %s', async (way) => {
    const own = new AbortController()
    const caller = new AbortController()
    const { channel, state, outcomes } = await chain({ signal: own.signal })
    const answers = channel.call({ path: '/t.T/hang', requests: X, signal: caller.signal, deadline: way === 'deadline' ? Date.now() + 100 : undefined })
    expect((await answers.next()).done).toBe(false)
    if (way === 'cancel') caller.abort()
    if (way === 'signal') own.abort(new SubnetesError('unavailable', 'the worker stops'))
    const code = { cancel: 'cancelled', deadline: 'deadline_exceeded', signal: 'unavailable' }[way]
    expect((await failure(answers)).code).toBe(code)
    await vi.waitFor(() => expect([state.active, outcomes.length]).toEqual([0, 1]), { timeout: 200, interval: 5 })
  })

  it('holds compute back while the caller does not read', async () => {
    const { channel, state } = await chain()
    const answers = channel.call({ path: '/t.T/flood', requests: X })
    for (let pulled = 0; pulled < 50; pulled += 1) await answers.next()
    let before = -1
    await vi.waitFor(() => {
      const still = state.flooded === before
      before = state.flooded
      expect(still).toBe(true)
    }, { timeout: 5_000, interval: 50 })
    expect(state.flooded).toBeLessThan(50 + 100)
    await answers.return?.()
    await vi.waitFor(() => expect(state.active).toBe(0), { timeout: 5_000 })
  })
})
