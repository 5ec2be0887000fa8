import { afterEach, describe, expect, it, vi } from 'vitest'
import { Metadata } from '@subnetes/common'
import { RunnerClient } from '@subnetes/control'
import { createGrpcChannel, isNotStarted } from '@subnetes/grpc'
import type { GrpcChannel } from '@subnetes/grpc'
import { loadService } from '@subnetes/proto'
import type { Message } from '@subnetes/proto'
import { SubnetesError, startWorker } from './index.ts'
import type { StartWorkerOptions, Worker, WorkerContext } from './index.ts'

const proto = `
  syntax = "proto3";
  package test.v1;
  service TestProtocol {
    rpc rpc_echo (Text) returns (Text);
    rpc rpc_count (Text) returns (stream Text);
    rpc rpc_join (stream Text) returns (Text);
    rpc rpc_upper (stream Text) returns (stream Text);
  }
  message Text { string text = 1; uint64 number = 2; }
`
const service = loadService({ proto })

interface Text { text: string, number?: string }

async function collect<T> (items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

async function * upper (requests: AsyncIterable<Text>): AsyncGenerator<Text> {
  for await (const { text } of requests) yield { text: text.toUpperCase() }
}

const handlers = {
  rpc_echo: async (request: Text): Promise<Text> => request,
  rpc_count: async function * (request: Text): AsyncGenerator<Text> {
    for (let i = 0; i < Number(request.text); i += 1) yield { text: String(i) }
  },
  rpc_join: async (requests: AsyncIterable<Text>): Promise<Text> => ({ text: (await collect(requests)).map(({ text }) => text).join('-') }),
  rpc_upper: upper
}

const cleanups: Array<() => Promise<unknown>> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

type Changed = Partial<Record<keyof typeof handlers, unknown>>

async function start (changed: Changed = {}, options: StartWorkerOptions & { concurrency?: number } = {}): Promise<{ worker: Worker, channel: GrpcChannel }> {
  const worker = await startWorker({ proto, handlers: { ...handlers, ...changed as typeof handlers }, concurrency: options.concurrency ?? 4 }, options)
  const channel = createGrpcChannel(worker.address)
  cleanups.push(async () => await worker.stop().catch(() => {}), async () => await channel.close())
  return { worker, channel }
}

interface CallOptions { metadata?: Record<string, string>, signal?: AbortSignal, deadline?: number }

async function * call (channel: GrpcChannel, name: string, requests: Message[] | Uint8Array, options: CallOptions = {}): AsyncGenerator<Message> {
  const method = service.methods.get(name)
  if (method === undefined) throw new Error(name)
  const bytes = requests instanceof Uint8Array ? requests : (async function * () { for (const request of requests) yield method.encodeRequest(request) })()
  for await (const answer of channel.call({ path: method.path, requests: bytes, ...options })) yield method.decodeResponse(answer)
}

async function texts (answers: AsyncIterable<Message>): Promise<unknown[]> {
  return (await collect(answers)).map((answer) => answer['text'])
}

/** A promise for tests to hold a handler with. */
function gate (): { promise: Promise<void>, resolve: () => void } {
  return Promise.withResolvers<void>()
}

describe('a worker made with the SDK', () => {
  it('serves all four shapes', async () => {
    const { channel } = await start()
    expect(await collect(call(channel, 'rpc_echo', [{ text: 'hello', number: '9007199254740993' }]))).toEqual([{ text: 'hello', number: '9007199254740993' }])
    expect(await texts(call(channel, 'rpc_count', [{ text: '3' }]))).toEqual(['0', '1', '2'])
    expect(await texts(call(channel, 'rpc_join', [{ text: 'a' }, { text: 'b' }]))).toEqual(['a-b'])
    expect(await texts(call(channel, 'rpc_upper', [{ text: 'a' }, { text: 'b' }]))).toEqual(['A', 'B'])
  })

  it('tells the handler who calls and until when', async () => {
    const seen: WorkerContext[] = []
    const { channel } = await start({ rpc_echo: async (request: Text, context: WorkerContext) => { seen.push(context); return request } })
    const metadata = {
      [Metadata.PeerId]: '12D3KooWPeer',
      [Metadata.GatewayPeerId]: '12D3KooWGate',
      [Metadata.Handler]: 'ns::TestProtocol.rpc_echo',
      [Metadata.Protocol]: 'test',
      [Metadata.Attempt]: '2',
      [Metadata.TraceParent]: '00-a-b-01'
    }
    const deadline = Date.now() + 60_000
    await texts(call(channel, 'rpc_echo', [{ text: '' }], { metadata, deadline }))
    expect(seen[0]).toMatchObject({
      peerId: '12D3KooWPeer',
      gatewayPeerId: '12D3KooWGate',
      handler: 'ns::TestProtocol.rpc_echo',
      protocol: 'test',
      attempt: 2,
      jobId: undefined,
      traceparent: '00-a-b-01',
      workerId: 'worker'
    })
    expect(Math.abs((seen[0]?.deadline ?? 0) - deadline)).toBeLessThan(1000)
  })

  it('keeps the code of a SubnetesError and calls every other error unknown, also in the middle of a stream', async () => {
    const { channel } = await start({
      rpc_echo: async () => { throw new SubnetesError('out_of_range', 'the prompt is too long') },
      rpc_count: async function * () { yield { text: 'first' }; throw new Error('the GPU fell off the bus') }
    })
    await expect(texts(call(channel, 'rpc_echo', [{ text: '' }]))).rejects.toMatchObject({ code: 'out_of_range', message: 'the prompt is too long' })
    const stream = call(channel, 'rpc_count', [{ text: '' }])
    expect((await stream.next()).value).toMatchObject({ text: 'first' })
    await expect(stream.next()).rejects.toMatchObject({ code: 'unknown', message: 'the GPU fell off the bus' })
  })

  it('says what is wrong with a request that is no message and an answer that does not fit', async () => {
    const { channel } = await start({ rpc_echo: async () => ({ txet: 'x' }), rpc_join: async () => undefined, rpc_count: async () => ({ text: '' }) })
    await expect(texts(call(channel, 'rpc_echo', Buffer.from([0x0a, 0xff])))).rejects.toMatchObject({ code: 'invalid_argument', message: expect.stringContaining('request of rpc_echo is no test.v1.Text') as string })
    await expect(texts(call(channel, 'rpc_echo', [{ text: '' }]))).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('no field "txet"') as string })
    await expect(texts(call(channel, 'rpc_join', [{ text: '' }]))).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('must answer with a test.v1.Text') as string })
    await expect(texts(call(channel, 'rpc_count', [{ text: '' }]))).rejects.toMatchObject({ code: 'internal', message: 'rpc_count is server stream, but its handler returned no stream' })
  })

  it('names every handler that is missing, extra or no function before it serves', async () => {
    const { rpc_echo, rpc_join } = handlers
    const wrong = { rpc_echo, rpc_join, rpc_uper: upper, rpc_count: 5 } as unknown as typeof handlers
    const words = /rpc_upper \(bidirectional stream\) has no handler; handler rpc_uper has no method in the service; handler rpc_count is not a function/
    await expect(startWorker({ proto, handlers: wrong })).rejects.toThrow(words)
    await expect(startWorker({ proto: 'service {', handlers })).rejects.toMatchObject({ code: 'invalid_argument' })
  })

  it('aborts the handler within milliseconds when the caller leaves', async () => {
    const started = gate()
    const aborted = Promise.withResolvers<number>()
    const { channel } = await start({
      rpc_echo: async (request: Text, { signal }: WorkerContext) => {
        signal.addEventListener('abort', () => aborted.resolve(performance.now()))
        started.resolve()
        await aborted.promise
        return request
      }
    })
    const leave = new AbortController()
    const ended = texts(call(channel, 'rpc_echo', [{ text: '' }], { signal: leave.signal })).catch((error: unknown) => error)
    await started.promise
    const leftAt = performance.now()
    leave.abort()
    expect(await aborted.promise - leftAt).toBeLessThan(200)
    expect(await ended).toMatchObject({ code: 'cancelled' })
  })

  it('ends handler and caller at the deadline', async () => {
    const aborted = Promise.withResolvers<unknown>()
    const { channel } = await start({
      rpc_count: async function * (_: Text, { signal }: WorkerContext) {
        yield { text: 'first' }
        signal.addEventListener('abort', () => aborted.resolve(signal.reason))
        await aborted.promise
      }
    })
    const begin = performance.now()
    await expect(texts(call(channel, 'rpc_count', [{ text: '' }], { deadline: Date.now() + 500 }))).rejects.toMatchObject({ code: 'deadline_exceeded' })
    expect(performance.now() - begin).toBeLessThan(1500)
    expect(['deadline_exceeded', 'cancelled']).toContain((await aborted.promise as SubnetesError).code)
  })

  it('refuses a call over its slots as not started, and takes the next when one is free', async () => {
    const release = gate()
    const started = gate()
    const { channel } = await start({ rpc_echo: async (request: Text) => { started.resolve(); await release.promise; return request } }, { concurrency: 1 })
    const first = texts(call(channel, 'rpc_echo', [{ text: 'first' }]))
    await started.promise
    const refused = await texts(call(channel, 'rpc_echo', [{ text: '' }])).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'resource_exhausted' })
    expect(isNotStarted(refused)).toBe(true)
    release.resolve()
    expect(await first).toEqual(['first'])
    expect(await texts(call(channel, 'rpc_echo', [{ text: 'second' }]))).toEqual(['second'])
  })

  it('finishes what runs when it stops, refuses what comes, and says so to its watchers', async () => {
    const release = gate()
    const started = gate()
    const { worker, channel } = await start({ rpc_echo: async (request: Text) => { started.resolve(); await release.promise; return request } })
    const runner = new RunnerClient({ address: worker.address })
    cleanups.push(async () => runner.close())
    const watch = runner.watch()
    expect((await watch.next()).value).toMatchObject({ ready: true, draining: false, slots: 4 })
    const first = texts(call(channel, 'rpc_echo', [{ text: 'first' }]))
    await started.promise
    const stopped = worker.stop()
    const late = createGrpcChannel(worker.address)
    cleanups.push(async () => await late.close())
    const refused = await texts(call(late, 'rpc_echo', [{ text: '' }])).catch((error: unknown) => error)
    expect(isNotStarted(refused)).toBe(true)
    for await (const status of watch) if (status.draining && !status.ready && status.activeCalls === 1) break
    release.resolve()
    expect(await first).toEqual(['first'])
    await stopped
  })

  it('cuts off what still runs after its patience and says how much', async () => {
    const aborted = gate()
    const started = gate()
    const { worker, channel } = await start({
      rpc_echo: async (request: Text, { signal }: WorkerContext) => {
        signal.addEventListener('abort', () => aborted.resolve())
        started.resolve()
        await aborted.promise
        return request
      }
    }, { config: { drainMs: 50 } })
    const call1 = texts(call(channel, 'rpc_echo', [{ text: '' }])).catch((error: unknown) => error)
    await started.promise
    await expect(worker.stop()).rejects.toThrow('1 calls still ran after 50 ms and were cut off')
    await aborted.promise
    expect(await call1).toMatchObject({ code: 'unavailable' })
  })

  it('drains and undrains by epoch without becoming unready, and answers health', async () => {
    const { worker, channel } = await start()
    const runner = new RunnerClient({ address: worker.address })
    cleanups.push(async () => runner.close())
    expect(await runner.drain(2)).toMatchObject({ draining: true, ready: true, drainEpoch: 2 })
    const refused = await texts(call(channel, 'rpc_echo', [{ text: '' }])).catch((error: unknown) => error)
    expect([isNotStarted(refused), refused]).toEqual([true, expect.objectContaining({ code: 'unavailable' })])
    expect(await channel.check()).toBe(true)
    await runner.undrain(3)
    expect(await texts(call(channel, 'rpc_echo', [{ text: 'again' }]))).toEqual(['again'])
  })

  it('counts what it ran', async () => {
    const { worker, channel } = await start()
    await texts(call(channel, 'rpc_echo', [{ text: '' }]))
    await texts(call(channel, 'rpc_echo', [{ text: '' }]))
    const runner = new RunnerClient({ address: worker.address })
    cleanups.push(async () => runner.close())
    await vi.waitFor(async () => {
      const status: unknown = (await runner.watch().next()).value
      expect(status).toMatchObject({ callsStarted: 2, callsFinished: 2, activeCalls: 0, callsAgeSeconds: 0, computePid: process.pid })
    }, { timeout: 5_000 })
  })
})
