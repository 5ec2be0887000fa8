/**
 * Protobuf bytes field by field, without a schema and without decoding what is not asked for. Signatures cover bytes, so messages are cut and
 * joined here and never decoded and encoded again.
 *
 * Encoding: https://protobuf.dev/programming-guides/encoding/
 */
import { SubnetesError } from '@subnetes/common'

/** A length-prefixed value: strings, bytes, messages. */
export const LENGTH_DELIMITED = 2

/** One field as it stands in the bytes. */
export interface ProtobufField {
  readonly number: number
  readonly wireType: number
  /** Of the tag. */
  readonly start: number
  /** Of the value; behind the length where there is one. */
  readonly valueStart: number
  readonly end: number
}

const VARINT = 0
const FIXED_64 = 1
const GROUP_START = 3
const GROUP_END = 4
const FIXED_32 = 5

/** Longest varint: 64 bits, 7 a byte. */
const MAX_VARINT_BYTES = 10

/** The largest field number protobuf has. */
const MAX_FIELD_NUMBER = 2 ** 29 - 1

/** Groups are proto2's past; no message of a peer has cause to nest them deeper. */
const MAX_GROUP_DEPTH = 32

/**
 * The fields of a message, in the order of the bytes. Groups come out as one field, without a look inside beyond their end.
 *
 * @throws {SubnetesError} `invalid_argument` when the bytes are no protobuf message
 */
export function * protobufFields (bytes: Uint8Array): Generator<ProtobufField> {
  let offset = 0
  while (offset < bytes.length) {
    const tag = readTag(bytes, offset)
    if (tag.wireType === GROUP_END) throw malformed(`a group ends at byte ${offset} that never began`)
    const value = tag.wireType === GROUP_START ? { start: tag.end, end: groupEnd(bytes, tag) } : valueOf(bytes, tag)
    yield { number: tag.number, wireType: tag.wireType, start: offset, valueStart: value.start, end: value.end }
    offset = value.end
  }
}

/** The only occurrence of a length-prefixed field; undefined when it is not there. @throws {SubnetesError} `invalid_argument` when it is there twice or is of another type */
export function onlyField (bytes: Uint8Array, number: number): ProtobufField | undefined {
  let found: ProtobufField | undefined
  for (const field of protobufFields(bytes)) {
    if (field.number !== number) continue
    if (field.wireType !== LENGTH_DELIMITED) throw malformed(`field ${number} has wire type ${field.wireType}; expected ${LENGTH_DELIMITED}`)
    if (found !== undefined) throw malformed(`field ${number} stands there twice`)
    found = field
  }
  return found
}

/** The bytes of a field's value, not copied. */
export function valueBytes (bytes: Uint8Array, field: ProtobufField): Uint8Array {
  return bytes.subarray(field.valueStart, field.end)
}

/** A length-prefixed field. */
export function lengthDelimited (number: number, value: Uint8Array): Uint8Array {
  return Buffer.concat([encodeVarint(number * 8 + LENGTH_DELIMITED), encodeVarint(value.length), value])
}

interface Tag { readonly number: number, readonly wireType: number, readonly end: number }

function readTag (bytes: Uint8Array, offset: number): Tag {
  const { value, end } = readVarint(bytes, offset)
  const number = Math.floor(value / 8)
  if (number < 1 || number > MAX_FIELD_NUMBER) throw malformed(`field number ${number} at byte ${offset}`)
  return { number, wireType: value % 8, end }
}

function valueOf (bytes: Uint8Array, { wireType, end }: Tag): { start: number, end: number } {
  if (wireType === VARINT) return { start: end, end: readVarint(bytes, end).end }
  if (wireType === FIXED_64) return { start: end, end: within(bytes, end + 8) }
  if (wireType === FIXED_32) return { start: end, end: within(bytes, end + 4) }
  if (wireType === LENGTH_DELIMITED) {
    const length = readVarint(bytes, end)
    return { start: length.end, end: within(bytes, length.end + length.value) }
  }
  throw malformed(`wire type ${wireType} before byte ${end}`)
}

/** Steps over a group's fields, with a list in place of recursion: a peer chooses how deep they nest. */
function groupEnd (bytes: Uint8Array, first: Tag): number {
  const open = [first.number]
  let offset = first.end
  while (open.length > 0) {
    const tag = readTag(bytes, offset)
    if (tag.wireType === GROUP_START) {
      if (open.push(tag.number) > MAX_GROUP_DEPTH) throw malformed(`groups nest deeper than ${MAX_GROUP_DEPTH}`)
      offset = tag.end
    } else if (tag.wireType === GROUP_END) {
      if (open.pop() !== tag.number) throw malformed(`the wrong group ends before byte ${tag.end}`)
      offset = tag.end
    } else offset = valueOf(bytes, tag).end
  }
  return offset
}

/** Exact up to 2^53; what is larger can only be a number or a length that no message has. */
function readVarint (bytes: Uint8Array, offset: number): { value: number, end: number } {
  let value = 0
  for (let index = 0; index < MAX_VARINT_BYTES; index++) {
    const byte = bytes[offset + index]
    if (byte === undefined) throw malformed('the bytes end within a number')
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return { value, end: offset + index + 1 }
  }
  throw malformed(`a number of more than ${MAX_VARINT_BYTES} bytes at byte ${offset}`)
}

function encodeVarint (value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push(rest % 0x80 + 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return Uint8Array.of(...bytes, rest)
}

function within (bytes: Uint8Array, end: number): number {
  if (end > bytes.length) throw malformed(`the bytes end within a value: ${end} needed, ${bytes.length} there`)
  return end
}

function malformed (what: string): SubnetesError {
  return new SubnetesError('invalid_argument', `the bytes are no protobuf message: ${what}`)
}
