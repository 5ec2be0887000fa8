/** Workers in processes of their own, killed in the middle of their work; and workers that are there but do not serve. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { silentLogger, silentMetrics } from '@subnetes/common'
import type { WorkerEndpoint } from '@subnetes/common'
import { grpcDispatcher } from '@subnetes/dispatch'
import { createGrpcServer, healthHandlers } from '@subnetes/grpc'
import type { Dispatcher } from '@subnetes/dispatch'
import { collect, outcome, testCall, until } from './dispatcher-fixture.ts'
import { testSpec } from './dispatcher-stage.ts'
import { TestWorker, testMethod } from './dispatcher-worker.ts'

const cleanups: Array<() => unknown> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

async function startWorker (id: string): Promise<{ child: ChildProcess, endpoint: WorkerEndpoint }> {
  const child = fork(new URL('dispatcher-child.ts', import.meta.url), [id], { execArgv: ['--conditions=@subnetes/source'] })
  cleanups.push(() => child.kill('SIGKILL'))
  const [message] = await once(child, 'message') as [{ address: string }]
  return { child, endpoint: { id, address: message.address, state: 'ready' } }
}

async function startDispatcher (endpoints: readonly WorkerEndpoint[]): Promise<Dispatcher> {
  const dispatcher = grpcDispatcher()({ logger: silentLogger, metrics: silentMetrics, spec: testSpec() })
  cleanups.push(async () => await dispatcher.stop())
  await dispatcher.start()
  dispatcher.setEndpoints(endpoints)
  return dispatcher
}

describe('grpc dispatcher with worker processes', () => {
  it('ends every stream with unavailable when the worker process is killed, and the next call goes to its successor', async () => {
    const { child, endpoint } = await startWorker('worker-0')
    const dispatcher = await startDispatcher([endpoint])
    const streams = Array.from({ length: 4 }, () => dispatcher.dispatch(testCall(testMethod('rpc_flood', { idempotent: true })))[Symbol.asyncIterator]())
    for (const stream of streams) expect((await stream.next()).value).toHaveLength(65_536)
    const ends = streams.map(async (stream) => {
      for (;;) {
        const result = await stream.next().catch((error: { code: string }) => error.code)
        if (typeof result === 'string' || result.done === true) return result
      }
    })
    child.kill('SIGKILL')
    expect(await Promise.all(ends)).toEqual(['unavailable', 'unavailable', 'unavailable', 'unavailable'])
    const next = outcome(dispatcher.dispatch(testCall(testMethod('rpc_echo'))))
    const successor = await startWorker('worker-0')
    dispatcher.setEndpoints([successor.endpoint])
    expect(await next).toBe('x')
    expect(dispatcher.load()).toMatchObject({ callsArrived: 5, callsFinished: 5, callsFailed: 4, callsShed: 0, interactive: 0, held: 0 })
  })

  it('answers every idempotent call though a worker dies under load, and no other call twice', async () => {
    const workers = await Promise.all([startWorker('worker-0'), startWorker('worker-1')])
    const dispatcher = await startDispatcher(workers.map((worker) => worker.endpoint))
    await until(() => dispatcher.load().readyWorkers === 2)
    const calls = Array.from({ length: 400 }, (_, index) => outcome(dispatcher.dispatch(testCall(testMethod('rpc_echo', { idempotent: index % 2 === 0 }), { text: String(index) }))))
    await until(() => dispatcher.load().callsFinished > 50)
    workers[0]?.child.kill('SIGKILL')
    const ends = await Promise.all(calls)
    for (const [index, end] of ends.entries()) expect(end === String(index) || (index % 2 === 1 && end === 'unavailable')).toBe(true)
    expect(dispatcher.load()).toMatchObject({ callsArrived: 400, callsFinished: 400, interactive: 0, held: 0 })
  })

  it('gives no call to a worker that says it does not serve, until it does', async () => {
    let isServing = false
    const worker = new TestWorker('worker-0')
    const server = createGrpcServer({ handlers: new Map([...worker.handlers, ...healthHandlers(() => isServing)]) })
    const address = await server.listen('127.0.0.1:0')
    cleanups.push(async () => await server.close())
    const dispatcher = await startDispatcher([{ id: 'worker-0', address, state: 'ready' }])
    const early = outcome(dispatcher.dispatch(testCall(testMethod('rpc_echo'), { deadline: Date.now() + 150 })))
    expect(await early).toBe('deadline_exceeded')
    isServing = true
    expect(await collect(dispatcher.dispatch(testCall(testMethod('rpc_echo'))))).toEqual(['x'])
    expect(worker.executed.length).toBe(1)
  })

  it('sets an endpoint aside whose address is none, and uses the others', async () => {
    const worker = new TestWorker('worker-1')
    const server = createGrpcServer({ handlers: worker.handlers })
    const address = await server.listen('127.0.0.1:0')
    cleanups.push(async () => await server.close())
    const dispatcher = await startDispatcher([{ id: 'worker-0', address: 'nonsense', state: 'ready' }, { id: 'worker-1', address, state: 'ready' }])
    expect(await outcome(dispatcher.dispatch(testCall(testMethod('rpc_echo'))))).toBe('x')
  })

  it('moves to the new connection of a worker that sends GOAWAY, without losing a call', async () => {
    const worker = new TestWorker('worker-0')
    const server = createGrpcServer({ handlers: new Map([...worker.handlers, ...healthHandlers(() => true)]) })
    const address = await server.listen('127.0.0.1:0')
    cleanups.push(async () => await server.close())
    const dispatcher = await startDispatcher([{ id: 'worker-0', address, state: 'ready' }])
    const running = outcome(dispatcher.dispatch(testCall(testMethod('rpc_wait'), { text: 'long' })))
    await until(() => worker.active === 1)
    const calls: Array<Promise<string>> = []
    for (let round = 0; round < 10; round += 1) {
      calls.push(...Array.from({ length: 10 }, () => outcome(dispatcher.dispatch(testCall(testMethod('rpc_echo'))))))
      server.sendGoaway()
      await calls.at(-1)
    }
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['x']))
    worker.finishWaiting()
    expect(await running).toBe('long')
    expect(worker.executed.length).toBe(101)
  })
})
