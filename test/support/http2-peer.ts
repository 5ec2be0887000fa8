/** A server of HTTP/2 that sends what a test wants, frame by frame or byte by byte, and keeps the frames it gets. */
import type net from 'node:net'
import { vi } from 'vitest'
import { FrameReader } from '../../src/grpc/lean/frame-reader.ts'
import { Flag, FrameType, encodeFrame } from '../../src/grpc/lean/frames.ts'
import { text } from '../../src/grpc/lean/hpack-encoder.ts'

const PREFACE_BYTES = 24
/** A request, and a message of one byte. */
export const X = Buffer.from('x')
/** No bytes. */
export const EMPTY = Buffer.alloc(0)
/** Header block of a gRPC answer that begins. */
export const RESPONSE = block([':status', '200'], ['content-type', 'application/grpc'])
/** Header block of status OK. */
export const TRAILERS = block(['grpc-status', '0'])
/** A SETTINGS frame with nothing in it. */
export const SETTINGS = settings()

/** A frame of the client. */
export interface SeenFrame { readonly type: number, readonly flags: number, readonly streamId: number, readonly payload: Buffer }

/** A header block of plain literals. */
export function block (...fields: Array<[string, string]>): Buffer {
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]))
}

/** A SETTINGS frame. */
export function settings (...entries: Array<[number, number]>): Buffer {
  const payload = Buffer.alloc(entries.length * 6)
  for (const [index, [setting, value]] of entries.entries()) {
    payload.writeUInt16BE(setting, index * 6)
    payload.writeUInt32BE(value, index * 6 + 2)
  }
  return encodeFrame(FrameType.Settings, 0, 0, payload)
}

/** Big-endian numbers in a row. */
export function uint32 (...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4)
  return bytes
}

/** A message as gRPC frames it. */
export function message (content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0]), uint32(content.length), content])
}

/** A HEADERS frame. */
export const headers = (streamId: number, bytes = RESPONSE, flags: number = Flag.EndHeaders): Buffer =>
  encodeFrame(FrameType.Headers, flags, streamId, bytes)
/** A HEADERS frame that ends the stream. */
export const trailers = (streamId: number, bytes = TRAILERS): Buffer => headers(streamId, bytes, Flag.EndHeaders | Flag.EndStream)
/** A DATA frame. */
export const data = (streamId: number, bytes: Uint8Array, flags = 0): Buffer => encodeFrame(FrameType.Data, flags, streamId, bytes)
/** A WINDOW_UPDATE frame; stream 0 is the connection. */
export const windowUpdate = (streamId: number, bytes: number): Buffer =>
  encodeFrame(FrameType.WindowUpdate, 0, streamId, uint32(bytes))
/** The same frame again and again. */
export const times = (count: number, frame: Buffer): Buffer[] => Array.from({ length: count }, () => frame)
/** A whole answer with one message. */
export const answerTo = (streamId: number, content: Uint8Array = X): Buffer =>
  Buffer.concat([headers(streamId), data(streamId, message(content)), trailers(streamId)])

/** One connection as the server sees it. */
export class RawPeer {
  readonly frames: SeenFrame[] = []
  readonly #socket: net.Socket
  isClosed = false

  constructor (socket: net.Socket) {
    this.#socket = socket
    let skip = PREFACE_BYTES
    let body = EMPTY
    let head: { streamId: number, length: number } | undefined
    const reader = new FrameReader({
      frame: (type, flags, streamId, payload) => { this.frames.push({ type, flags, streamId, payload: Buffer.from(payload) }) },
      dataBegin: (streamId, length) => { head = { streamId, length }; body = EMPTY },
      dataPart: (part) => { body = Buffer.concat([body, part]) },
      dataEnd: (isEnd) => { this.frames.push({ type: FrameType.Data, flags: isEnd ? Flag.EndStream : 0, streamId: head?.streamId ?? 0, payload: body }) }
    })
    socket.on('error', () => {})
    socket.on('close', () => { this.isClosed = true })
    socket.on('data', (chunk: Buffer) => {
      const skipped = Math.min(skip, chunk.length)
      skip -= skipped
      reader.push(chunk.subarray(skipped))
    })
  }

  send (...frames: readonly Uint8Array[]): void {
    this.#socket.write(Buffer.concat(frames))
  }

  /** Waits for the client after each byte was given to the system. */
  async sendByteByByte (bytes: Uint8Array): Promise<void> {
    for (const byte of bytes) await new Promise<void>((resolve) => { this.#socket.write(Buffer.from([byte]), () => resolve()) })
  }

  end (): void {
    this.#socket.end()
  }

  pause (): void {
    this.#socket.pause()
  }

  of (type: number, streamId?: number): SeenFrame[] {
    return this.frames.filter((frame) => frame.type === type && (streamId === undefined || frame.streamId === streamId))
  }

  async first (type: number, streamId?: number): Promise<SeenFrame> {
    return await vi.waitFor(() => {
      const found = this.of(type, streamId)[0]
      if (found === undefined) throw new Error(`no frame ${type}`)
      return found
    }, { timeout: 5_000, interval: 2 })
  }

  /** Bytes of DATA on a stream. */
  dataBytes (streamId: number): number {
    return this.of(FrameType.Data, streamId).reduce((sum, { payload }) => sum + payload.length, 0)
  }
}
