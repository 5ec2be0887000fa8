/**
 * The records of a link: what gateway and runner write to each other when many calls share one connection. The table of records is in
 * docs/worker-contract.md. A record is a header of twelve bytes and a body:
 *
 *     type 1 | length of the body 3 | call 4 | argument 4        unsigned, big-endian
 */
import { SubnetesError } from '@subnetes/common'
import type { MessageBytes } from '@subnetes/common'

/** Version of the records, in HELLO. Unknown bytes at the end of a HELLO are ignored; anything else that changes needs another version. */
export const LINK_VERSION = 1
/** Bytes before a body. */
export const HEADER_BYTES = 12
/** Requests and answers up to here travel whole, outside flow control; larger ones in pieces of this size. 64 KiB. */
export const WHOLE_BYTES = 65_536
/** Room for timeout, metadata and texts beside a whole message. */
const EXTRA_BYTES = 16_384
/** Largest body that is read. */
export const MAX_BODY_BYTES = WHOLE_BYTES + EXTRA_BYTES
/** "No deadline" as a timeout. */
export const NO_TIMEOUT = 0xffff_ffff
/** Credit of a call in each direction before the first CREDIT. */
export const FIRST_CREDIT_BYTES = 65_536

/** Types of records. Numbers are never reused. */
export const RecordType = {
  Hello: 1, Define: 2, Forget: 3, Call: 4, Open: 5, Message: 6, Piece: 7, End: 8, Reply: 9, Status: 10, Cancel: 11, Credit: 12, GoAway: 13, Ping: 14, Pong: 15
} as const

const LAST_TYPE = RecordType.Pong

/** Bits of a CALL's and an OPEN's flags. */
export const CallFlag = { StreamedAnswers: 1 } as const
/** Bits of a STATUS's flags. */
export const StatusFlag = { NotStarted: 1, Retryable: 2 } as const

/**
 * Receives what a parser reads. Bodies are whole but for MESSAGE and PIECE: what the network cuts arrives as a MESSAGE and PIECEs, as if the sender
 * had cut it there.
 */
export type OnRecord = (type: number, id: number, argument: number, body: Buffer) => void

/** A record to be sent. */
export interface OutRecord {
  readonly type: number
  /** 0 for a record that concerns the connection. */
  readonly id: number
  readonly argument: number
  /** First bytes of the body. */
  readonly head?: Uint8Array | undefined
  /** The rest. It must not change any more: large bodies are not copied. */
  readonly body?: MessageBytes | undefined
}

/** Writes the header of a record whose body has `length` bytes. */
export function writeHeader (target: Buffer, at: number, record: OutRecord, length: number): void {
  target[at] = record.type
  target[at + 1] = length >>> 16
  target[at + 2] = length >>> 8
  target[at + 3] = length
  writeUint32(target, at + 4, record.id)
  writeUint32(target, at + 8, record.argument)
}

/** Plain stores: `writeUInt32BE` checks its arguments, which shows at this many records. */
function writeUint32 (target: Buffer, at: number, value: number): void {
  target[at] = value >>> 24
  target[at + 1] = value >>> 16
  target[at + 2] = value >>> 8
  target[at + 3] = value
}

function readUint32 (source: Buffer, at: number): number {
  return ((source[at] as number) * 0x100_0000 + ((source[at + 1] as number) << 16) + ((source[at + 2] as number) << 8) + (source[at + 3] as number))
}

/** Cuts records out of chunks. A body that lies in one chunk is a view of it, not a copy. */
export class RecordParser {
  readonly #header = Buffer.allocUnsafeSlow(HEADER_BYTES)
  #headerBytes = 0
  #type = 0
  #id = 0
  #argument = 0
  /** Bytes of the body that are missing. */
  #missing = 0
  /** Collects a body that must be whole. */
  #body: Buffer | undefined

  /** Whether a record has begun and not ended. */
  get isPartial (): boolean {
    return this.#headerBytes > 0 || this.#missing > 0
  }

  /** @throws {SubnetesError} `internal` for a type that does not exist or a body above {@link MAX_BODY_BYTES} */
  push (chunk: Buffer, onRecord: OnRecord): void {
    let at = 0
    while (at < chunk.length) at = this.#missing > 0 ? this.#takeBody(chunk, at, onRecord) : this.#takeHeader(chunk, at, onRecord)
  }

