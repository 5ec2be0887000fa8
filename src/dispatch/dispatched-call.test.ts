/** The pushed call over links of the test's own: what the compliance suites cannot see, as they pull. */
import { afterEach, describe, expect, it } from 'vitest'
import { SubnetesError, silentLogger, silentMetrics } from '@subnetes/common'
import type { AnswerSink, RunningCall } from '@subnetes/common'
import type { DispatchCall, Dispatcher } from './dispatcher.ts'
import { notStarted } from '@subnetes/grpc'
import { createPooledDispatcher } from './pooled-dispatcher.ts'
import type { WorkerCall } from './transport.ts'

const ANSWER = Buffer.from('answer')
const IDLE: RunningCall = { cancel: () => {}, resume: () => {} }
const dispatchers: Dispatcher[] = []
afterEach(async () => { for (const dispatcher of dispatchers.splice(0)) await dispatcher.stop() })

async function open (start: (call: WorkerCall, sink: AnswerSink) => RunningCall, workers = ['w']): Promise<Dispatcher> {
  const dispatcher = createPooledDispatcher({
    logger: silentLogger,
    metrics: silentMetrics,
    spec: { protocol: 'p', concurrency: 1, hold: { maxPending: 50_000, maxPendingPerPeer: 50_000, timeoutMs: 5_000 } },
    transport: { link: () => ({ start, close: async () => {} }) }
  })
  dispatchers.push(dispatcher)
  await dispatcher.start()
  dispatcher.setEndpoints(workers.map((id) => ({ id, address: `${id}:1`, state: 'ready' })))
  return dispatcher
}

function unary (init: Partial<DispatchCall> = {}): DispatchCall {
  const method = { name: 'm', path: '/t.T/m', requestStream: false, responseStream: false, timeoutMs: 5_000, idempotent: false }
  return { method, handle: 'T.m', peer: 'peer', gatewayPeer: 'gateway', requests: Buffer.from('request'), ...init }
}

/** A sink that writes down what it gets. */
function record (log: string[], onMessage: () => void = () => {}): AnswerSink {
  return {
    message: (message) => {
      log.push(Buffer.from(message as Uint8Array).toString())
      onMessage()
      return true
    },
    end: (error) => { log.push(error?.code ?? 'ok') }
  }
}

function answerNow (_call: WorkerCall, sink: AnswerSink): RunningCall {
  sink.message(ANSWER)
  sink.end()
  return IDLE
}

describe('a pushed call', () => {
  it('ends before it is returned when its link answers at once', async () => {
    const dispatcher = await open(answerNow)
    const log: string[] = []
    dispatcher.startCall(unary(), record(log))
    expect(log).toEqual(['answer', 'ok'])
    expect(dispatcher.load()).toMatchObject({ interactive: 0, held: 0, callsArrived: 1, callsFinished: 1 })
  })

  it('gives its slot back before its answer is handed on', async () => {
    const dispatcher = await open(answerNow)
    const log: string[] = []
    const second = record(log)
    dispatcher.startCall(unary(), record(log, () => { dispatcher.startCall(unary(), second) }))
    expect(log).toEqual(['answer', 'answer', 'ok', 'ok'])
  })

  it('serves 20,000 waiting calls in one go without growing the stack', async () => {
    const dispatcher = await open(answerNow)
    dispatcher.hold()
    const log: string[] = []
    for (let index = 0; index < 20_000; index += 1) dispatcher.startCall(unary(), record(log))
    expect([log.length, dispatcher.load().held]).toEqual([0, 20_000])
    dispatcher.release()
    expect([log.length, dispatcher.load().callsFinished]).toEqual([40_000, 20_000])
  })

  it('ends with the reason of a cancel before the cancel returns, waiting or running', async () => {
    const dispatcher = await open((_call, sink) => ({ cancel: (reason) => sink.end(reason), resume: () => {} }))
    const [running, waiting]: string[][] = [[], []]
    const first = dispatcher.startCall(unary(), record(running as string[]))
    const second = dispatcher.startCall(unary(), record(waiting as string[]))
    second.cancel(new SubnetesError('cancelled', 'left'))
    expect([running, waiting]).toEqual([[], ['cancelled']])
    first.cancel(new SubnetesError('unavailable', 'gone'))
    first.cancel(new SubnetesError('cancelled', 'again'))
    expect(running).toEqual(['unavailable'])
    expect(dispatcher.load()).toMatchObject({ interactive: 0, held: 0, callsFailed: 2, callsShed: 0 })
  })

  it('takes another worker when a link turns it away within start, and never a message of an ended attempt', async () => {
    const sinks: AnswerSink[] = []
    const dispatcher = await open((_call, sink) => {
      sinks.push(sink)
      if (sinks.length === 1) sink.end(notStarted(new SubnetesError('resource_exhausted', 'full')))
      return IDLE
    }, ['a', 'b'])
    const log: string[] = []
    dispatcher.startCall(unary(), record(log))
    expect([sinks.length, log]).toEqual([2, []])
    sinks[1]?.message(ANSWER)
    sinks[1]?.end()
    sinks[0]?.message(ANSWER)
    sinks[0]?.end()
    expect(log).toEqual(['answer', 'ok'])
  })

  it('ends a call that is answered twice within start, and cancels it at its link', async () => {
    const cancelled: string[] = []
    const dispatcher = await open((_call, sink) => {
      sink.message(ANSWER)
      sink.message(ANSWER)
      return { cancel: (reason) => { cancelled.push(reason.code) }, resume: () => {} }
    })
    const log: string[] = []
    dispatcher.startCall(unary(), record(log))
    expect([log, cancelled]).toEqual([['internal'], ['cancelled']])
  })

  it('that its caller ends before it starts says nothing about the worker', async () => {
    const dispatcher = await open((call, sink) => call.call.handle === 'T.ok' ? answerNow(call, sink) : { ...IDLE, cancel: (reason) => sink.end(notStarted(reason)) })
    const log: string[] = []
    dispatcher.startCall(unary(), record(log)).cancel(new SubnetesError('cancelled', 'the peer left'))
    expect(dispatcher.load().readyWorkers).toBe(1)
    dispatcher.startCall(unary({ handle: 'T.ok' }), record(log))
    expect(log).toEqual(['cancelled', 'answer', 'ok'])
  })

  it('passes the sink\'s pace on to the link', async () => {
    let resumed = 0
    let link: AnswerSink | undefined
    const dispatcher = await open((_call, sink) => {
      link = sink
      return { cancel: () => {}, resume: () => { resumed += 1 } }
    })
    const call = unary()
    const running = dispatcher.startCall({ ...call, method: { ...call.method, responseStream: true } }, { message: () => false, end: () => {} })
    expect(link?.message(ANSWER)).toBe(false)
    running.resume()
    expect(resumed).toBe(1)
  })
})
