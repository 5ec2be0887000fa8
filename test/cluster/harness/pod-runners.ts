/** A stand-in for kubelets: for each worker pod that has a node a real runner with its compute in this process, at an address of its own, and a status that follows its probes. */
import { silentLogger, silentMetrics, SubnetesError } from '@subnetes/common'
import { Informer, Kinds, RUNNER_HTTP_PORT } from '@subnetes/operator'
import type { ApiClient, WorkerPod } from '@subnetes/operator'
import { startWorker } from '@subnetes/worker'
import type { WorkerInit, WorkerHandlers } from '@subnetes/worker'

/** Between two probes of a pod. A kubelet's two looks take 4 s. */
const PROBE_MS = 100

/** How pods are run. */
export interface PodRunnersInit {
  readonly client: ApiClient
  readonly namespace: string
  /** The worker; its context's `workerId` is the pod's name. */
  readonly worker: WorkerInit<WorkerHandlers>
  /** From the pod's place on a node until its compute is there. @default 0 */
  readonly startMs?: number
}

interface Run { readonly uid: string, readonly ip: string, readonly end: AbortController, done: Promise<void> }

/** Addresses of this process: each pod of the run gets another one. */
const NETWORK = `127.0.${2 + process.pid % 250}`
let lastAddress = 0

/** Runs the worker pods of a namespace until it is stopped. */
export class PodRunners {
  readonly #init: PodRunnersInit
  readonly #informer: Informer<WorkerPod>
  readonly #runs = new Map<string, Run>()
  readonly #unprobed = new Set<string>()

  constructor (init: PodRunnersInit) {
    this.#init = init
    this.#informer = new Informer<WorkerPod>({
      kind: Kinds.Pod,
      namespace: init.namespace,
      labelSelector: 'app.kubernetes.io/component=worker',
      onChange: ({ type, object }) => { if (type === 'deleted') this.#runs.get(object.metadata.uid ?? '')?.end.abort(); else this.#look(object) }
    }, { client: init.client, logger: silentLogger, metrics: silentMetrics })
  }

  async start (): Promise<void> {
    await this.#informer.start()
    await this.#informer.whenSynced()
  }

  async stop (): Promise<void> {
    await this.#informer.stop()
    for (const { end } of this.#runs.values()) end.abort()
    await Promise.all([...this.#runs.values()].map(async ({ done }) => await done))
  }

  /** Reports a pod as not ready, whatever its runner says, until it is told otherwise: a probe that fails under load. */
  setUnready (podName: string, isUnready: boolean): void {
    if (isUnready) this.#unprobed.add(podName)
    else this.#unprobed.delete(podName)
  }

  #look (pod: WorkerPod): void {
    const { uid = '', deletionTimestamp } = pod.metadata
    if (deletionTimestamp != null) {
      const run = this.#runs.get(uid)
      if (run !== undefined) run.end.abort()
      else void this.#remove(pod)
    } else if (pod.spec?.nodeName !== undefined && !this.#runs.has(uid)) {
      lastAddress += 1
      const run: Run = { uid, ip: `${NETWORK}.${lastAddress}`, end: new AbortController(), done: Promise.resolve() }
      this.#runs.set(uid, run)
      run.done = this.#run(pod, run).catch((error: unknown) => console.error('a pod failed', pod.metadata.name, error)).finally(() => this.#runs.delete(uid))
    }
  }

  async #run (pod: WorkerPod, { ip, end }: Run): Promise<void> {
    await pause(this.#init.startMs ?? 0, end.signal)
    const { name, labels = {} } = pod.metadata
    const concurrency = this.#init.worker.concurrency ?? 1
    const config = { workerId: name, protocol: labels['subnetes.dev/protocol'] ?? '', listen: `${ip}:50051`, httpListen: `${ip}:${RUNNER_HTTP_PORT}`, slots: concurrency }
    const worker = end.signal.aborted ? undefined : await startWorker(this.#init.worker, { config })
    await this.#probe(pod, ip, end.signal)
    await worker?.stop()
    await this.#remove(pod)
  }

  /** What a kubelet writes: running, its address, ready or not. */
  async #probe (pod: WorkerPod, ip: string, signal: AbortSignal): Promise<void> {
    let told: boolean | undefined
    while (!signal.aborted) {
      const isReady = !this.#unprobed.has(pod.metadata.name) && await isReadyAt(ip, signal)
      if (isReady !== told && !signal.aborted) {
        await this.#tell(pod, ip, isReady)
        told = isReady
      }
      await pause(PROBE_MS, signal)
    }
  }

  async #tell (pod: WorkerPod, ip: string, isReady: boolean): Promise<void> {
    const { namespace, name } = pod.metadata
    const now = new Date().toISOString()
    const condition = (type: string, status: string): object => ({ type, status, lastTransitionTime: now })
    const kept = (pod.status?.conditions ?? []).filter(({ type }) => type === 'PodScheduled')
    const conditions = [...kept, condition('Initialized', 'True'), condition('ContainersReady', isReady ? 'True' : 'False'), condition('Ready', isReady ? 'True' : 'False')]
    const patch = { status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], startTime: now, conditions } }
    await this.#init.client.merge(Kinds.Pod, { namespace, name, subresource: 'status' }, { patch: JSON.parse(JSON.stringify(patch)) as typeof patch & Record<string, never>, fieldManager: 'kubelet' }).catch(ignoreGone)
  }

  async #remove ({ metadata: { namespace, name, uid } }: WorkerPod): Promise<void> {
    await this.#init.client.delete(Kinds.Pod, { namespace, name }, { uid, gracePeriodSeconds: 0 }).catch(ignoreGone)
  }
}

async function isReadyAt (ip: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`http://${ip}:${RUNNER_HTTP_PORT}/readyz`, { signal: AbortSignal.any([signal, AbortSignal.timeout(1000)]) })
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}

async function pause (durationMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || durationMs <= 0) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, durationMs)
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve() }, { once: true })
  })
}

function ignoreGone (error: unknown): void {
  const { code } = SubnetesError.from(error)
  if (code !== 'not_found' && code !== 'aborted' && code !== 'unavailable') throw error
}
