/** Call shapes, load, cancel and deadline. */
import { describe, expect, it } from 'vitest'
import { Metadata } from '@subnetes/common'
import { collect, failure, messages, outcome, testCall, until } from './dispatcher-fixture.ts'
import type { DispatcherSetup } from './dispatcher-fixture.ts'
import { openStage } from './dispatcher-stage.ts'
import { testMethod } from './dispatcher-worker.ts'
import type { TestWorker } from './dispatcher-worker.ts'

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

/** Part of the suite. */
export function describeCalls (setup: () => Promise<DispatcherSetup>): void {
  describe('calls', () => {
    it('carries every call shape', async () => {
      await using stage = await openStage(setup)
      const { dispatcher } = stage
      expect(await collect(dispatcher.dispatch(testCall(testMethod('rpc_echo'), { text: 'hello' })))).toEqual(['hello'])
      expect(await collect(dispatcher.dispatch(testCall(testMethod('rpc_down'), { text: '3' })))).toEqual(['0', '1', '2'])
      expect(await collect(dispatcher.dispatch(testCall(testMethod('rpc_up'), { requests: messages(['ab', 'c', '']) })))).toEqual(['3'])
      expect(await collect(dispatcher.dispatch(testCall(testMethod('rpc_both'), { requests: messages(['a', '', 'c']) })))).toEqual(['a', '', 'c'])
    })

    it('carries an empty stream of requests', async () => {
      await using stage = await openStage(setup)
      expect(await collect(stage.dispatcher.dispatch(testCall(testMethod('rpc_both'), { requests: messages([]) })))).toEqual([])
    })

    it('carries 10,000 messages in order, and messages of 4 MiB', async () => {
      await using stage = await openStage(setup)
      const texts = await collect(stage.dispatcher.dispatch(testCall(testMethod('rpc_down'), { text: '10000' })))
      expect(texts).toEqual(Array.from({ length: 10_000 }, (_, index) => String(index)))
      const large = 'x'.repeat(4_194_304)
      expect((await collect(stage.dispatcher.dispatch(testCall(testMethod('rpc_echo'), { text: large }))))[0] === large).toBe(true)
    })

    it('tells the worker who calls, and nothing a peer wrote', async () => {
      await using stage = await openStage(setup)
      const call = testCall(testMethod('rpc_echo'), { peer: 'peer-b', handle: 'ns::Test.rpc_echo', traceparent: TRACEPARENT })
      await collect(stage.dispatcher.dispatch(call))
      await collect(stage.dispatcher.dispatch({ ...call, requests: messages(['x']), traceparent: 'x\r\nsubnetes-peer-id: someone' }))
      const [metadata, second] = (stage.workers[0] as TestWorker).metadata
      expect(metadata).toMatchObject({
        [Metadata.PeerId]: 'peer-b', [Metadata.GatewayPeerId]: 'gateway', [Metadata.Handler]: 'ns::Test.rpc_echo', [Metadata.Protocol]: 'test', [Metadata.Attempt]: '1', [Metadata.TraceParent]: TRACEPARENT
      })
      expect(second?.[Metadata.TraceParent]).toBeUndefined()
      expect(second?.[Metadata.PeerId]).toBe('peer-b')
    })

    it('gives the worker\'s own status to the caller', async () => {
      await using stage = await openStage(setup)
      const error = await failure(stage.dispatcher.dispatch(testCall(testMethod('rpc_fail'), { text: 'it' })))
      expect([error.code, error.message]).toEqual(['failed_precondition', 'cannot do it: 100% ünmöglich'])
    })

    it('refuses a single response that is missing or doubled, and a missing request', async () => {
      await using stage = await openStage(setup)
      expect((await failure(stage.dispatcher.dispatch(testCall(testMethod('rpc_empty'))))).message).toContain('no message')
      expect((await failure(stage.dispatcher.dispatch(testCall(testMethod('rpc_twice'))))).message).toContain('more than one')
      expect(await outcome(stage.dispatcher.dispatch(testCall(testMethod('rpc_echo'), { requests: messages([]) })))).toBe('invalid_argument')
    })

    it('does nothing for a call that is never pulled', async () => {
      await using stage = await openStage(setup)
      const answers = stage.dispatcher.dispatch(testCall(testMethod('rpc_echo')))[Symbol.asyncIterator]()
      await answers.return?.()
      expect(await answers.next()).toEqual({ done: true, value: undefined })
      expect(stage.dispatcher.load().callsArrived).toBe(0)
    })

    it('spreads calls over the workers and never exceeds their slots', async () => {
      await using stage = await openStage(setup, { workers: 2, concurrency: 3 })
      const { dispatcher, workers } = stage
      const four = Array.from({ length: 4 }, async () => await outcome(dispatcher.dispatch(testCall(testMethod('rpc_wait')))))
      await until(() => workers.every((worker) => worker.active === 2))
      const more = Array.from({ length: 50 }, async () => await outcome(dispatcher.dispatch(testCall(testMethod('rpc_echo')))))
      expect(new Set(await Promise.all(more))).toEqual(new Set(['x']))
      for (const worker of workers) worker.finishWaiting()
      expect(await Promise.all(four)).toEqual(['x', 'x', 'x', 'x'])
      for (const worker of workers) expect(worker.maxActive).toBeLessThanOrEqual(3)
      expect(dispatcher.load()).toMatchObject({ interactive: 0, held: 0, callsArrived: 54, callsFinished: 54, callsFailed: 0, callsShed: 0 })
    })

    it('holds the worker back while the caller does not pull', async () => {
      await using stage = await openStage(setup)
      const worker = stage.workers[0] as TestWorker
      const answers = stage.dispatcher.dispatch(testCall(testMethod('rpc_flood')))[Symbol.asyncIterator]()
      for (let pulled = 0; pulled < 100; pulled += 1) await answers.next()
      let before = -1
      await until(() => { const still = worker.flooded === before; before = worker.flooded; return still })
      expect(worker.flooded).toBeLessThan(100 + 64)
      await answers.return?.()
      await until(() => worker.active === 0)
    })

    it.each(['signal', 'end of iteration'] as const)('stops the worker within 200 ms when the caller cancels by %s', async (way) => {
      await using stage = await openStage(setup)
      const worker = stage.workers[0] as TestWorker
      const controller = new AbortController()
      const answers = stage.dispatcher.dispatch(testCall(testMethod('rpc_wait'), { signal: controller.signal }))[Symbol.asyncIterator]()
      const pending = answers.next().then(() => 'answered', (error: { code: string }) => error.code)
      await until(() => worker.active === 1)
      if (way === 'signal') controller.abort()
      else await answers.return?.()
      await until(() => worker.active === 0 && worker.aborted === 1, 200)
      expect(await pending).toBe('cancelled')
      expect(stage.dispatcher.load()).toMatchObject({ interactive: 0, held: 0, callsArrived: 1, callsFinished: 1, callsFailed: 1, callsShed: 0 })
    })

    it.each([{ timeoutMs: 100 }, { deadlineMs: 100 }])('ends the call and the work at its deadline: %o', async ({ timeoutMs, deadlineMs }) => {
      await using stage = await openStage(setup)
      const worker = stage.workers[0] as TestWorker
      const method = testMethod('rpc_wait', timeoutMs === undefined ? {} : { timeoutMs })
      const from = performance.now()
      const error = await failure(stage.dispatcher.dispatch(testCall(method, { deadline: deadlineMs === undefined ? undefined : Date.now() + deadlineMs })))
      expect(error.code).toBe('deadline_exceeded')
      expect(performance.now() - from).toBeLessThan(400)
      await until(() => worker.active === 0, 200)
    })

    it('ends running and waiting calls when it stops, and can start again', async () => {
      await using stage = await openStage(setup, { concurrency: 1 })
      const { dispatcher } = stage
      const running = outcome(dispatcher.dispatch(testCall(testMethod('rpc_wait'))))
      const waiting = outcome(dispatcher.dispatch(testCall(testMethod('rpc_wait'))))
      await until(() => stage.workers[0]?.active === 1 && dispatcher.load().held === 1)
      await dispatcher.stop()
      await dispatcher.stop()
      expect([await running, await waiting]).toEqual(['unavailable', 'unavailable'])
      expect(await outcome(dispatcher.dispatch(testCall(testMethod('rpc_echo'))))).toBe('unavailable')
      await dispatcher.start()
      await dispatcher.start()
      expect(await outcome(dispatcher.dispatch(testCall(testMethod('rpc_echo'))))).toBe('x')
    })
  })
}
