/** The kinds the operator reads and writes, and their places in the API. */

/** A kind of object. */
export interface Kind {
  readonly apiVersion: string
  readonly kind: string
  readonly plural: string
  /** Lives in a namespace. All kinds here do but definitions of kinds. */
  readonly namespaced: boolean
}

function namespaced (apiVersion: string, kind: string, plural: string): Kind {
  return { apiVersion, kind, plural, namespaced: true }
}

/** Every kind of this package, by name. */
export const Kinds = {
  Protocol: namespaced('subnetes.dev/v1alpha1', 'Protocol', 'protocols'),
  Deployment: namespaced('apps/v1', 'Deployment', 'deployments'),
  Pod: namespaced('v1', 'Pod', 'pods'),
  Service: namespaced('v1', 'Service', 'services'),
  ServiceAccount: namespaced('v1', 'ServiceAccount', 'serviceaccounts'),
  ConfigMap: namespaced('v1', 'ConfigMap', 'configmaps'),
  Secret: namespaced('v1', 'Secret', 'secrets'),
  PodDisruptionBudget: namespaced('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets'),
  NetworkPolicy: namespaced('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies'),
  Lease: namespaced('coordination.k8s.io/v1', 'Lease', 'leases'),
  Event: namespaced('events.k8s.io/v1', 'Event', 'events'),
  /** Of cert-manager, which a cluster may not have. */
  Certificate: namespaced('cert-manager.io/v1', 'Certificate', 'certificates')
} as const satisfies Readonly<Record<string, Kind>>

/** Where an object, or without a name the list of them, is. Without a namespace: all namespaces. */
export interface Place {
  readonly namespace?: string | undefined
  readonly name?: string | undefined
  readonly subresource?: 'status' | 'scale' | undefined
}

/** The path of a place below the server's address (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris). */
export function pathOf (kind: Kind, place: Place = {}): string {
  const root = kind.apiVersion.includes('/') ? `/apis/${kind.apiVersion}` : `/api/${kind.apiVersion}`
  const parts = [root]
  if (kind.namespaced && place.namespace !== undefined) parts.push('namespaces', encodeURIComponent(place.namespace))
  parts.push(kind.plural)
  if (place.name !== undefined) parts.push(encodeURIComponent(place.name))
  if (place.subresource !== undefined) parts.push(place.subresource)
  return parts.join('/')
}

/** `namespace/name`, the key of an object in caches and queues. */
export function keyOf (object: { readonly metadata: { readonly namespace?: string, readonly name: string } }): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`
}

/** The parts of a {@link keyOf}. */
export function splitKey (key: string): { namespace: string, name: string } {
  const slash = key.indexOf('/')
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}
