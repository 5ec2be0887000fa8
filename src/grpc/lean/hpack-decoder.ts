/**
 * Reads header blocks (RFC 7541). This client announces a table of size 0, so that no block depends on an earlier one:
 * equal bytes are equal headers,
 * which a cache makes use of, and a block that is too large may be skipped without harm.
 */
import { ConnectionError, H2Code } from './frames.ts'
import { decodeHuffman } from './huffman.ts'
import { STATIC_TABLE } from './static-table.ts'

/** The headers or trailers of one block; shared between calls, so read-only. */
export interface HeaderBlock {
  /** Lower-case names; the first value of each. */
  readonly fields: Readonly<Record<string, string>>
  readonly problem: HeaderProblem | undefined
}

/** Why a block is refused: it is malformed (RFC 9113, section 8.1.1) or too large. */
export interface HeaderProblem { readonly code: 'internal' | 'resource_exhausted', readonly words: string }

/**
 * Bytes of names and values, plus 32 for each field (RFC 9113, section 6.5.2): announced as MAX_HEADER_LIST_SIZE. 16
 * KiB.
 */
export const MAX_HEADER_LIST_BYTES = 16_384
/** Blocks remembered, and the longest of them: answers of a few methods, with and without status. */
const MAX_CACHED_BLOCKS = 128
const MAX_CACHED_BLOCK_BYTES = 256
/** Overhead of a field in the size of a list (RFC 7541, section 4.1). */
const FIELD_OVERHEAD_BYTES = 32
/** HTTP/1's connection headers make a message malformed (RFC 9113, section 8.2.2). */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set(['connection', 'proxy-connection', 'keep-alive', 'transfer-encoding', 'upgrade'])
/** RFC 9113, section 8.2.1. */
const FORBIDDEN_IN_VALUE = /[\0\r\n]/
const NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/

/** Decodes blocks of one connection. */
export class HeaderDecoder {
  readonly #cache = new Map<string, HeaderBlock>()

  /** @throws {ConnectionError} COMPRESSION_ERROR when the bytes are no header block */
  decode (block: Buffer): HeaderBlock {
    if (block.length > MAX_CACHED_BLOCK_BYTES) return new BlockReader(block).read()
    const key = block.toString('latin1')
    const known = this.#cache.get(key)
    if (known !== undefined) return known
    const decoded = new BlockReader(block).read()
    if (this.#cache.size >= MAX_CACHED_BLOCKS) this.#cache.clear()
    this.#cache.set(key, decoded)
    return decoded
  }
}

class BlockReader {
  readonly #block: Buffer
  readonly #fields: Record<string, string> = Object.create(null) as Record<string, string>
  #at = 0
  #listBytes = 0
  #hasRegular = false
  #problem: HeaderProblem | undefined

  constructor (block: Buffer) {
    this.#block = block
  }

  read (): HeaderBlock {
    let mayResize = true
    while (this.#at < this.#block.length) {
      const first = this.#block[this.#at] as number
      if ((first & 0xe0) === 0x20) this.#resize(mayResize)
      else this.#field(first)
      mayResize = (first & 0xe0) === 0x20
    }
    return { fields: this.#fields, problem: this.#problem }
  }

  /** A size update (section 6.3): at the start of a block, and within what this end allowed. */
  #resize (mayResize: boolean): void {
    if (!mayResize || this.#integer(5) > 0) throw broken('a dynamic table size update that was not allowed')
  }

  #field (first: number): void {
    if ((first & 0x80) !== 0) {
      const [name, value] = this.#entry(this.#integer(7))
      this.#add(name, value)
      return
    }
    // With indexing, without, never indexed (section 6.2): the same for a table that holds nothing.
    const index = this.#integer((first & 0x40) !== 0 ? 6 : 4)
    const name = index === 0 ? this.#string() : this.#entry(index)[0]
    this.#add(name, this.#string())
  }

  #entry (index: number): readonly [string, string] {
    const entry = index === 0 ? undefined : STATIC_TABLE[index]
    if (entry === undefined) throw broken(`header index ${index}, which is in no table`)
    return entry
  }

  /** Section 5.1. */
  #integer (prefixBits: number): number {
    const mask = (1 << prefixBits) - 1
    const prefix = this.#byte() & mask
    if (prefix < mask) return prefix
    let value = mask
    for (let shift = 0; shift <= 21; shift += 7) {
      const byte = this.#byte()
      value += (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    throw broken('an integer of more than 28 bits')
  }

  /** Section 5.2. */
  #string (): string {
    const isHuffman = ((this.#block[this.#at] ?? 0) & 0x80) !== 0
    const length = this.#integer(7)
    const end = this.#at + length
    if (end > this.#block.length) throw broken('a string that is longer than its block')
    const bytes = this.#block.subarray(this.#at, end)
    this.#at = end
    return isHuffman ? decodeHuffman(bytes) : bytes.toString('latin1')
  }

  #byte (): number {
    const byte = this.#block[this.#at++]
    if (byte === undefined) throw broken('a header block that ends too early')
    return byte
  }

  #add (name: string, value: string): void {
    this.#listBytes += name.length + value.length + FIELD_OVERHEAD_BYTES
    if (this.#listBytes > MAX_HEADER_LIST_BYTES) {
      this.#problem ??= { code: 'resource_exhausted', words: `more than ${MAX_HEADER_LIST_BYTES} bytes of headers` }
      return
    }
    const words = this.#malformation(name, value)
    if (words !== undefined) this.#problem ??= { code: 'internal', words }
    this.#fields[name] ??= value
  }

  #malformation (name: string, value: string): string | undefined {
    if (name.startsWith(':')) {
      if (this.#hasRegular) return 'a pseudo-header after a header'
      return name === ':status' && this.#fields[name] === undefined ? undefined : 'a pseudo-header that no response has'
    }
    this.#hasRegular = true
    if (!NAME.test(name)) return 'a header name with characters that are not allowed'
    if (FORBIDDEN_IN_VALUE.test(value)) return `control characters in the header ${name}`
    return CONNECTION_HEADERS.has(name) ? `the header ${name}` : undefined
  }
}

function broken (what: string): ConnectionError {
  return new ConnectionError(H2Code.CompressionError, `header block with ${what}`)
}
