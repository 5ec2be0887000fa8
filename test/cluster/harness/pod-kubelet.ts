/** A stand-in for the kubelets of all nodes: runs each worker pod that has a node, at an address of its own, and gives it a status that follows its probes. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { RUNNER_PORT, SubnetesError, delay, silentLogger, silentMetrics } from '@subnetes/common'
import { Informer, Kinds, RUNNER_HTTP_PORT } from '@subnetes/operator'
import type { ApiClient, Json, Manifest, WorkerPod } from '@subnetes/operator'
import { eventually } from './program.ts'

/** Between two probes. A kubelet with the operator's probes needs 4 s to see a change. */
const PROBE_MS = 100

/** What a container of the tests says: an environment, and the program in its `command`, a path from the root of the repository. */
export interface PodContainer {
  readonly name: string
  readonly command?: readonly string[]
  readonly env?: ReadonlyArray<{ readonly name: string, readonly value?: string, readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string, readonly key: string } } }>
}

/** A pod to run. */
export interface PlacedPod {
  readonly pod: WorkerPod
  /** The address of all its containers. */
  readonly ip: string
  /** Aborted once the pod is to end. */
  readonly signal: AbortSignal
}

/** Options of {@link PodKubelet}. */
export interface PodKubeletInit {
  readonly client: ApiClient
  readonly namespace: string
  /** Starts what is in the pod. @returns ends it, in order */
  readonly launch: (placed: PlacedPod) => Promise<() => Promise<unknown>>
}

interface Run { readonly end: AbortController, done: Promise<void> }

/** Runs the worker pods of a namespace until it is stopped. What ends is not started again, so that a test can look at what that does. */
export class PodKubelet {
  readonly #init: PodKubeletInit
  readonly #informer: Informer<WorkerPod>
  readonly #runs = new Map<string, Run>()
  readonly #unready = new Set<string>()

  constructor (init: PodKubeletInit) {
    this.#init = init
    const { client, namespace } = init
    const labelSelector = 'app.kubernetes.io/component=worker'
    const onChange = ({ type, object }: { type: string, object: WorkerPod }): void => this.#look(object, type === 'deleted')
    this.#informer = new Informer<WorkerPod>({ kind: Kinds.Pod, namespace, labelSelector, onChange }, { client, logger: silentLogger, metrics: silentMetrics })
  }

  async start (): Promise<void> {
    await this.#informer.start()
    await this.#informer.whenSynced()
  }

  /** Ends all pods, in order. */
  async stop (): Promise<void> {
    await this.#informer.stop()
    for (const { end } of this.#runs.values()) end.abort()
    await Promise.all([...this.#runs.values()].map(async ({ done }) => await done))
  }

  /** Reports a pod as not ready, whatever its runner says, until it is told otherwise: a probe that fails under load. */
  setUnready (podName: string, isUnready: boolean): void {
    if (isUnready) this.#unready.add(podName)
    else this.#unready.delete(podName)
  }

  #look (pod: WorkerPod, isGone: boolean): void {
    const { uid = '', deletionTimestamp } = pod.metadata
    const run = this.#runs.get(uid)
    if (isGone || deletionTimestamp != null) run?.end.abort()
    if (isGone || run !== undefined) return
    if (deletionTimestamp != null) { void this.#remove(pod); return }
    if (pod.spec?.nodeName === undefined) return
    const fresh: Run = { end: new AbortController(), done: Promise.resolve() }
    this.#runs.set(uid, fresh)
    fresh.done = this.#run(pod, fresh.end.signal).catch((error: unknown) => console.error(`pod ${pod.metadata.name}`, error)).finally(() => this.#runs.delete(uid))
  }

  async #run (pod: WorkerPod, signal: AbortSignal): Promise<void> {
    const ip = await freeAddress()
    try {
      const end = await this.#init.launch({ pod, ip, signal })
      try {
        await this.#probe(pod, ip, signal)
      } finally {
        await end()
      }
    } finally {
      await this.#remove(pod)
    }
  }

  async #probe (pod: WorkerPod, ip: string, signal: AbortSignal): Promise<void> {
    let told: boolean | undefined
    while (!signal.aborted) {
      const isReady = !this.#unready.has(pod.metadata.name) && await isReadyAt(ip)
      if (isReady !== told && !signal.aborted) {
        await this.#tell(pod, ip, isReady)
        told = isReady
      }
      await delay(PROBE_MS, { signal }).catch(() => {}) // ended: the loop's condition sees it
    }
  }

  /** What a kubelet writes: running, its address, ready or not. */
  async #tell (pod: WorkerPod, ip: string, isReady: boolean): Promise<void> {
    const { namespace, name } = pod.metadata
    const lastTransitionTime = new Date().toISOString()
    const status = isReady ? 'True' : 'False'
    const conditions = ['Initialized', 'PodScheduled', 'ContainersReady', 'Ready'].map((type) => ({ type, status: type.endsWith('Ready') ? status : 'True', lastTransitionTime }))
    const patch: Json = { status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], startTime: lastTransitionTime, conditions } }
    await this.#init.client.merge(Kinds.Pod, { namespace, name, subresource: 'status' }, { patch, fieldManager: 'kubelet' }).catch(ignoreGone)
  }

  async #remove ({ metadata: { namespace, name, uid } }: WorkerPod): Promise<void> {
    await this.#init.client.delete(Kinds.Pod, { namespace, name }, { uid, gracePeriodSeconds: 0 }).catch(ignoreGone)
  }
}

/** In the order of their start: sidecars first. */
export function containersOf (pod: WorkerPod): PodContainer[] {
  const { initContainers = [], containers = [] } = (pod.spec ?? {}) as { initContainers?: PodContainer[], containers?: PodContainer[] }
  return [...initContainers, ...containers]
}

/** The environment of a container. All of a pod share its network: what listens everywhere, or on loopback, listens at its address. Waits for Secrets, as a kubelet does. */
export async function environmentOf (container: PodContainer, { pod, ip }: PlacedPod, client: ApiClient): Promise<Record<string, string>> {
  const { name: podName, namespace } = pod.metadata
  const entries = (container.env ?? []).map(async ({ name, value = '', valueFrom }): Promise<[string, string]> => {
    if (valueFrom === undefined) return [name, value.replace(/^(0\.0\.0\.0|127\.0\.0\.1):/, `${ip}:`)]
    const { secretKeyRef } = valueFrom
    if (secretKeyRef === undefined) return [name, podName]
    const secret = await eventually(`Secret ${secretKeyRef.name}`, async () => await client.get<Manifest & { data?: Record<string, string> }>(Kinds.Secret, { namespace, name: secretKeyRef.name }))
    return [name, Buffer.from(secret.data?.[secretKeyRef.key] ?? '', 'base64').toString()]
  })
  return Object.fromEntries(await Promise.all(entries))
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
