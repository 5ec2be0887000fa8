/**
 * Writes request headers (RFC 7541). Headers that are the same in many calls enter the server's table once and take a
 * byte each from then on;
 * the block of a call's context is prepared once. What varies is written as it is, without Huffman coding.
 */
import { Metadata, SubnetesError } from '@subnetes/common'
import type { CallContext } from '../received-call.ts'
import { staticIndexOf } from './static-table.ts'

/**
 * The most of the server's table that is used, whatever it offers. Entries are never evicted, so a table that is full
 * stays as it is.
 */
const MAX_TABLE_BYTES = 4_096
/** Names of metadata whose first bytes are kept. */
const MAX_PREPARED_NAMES = 256
/** The table a server has before its SETTINGS (RFC 9113, section 6.5.2). */
const INITIAL_TABLE_BYTES = 4_096
/** Entries of the static table; the dynamic table follows. */
const STATIC_ENTRIES = 61
const ENTRY_OVERHEAD_BYTES = 32

/** Metadata with few values: the same in each call of a gateway to a method. */
const CONSTANT_NAMES: ReadonlySet<string> = new Set([
  Metadata.GatewayPeerId, Metadata.Handler, Metadata.Protocol, Metadata.Attempt, 'content-type', 'user-agent', 'grpc-accept-encoding', 'grpc-encoding'
])
/** Written by this client itself. */
const OWN_NAMES: ReadonlySet<string> = new Set(['te', 'grpc-timeout'])
const NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/
/** What gRPC allows in a value (PROTOCOL-HTTP2.md, "ASCII-Value"), and a tab, which HTTP allows. */
const VALUE = /^[\t\x20-\x7e]*$/
const POST_AND_HTTP = Buffer.from([0x83, 0x86])
const CONTENT_TYPE = 'application/grpc'

interface PreparedBlock { readonly bytes: Buffer, readonly tableEntries: number }

/**
 * The request headers of one connection. A block must be sent before the next is made: it may add to the server's
 * table.
 */
export class HeaderEncoder {
  readonly #authority: string
  #blocks = new WeakMap<CallContext, PreparedBlock>()
  readonly #names = new Map<string, Buffer>()
  /** Number of the entry, counted from 1, by name and value. */
  readonly #entries = new Map<string, number>()
  #tableBytes = 0
  #tableLimit = INITIAL_TABLE_BYTES
  /** Sizes to announce at the start of the next block. */
  #resize: Buffer | undefined

  constructor (authority: string) {
    this.#authority = authority
  }

  /** The server's HEADER_TABLE_SIZE. One below what is in use empties the table (RFC 7541, section 4.2). */
  setTableLimit (bytes: number): void {
    const limit = Math.min(bytes, MAX_TABLE_BYTES)
    if (limit >= this.#tableLimit && this.#resize === undefined) return
    this.#tableLimit = limit
    this.#resize = Buffer.concat([integer(0x20, 5, 0), ...(limit > 0 ? [integer(0x20, 5, limit)] : [])])
    this.#entries.clear()
    this.#tableBytes = 0
    this.#blocks = new WeakMap()
  }

  /**
   * The header block of a call but for its timeout, in parts.
   *
   * @throws {SubnetesError} `invalid_argument` for metadata that HTTP/2 cannot carry
   */
  encode (context: CallContext, metadata?: Readonly<Record<string, string>>): Uint8Array[] {
    const own = metadata === undefined ? [] : this.#literals(metadata)
    // Last, as it may add to the server's table: from here on nothing fails.
    const parts = [this.#contextBlock(context), ...own]
    if (this.#resize !== undefined) parts.unshift(this.#resize)
    this.#resize = undefined
    return parts
  }

  #contextBlock (context: CallContext): Buffer {
    const known = this.#blocks.get(context)
    if (known?.tableEntries === this.#entries.size) return known.bytes
    const before = this.#entries.size
    const bytes = this.#build(context)
    // A block that added to the table is good for one use: the next one refers to what it added.
    if (this.#entries.size === before) this.#blocks.set(context, { bytes, tableEntries: before })
    return bytes
  }

  #build ({ path, metadata }: CallContext): Buffer {
    const constant = Object.entries(metadata).filter(([name]) => CONSTANT_NAMES.has(name))
    const fields: Array<[string, string]> = [[':path', path], [':authority', this.#authority], ['te', 'trailers']]
    if (metadata['content-type'] === undefined) fields.push(['content-type', CONTENT_TYPE])
    fields.push(...constant)
    for (const [name, value] of fields) checkedValue(name, value)
    const literals = this.#literals(metadata)
    return Buffer.concat([POST_AND_HTTP, ...fields.map(([name, value]) => this.#indexed(name, value)), ...literals])
  }

  /** What varies, kept out of the table. */
  #literals (metadata: Readonly<Record<string, string>>): Buffer[] {
    const parts: Buffer[] = []
    for (const name in metadata) {
      if (CONSTANT_NAMES.has(name) || OWN_NAMES.has(name)) continue
      parts.push(this.#nameOf(name), text(checkedValue(name, metadata[name] as string)))
    }
    return parts
  }

  #indexed (name: string, value: string): Buffer {
    const key = `${name}\0${value}`
    const number = this.#entries.get(key)
    // The newest entry has the lowest index (RFC 7541, section 2.3.3).
    if (number !== undefined) return integer(0x80, 7, STATIC_ENTRIES + 1 + this.#entries.size - number)
    const size = name.length + value.length + ENTRY_OVERHEAD_BYTES
    const isAdded = this.#tableBytes + size <= this.#tableLimit
    if (isAdded) {
      this.#tableBytes += size
      this.#entries.set(key, this.#entries.size + 1)
    }
    const index = staticIndexOf(name)
    const head = isAdded ? integer(0x40, 6, index) : integer(0, 4, index)
    return Buffer.concat([head, ...(index === 0 ? [text(name)] : []), text(value)])
  }

  #nameOf (name: string): Buffer {
    let bytes = this.#names.get(name)
    if (bytes === undefined) {
      if (!NAME.test(name)) throw new SubnetesError('invalid_argument', `metadata name ${JSON.stringify(name)} cannot be sent; allowed are lower-case header names`)
      bytes = literalName(name)
      if (this.#names.size >= MAX_PREPARED_NAMES) this.#names.clear()
      this.#names.set(name, bytes)
    }
    return bytes
  }
}

/** The start of a header field that is kept out of every table: its name; the value follows as {@link text}. */
export function literalName (name: string): Buffer {
  return Buffer.concat([integer(0, 4, 0), text(name)])
}

/** A string as HPACK writes it, without Huffman coding. */
export function text (value: string): Buffer {
  if (value.length >= 0x7f) return Buffer.concat([integer(0, 7, value.length), Buffer.from(value, 'latin1')])
  const bytes = Buffer.allocUnsafe(1 + value.length)
  bytes[0] = value.length
  bytes.write(value, 1, 'latin1')
  return bytes
}

/** RFC 7541, section 5.1. */
export function integer (pattern: number, prefixBits: number, value: number): Buffer {
  const mask = (1 << prefixBits) - 1
  if (value < mask) return Buffer.from([pattern | value])
  const bytes = [pattern | mask]
  let rest = value - mask
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80)
  bytes.push(rest)
  return Buffer.from(bytes)
}

function checkedValue (name: string, value: string): string {
  if (VALUE.test(value)) return value
  throw new SubnetesError('invalid_argument', `metadata ${name} has characters that cannot be sent; allowed is printable ASCII`)
}
