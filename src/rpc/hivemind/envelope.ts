/**
 * The envelope of hivemind's unary calls, written and read by hand: a call costs no reflection and its payload is a view of what was received.
 *
 *     message Envelope { required bytes callId = 1; optional Call call = 3; optional Result result = 4; }
 *     message Call     { required bytes peer = 1; required string proto = 2; required bytes data = 3; }
 *     message Result   { oneof kind { bytes response = 1; bytes error = 2; } }
 *
 * hivemind 1.1.12 `proto/p2pd.proto` (`PersistentConnectionRequest` and `-Response`).
 */
import { SubnetesError, messageLength } from '@subnetes/common'
import type { MessageBytes } from '@subnetes/common'
import type { ByteSource } from '../byte-queue.ts'

/** Length of a call id; daemons drop calls with any other. */
export const CALL_ID_BYTES = 16

/** A call id for answers to requests whose own could not be read. Callers ignore the echoed value. */
export const NO_CALL_ID: Uint8Array = new Uint8Array(CALL_ID_BYTES)

/** Longest varint that may start a delimited message of up to 2^32 - 1 bytes. */
const MAX_PREFIX_BYTES = 5

/** A request envelope as received. */
export interface RequestEnvelope { readonly callId: Uint8Array, readonly proto: string, readonly data: Uint8Array }

/** A response envelope as received: exactly one of the two. */
export type ResponseEnvelope = { readonly response: Uint8Array } | { readonly error: string }

/** A message about to be sent: header bytes (length prefix included) and the payload, joined only by the encryption. */
export interface EncodedEnvelope<Payload extends MessageBytes = Uint8Array> {
  readonly head: Uint8Array
  readonly payload: Payload
  /** Of both, length prefix not counted. */
  readonly bytes: number
}

/** @param peer the destination's peer id bytes; may be empty, but is always written */
export function encodeRequest (callId: Uint8Array, peer: Uint8Array, proto: string, data: Uint8Array): EncodedEnvelope {
  const protoBytes = Buffer.from(proto)
  const callBytes = fieldBytes(peer.length) + fieldBytes(protoBytes.length) + fieldBytes(data.length)
  const bytes = fieldBytes(callId.length) + fieldBytes(callBytes)
  const head = new HeadWriter(bytes + varintBytes(bytes) - data.length)
  head.varint(bytes).field(1, callId).tag(3, callBytes).field(1, peer).field(2, protoBytes).tag(3, data.length)
  return { head: head.bytes, payload: data, bytes }
}

/** A result; `response` is written even when it is empty, or a Python caller would wait for ever. */
export function encodeResponse<Payload extends MessageBytes> (callId: Uint8Array, response: Payload): EncodedEnvelope<Payload> {
  return encodeResult(callId, 1, response)
}

/** A failed call's text. */
export function encodeErrorResponse (callId: Uint8Array, text: string): EncodedEnvelope {
  return encodeResult(callId, 2, Buffer.from(text))
}

function encodeResult<Payload extends MessageBytes> (callId: Uint8Array, number: 1 | 2, payload: Payload): EncodedEnvelope<Payload> {
  const length = messageLength(payload)
  const resultBytes = fieldBytes(length)
  const bytes = fieldBytes(callId.length) + fieldBytes(resultBytes)
  const head = new HeadWriter(bytes + varintBytes(bytes) - length)
  head.varint(bytes).field(1, callId).tag(4, resultBytes).tag(number, length)
  return { head: head.bytes, payload, bytes }
}

/** Reads a request. @throws {SubnetesError} `invalid_argument` naming what is wrong */
export function decodeRequest (envelope: Uint8Array): RequestEnvelope {
  const { callId, body } = openEnvelope(envelope, 3, 'request')
  if (callId?.length !== CALL_ID_BYTES) {
    throw new SubnetesError('invalid_argument', `request envelope: callId has ${callId?.length ?? 0} bytes, must have ${CALL_ID_BYTES}`)
  }
  const fields = readFields(body, 'call')
  const proto = fields[2]
  const data = fields[3]
  if (fields[1] === undefined || proto === undefined || data === undefined) {
    throw new SubnetesError('invalid_argument', 'request envelope: call needs the fields peer, proto and data')
  }
  return { callId, proto: Buffer.from(proto.buffer, proto.byteOffset, proto.length).toString('utf8'), data }
}

