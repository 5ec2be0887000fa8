/**
 * Frames of hivemind's stream calls: one marker byte (00 message, 01 control), the payload's length as 8 bytes big-endian, the payload.
 * A control frame ends the requests; among responses it carries `RpcError { optional string message = 1; }`.
 *
 * hivemind 1.1.12 `p2p/p2p_daemon.py` (`P2P.send_protobuf`, `P2P.receive_protobuf`).
 */
import { SubnetesError } from '@subnetes/common'
import { ByteQueue } from '../byte-queue.ts'
import type { ByteSource } from '../byte-queue.ts'

/** Marker and length. */
export const FRAME_HEADER_BYTES = 9

const MESSAGE = 0
const CONTROL = 1

/** A frame as received. The payload is a view where it arrived in one piece. */
export interface Frame { readonly control: boolean, readonly payload: Uint8Array }

/** The end of requests: an empty control frame. */
export const END_FRAME: Uint8Array = encodeHeader(CONTROL, 0)

/** The header that goes before a message of `length` bytes. */
export function encodeMessageHeader (length: number): Uint8Array {
  return encodeHeader(MESSAGE, length)
}

/** A whole control frame that says why a call failed. */
export function encodeErrorFrame (text: string): Uint8Array {
  const message = Buffer.from(text)
  const prefix: number[] = [0x0a]
  for (let rest = message.length; ; rest >>>= 7) {
    if (rest < 0x80) { prefix.push(rest); break }
    prefix.push((rest & 0x7f) | 0x80)
  }
  return Buffer.concat([encodeHeader(CONTROL, prefix.length + message.length), Buffer.from(prefix), message])
}

/** The text of a control frame among responses; empty when it carries none or something unreadable (any control frame there is an error). */
export function decodeErrorText (payload: Uint8Array): string {
  if (payload[0] !== 0x0a) return ''
  let length = 0
  let offset = 1
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = payload[offset++]
    if (byte === undefined) return ''
    length += (byte & 0x7f) << shift
    if ((byte & 0x80) === 0) break
  }
  return Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('utf8', offset, Math.min(offset + length, payload.length))
}

/**
 * The payload length of the frame at the front of `queue`, or undefined when its header is not complete.
 *
 * @throws {SubnetesError} `invalid_argument` for an unknown marker, `resource_exhausted` for a length over `maxBytes`
 */
export function peekFrame (queue: ByteSource, maxBytes: number): number | undefined {
  if (queue.byteLength === 0) return undefined
  const marker = queue.get(0)
  if (marker !== MESSAGE && marker !== CONTROL) {
    throw new SubnetesError('invalid_argument', `the stream has the frame marker 0x${marker.toString(16).padStart(2, '0')}; known are 00 (message) and 01 (control)`)
  }
  if (queue.byteLength < FRAME_HEADER_BYTES) return undefined
  let length = 0
  for (let index = 1; index < FRAME_HEADER_BYTES; index++) length = length * 256 + queue.get(index)
  if (length > maxBytes) throw new SubnetesError('resource_exhausted', `a frame has ${length} bytes, over the limit of ${maxBytes}; send smaller messages`)
  return length
}

/** Cuts the frame off the front of `queue`; undefined when it is not complete. @throws as {@link peekFrame} */
export function takeFrame (queue: ByteSource, maxBytes: number): Frame | undefined {
  const length = peekFrame(queue, maxBytes)
  if (length === undefined || queue.byteLength < FRAME_HEADER_BYTES + length) return undefined
  const control = queue.get(0) === CONTROL
  const payload = queue.subarray(FRAME_HEADER_BYTES, FRAME_HEADER_BYTES + length)
  queue.consume(FRAME_HEADER_BYTES + length)
  return { control, payload }
}

/** Follows frames that are not read any more, however they are cut and without keeping them, to find the one that ends the requests. */
export class EndFrameFinder {
  readonly #header = new ByteQueue()
  /** Bytes of the current payload that have not passed. */
  #rest = 0

  /** @returns whether the end was among the bytes; a broken frame counts, for nothing can follow it */
  push (bytes: Buffer): boolean {
    for (let offset = 0; offset < bytes.length;) {
      const part = Math.min(bytes.length - offset, this.#rest === 0 ? FRAME_HEADER_BYTES - this.#header.byteLength : this.#rest)
      if (this.#rest === 0) this.#header.append(bytes.subarray(offset, offset + part))
      else this.#rest -= part
      offset += part
      if (this.#header.byteLength === 0) continue
      if (this.#header.get(0) > CONTROL) return true
      if (this.#header.byteLength < FRAME_HEADER_BYTES) continue
      if (this.#header.get(0) === CONTROL) return true
      this.#rest = peekFrame(this.#header, Infinity) ?? 0
      this.#header.consume(FRAME_HEADER_BYTES)
    }
    return false
  }
}

function encodeHeader (marker: number, length: number): Uint8Array {
  const header = Buffer.allocUnsafe(FRAME_HEADER_BYTES)
  header[0] = marker
  header.writeUInt32BE(Math.floor(length / 2 ** 32), 1)
  header.writeUInt32BE(length % 2 ** 32, 5)
  return header
}
