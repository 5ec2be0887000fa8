/** Worker pods in this process: a real runner each, configured by its pod, with the compute of the test. */
import { delay } from '@subnetes/common'
import type { ApiClient } from '@subnetes/operator'
import { startWorker } from '@subnetes/worker'
import type { WorkerInit, WorkerHandlers } from '@subnetes/worker'
import { loadRunnerConfig } from '../../../src/worker/config.ts'
import { PodKubelet, containersOf, environmentOf } from './pod-kubelet.ts'

/** How pods are run. */
export interface PodRunnersInit {
  readonly client: ApiClient
  readonly namespace: string
  /** The worker; its context's `workerId` is the pod's name. */
  readonly worker: WorkerInit<WorkerHandlers>
  /** From the pod's place on a node until its compute is there. @default 0 */
  readonly startMs?: number
}

/** The worker pods of a namespace; they run from the kubelet's `start` to its `stop`. */
export function podRunners ({ client, namespace, worker, startMs = 0 }: PodRunnersInit): PodKubelet {
  return new PodKubelet({
    client,
    namespace,
    launch: async (placed) => {
      const [container] = containersOf(placed.pod)
      await delay(startMs, { signal: placed.signal }).catch(() => {}) // to end before it began
      if (container === undefined || placed.signal.aborted) return async () => {}
      const running = await startWorker(worker, { config: loadRunnerConfig(await environmentOf(container, placed, client)) })
      return async () => await running.stop().catch(() => {}) // it cut calls off, which the test sees in their answers
    }
  })
}
