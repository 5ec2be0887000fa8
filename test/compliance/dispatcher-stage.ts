/** The dispatcher and workers of one test. */
import { silentLogger, silentMetrics } from '@subnetes/common'
import type { Dispatcher, OnDemand, PoolSpec } from '@subnetes/dispatch'
import type { DispatcherSetup, PlacedWorker } from './dispatcher-fixture.ts'
import { TestWorker } from './dispatcher-worker.ts'
import { until } from './dispatcher-fixture.ts'

/** A started dispatcher with its workers. */
export interface Stage extends AsyncDisposable {
  readonly dispatcher: Dispatcher
  readonly workers: readonly TestWorker[]
  readonly placed: readonly PlacedWorker[]
  readonly setup: DispatcherSetup
}

/** What a test chooses. */
export interface StageInit {
  workers?: number
  concurrency?: number
  hold?: Partial<PoolSpec['hold']>
  onDemand?: OnDemand
}

/** The spec of a stage. */
export function testSpec (init: StageInit = {}): PoolSpec {
  return { protocol: 'test', concurrency: init.concurrency ?? 4, hold: { maxPending: 5_000, maxPendingPerPeer: 5_000, timeoutMs: 10_000, ...init.hold } }
}

/** Places workers, starts a dispatcher on them and waits until it has them ready. */
export async function openStage (setupOf: () => Promise<DispatcherSetup>, init: StageInit = {}): Promise<Stage> {
  const setup = await setupOf()
  const workers = Array.from({ length: init.workers ?? 1 }, (_, index) => new TestWorker(`worker-${index}`))
  const placed = await Promise.all(workers.map(async (worker) => await setup.place(worker)))
  const dispatcher = setup.create({ logger: silentLogger, metrics: silentMetrics, spec: testSpec(init), onDemand: init.onDemand })
  await dispatcher.start()
  dispatcher.setEndpoints(placed.map((one) => one.endpoint()))
  await until(() => dispatcher.load().readyWorkers === workers.length)
  return {
    dispatcher,
    workers,
    placed,
    setup,
    [Symbol.asyncDispose]: async () => {
      await dispatcher.stop()
      await setup.teardown()
    }
  }
}
