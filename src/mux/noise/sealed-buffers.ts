/**
 * Buffers of large sealed turns, used again once the kernel has their bytes. Fresh ones would be garbage outside V8's heap, and every 64 MiB of that makes
 * V8 collect all of its heap: with 64 KiB messages a quarter of a gateway's time.
 */

/** From here a socket asks to wait for `drain` (its mark is 64 KiB), which tells that the buffer is free. */
const LEAST_BYTES = 64 * 1024

/** What a turn of a muxer has at most without one large message: 256 KiB, one frame more and the records' overhead. */
const BUFFER_BYTES = 336 * 1024

/** Buffers that wait for a user, for all connections of the process: 5 MiB at most. */
const MAX_SPARE = 16

const spare: Buffer[] = []

/** The buffers that one TCP connection holds. */
export class SealedBuffers {
  readonly #lent: Buffer[] = []
  #current: Buffer | undefined

  /** Room for so many bytes. {@link sent} must follow before the next call. */
  readonly take = (bytes: number): Buffer => {
    if (bytes < LEAST_BYTES || bytes > BUFFER_BYTES) return Buffer.allocUnsafe(bytes)
    this.#current = spare.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES)
    return this.#current.subarray(0, bytes)
  }

  /** @param isHeld whether the socket holds the bytes until it drains; otherwise the buffer is left to the garbage collector */
  sent (isHeld: boolean): void {
    if (isHeld && this.#current !== undefined) this.#lent.push(this.#current)
    this.#current = undefined
  }

  /** The socket has handed everything to the kernel. */
  drained (): void {
    for (const buffer of this.#lent.splice(0)) if (spare.length < MAX_SPARE) spare.push(buffer)
  }
}
