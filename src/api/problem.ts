/** Errors of the validator in words: where, what, and what was probably meant. */
import type { ErrorObject } from 'ajv'
import { suggest } from './suggest.ts'

/** One thing wrong with a manifest. */
export interface Problem {
  /** As the API server writes it, `spec.methods[0].name`; empty for the object itself. */
  readonly path: string
  readonly message: string
}

/** A problem and the path of the field that was probably meant by an unknown one. */
export interface DescribedProblem extends Problem {
  readonly meant?: string | undefined
}

/** An ajv error (of a validator with `verbose`) as a {@link Problem}. */
export function describeProblem (error: ErrorObject): DescribedProblem {
  const at = fieldPath(error.instancePath)
  const params = error.params as Record<string, unknown>
  switch (error.keyword) {
    case 'additionalProperties': return unknownField(error, at, String(params['additionalProperty']))
    case 'required': return { path: join(at, String(params['missingProperty'])), message: 'is required' }
    case 'type': return { path: at, message: typeMessage(error) }
    case 'enum': return { path: at, message: enumMessage(error) }
    case 'uniqueItems': return { path: at, message: `has ${quote((error.data as unknown[])[Number(params['i'])])} twice` }
    case 'format': return { path: at, message: `is ${quote(error.data)}; allowed is ${String(params['format'])}` }
    default: return { path: at, message: limitMessage(error, params) }
  }
}

/** `/spec/methods/0/name` as `spec.methods[0].name`. */
function fieldPath (pointer: string): string {
  return pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~')).reduce(join, '')
}

/** The path of a field or list entry below another path. */
export function join (path: string, name: string): string {
  if (/^\d+$/.test(name)) return `${path}[${name}]`
  return path === '' ? name : `${path}.${name}`
}

function unknownField (error: ErrorObject, at: string, name: string): DescribedProblem {
  const known = Object.keys(error.parentSchema?.['properties'] as object | undefined ?? {})
  const near = suggest(name, known)
  const help = near === undefined ? `the fields here are ${known.join(', ')}` : `did you mean "${near}"?`
  return { path: join(at, name), message: `unknown field; ${help}`, meant: near === undefined ? undefined : join(at, near) }
}

function typeMessage (error: ErrorObject): string {
  const allowed = error.parentSchema?.['enum'] as string[] | undefined
  if (typeof error.data === 'boolean' && allowed?.includes('Off') === true) {
    return `is the boolean ${String(error.data)}; YAML reads Off without quotes so, write 'Off' (allowed are ${allowed.join(', ')})`
  }
  return `is ${quote(error.data)}; expected ${String(error.schema)}`
}

function enumMessage (error: ErrorObject): string {
  const allowed = error.schema as string[]
  const near = typeof error.data === 'string' ? suggest(error.data, allowed) : undefined
  return `is ${quote(error.data)}; allowed are ${allowed.join(', ')}${near === undefined ? '' : `, did you mean "${near}"?`}`
}

function limitMessage (error: ErrorObject, params: Record<string, unknown>): string {
  const limit = String(params['limit'])
  switch (error.keyword) {
    case 'minimum': return `is ${quote(error.data)}; allowed is ${limit} or more`
    case 'maximum': return `is ${quote(error.data)}; allowed is ${limit} or less`
    case 'minLength': return Number(limit) === 1 ? 'must not be empty' : `is shorter than ${limit} characters`
    case 'maxLength': return `is ${String(error.data).length} characters long; allowed are ${limit}`
    case 'minItems': return `has ${(error.data as unknown[]).length} entries; ${limit} or more are needed`
    case 'maxItems': return `has ${(error.data as unknown[]).length} entries; allowed are ${limit}`
    case 'pattern': return `is ${quote(error.data)}; it must match ${String(params['pattern'])}`
    default: return error.message ?? error.keyword
  }
}

function quote (value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
