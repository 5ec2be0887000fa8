/**
 * Gathers the frames of one turn of the event loop, so that they leave as one encrypted record and one socket write: those two are what a small frame
 * costs. Headers and small payloads are copied into a leased buffer; large payloads are kept by reference.
 */
import { atTurnEnd } from '../turn-end.ts'
import { FRAME_HEADER_BYTES } from './frame.ts'

/** A leased buffer. 64 KiB: what one Noise record carries. */
const SCRATCH_BYTES = 64 * 1024

/** Leased buffers that wait for the next turn, for all connections of the process: 4 MiB at most. */
const MAX_SPARE = 64

/** Up to this size a copy is cheaper than a part of its own. */
const COPY_BYTES = 4 * 1024

/** More is sent before the turn ends, so that it need not be held. */
const FLUSH_BYTES = 256 * 1024

/** Sends the parts at once. It must not keep them: some are views of a leased buffer. */
export type SendParts = (parts: readonly Uint8Array[], totalBytes: number) => void

const spare: Buffer[] = []

/** Writes frames of one connection. */
export class TurnWriter {
  // Plain fields: this runs for every frame.
  private readonly send: SendParts
  private scratch: Buffer | undefined
  /** Where the part begins that is being filled, and where its next byte goes. */
  private from = 0
  private at = 0
  private parts: Uint8Array[] = []
  private total = 0
  private isScheduled = false
  private isClosed = false

  constructor (send: SendParts) {
    this.send = send
  }

  /** Writes a frame's header. */
  header (kind: number, id: number, length: number): void {
    const scratch = this.#room(FRAME_HEADER_BYTES)
    if (scratch === undefined) return
    scratch.writeUInt32BE(kind, this.at)
    scratch.writeUInt32BE(id, this.at + 4)
    scratch.writeUInt32BE(length, this.at + 8)
    this.at += FRAME_HEADER_BYTES
    this.total += FRAME_HEADER_BYTES
  }

  /** Writes bytes of a data frame, directly behind its header. Large ones must stay unchanged until the turn ends. */
  bytes (bytes: Uint8Array): void {
    const { length } = bytes
    const scratch = this.#room(length <= COPY_BYTES ? length : 0)
    if (scratch === undefined) return
    if (length <= COPY_BYTES) {
      scratch.set(bytes, this.at)
      this.at += length
    } else {
      this.#endPart(scratch)
      this.parts.push(bytes)
    }
    this.total += length
    if (this.total >= FLUSH_BYTES) this.flush()
  }

  /** Sends what was written so far. */
  readonly flush = (): void => {
    this.isScheduled = false
    const { scratch, parts, total } = this
    if (scratch === undefined) return
    this.#endPart(scratch)
    this.scratch = undefined
    this.parts = []
    this.total = 0
    try {
      this.send(parts, total)
    } finally {
      if (spare.length < MAX_SPARE) spare.push(scratch)
    }
  }

  /** Sends what was written so far; what is written later is dropped. */
  close (): void {
    this.flush()
    this.isClosed = true
  }

  #room (bytes: number): Buffer | undefined {
    if (this.isClosed) return undefined
    if (this.scratch !== undefined && this.at + bytes > SCRATCH_BYTES) this.flush()
    if (this.scratch === undefined) {
      this.scratch = spare.pop() ?? Buffer.allocUnsafeSlow(SCRATCH_BYTES)
      this.from = this.at = 0
    }
    if (!this.isScheduled) {
      this.isScheduled = true
      atTurnEnd('connections', this.flush)
    }
    return this.scratch
  }

  #endPart (scratch: Buffer): void {
    if (this.at > this.from) this.parts.push(scratch.subarray(this.from, this.at))
    this.from = this.at
  }
}
