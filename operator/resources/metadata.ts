/** The metadata that all owned objects share. */
import type { ObjectMeta, Protocol } from '@subnetes/api'
import { labelsOf, workerName } from './names.ts'

/** Name, namespace, labels and the owner, whose end is the object's end. */
export function ownedMetadata (protocol: Protocol): ObjectMeta {
  const { name, namespace = 'default', uid = '' } = protocol.metadata
  const owner = { apiVersion: protocol.apiVersion, kind: protocol.kind, name, uid, controller: true, blockOwnerDeletion: true }
  return { name: workerName(protocol), namespace, labels: labelsOf(protocol), ownerReferences: [owner] }
}
