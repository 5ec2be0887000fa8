/** Writes how many workers a Protocol wants, through `/scale`, so that of two that decide on the same sight one alone gets through. */
import type { Protocol } from '@subnetes/api'
import { SubnetesError } from '@subnetes/common'
import type { ApiClient } from '../controller/api-client.ts'
import { isConflict } from '../controller/api-error.ts'
import { Kinds } from '../controller/kinds.ts'
import type { KubeObject } from '../resources/kube-object.ts'

/** The field manager of `spec.replicas`. */
export const SCALE_MANAGER = 'subnetes-operator-scale'

/** Times that a write is repeated because something else about the object (its status) was written meanwhile. */
const MAX_ATTEMPTS = 4

/** autoscaling/v1 Scale. At zero the API server answers an empty `spec`: absent means 0. */
interface Scale extends KubeObject { readonly spec?: { readonly replicas?: number } }

/** What is to be written, and on what sight that was decided. */
export interface ScaleChange {
  /** As it was when the decision was made. */
  readonly seen: Protocol
  readonly replicas: number
  /** Whether the writer still leads in the term in which the decision was made. Asked before every request. */
  readonly isCurrent: () => boolean
  readonly signal?: AbortSignal
}

/** What became of a write. `superseded`: the spec is not what the decision was made on, or the object is gone; decide anew. */
export type ScaleResult =
  { readonly kind: 'written', readonly protocol: Protocol } |
  { readonly kind: 'superseded', readonly protocol: Protocol | undefined }

/**
 * PUTs the Scale with the resourceVersion that was seen. A conflict is looked at: a new generation means that somebody has changed the spec (another leader, a person,
 * a manifest), and then nothing is written; the same generation means that only the status is new, and the write is repeated on it.
 *
 * @throws {SubnetesError} `aborted` when the writer no longer leads, or the object changes faster than it can be written; else what the API server says
 */
export async function writeScale (client: ApiClient, change: ScaleChange): Promise<ScaleResult> {
  const { name, namespace, uid, generation } = change.seen.metadata
  let seen = change.seen
  for (let attempt = 1; ; attempt += 1) {
    if (!change.isCurrent()) throw new SubnetesError('aborted', `protocol ${name}: not scaled, this operator no longer leads`)
    try {
      const written = await put(client, seen, change)
      const metadata = { ...seen.metadata, resourceVersion: written.metadata.resourceVersion ?? '' }
      return { kind: 'written', protocol: { ...seen, metadata, spec: { ...seen.spec, replicas: written.spec?.replicas ?? 0 } } }
    } catch (error) {
      if (SubnetesError.from(error).code === 'not_found') return { kind: 'superseded', protocol: undefined }
      if (!isConflict(error) || attempt === MAX_ATTEMPTS) throw error
    }
    seen = await client.get<Protocol>(Kinds.Protocol, { namespace, name }, callOptions(change))
    if (seen.metadata.uid !== uid || seen.metadata.generation !== generation) return { kind: 'superseded', protocol: seen }
  }
}

async function put (client: ApiClient, seen: Protocol, change: ScaleChange): Promise<Scale> {
  const { name, namespace, uid, resourceVersion } = seen.metadata
  if (resourceVersion === undefined) throw new SubnetesError('failed_precondition', `protocol ${name} was seen without a resourceVersion; a write would not be fenced`)
  const metadata = { name, resourceVersion, ...(namespace === undefined ? {} : { namespace }), ...(uid === undefined ? {} : { uid }) }
  const scale: Scale = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata, spec: { replicas: change.replicas } }
  return await client.replace(Kinds.Protocol, scale, { fieldManager: SCALE_MANAGER, subresource: 'scale', ...callOptions(change) })
}

function callOptions ({ signal }: ScaleChange): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
