/** Checks a Protocol object as the API server would, before any API server sees it. */
import { SubnetesError } from '@subnetes/common'
import { Ajv } from 'ajv'
import type { ErrorObject, ValidateFunction } from 'ajv'
import { storedSchema } from './crd-schema.ts'
import { isRecord, withDefaults } from './defaults.ts'
import { PROTOCOL_CRD } from './gen/crd.ts'
import type { Protocol } from './gen/protocol.ts'
import { protocolJsonSchema } from './json-schema.ts'
import { listMapProblems } from './list-map.ts'
import { describeProblem } from './problem.ts'
import type { Problem } from './problem.ts'
import { PROTOCOL_RULES } from './rules.ts'
import type { Target } from './rules.ts'

/** The API version that manifests are written in. */
export const API_VERSION = 'subnetes.dev/v1alpha1'
/** The one kind of manifest. */
export const PROTOCOL_KIND = 'Protocol'

/** Options of {@link validateProtocol}. */
export interface ValidateInit {
  /** Where the object was read from, for messages. */
  file?: string | undefined
  /** Which document of the file it is, from 1. */
  document?: number | undefined
  /** Where it is going to run. @default 'local' */
  target?: Target | undefined
}

let compiled: ValidateFunction | undefined

/** Compiled at first use (about 20 ms), kept. */
function validator (): ValidateFunction {
  if (compiled !== undefined) return compiled
  // verbose puts the schema node beside each error, which is where allowed names come from.
  const ajv = new Ajv({ allErrors: true, strict: true, verbose: true, allowUnionTypes: true })
  ajv.addFormat('int32', { type: 'number', validate: (value: number) => Number.isInteger(value) && value >= -2_147_483_648 && value <= 2_147_483_647 })
  ajv.addFormat('int64', { type: 'number', validate: Number.isSafeInteger })
  ajv.addFormat('date-time', (value: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value)))
  return (compiled = ajv.compile(protocolJsonSchema()))
}

/**
 * Checks a value read from a manifest and fills in the defaults.
 *
 * @returns a new object; `value` is left as it is
 * @throws {SubnetesError} `invalid_argument` with every problem found: the message lists path and reason of each, `details` has `file`, `document`, `name` and `problems`
 */
export function validateProtocol (value: unknown, init: ValidateInit = {}): Protocol {
  const object = withDefaults(value, storedSchema(PROTOCOL_CRD))
  const problems = findProblems(object, init.target ?? 'local')
  if (problems.length > 0) throw protocolError(value, problems, init)
  return object as Protocol
}

function findProblems (object: unknown, target: Target): Problem[] {
  const foreign = kindProblem(object)
  if (foreign !== undefined) return [foreign]
  const validate = validator()
  validate(object)
  const errors = validate.errors ?? []
  const problems = [...describeAll(errors), ...listMapProblems(object, storedSchema(PROTOCOL_CRD))]
  // Like the API server, which runs CEL only on objects of the right shape.
  if (errors.some((error) => error.keyword === 'type' || error.keyword === 'required')) return problems
  const broken = PROTOCOL_RULES.filter((rule) => (rule.target === 'both' || rule.target === target) && !rule.holds(object as Protocol))
  return [...problems, ...broken.map(({ path, message }) => ({ path, message }))]
}

function kindProblem (object: unknown): Problem | undefined {
  if (!isRecord(object)) return { path: '', message: 'must be an object with apiVersion, kind, metadata and spec' }
  const { apiVersion, kind } = object
  if (apiVersion === API_VERSION && kind === PROTOCOL_KIND) return undefined
  return { path: '', message: `is apiVersion ${show(apiVersion)}, kind ${show(kind)}; expected apiVersion ${API_VERSION}, kind ${PROTOCOL_KIND}` }
}

function show (value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value)
}

/** ajv's errors in our words, without what another error explains: a value of a wrong type is not in the enum either, and the missing fields that a typo explains (`woker` is worker, so worker is not reported as missing too). */
function describeAll (errors: readonly ErrorObject[]): Problem[] {
  const problems = errors.map(describeProblem)
  const meant = new Set(problems.map((problem) => problem.meant))
  const mistyped = new Set(errors.filter((error) => error.keyword === 'type').map((error) => error.instancePath))
  return problems.filter((problem, index) => {
    const { keyword, instancePath } = errors[index] as ErrorObject
    if (keyword === 'enum') return !mistyped.has(instancePath)
    return keyword !== 'required' || !meant.has(problem.path)
  }).map(({ path, message }) => ({ path, message }))
}

function protocolError (value: unknown, problems: readonly Problem[], init: ValidateInit): SubnetesError {
  const metadata = isRecord(value) && isRecord(value['metadata']) ? value['metadata'] : {}
  const name = typeof metadata['name'] === 'string' ? metadata['name'] : undefined
  const lines = problems.map(({ path, message }) => path === '' ? message : `${path}: ${message}`)
  const body = lines.length === 1 ? lines.join() : `${lines.length} problems:\n  ${lines.join('\n  ')}`
  const details = { file: init.file, document: init.document, name, problems }
  return new SubnetesError('invalid_argument', `${placeOf(name, init)}: ${body}`, { details })
}

/** `protocol "inference" (inference.yaml, document 2)`, with what is known of it. */
function placeOf (name: string | undefined, init: ValidateInit): string {
  const where = [init.file, init.document === undefined ? undefined : `document ${init.document}`].filter((part) => part !== undefined).join(', ')
  const what = name === undefined ? 'manifest' : `protocol "${name}"`
  return where === '' ? what : `${what} (${where})`
}
