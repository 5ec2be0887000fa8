/** Makes the cluster what Protocols say. */
import { compileProtocol, validateProtocol } from '@subnetes/api'
import type { Protocol } from '@subnetes/api'
import { SubnetesError } from '@subnetes/common'
import type { Logger, Metrics, Startable } from '@subnetes/common'
import type { Manifest } from '../resources/kube-object.ts'
import { Label, workerName } from '../resources/names.ts'
import type { InstallationSettings } from '../resources/settings.ts'
import { workerObjects } from '../resources/worker-objects.ts'
import type { ApiClient } from './api-client.ts'
import { CHILD_KINDS, Children, isOwned } from './children.ts'
import type { EventRecorder } from './event-recorder.ts'
import { Informer } from './informer.ts'
import { Kinds, keyOf } from './kinds.ts'
import type { Kind } from './kinds.ts'
import { protocolStatus } from './protocol-status.ts'
import { writeStatus } from './status-writer.ts'
import { WorkQueue } from './work-queue.ts'
import type { WorkResult } from './work-queue.ts'

/** Options of {@link ProtocolController}. */
export interface ProtocolControllerInit {
  /** The namespace that is watched. Left out: all. */
  readonly namespace?: string
  readonly settings: InstallationSettings
  /**
   * The count that the Deployment should have. Whoever drains workers before they go lowers the Deployment himself, with {@link ProtocolController.expectDeployment};
   * to him belongs a function that answers what the Deployment has. @default what the Protocol wants
   */
  readonly replicasOf?: (protocol: Protocol, deployment: Manifest | undefined) => number
  /** Asked before every pass: an operator that does not lead writes nothing. @default always true */
  readonly isLeader?: () => boolean
  readonly now?: () => Date
}

/** Components of a {@link ProtocolController}. */
export interface ProtocolControllerComponents { readonly client: ApiClient, readonly events: EventRecorder, readonly logger: Logger, readonly metrics: Metrics }

/** Compiled schemas that are remembered. */
const MAX_SCHEMAS = 2048

/** One controller for one kind: whatever happened, it looks at the present and changes what differs. */
export class ProtocolController implements Startable {
  readonly #init: ProtocolControllerInit
  readonly #components: ProtocolControllerComponents
  readonly #protocols: Informer<Protocol>
  readonly #children: Children
  readonly #queue: WorkQueue
  /** What compiling said of a generation. */
  readonly #schemas = new Map<string, string | undefined>()

  constructor (init: ProtocolControllerInit, components: ProtocolControllerComponents) {
    this.#init = init
    this.#components = components
    this.#queue = new WorkQueue({ name: 'protocol', handler: async (key, signal) => await this.#reconcile(key, signal) }, components)
    this.#protocols = new Informer<Protocol>({ kind: Kinds.Protocol, namespace: init.namespace, onChange: ({ key }) => this.#queue.add(key) }, components)
    this.#children = new Children({ namespace: init.namespace, onChange: (key) => this.#queue.add(key) }, components)
  }

