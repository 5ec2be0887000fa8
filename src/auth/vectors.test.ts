/** Vectors of the subnet template, computed with Python's protobuf and cryptography. */
import { createHash } from 'node:crypto'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { beforeAll, describe, expect, it } from 'vitest'
import { createToken, isTokenSigned, tokenText } from './access-token.ts'
import { openRequest, sealRequest } from './auth-message.ts'
import { signingKey } from './signing-key.ts'
import type { SigningKey } from './signing-key.ts'

const EXPIRES_AT_MS = Date.parse('2026-01-01T00:01:00Z')
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('the vectors of the subnet template', () => {
  let key: SigningKey
  beforeAll(async () => { key = signingKey(await generateKeyPairFromSeed('Ed25519', Uint8Array.from({ length: 32 }, (_, index) => index))) })

  it('has the key as OpenSSH text and the peer id', () => {
    expect(key.text).toBe('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4')
    expect(key.peerId).toBe('12D3KooWA4Xop1JaT3MHxwYMkCepYsv4iPVopMXwCz5iHYdBfeSB')
  })

  it('signs the token', () => {
    const token = createToken(key, EXPIRES_AT_MS)
    expect(tokenText(token)).toBe(` b'${key.text}' 2026-01-01 00:01:00+00:00`)
    expect(Buffer.from(token.signature).toString()).toBe('OzSbZ6JWGxMUjg6CXBIRsgnDkw2XYHGMotwL1BxLok5BuC9miGmgN36XymVkaaM2ixxYgbOrp6PS6xs5MbCiDg==')
    expect(isTokenSigned(token, key)).toBe(true)
  })

  it('signs the request, byte for byte', () => {
    const auth = { token: createToken(key, EXPIRES_AT_MS), servicePublicKey: new Uint8Array(0), time: 1767225600, nonce: Uint8Array.from({ length: 8 }, (_, index) => index) }
    const message = sealRequest(new Uint8Array(0), 1, auth, key)
    expect([message.length, sha256(message)]).toEqual([314, '37e7003d3b8bb023ad6cf7cf0a467fbacc1735b6fe35eb17d4ba964f8e5e56c3'])

    const opened = openRequest(message, 1)
    expect([opened?.unsigned.length, sha256(opened?.unsigned ?? Buffer.alloc(0))]).toEqual([224, 'c5dabdef462cc98549a9b0c31c9293ee9b920b13edc5ee553d13044e575e1dc5'])
    expect(Buffer.from(opened?.signature ?? []).toString()).toBe('A1FYKMLptBtjBcJnaxikQdkMXWwuImx/mcSgNiangQKHvTGmysbnbedtFP4pGfQgX1h0mJze3y8+yva0nb/sCA==')
    expect(key.verify(opened?.unsigned ?? Buffer.alloc(0), opened?.signature ?? Buffer.alloc(0))).toBe(true)
    expect(opened?.auth.time).toBe(1767225600)
  })
})
