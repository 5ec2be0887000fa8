/** A node's private key as far as messages are signed with it. */
import { createPrivateKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { PrivateKey } from '@libp2p/interface'
import { SubnetesError } from '@subnetes/common'
import { verifyingKeyOf } from './openssh-key.ts'
import { createSignature } from './signature.ts'
import type { VerifyingKey } from './openssh-key.ts'

/** A key that messages are signed with. The private half cannot be read from it. */
export interface SigningKey extends VerifyingKey {
  /** Base64 text as bytes. */
  readonly sign: (bytes: Uint8Array) => Uint8Array
}

const SEED_BYTES = 32

/** Makes a signing key of a libp2p key. @throws {SubnetesError} `invalid_argument` for key types other than Ed25519 and RSA */
export function signingKey (key: PrivateKey): SigningKey {
  const own = privateKeyObject(key)
  const verifying = verifyingKeyOf(key.publicKey)
  const { type, text, peerId, verify } = verifying
  return { type, text, peerId, verify, sign: (bytes) => createSignature(own, bytes) }
}

function privateKeyObject (key: PrivateKey): KeyObject {
  if (key.type === 'RSA') return createPrivateKey({ key: Buffer.from(key.raw), format: 'der', type: 'pkcs1' })
  if (key.type !== 'Ed25519') throw new SubnetesError('invalid_argument', `a ${key.type} key cannot sign messages; use Ed25519 or RSA`)
  const jwk = { kty: 'OKP', crv: 'Ed25519', d: base64url(key.raw.subarray(0, SEED_BYTES)), x: base64url(key.publicKey.raw) }
  return createPrivateKey({ key: jwk, format: 'jwk' })
}

function base64url (bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
