/**
 * The opening of a multistream-select 1.0.0 negotiation (https://github.com/multiformats/multistream-select) in one piece: the header and the name of
 * one protocol, each a varint length, the text and a newline. The answer to a protocol that is served is the same bytes.
 */
import { SubnetesError } from '@subnetes/common'

/** First token of both sides. */
const HEADER = token('/multistream/1.0.0')
/** Said instead of the protocol's name when it is not served. */
const REFUSAL = Buffer.concat([HEADER, token('na')])
/** Longest name with its newline, as libp2p's own (`@libp2p/multistream-select` 7.0.24, `MAX_PROTOCOL_LENGTH`). */
const MAX_NAME_BYTES = 1024

/** Asks for `protocol`, and grants it. @throws {SubnetesError} `invalid_argument` when the name is too long for a negotiation */
export function hello (protocol: string): Uint8Array {
  if (Buffer.byteLength(protocol) >= MAX_NAME_BYTES) throw new SubnetesError('invalid_argument', `protocol ${protocol.slice(0, 64)}... has a name over ${MAX_NAME_BYTES - 1} bytes`)
  return Buffer.concat([HEADER, token(protocol)])
}

/** The protocol that `bytes` ask for and how many of them do so; undefined when they do not start with a whole {@link hello}. */
export function readHello (bytes: Uint8Array): { readonly protocol: string, readonly length: number } | undefined {
  if (!startsWith(bytes, HEADER)) return undefined
  let at = HEADER.length
  const low = bytes[at++] ?? 0
  const nameBytes = low < 0x80 ? low : (low & 0x7f) + (bytes[at++] ?? 0) * 0x80
  const length = at + nameBytes
  if (nameBytes === 0 || nameBytes > MAX_NAME_BYTES || bytes.length < length || bytes[length - 1] !== 0x0a) return undefined
  return { protocol: Buffer.from(bytes.buffer, bytes.byteOffset + at, nameBytes - 1).toString('utf8'), length }
}

/** Whether `bytes` may become a {@link hello} with those that follow. The header alone waits for an answer (py-libp2p), so it does not. */
export function startsHello (bytes: Uint8Array): boolean {
  if (bytes.length <= HEADER.length) return bytes.length < HEADER.length && startsWith(HEADER, bytes)
  return startsWith(bytes, HEADER) && bytes.length < HEADER.length + 2 + MAX_NAME_BYTES && isIncomplete(bytes)
}

function isIncomplete (bytes: Uint8Array): boolean {
  const low = bytes[HEADER.length] ?? 0
  if (low < 0x80) return bytes.length < HEADER.length + 1 + low
  const high = bytes[HEADER.length + 1]
  return high === undefined || (high < 0x80 && bytes.length < HEADER.length + 2 + (low & 0x7f) + high * 0x80)
}

/** What an answer to `asked` says so far. */
export function readAnswer (bytes: Uint8Array, asked: Uint8Array): 'granted' | 'refused' | 'incomplete' | 'broken' {
  if (startsWith(bytes, asked)) return 'granted'
  if (startsWith(bytes, REFUSAL)) return 'refused'
  return startsWith(asked, bytes) || startsWith(REFUSAL, bytes) ? 'incomplete' : 'broken'
}

function startsWith (bytes: Uint8Array, start: Uint8Array): boolean {
  if (bytes.length < start.length) return false
  for (let at = 0; at < start.length; at++) if (bytes[at] !== start[at]) return false
  return true
}

function token (text: string): Buffer {
  const line = Buffer.from(`${text}\n`)
  const length = line.length < 0x80 ? [line.length] : [(line.length & 0x7f) | 0x80, line.length >> 7]
  return Buffer.concat([Buffer.from(length), line])
}
