import { createCipheriv, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { MAX_PLAINTEXT_BYTES, RECORD_OVERHEAD_BYTES, RecordOpener, RecordSealer } from './record-cipher.ts'

const KEY = randomBytes(32)

function opened (pieces: readonly Buffer[]): Buffer[] {
  const found: Buffer[] = []
  const opener = new RecordOpener(KEY, (bytes) => { found.push(bytes) })
  for (const piece of pieces) opener.read(piece)
  return found
}

test.each([1, 100, 639, 640, 641, 5_000, MAX_PLAINTEXT_BYTES, MAX_PLAINTEXT_BYTES + 1, 200_000])('%i bytes in parts come back, whatever the pieces they are read in', (length) => {
  const text = randomBytes(length)
  const parts = [text.subarray(0, length >> 2), Buffer.alloc(0), text.subarray(length >> 2, length >> 1), text.subarray(length >> 1)]
  const sealer = new RecordSealer(KEY)
  const sealed = Buffer.concat([sealer.seal(parts, length), sealer.seal([text], length)])
  const records = Math.ceil(length / MAX_PLAINTEXT_BYTES) * 2
  expect(sealed.length).toBe(length * 2 + records * RECORD_OVERHEAD_BYTES)
  for (const size of [1, 7, 65_536, sealed.length]) {
    if (sealed.length / size > 20_000) continue
    const pieces: Buffer[] = []
    for (let at = 0; at < sealed.length; at += size) pieces.push(sealed.subarray(at, at + size))
    const found = opened(pieces)
    expect(found).toHaveLength(records)
    expect(Buffer.concat(found).equals(Buffer.concat([text, text]))).toBe(true)
  }
})

test('records are those of the Noise specification: the counter is the nonce, little-endian behind four zeros', () => {
  const sealer = new RecordSealer(KEY)
  for (let count = 0; count < 3; count++) {
    const nonce = Buffer.alloc(12)
    nonce.writeUInt32LE(count, 4)
    const cipher = createCipheriv('chacha20-poly1305', KEY, nonce, { authTagLength: 16 })
    const expected = Buffer.concat([Buffer.from([0, 21]), cipher.update('hello'), cipher.final(), cipher.getAuthTag()])
    expect(sealer.seal([Buffer.from('hello')], 5)).toEqual(expected)
  }
})

test.each([100, 5_000])('a record of %i bytes that was changed, repeated or left out is refused', (length) => {
  const sealer = new RecordSealer(KEY)
  const [first, second] = [sealer.seal([Buffer.alloc(length)], length), sealer.seal([Buffer.alloc(length)], length)]
  const changed = Buffer.from(first)
  changed[10] = (changed[10] ?? 0) ^ 1
  for (const records of [[changed], [first, first], [second]]) expect(() => opened(records)).toThrow(expect.objectContaining({ code: 'unauthenticated' }))
})

test('a record without a tag is refused', () => {
  expect(() => opened([Buffer.from([0, 3, 1, 2, 3])])).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
})
