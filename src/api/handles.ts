/** Which handles a protocol claims, and who keeps one that two claim. Pure. */
import { handleName, SubnetesError } from '@subnetes/common'
import type { CompiledSchema } from './compiled-schema.ts'
import type { Protocol } from './gen/protocol.ts'

/** A protocol and the handles it wants to serve. */
export interface HandleClaim {
  /** How messages name it, and unique among the claims: the manifest's name, or `namespace/name`. */
  readonly name: string
  readonly handles: readonly string[]
  /** RFC 3339 text, as `metadata.creationTimestamp`. Without it a claim is older than all with one, and as old as its place in the list says. */
  readonly createdAt?: string | null | undefined
}

/** A protocol that cannot be served, because an older one has a handle of it. */
export interface HandleConflict {
  /** The younger protocol. */
  readonly name: string
  /** The older one, which keeps them. */
  readonly heldBy: string
  /** The handles both want. */
  readonly handles: readonly string[]
  /** `already_exists`, naming both protocols and the way out. */
  readonly error: SubnetesError
}

/** The libp2p protocol ids that peers call a protocol by, in the order of its methods. */
export function handlesOf (protocol: Protocol, compiled: Pick<CompiledSchema, 'service' | 'methods'>): string[] {
  return compiled.methods.map((method) => handleName(compiled.service, method.name, protocol.spec.schema.handlerPrefix))
}

/**
 * The claims that must give way: of two protocols with one handle the older is served and the younger is not at all, so none of its other handles is
 * half there, nor in the way of a third.
 */
export function findHandleConflicts (claims: readonly HandleClaim[]): HandleConflict[] {
  const owners = new Map<string, string>()
  return byAge(claims).flatMap((claim) => {
    const taken = claim.handles.find((handle) => owners.has(handle))
    if (taken !== undefined) return [conflict(claim, owners.get(taken) as string, owners)]
    for (const handle of claim.handles) owners.set(handle, claim.name)
    return []
  })
}

function byAge (claims: readonly HandleClaim[]): HandleClaim[] {
  const order = claims.map((claim, index) => ({ claim, index, created: claim.createdAt ?? '' }))
  order.sort((a, b) => compare(a.created, b.created) || (a.created === '' ? a.index - b.index : compare(a.claim.name, b.claim.name)))
  return order.map(({ claim }) => claim)
}

function compare (a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function conflict ({ name, handles }: HandleClaim, heldBy: string, owners: ReadonlyMap<string, string>): HandleConflict {
  const shared = handles.filter((handle) => owners.get(handle) === heldBy)
  const message = `protocol "${name}" is not served: ${shared.length === 1 ? 'handle' : 'handles'} ${shared.join(', ')} ${shared.length === 1 ? 'is' : 'are'} already served by protocol "${heldBy}"; ` +
    'give one of them another spec.schema.handlerPrefix, or rename its service'
  return { name, heldBy, handles: shared, error: new SubnetesError('already_exists', message, { details: { name, heldBy, handles: shared } }) }
}
