/** One protocol on this machine: its catalog entry, its workers, how many there are, and what the gateway says of it. */
import type { WorkerEndpoint } from '@subnetes/common'
import { toAssignment } from '@subnetes/api'
import type { AssignmentInit, HoldAck, ProtocolLoad, ProtocolState } from '@subnetes/control'
import type { ScalingHabits } from '@subnetes/scaling'
import type { CatalogEntry } from './catalog.ts'
import { exampleCall } from './example-call.ts'
import type { JobStore } from './job-store.ts'
import { LocalScaling } from './local-scaling.ts'
import type { LocalScalingComponents } from './local-scaling.ts'
import type { LocalWorkerComponents } from './local-worker.ts'
import type { ProtocolPhase, ProtocolStatus, WorkerStatus } from './status.ts'
import { WorkerPool } from './worker-pool.ts'
import { planWorkers } from './worker-plan.ts'

/** Environment of the twin, handed on to workers. */
export type HostEnvironment = Readonly<Record<string, string | undefined>>

/** What a {@link LocalProtocol} works with. */
export interface LocalProtocolComponents {
  readonly env: HostEnvironment
  readonly store: JobStore
  readonly workers: LocalWorkerComponents
  readonly scaling: Pick<LocalScalingComponents, 'hold' | 'release' | 'onCount' | 'habits'>
}

/** A protocol that is served, or being taken down. */
export class LocalProtocol {
  readonly name: string
  readonly #components: LocalProtocolComponents
  readonly #pool: WorkerPool
  readonly #scaling: LocalScaling
  #entry: CatalogEntry
  #example: ProtocolStatus['example']
  #state: ProtocolState | undefined
  #load: ProtocolLoad | undefined
  #isStopping = false

  constructor (entry: CatalogEntry, components: LocalProtocolComponents) {
    this.name = entry.name
    this.#components = components
    this.#entry = entry
    this.#example = exampleCall(entry)
    const { store, workers, scaling } = components
    this.#scaling = new LocalScaling(entry.protocol.spec, {
      ...scaling,
      now: workers.now,
      workers: () => this.#pool.views(),
      queue: () => store.demand(this.name),
      onCount: (change) => {
        if (!this.#isStopping) this.#pool.update(this.#target())
        scaling.onCount(change)
      }
    })
    this.#pool = new WorkerPool(this.#target(), workers)
  }

  /** What gateways are told of it. A manifest's namespace means nothing here: gateway and workers have that of the store. */
  assignment (): AssignmentInit {
    return { ...toAssignment(this.#entry.protocol, this.#entry.schema), generation: this.#entry.generation, namespace: '' }
  }

  /** Its workers as gateways are told of them. */
  endpoints (): WorkerEndpoint[] {
    return this.#pool.endpoints()
  }

  start (): void {
    this.#pool.start()
  }

  /** Takes a changed manifest. @returns false when it is the one it has */
  update (entry: CatalogEntry): boolean {
    if (entry === this.#entry) return false
    this.#entry = entry
    this.#example = exampleCall(entry)
    this.#scaling.update(entry.protocol.spec)
    this.#pool.update(this.#target())
    return true
  }

  /** What the gateway made of the assignment. */
  onState (state: ProtocolState): void {
    this.#state = state
  }

  onLoad (load: ProtocolLoad): void {
    this.#load = load
    this.#scaling.onLoad(load)
  }

  /** There is no gateway. */
  onGatewayGone (): void {
    this.#state = undefined
    this.#load = undefined
    this.#scaling.onGatewayGone()
  }

  onHoldAck (ack: HoldAck): void {
    this.#scaling.onHoldAck(ack)
  }

  /** Calls wait and no worker is ready. */
  async activate (): Promise<void> {
    if (!this.#isStopping) await this.#scaling.activate()
  }

  /** Looks at the load and decides. */
  async tick (): Promise<void> {
    if (!this.#isStopping) await this.#scaling.tick()
  }

  /** A person says how many workers there should be. */
  scale (replicas: number): void {
    this.#scaling.scale(replicas)
  }

  /** What the policy has learnt. */
  habits (): ScalingHabits {
    return this.#scaling.habits()
  }

  /** It is going to be stopped: told before its workers are, which go on for the calls that run. */
  announceStop (): void {
    this.#isStopping = true
  }

  /** Drains and ends the workers. Safe to call again with less patience. */
  async stop (graceMs: number): Promise<void> {
    this.announceStop()
    await this.#pool.stop(graceMs)
  }

  /** Longest time that a worker may finish its calls when the protocol is removed. */
  get drainMs (): number {
    return this.#pool.target.plan.drainMs
  }

  status (): ProtocolStatus {
    const workers = this.#pool.status()
    const { replicas } = this.#scaling
    const isSuspended = this.#entry.protocol.spec.suspend
    const { phase, message } = this.#isStopping ? { phase: 'stopping' as const, message: '' } : summarize(workers, { replicas, isSuspended }, this.#state)
    const load = this.#load
    return {
      name: this.name,
      phase,
      handles: this.#entry.handles,
      example: this.#example,
      workers,
      replicas,
      scaling: this.#scaling.status,
      load: { active: load?.interactive ?? 0, held: load?.held ?? 0, finished: load?.callsFinished ?? 0, failed: load?.callsFailed ?? 0, shed: load?.callsShed ?? 0 },
      jobs: this.#components.store.counts(this.name),
      message
    }
  }

  #target (): WorkerPool['target'] {
    const { env, store } = this.#components
    const { protocol, file } = this.#entry
    return { plan: planWorkers(protocol, { file, env, jobs: store.grant(this.name) }), replicas: this.#scaling.replicas }
  }
}

interface Wanted { readonly replicas: number, readonly isSuspended: boolean }

/** The phase of a protocol, with the words of whatever keeps it from being ready. */
export function summarize (workers: readonly WorkerStatus[], wanted: Wanted, state: ProtocolState | undefined): { phase: ProtocolPhase, message: string } {
  if (state !== undefined && !state.registered) return { phase: 'refused', message: state.error }
  const ready = workers.filter(({ phase }) => phase === 'ready').length
  const words = workers.filter(({ message }) => message !== '').map(({ id, message }) => `${id}: ${message}`).join('; ')
  if (state === undefined) return { phase: 'starting', message: words }
  if (wanted.replicas === 0) return { phase: wanted.isSuspended ? 'suspended' : 'idle', message: words }
  if (ready >= wanted.replicas) return { phase: 'ready', message: words }
  return { phase: words === '' ? 'starting' : 'degraded', message: words }
}
