import fc from 'fast-check'
import { Uint8ArrayList } from 'uint8arraylist'
import { describe, expect, it } from 'vitest'
import { decodeRequest, decodeResponse, encodeErrorResponse, encodeRequest, encodeResponse, peekDelimited, takeDelimited } from './envelope.ts'
import type { EncodedEnvelope } from './envelope.ts'

const ID = Buffer.alloc(16, 0x11)
const LIMIT = 4 * 1024 * 1024

/** What stands on the wire. */
function bytesOf ({ head, payload }: EncodedEnvelope): Buffer {
  return Buffer.concat([head, payload])
}

/** Without the length prefix, which has one byte here. */
function bodyOf (envelope: EncodedEnvelope): Buffer {
  return bytesOf(envelope).subarray(1)
}

describe('the envelope', () => {
  it('has the bytes that hivemind peers write', () => {
    const id = '11'.repeat(16)
    expect(bytesOf(encodeRequest(ID, new Uint8Array(), 'Conformance.rpc_square', Buffer.from('1007', 'hex'))).toString('hex'))
      .toBe(`320a10${id}1a1e0a001216${Buffer.from('Conformance.rpc_square').toString('hex')}1a021007`)
    expect(bytesOf(encodeResponse(ID, Buffer.from('1031', 'hex'))).toString('hex')).toBe(`180a10${id}22040a021031`)
    expect(bytesOf(encodeErrorResponse(ID, "ValueError('boom 7')")).toString('hex'))
      .toBe(`2a0a10${id}22161214${Buffer.from("ValueError('boom 7')").toString('hex')}`)
  })

  it('has a response field even when the response is empty', () => {
    expect(bodyOf(encodeResponse(ID, new Uint8Array())).subarray(-4).toString('hex')).toBe('22020a00')
    expect(decodeResponse(bodyOf(encodeResponse(ID, new Uint8Array())))).toEqual({ response: Buffer.alloc(0) })
  })

  it('gives the payload as a view of what was received', () => {
    const received = bodyOf(encodeRequest(ID, new Uint8Array(), 'a', Buffer.from('payload')))
    expect(decodeRequest(received).data.buffer).toBe(received.buffer)
  })

  it('comes back as it was, however the transport cuts it', () => {
    fc.assert(fc.property(
      fc.uint8Array({ maxLength: 40 }), fc.string({ maxLength: 300 }), fc.uint8Array({ maxLength: 20_000 }),
      fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 20 }),
      (peer, proto, data, cuts) => {
        const bytes = bytesOf(encodeRequest(ID, peer, proto, data))
        const queue = new Uint8ArrayList()
        let taken: Uint8Array | undefined
        for (let offset = 0, index = 0; offset < bytes.length; index++) {
          expect(taken).toBeUndefined()
          const end = offset + (cuts[index % cuts.length] ?? 1)
          queue.append(bytes.subarray(offset, end))
          taken = takeDelimited(queue, LIMIT)
          offset = end
        }
        const request = decodeRequest(taken ?? new Uint8Array())
        expect(request.proto).toBe(Buffer.from(proto).toString('utf8'))
        expect(Buffer.from(request.data).equals(data)).toBe(true)
        expect(Buffer.from(request.callId).equals(ID)).toBe(true)
        expect(queue.byteLength).toBe(0)
      }))
  })

  it('never makes the reader throw anything but a typed error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      for (const decode of [decodeRequest, decodeResponse]) {
        try {
          decode(bytes)
        } catch (error) {
          expect(error).toMatchObject({ name: 'SubnetesError' })
        }
      }
    }))
  })

  it('is refused with a callId that has not 16 bytes', () => {
    expect(() => decodeRequest(bodyOf(encodeRequest(ID.subarray(1), new Uint8Array(), 'a', new Uint8Array()))))
      .toThrow(expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining('callId has 15 bytes, must have 16') as string }))
  })

  it('is refused without its call, or with a call that lacks a field', () => {
    expect(() => decodeRequest(Buffer.from(`0a10${'11'.repeat(16)}`, 'hex'))).toThrow('field 3 (call) is missing')
    expect(() => decodeRequest(Buffer.from(`0a10${'11'.repeat(16)}1a020a00`, 'hex'))).toThrow('needs the fields peer, proto and data')
  })

  it('is an internal error when a result has neither a response nor an error', () => {
    expect(() => decodeResponse(Buffer.from(`0a10${'11'.repeat(16)}2200`, 'hex'))).toThrow(expect.objectContaining({ code: 'internal' }))
  })

  it('is refused by its length before it has arrived', () => {
    const queue = new Uint8ArrayList(Buffer.from('81808002', 'hex'))
    expect(() => peekDelimited(queue, LIMIT)).toThrow(expect.objectContaining({ code: 'resource_exhausted', message: expect.stringContaining('4194305 bytes') as string }))
    expect(peekDelimited(new Uint8ArrayList(Buffer.from('80808002', 'hex')), LIMIT)).toEqual({ start: 4, length: LIMIT })
    expect(() => peekDelimited(new Uint8ArrayList(Buffer.alloc(10, 0xff)), LIMIT)).toThrow('length prefix')
  })
})
