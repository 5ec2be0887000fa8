/** Makes the cluster what Protocols say. */
import type { Protocol, ProtocolStatus } from '@subnetes/api'
import { SubnetesError } from '@subnetes/common'
import type { Logger, Metrics, Startable } from '@subnetes/common'
import type { ProtocolView, ProtocolsView } from '../protocols/protocols-view.ts'
import type { Manifest } from '../resources/kube-object.ts'
import { workerName } from '../resources/names.ts'
import type { InstallationSettings } from '../resources/settings.ts'
import { workerObjects } from '../resources/worker-objects.ts'
import type { ApiClient } from './api-client.ts'
import { CHILD_KINDS, Children, isOwned } from './children.ts'
import type { ObjectPlace } from './children.ts'
import { conditionEvents } from './condition-events.ts'
import type { EventRecorder } from './event-recorder.ts'
import type { WatchedNamespaces } from './informers.ts'
import { keepTemplate } from './keep-template.ts'
import { Kinds, keyOf } from './kinds.ts'
import type { Kind } from './kinds.ts'
import type { LeaderPart, LeaderTerm } from './leader-term.ts'
import type { PoolSize } from './pool-size.ts'
import { protocolStatus, wantedReplicas } from './protocol-status.ts'
import { StatusPace } from './status-pace.ts'
import type { StatusSource } from './status-source.ts'
import { writeStatus } from './status-writer.ts'
import { WorkQueue } from './work-queue.ts'
import type { WorkResult } from './work-queue.ts'

/** Every write of a Protocol's objects comes back as a change, and so does what Kubernetes makes of it: a dozen within a moment, of which one look is enough. Counts do not wait for it. */
const GATHER_MS = 100

/** Options of {@link ProtocolController}. */
export interface ProtocolControllerInit {
  readonly namespaces: WatchedNamespaces
  readonly settings: InstallationSettings
  /** Protocols worked on at the same time; each waits for the API server most of its time. @default 16 */
  readonly concurrency?: number
  readonly now?: () => Date
}

/** Components of a {@link ProtocolController}. */
export interface ProtocolControllerComponents {
  readonly client: ApiClient
  readonly events: EventRecorder
  readonly logger: Logger
  readonly metrics: Metrics
  readonly protocols: ProtocolsView
  /** Who else knows something for the status, in order. */
  readonly sources?: readonly StatusSource[]
  /** Who decides how many pods there are on the way to what is wanted. Left out: as many as are wanted, at once. */
  readonly poolSize?: PoolSize
  /** Whether a pod of the Protocol `namespace/name` is marked as busy: only then there is something for a disruption budget to hold. Left out: it is made at once. */
  readonly isBusy?: (protocolKey: string) => boolean
}

/** A pass that found all objects as they should be. */
interface Settled {
  readonly spec: Protocol['spec']
  /** What else it depended on, as text. */
  readonly sight: string
}

/** One controller for one kind: whatever happened, it looks at the present and changes what differs. Knows all from `start` on, writes from `lead` on. */
export class ProtocolController implements Startable, LeaderPart {
  readonly #init: ProtocolControllerInit
  readonly #components: ProtocolControllerComponents
  readonly #children: Children
  readonly #queue: WorkQueue
  readonly #pace = new StatusPace()
  /** Our last write of each Protocol's status, which the view may not show yet. */
  readonly #written = new Map<string, Protocol>()
  /** Most changes of a Protocol's objects are of their status: what was as it should be is not worked out again for them, nor kept in memory. */
  readonly #settled = new Map<string, Settled>()
  readonly #unsubscribe: Array<() => void> = []
  #term: LeaderTerm | undefined

