import fc from 'fast-check'
import { Uint8ArrayList } from 'uint8arraylist'
import { describe, expect, it } from 'vitest'
import { END_FRAME, EndFrameFinder, decodeErrorText, encodeErrorFrame, encodeMessageHeader, peekFrame, takeFrame } from './frame.ts'

const LIMIT = 16 * 1024 * 1024

describe('a frame', () => {
  it('has the bytes that hivemind peers write', () => {
    expect(Buffer.from(encodeMessageHeader(2)).toString('hex')).toBe('000000000000000002')
    expect(Buffer.from(END_FRAME).toString('hex')).toBe('010000000000000000')
    expect(Buffer.from(encodeErrorFrame('boom')).toString('hex')).toBe(`0100000000000000060a04${Buffer.from('boom').toString('hex')}`)
  })

  it('comes back as it was, however the transport cuts and joins', () => {
    fc.assert(fc.property(
      fc.array(fc.oneof(fc.uint8Array({ maxLength: 3000 }), fc.constant(null)), { maxLength: 20 }), fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 20 }),
      (messages, cuts) => {
        const bytes = Buffer.concat(messages.map((message) => message === null ? END_FRAME : Buffer.concat([encodeMessageHeader(message.length), message])))
        const queue = new Uint8ArrayList()
        const found: Array<Buffer | null> = []
        for (let offset = 0, index = 0; offset < bytes.length; index++) {
          const end = offset + (cuts[index % cuts.length] ?? 1)
          queue.append(bytes.subarray(offset, end))
          for (let frame = takeFrame(queue, LIMIT); frame !== undefined; frame = takeFrame(queue, LIMIT)) found.push(frame.control ? null : Buffer.from(frame.payload))
          offset = end
        }
        expect(found).toEqual(messages.map((message) => message === null ? null : Buffer.from(message)))
        expect(queue.byteLength).toBe(0)
      }))
  })

  it('that ends the requests is found in what nobody takes, at its last byte, however the transport cuts', () => {
    const cutting = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 20 })
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 10 }), cutting, (messages, cuts) => {
      const bytes = Buffer.concat([...messages.flatMap((message) => [encodeMessageHeader(message.length), message]), END_FRAME])
      const finder = new EndFrameFinder()
      for (let offset = 0, index = 0; offset < bytes.length; index++) {
        const end = offset + (cuts[index % cuts.length] ?? 1)
        expect(finder.push(bytes.subarray(offset, end))).toBe(end >= bytes.length)
        offset = end
      }
    }))
  })

  it('that is broken ends them too', () => {
    expect(new EndFrameFinder().push(Buffer.of(2))).toBe(true)
    const finder = new EndFrameFinder()
    expect(finder.push(Buffer.concat([encodeMessageHeader(1), Buffer.of(2)]))).toBe(false)
    expect(finder.push(Buffer.from('00ffffffffffffffff', 'hex'))).toBe(false)
    expect(finder.push(Buffer.from('02'))).toBe(false)
  })

  it('carries an error text of any length', () => {
    fc.assert(fc.property(fc.string({ maxLength: 20_000, unit: 'grapheme' }), (text) => {
      const frame = takeFrame(new Uint8ArrayList(encodeErrorFrame(text)), LIMIT)
      expect(frame?.control).toBe(true)
      expect(decodeErrorText(frame?.payload ?? new Uint8Array())).toBe(text)
    }))
  })

  it('has no error text when a peer wrote something else', () => {
    expect(decodeErrorText(new Uint8Array())).toBe('')
    expect(decodeErrorText(Buffer.from('ffff', 'hex'))).toBe('')
  })

  it('is refused by an unknown marker as soon as that is there', () => {
    expect(() => peekFrame(new Uint8ArrayList(Buffer.from([2])), LIMIT)).toThrow(expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining('0x02') as string }))
  })

  it('is refused by its length before it has arrived, up to 64 bits', () => {
    for (const length of ['0000000001000001', 'ffffffffffffffff']) {
      expect(() => peekFrame(new Uint8ArrayList(Buffer.from(`00${length}`, 'hex')), LIMIT)).toThrow(expect.objectContaining({ code: 'resource_exhausted' }))
    }
  })
})
