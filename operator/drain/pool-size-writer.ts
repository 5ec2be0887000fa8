/** The count of a Protocol's Deployment: raised at once, lowered only as it was just seen. */
import type { Protocol } from '@subnetes/api'
import { SubnetesError } from '@subnetes/common'
import type { ApiClient } from '../controller/api-client.ts'
import { isConflict } from '../controller/api-error.ts'
import { Kinds } from '../controller/kinds.ts'
import type { Manifest } from '../resources/kube-object.ts'
import { SCALE_MANAGER } from '../scaling/scale-writer.ts'

/** Times that a raise is repeated because the Deployment's status was written meanwhile. */
const MAX_ATTEMPTS = 5

/** A write of a count. */
export interface SizeWrite {
  /** The Deployment as it was seen; its resourceVersion fences the write. */
  readonly seen: Manifest
  readonly replicas: number
  /** Asked before every request. */
  readonly isCurrent: () => boolean
  readonly signal: AbortSignal
}

/** Workers that are wanted: none while suspended. */
export function wishOf (protocol: Protocol): number {
  return protocol.spec.suspend ? 0 : protocol.spec.replicas
}

/** What a Deployment asks for. */
export function sizeOf (deployment: Manifest): number {
  return (deployment['spec'] as { readonly replicas?: number } | undefined)?.replicas ?? 1
}

/** Writes the count. @throws {SubnetesError} `aborted` when the Deployment is not as it was seen any more, or this operator no longer leads */
export async function writeSize (client: ApiClient, write: SizeWrite): Promise<Manifest> {
  const { name, namespace, resourceVersion, uid } = write.seen.metadata
  if (!write.isCurrent()) throw new SubnetesError('aborted', `deployment ${name}: not scaled, this operator no longer leads`)
  if (resourceVersion === undefined || uid === undefined) throw new SubnetesError('failed_precondition', `deployment ${name} was seen without a resourceVersion; a write would not be fenced`)
  const patch = { metadata: { resourceVersion, uid }, spec: { replicas: write.replicas } }
  return await client.merge<Manifest>(Kinds.Deployment, { namespace, name }, { patch, fieldManager: SCALE_MANAGER, signal: write.signal })
}

/** Raises the count to `replicas`, whatever else is written to the Deployment meanwhile. A count that is as high already stays. @returns the Deployment as it is then */
export async function raiseSize (client: ApiClient, write: SizeWrite): Promise<Manifest> {
  const { name, namespace } = write.seen.metadata
  let { seen } = write
  for (let attempt = 1; sizeOf(seen) < write.replicas; attempt += 1) {
    try {
      return await writeSize(client, { ...write, seen })
    } catch (error) {
      if (!isConflict(error) || attempt === MAX_ATTEMPTS || !write.isCurrent()) throw error
    }
    seen = await client.get<Manifest>(Kinds.Deployment, { namespace, name }, { signal: write.signal })
  }
  return seen
}
