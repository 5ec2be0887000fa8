/** Worker pods as real processes: the containers of each are children of this one. */
import { RUNNER_HTTP_PORT } from '@subnetes/operator'
import type { ApiClient } from '@subnetes/operator'
import { startWorker } from '../../support/processes.ts'
import type { ListeningProcess, WorkerWhere } from '../../support/processes.ts'
import { PodKubelet, containersOf, environmentOf } from './pod-kubelet.ts'
import type { PlacedPod } from './pod-kubelet.ts'

/** The program of a container without a command: the runner's image. */
const RUNNER = 'src/worker/main.ts'

type Processes = Map<string, ListeningProcess<WorkerWhere>>

/** The worker pods of a namespace. */
export class PodProcesses {
  readonly #client: ApiClient
  readonly #kubelet: PodKubelet
  /** By the pods' names, then by the containers'. */
  readonly #pods = new Map<string, Processes>()

  constructor (init: { readonly client: ApiClient, readonly namespace: string }) {
    this.#client = init.client
    this.#kubelet = new PodKubelet({ ...init, launch: async (placed) => await this.#launch(placed) })
  }

  async start (): Promise<void> { await this.#kubelet.start() }

  /** Ends all processes, in order. */
  async stop (): Promise<void> { await this.#kubelet.stop() }

  /** The process of a pod's container. */
  process (podName: string, container: string): ListeningProcess<WorkerWhere> | undefined {
    return this.#pods.get(podName)?.get(container)
  }

  async #launch (placed: PlacedPod): Promise<() => Promise<void>> {
    const processes: Processes = new Map()
    this.#pods.set(placed.pod.metadata.name, processes)
    const end = async (): Promise<void> => {
      // As the kubelet does: the hook that waits until nothing runs, then SIGTERM, sidecars last.
      await fetch(`http://${placed.ip}:${RUNNER_HTTP_PORT}/drain`, { method: 'POST', signal: AbortSignal.timeout(10_000) }).catch(() => {})
      for (const process of [...processes.values()].toReversed()) await process.stop()
    }
    try {
      for (const container of containersOf(placed.pod)) {
        const env = await environmentOf(container, placed, this.#client)
        processes.set(container.name, await startWorker(container.command?.at(-1) ?? RUNNER, { SUBNETES_RUNNER_LISTEN: '', SUBNETES_HTTP_LISTEN: '', ...env }))
      }
    } catch (error) {
      await end()
      throw error
    }
    return end
  }
}
