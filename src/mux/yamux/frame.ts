/**
 * Frames of yamux (https://github.com/hashicorp/yamux/blob/master/spec.md): twelve bytes of header, and the bytes of a data frame behind it. Version,
 * type and flags are the first word and are kept as one number here, the frame's kind.
 */
import { SubnetesError } from '@subnetes/common'

/** A frame's header. */
export const FRAME_HEADER_BYTES = 12

/** Types, as part of a kind. */
export const DATA = 0x00000
export const WINDOW_UPDATE = 0x10000
export const PING = 0x20000
export const GO_AWAY = 0x30000

/** Flags, as part of a kind. */
export const SYN = 1
export const ACK = 2
export const FIN = 4
export const RST = 8

/** Codes of a {@link GO_AWAY} frame. */
export const GO_AWAY_NORMAL = 0
export const GO_AWAY_PROTOCOL_ERROR = 1

/** The type of a kind. */
export function typeOf (kind: number): number {
  return kind & 0xffff0000
}

/** What went wrong is the peer's doing: its connection ends. */
export function protocolError (what: string): SubnetesError {
  return new SubnetesError('invalid_argument', `the peer broke the yamux protocol: ${what}`)
}

/** Takes what a {@link FrameReader} finds. */
export interface FrameHandler {
  /** A header. `length` is the number of bytes that follow when it is a data frame, and a value otherwise. */
  onFrame: (kind: number, id: number, length: number) => void
  /** Bytes of the data frame whose header came last. */
  onFrameBytes: (bytes: Buffer, isLast: boolean) => void
}

/** Cuts received bytes into frames. Holds at most a part of a header; bytes of data frames are handed on as views, in the pieces they came in. */
export class FrameReader {
  // Plain fields: this runs for every frame.
  private readonly handler: FrameHandler
  private header: Buffer | undefined
  private headerBytes = 0
  private left = 0

  constructor (handler: FrameHandler) {
    this.handler = handler
  }

  /** @throws {SubnetesError} `invalid_argument` for another version; what the handler throws */
  read (bytes: Buffer): void {
    let at = 0
    while (at < bytes.length) {
      if (this.left > 0) at = this.#body(bytes, at)
      else if (this.headerBytes === 0 && bytes.length - at >= FRAME_HEADER_BYTES) {
        this.#frame(bytes, at)
        at += FRAME_HEADER_BYTES
      } else at = this.#partOfHeader(bytes, at)
    }
  }

  #body (bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.left)
    this.left -= end - at
    this.handler.onFrameBytes(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end), this.left === 0)
    return end
  }

  #partOfHeader (bytes: Buffer, at: number): number {
    this.header ??= Buffer.alloc(FRAME_HEADER_BYTES)
    const end = Math.min(bytes.length, at + FRAME_HEADER_BYTES - this.headerBytes)
    bytes.copy(this.header, this.headerBytes, at, end)
    this.headerBytes += end - at
    if (this.headerBytes === FRAME_HEADER_BYTES) {
      this.headerBytes = 0
      this.#frame(this.header, 0)
    }
    return end
  }

  #frame (header: Buffer, at: number): void {
    const kind = header.readUInt32BE(at)
    if (kind > 0xffffff) throw protocolError(`version ${kind >>> 24}`)
    const length = header.readUInt32BE(at + 8)
    if (typeOf(kind) === DATA) this.left = length
    this.handler.onFrame(kind, header.readUInt32BE(at + 4), length)
  }
}
