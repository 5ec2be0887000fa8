import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HEADER_BYTES, MAX_BODY_BYTES, RecordParser, RecordType, decodeCallHead, decodeTexts, encodeCallHead, encodeTexts } from './records.ts'
import type { OutRecord } from './records.ts'
import { TurnBuffer } from './turn-buffer.ts'

interface Read { type: number, id: number, argument: number, body: string }

/** What a parser reads when the bytes come in these chunks; pieces of a message are joined. */
function read (chunks: readonly Buffer[]): Read[] {
  const records: Read[] = []
  const parser = new RecordParser()
  for (const chunk of chunks) {
    parser.push(chunk, (type, id, argument, body) => {
      const last = records.at(-1)
      const continues = type === RecordType.Piece && last !== undefined && last.id === id && (last.type === RecordType.Message || last.type === RecordType.Piece)
      if (continues) last.body += body.toString('hex')
      else records.push({ type, id, argument, body: body.toString('hex') })
    })
  }
  expect(parser.isPartial).toBe(false)
  return records
}

function encode (records: readonly OutRecord[]): Buffer {
  const turn = new TurnBuffer()
  for (const record of records) turn.add(record)
  return Buffer.concat(turn.take())
}

function cut (bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end)).filter((chunk) => chunk.length > 0)
}

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff })
const record = fc.record({
  type: fc.integer({ min: 1, max: RecordType.Pong }),
  id: uint32,
  argument: uint32,
  head: fc.option(fc.uint8Array({ maxLength: 20 }), { nil: undefined }),
  body: fc.option(fc.uint8Array({ maxLength: 6000 }), { nil: undefined })
})

describe('records', () => {
  it('are read the same wherever the network cuts the bytes', () => {
    fc.assert(fc.property(fc.array(record, { minLength: 1, maxLength: 12 }), fc.array(fc.nat(), { maxLength: 20 }), (records, places) => {
      const bytes = encode(records)
      expect(read(cut(bytes, places))).toEqual(read([bytes]))
    }))
  })

  it('come out as they were written', () => {
    fc.assert(fc.property(record, ({ type, id, argument, head, body }) => {
      const expected = { type, id, argument, body: Buffer.concat([head ?? Buffer.alloc(0), body ?? Buffer.alloc(0)]).toString('hex') }
      expect(read([encode([{ type, id, argument, head, body }])])).toEqual([expected])
    }))
  })

  it('are read byte by byte', () => {
    const bytes = encode([{ type: RecordType.Reply, id: 7, argument: 9, body: Buffer.from('hello') }, { type: RecordType.Message, id: 8, argument: 3, body: Buffer.from('abc') }])
    expect(read([...bytes].map((byte) => Buffer.from([byte])))).toEqual([
      { type: RecordType.Reply, id: 7, argument: 9, body: Buffer.from('hello').toString('hex') },
      { type: RecordType.Message, id: 8, argument: 3, body: Buffer.from('abc').toString('hex') }
    ])
  })

  it.each([
    ['type 0', Buffer.alloc(HEADER_BYTES)],
    ['an unknown type', Buffer.concat([Buffer.from([99]), Buffer.alloc(11)])],
    ['a body above the limit', Buffer.concat([Buffer.from([RecordType.Reply, (MAX_BODY_BYTES + 1) >>> 16, ((MAX_BODY_BYTES + 1) >>> 8) & 255, (MAX_BODY_BYTES + 1) & 255]), Buffer.alloc(8)])]
  ])('refuse %s', (_, bytes) => {
    expect(() => new RecordParser().push(bytes, () => {})).toThrow(/the other end of the link sent/)
  })

  it('carry texts and the head of a call', () => {
    fc.assert(fc.property(fc.array(fc.string({ maxLength: 50 }), { maxLength: 20 }), uint32, fc.nat(255), fc.uint8Array({ maxLength: 50 }), (texts, timeoutMs, flags, rest) => {
      const metadata = encodeTexts(texts)
      expect(decodeTexts(metadata)).toEqual(texts)
      const decoded = decodeCallHead(Buffer.concat([encodeCallHead({ timeoutMs, flags, metadata }), rest]))
      expect([decoded.timeoutMs, decoded.flags, decoded.metadata ?? Buffer.alloc(0), Buffer.from(decoded.rest)]).toEqual([timeoutMs, flags, metadata, Buffer.from(rest)])
    }))
  })

  it.each(['00', '0005616263', 'ffff'])('refuse texts that are cut off: %s', (hex) => {
    expect(() => decodeTexts(Buffer.from(hex, 'hex'))).toThrow(/cut off/)
  })

  it.each(['', '000000ff0000', '000000ff000003aa'])('refuse a call whose head is cut off: %s', (hex) => {
    expect(() => decodeCallHead(Buffer.from(hex, 'hex'))).toThrow(/cut off/)
  })
})
