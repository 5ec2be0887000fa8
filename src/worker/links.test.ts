/** A runner whose calls come by links: the admission, counts and drain that every call meets. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { silentLogger, silentMetrics } from '@subnetes/common'
import { RunnerClient } from '@subnetes/control'
import type { RunnerStatus } from '@subnetes/control'
import { grpcDispatcher } from '@subnetes/dispatch'
import type { DispatchCall, Dispatcher, LinkKind } from '@subnetes/dispatch'
import { loadService } from '@subnetes/proto'
import { startWorker } from './index.ts'
import type { Worker } from './index.ts'

const proto = `
  syntax = "proto3";
  package test.v1;
  service TestProtocol { rpc rpc_wait (Text) returns (Text); }
  message Text { string text = 1; }
`
const pouring = proto.replace('rpc_wait (Text) returns (Text)', 'rpc_pour (Text) returns (stream Text)')
const methods = new Map([proto, pouring].flatMap((one) => [...loadService({ proto: one }).methods]))
const method = methods.get('rpc_wait')

const cleanups: Array<() => Promise<unknown>> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

/** A worker with one slot whose calls wait until they are let go; they answer with its id. */
async function waitingWorker (workerId: string): Promise<{ worker: Worker, letGo: () => void, active: () => number, status: () => Promise<RunnerStatus | undefined> }> {
  const waiting: Array<() => void> = []
  const rpc_wait = async (): Promise<{ text: string }> => {
    await new Promise<void>((resolve) => { waiting.push(resolve) })
    return { text: workerId }
  }
  const worker = await startWorker({ proto, handlers: { rpc_wait }, concurrency: 1 }, { config: { workerId } })
  cleanups.push(async () => await worker.stop().catch(() => {}))
  const status = async (): Promise<RunnerStatus | undefined> => {
    const client = new RunnerClient({ address: worker.address })
    const { value } = await client.watch({ signal: AbortSignal.timeout(5_000) })[Symbol.asyncIterator]().next() as IteratorResult<RunnerStatus, undefined>
    client.close()
    return value
  }
  return { worker, letGo: () => { for (const resolve of waiting.splice(0)) resolve() }, active: () => waiting.length, status }
}

/** A dispatcher that believes that each worker has four slots, as one of several gateways does. */
async function dispatcherOf (link: LinkKind, workers: readonly Worker[]): Promise<Dispatcher> {
  const hold = { maxPending: 100, maxPendingPerPeer: 100, timeoutMs: 10_000 }
  const dispatcher = grpcDispatcher({ link })({ logger: silentLogger, metrics: silentMetrics, spec: { protocol: 'test', concurrency: 4, hold } })
  cleanups.push(async () => await dispatcher.stop())
  await dispatcher.start()
  dispatcher.setEndpoints(workers.map(({ address }, index) => ({ id: `w-${index}`, address, state: 'ready' })))
  await vi.waitFor(() => expect(dispatcher.load().readyWorkers).toBe(workers.length))
  return dispatcher
}

function call (name = 'rpc_wait'): DispatchCall {
  const method = methods.get(name)
  if (method === undefined) throw new Error(`no method ${name}`)
  const requests = (async function * () { yield method.encodeRequest({ text: '' }) })()
  return { method: { ...method, timeoutMs: 10_000, idempotent: false }, handle: `TestProtocol.${name}`, peer: 'peer', gatewayPeer: 'gateway', requests, signal: new AbortController().signal }
}

async function answer (dispatcher: Dispatcher): Promise<unknown> {
  const { value } = await dispatcher.dispatch(call())[Symbol.asyncIterator]().next() as IteratorResult<Uint8Array, undefined>
  return value === undefined ? undefined : method?.decodeResponse(value)['text']
}

describe.each<LinkKind>(['lean', 'grpc', 'streams'])('a runner that is reached by %s', (link) => {
  it('refuses a call over its slots, which then runs at another worker', async () => {
    const [first, second] = [await waitingWorker('w-0'), await waitingWorker('w-1')]
    const dispatcher = await dispatcherOf(link, [first.worker])
    const other = answer(dispatcher)
    await vi.waitFor(() => expect(first.active()).toBe(1))
    const refused = answer(dispatcher)
    dispatcher.setEndpoints([first, second].map(({ worker }, index) => ({ id: `w-${index}`, address: worker.address, state: 'ready' })))
    await vi.waitFor(() => expect(second.active()).toBe(1), { timeout: 5_000 })
    expect(await first.status()).toMatchObject({ activeCalls: 1, callsStarted: 1, slots: 1 })
    first.letGo()
    second.letGo()
    expect(await Promise.all([other, refused])).toEqual(['w-0', 'w-1'])
    expect(await first.status()).toMatchObject({ activeCalls: 0, callsFinished: 1 })
  })

  it('finishes what runs when it stops, and its new calls run at another worker', async () => {
    const [first, second] = [await waitingWorker('w-0'), await waitingWorker('w-1')]
    const dispatcher = await dispatcherOf(link, [first.worker])
    const running = answer(dispatcher)
    await vi.waitFor(() => expect(first.active()).toBe(1))
    const stopped = first.worker.stop()
    dispatcher.setEndpoints([first, second].map(({ worker }, index) => ({ id: `w-${index}`, address: worker.address, state: 'ready' })))
    const later = answer(dispatcher)
    await vi.waitFor(() => expect(second.active()).toBe(1), { timeout: 5_000 })
    first.letGo()
    second.letGo()
    expect(await Promise.all([running, later])).toEqual(['w-0', 'w-1'])
    await stopped
  })
})

describe.each<LinkKind>(['lean', 'grpc'])('a runner whose answers a gateway has not read, reached by %s', (link) => {
  const MESSAGES = 36

  /** A call that compute is done with and whose first answer was read; the rest is more than one call may have under way. */
  async function poured (drainMs: number): Promise<{ worker: Worker, dispatcher: Dispatcher, answers: AsyncIterator<Uint8Array> }> {
    let isDone = false
    const rpc_pour = async function * (): AsyncGenerator<{ text: string }> {
      for (let index = 0; index < MESSAGES; index += 1) yield { text: 'x'.repeat(16_000) }
      isDone = true
    }
    const worker = await startWorker({ proto: pouring, handlers: { rpc_pour } }, { config: { workerId: 'w-0', drainMs } })
    cleanups.push(async () => await worker.stop().catch(() => {}))
    const dispatcher = await dispatcherOf(link, [worker])
    const answers = dispatcher.dispatch(call('rpc_pour'))[Symbol.asyncIterator]()
    await answers.next()
    await vi.waitFor(() => expect(isDone).toBe(true))
    return { worker, dispatcher, answers }
  }

  it('lets them be read when it stops', async () => {
    const { worker, dispatcher, answers } = await poured(10_000)
    const stopped = worker.stop()
    await vi.waitFor(() => expect(dispatcher.load().readyWorkers).toBe(0))
    let read = 1
    while ((await answers.next()).done !== true) read += 1
    expect(read).toBe(MESSAGES)
    await stopped
  })

  it('says that it cut them off when its patience is over', async () => {
    const { worker, answers } = await poured(50)
    await expect(worker.stop()).rejects.toThrow('answers of 1 calls were not read within 50 ms and were cut off')
    await expect((async () => { while ((await answers.next()).done !== true) { /* to the end */ } })()).rejects.toMatchObject({ code: 'unavailable' })
  })
})
