/** Received bytes that wait to be parsed. Most often they are one piece, which is then looked at where it lies. */

/** Bytes that a parser looks at and takes from the front. */
export interface ByteSource {
  readonly byteLength: number
  /** The byte at an index below `byteLength`. */
  get: (index: number) => number
  /** A view where the range lies in one piece, else a copy. */
  subarray: (start: number, end: number) => Uint8Array
  /** Drops bytes from the front. */
  consume: (bytes: number) => void
}

/** A {@link ByteSource} that grows at the end. */
export class ByteQueue implements ByteSource {
  /** Pieces in order, none empty. */
  readonly #pieces: Buffer[] = []
  #length = 0

  get byteLength (): number {
    return this.#length
  }

  append (bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#pieces.push(bytes)
    this.#length += bytes.length
  }

  get (index: number): number {
    let offset = index
    for (const piece of this.#pieces) {
      if (offset < piece.length) return piece[offset] as number
      offset -= piece.length
    }
    throw new RangeError(`byte ${index} of ${this.#length}`)
  }

  subarray (start: number, end: number): Buffer {
    const first = this.#pieces[0]
    if (first !== undefined && end <= first.length) return first.subarray(start, end)
    const parts: Buffer[] = []
    let offset = 0
    for (const piece of this.#pieces) {
      const from = Math.max(0, start - offset)
      const to = Math.min(piece.length, end - offset)
      if (from < to) parts.push(piece.subarray(from, to))
      offset += piece.length
      if (offset >= end) break
    }
    return parts.length === 1 ? parts[0] as Buffer : Buffer.concat(parts)
  }

  consume (bytes: number): void {
    let left = Math.min(bytes, this.#length)
    this.#length -= left
    let whole = 0
    for (; whole < this.#pieces.length; whole++) {
      const piece = this.#pieces[whole] as Buffer
      if (left < piece.length) {
        if (left > 0) this.#pieces[whole] = piece.subarray(left)
        break
      }
      left -= piece.length
    }
    if (whole > 0) this.#pieces.splice(0, whole)
  }

  /** Takes everything, in one piece. */
  takeAll (): Buffer {
    const all = this.subarray(0, this.#length)
    this.consume(this.#length)
    return all
  }
}
