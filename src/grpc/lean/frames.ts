/** The numbers of HTTP/2 (RFC 9113) as far as a client needs them, and the error that ends a connection. */

/** Frame types (RFC 9113, section 6). */
export const FrameType = {
  Data: 0,
  Headers: 1,
  Priority: 2,
  RstStream: 3,
  Settings: 4,
  PushPromise: 5,
  Ping: 6,
  GoAway: 7,
  WindowUpdate: 8,
  Continuation: 9
} as const

/** Flags; `Ack` shares its bit with `EndStream`, on other frame types. */
export const Flag = { EndStream: 0x1, Ack: 0x1, EndHeaders: 0x4, Padded: 0x8, Priority: 0x20 } as const

/** Settings (RFC 9113, section 6.5.2). */
export const Setting = {
  HeaderTableSize: 1,
  EnablePush: 2,
  MaxConcurrentStreams: 3,
  InitialWindowSize: 4,
  MaxFrameSize: 5,
  MaxHeaderListSize: 6
} as const

/** Error codes (RFC 9113, section 7) that this client sends or reads. */
export const H2Code = {
  NoError: 0,
  ProtocolError: 1,
  InternalError: 2,
  FlowControlError: 3,
  FrameSizeError: 6,
  Cancel: 8,
  CompressionError: 9,
  EnhanceYourCalm: 11
} as const

/** Length, type, flags and stream id. */
export const FRAME_HEAD_BYTES = 9
/** Flow-control window and largest frame of a peer before its SETTINGS (RFC 9113, section 6.5.2). */
export const INITIAL_WINDOW_BYTES = 65_535
export const INITIAL_MAX_FRAME_BYTES = 16_384
/** Largest window and largest stream id: 31 bits. */
export const MAX_31_BITS = 0x7fff_ffff

/**
 * A server broke the protocol so that the whole connection has to end. The message may be logged; the code goes into
 * our GOAWAY.
 */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
  readonly h2Code: number

  constructor (h2Code: number, message: string) {
    super(message)
    this.h2Code = h2Code
  }
}

/** A frame in one buffer, for the few that are sent outside of the hot path. */
export function encodeFrame (type: number, flags: number, streamId: number, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(FRAME_HEAD_BYTES + payload.length)
  writeFrameHead(frame, 0, payload.length, type, flags, streamId)
  frame.set(payload, FRAME_HEAD_BYTES)
  return frame
}

/** Writes the nine bytes before a payload. */
// eslint-disable-next-line max-params -- the fields of a frame; an object for each frame would cost as much as the rest
export function writeFrameHead (target: Uint8Array, at: number, length: number, type: number, flags: number, streamId: number): void {
  target[at] = length >>> 16
  target[at + 1] = length >>> 8
  target[at + 2] = length
  target[at + 3] = type
  target[at + 4] = flags
  writeUint32(target, at + 5, streamId)
}

/** Big-endian. */
export function writeUint32 (target: Uint8Array, at: number, value: number): void {
  target[at] = value >>> 24
  target[at + 1] = value >>> 16
  target[at + 2] = value >>> 8
  target[at + 3] = value
}
