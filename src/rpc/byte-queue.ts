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

/**
 * A piece below this is copied behind what waits already. As a view it would keep the whole decrypted record that it lies in, up to 64 KiB, and cost an
 * object: a request in frames of one byte took 150 times its size.
 */
const COPIED_BYTES = 8 * 1024

/** Smallest and largest buffer for copied pieces: room for twice what waits. */
const TAIL_BYTES = { least: 512, most: 64 * 1024 }

/** A {@link ByteSource} that grows at the end. */
export class ByteQueue implements ByteSource {
  /** Pieces in order, none empty. */
  readonly #pieces: Buffer[] = []
  #length = 0
  /** Where the last piece lies when it was copied, and its end there. Bytes that were handed out lie before that end and stay. */
  #tail: Buffer | undefined
  #tailEnd = 0

  get byteLength (): number {
    return this.#length
  }

  append (bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#length += bytes.length
    if (this.#pieces.length > 0 && bytes.length < COPIED_BYTES) {
      this.#copy(bytes)
      return
    }
    this.#pieces.push(bytes)
    this.#tail = undefined
  }

  /** Copies bytes behind the last piece, and that piece with them where it is small too. */
  #copy (bytes: Buffer): void {
    const last = this.#pieces.at(-1) as Buffer
    if (this.#tail !== undefined && this.#tailEnd + bytes.length <= this.#tail.length) {
      this.#pieces[this.#pieces.length - 1] = this.#fill(this.#tail, this.#tailEnd - last.length, bytes)
      return
    }
    const isJoined = this.#tail === undefined && last.length < COPIED_BYTES
    const tail = Buffer.allocUnsafeSlow(Math.min(TAIL_BYTES.most, Math.max(TAIL_BYTES.least, 2 * this.#length)))
    this.#tail = tail
    this.#tailEnd = isJoined ? last.copy(tail) : 0
    if (isJoined) this.#pieces.pop()
    this.#pieces.push(this.#fill(tail, 0, bytes))
  }

  /** @returns the piece from `start` to the end of `bytes` */
  #fill (tail: Buffer, start: number, bytes: Buffer): Buffer {
    tail.set(bytes, this.#tailEnd)
    this.#tailEnd += bytes.length
    return tail.subarray(start, this.#tailEnd)
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
    if (this.#pieces.length === 0) this.#tail = undefined
  }

  /** Takes everything, in one piece. */
  takeAll (): Buffer {
    const all = this.subarray(0, this.#length)
    this.consume(this.#length)
    return all
  }
}
