/** The workers of one protocol: which of them gets the next call. */
import { SubnetesError } from '@subnetes/common'
import type { WorkerEndpoint } from '@subnetes/common'
import { PoolWorker } from './pool-worker.ts'
import type { PoolWorkerComponents } from './pool-worker.ts'

/** A changing set of workers. */
export class Pool {
  readonly #components: PoolWorkerComponents
  readonly #workers = new Map<string, PoolWorker>()
  #list: readonly PoolWorker[] = []
  /** Where the next search begins: equals take turns, so that several gateways do not all choose the first. */
  #turn = 0

  constructor (components: PoolWorkerComponents) {
    this.#components = components
  }

  /** Workers that may take a call. */
  get readyWorkers (): number {
    let count = 0
    for (const worker of this.#list) if (worker.isReady) count += 1
    return count
  }

  /** Replaces the set. A worker that is gone keeps its link until its last call has ended. */
  setEndpoints (endpoints: readonly WorkerEndpoint[]): void {
    const wanted = new Map(endpoints.map((endpoint) => [keyOf(endpoint), endpoint]))
    for (const [key, worker] of this.#workers) {
      if (!wanted.has(key)) worker.setState('removed')
    }
    for (const [key, endpoint] of wanted) {
      const worker = this.#workers.get(key) ?? this.#add(key, endpoint)
      worker?.setState(endpoint.state)
    }
    this.sweep()
  }

  /** The ready worker with the fewest calls among those with a free slot; another than `avoid` if there is one. */
  pick (concurrency: number, avoid?: string): PoolWorker | undefined {
    const { length } = this.#list
    let best: PoolWorker | undefined
    let fallback: PoolWorker | undefined
    for (let step = 0; step < length; step += 1) {
      const worker = this.#list[(this.#turn + step) % length] as PoolWorker
      if (!worker.isReady || worker.active >= concurrency) continue
      if (worker.id === avoid) fallback = worker
      else if (best === undefined || worker.active < best.active) best = worker
    }
    this.#turn = length === 0 ? 0 : (this.#turn + 1) % length
    return best ?? fallback
  }

  /** Lets go of removed workers that have no call left. */
  sweep (): void {
    for (const [key, worker] of this.#workers) {
      if (worker.isRemoved && worker.active === 0) this.#drop(key, worker)
    }
    this.#list = [...this.#workers.values()]
  }

  /** Lets go of all. */
  async close (): Promise<void> {
    const workers = [...this.#workers.values()]
    this.#workers.clear()
    this.#list = []
    await Promise.all(workers.map(async (worker) => await worker.close()))
  }

  #add (key: string, endpoint: WorkerEndpoint): PoolWorker | undefined {
    try {
      const worker = new PoolWorker(endpoint, this.#components)
      this.#workers.set(key, worker)
      return worker
    } catch (error) {
      this.#components.logger.error('worker endpoint cannot be used', { workerId: endpoint.id, address: endpoint.address, error: SubnetesError.from(error).message })
      return undefined
    }
  }

  #drop (key: string, worker: PoolWorker): void {
    this.#workers.delete(key)
    worker.close().catch((error: unknown) => this.#components.logger.warn('worker link did not close', { workerId: worker.id, error: SubnetesError.from(error).message }))
  }
}

/** A worker that came back at another address is another worker; so is one that is to be dialled in another way, whose old link is good for its running calls only. */
function keyOf ({ id, address, serverName = '', trustedCa = '' }: WorkerEndpoint): string {
  return `${id} ${address} ${serverName} ${trustedCa}`
}
