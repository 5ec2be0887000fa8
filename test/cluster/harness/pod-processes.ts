/** A kubelet's work with real processes: for each worker pod that has a node its containers as children, at an address of its own, and a status that follows its probes. */
import { createServer } from 'node:net'
import { once } from 'node:events'
import { RUNNER_PORT, SubnetesError, delay, silentLogger, silentMetrics } from '@subnetes/common'
import { Informer, Kinds, RUNNER_HTTP_PORT } from '@subnetes/operator'
import type { ApiClient, Json, WorkerPod } from '@subnetes/operator'
import { startWorker } from '../../support/processes.ts'
import type { ListeningProcess, WorkerWhere } from '../../support/processes.ts'

/** Between two probes. A kubelet with the operator's probes needs 4 s to see a change. */
const PROBE_MS = 100

/** The program of a container without a command: the runner's image. */
const RUNNER = 'src/worker/main.ts'

/** What a container of the tests says: an environment, and the program in its `command`, a path from the root of the repository. */
interface Container {
  readonly name: string
  readonly command?: readonly string[]
  readonly env?: ReadonlyArray<{ readonly name: string, readonly value?: string, readonly valueFrom?: unknown }>
}

interface Run { readonly pod: WorkerPod, readonly end: AbortController, readonly processes: Map<string, ListeningProcess<WorkerWhere>>, done: Promise<void> }

/** Plays the kubelet of every node for the worker pods of a namespace. Containers that end are not started again, so that a test can look at what that does. */
export class PodProcesses {
  readonly #client: ApiClient
  readonly #informer: Informer<WorkerPod>
  readonly #runs = new Map<string, Run>()

  constructor (init: { readonly client: ApiClient, readonly namespace: string }) {
    this.#client = init.client
    const labelSelector = 'app.kubernetes.io/component=worker'
    const onChange = ({ type, object }: { type: string, object: WorkerPod }): void => this.#look(object, type === 'deleted')
    const components = { client: this.#client, logger: silentLogger, metrics: silentMetrics }
    this.#informer = new Informer<WorkerPod>({ kind: Kinds.Pod, namespace: init.namespace, labelSelector, onChange }, components)
  }

  async start (): Promise<void> {
    await this.#informer.start()
    await this.#informer.whenSynced()
  }

  /** Ends all processes, in order. */
  async stop (): Promise<void> {
    await this.#informer.stop()
    for (const { end } of this.#runs.values()) end.abort()
    await Promise.all([...this.#runs.values()].map(async ({ done }) => await done))
  }

  /** The process of a pod's container. */
  process (podName: string, container: string): ListeningProcess<WorkerWhere> | undefined {
    return [...this.#runs.values()].find(({ pod }) => pod.metadata.name === podName)?.processes.get(container)
  }

  #look (pod: WorkerPod, isGone: boolean): void {
    const { uid = '', deletionTimestamp } = pod.metadata
    const run = this.#runs.get(uid)
    if (isGone || deletionTimestamp != null) run?.end.abort()
    if (isGone || run !== undefined) return
    if (deletionTimestamp != null) { void this.#remove(pod); return }
    if (pod.spec?.nodeName === undefined) return
    const fresh: Run = { pod, end: new AbortController(), processes: new Map(), done: Promise.resolve() }
    this.#runs.set(uid, fresh)
    fresh.done = this.#run(fresh).catch((error: unknown) => console.error(`pod ${pod.metadata.name}`, error)).finally(() => this.#runs.delete(uid))
  }

  async #run ({ pod, end, processes }: Run): Promise<void> {
    const ip = await freeAddress()
    try {
      for (const container of containersOf(pod)) processes.set(container.name, await startContainer(container, pod, ip))
      await this.#probe(pod, ip, end.signal)
    } finally {
      // As the kubelet does: the hook that waits until nothing runs, then SIGTERM, sidecars last.
      await fetch(`http://${ip}:${RUNNER_HTTP_PORT}/drain`, { method: 'POST', signal: AbortSignal.timeout(10_000) }).catch(() => {})
      for (const process of [...processes.values()].toReversed()) await process.stop()
      await this.#remove(pod)
    }
  }

  async #probe (pod: WorkerPod, ip: string, signal: AbortSignal): Promise<void> {
    let told: boolean | undefined
    while (!signal.aborted) {
      const isReady = await isReadyAt(ip)
      if (isReady !== told && !signal.aborted) {
        await this.#tell(pod, ip, isReady)
        told = isReady
      }
      await delay(PROBE_MS, { signal }).catch(() => {}) // ended: the loop's condition sees it
    }
  }

  async #tell (pod: WorkerPod, ip: string, isReady: boolean): Promise<void> {
    const { namespace, name } = pod.metadata
    const lastTransitionTime = new Date().toISOString()
    const status = isReady ? 'True' : 'False'
    const conditions = ['Initialized', 'PodScheduled', 'ContainersReady', 'Ready'].map((type) => ({ type, status: type.endsWith('Ready') ? status : 'True', lastTransitionTime }))
    const patch: Json = { status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], startTime: lastTransitionTime, conditions } }
    await this.#client.merge(Kinds.Pod, { namespace, name, subresource: 'status' }, { patch, fieldManager: 'kubelet' }).catch(ignoreGone)
  }

  async #remove ({ metadata: { namespace, name, uid } }: WorkerPod): Promise<void> {
    await this.#client.delete(Kinds.Pod, { namespace, name }, { uid, gracePeriodSeconds: 0 }).catch(ignoreGone)
  }
}

/** In the order of their start: sidecars first. */
function containersOf (pod: WorkerPod): Container[] {
  const { initContainers = [], containers = [] } = (pod.spec ?? {}) as { initContainers?: Container[], containers?: Container[] }
  return [...initContainers, ...containers]
}

/** All containers of a pod share its network: what listens everywhere, or on loopback, listens at its address. */
async function startContainer (container: Container, pod: WorkerPod, ip: string): Promise<ListeningProcess<WorkerWhere>> {
  const env: Record<string, string> = { SUBNETES_RUNNER_LISTEN: '', SUBNETES_HTTP_LISTEN: '' }
  for (const { name, value, valueFrom } of container.env ?? []) {
    env[name] = valueFrom === undefined ? (value ?? '').replace(/^(0\.0\.0\.0|127\.0\.0\.1):/, `${ip}:`) : pod.metadata.name
  }
  return await startWorker(container.command?.at(-1) ?? RUNNER, env)
}

let last = 2 + process.pid % 200

/** An address of 127.0.1.0/24 whose runner port nobody has: several test runs may be on this machine. */
async function freeAddress (): Promise<string> {
  for (let attempt = 0; attempt < 250; attempt += 1) {
    last = last % 254 + 1
    const ip = `127.0.1.${last}`
    const server = createServer().listen(RUNNER_PORT, ip)
    const isFree = await Promise.race([once(server, 'listening').then(() => true), once(server, 'error').then(() => false)])
    if (!isFree) continue
    server.close()
    await once(server, 'close')
    return ip
  }
  throw new Error('no address of 127.0.1.0/24 is free')
}

async function isReadyAt (ip: string): Promise<boolean> {
  try {
    const response = await fetch(`http://${ip}:${RUNNER_HTTP_PORT}/readyz`, { signal: AbortSignal.timeout(1000) })
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}

function ignoreGone (error: unknown): void {
  if (!['not_found', 'aborted', 'unavailable', 'cancelled'].includes(SubnetesError.from(error).code)) throw error
}
