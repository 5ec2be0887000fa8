import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { ByteQueue } from './byte-queue.ts'

describe('a byte queue', () => {
  it('gives the same bytes however they were cut and taken', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), fc.array(fc.nat(30)), (pieces, takes) => {
      const queue = new ByteQueue()
      for (const piece of pieces) queue.append(Buffer.from(piece))
      const all = Buffer.concat(pieces)
      let offset = 0
      for (const take of takes) {
        const bytes = Math.min(take, queue.byteLength)
        expect(Buffer.from(queue.subarray(0, bytes)).equals(all.subarray(offset, offset + bytes))).toBe(true)
        if (bytes > 0) expect(queue.get(bytes - 1)).toBe(all[offset + bytes - 1])
        queue.consume(bytes)
        offset += bytes
      }
      expect(queue.byteLength).toBe(all.length - offset)
      expect(queue.takeAll().equals(all.subarray(offset))).toBe(true)
      expect(queue.byteLength).toBe(0)
    }))
  })

  it('leaves what it has given as it was, however small the pieces that follow', () => {
    const queue = new ByteQueue()
    const given: Buffer[] = []
    for (let byte = 0; byte < 5000; byte++) {
      queue.append(Buffer.of(byte & 0xff))
      if (byte % 7 === 6) given.push(queue.subarray(0, 4))
      if (byte % 7 === 6) queue.consume(4)
    }
    const bytes = Buffer.concat(given)
    for (let index = 0; index < bytes.length; index++) expect(bytes[index]).toBe(index & 0xff)
  })

  it('keeps small pieces by their bytes and not by the records they came in', () => {
    const queue = new ByteQueue()
    for (let count = 0; count < 4096; count++) queue.append(Buffer.alloc(64 * 1024).subarray(0, 1))
    const kept = new Set<ArrayBufferLike>()
    for (let index = 0; index < 4096; index++) kept.add(queue.subarray(index, index + 1).buffer)
    expect([...kept].reduce((sum, buffer) => sum + buffer.byteLength, 0)).toBeLessThan(5 * 4096)
  })

  it('gives a view where the range lies in one piece', () => {
    const queue = new ByteQueue()
    const piece = Buffer.from('hello')
    queue.append(piece)
    expect(queue.subarray(1, 4).buffer).toBe(piece.buffer)
    queue.append(Buffer.from('you'))
    expect(queue.subarray(3, 7).toString()).toBe('loyo')
  })
})
