/** The workers, from an informer of their pods and a watch of each runner. */
import { RUNNER_PORT, SubnetesError, formatAddress } from '@subnetes/common'
import type { Startable } from '@subnetes/common'
import type { RunnerClient, RunnerStatus } from '@subnetes/control'
import { Listeners } from '../controller/change-source.ts'
import type { KeyListener } from '../controller/change-source.ts'
import type { Change, InformerComponents } from '../controller/informer.ts'
import { Informers } from '../controller/informers.ts'
import type { WatchedNamespaces } from '../controller/informers.ts'
import { Kinds } from '../controller/kinds.ts'
import type { LeaderPart } from '../controller/leader-term.ts'
import { Label } from '../resources/names.ts'
import { RunnerWatch } from './runner-watch.ts'
import type { Worker, WorkerFleet } from './worker-fleet.ts'
import { isFinished, withoutSpec } from './worker-pod.ts'
import type { WorkerPod } from './worker-pod.ts'
import { UNSEEN, protocolKeyOf, workerOf } from './worker-state.ts'

/** Options of {@link PodFleet}. */
export interface PodFleetInit {
  readonly namespaces: WatchedNamespaces
  /** Milliseconds of a monotonic clock. @default performance.now */
  readonly now?: () => number
}

/** Where a runner is, for whoever opens a link to it. */
export interface RunnerPlace { readonly address: string, readonly protocolKey: string, readonly pod: WorkerPod }

/** Components of a {@link PodFleet}. */
export interface PodFleetComponents extends InformerComponents {
  /** A link to a runner, with the credentials that belong to its Protocol. */
  readonly openRunner: (place: RunnerPlace) => RunnerClient
}

interface Entry {
  readonly pod: WorkerPod
  readonly address: string | undefined
  readonly watch: RunnerWatch | undefined
  readonly worker: Worker | undefined
}

/** Pods are followed always, runners while this process leads: a standby must not double their work. */
export class PodFleet implements WorkerFleet, Startable, LeaderPart {
  readonly #components: PodFleetComponents
  readonly #now: () => number
  readonly #pods: Informers<WorkerPod>
  readonly #entries = new Map<string, Entry>()
  readonly #byProtocol = new Map<string, Set<string>>()
  readonly #changes: Listeners<[string]>
  readonly #runners: Listeners<[string]>
  readonly #closing = new Set<Promise<void>>()
  #isLeading = false

  constructor (init: PodFleetInit, components: PodFleetComponents) {
    this.#components = components
    this.#now = init.now ?? (() => performance.now())
    const logger = components.logger.child({ component: 'worker-fleet' })
    this.#changes = new Listeners(logger)
    this.#runners = new Listeners(logger)
    const labelSelector = `${Label.Component}=worker,${Label.Protocol}`
    this.#pods = new Informers<WorkerPod>({ kind: Kinds.Pod, namespaces: init.namespaces, labelSelector, keep: withoutSpec, onChange: (change) => this.#onPod(change) }, components)
  }

  async start (): Promise<void> {
    await this.#pods.start()
  }

  /** Fulfilled when all pods are known. @throws {SubnetesError} `cancelled` when it is stopped before */
  async whenSynced (): Promise<void> {
    await this.#pods.whenSynced()
  }

  /** Milliseconds since the API server was last heard of. */
  get silentMs (): number {
    return this.#pods.silentMs
  }

  async lead (): Promise<void> {
    this.#isLeading = true
    for (const [key, { pod }] of [...this.#entries]) this.#put(key, pod)
  }

  async stop (): Promise<void> {
    this.#isLeading = false
    await this.#pods.stop()
    for (const { watch } of this.#entries.values()) this.#close(watch)
    await Promise.all(this.#closing)
  }

  onChange (listener: KeyListener): () => void {
    return this.#changes.add(listener)
  }

  onRunner (listener: (podKey: string) => void): () => void {
    return this.#runners.add(listener)
  }

  workers (protocolKey: string): readonly Worker[] {
    return [...this.#byProtocol.get(protocolKey) ?? []].flatMap((key) => this.worker(key) ?? [])
  }

  worker (podKey: string): Worker | undefined {
    return this.#entries.get(podKey)?.worker
  }

  async drain (podKey: string, epoch: number): Promise<RunnerStatus> {
    return await this.#watchOf(podKey).drain(epoch)
  }

  async undrain (podKey: string, epoch: number): Promise<RunnerStatus> {
    return await this.#watchOf(podKey).undrain(epoch)
  }

  #watchOf (podKey: string): RunnerWatch {
    const watch = this.#entries.get(podKey)?.watch
    if (watch === undefined) throw new SubnetesError('unavailable', `pod ${podKey}: its runner cannot be asked; the pod is gone, has no address yet, or this operator does not lead`)
    return watch
  }

  #onPod ({ type, key, object }: Change<WorkerPod>): void {
    if (type === 'deleted') this.#remove(key)
    else this.#put(key, object)
  }

  #put (key: string, pod: WorkerPod): void {
    const before = this.#entries.get(key)
    const address = pod.status?.podIP === undefined || pod.status.podIP === '' ? undefined : formatAddress({ host: pod.status.podIP, port: RUNNER_PORT })
    const watch = this.#watchFor(key, pod, address)
    this.#entries.set(key, { pod, address, watch, worker: workerOf(pod, watch?.sight ?? UNSEEN, address) })
    const protocolKey = protocolKeyOf(pod)
    if (before !== undefined && protocolKeyOf(before.pod) !== protocolKey) this.#unindex(key, before.pod)
    const keys = this.#byProtocol.get(protocolKey)
    if (keys === undefined) this.#byProtocol.set(protocolKey, new Set([key]))
    else keys.add(key)
    this.#changes.tell(protocolKey)
  }

  /** The watch that the pod should have: the one it has, while it is the same pod at the same address. */
  #watchFor (key: string, pod: WorkerPod, address: string | undefined): RunnerWatch | undefined {
    const before = this.#entries.get(key)
    const wanted = this.#isLeading && address !== undefined && !isFinished(pod)
    if (wanted && before?.watch !== undefined && before.address === address && before.pod.metadata.uid === pod.metadata.uid) return before.watch
    this.#close(before?.watch)
    if (!wanted) return undefined
    const client = this.#components.openRunner({ address, protocolKey: protocolKeyOf(pod), pod })
    return new RunnerWatch({ workerId: pod.metadata.name, client, now: this.#now, onSight: () => this.#onSight(key) })
  }

  #onSight (key: string): void {
    const before = this.#entries.get(key)
    if (before?.watch === undefined) return
    const worker = workerOf(before.pod, before.watch.sight, before.address)
    this.#entries.set(key, { ...before, worker })
    this.#runners.tell(key)
    if (worker?.state !== before.worker?.state) this.#changes.tell(protocolKeyOf(before.pod))
  }

  #remove (key: string): void {
    const before = this.#entries.get(key)
    if (before === undefined) return
    this.#close(before.watch)
    this.#entries.delete(key)
    this.#unindex(key, before.pod)
    this.#changes.tell(protocolKeyOf(before.pod))
  }

  #unindex (key: string, pod: WorkerPod): void {
    const protocolKey = protocolKeyOf(pod)
    const keys = this.#byProtocol.get(protocolKey)
    keys?.delete(key)
    if (keys?.size === 0) this.#byProtocol.delete(protocolKey)
  }

  #close (watch: RunnerWatch | undefined): void {
    if (watch === undefined) return
    const closing = watch.close().finally(() => this.#closing.delete(closing))
    this.#closing.add(closing)
  }
}