  /** Watches, and works once everything that is there is known: whoever begins before takes what he has not read yet for missing. */
  async start (): Promise<void> {
    await this.#protocols.start()
    await this.#children.start()
    await Promise.all([this.#protocols.whenSynced(), this.#children.whenSynced()])
    await this.#queue.start()
  }

  async stop (): Promise<void> {
    await this.#queue.stop()
    await Promise.all([this.#protocols.stop(), this.#children.stop()])
  }

  /** Whether nothing is left to do now. */
  get idle (): boolean {
    return this.#queue.idle
  }

  /** Has a Protocol looked at again, changed or not. */
  touch (key: string): void {
    this.#queue.add(key)
  }

  /** A Protocol's Deployment, our own last write included. */
  deployment (protocol: Protocol): Manifest | undefined {
    return this.#children.get(Kinds.Deployment, this.#childKey(protocol))
  }

  /** Takes the answer to a write of a Deployment for the truth until the informer shows it. */
  expectDeployment (written: Manifest): void {
    this.#children.expect(Kinds.Deployment, written)
  }

  /** Works on everything again: after leadership has begun. */
  touchAll (): void {
    for (const protocol of this.#protocols.list()) this.#queue.add(keyOf(protocol))
  }

  async #reconcile (key: string, signal: AbortSignal): Promise<WorkResult> {
    const stored = this.#protocols.get(key)
    // Its children go with it, by their owner references.
    if (stored === undefined || stored.metadata.deletionTimestamp != null || !this.#isLeader()) return {}
    const protocol = validateProtocol(stored, { target: 'cluster' })
    const schemaProblem = await this.#schemaProblem(protocol)
    // A Protocol that cannot be served keeps the workers it has, and gets none.
    if (schemaProblem === undefined) await this.#applyDifference(protocol, signal)
    const deployment = this.deployment(protocol)
    const status = protocolStatus(protocol, { deployment, schemaProblem }, (this.#init.now?.() ?? new Date()).toISOString().replace(/\.\d+Z$/, 'Z'))
    this.#assertLeader()
    await writeStatus(this.#components.client, protocol, status, { signal })
    return {}
  }

  async #applyDifference (protocol: Protocol, signal: AbortSignal): Promise<void> {
    const desired = new Map(workerObjects(protocol, this.#init.settings).map((manifest) => [manifest.kind, manifest]))
    const place = { namespace: protocol.metadata.namespace ?? '', name: workerName(protocol) }
    for (const kind of CHILD_KINDS) {
      const manifest = desired.get(kind.kind)
      this.#assertLeader()
      if (manifest === undefined) await this.#children.remove(kind, place, protocol.metadata.uid ?? '', { signal })
      else await this.#ensure(protocol, kind, manifest, signal)
    }
  }

  async #ensure (protocol: Protocol, kind: Kind, manifest: Manifest, signal: AbortSignal): Promise<void> {
    const observed = this.#children.get(kind, keyOf(manifest))
    if (observed !== undefined && !isOwned(observed, protocol.metadata.uid ?? '')) {
      const note = `${kind.kind} ${keyOf(manifest)} is there and belongs to somebody else; delete it, or rename the protocol`
      await this.#components.events.record(protocol, { type: 'Warning', reason: 'NameTaken', action: 'Apply', note }, { signal })
      throw new SubnetesError('already_exists', note)
    }
    const wrote = await this.#children.ensure(kind, kind === Kinds.Deployment ? this.#withReplicas(protocol, keepTemplate(manifest, observed), observed) : manifest, { signal })
    if (wrote && observed === undefined) {
      await this.#components.events.record(protocol, { type: 'Normal', reason: 'Created', action: 'Apply', note: `created ${kind.kind} ${manifest.metadata.name}` }, { signal })
    }
  }

  async #schemaProblem (protocol: Protocol): Promise<string | undefined> {
    const id = `${protocol.metadata.uid}/${protocol.metadata.generation}`
    if (this.#schemas.has(id)) return this.#schemas.get(id)
    const problem = await compileProtocol(protocol).then(() => undefined, (error: unknown) => SubnetesError.from(error).message)
    this.#schemas.set(id, problem)
    if (this.#schemas.size > MAX_SCHEMAS) this.#schemas.delete(this.#schemas.keys().next().value ?? '')
    return problem
  }

  #withReplicas (protocol: Protocol, wanted: Manifest, observed: Manifest | undefined): Manifest {
    const replicas = this.#init.replicasOf?.(protocol, observed)
    return replicas === undefined ? wanted : { ...wanted, spec: { ...wanted['spec'] as object, replicas } }
  }

  #childKey (protocol: Protocol): string {
    return `${protocol.metadata.namespace ?? ''}/${workerName(protocol)}`
  }

  #isLeader (): boolean {
    return this.#init.isLeader?.() ?? true
  }

  #assertLeader (): void {
    if (!this.#isLeader()) throw new SubnetesError('aborted', 'no longer the leader')
  }
}

/**
 * While the author has changed nothing about the workers, their pods stay as they were made, even when this version of the operator would make them otherwise:
 * an upgrade of the operator must not restart running workers.
 */
export function keepTemplate (wanted: Manifest, observed: Manifest | undefined): Manifest {
  const made = observed?.metadata.annotations ?? {}
  const would = wanted.metadata.annotations ?? {}
  const template = (observed?.['spec'] as Readonly<Record<string, unknown>> | undefined)?.['template']
  const sameOperator = made[Label.PodHash] === would[Label.PodHash]
  if (template === undefined || sameOperator || made[Label.TemplateHash] !== would[Label.TemplateHash]) return wanted
  const annotations = { ...would, [Label.PodHash]: made[Label.PodHash] ?? '' }
  return { ...wanted, metadata: { ...wanted.metadata, annotations }, spec: { ...wanted['spec'] as object, template } }
}
