/** Both directions of HPACK: examples of RFC 7541, an independent coder, and properties. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConnectionError } from './frames.ts'
import { HeaderDecoder, MAX_HEADER_LIST_BYTES } from './hpack-decoder.ts'
import { HeaderEncoder, integer, text } from './hpack-encoder.ts'
import { decodeHuffman, huffmanCodes } from './huffman.ts'
import { STATIC_TABLE } from './static-table.ts'

const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex')

/** Encodes with the codes as bits in a text: slow and plain. */
function huffman (bytes: Uint8Array): Buffer {
  const codes = new Map(huffmanCodes().map(({ symbol, bits, code }) => [symbol, code.toString(2).padStart(bits, '0')]))
  const bits = [...bytes].map((byte) => codes.get(byte)).join('')
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1')
  return Buffer.from((padded.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** A server's decoder with a dynamic table, written from RFC 7541 section 3 for these tests. */
class ServerTable {
  readonly #entries: Array<[string, string]> = []
  limit = 4_096
  readonly resizes: number[] = []

  read (block: Buffer): Array<[string, string]> {
    const fields: Array<[string, string]> = []
    let at = 0
    const number = (prefixBits: number): number => {
      const mask = (1 << prefixBits) - 1
      let value = (block[at++] as number) & mask
      if (value < mask) return value
      for (let shift = 0; ; shift += 7) {
        const byte = block[at++] as number
        value += (byte & 127) << shift
        if (byte < 128) return value
      }
    }
    const string = (): string => {
      const length = number(7)
      at += length
      return block.toString('latin1', at - length, at)
    }
    const entry = (index: number): [string, string] => {
      const found = index <= 61 ? STATIC_TABLE[index] : this.#entries[index - 62]
      if (found === undefined) throw new Error(`no entry ${index}`)
      return [...found]
    }
    while (at < block.length) {
      const first = block[at] as number
      if ((first & 0x80) !== 0) fields.push(entry(number(7)))
      else if ((first & 0xe0) === 0x20) this.#resize(number(5))
      else {
        const index = number((first & 0x40) !== 0 ? 6 : 4)
        const name = index === 0 ? string() : entry(index)[0]
        const field: [string, string] = [name, string()]
        fields.push(field)
        if ((first & 0x40) !== 0) this.#entries.unshift(field)
        this.#trim()
      }
    }
    return fields
  }

  #resize (bytes: number): void {
    this.resizes.push(bytes)
    this.limit = bytes
    this.#trim()
  }

  #trim (): void {
    const size = (): number => this.#entries.reduce((sum, [name, value]) => sum + name.length + value.length + 32, 0)
    while (size() > this.limit) this.#entries.pop()
  }
}

function decode (block: Buffer): ReturnType<HeaderDecoder['decode']> {
  return new HeaderDecoder().decode(block)
}

describe('the Huffman code', () => {
  it.each([
    ['f1e3 c2e5 f23a 6ba0 ab90 f4ff', 'www.example.com'],
    ['a8eb 1064 9cbf', 'no-cache'],
    ['25a8 49e9 5bb8 e8b4 bf', 'custom-value'],
    ['d07a be94 1054 d444 a820 0595 040b 8166 e082 a62d 1bff', 'Mon, 21 Oct 2013 20:13:21 GMT'],
    ['9d29 ad17 1863 c78f 0b97 c8e9 ae82 ae43 d3', 'https://www.example.com']
  ])('reads %s of RFC 7541, appendix C', (bytes, expected) => {
    expect(decodeHuffman(hex(bytes))).toBe(expected)
  })

  it('has the codes of RFC 7541, appendix B, at its edges', () => {
    const codes = new Map(huffmanCodes().map(({ symbol, bits, code }) => [symbol, [bits, code]]))
    expect([0, 10, 13, 22, 48, 90, 92, 127, 249, 255].map((symbol) => codes.get(symbol))).toEqual([
      [13, 0x1ff8], [30, 0x3ffffffc], [30, 0x3ffffffd], [30, 0x3ffffffe], [5, 0x0], [8, 0xfd], [19, 0x7fff0], [28, 0xffffffc], [28, 0xffffffe], [26, 0x3ffffee]
    ])
  })

  it('reads every string of bytes, with codes of up to 30 bits', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(decodeHuffman(huffman(bytes))).toBe(Buffer.from(bytes).toString('latin1'))
    }))
  })

  it.each([['ff', 'a byte of padding'], ['ffff ffff', 'the end-of-string symbol'], ['00ff ff', 'padding over a byte'], ['18', 'padding of zeros']])('refuses %s: %s', (bytes) => {
    expect(() => decodeHuffman(hex(bytes))).toThrow(ConnectionError)
  })
})

