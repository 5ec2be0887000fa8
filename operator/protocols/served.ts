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

/** Every candidate's view. Who shares no claim with any of them need not be among them. */
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

/** Whether two views say the same. */
export function isSameView (a: ProtocolView, b: ProtocolView): boolean {
  return a.protocol === b.protocol && a.schema === b.schema && a.assignment === b.assignment && a.isServed === b.isServed &&
    isSameProblem(a.problem, b.problem) && isSameProblem(a.conflict, b.conflict)
}

/** What a candidate wants for itself: only those that share one of these can be in each other's way. */
export function claimsOf ({ protocol, servable }: Candidate): string[] {
  return [`name ${protocol.metadata.name}`, ...(servable?.handles ?? []).map((handle) => `handle ${handle}`)]
}

function isSameProblem (a: ProtocolProblem | undefined, b: ProtocolProblem | undefined): boolean {
  return a?.reason === b?.reason && a?.message === b?.message
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
  return compare(a.protocol.metadata.creationTimestamp ?? '', b.protocol.metadata.creationTimestamp ?? '') || compare(a.key, b.key)
}

function compare (a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
