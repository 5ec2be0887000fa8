/** Signatures as hivemind and the subnet template make them: Ed25519, or RSA-PSS with SHA-256 and the longest salt; base64 text in place of raw bytes. */
import { constants, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { SubnetesError } from '@subnetes/common'
import { decodeBase64 } from './base64-text.ts'

/** Longest text looked at: that of an RSA key of 8,192 bits has 1,368 characters. */
export const MAX_SIGNATURE_CHARACTERS = 1368

const SHA256_BYTES = 32

/** Base64 text as bytes. @throws {SubnetesError} `invalid_argument` for key types other than Ed25519 and RSA */
export function createSignature (key: KeyObject, bytes: Uint8Array): Uint8Array {
  if (key.asymmetricKeyType === 'ed25519') return Buffer.from(sign(null, bytes, key).toString('base64'))
  if (key.asymmetricKeyType === 'rsa') return Buffer.from(sign('sha256', bytes, pss(key)).toString('base64'))
  throw new SubnetesError('invalid_argument', `a ${key.asymmetricKeyType ?? key.type} key cannot sign messages; use Ed25519 or RSA`)
}

/** Whether `signature` (base64 text as bytes) is the key's over `bytes`. Anything malformed is not; never throws. */
export function verifySignature (key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length === 0 || signature.length > MAX_SIGNATURE_CHARACTERS) return false
  const raw = decodeBase64(Buffer.from(signature).toString('latin1'))
  if (raw === undefined) return false
  try {
    return key.asymmetricKeyType === 'ed25519' ? verify(null, bytes, key, raw) : verify('sha256', bytes, pss(key), raw)
  } catch {
    // OpenSSL throws for some inputs that simply do not fit; either way it is no signature.
    return false
  }
}

/** The salt's length is given in bytes: OpenSSL's "longest" would take any length when it verifies, Python's `PSS.MAX_LENGTH` does not. */
function pss (key: KeyObject): { key: KeyObject, padding: number, saltLength: number } {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: Math.ceil((bits - 1) / 8) - SHA256_BYTES - 2 }
}
