/** The workers of every Protocol: what the API says of their pods, joined with what their runners say themselves. */
import type { RunnerStatus } from '@subnetes/control'
import type { ChangeSource } from '../controller/change-source.ts'
import type { WorkerPod } from './worker-pod.ts'

/** What gateways are told: `starting` and `draining` workers take no new call. */
export type WorkerState = 'starting' | 'ready' | 'draining'

/** One worker pod that has not finished. Immutable. */
export interface Worker {
  /** Pod name. */
  readonly name: string
  /** `namespace/name` of the pod. */
  readonly key: string
  /** `namespace/name` of its Protocol. */
  readonly protocolKey: string
  readonly state: WorkerState
  /** The pod as the informer has it; frozen. */
  readonly pod: WorkerPod
  /** `HOST:PORT` of the runner; undefined before the pod has an address. */
  readonly address: string | undefined
  /** Empty before it is scheduled. */
  readonly node: string
  /** Hash of the template it was made of (`subnetes.dev/template-hash`). */
  readonly templateHash: string
  /** Epoch milliseconds, by the API server's clock. */
  readonly createdAt: number
  /** Since when the kubelet has it ready (epoch milliseconds); undefined while it is not. */
  readonly readyAt: number | undefined
  /** Being deleted. */
  readonly isTerminating: boolean
  /** The scheduler's words, when it found no node. */
  readonly unschedulable: string | undefined
  /** The runner's newest status; undefined when none ever came. */
  readonly runner: RunnerStatus | undefined
  /** `performance.now()` when {@link Worker.runner} came. The runner tells at least each second while it works or drains, else every 4 s: older than 6 s is silence. */
  readonly runnerAt: number | undefined
}

/** All worker pods, and the two wishes that a runner obeys. Keys are `namespace/name`. */
export interface WorkerFleet extends ChangeSource {
  readonly workers: (protocolKey: string) => readonly Worker[]
  /** A runner said something: called for every status, so it should only note the pod's key. `onChange` tells when a worker comes, goes, or changes its state or pod. */
  readonly onRunner: (listener: (podKey: string) => void) => () => void
  /** By the pod's key. */
  readonly worker: (podKey: string) => Worker | undefined
  /** The runner takes nothing new; what runs goes on. Epochs grow. @throws {SubnetesError} `failed_precondition` for an older epoch, `unavailable` when it cannot be reached */
  readonly drain: (podKey: string, epoch: number) => Promise<RunnerStatus>
  /** The runner takes work again. @throws as `drain` */
  readonly undrain: (podKey: string, epoch: number) => Promise<RunnerStatus>
}