/** Reads a response. @throws {SubnetesError} `internal` when it is none, or has neither a response nor an error */
export function decodeResponse (envelope: Uint8Array): ResponseEnvelope {
  try {
    const fields = readFields(openEnvelope(envelope, 4, 'response').body, 'result')
    const response = fields[1]
    if (response !== undefined) return { response }
    const error = fields[2]
    if (error !== undefined) return { error: Buffer.from(error.buffer, error.byteOffset, error.length).toString('utf8') }
  } catch (error) {
    throw new SubnetesError('internal', `the peer answered with a malformed envelope: ${SubnetesError.from(error).message}`, { cause: error })
  }
  throw new SubnetesError('internal', 'the peer answered with a result that has neither a response nor an error')
}

function openEnvelope (envelope: Uint8Array, bodyField: number, what: string): { callId: Uint8Array | undefined, body: Uint8Array } {
  const fields = readFields(envelope, what)
  const body = fields[bodyField]
  if (body === undefined) throw new SubnetesError('invalid_argument', `${what} envelope: field ${bodyField} (${what === 'request' ? 'call' : 'result'}) is missing`)
  return { callId: fields[1], body }
}

/**
 * The length of the delimited message at the front of `queue` and where it starts, or undefined when more bytes are needed.
 *
 * @throws {SubnetesError} `invalid_argument` for a broken prefix, `resource_exhausted` for a length over `maxBytes`
 */
export function peekDelimited (queue: ByteSource, maxBytes: number): { start: number, length: number } | undefined {
  let length = 0
  for (let index = 0; index < MAX_PREFIX_BYTES; index++) {
    if (index >= queue.byteLength) return undefined
    const byte = queue.get(index)
    length += (byte & 0x7f) * 2 ** (7 * index)
    if ((byte & 0x80) === 0) {
      if (length > maxBytes) throw new SubnetesError('resource_exhausted', `the message has ${length} bytes, over the limit of ${maxBytes}; send it in parts over a streaming method`)
      return { start: index + 1, length }
    }
  }
  throw new SubnetesError('invalid_argument', `the length prefix is longer than ${MAX_PREFIX_BYTES} bytes`)
}

/** Cuts the delimited message off the front of `queue`, a view where it lies in one piece; undefined when it is not complete. @throws as {@link peekDelimited} */
export function takeDelimited (queue: ByteSource, maxBytes: number): Uint8Array | undefined {
  const found = peekDelimited(queue, maxBytes)
  if (found === undefined || queue.byteLength < found.start + found.length) return undefined
  const message = queue.subarray(found.start, found.start + found.length)
  queue.consume(found.start + found.length)
  return message
}

/** Length-delimited fields by number up to 4, the last of each; other numbers and wire types are skipped. */
function readFields (message: Uint8Array, what: string): Array<Uint8Array | undefined> {
  const fields: Array<Uint8Array | undefined> = []
  let offset = 0
  const varint = (): number => {
    let value = 0
    for (let index = 0; index < 10; index++) {
      const byte = message[offset++]
      if (byte === undefined) throw malformed(what)
      value += (byte & 0x7f) * 2 ** (7 * index)
      if ((byte & 0x80) === 0) return value
    }
    throw malformed(what)
  }
  while (offset < message.length) {
    const tag = varint()
    const type = tag % 8
    if (type === 0) { varint(); continue }
    const length = type === 2 ? varint() : type === 1 ? 8 : type === 5 ? 4 : -1
    if (length < 0 || offset + length > message.length) throw malformed(what)
    if (type === 2 && tag < 5 * 8) fields[Math.floor(tag / 8)] = message.subarray(offset, offset + length)
    offset += length
  }
  return fields
}

function malformed (what: string): SubnetesError {
  return new SubnetesError('invalid_argument', `malformed ${what}: not a protobuf message`)
}

function varintBytes (value: number): number {
  let bytes = 1
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes++
  return bytes
}

/** Size of a length-delimited field with a one-byte tag. */
function fieldBytes (length: number): number {
  return 1 + varintBytes(length) + length
}

/** Writes tags, lengths and short fields one after the other. */
class HeadWriter {
  readonly bytes: Uint8Array
  #offset = 0

  constructor (length: number) {
    this.bytes = Buffer.allocUnsafe(length)
  }

  varint (value: number): this {
    let rest = value
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.bytes[this.#offset++] = (rest % 0x80) | 0x80
    this.bytes[this.#offset++] = rest
    return this
  }

  tag (number: number, length: number): this {
    this.bytes[this.#offset++] = (number << 3) | 2
    return this.varint(length)
  }

  field (number: number, value: Uint8Array): this {
    this.tag(number, value.length)
    this.bytes.set(value, this.#offset)
    this.#offset += value.length
    return this
  }
}
