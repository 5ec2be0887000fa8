import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { SubnetesError } from '@subnetes/common'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatExpiration, parseExpiration, pythonBytesRepr } from './access-token.ts'
import { keyOfPeer, parseOpenSshKey } from './openssh-key.ts'
import { signingKey } from './signing-key.ts'

describe('keys', () => {
  it.each(['Ed25519', 'RSA'] as const)('signs with %s what its text verifies, under its peer id', async (type) => {
    const libp2pKey = await generateKeyPair(type)
    const key = signingKey(libp2pKey)
    const parsed = parseOpenSshKey(key.text)
    const signature = key.sign(Buffer.from('hello'))
    expect(parsed.verify(Buffer.from('hello'), signature)).toBe(true)
    expect(parsed.verify(Buffer.from('hellp'), signature)).toBe(false)
    expect(parsed.peerId).toBe(peerIdFromPrivateKey(libp2pKey).toString())
    expect(keyOfPeer(parsed.peerId)).toBe(type === 'Ed25519' ? key.text : undefined)
  })

  it('refuses other kinds of keys', async () => {
    const key = await generateKeyPair('secp256k1')
    expect(() => signingKey(key)).toThrow('a secp256k1 key cannot sign messages')
    expect(keyOfPeer(peerIdFromPrivateKey(key).toString())).toBeUndefined()
    expect(keyOfPeer('nonsense')).toBeUndefined()
  })

  it('takes exactly one text for a key', async () => {
    const { text } = signingKey(await generateKeyPair('Ed25519'))
    for (const other of [`${text} comment`, `${text}\n`, text.replace(' ', '  '), text.slice(0, -1), `${text}=`, text.replace('ssh-ed25519', 'ssh-rsa'), '', 'ssh-ed25519', 'ssh-rsa AAAA']) {
      expect(() => parseOpenSshKey(other), other).toThrow(SubnetesError)
    }
  })

  it('answers any bytes with a key or a typed refusal', async () => {
    const valid = [signingKey(await generateKeyPair('Ed25519')).text, signingKey(await generateKeyPair('RSA')).text].map((text) => Buffer.from(text))
    const damaged = fc.tuple(fc.constantFrom(...valid), fc.nat(), fc.integer({ min: 0, max: 255 })).map(([text, at, byte]) => {
      const copy = new Uint8Array(text)
      copy[at % copy.length] = byte
      return copy
    })
    const blob = fc.tuple(fc.constantFrom('ssh-ed25519 ', 'ssh-rsa '), fc.uint8Array({ maxLength: 120 })).map(([type, bytes]) => Buffer.from(type + Buffer.from(bytes).toString('base64')))
    fc.assert(fc.property(fc.oneof(damaged, blob, fc.uint8Array({ maxLength: 200 })), (bytes) => {
      try {
        const key = parseOpenSshKey(bytes)
        expect(key.text).toBe(Buffer.from(bytes).toString('latin1'))
        expect(key.verify(bytes, bytes)).toBe(false)
      } catch (error) {
        expect(error).toBeInstanceOf(SubnetesError)
      }
    }), { numRuns: Number(process.env.FUZZ_RUNS ?? 3_000) })
  })
})

describe('the text of a token', () => {
  it.each([
    [[0x61, 0x62], "b'ab'"], [[0x27], 'b"\'"'], [[0x27, 0x22], "b'\\'\"'"], [[0x22], "b'\"'"], [[0, 9, 10, 13, 0x5c, 0x7f, 0xff], "b'\\x00\\t\\n\\r\\\\\\x7f\\xff'"], [[], "b''"]
  ])('writes the bytes %j as Python does', (bytes, text) => {
    expect(pythonBytesRepr(Uint8Array.from(bytes))).toBe(text)
  })

  it('reads dates as Python writes them', () => {
    expect(parseExpiration('2026-01-01 00:01:00+00:00')).toBe(Date.UTC(2026, 0, 1, 0, 1))
    expect(parseExpiration('2026-01-01 00:01:00.250000')).toBe(Date.UTC(2026, 0, 1, 0, 1, 0, 250))
    expect(parseExpiration('2026-01-01T02:01:00+02:00')).toBe(Date.UTC(2026, 0, 1, 0, 1))
    for (const text of ['', 'soon', '2026-01-01', '2026-13-01 00:00:00', '1767225600']) expect(parseExpiration(text)).toBeUndefined()
    fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), (epochMs) => { expect(parseExpiration(formatExpiration(epochMs))).toBe(epochMs) }))
    fc.assert(fc.property(fc.string(), (text) => { expect(parseExpiration(text) ?? 0).not.toBeNaN() }))
  })
})
