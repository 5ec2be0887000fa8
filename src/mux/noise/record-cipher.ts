/**
 * Noise transport records (Noise spec section 5.1, libp2p's framing https://github.com/libp2p/specs/blob/master/noise/README.md#wire-format): a length of
 * two bytes, the ciphertext and its tag of 16, by ChaCha20-Poly1305 with a counter as nonce and no associated data.
 */
import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { ChaCha20Poly1305, newInstance } from '@chainsafe/as-chacha20poly1305'
import { SubnetesError } from '@subnetes/common'

/** Length field and tag. */
export const RECORD_OVERHEAD_BYTES = 18

/** Most plaintext of one record: 65,535 bytes with the tag. */
export const MAX_PLAINTEXT_BYTES = 65_519

const TAG_BYTES = 16
const LENGTH_BYTES = 2
const NONCE_BYTES = 12

/** Below this size WebAssembly is cheaper than `node:crypto`, whose cipher objects cost 2 to 5 us each (Node 24, measured at 64 B to 64 KiB). */
const NATIVE_FROM_BYTES = 640

const WORD = 2 ** 32

const ALGORITHM = 'chacha20-poly1305'
const TAG = { authTagLength: TAG_BYTES }
const NO_DATA = new Uint8Array(0)
const wasm = new ChaCha20Poly1305(newInstance())

/** The key and counter of one direction. */
class RecordKey {
  // Plain fields: these are used for every record. Not of the buffer pool: a few bytes that live as long as a connection would keep a block of it.
  readonly bytes: Uint8Array
  readonly nonce = Buffer.alloc(NONCE_BYTES)
  private native: KeyObject | undefined
  private count = 0

  constructor (key: Uint8Array) {
    this.bytes = Uint8Array.from(key)
  }

  /** Made when a record is large: an idle connection does without. */
  get object (): KeyObject {
    this.native ??= createSecretKey(this.bytes)
    return this.native
  }

  /** The counter is the last eight bytes of the nonce. A number counts to 2^53 records, which no connection lives to see. */
  next (): void {
    this.count++
    this.nonce.writeUInt32LE(this.count % WORD, 4)
    if (this.count % WORD === 0) this.nonce.writeUInt32LE(this.count / WORD, 8)
  }
}

/** Encrypts what one side sends. */
export class RecordSealer {
  private readonly key: RecordKey

  constructor (key: Uint8Array) {
    this.key = new RecordKey(key)
  }

  /** Seals parts as records, as few as hold them. The ciphertext is the only copy of large parts. @param totalBytes of all parts, not 0 */
  seal (parts: readonly Uint8Array[], totalBytes: number): Buffer {
    const sealed = Buffer.allocUnsafe(totalBytes + RECORD_OVERHEAD_BYTES * Math.ceil(totalBytes / MAX_PLAINTEXT_BYTES))
    const source = new PartReader(parts)
    let at = 0
    for (let left = totalBytes; left > 0;) {
      const length = Math.min(left, MAX_PLAINTEXT_BYTES)
      const record = sealed.subarray(at, at + length + RECORD_OVERHEAD_BYTES)
      record.writeUInt16BE(length + TAG_BYTES, 0)
      if (length < NATIVE_FROM_BYTES) this.#small(source.joined(length), record)
      else this.#large(source, length, record)
      this.key.next()
      at += record.length
      left -= length
    }
    return sealed
  }

  #small (text: Uint8Array, record: Buffer): void {
    wasm.seal(this.key.bytes, this.key.nonce, text, NO_DATA, record.subarray(LENGTH_BYTES))
  }

  #large (source: PartReader, length: number, record: Buffer): void {
    const cipher = createCipheriv(ALGORITHM, this.key.object, this.key.nonce, TAG)
    let at = LENGTH_BYTES
    for (let left = length; left > 0;) {
      const part = source.take(left)
      record.set(cipher.update(part), at)
      at += part.length
      left -= part.length
    }
    cipher.final()
    record.set(cipher.getAuthTag(), at)
  }
}

