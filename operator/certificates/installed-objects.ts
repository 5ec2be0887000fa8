/** Reads and writes single objects with the rights to get, create and update, and no more: what the operator has for Secrets. */
import { SubnetesError } from '@subnetes/common'
import type { ApiClient } from '../controller/api-client.ts'
import { FIELD_MANAGER } from '../controller/children.ts'
import { differences, withAppliedHash } from '../controller/difference.ts'
import { pathOf } from '../controller/kinds.ts'
import type { Kind } from '../controller/kinds.ts'
import type { Manifest } from '../resources/kube-object.ts'

/** Options of a request. */
export interface CallInit { readonly signal: AbortSignal }

/** Where an object is. */
export interface ObjectPlace { readonly namespace: string, readonly name: string }

/** The object, or undefined when there is none. */
export async function find<T extends Manifest> (client: ApiClient, kind: Kind, place: ObjectPlace, options: CallInit): Promise<T | undefined> {
  try {
    return await client.get<T>(kind, place, options)
  } catch (error) {
    if (SubnetesError.from(error).code === 'not_found') return undefined
    throw error
  }
}

/** Writes an object whole: a new one, or in place of `before`, if nobody has changed that since. @throws {SubnetesError} `aborted` or `already_exists` when somebody has */
export async function put<T extends Manifest> (client: ApiClient, kind: Kind, object: T, options: CallInit & { readonly before: Manifest | undefined }): Promise<T> {
  const { before, signal } = options
  const init = { fieldManager: FIELD_MANAGER, signal }
  if (before === undefined) return await client.create(kind, object, init)
  const resourceVersion = before.metadata.resourceVersion ?? ''
  return await client.replace(kind, { ...object, metadata: { ...object.metadata, resourceVersion } }, init)
}

/** Makes an object what it should be, unless it is. @returns whether a write was needed. @throws {SubnetesError} `failed_precondition` when the cluster does not have the kind */
export async function ensure (client: ApiClient, kind: Kind, manifest: Manifest, options: CallInit): Promise<boolean> {
  const wanted = withAppliedHash(manifest)
  const { namespace = '', name } = manifest.metadata
  const before = await find(client, kind, { namespace, name }, options)
  if (before !== undefined && differences(wanted, before).length === 0) return false
  try {
    await put(client, kind, wanted, { before, ...options })
    return true
  } catch (error) {
    if (SubnetesError.from(error).code !== 'not_found') throw error
    throw new SubnetesError('failed_precondition', `${kind.kind} ${namespace}/${name} cannot be made: the cluster has no ${pathOf(kind)}; install what brings it`, { cause: error })
  }
}
