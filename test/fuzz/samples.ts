/** Valid messages and keys, made once. */
import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { createToken, openSshKey, sealRequest, sealResponse, signingKey } from '@subnetes/auth'

const [key, rsa] = await Promise.all([generateKeyPair('Ed25519'), generateKeyPair('RSA')])
const signer = signingKey(key)
const token = createToken(signer, Date.now() + 60_000)
const nonce = Buffer.alloc(8, 3)
const hivemind = JSON.parse(readFileSync(new URL('../fixtures/auth/hivemind.json', import.meta.url), 'utf8')) as { request: string, response: string }
/** Of a message with other fields: a string and packed numbers. */
const rest = Buffer.from('1204616263641a03010203', 'hex')

/** What the decoders are given, changed. */
export const SAMPLES = {
  request: sealRequest(rest, 1, { token, nonce, servicePublicKey: Buffer.from(signer.text), time: 1.5 }, signer),
  response: sealResponse(rest, 1, { token, nonce }, signer),
  hivemindRequest: Buffer.from(hivemind.request, 'base64'),
  keys: [openSshKey(key.publicKey), openSshKey(rsa.publicKey)],
  signature: signer.sign(Buffer.from('message')),
  keyObject: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.publicKey.raw).toString('base64url') }, format: 'jwk' })
} as const
