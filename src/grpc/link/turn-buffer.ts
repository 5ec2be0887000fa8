/** Gathers the records of one turn of the event loop, so that they leave in one write. */
import { messageLength } from '@subnetes/common'
import { HEADER_BYTES, writeHeader } from './records.ts'
import type { OutRecord } from './records.ts'

/** Small records share a buffer of this size. A used up one is replaced, never written again: a socket may still hold it. */
const BUFFER_BYTES = 16_384
/** Bodies above this are sent as they are; below it a copy costs less than one more entry of the vectored write. */
const COPY_BYTES = 4_096

/** Parts of one write, in order. */
export class TurnBuffer {
  #buffer = Buffer.alloc(0)
  #from = 0
  #at = 0
  #parts: Uint8Array[] = []
  #bytes = 0

  /** Bytes added since the last {@link take}. */
  get bytes (): number {
    return this.#bytes
  }

  add (record: OutRecord): void {
    const { head, body } = record
    const length = (head === undefined ? 0 : head.length) + (body === undefined ? 0 : messageLength(body))
    this.#reserve(HEADER_BYTES)
    writeHeader(this.#buffer, this.#at, record, length)
    this.#at += HEADER_BYTES
    this.#bytes += HEADER_BYTES + length
    if (head !== undefined) this.#put(head)
    if (body === undefined) return
    if (body instanceof Uint8Array) this.#put(body)
    else for (const part of body) this.#put(part)
  }

  /** The parts to write. */
  take (): Uint8Array[] {
    this.#cut()
    const parts = this.#parts
    this.#parts = []
    this.#bytes = 0
    return parts
  }

  #put (bytes: Uint8Array): void {
    if (bytes.length > COPY_BYTES) {
      this.#cut()
      this.#parts.push(bytes)
      return
    }
    this.#reserve(bytes.length)
    this.#buffer.set(bytes, this.#at)
    this.#at += bytes.length
  }

  #reserve (bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return
    this.#cut()
    this.#buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
    this.#from = this.#at = 0
  }

  #cut (): void {
    if (this.#at === this.#from) return
    this.#parts.push(this.#buffer.subarray(this.#from, this.#at))
    this.#from = this.#at
  }
}