  constructor (init: ProtocolControllerInit, components: ProtocolControllerComponents) {
    this.#init = init
    this.#components = components
    const { concurrency = 16 } = init
    this.#queue = new WorkQueue({ name: 'protocol', concurrency, gatherMs: GATHER_MS, handler: async (key, signal) => await this.#reconcile(key, signal) }, components)
    this.#children = new Children({
      namespaces: init.namespaces,
      onChange: (key, kind) => {
        this.#queue.add(key)
        if (kind === Kinds.Deployment) components.poolSize?.touch?.(key)
      }
    }, components)
  }

  async start (): Promise<void> {
    await this.#children.start()
    const { protocols, sources = [], poolSize } = this.#components
    const changing = [protocols, ...sources, ...(poolSize === undefined ? [] : [poolSize])]
    for (const source of changing) this.#unsubscribe.push(source.onChange((key) => this.#queue.add(key)))
  }

  /** Fulfilled when all children are known: whoever begins before takes what he has not read yet for missing. */
  async whenSynced (): Promise<void> {
    await this.#children.whenSynced()
  }

  /** Milliseconds since the API server was last heard of. */
  get silentMs (): number {
    return this.#children.silentMs
  }

  async lead (term: LeaderTerm): Promise<void> {
    this.#term = term
    await this.#queue.start()
    this.touchAll()
  }

  async stop (): Promise<void> {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe()
    await this.#queue.stop()
    await this.#children.stop()
  }

  /** Whether nothing is left to do now. */
  get idle (): boolean {
    return this.#queue.idle
  }

  /** Has a Protocol looked at again, changed or not. */
  touch (key: string): void {
    this.#queue.add(key)
  }

  /** Works on everything again. */
  touchAll (): void {
    for (const { key } of this.#components.protocols.list()) this.#queue.add(key)
  }

  /** A Protocol's Deployment, our own last write included. */
  deployment (protocol: Protocol): Manifest | undefined {
    return this.#children.get(Kinds.Deployment, `${protocol.metadata.namespace ?? ''}/${workerName(protocol)}`)
  }

  /** Takes the answer to a write of a Deployment for the truth until the informer shows it. */
  expectDeployment (written: Manifest): void {
    this.#children.expect(Kinds.Deployment, written)
  }

  async #reconcile (key: string, signal: AbortSignal): Promise<WorkResult> {
    const view = this.#components.protocols.get(key)
    if (view === undefined) { // its children go with it, by their owner references
      this.#written.delete(key)
      this.#settled.delete(key)
      this.#pace.forget(key)
      return {}
    }
    if (this.#term?.isCurrent() !== true) return {}
    await this.#applyDifference(view, signal)
    return await this.#tell(view, signal)
  }

  async #applyDifference (view: ProtocolView, signal: AbortSignal): Promise<void> {
    const { protocol } = view
    const isWrong = view.problem !== undefined || view.conflict !== undefined
    // A Protocol that cannot be served as it stands keeps the workers it has, as they are, and gets none.
    if (isWrong && this.deployment(protocol) === undefined) return
    const place = { namespace: protocol.metadata.namespace ?? '', name: workerName(protocol) }
    const replicas = this.#sizeOf(protocol)
    const sight = `${isWrong} ${replicas} ${this.#isHeld(view.key, place)} ${this.#children.fingerprint(place)}`
    const settled = this.#settled.get(view.key)
    if (settled?.spec === protocol.spec && settled.sight === sight) return
    const wrote = await this.#applyAll(view, { place, replicas, isWrong, signal })
    if (wrote || !Object.isFrozen(protocol.spec)) this.#settled.delete(view.key)
    else this.#settled.set(view.key, { spec: protocol.spec, sight })
  }

  /** @returns whether anything had to be written */
  async #applyAll (view: ProtocolView, { place, replicas, isWrong, signal }: { place: ObjectPlace, replicas: number, isWrong: boolean, signal: AbortSignal }): Promise<boolean> {
    const { protocol } = view
    const desired = new Map(workerObjects(protocol, this.#init.settings).map((manifest) => [manifest.kind, manifest]))
    if (!this.#isHeld(view.key, place)) desired.delete(Kinds.PodDisruptionBudget.kind)
    // What pods need is there before them; among itself it has no order.
    const wrote = await Promise.all(CHILD_KINDS.filter((kind) => kind !== Kinds.Deployment).map(async (kind) => {
      const manifest = desired.get(kind.kind)
      this.#assertLeader()
      if (manifest === undefined) return await this.#children.remove(kind, place, protocol.metadata.uid ?? '', { signal })
      return await this.#ensure(protocol, kind, manifest, signal)
    }))
    this.#assertLeader()
    const pool = desired.get(Kinds.Deployment.kind)
    const wrotePool = pool !== undefined && await this.#ensure(protocol, Kinds.Deployment, this.#sized(protocol, pool, { replicas, isWrong }), signal)
    return wrotePool || wrote.includes(true)
  }

  /** Whether there is, or should be, a disruption budget, as far as the Protocol wants one: from the first busy pod on. */
  #isHeld (key: string, place: ObjectPlace): boolean {
    return this.#components.isBusy?.(key) !== false || this.#children.get(Kinds.PodDisruptionBudget, `${place.namespace}/${place.name}`) !== undefined
  }

  async #ensure (protocol: Protocol, kind: Kind, manifest: Manifest, signal: AbortSignal): Promise<boolean> {
    const observed = this.#children.get(kind, keyOf(manifest))
    if (observed !== undefined && !isOwned(observed, protocol.metadata.uid ?? '')) {
      const note = `${kind.kind} ${keyOf(manifest)} is there and belongs to somebody else; delete it, or rename the protocol`
      await this.#components.events.record(protocol, { type: 'Warning', reason: 'NameTaken', action: 'Apply', note }, { signal })
      throw new SubnetesError('already_exists', note)
    }
    const wrote = await this.#children.ensure(kind, manifest, { signal })
    // One event for all of them: each is a write, and of a thousand new Protocols they would be the half.
    if (wrote && observed === undefined && kind === Kinds.Deployment) {
      await this.#components.events.record(protocol, { type: 'Normal', reason: 'Created', action: 'Apply', note: `created ${kind.kind} ${manifest.metadata.name}` }, { signal })
    }
    return wrote
  }

  /** Pods that the Deployment should ask for now. */
  #sizeOf (protocol: Protocol): number {
    const wanted = wantedReplicas(protocol)
    const present = (this.deployment(protocol)?.['spec'] as { readonly replicas?: number } | undefined)?.replicas
    return this.#components.poolSize?.replicas({ protocol, wanted, present }) ?? wanted
  }

  /** The Deployment with the template and the count that it should have now. */
  #sized (protocol: Protocol, manifest: Manifest, { replicas, isWrong }: { replicas: number, isWrong: boolean }): Manifest {
    const kept = keepTemplate(manifest, this.deployment(protocol), { always: isWrong })
    const spec = kept['spec'] as { readonly replicas: number }
    return spec.replicas === replicas ? kept : { ...kept, spec: { ...spec, replicas } }
  }

  async #tell (view: ProtocolView, signal: AbortSignal): Promise<WorkResult> {
    const { sources = [], client, events } = this.#components
    const protocol = this.#latest(view)
    const contributions = sources.flatMap((source) => source.status(view.key) ?? [])
    const now = (this.#init.now?.() ?? new Date()).toISOString().replace(/\.\d+Z$/, 'Z')
    const before: ProtocolStatus = protocol.status ?? {}
    const after = protocolStatus(protocol, { deployment: this.deployment(protocol), view, contributions }, now)
    const { status, lookAgainMs } = this.#pace.settle(view.key, { before, after, now: performance.now() })
    this.#assertLeader()
    const written = await writeStatus(client, protocol, status, { signal })
    if (written !== undefined) {
      this.#written.set(view.key, written)
      for (const note of conditionEvents(before.conditions ?? [], status.conditions ?? [])) await events.record(protocol, note, { signal })
    }
    return { requeueAfterMs: lookAgainMs }
  }

  /** The Protocol with the status that we wrote last, if the view is older than that. */
  #latest ({ key, protocol }: ProtocolView): Protocol {
    const written = this.#written.get(key)
    if (written === undefined || written.metadata.uid !== protocol.metadata.uid || versionOf(protocol) >= versionOf(written)) {
      this.#written.delete(key)
      return protocol
    }
    return written.status === undefined ? protocol : { ...protocol, status: written.status }
  }

  #assertLeader (): void {
    if (this.#term?.isCurrent() !== true) throw new SubnetesError('aborted', 'no longer the leader')
  }
}

function versionOf (protocol: Protocol): bigint {
  return BigInt(protocol.metadata.resourceVersion ?? 0)
}