/** Decrypts what the other side sends: bytes in as they come, the plaintext of each record out. */
export class RecordOpener {
  private readonly key: RecordKey
  private readonly onPlaintext: (bytes: Buffer) => void
  /** A record that has begun: its pieces and their length. */
  private pieces: Buffer[] = []
  private held = 0

  constructor (key: Uint8Array, onPlaintext: (bytes: Buffer) => void) {
    this.key = new RecordKey(key)
    this.onPlaintext = onPlaintext
  }

  /** @throws {SubnetesError} `unauthenticated` for a record that was not sealed with the key, `invalid_argument` for one without a tag */
  read (bytes: Buffer): void {
    let rest = bytes
    if (this.held > 0) {
      this.pieces.push(bytes)
      this.held += bytes.length
      if (this.held < LENGTH_BYTES || this.held < recordLength(this.#head())) return
      rest = Buffer.concat(this.pieces, this.held)
      this.pieces = []
      this.held = 0
    }
    let at = 0
    while (rest.length - at >= LENGTH_BYTES) {
      const end = at + recordLength(rest, at)
      if (end > rest.length) break
      this.onPlaintext(this.#open(rest.subarray(at + LENGTH_BYTES, end)))
      at = end
    }
    if (at === rest.length) return
    this.pieces.push(rest.subarray(at))
    this.held = rest.length - at
  }

  /** The length field may come in two pieces. */
  #head (): Buffer {
    const first = this.pieces[0] as Buffer
    return first.length >= LENGTH_BYTES ? first : Buffer.concat(this.pieces.slice(0, 3), Math.min(this.held, LENGTH_BYTES))
  }

  #open (sealed: Buffer): Buffer {
    if (sealed.length < TAG_BYTES) throw new SubnetesError('invalid_argument', `a Noise record of ${sealed.length} bytes has no tag`)
    const text = sealed.length < NATIVE_FROM_BYTES ? this.#small(sealed) : this.#large(sealed)
    this.key.next()
    return text
  }

  #small (sealed: Buffer): Buffer {
    const text = wasm.open(this.key.bytes, this.key.nonce, sealed, NO_DATA)
    if (text === null) throw notSealed(undefined)
    return Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  }

  #large (sealed: Buffer): Buffer {
    const textBytes = sealed.length - TAG_BYTES
    const decipher = createDecipheriv(ALGORITHM, this.key.object, this.key.nonce, TAG)
    decipher.setAuthTag(sealed.subarray(textBytes))
    const text = decipher.update(sealed.subarray(0, textBytes))
    try {
      decipher.final()
    } catch (error) {
      throw notSealed(error)
    }
    return text
  }
}

function recordLength (bytes: Buffer, at = 0): number {
  return LENGTH_BYTES + bytes.readUInt16BE(at)
}

function notSealed (cause: unknown): SubnetesError {
  return new SubnetesError('unauthenticated', 'a Noise record does not carry the tag of this connection', { cause })
}

/** Reads parts one after the other. */
class PartReader {
  readonly #parts: readonly Uint8Array[]
  #index = 0
  #at = 0

  constructor (parts: readonly Uint8Array[]) {
    this.#parts = parts
  }

  /** Up to `limit` bytes of the next part that has any. */
  take (limit: number): Uint8Array {
    let part = this.#parts[this.#index] as Uint8Array
    while (part.length === 0) part = this.#parts[++this.#index] as Uint8Array
    const end = Math.min(part.length, this.#at + limit)
    const taken = this.#at === 0 && end === part.length ? part : part.subarray(this.#at, end)
    this.#at = end
    if (end === part.length) {
      this.#index++
      this.#at = 0
    }
    return taken
  }

  /** Exactly so many bytes; copied only when they are in several parts. */
  joined (length: number): Uint8Array {
    const first = this.take(length)
    if (first.length === length) return first
    const joined = Buffer.allocUnsafe(length)
    joined.set(first)
    for (let at = first.length; at < length;) {
      const part = this.take(length - at)
      joined.set(part, at)
      at += part.length
    }
    return joined
  }
}
