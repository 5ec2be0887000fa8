/**
 * The `auth` field of signed messages, on bytes. A signature covers the whole serialized message with `auth.signature` empty, so to verify it the
 * signature is cut out of the received bytes and the length of `auth` put right; nothing is decoded and encoded again, and unknown fields stay.
 */
import type { MethodShape } from '@subnetes/common'
import type { MethodDefinition, ServiceDefinition } from '@subnetes/proto'
import { LENGTH_DELIMITED, lengthDelimited, onlyField, protobufFields, valueBytes } from './protobuf-fields.ts'

/** Number of `signature` in RequestAuthInfo. */
export const REQUEST_SIGNATURE_FIELD = 5

/** Number of `signature` in ResponseAuthInfo. */
export const RESPONSE_SIGNATURE_FIELD = 3

/** Where `auth` stands in a method's messages; undefined where a message has none. */
export interface AuthFieldNumbers {
  readonly request: number | undefined
  readonly response: number | undefined
}

/** Finds the {@link AuthFieldNumbers} of a method. */
export type AuthFields = (method: MethodShape) => AuthFieldNumbers

/** A message whose signature was cut out. */
export interface UnsignedMessage {
  /** The bytes that were signed. */
  readonly unsigned: Uint8Array
  /** The `auth` message as received, signature included. */
  readonly auth: Uint8Array
  /** As received; empty when there is none. */
  readonly signature: Uint8Array
}

/** The bytes of `auth`; undefined when the message has none. @throws {SubnetesError} `invalid_argument` when the message is malformed or has it twice */
export function readAuth (message: Uint8Array, authField: number): Uint8Array | undefined {
  const field = onlyField(message, authField)
  return field === undefined ? undefined : valueBytes(message, field)
}

/**
 * Cuts the signature out of a message.
 *
 * @returns undefined when the message has no `auth`
 * @throws {SubnetesError} `invalid_argument` when the bytes are malformed, or have `auth` or its signature twice: parsers merge such fields, and what was
 *   signed would not be what is read
 */
export function cutSignature (message: Uint8Array, authField: number, signatureField: number): UnsignedMessage | undefined {
  const field = onlyField(message, authField)
  if (field === undefined) return undefined
  const auth = valueBytes(message, field)
  const signature = onlyField(auth, signatureField)
  if (signature === undefined) return { unsigned: message, auth, signature: new Uint8Array(0) }
  const rest = Buffer.concat([auth.subarray(0, signature.start), auth.subarray(signature.end)])
  const unsigned = Buffer.concat([message.subarray(0, field.start), lengthDelimited(authField, rest), message.subarray(field.end)])
  return { unsigned, auth, signature: valueBytes(auth, signature) }
}

/**
 * Puts `auth` into a serialized message, in place of the one it may have. It goes before the first field of a higher number, where every
 * serializer that writes in order of numbers puts it: Python's verifier serializes anew what it parsed.
 */
export function insertAuth (message: Uint8Array, authField: number, auth: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = []
  let at: number | undefined
  for (const field of protobufFields(message)) {
    if (field.number === authField) continue
    if (field.number > authField) at ??= kept.length
    kept.push(message.subarray(field.start, field.end))
  }
  kept.splice(at ?? kept.length, 0, lengthDelimited(authField, auth))
  return Buffer.concat(kept)
}

/** Appends the signature to the bytes of an `auth` message without one. */
export function appendSignature (auth: Uint8Array, signatureField: number, signature: Uint8Array): Uint8Array {
  return Buffer.concat([auth, lengthDelimited(signatureField, signature)])
}

/** The same numbers for every method: the template's messages have `auth` as field 1. */
export function fixedAuthFields (request: number, response = request): AuthFields {
  return () => ({ request, response })
}

/** A service as far as its message types go. An assignment's methods and descriptor set will do. */
export interface AuthService {
  readonly descriptorSet: Uint8Array
  readonly methods: Iterable<Pick<MethodDefinition, 'path' | 'requestType' | 'responseType'>>
}

/**
 * Finds the field named `auth` in the message types of each method, once. Methods of other services have none.
 *
 * @throws {SubnetesError} `invalid_argument` when the descriptor set is none
 */
export function authFieldsOf (service: AuthService | ServiceDefinition): AuthFields {
  const numbers = authNumbers(service.descriptorSet)
  const known = new Map<string, AuthFieldNumbers>()
  for (const { path, requestType, responseType } of isDefinition(service) ? service.methods.values() : service.methods) {
    known.set(path, { request: numbers.get(requestType), response: numbers.get(responseType) })
  }
  return (method) => known.get(method.path) ?? { request: undefined, response: undefined }
}

function isDefinition (service: AuthService | ServiceDefinition): service is ServiceDefinition {
  return service.methods instanceof Map
}

// Field numbers of google/protobuf/descriptor.proto.
const SET_FILE = 1
const FILE_PACKAGE = 2
const FILE_MESSAGE = 4
const MESSAGE_NAME = 1
const MESSAGE_FIELD = 2
const MESSAGE_NESTED = 3
const FIELD_NAME = 1
const FIELD_NUMBER = 3
const FIELD_LABEL = 4
const FIELD_TYPE = 5
const LABEL_REPEATED = 3
const TYPE_MESSAGE = 11

/** Deepest nesting of message types that is looked at. */
const MAX_TYPE_DEPTH = 32

/** Number of the field `auth` by full name of the message type. */
function authNumbers (descriptorSet: Uint8Array): Map<string, number> {
  const found = new Map<string, number>()
  for (const file of children(descriptorSet, SET_FILE)) {
    const [packageName] = children(file, FILE_PACKAGE)
    for (const message of children(file, FILE_MESSAGE)) collect(message, packageName === undefined ? '' : `${text(packageName)}.`, found)
  }
  return found
}

function collect (message: Uint8Array, prefix: string, found: Map<string, number>, depth = 0): void {
  const [name] = children(message, MESSAGE_NAME)
  if (name === undefined || depth > MAX_TYPE_DEPTH) return
  const fullName = prefix + text(name)
  for (const field of children(message, MESSAGE_FIELD)) {
    const number = authNumber(field)
    if (number !== undefined) found.set(fullName, number)
  }
  for (const nested of children(message, MESSAGE_NESTED)) collect(nested, `${fullName}.`, found, depth + 1)
}

function authNumber (field: Uint8Array): number | undefined {
  const [name] = children(field, FIELD_NAME)
  if (name === undefined || text(name) !== 'auth') return undefined
  if (smallNumber(field, FIELD_TYPE) !== TYPE_MESSAGE || smallNumber(field, FIELD_LABEL) === LABEL_REPEATED) return undefined
  return smallNumber(field, FIELD_NUMBER)
}

function children (bytes: Uint8Array, number: number): Uint8Array[] {
  const values: Uint8Array[] = []
  for (const field of protobufFields(bytes)) {
    if (field.number === number && field.wireType === LENGTH_DELIMITED) values.push(valueBytes(bytes, field))
  }
  return values
}

function smallNumber (bytes: Uint8Array, number: number): number | undefined {
  for (const field of protobufFields(bytes)) {
    if (field.number !== number || field.wireType !== 0) continue
    return valueBytes(bytes, field).reduce((sum, byte, index) => sum + (byte & 0x7f) * 2 ** (7 * index), 0)
  }
  return undefined
}

function text (bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}
