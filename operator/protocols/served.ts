/** Which Protocols are served: of two that want one name or one handle, the older. Pure. */
import { findHandleConflicts } from '@subnetes/api'
import type { CompiledSchema, Protocol } from '@subnetes/api'
import type { AssignmentInit } from '@subnetes/control'
import type { ProtocolProblem, ProtocolView } from './protocols-view.ts'

/** A version of a Protocol that gateways can be told of. */
export interface ServableVersion {
  readonly schema: CompiledSchema
  readonly assignment: AssignmentInit
  /** The handles that peers call. */
  readonly handles: readonly string[]
}

/** What is known of one Protocol by itself. */
export interface Candidate {
  readonly key: string
  readonly protocol: Protocol
  /** The newest version that can be served. */
  readonly servable: ServableVersion | undefined
  /** What is wrong with the present version. */
  readonly problem: ProtocolProblem | undefined
}

/** Every candidate's view. */
export function decideServed (candidates: readonly Candidate[]): ProtocolView[] {
  const refused = nameProblems(candidates)
  const claims = candidates.flatMap(({ key, protocol, servable }) => servable === undefined || refused.has(key)
    ? []
    : [{ name: key, handles: servable.handles, createdAt: protocol.metadata.creationTimestamp ?? '' }])
  for (const { name, error } of findHandleConflicts(claims)) refused.set(name, { reason: 'HandleTaken', message: error.message })
  return candidates.map(({ key, protocol, servable, problem }) => ({
    key,
    name: protocol.metadata.name,
    protocol,
    schema: servable?.schema,
    assignment: servable?.assignment,
    problem,
    conflict: refused.get(key),
    isServed: servable !== undefined && !refused.has(key)
  }))
}

/** Names are told to gateways, callers and metrics without their namespace. */
function nameProblems (candidates: readonly Candidate[]): Map<string, ProtocolProblem> {
  const owners = new Map<string, string>()
  const problems = new Map<string, ProtocolProblem>()
  for (const { key, protocol: { metadata: { name } } } of candidates.toSorted(byAge)) {
    const owner = owners.get(name)
    if (owner === undefined) owners.set(name, key)
    else problems.set(key, { reason: 'NameTaken', message: `protocol "${key}" is not served: its name is already used by the older protocol "${owner}"; names are unique in an installation, give one of them another` })
  }
  return problems
}

function byAge (a: Candidate, b: Candidate): number {
  const [left, right] = [a, b].map(({ key, protocol }) => `${protocol.metadata.creationTimestamp ?? ''} ${key}`) as [string, string]
  if (left === right) return 0
  return left < right ? -1 : 1
}
