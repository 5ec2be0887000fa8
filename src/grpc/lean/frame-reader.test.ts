/** Frames and messages out of bytes that may be cut anywhere. */
import fc from 'fast-check'
import { joinMessage } from '@subnetes/common'
import { describe, expect, it } from 'vitest'
import { ConnectionError, Flag, FrameType, encodeFrame } from './frames.ts'
import { FrameReader, MAX_FRAME_BYTES } from './frame-reader.ts'
import type { FrameSink } from './frame-reader.ts'
import { MessageParts } from './message-parts.ts'

/** What came, as texts; DATA joined. */
class Recorder implements FrameSink {
  readonly seen: string[] = []
  #data = ''

  frame (type: number, flags: number, streamId: number, payload: Buffer): void {
    this.seen.push(`${type}/${flags}/${streamId}/${payload.toString('hex')}`)
  }

  dataBegin (streamId: number, length: number): void {
    this.#data = `${streamId}/${length}/`
  }

  dataPart (part: Buffer): void {
    this.#data += part.toString('hex')
  }

  dataEnd (isEndStream: boolean): void {
    this.seen.push(`data/${this.#data}/${String(isEndStream)}`)
  }
}

function readIn (bytes: Uint8Array, sizes: readonly number[]): string[] {
  const recorder = new Recorder()
  const reader = new FrameReader(recorder)
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    reader.push(Buffer.from(bytes.subarray(at, at + size)))
    at += size
  }
  return recorder.seen
}

const frame = fc.record({ type: fc.nat(12), flags: fc.constantFrom(0, Flag.EndStream, Flag.EndHeaders), streamId: fc.nat(0x7fffffff), payload: fc.uint8Array({ maxLength: 60 }) })
const padded = fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.nat(40)).map(([payload, padding]) =>
  encodeFrame(FrameType.Data, Flag.Padded, 5, Buffer.concat([Buffer.from([padding]), payload, Buffer.alloc(padding)])))
const plain = frame.map(({ type, flags, streamId, payload }) => encodeFrame(type, flags, streamId, payload))
const frames = fc.array(fc.oneof(plain, padded), { maxLength: 8 }).map((all) => Buffer.concat(all))

describe('reading frames', () => {
  it('gives the same frames however the bytes are cut', () => {
    fc.assert(fc.property(frames, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }), (bytes, sizes) => {
      expect(readIn(bytes, sizes)).toEqual(readIn(bytes, [bytes.length]))
    }), { numRuns: 500 })
  })

  it('leaves padding out and counts it', () => {
    const bytes = encodeFrame(FrameType.Data, Flag.Padded | Flag.EndStream, 3, Buffer.from([2, 0xaa, 0xbb, 0, 0]))
    expect(readIn(bytes, [1])).toEqual(['data/3/5/aabb/true'])
    expect(readIn(encodeFrame(FrameType.Data, Flag.Padded, 3, Buffer.from([0])), [1])).toEqual(['data/3/1//false'])
  })

  it.each([
    ['more padding than bytes', encodeFrame(FrameType.Data, Flag.Padded, 1, Buffer.from([4, 1, 2, 3]))],
    ['padding without its length', encodeFrame(FrameType.Data, Flag.Padded, 1, Buffer.alloc(0))],
    ['a frame above the announced size', encodeFrame(FrameType.Headers, 0, 1, Buffer.alloc(MAX_FRAME_BYTES + 1))],
    ['HTTP/1', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')]
  ])('refuses %s', (_, bytes) => {
    expect(() => readIn(bytes, [bytes.length])).toThrow(ConnectionError)
    expect(() => readIn(bytes, [1])).toThrow(ConnectionError)
  })

  it('drops what follows once it is stopped', () => {
    const recorder = new Recorder()
    const reader = new FrameReader({ frame: () => reader.stop(), dataBegin: () => {}, dataPart: () => {}, dataEnd: recorder.dataEnd.bind(recorder) })
    reader.push(Buffer.concat([encodeFrame(FrameType.Ping, 0, 0, Buffer.alloc(8)), encodeFrame(FrameType.Data, 0, 1, Buffer.alloc(8))]))
    expect(recorder.seen).toEqual([])
  })
})

/** A message as gRPC frames it. */
function framed (message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5)
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}

function messagesOf (bytes: Uint8Array, size: number): Buffer[] {
  const parser = new MessageParts(1 << 20)
  const messages: Buffer[] = []
  for (let from = 0; from < bytes.length; from += size) {
    const chunk = Buffer.from(bytes.subarray(from, from + size))
    for (let at = 0; at < chunk.length;) {
      at += parser.take(chunk.subarray(at))
      const message = parser.completed()
      if (message !== undefined) messages.push(Buffer.from(joinMessage(message)))
    }
    chunk.fill(0xee) // its memory is used again
  }
  expect(parser.isPartial).toBe(false)
  return messages
}

describe('gRPC messages in parts', () => {
  it('gives the same messages however the bytes are cut', () => {
    const message = fc.oneof(fc.uint8Array({ maxLength: 100 }), fc.nat(200_000).map((length) => new Uint8Array(length).map((_, index) => index)))
    fc.assert(fc.property(fc.array(message, { maxLength: 5 }), fc.integer({ min: 1, max: 90_000 }), (messages, size) => {
      const bytes = Buffer.concat(messages.map(framed))
      expect(messagesOf(bytes, size).map((each) => each.toString('hex'))).toEqual(messages.map((each) => Buffer.from(each).toString('hex')))
    }), { numRuns: 100 })
  })

  it('gives up to 64 KiB in one piece of that size, and more in parts', () => {
    for (const [length, parts] of [[0, 1], [10, 1], [65_536, 1], [65_537, 2], [200_000, 4]] as const) {
      const parser = new MessageParts(1 << 20)
      const bytes = framed(Buffer.alloc(length, 1))
      const half = bytes.length >> 1
      parser.take(bytes.subarray(0, half))
      parser.take(bytes.subarray(half))
      expect([parser.completed()].flat()).toHaveLength(parts)
    }
  })

  it('keeps earlier parts when the rest comes at once', () => {
    const content = Buffer.from(Uint8Array.from({ length: 100_000 }, (_, index) => index))
    const bytes = framed(content)
    const parser = new MessageParts(1 << 20)
    for (const [from, to] of [[0, 5], [5, 65_541], [65_541, bytes.length]]) parser.take(bytes.subarray(from, to))
    expect(content.equals(joinMessage(parser.completed() ?? []))).toBe(true)
  })

  it('holds little more than has arrived', () => {
    const parser = new MessageParts(1 << 30)
    const before = process.memoryUsage().arrayBuffers
    parser.take(Buffer.from([0, 0x3f, 0xff, 0xff, 0xff, 1]))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000)
  })

  it.each([
    ['a compressed message', [1, 0, 0, 0, 1], 'unimplemented'],
    ['one above the limit', [0, 0, 16, 0, 1], 'resource_exhausted']
  ] as const)('refuses %s before its bytes', (_, bytes, code) => {
    expect(() => new MessageParts(1 << 20).take(Buffer.from(bytes))).toThrow(expect.objectContaining({ code }))
  })
})
