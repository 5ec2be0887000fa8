/** One protocol on this machine: its catalog entry, its workers, and what the gateway says of it. */
import { toAssignment } from '@subnetes/api'
import type { AssignedEndpoint, AssignmentInit, ProtocolLoad, ProtocolState } from '@subnetes/control'
import type { CatalogEntry } from './catalog.ts'
import { exampleCall } from './example-call.ts'
import type { JobStore } from './job-store.ts'
import type { LocalWorkerComponents } from './local-worker.ts'
import type { ProtocolPhase, ProtocolStatus, WorkerStatus } from './status.ts'
import { WorkerPool } from './worker-pool.ts'
import { desiredReplicas, planWorkers } from './worker-plan.ts'

/** Environment of the twin, handed on to workers. */
export type HostEnvironment = Readonly<Record<string, string | undefined>>

/** A protocol that is served, or being taken down. */
export class LocalProtocol {
  readonly name: string
  readonly #env: HostEnvironment
  readonly #store: JobStore
  readonly #pool: WorkerPool
  #entry: CatalogEntry
  #example: ProtocolStatus['example']
  #state: ProtocolState | undefined
  #load: ProtocolLoad | undefined
  #isStopping = false

  constructor (entry: CatalogEntry, env: HostEnvironment, store: JobStore, components: LocalWorkerComponents) {
    this.name = entry.name
    this.#env = env
    this.#store = store
    this.#entry = entry
    this.#example = exampleCall(entry)
    this.#pool = new WorkerPool(this.#target(), components)
  }

  /** What gateways are told of it. */
  assignment (): AssignmentInit {
    return { ...toAssignment(this.#entry.protocol, this.#entry.schema), generation: this.#entry.generation }
  }

  /** Its workers as gateways are told of them. */
  endpoints (): AssignedEndpoint[] {
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
    this.#pool.update(this.#target())
    return true
  }

  /** What the gateway made of the assignment; undefined when there is no gateway. */
  onState (state: ProtocolState | undefined): void {
    this.#state = state
  }

  onLoad (load: ProtocolLoad | undefined): void {
    this.#load = load
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
    const { replicas } = this.#pool.target
    const { phase, message } = this.#isStopping ? { phase: 'stopping' as const, message: '' } : summarize(workers, replicas, this.#state)
    const load = this.#load
    return {
      name: this.name,
      phase,
      handles: this.#entry.handles,
      example: this.#example,
      workers,
      replicas,
      load: { active: load?.interactive ?? 0, held: load?.held ?? 0, finished: load?.callsFinished ?? 0, failed: load?.callsFailed ?? 0, shed: load?.callsShed ?? 0 },
      jobs: this.#store.counts(this.name),
      message
    }
  }

  #target (): WorkerPool['target'] {
    const { protocol, file } = this.#entry
    return { plan: planWorkers(protocol, { file, env: this.#env, jobs: this.#store.grant(this.name) }), replicas: desiredReplicas(protocol.spec) }
  }
}

/** The phase of a protocol, with the words of whatever keeps it from being ready. */
export function summarize (workers: readonly WorkerStatus[], replicas: number, state: ProtocolState | undefined): { phase: ProtocolPhase, message: string } {
  if (state !== undefined && !state.registered) return { phase: 'refused', message: state.error }
  const ready = workers.filter(({ phase }) => phase === 'ready').length
  const words = workers.filter(({ message }) => message !== '').map(({ id, message }) => `${id}: ${message}`).join('; ')
  if (state === undefined) return { phase: 'starting', message: words }
  if (replicas === 0) return { phase: 'suspended', message: words }
  if (ready >= replicas) return { phase: 'ready', message: words }
  return { phase: words === '' ? 'starting' : 'degraded', message: words }
}
