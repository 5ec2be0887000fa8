import net from 'node:net'
import { Env, SubnetesError, joinMessage } from '@subnetes/common'
import type { AnswerSink, GrpcHandlers, MessageBytes } from '@subnetes/common'
import { createGrpcServer, healthHandlers, isNotStarted, isWorkerLost } from '@subnetes/grpc'
import type { ReceivedCall } from '@subnetes/grpc'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ComputeLink } from './compute-link.ts'
import { loadComputeConfig } from './config.ts'
import type { ComputeClient } from './config.ts'

const cleanups: Array<() => Promise<unknown>> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

class Answers implements AnswerSink {
  readonly texts: string[] = []
  isEnded = false
  error: SubnetesError | undefined

  message (message: MessageBytes): boolean {
    this.texts.push(Buffer.from(joinMessage(message)).toString())
    return true
  }

  end (error?: SubnetesError): void {
    this.isEnded = true
    this.error = error
  }

  async ended (): Promise<SubnetesError | undefined> {
    await vi.waitFor(() => expect(this.isEnded).toBe(true), { timeout: 5_000, interval: 5 })
    return this.error
  }
}

function received (path: string, text: string): ReceivedCall {
  return { context: { path, metadata: {} }, deadline: undefined, requests: Buffer.from(text) }
}

async function linked (client: ComputeClient, handlers: GrpcHandlers): Promise<ComputeLink> {
  const server = createGrpcServer({ handlers })
  const link = new ComputeLink(await server.listen('127.0.0.1:0'), client)
  cleanups.push(async () => await server.close({ graceMs: 0 }), async () => await link.close())
  return link
}

/** A way to a server that can be cut, as by the death of its process. */
async function relayTo (address: string): Promise<{ address: string, cut: () => void }> {
  const sockets: net.Socket[] = []
  const relay = net.createServer((socket) => {
    const back = net.connect(Number(address.split(':')[1]), '127.0.0.1')
    sockets.push(socket, back)
    socket.on('error', () => {}).pipe(back).on('error', () => {}).pipe(socket)
  })
  await new Promise<void>((resolve) => { relay.listen(0, '127.0.0.1', resolve) })
  const cut = (): void => { for (const socket of sockets) socket.destroy() }
  cleanups.push(async () => { cut(); relay.close() })
  return { address: `127.0.0.1:${(relay.address() as net.AddressInfo).port}`, cut }
}

describe.each(['lean', 'http2'] as const)('the link to a compute with the client %s', (client) => {
  it('reports a change of readiness once, however often it asks', async () => {
    let [asked, isServing] = [0, true]
    const link = await linked(client, healthHandlers(() => { asked += 1; return isServing }))
    const told: Array<[boolean, string]> = []
    const following = link.follow((...change) => { told.push(change) })
    cleanups.push(async () => { await link.close(); await following })
    await vi.waitUntil(() => asked >= 3, { timeout: 10_000 })
    expect(told).toEqual([[true, '']])
    isServing = false
    const until = asked + 3
    await vi.waitUntil(() => asked >= until, { timeout: 10_000 })
    expect(told).toEqual([[true, ''], [false, 'its health check does not say SERVING']])
    isServing = true
    await vi.waitUntil(() => told.length > 2, { timeout: 10_000 })
    expect(told.at(-1)).toEqual([true, ''])
  })

  it('serves calls that are pushed and makes calls that are pulled', async () => {
    const link = await linked(client, new Map([['/a.B/echo', (call) => call.requests]]))
    const answers = new Answers()
    link.serve(received('/a.B/echo', 'pushed'), answers)
    expect([await answers.ended(), answers.texts]).toEqual([undefined, ['pushed']])
    const requests = (async function * () { yield Buffer.from('pulled') })()
    const pulled: string[] = []
    for await (const answer of link.call('/a.B/echo', { metadata: {}, requests, deadline: undefined, signal: new AbortController().signal })) pulled.push(Buffer.from(answer).toString())
    expect(pulled).toEqual(['pulled'])
  })

  it('ends a call that was lost with the explanation, and one that is cancelled meanwhile at once', async () => {
    let started = 0
    const server = createGrpcServer({ handlers: new Map([['/a.B/hang', async function * () { started += 1; await new Promise(() => {}) }]]) })
    const relay = await relayTo(await server.listen('127.0.0.1:0'))
    const link = new ComputeLink(relay.address, client)
    cleanups.push(async () => await server.close({ graceMs: 0 }), async () => await link.close())
    const explanation = Promise.withResolvers<SubnetesError>()
    const explain = async (): Promise<SubnetesError> => await explanation.promise
    const [lost, cancelled] = [new Answers(), new Answers()]
    link.serve(received('/a.B/hang', ''), lost, explain)
    const running = link.serve(received('/a.B/hang', ''), cancelled, explain)
    await vi.waitUntil(() => started === 2, { timeout: 5_000 })
    relay.cut()
    running.cancel(new SubnetesError('cancelled', 'the caller left'))
    expect(cancelled.error?.code).toBe('cancelled')
    expect(lost.isEnded).toBe(false)
    explanation.resolve(new SubnetesError('unavailable', 'killed by SIGKILL'))
    expect((await lost.ended())?.message).toBe('killed by SIGKILL')
  })

  it('leaves an error that says that the call did not start as it is', async () => {
    const link = new ComputeLink('127.0.0.1:1', client) // nobody listens there
    cleanups.push(async () => await link.close())
    const answers = new Answers()
    link.serve(received('/a.B/x', ''), answers, async () => new SubnetesError('unavailable', 'killed by SIGKILL'))
    const error = await answers.ended()
    expect([isNotStarted(error), isWorkerLost(error)]).toEqual([true, true])
  })
})

describe('the choice of the client', () => {
  it('is the lean one unless the environment says otherwise', () => {
    expect(loadComputeConfig({}).client).toBe('lean')
    expect(loadComputeConfig({ [Env.ComputeClient]: 'http2' }).client).toBe('http2')
    expect(() => loadComputeConfig({ [Env.ComputeClient]: 'http3' })).toThrow('environment variable SUBNETES_COMPUTE_CLIENT is "http3"; allowed are lean, http2')
  })
})
