/** The objects that Protocols own: watched, and changed only where they differ from what is wanted. */
import type { Logger, Metrics, Startable } from '@subnetes/common'
import type { Manifest } from '../resources/kube-object.ts'
import { Label } from '../resources/names.ts'
import type { ApiClient } from './api-client.ts'
import { differences, withAppliedHash } from './difference.ts'
import { Informers } from './informers.ts'
import type { WatchedNamespaces } from './informers.ts'
import { Kinds, keyOf } from './kinds.ts'
import type { Kind } from './kinds.ts'

/** The field manager of all owned objects. */
export const FIELD_MANAGER = 'subnetes-operator'

/** Kinds that a Protocol owns, in the order in which they are made. */
export const CHILD_KINDS: readonly Kind[] = [Kinds.ServiceAccount, Kinds.NetworkPolicy, Kinds.Service, Kinds.PodDisruptionBudget, Kinds.Deployment]

/** Options of {@link Children}. */
export interface ChildrenInit {
  readonly namespaces: WatchedNamespaces
  /** Called with `namespace/name` of the Protocol whose child has changed. */
  readonly onChange: (protocolKey: string, kind: Kind) => void
}

/** Components of {@link Children}. */
export interface ChildrenComponents { readonly client: ApiClient, readonly logger: Logger, readonly metrics: Metrics }

/** Where all objects of one Protocol are: each kind has one of that name. */
export interface ObjectPlace { readonly namespace: string, readonly name: string }

/** What was written, until the informer shows it. */
interface Expectation { readonly object: Manifest, readonly until: number }

/** Longest time that our own answer is believed instead of the informer. */
const EXPECTATION_MS = 30_000

/** Informers of the owned kinds, and the one way to write them. */
export class Children implements Startable {
  readonly #client: ApiClient
  readonly #informers = new Map<string, Informers<Manifest>>()
  readonly #expected = new Map<string, Expectation>()
  /** Differences that were still there in the answer to our own write: how the API server spells what we wrote (`1000m` as `1`). */
  readonly #spellings = new Map<string, string>()

  constructor (init: ChildrenInit, components: ChildrenComponents) {
    this.#client = components.client
    for (const kind of CHILD_KINDS) {
      this.#informers.set(kind.kind, new Informers<Manifest>({
        kind,
        namespaces: init.namespaces,
        labelSelector: Label.Protocol,
        keep: (object) => withKnownSpec(object, this.#informers.get(kind.kind)?.get(keyOf(object))),
        onChange: ({ type, object, key }) => {
          if (type === 'deleted') this.#forget(`${kind.kind}/${key}`)
          init.onChange(`${object.metadata.namespace ?? ''}/${object.metadata.labels?.[Label.Protocol] ?? ''}`, kind)
        }
      }, components))
    }
  }

  async start (): Promise<void> {
    for (const informer of this.#informers.values()) await informer.start()
  }

  async stop (): Promise<void> {
    await Promise.all([...this.#informers.values()].map(async (informer) => await informer.stop()))
  }

  async whenSynced (): Promise<void> {
    await Promise.all([...this.#informers.values()].map(async (informer) => await informer.whenSynced()))
  }

  /** Milliseconds since the API server was last heard of. */
  get silentMs (): number {
    return Math.max(...[...this.#informers.values()].map(({ silentMs }) => silentMs))
  }

  /** A child as it is, our own last write included, which the informer may not have seen yet. */
  get (kind: Kind, key: string): Manifest | undefined {
    const cached = this.#informers.get(kind.kind)?.get(key)
    const expected = this.#expected.get(`${kind.kind}/${key}`)
    if (expected === undefined) return cached
    if (performance.now() < expected.until && versionOf(cached) < versionOf(expected.object)) return expected.object
    this.#expected.delete(`${kind.kind}/${key}`)
    return cached
  }

  /** Text that is the same as long as nothing but the status of a Protocol's children has changed. */
  fingerprint ({ namespace, name }: ObjectPlace): string {
    return CHILD_KINDS.map((kind) => fingerprintOf(this.get(kind, `${namespace}/${name}`))).join(' ')
  }

  /** Applies a manifest unless the object is so already. A Deployment is written only if it is still the one that was seen: its count is somebody else's. @returns whether a write was needed */
  async ensure (kind: Kind, manifest: Manifest, options: { signal: AbortSignal }): Promise<boolean> {
    const wanted = withAppliedHash(manifest)
    const id = `${kind.kind}/${keyOf(manifest)}`
    const observed = this.get(kind, keyOf(manifest))
    if (observed !== undefined && this.#isSettled(id, wanted, observed)) return false
    const resourceVersion = kind === Kinds.Deployment ? observed?.metadata.resourceVersion : undefined
    const fenced = resourceVersion === undefined ? wanted : { ...wanted, metadata: { ...wanted.metadata, resourceVersion } }
    const written = await this.#client.apply(kind, fenced, { fieldManager: FIELD_MANAGER, force: true, ...options })
    this.expect(kind, written)
    this.#spellings.set(id, differences(wanted, written).join())
    return true
  }

  /** Takes the answer to a write for the truth until the informer shows it. For those who write a child by another way than {@link ensure}. */
  expect (kind: Kind, written: Manifest): void {
    this.#expected.set(`${kind.kind}/${keyOf(written)}`, { object: written, until: performance.now() + EXPECTATION_MS })
  }

  /** Deletes a child that is no longer wanted, if it is there and ours. @returns whether a write was needed */
  async remove (kind: Kind, key: ObjectPlace, ownerUid: string, options: { signal: AbortSignal }): Promise<boolean> {
    const observed = this.get(kind, `${key.namespace}/${key.name}`)
    if (observed === undefined || observed.metadata.deletionTimestamp !== undefined || !isOwned(observed, ownerUid)) return false
    await this.#client.delete(kind, key, { uid: observed.metadata.uid, ...options })
    return true
  }

  #isSettled (id: string, wanted: Manifest, observed: Manifest): boolean {
    const found = differences(wanted, observed)
    return found.length === 0 || found.join() === this.#spellings.get(id)
  }

  #forget (id: string): void {
    this.#expected.delete(id)
    this.#spellings.delete(id)
  }
}

/** By the generation, where the API server counts changes of the spec, and by what it does not count; else by the version, which every write changes. */
function fingerprintOf (object: Manifest | undefined): string {
  if (object === undefined) return '-'
  const { uid, generation, resourceVersion, labels, annotations, ownerReferences, deletionTimestamp } = object.metadata
  return generation === undefined ? `${uid} ${resourceVersion}` : JSON.stringify([uid, generation, labels, annotations, ownerReferences, deletionTimestamp])
}

/** A new status brings the same spec again, which is the most of an object; the API server counts its changes. */
function withKnownSpec (object: Manifest, known: Manifest | undefined): Manifest {
  const { uid, generation } = object.metadata
  if (generation === undefined || known?.metadata.uid !== uid || known?.metadata.generation !== generation) return object
  return { ...object, spec: known['spec'] }
}

/** Whether the object's controller is the one with this uid. */
export function isOwned (object: Manifest, ownerUid: string): boolean {
  return (object.metadata.ownerReferences ?? []).some((owner) => owner['uid'] === ownerUid && owner['controller'] === true)
}

/** Versions of one object grow (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions); none is before all. */
function versionOf (object: Manifest | undefined): bigint {
  return BigInt(object?.metadata.resourceVersion ?? 0)
}
