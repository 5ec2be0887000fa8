/**
 * Whether a plain object fits a message type. protobufjs converts what it can (an object becomes "[object Object]", 1.5 becomes 1), so a caller's
 * mistake would travel as somebody's data; this says it instead, with the field's path.
 */
import Long from 'long'
import protobuf from 'protobufjs'

/** @returns undefined when `value` fits, else what is wrong in words: path, what was found, what is allowed */
export function misfit (type: protobuf.Type, value: unknown, path = ''): string | undefined {
  if (!isObject(value)) return `${path === '' ? 'the message' : path} is ${shown(value)}; allowed is an object with fields of ${nameOf(type)}`
  for (const [key, item] of Object.entries(value)) {
    const field = type.fields[key]
    const place = path === '' ? key : `${path}.${key}`
    if (field === undefined) return `${nameOf(type)} has no field "${key}"; it has ${Object.keys(type.fields).join(', ') || 'none'}`
    const problem = item === undefined || item === null ? undefined : fieldMisfit(field, item, place)
    if (problem !== undefined) return problem
  }
  return undefined
}

function fieldMisfit (field: protobuf.Field, value: unknown, path: string): string | undefined {
  if (field instanceof protobuf.MapField) {
    if (!isObject(value)) return `${path} is ${shown(value)}; allowed is an object`
    return firstProblem(Object.entries(value), ([key, item]) => valueMisfit(field, item, `${path}.${key}`))
  }
  if (!field.repeated) return valueMisfit(field, value, path)
  if (!Array.isArray(value)) return `${path} is ${shown(value)}; allowed is an array`
  return firstProblem(value.entries(), ([index, item]) => valueMisfit(field, item, `${path}[${index}]`))
}

function valueMisfit (field: protobuf.Field, value: unknown, path: string): string | undefined {
  const resolved = field.resolvedType
  if (resolved instanceof protobuf.Type) return misfit(resolved, value, path)
  if (resolved instanceof protobuf.Enum) {
    const fits = typeof value === 'string' ? resolved.values[value] !== undefined : isWithin(value, -(2 ** 31), 2 ** 31 - 1)
    return fits ? undefined : `${path} is ${shown(value)}; allowed are ${Object.keys(resolved.values).join(', ')}`
  }
  const scalar = SCALARS[field.type]
  return scalar === undefined || scalar.fits(value) ? undefined : `${path} is ${shown(value)}; allowed is ${scalar.allowed}`
}

interface Scalar { readonly allowed: string, readonly fits: (value: unknown) => boolean }

const INT32: Scalar = { allowed: 'a whole number from -2147483648 to 2147483647', fits: (value) => isWithin(value, -(2 ** 31), 2 ** 31 - 1) }
const UINT32: Scalar = { allowed: 'a whole number from 0 to 4294967295', fits: (value) => isWithin(value, 0, 2 ** 32 - 1) }
const INT64: Scalar = { allowed: 'a whole number of 64 bits, as text when it is over 9007199254740991', fits: (value) => isLong(value, -(2n ** 63n), 2n ** 63n - 1n) }
const UINT64: Scalar = { allowed: 'a whole number from 0, of 64 bits, as text when it is over 9007199254740991', fits: (value) => isLong(value, 0n, 2n ** 64n - 1n) }
const NUMBER: Scalar = { allowed: 'a number', fits: (value) => typeof value === 'number' }

/** https://protobuf.dev/programming-guides/proto3/#scalar */
const SCALARS: Readonly<Record<string, Scalar | undefined>> = {
  double: NUMBER,
  float: NUMBER,
  int32: INT32,
  sint32: INT32,
  sfixed32: INT32,
  uint32: UINT32,
  fixed32: UINT32,
  int64: INT64,
  sint64: INT64,
  sfixed64: INT64,
  uint64: UINT64,
  fixed64: UINT64,
  bool: { allowed: 'true or false', fits: (value) => typeof value === 'boolean' },
  string: { allowed: 'text', fits: (value) => typeof value === 'string' },
  bytes: { allowed: 'bytes, or base64 text', fits: (value) => value instanceof Uint8Array || (typeof value === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(value)) }
}

function isWithin (value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
}

function isLong (value: unknown, least: bigint, most: bigint): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && BigInt(value) >= least
  if (typeof value === 'string') return /^-?\d{1,20}$/.test(value) && BigInt(value) >= least && BigInt(value) <= most
  return Long.isLong(value)
}

function isObject (value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
}

function firstProblem<T> (items: Iterable<T>, look: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = look(item)
    if (problem !== undefined) return problem
  }
  return undefined
}

function shown (value: unknown): string {
  const text = JSON.stringify(value) ?? typeof value
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

function nameOf (type: protobuf.Type): string {
  return type.fullName.replace(/^\./, '')
}
