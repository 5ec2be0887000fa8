/**
 * Writes to a libp2p stream no faster than the other side reads, and no more often than once per turn of the event loop.
 *
 * `stream.onDrain()` of `@libp2p/utils` 7.4.1 creates its promise once and never renews it, so after the first saturation it resolves at
 * once; the `drain` event is waited for instead. Use `onDrain` again when a release renews the promise.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { SubnetesError } from '@subnetes/common'
import type { Stream } from '@libp2p/interface'
import { Uint8ArrayList } from 'uint8arraylist'
import { atTurnEnd } from './turn-end.ts'

/** Small messages of one turn go out together, up to this size. 64 KiB: what one Noise message carries. */
const BATCH_BYTES = 64 * 1024

/** Writes of one turn before other work has its turn. 64: well under a millisecond of a method that has its messages at hand. */
const BATCH_WRITES = 64

/** Parts that go out unjoined; more of them cost more in lists than a copy of at most {@link BATCH_BYTES}. */
const MAX_PARTS = 16

/** Joins small writes of one turn into one muxer frame: each costs a frame, an encryption and two socket writes. Large ones are not copied. */
export class ByteWriter {
  readonly #stream: Stream
  #pending = new Uint8ArrayList()
  #parts = 0
  #writes = 0
  #isScheduled = false

  constructor (stream: Stream) {
    this.#stream = stream
  }

  /**
   * Writes the parts, at the latest at the end of this turn.
   *
   * @returns a promise when the writer must wait: it resolves when there is room again, after other work had its turn, and rejects when the stream has closed
   * @throws {SubnetesError} `unavailable` when the stream is closed
   */
  write (...parts: Uint8Array[]): Promise<void> | undefined {
    for (const part of parts) if (part.length > 0) this.#pending.append(part)
    this.#parts += parts.length
    this.#writes++
    if (this.#stream.status !== 'open') throw closed(undefined)
    if (this.#pending.byteLength < BATCH_BYTES && this.#writes < BATCH_WRITES && !this.#stream.writableNeedsDrain) {
      if (!this.#isScheduled) atTurnEnd('writers', this.#onTurn)
      this.#isScheduled = true
      return undefined
    }
    this.flush()
    return this.#room()
  }

  /** Sends what was written. @throws {SubnetesError} `unavailable` when the stream is closed */
  flush (): void {
    if (this.#pending.byteLength === 0) return
    const isSmall = this.#parts > MAX_PARTS && this.#pending.byteLength < BATCH_BYTES * 2
    const pending = isSmall ? this.#pending.subarray() : this.#pending
    this.#pending = new Uint8ArrayList()
    this.#parts = this.#writes = 0
    try {
      this.#stream.send(pending)
    } catch (error) {
      throw closed(error)
    }
  }

  readonly #onTurn = (): void => {
    this.#isScheduled = false
    try {
      this.flush()
    } catch {
      // The stream has closed; the next write says so.
    }
  }

  /** A method that never waits for anything would otherwise keep the event loop to itself until the stream is saturated. */
  async #room (): Promise<void> {
    await nextTurn()
    // After `drain` the library sends what it had queued, in a microtask of its own, and may be saturated again.
    while (this.#stream.writableNeedsDrain) await drainEvent(this.#stream)
  }
}

async function drainEvent (stream: Stream): Promise<void> {
  if (stream.status !== 'open') throw closed(undefined)
  await new Promise<void>((resolve, reject) => {
    const finish = (settle: () => void) => (): void => {
      stream.removeEventListener('drain', onDrain)
      stream.removeEventListener('close', onClose)
      settle()
    }
    const onDrain = finish(resolve)
    const onClose = finish(() => reject(closed(undefined)))
    stream.addEventListener('drain', onDrain)
    stream.addEventListener('close', onClose)
  })
}

function closed (cause: unknown): SubnetesError {
  return new SubnetesError('unavailable', 'the stream to the peer closed while writing', { cause })
}
