/** The `access` section of a protocol, per method: read, and checked against what this process can enforce. */
import type { ProtocolAccess } from '@subnetes/api'
import { SubnetesError } from '@subnetes/common'
import type { MethodShape } from '@subnetes/common'
import type { AuthFields } from './auth-field.ts'

export type { ProtocolAccess } from '@subnetes/api'

/** Rules of one protocol. Rules of a method replace those of the protocol. */
export interface AccessRules {
  /** Names the protocol in messages. */
  readonly what: string
  readonly protocol: ProtocolAccess | undefined
  /** By method name. */
  readonly methods: ReadonlyMap<string, ProtocolAccess>
}

/** Nobody is refused. */
export const OPEN_ACCESS: ProtocolAccess = {}

/** Reads rules as an assignment carries them; `''` is no rules. @throws {SubnetesError} `invalid_argument` */
export function parseAccess (what: string, accessJson: string): ProtocolAccess | undefined {
  if (accessJson === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(accessJson)
  } catch (cause) {
    throw new SubnetesError('invalid_argument', `${what}: its access rules are not JSON`, { cause })
  }
  if (value === null) return undefined
  const unknown = typeof value !== 'object' || Array.isArray(value) ? ['(no object)'] : Object.keys(value).filter((name) => !KNOWN.has(name))
  if (unknown.length > 0) {
    throw new SubnetesError('unimplemented', `${what}: this gateway does not enforce ${unknown.map((name) => `access.${name}`).join(', ')}; remove the rule or use a gateway that enforces it`)
  }
  return value
}

const KNOWN = new Set<string>(['allow', 'deny', 'stake', 'messageSignature', 'rateLimit'] satisfies ReadonlyArray<keyof ProtocolAccess>)

/** The rules that hold for a method. */
export function accessOf (rules: AccessRules, method: string): ProtocolAccess {
  return rules.methods.get(method) ?? rules.protocol ?? OPEN_ACCESS
}

/** What a process can enforce beside lists and rates. */
export interface AccessMeans {
  readonly hasOracle: boolean
  /** Where `auth` stands in the messages; undefined when messages cannot be checked here. */
  readonly fields: AuthFields | undefined
}

/**
 * Refuses rules that would not hold: a rule that is not enforced must not be applied in silence.
 *
 * @throws {SubnetesError} `invalid_argument` for signatures that messages have no room for, `failed_precondition` for means that this process lacks
 */
export function checkAccess (rules: AccessRules, methods: Iterable<MethodShape>, means: AccessMeans): void {
  for (const method of methods) {
    const { stake, messageSignature = 'Off' } = accessOf(rules, method.name)
    const what = `${rules.what}, method ${method.name}`
    if (stake !== undefined && !means.hasOracle) throw new SubnetesError('failed_precondition', `${what}: access.stake needs a stake oracle; configure one at the gateway`)
    if (messageSignature === 'Off') continue
    if (means.fields === undefined) throw new SubnetesError('failed_precondition', `${what}: access.messageSignature needs a gateway that signs messages`)
    if (messageSignature === 'Optional') continue
    if (method.requestStream) throw new SubnetesError('invalid_argument', `${what}: a stream of requests cannot carry message signatures; use Off or Optional, the identity of the connection holds there`)
    const { request, response } = means.fields(method)
    if (request === undefined || response === undefined) throw new SubnetesError('invalid_argument', `${what}: access.messageSignature is Required and its ${request === undefined ? 'request' : 'response'} message has no "auth" field`)
  }
}
