/** Lost workers, refusals and the retry rule: never twice what may not run twice, never a silent end. */
import { describe, expect, it } from 'vitest'
import { Metadata } from '@subnetes/common'
import { failure, messages, outcome, testCall, until } from './dispatcher-fixture.ts'
import type { DispatcherSetup, PlacedWorker } from './dispatcher-fixture.ts'
import { openStage } from './dispatcher-stage.ts'
import type { Stage } from './dispatcher-stage.ts'
import { TestWorker, testMethod } from './dispatcher-worker.ts'

/** The worker on which the only call runs, and the other one. */
async function whereItRuns (stage: Stage): Promise<{ running: PlacedWorker, other: PlacedWorker }> {
  await until(() => stage.workers.some((worker) => worker.active === 1))
  const index = stage.workers.findIndex((worker) => worker.active === 1)
  return { running: stage.placed[index] as PlacedWorker, other: stage.placed[1 - index] as PlacedWorker }
}

/** Part of the suite. */
export function describeLoss (setup: () => Promise<DispatcherSetup>): void {
  describe('lost workers', () => {
    it('tries another worker when one turns calls away, whatever the method, as the first attempt', async () => {
      await using stage = await openStage(setup, { workers: 2 })
      const [refusing, willing] = stage.workers as [TestWorker, TestWorker]
      refusing.isRefusing = true
      const answers = Array.from({ length: 20 }, () => outcome(stage.dispatcher.dispatch(testCall(testMethod('rpc_echo')))))
      expect(new Set(await Promise.all(answers))).toEqual(new Set(['x']))
      expect([refusing.executed.length, willing.executed.length]).toEqual([0, 20])
      expect(new Set(willing.metadata.map((metadata) => metadata[Metadata.Attempt]))).toEqual(new Set(['1']))
      expect(stage.dispatcher.load()).toMatchObject({ callsArrived: 20, callsFinished: 20, callsFailed: 0 })
    })

    it('waits for a worker that turns calls away until it takes them', async () => {
      await using stage = await openStage(setup)
      const worker = stage.workers[0] as TestWorker
      worker.isRefusing = true
      const answer = outcome(stage.dispatcher.dispatch(testCall(testMethod('rpc_echo'))))
      const expiring = failure(stage.dispatcher.dispatch(testCall(testMethod('rpc_echo'), { deadline: Date.now() + 1_000 })))
      expect((await expiring).message).toContain('has no free slot')
      worker.isRefusing = false
      expect(await answer).toBe('x')
      expect(stage.dispatcher.load()).toMatchObject({ callsArrived: 2, callsFinished: 1, callsFailed: 1, callsShed: 1 })
    })

    it('tries another worker when one cannot be reached', async () => {
      await using stage = await openStage(setup)
      const { dispatcher, placed, setup: place } = stage
      dispatcher.setEndpoints([place.nowhere('gone-0'), ...placed.map((one) => one.endpoint()), place.nowhere('gone-1')])
      const answers = Array.from({ length: 20 }, () => outcome(dispatcher.dispatch(testCall(testMethod('rpc_echo')))))
      expect(new Set(await Promise.all(answers))).toEqual(new Set(['x']))
      expect(stage.workers[0]?.executed.length).toBe(20)
    })

    it('keeps calls waiting while the only worker is away, and serves them when another stands in its place', async () => {
      await using stage = await openStage(setup)
      await stage.placed[0]?.lose()
      const answer = outcome(stage.dispatcher.dispatch(testCall(testMethod('rpc_echo'))))
      await until(() => stage.dispatcher.load().readyWorkers === 0 && stage.dispatcher.load().held === 1)
      const next = await stage.setup.place(new TestWorker('worker-0'))
      stage.dispatcher.setEndpoints([next.endpoint()])
      expect(await answer).toBe('x')
    })

    it('repeats an idempotent call once on another worker and says so', async () => {
      await using stage = await openStage(setup, { workers: 2 })
      const answer = outcome(stage.dispatcher.dispatch(testCall(testMethod('rpc_wait', { idempotent: true }))))
      const { running, other } = await whereItRuns(stage)
      await running.lose()
      await until(() => other.worker.active === 1)
      other.worker.finishWaiting()
      expect(await answer).toBe('x')
      expect(other.worker.metadata[0]?.[Metadata.Attempt]).toBe('2')
      expect(stage.dispatcher.load()).toMatchObject({ callsArrived: 1, callsFinished: 1, callsFailed: 0, interactive: 0 })
    })

    it('repeats it no second time', async () => {
      await using stage = await openStage(setup, { workers: 3 })
      const answer = failure(stage.dispatcher.dispatch(testCall(testMethod('rpc_wait', { idempotent: true }))))
      const { running } = await whereItRuns(stage)
      await running.lose()
      const others = stage.placed.filter((one) => one !== running)
      await until(() => others.some((one) => one.worker.active === 1))
      await others.find((one) => one.worker.active === 1)?.lose()
      expect((await answer).code).toBe('unavailable')
      expect(stage.workers.map((worker) => worker.executed.length).sort()).toEqual([0, 1, 1])
    })

    it('never runs a call twice that is not idempotent', async () => {
      await using stage = await openStage(setup, { workers: 2 })
      const answer = failure(stage.dispatcher.dispatch(testCall(testMethod('rpc_wait'))))
      const { running, other } = await whereItRuns(stage)
      await running.lose()
      expect((await answer).code).toBe('unavailable')
      expect(other.worker.executed).toEqual([])
      expect(stage.dispatcher.load()).toMatchObject({ callsArrived: 1, callsFinished: 1, callsFailed: 1, callsShed: 0 })
    })

    it('never repeats a call that has answered in part: the stream ends with an error', async () => {
      await using stage = await openStage(setup, { workers: 2 })
      const answers = stage.dispatcher.dispatch(testCall(testMethod('rpc_begin', { idempotent: true })))[Symbol.asyncIterator]()
      expect((await answers.next()).done).toBe(false)
      const { running, other } = await whereItRuns(stage)
      const end = answers.next().then((result) => result, (error: { code: string }) => error.code)
      await running.lose()
      expect(await end).toBe('unavailable')
      expect(other.worker.executed).toEqual([])
    })

    it('never repeats a call whose request stream was read', async () => {
      await using stage = await openStage(setup, { workers: 2 })
      const source = async function * (): AsyncGenerator<Uint8Array> {
        yield * messages(['a', 'b'])
        await new Promise(() => {})
      }
      const answer = failure(stage.dispatcher.dispatch(testCall(testMethod('rpc_up', { idempotent: true }), { requests: source() })))
      const { running, other } = await whereItRuns(stage)
      await running.lose()
      expect((await answer).code).toBe('unavailable')
      expect(other.worker.metadata).toEqual([])
    })
  })
}
