/** Writes a Protocol's status, when there is something new to say. */
import { isDeepStrictEqual } from 'node:util'
import type { Protocol, ProtocolStatus } from '@subnetes/api'
import type { ApiClient } from './api-client.ts'
import { Kinds } from './kinds.ts'

/** The field manager of all of `status`. */
export const STATUS_MANAGER = 'subnetes-operator-status'

/** Server-side apply of the whole status through `/status`; fields that are not in it go. @returns the object as it was written; undefined when no write was needed */
export async function writeStatus (client: ApiClient, protocol: Protocol, status: ProtocolStatus, options: { signal?: AbortSignal } = {}): Promise<Protocol | undefined> {
  if (isDeepStrictEqual(normal(protocol.status ?? {}), normal(status))) return undefined
  const { name, namespace, uid } = protocol.metadata
  // The uid keeps a status from landing on an object that has taken the name since.
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), ...(uid === undefined ? {} : { uid }) }
  const object = { apiVersion: protocol.apiVersion, kind: protocol.kind, metadata, status }
  return await client.apply(Kinds.Protocol, object, { fieldManager: STATUS_MANAGER, force: true, subresource: 'status', ...options }) as unknown as Protocol
}

/** As JSON has it (no undefined), with conditions in one order. */
function normal (status: ProtocolStatus): unknown {
  const copy = JSON.parse(JSON.stringify(status)) as ProtocolStatus
  return { ...copy, conditions: (copy.conditions ?? []).toSorted((a, b) => a.type.localeCompare(b.type)) }
}
