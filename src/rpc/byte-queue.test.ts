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

  it('gives a view where the range lies in one piece', () => {
    const queue = new ByteQueue()
    const piece = Buffer.from('hello')
    queue.append(piece)
    queue.append(Buffer.from('you'))
    expect(queue.subarray(1, 4).buffer).toBe(piece.buffer)
    expect(queue.subarray(3, 7).toString()).toBe('loyo')
  })
})