describe('reading header blocks', () => {
  it('takes every form of a field', () => {
    const block = Buffer.concat([
      hex('20 88'), // size update to 0, :status 200
      hex('40'), text('grpc-status'), text('0'), // with indexing
      hex('00'), text('a'), text('1'), // without
      hex('10'), text('b'), text('2'), // never indexed
      integer(0, 4, 31), text('application/grpc'), // name of the static table
      integer(0x40, 6, 54), hex('86'), hex('a8eb 1064 9cbf') // value in Huffman code
    ])
    expect({ ...decode(block).fields }).toEqual({ ':status': '200', 'grpc-status': '0', a: '1', b: '2', 'content-type': 'application/grpc', server: 'no-cache' })
    expect(decode(block).problem).toBeUndefined()
  })

  it.each([
    ['be', 'an index of a table that is empty'], ['80', 'index 0'], ['3fe11f', 'a size update above 0'], ['8820', 'a size update after a field'],
    ['40 0561', 'a string that is cut off'], ['7f ffffffff7f', 'an integer without end'], ['00', 'a field without a name'], ['0081 ff 00', 'wrong Huffman padding']
  ])('ends the connection for %s: %s', (bytes) => {
    expect(() => decode(hex(bytes))).toThrow(ConnectionError)
  })

  it.each([
    ['a name in capitals', ['A', '1']], ['a space in a name', ['a b', '1']], ['an empty name', ['', '1']], ['a line feed in a value', ['a', '1\n2']],
    ['a connection header', ['connection', 'close']], ['a pseudo-header of requests', [':path', '/']], ['a second status', [':status', '200']]
  ] as const)('marks a message with %s as malformed', (_, [name, value]) => {
    expect(decode(Buffer.concat([hex('88 00'), text(name), text(value)])).problem?.code).toBe('internal')
  })

  it('marks a pseudo-header after a header as malformed', () => {
    expect(decode(Buffer.concat([hex('00'), text('a'), text('1'), hex('88')])).problem?.words).toContain('pseudo-header after')
  })

  it('marks a list above the announced limit and keeps no more of it', () => {
    const many = Array.from({ length: 100 }, (_, index) => Buffer.concat([hex('00'), text(`n${index}`), text('x'.repeat(1_000))]))
    const { problem, fields } = decode(Buffer.concat([hex('88'), ...many]))
    expect(problem?.code).toBe('resource_exhausted')
    expect(Object.values(fields).join('').length).toBeLessThan(MAX_HEADER_LIST_BYTES)
  })

  it('ends in a block or a connection error, whatever the bytes', () => {
    const decoder = new HeaderDecoder()
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      try {
        decoder.decode(Buffer.from(bytes))
      } catch (error) {
        expect(error).toBeInstanceOf(ConnectionError)
      }
    }), { numRuns: 2_000 })
  })
})

describe('writing request headers', () => {
  const context = { path: '/a.B/rpc_c', metadata: { 'subnetes-peer-id': 'peer', 'subnetes-protocol': 'p', 'subnetes-attempt': '1' } }
  const expected = [
    [':method', 'POST'], [':scheme', 'http'], [':path', '/a.B/rpc_c'], [':authority', 'localhost'], ['te', 'trailers'], ['content-type', 'application/grpc'],
    ['subnetes-protocol', 'p'], ['subnetes-attempt', '1'], ['subnetes-peer-id', 'peer']
  ]

  it('gives the same headers each time, in fewer bytes after the first', () => {
    const [encoder, table] = [new HeaderEncoder('localhost'), new ServerTable()]
    const blocks = [1, 2, 3].map(() => Buffer.concat(encoder.encode(context)))
    for (const block of blocks) expect(table.read(block)).toEqual(expected)
    expect(blocks[1]?.length).toBeLessThan((blocks[0]?.length ?? 0) / 2)
    expect(blocks[2]).toEqual(blocks[1])
  })

  it.each([[0, [0]], [100, [0, 100]], [4_096, []], [65_536, []]])('keeps to a table of %i bytes', (limit, resizes) => {
    const [encoder, table] = [new HeaderEncoder('localhost'), new ServerTable()]
    encoder.setTableLimit(limit)
    for (let count = 0; count < 3; count += 1) expect(table.read(Buffer.concat(encoder.encode(context)))).toEqual(expected)
    expect(table.resizes).toEqual(resizes)
  })

  it('keeps server and client in step when the table shrinks and grows while it is used', () => {
    const step = fc.oneof(fc.record({ limit: fc.constantFrom(0, 40, 90, 200, 4_096, 10_000) }), fc.record({ method: fc.nat(80) }))
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const [encoder, table] = [new HeaderEncoder('h:1'), new ServerTable()]
      const contexts = new Map<number, typeof context>()
      for (const step of steps) {
        if ('limit' in step) encoder.setTableLimit(step.limit)
        else {
          const known = contexts.get(step.method) ?? { path: `/a.B/rpc_${step.method}`, metadata: { ...context.metadata } }
          contexts.set(step.method, known)
          const fields = table.read(Buffer.concat(encoder.encode(known, { traceparent: 't' })))
          expect(fields).toContainEqual([':path', known.path])
          expect(fields.at(-1)).toEqual(['traceparent', 't'])
          expect(fields.length).toBe(10)
        }
      }
    }))
  })

  it.each([[{ 'x-é': '1' }], [{ x: 'é' }], [{ x: 'a\nb' }], [{ X: '1' }], [{ ':path': '/' }]])('refuses %j and stays in step', (metadata) => {
    const [encoder, table] = [new HeaderEncoder('localhost'), new ServerTable()]
    expect(() => encoder.encode({ path: '/other', metadata: {} }, metadata)).toThrow('cannot be sent')
    expect(() => encoder.encode({ path: '/other', metadata })).toThrow('cannot be sent')
    expect(table.read(Buffer.concat(encoder.encode(context)))).toEqual(expected)
  })

  it('writes integers and strings of every length', () => {
    fc.assert(fc.property(fc.nat(200_000), (length) => {
      const [field] = new ServerTable().read(Buffer.concat([hex('00'), text('n'), text('v'.repeat(length))]))
      expect(field?.[1].length).toBe(length)
    }), { numRuns: 50 })
  })
})
