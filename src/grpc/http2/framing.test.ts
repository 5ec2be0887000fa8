import fc from 'fast-check'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { joinMessage } from '@subnetes/common'
import type { MessageBytes } from '@subnetes/common'
import { FrameParser, encodeFrame, writeMessage } from './framing.ts'

function parse (chunks: readonly Buffer[], limit = 1_000_000): { messages: Buffer[], isPartial: boolean } {
  const parser = new FrameParser(limit)
  const messages: Buffer[] = []
  for (const chunk of chunks) parser.push(chunk, (message) => messages.push(Buffer.from(joinMessage(message))))
  return { messages, isPartial: parser.isPartial }
}

/** Cuts bytes at the given places. */
function cut (bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = []
  let offset = 0
  for (const size of sizes) {
    chunks.push(bytes.subarray(offset, offset + size))
    offset += size
  }
  return [...chunks, bytes.subarray(offset)]
}

describe('gRPC framing', () => {
  it('finds the same messages however the bytes are cut', () => {
    const bytesArb = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
    fc.assert(fc.property(fc.array(bytesArb, { maxLength: 20 }), fc.array(fc.nat(50), { maxLength: 200 }), (messages, sizes) => {
      const wire = Buffer.concat(messages.map((message) => encodeFrame(message)))
      expect(parse(cut(wire, sizes))).toEqual({ messages, isPartial: false })
    }))
  })

  it('writes large messages as the same bytes as small ones', () => {
    const stream = new PassThrough()
    const large = Buffer.alloc(100_000, 7)
    writeMessage(stream, large)
    writeMessage(stream, Buffer.from('small'))
    expect(parse([stream.read() as Buffer]).messages).toEqual([large, Buffer.from('small')])
  })

  it('hands on a message of several chunks as views of them, and gathers small pieces', () => {
    const message = Buffer.from(Array.from({ length: 40_000 }, (_, index) => index % 251))
    const chunks = cut(encodeFrame(message), [20_000, 10_000, 1, 1, 1])
    const emitted: MessageBytes[] = []
    const parser = new FrameParser(1_000_000)
    for (const chunk of chunks) parser.push(chunk, (bytes) => emitted.push(bytes))
    const parts = emitted[0] as Uint8Array[]
    expect(emitted.length).toBe(1)
    expect(parts.map((part) => part.length)).toEqual([19_995, 10_000, 3, 10_002])
    expect(parts[1]?.buffer).toBe(chunks[1]?.buffer)
    expect(message.equals(joinMessage(parts))).toBe(true)
  })

  it('keeps little more memory than a message has bytes, however small its pieces are', () => {
    const parser = new FrameParser(1_000_000)
    let parts: Uint8Array[] = []
    for (const byte of encodeFrame(Buffer.alloc(100_000, 5))) parser.push(Buffer.of(byte), (bytes) => { parts = bytes as Uint8Array[] })
    expect(parts.length).toBeLessThan(30)
    expect(new Set(parts.map((part) => part.buffer)).size).toBe(parts.length)
    expect(parts.reduce((sum, part) => sum + part.buffer.byteLength, 0)).toBeLessThan(110_000)
  })

  it('writes a message in parts and the last one of a stream as the same bytes', () => {
    const stream = new PassThrough()
    writeMessage(stream, [Buffer.alloc(40_000, 1), Buffer.from('end')])
    writeMessage(stream, Buffer.alloc(30_000, 2), true)
    const wire = stream.read() as Buffer
    expect(parse([wire]).messages).toEqual([Buffer.concat([Buffer.alloc(40_000, 1), Buffer.from('end')]), Buffer.alloc(30_000, 2)])
    expect(stream.writableEnded).toBe(true)
  })

  it('says that half a frame is half a frame', () => {
    const wire = encodeFrame(Buffer.from('hello'))
    for (let length = 1; length < wire.length; length += 1) expect(parse([wire.subarray(0, length)]).isPartial).toBe(true)
  })

  it('refuses a compressed message and one above the limit', () => {
    expect(() => parse([Buffer.from([1, 0, 0, 0, 0])])).toThrow('compression is not supported')
    expect(() => parse([Buffer.from([0, 0, 0, 0, 11])], 10)).toThrow('message of 11 bytes is larger than the limit of 10')
  })

  it("takes nothing of Node's pool of buffers for itself, which would keep 64 KiB for every open stream", () => {
    let [before, after] = [Buffer.allocUnsafe(8), Buffer.alloc(8)]
    while (after.buffer !== before.buffer) { // once more where one slab of the pool ends
      before = Buffer.allocUnsafe(8)
      new FrameParser(100).push(Buffer.alloc(3), () => {})
      after = Buffer.allocUnsafe(8)
    }
    expect(after.byteOffset - before.byteOffset).toBe(8)
  })
})
