/** The token inside `auth` fields: who signs, until when, signed by the same key. */
import { subnetes } from '@subnetes/proto'
import { SubnetesError } from '@subnetes/common'
import type { VerifyingKey } from './openssh-key.ts'
import type { SigningKey } from './signing-key.ts'

/** How long a token of ours is good, the template's minute. */
export const TOKEN_LIFETIME_MS = 60_000

/** subnetes.v1.AccessToken in our words. */
export interface AccessToken {
  readonly username: string
  /** OpenSSH text as bytes. */
  readonly publicKey: Uint8Array
  /** Text of a date; its format is the application's choice. */
  readonly expirationTime: string
  /** Base64 text as bytes. */
  readonly signature: Uint8Array
}

/** What a token's signature covers: the template signs the text of Python's `f'{username} {public_key} {expiration_time}'`, where the key is bytes. */
export function tokenText (token: Omit<AccessToken, 'signature'>): string {
  return `${token.username} ${pythonBytesRepr(token.publicKey)} ${token.expirationTime}`
}

/** A token of `key` in the template's scheme. @param expiresAtMs epoch milliseconds */
export function createToken (key: SigningKey, expiresAtMs: number, username = ''): AccessToken {
  const unsigned = { username, publicKey: Buffer.from(key.text), expirationTime: formatExpiration(expiresAtMs) }
  return { ...unsigned, signature: key.sign(Buffer.from(tokenText(unsigned))) }
}

/** Whether `key`, which must be the token's own, signed it. */
export function isTokenSigned (token: AccessToken, key: VerifyingKey): boolean {
  return Buffer.from(token.publicKey).toString('latin1') === key.text && key.verify(Buffer.from(tokenText(token)), token.signature)
}

/** The bytes of a message AccessToken; fields at their default are left out, as Python does. */
export function encodeToken (token: AccessToken): Uint8Array {
  return subnetes.v1.AccessToken.encode(tokenProperties(token)).finish()
}

/** The token as properties of the generated code, without the fields that are empty. */
export function tokenProperties (token: AccessToken): subnetes.v1.AccessToken.$Properties {
  return Object.fromEntries(Object.entries(token).filter(([, value]: [string, string | Uint8Array]) => value.length > 0))
}

/** Reads a message AccessToken as the generated code gives it. @throws {SubnetesError} `invalid_argument` when there is none */
export function tokenOf (message: subnetes.v1.AccessToken.$Properties | null | undefined): AccessToken {
  if (message === null || message === undefined) throw new SubnetesError('invalid_argument', 'the auth field holds no access token')
  const { username, publicKey, expirationTime, signature } = message
  return { username: username ?? '', publicKey: publicKey ?? new Uint8Array(0), expirationTime: expirationTime ?? '', signature: signature ?? new Uint8Array(0) }
}

/** `str(datetime)` of Python in UTC: `2026-01-01 00:01:00+00:00`, with six digits behind the seconds unless they are whole. */
export function formatExpiration (epochMs: number): string {
  const [day, time] = new Date(epochMs).toISOString().slice(0, -1).split('T') as [string, string]
  const [seconds, millis] = time.split('.') as [string, string]
  return `${day} ${seconds}${millis === '000' ? '' : `.${millis}000`}+00:00`
}

const EXPIRATION = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})?$/

/** Epoch milliseconds of `str(datetime)` or `isoformat()`; without a zone it is UTC. Undefined for anything else. */
export function parseExpiration (text: string): number | undefined {
  const match = EXPIRATION.exec(text)
  if (match === null) return undefined
  const [, day, time, fraction = '', zone = 'Z'] = match
  const epochMs = Date.parse(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`)
  return Number.isNaN(epochMs) ? undefined : epochMs
}

const ESCAPES = new Map([[0x09, '\\t'], [0x0a, '\\n'], [0x0d, '\\r'], [0x5c, '\\\\']])
const SINGLE_QUOTE = 0x27
const DOUBLE_QUOTE = 0x22

/** `repr(bytes)` of Python: `b'ssh-ed25519 AAAA...'`. Double quotes stand around it only when it holds single quotes and no double ones. */
export function pythonBytesRepr (bytes: Uint8Array): string {
  const quote = bytes.includes(SINGLE_QUOTE) && !bytes.includes(DOUBLE_QUOTE) ? DOUBLE_QUOTE : SINGLE_QUOTE
  const quoteText = String.fromCharCode(quote)
  let text = ''
  for (const byte of bytes) {
    if (byte === quote) text += `\\${quoteText}`
    else if (byte < 0x20 || byte > 0x7e || byte === 0x5c) text += ESCAPES.get(byte) ?? `\\x${byte.toString(16).padStart(2, '0')}`
    else text += String.fromCharCode(byte)
  }
  return `b${quoteText}${text}${quoteText}`
}