  #takeHeader (chunk: Buffer, at: number, onRecord: OnRecord): number {
    let end = at + HEADER_BYTES
    if (this.#headerBytes > 0 || end > chunk.length) {
      const taken = Math.min(HEADER_BYTES - this.#headerBytes, chunk.length - at)
      chunk.copy(this.#header, this.#headerBytes, at, at + taken)
      this.#headerBytes += taken
      end = at + taken
      if (this.#headerBytes < HEADER_BYTES) return end
      this.#headerBytes = 0
      this.#readHeader(this.#header, 0)
    } else {
      this.#readHeader(chunk, at)
    }
    return this.#begin(chunk, end, onRecord)
  }

  #readHeader (source: Buffer, at: number): void {
    this.#type = source[at] as number
    this.#missing = (source[at + 1] as number) * 0x1_0000 + ((source[at + 2] as number) << 8) + (source[at + 3] as number)
    this.#id = readUint32(source, at + 4)
    this.#argument = readUint32(source, at + 8)
    if (this.#type === 0 || this.#type > LAST_TYPE) throw violation(`a record of type ${this.#type}`)
    if (this.#missing > MAX_BODY_BYTES) throw violation(`a record of ${this.#missing} bytes; ${MAX_BODY_BYTES} are allowed`)
  }

  #begin (chunk: Buffer, at: number, onRecord: OnRecord): number {
    const length = this.#missing
    if (at + length <= chunk.length) {
      this.#missing = 0
      onRecord(this.#type, this.#id, this.#argument, chunk.subarray(at, at + length))
      return at + length
    }
    if (this.#type !== RecordType.Message && this.#type !== RecordType.Piece) this.#body = Buffer.allocUnsafe(length)
    return at
  }

  #takeBody (chunk: Buffer, at: number, onRecord: OnRecord): number {
    const taken = Math.min(this.#missing, chunk.length - at)
    const body = this.#body
    if (body === undefined) {
      this.#missing -= taken
      const type = this.#type
      this.#type = RecordType.Piece
      onRecord(type, this.#id, this.#argument, chunk.subarray(at, at + taken))
      return at + taken
    }
    chunk.copy(body, body.length - this.#missing, at, at + taken)
    this.#missing -= taken
    if (this.#missing === 0) {
      this.#body = undefined
      onRecord(this.#type, this.#id, this.#argument, body)
    }
    return at + taken
  }
}

/** Texts as the body of a DEFINE or the metadata of a call: each with its length in two bytes before it. @throws {SubnetesError} `invalid_argument` for more than fits a record */
export function encodeTexts (texts: readonly string[]): Buffer {
  const parts = texts.flatMap((text) => {
    const bytes = Buffer.from(text)
    return [Buffer.from([bytes.length >>> 8, bytes.length]), bytes]
  })
  const joined = Buffer.concat(parts)
  if (joined.length > EXTRA_BYTES - CALL_HEAD_BYTES) throw new SubnetesError('invalid_argument', `metadata of a call has ${joined.length} bytes; ${EXTRA_BYTES - CALL_HEAD_BYTES} are allowed`)
  return joined
}

/** @throws {SubnetesError} `internal` when a text is cut off */
export function decodeTexts (bytes: Buffer): string[] {
  const texts: string[] = []
  for (let at = 0; at < bytes.length;) {
    const start = at + 2
    const end = start > bytes.length ? Infinity : start + bytes.readUInt16BE(at)
    if (end > bytes.length) throw violation('a text that is cut off')
    texts.push(bytes.toString('utf8', start, end))
    at = end
  }
  return texts
}

/** Timeout, flags and length of the metadata. */
const CALL_HEAD_BYTES = 7

/** What stands at the beginning of a CALL and an OPEN. */
export interface CallHead {
  /** Milliseconds left, or {@link NO_TIMEOUT}. */
  readonly timeoutMs: number
  readonly flags: number
  /** Encoded by {@link encodeTexts}: names and values in turn. */
  readonly metadata: Buffer | undefined
}

export function encodeCallHead ({ timeoutMs, flags, metadata }: CallHead): Buffer {
  const length = metadata?.length ?? 0
  const head = Buffer.allocUnsafe(CALL_HEAD_BYTES + length)
  writeUint32(head, 0, timeoutMs)
  head[4] = flags
  head[5] = length >>> 8
  head[6] = length
  if (metadata !== undefined) head.set(metadata, CALL_HEAD_BYTES)
  return head
}

/** The head of a CALL or OPEN and what follows it. @throws {SubnetesError} `internal` when the record is too short */
export function decodeCallHead (body: Buffer): CallHead & { readonly rest: Buffer } {
  const length = body.length < CALL_HEAD_BYTES ? 0 : (body[5] as number) * 256 + (body[6] as number)
  const end = CALL_HEAD_BYTES + length
  if (end > body.length) throw violation('a call whose head is cut off')
  return {
    timeoutMs: readUint32(body, 0),
    flags: body[4] as number,
    metadata: length === 0 ? undefined : body.subarray(CALL_HEAD_BYTES, end),
    rest: body.subarray(end)
  }
}

/** The body of a STATUS: a byte of flags and the text, cut where it would not fit. */
export function encodeStatus (flags: number, text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([flags]), bytes.subarray(0, EXTRA_BYTES - 1)])
}

/** The other end broke the rules of records: the connection ends. */
export function violation (found: string): SubnetesError {
  return new SubnetesError('internal', `the other end of the link sent ${found}`)
}
