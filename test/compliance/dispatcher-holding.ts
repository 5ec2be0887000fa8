/** The hold queue: bounds, fairness, deadlines, demand, and the operator's hold. */
import { describe, expect, it } from 'vitest'
import { failure, outcome, testCall, until } from './dispatcher-fixture.ts'
import type { CallChoice, DispatcherSetup } from './dispatcher-fixture.ts'
import { openStage, testSpec } from './dispatcher-stage.ts'
import type { Stage } from './dispatcher-stage.ts'
import { testMethod } from './dispatcher-worker.ts'
import type { TestWorker } from './dispatcher-worker.ts'

/** Takes the only slot until the worker is told to finish. */
async function block (stage: Stage): Promise<{ ended: Promise<string> }> {
  const ended = outcome(stage.dispatcher.dispatch(testCall(testMethod('rpc_wait'), { peer: 'blocker', text: 'blocker' })))
  await until(() => stage.workers[0]?.active === 1)
  return { ended }
}

function begin (stage: Stage, choice: CallChoice = {}): Promise<string> {
  return outcome(stage.dispatcher.dispatch(testCall(testMethod('rpc_echo'), choice)))
}

/** Part of the suite. */
export function describeHolding (setup: () => Promise<DispatcherSetup>): void {
  describe('hold queue', () => {
    it('refuses a call above its bounds, for all and for one peer', async () => {
      await using stage = await openStage(setup, { concurrency: 1, hold: { maxPending: 3, maxPendingPerPeer: 2 } })
      const { ended } = await block(stage)
      const waiting = [begin(stage, { peer: 'a' }), begin(stage, { peer: 'a' })]
      await until(() => stage.dispatcher.load().held === 2)
      const perPeer = await failure(stage.dispatcher.dispatch(testCall(testMethod('rpc_echo'), { peer: 'a' })))
      expect(perPeer.message).toContain('hold.maxPendingPerPeer')
      waiting.push(begin(stage, { peer: 'b' }))
      await until(() => stage.dispatcher.load().held === 3)
      const all = await failure(stage.dispatcher.dispatch(testCall(testMethod('rpc_echo'), { peer: 'c' })))
      expect([all.code, all.retryable]).toEqual(['resource_exhausted', true])
      expect(all.message).toContain('hold.maxPending)')
      stage.workers[0]?.finishWaiting()
      expect(await Promise.all([ended, ...waiting])).toEqual(['blocker', 'x', 'x', 'x'])
      expect(stage.dispatcher.load()).toMatchObject({ callsArrived: 6, callsFinished: 4, callsFailed: 2, callsShed: 2 })
    })

    it('lets no call wait with maxPending 0, while a free slot is still given', async () => {
      await using stage = await openStage(setup, { concurrency: 1, hold: { maxPending: 0 } })
      expect(await begin(stage)).toBe('x')
      const { ended } = await block(stage)
      expect(await begin(stage)).toBe('resource_exhausted')
      stage.workers[0]?.finishWaiting()
      await ended
    })

    it('serves a peer with one call before the 1,000 of another', async () => {
      await using stage = await openStage(setup, { concurrency: 1 })
      const worker = stage.workers[0] as TestWorker
      const { ended } = await block(stage)
      const crowd = Array.from({ length: 1_000 }, (_, index) => begin(stage, { peer: 'crowd', text: `crowd-${index}` }))
      const single = begin(stage, { peer: 'single', text: 'single' })
      await until(() => stage.dispatcher.load().held === 1_001)
      worker.finishWaiting()
      await Promise.all([ended, single, ...crowd])
      expect(worker.executed.indexOf('single')).toBeLessThanOrEqual(2)
      expect(worker.executed.filter((text) => text.startsWith('crowd-'))).toEqual(Array.from({ length: 1_000 }, (_, index) => `crowd-${index}`))
    })

    it('serves higher priority first', async () => {
      await using stage = await openStage(setup, { concurrency: 1 })
      const { ended } = await block(stage)
      const calls = [0, 5, 2, 5].map((priority, index) => begin(stage, { priority, peer: `p${index}`, text: `${priority}-${index}` }))
      await until(() => stage.dispatcher.load().held === 4)
      stage.workers[0]?.finishWaiting()
      await Promise.all([ended, ...calls])
      expect(stage.workers[0]?.executed).toEqual(['blocker', '5-1', '5-3', '2-2', '0-0'])
    })

    it('ends a waiting call at its own deadline, else after hold.timeoutMs, else when cancelled', async () => {
      await using stage = await openStage(setup, { concurrency: 1, hold: { timeoutMs: 150 } })
      const { ended } = await block(stage)
      const controller = new AbortController()
      const cancelled = begin(stage, { signal: controller.signal, deadline: Date.now() + 5_000 })
      await until(() => stage.dispatcher.load().held === 1)
      controller.abort()
      expect(await cancelled).toBe('cancelled')
      expect(stage.dispatcher.load().held).toBe(0)
      const error = await failure(stage.dispatcher.dispatch(testCall(testMethod('rpc_echo'))))
      expect([error.code, error.message]).toEqual(['unavailable', expect.stringContaining('no worker with a free slot within 150 ms (1 workers ready, 1 calls waiting)')])
      expect(await begin(stage, { deadline: Date.now() + 20 })).toBe('deadline_exceeded')
      expect(stage.dispatcher.load()).toMatchObject({ held: 0, interactive: 1, callsArrived: 4, callsFinished: 0, callsFailed: 3, callsShed: 2 })
      stage.workers[0]?.finishWaiting()
      expect(await ended).toBe('blocker')
      expect(stage.workers[0]?.executed).toEqual(['blocker'])
    })

    it('obeys a new spec for waiting calls', async () => {
      await using stage = await openStage(setup, { concurrency: 1 })
      const { ended } = await block(stage)
      const waiting = begin(stage)
      await until(() => stage.dispatcher.load().held === 1)
      stage.dispatcher.update(testSpec({ concurrency: 2 }))
      expect(await waiting).toBe('x')
      const second = begin(stage, { peer: 'z' })
      expect(await second).toBe('x')
      stage.workers[0]?.finishWaiting()
      await ended
      expect(stage.dispatcher.spec.concurrency).toBe(2)
    })

    it('asks for a worker at once and each second while a call waits for one, and serves the call when it comes', async () => {
      const asked: number[] = []
      await using stage = await openStage(setup, { onDemand: (held) => asked.push(held) })
      const ready = stage.placed.map((placed) => placed.endpoint())
      stage.dispatcher.setEndpoints([])
      const first = begin(stage)
      await until(() => asked.length === 1)
      const second = begin(stage)
      await until(() => asked.length >= 2, 3_000)
      expect(asked.slice(0, 2)).toEqual([1, 2])
      stage.dispatcher.setEndpoints(ready)
      expect(await Promise.all([first, second])).toEqual(['x', 'x'])
    })

    it('holds every call from hold to release, and refuses to hold while one is open', async () => {
      const asked: number[] = []
      await using stage = await openStage(setup, { onDemand: (held) => asked.push(held) })
      const { ended } = await block(stage)
      expect(stage.dispatcher.hold()).toBe(false)
      stage.workers[0]?.finishWaiting()
      await ended
      expect(stage.dispatcher.hold()).toBe(true)
      const held = begin(stage)
      await until(() => asked.length === 1)
      expect([stage.workers[0]?.executed, asked, stage.dispatcher.load().held]).toEqual([['blocker'], [1], 1])
      stage.dispatcher.release()
      expect(await held).toBe('x')
    })

    it('lets running calls end on a draining or removed worker and gives it no new one', async () => {
      await using stage = await openStage(setup, { workers: 2 })
      const { dispatcher, workers, placed } = stage
      const running = [0, 1].map(() => outcome(dispatcher.dispatch(testCall(testMethod('rpc_wait')))))
      await until(() => workers.every((worker) => worker.active === 1))
      dispatcher.setEndpoints([placed[0]?.endpoint('draining'), placed[1]?.endpoint()].filter((endpoint) => endpoint !== undefined))
      expect(await Promise.all(Array.from({ length: 8 }, () => begin(stage)))).toEqual(Array.from({ length: 8 }, () => 'x'))
      expect([workers[0]?.executed.length, workers[1]?.executed.length]).toEqual([1, 9])
      dispatcher.setEndpoints([])
      const later = begin(stage)
      await until(() => dispatcher.load().held === 1)
      for (const worker of workers) worker.finishWaiting()
      expect(await Promise.all(running)).toEqual(['x', 'x'])
      dispatcher.setEndpoints(placed.map((one) => one.endpoint()))
      expect(await later).toBe('x')
    })

    it('counts the age of running calls and the seconds of ended ones', async () => {
      await using stage = await openStage(setup)
      const { ended } = await block(stage)
      await until(() => stage.dispatcher.load().callsAgeSeconds > 0.05)
      stage.workers[0]?.finishWaiting()
      await ended
      const load = stage.dispatcher.load()
      expect(load.callsAgeSeconds).toBe(0)
      expect(load.callsFinishedSeconds).toBeGreaterThan(0.05)
      expect(load.callsFinishedSeconds).toBeLessThan(5)
    })
  })
}
