/**
 * Public keys as OpenSSH text (`ssh-ed25519 AAAA...`, `ssh-rsa AAAA...`), as they stand in `auth` fields, and the peer ids they belong to.
 *
 * The blob is a row of strings, each behind its length as u32be (RFC 4251 section 5; RFC 4253 section 6.6 for RSA, RFC 8709 section 4 for Ed25519).
 */
import { createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { publicKeyFromRaw } from '@libp2p/crypto/keys'
import type { PublicKey } from '@libp2p/interface'
import { peerIdFromPublicKey, peerIdFromString } from '@libp2p/peer-id'
import { SubnetesError } from '@subnetes/common'
import { decodeBase64 } from './base64-text.ts'
import { verifySignature } from './signature.ts'

/** Smallest RSA modulus, the least that libp2p takes. */
export const MIN_RSA_BITS = 2048

/** Largest RSA modulus: checking a signature takes time with its square. The most that libp2p takes. */
export const MAX_RSA_BITS = 8192

/** Longest text looked at: an RSA key of {@link MAX_RSA_BITS} has 1,400 characters. */
export const MAX_KEY_CHARACTERS = 2048

const ED25519_BYTES = 32
const ED25519 = 'ssh-ed25519'
const RSA = 'ssh-rsa'

/** An RSA exponent is 65537 nearly everywhere; a large one only makes checking slow. */
const MAX_EXPONENT_BYTES = 4

/** A key that signatures are checked with. */
export interface VerifyingKey {
  readonly type: 'Ed25519' | 'RSA'
  /** OpenSSH text. */
  readonly text: string
  /** The peer id it belongs to, base58 text. */
  readonly peerId: string
  /** Whether `signature` (base64 text as bytes) is this key's over `bytes`. Never throws. */
  readonly verify: (bytes: Uint8Array, signature: Uint8Array) => boolean
}

/** Reads OpenSSH text, exactly as it is written by {@link openSshKey}: no comment, no newline. @throws {SubnetesError} `invalid_argument` */
export function parseOpenSshKey (text: string | Uint8Array): VerifyingKey {
  if (text.length > MAX_KEY_CHARACTERS) throw malformed(`${text.length} characters are more than the ${MAX_KEY_CHARACTERS} a key may have`)
  const line = typeof text === 'string' ? text : Buffer.from(text).toString('latin1')
  const space = line.indexOf(' ')
  const type = line.slice(0, Math.max(space, 0))
  const blob = decodeBase64(line.slice(space + 1))
  if (blob === undefined || (type !== ED25519 && type !== RSA)) throw malformed(`expected "${ED25519} BASE64" or "${RSA} BASE64"`)
  const [name, ...parts] = sshStrings(blob)
  if (name?.toString('latin1') !== type) throw malformed('the name before the key and the one within differ')
  const jwk = type === ED25519 ? ed25519Jwk(parts) : rsaJwk(parts)
  return verifyingKey(line, createPublicKey({ key: jwk, format: 'jwk' }))
}

/** A libp2p key. @throws {SubnetesError} `invalid_argument` for key types other than Ed25519 and RSA */
export function verifyingKeyOf (key: PublicKey): VerifyingKey {
  return parseOpenSshKey(openSshKey(key))
}

/** The OpenSSH text of a libp2p key. @throws {SubnetesError} `invalid_argument` for key types other than Ed25519 and RSA */
export function openSshKey (key: PublicKey): string {
  if (key.type === 'Ed25519') return sshText(ED25519, [key.raw])
  if (key.type !== 'RSA') throw new SubnetesError('invalid_argument', `a ${key.type} key cannot sign messages; use Ed25519 or RSA`)
  const { n, e } = createPublicKey({ key: Buffer.from(key.raw), format: 'der', type: 'spki' }).export({ format: 'jwk' })
  return sshText(RSA, [mpint(e), mpint(n)])
}

/** The key that a peer id itself carries; undefined for ids that are a hash, as those of RSA keys, and for text that is no peer id. */
export function keyOfPeer (peer: string): string | undefined {
  try {
    const { publicKey } = peerIdFromString(peer)
    return publicKey?.type === 'Ed25519' ? openSshKey(publicKey) : undefined
  } catch {
    // No peer id, so no key either; the caller says what that means.
    return undefined
  }
}

function verifyingKey (text: string, key: KeyObject): VerifyingKey {
  const isEd25519 = key.asymmetricKeyType === 'ed25519'
  const raw = isEd25519 ? Buffer.from(key.export({ format: 'jwk' }).x as string, 'base64url') : key.export({ format: 'der', type: 'spki' })
  let peerId: string | undefined
  return {
    type: isEd25519 ? 'Ed25519' : 'RSA',
    text,
    get peerId () { return (peerId ??= peerIdFromPublicKey(publicKeyFromRaw(raw)).toString()) },
    verify: (bytes, signature) => verifySignature(key, bytes, signature)
  }
}

function ed25519Jwk (parts: readonly Buffer[]): { kty: string, crv: string, x: string } {
  const [key] = parts
  if (key === undefined || parts.length !== 1 || key.length !== ED25519_BYTES) throw malformed(`an ${ED25519} key has ${ED25519_BYTES} bytes`)
  return { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url') }
}

function rsaJwk (parts: readonly Buffer[]): { kty: string, n: string, e: string } {
  const [e, n] = parts
  if (e === undefined || n === undefined || parts.length !== 2) throw malformed(`an ${RSA} key has an exponent and a modulus`)
  const [exponent, modulus] = [positive(e), positive(n)]
  const bits = modulus.length * 8 - Math.clz32(modulus[0] as number) + 24
  if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) throw malformed(`an ${RSA} key of ${bits} bits; ${MIN_RSA_BITS} to ${MAX_RSA_BITS} are allowed`)
  if (exponent.length > MAX_EXPONENT_BYTES || (exponent.at(-1) as number) % 2 === 0 || (exponent.length === 1 && exponent[0] === 1)) throw malformed(`the exponent of the ${RSA} key is not allowed`)
  return { kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') }
}

/** An mpint without the zero that keeps it positive. */
function positive (mpint: Buffer): Buffer {
  const [first, second] = mpint
  const isShortest = first !== undefined && first < 0x80 && (first !== 0 || (second ?? 0) >= 0x80)
  if (!isShortest) throw malformed('a number in it is not positive or not in its shortest form')
  return first === 0 ? mpint.subarray(1) : mpint
}

function mpint (base64url: string | undefined): Buffer {
  const bytes = Buffer.from(base64url ?? '', 'base64url')
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Uint8Array.of(0), bytes]) : bytes
}

function sshText (type: string, parts: readonly Uint8Array[]): string {
  const strings = [Buffer.from(type), ...parts].flatMap((part) => [u32(part.length), part])
  return `${type} ${Buffer.concat(strings).toString('base64')}`
}

function u32 (value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function sshStrings (blob: Buffer): Buffer[] {
  const strings: Buffer[] = []
  for (let offset = 0; offset < blob.length;) {
    if (offset + 4 > blob.length) throw malformed('it ends within a length')
    const end = offset + 4 + blob.readUInt32BE(offset)
    if (end > blob.length) throw malformed('it ends within a value')
    strings.push(blob.subarray(offset + 4, end))
    offset = end
  }
  return strings
}

function malformed (what: string): SubnetesError {
  return new SubnetesError('invalid_argument', `the public key is no OpenSSH key: ${what}`)
}
