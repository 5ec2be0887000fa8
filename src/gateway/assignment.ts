/** A protocol as the operator assigned it, checked and in the gateway's own words. */
import { parseAccess } from '@subnetes/auth'
import type { AccessRules, ProtocolAccess } from '@subnetes/auth'
import { RESERVED_SERVICES, SubnetesError, handleName } from '@subnetes/common'
import type { Assignment } from '@subnetes/control'
import { resolveJobLimits } from '@subnetes/dispatch'
import type { DispatchMethod, JobLimits, PoolSpec } from '@subnetes/dispatch'

/** Time from dispatch to a worker when the assignment states none. 300 s: the manifest's own default. */
export const DEFAULT_METHOD_TIMEOUT_MS = 300_000
/** Hold limits when the assignment states none: the manifest's own defaults. */
export const DEFAULT_HOLD: PoolSpec['hold'] = { maxPending: 1000, maxPendingPerPeer: 100, timeoutMs: 30_000 }

/** One handler of an assigned protocol. */
export interface AssignedHandler extends DispatchMethod {
  /** The libp2p protocol id. */
  readonly handle: string
  /** Largest request message; undefined leaves it to the wire. */
  readonly maxRequestBytes: number | undefined
  /** Its calls run through the job queue. */
  readonly isQueued: boolean
  readonly requestType: string
  readonly responseType: string
}

/** A protocol as assigned. Immutable: a change is a new one. */
export interface AssignedProtocol {
  /** The manifest's name. */
  readonly name: string
  readonly generation: number
  /** Of its object, never empty: where its jobs are. */
  readonly namespace: string
  /** `<package>.<Service>` */
  readonly service: string
  readonly methods: readonly AssignedHandler[]
  readonly descriptorSet: Uint8Array
  /** The schema as written; may be empty. */
  readonly proto: string
  readonly pool: PoolSpec
  readonly jobs: JobLimits
  /** Who may call. */
  readonly access: AccessRules
  /** As received, for the snapshot. */
  readonly source: Assignment
}

/**
 * Checks an assignment and puts it into the gateway's own words.
 *
 * @param ownNamespace the gateway's, for assignments that name none: those of a laptop, or of an operator that does not know of it
 * @throws {SubnetesError} when it cannot be served as it stands: `invalid_argument` (no method, a reserved service, a queued stream of requests), `unimplemented` (an access rule that this gateway does not know)
 */
export function parseAssignment (source: Assignment, ownNamespace: string): AssignedProtocol {
  const what = `protocol "${source.name}"`
  const service = shortName(source.service)
  if (source.name === '' || service === '') throw new SubnetesError('invalid_argument', `${what}: the assignment names no ${source.name === '' ? 'protocol' : 'service'}`)
  if (RESERVED_SERVICES.includes(service)) throw new SubnetesError('invalid_argument', `${what}: service ${service} is reserved for the gateway; rename the service in the schema`)
  if (source.methods.length === 0) throw new SubnetesError('invalid_argument', `${what}: service ${source.service} has no rpc_* method`)
  return {
    name: source.name,
    generation: source.generation,
    namespace: source.namespace === '' ? ownNamespace : source.namespace,
    service: source.service,
    methods: source.methods.map((method) => parseMethod(source, method)),
    descriptorSet: source.descriptorSet,
    proto: source.proto,
    pool: { protocol: source.name, concurrency: Math.max(1, source.concurrency), hold: holdLimits(source.hold) },
    jobs: resolveJobLimits(source.queue),
    access: parseRules(what, source),
    source
  }
}

/** The last part of a service's full name: what stands in handles. */
export function shortName (service: string): string {
  return service.slice(service.lastIndexOf('.') + 1)
}

function parseMethod (source: Assignment, method: Assignment['methods'][number]): AssignedHandler {
  const what = `protocol "${source.name}", method ${method.name}`
  if (method.mode === 'queued' && method.requestStream) throw new SubnetesError('invalid_argument', `${what}: a stream of requests cannot be queued; use mode Interactive`)
  return {
    name: method.name,
    path: `/${source.service}/${method.name}`,
    handle: handleName(shortName(source.service), method.name, source.handlerPrefix),
    requestStream: method.requestStream,
    responseStream: method.responseStream,
    timeoutMs: method.timeoutSeconds === 0 ? DEFAULT_METHOD_TIMEOUT_MS : method.timeoutSeconds * 1000,
    idempotent: method.idempotent,
    maxRequestBytes: method.maxRequestBytes === 0 ? undefined : method.maxRequestBytes,
    isQueued: method.mode === 'queued',
    requestType: method.requestType,
    responseType: method.responseType
  }
}

function holdLimits (hold: Assignment['hold']): PoolSpec['hold'] {
  const isUnset = hold.maxPending === 0 && hold.maxPendingPerPeer === 0 && hold.timeoutSeconds === 0
  return isUnset ? DEFAULT_HOLD : { maxPending: hold.maxPending, maxPendingPerPeer: hold.maxPendingPerPeer, timeoutMs: hold.timeoutSeconds * 1000 }
}

/** Rules of a method replace the protocol's. A rule that is not known must not be dropped in silence, so the protocol stays closed. */
function parseRules (what: string, source: Assignment): AccessRules {
  const ofMethods = source.methods.map(({ name, accessJson }) => [name, parseAccess(`${what}, method ${name}`, accessJson)] as const)
  return { what, protocol: parseAccess(what, source.accessJson), methods: new Map(ofMethods.filter((entry): entry is [string, ProtocolAccess] => entry[1] !== undefined)) }
}
