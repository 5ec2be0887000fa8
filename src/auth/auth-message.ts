/** Requests and responses with a signed `auth` field: made, and taken apart. What a message must hold to be accepted is decided elsewhere. */
import { SubnetesError } from '@subnetes/common'
import { subnetes } from '@subnetes/proto'
import { REQUEST_SIGNATURE_FIELD, RESPONSE_SIGNATURE_FIELD, appendSignature, cutSignature, insertAuth } from './auth-field.ts'
import { tokenOf, tokenProperties } from './access-token.ts'
import type { AccessToken } from './access-token.ts'
import { protobufFields } from './protobuf-fields.ts'
import type { SigningKey } from './signing-key.ts'

/** subnetes.v1.RequestAuthInfo in our words, without its signature. */
export interface RequestAuth {
  readonly token: AccessToken
  /** OpenSSH text as bytes; empty when the request is bound to nobody. */
  readonly servicePublicKey: Uint8Array
  /** Unix seconds. */
  readonly time: number
  readonly nonce: Uint8Array
}

/** subnetes.v1.ResponseAuthInfo in our words, without its signature. */
export interface ResponseAuth {
  readonly token: AccessToken
  /** The request's. */
  readonly nonce: Uint8Array
}

/** A signed message taken apart; nothing about it is checked yet. */
export interface SignedMessage<Auth> {
  readonly auth: Auth
  /** The bytes that the signature covers. */
  readonly unsigned: Uint8Array
  /** Base64 text as bytes; empty when there is none. */
  readonly signature: Uint8Array
}

/** The message with a signed `auth` in field `authField`. @throws {SubnetesError} `invalid_argument` when the bytes are no protobuf message */
export function sealRequest (message: Uint8Array, authField: number, auth: RequestAuth, key: SigningKey): Uint8Array {
  const { token, servicePublicKey, time, nonce } = auth
  const properties: subnetes.v1.RequestAuthInfo.$Properties = { clientAccessToken: tokenProperties(token) }
  if (servicePublicKey.length > 0) properties.servicePublicKey = servicePublicKey
  if (time !== 0) properties.time = time
  if (nonce.length > 0) properties.nonce = nonce
  return seal(message, { number: authField, signature: REQUEST_SIGNATURE_FIELD, bytes: subnetes.v1.RequestAuthInfo.encode(properties).finish() }, key)
}

/** As {@link sealRequest}. */
export function sealResponse (message: Uint8Array, authField: number, auth: ResponseAuth, key: SigningKey): Uint8Array {
  const { token, nonce } = auth
  const properties: subnetes.v1.ResponseAuthInfo.$Properties = { serviceAccessToken: tokenProperties(token) }
  if (nonce.length > 0) properties.nonce = nonce
  return seal(message, { number: authField, signature: RESPONSE_SIGNATURE_FIELD, bytes: subnetes.v1.ResponseAuthInfo.encode(properties).finish() }, key)
}

/** Takes a request apart. @returns undefined when it has no `auth` @throws {SubnetesError} `invalid_argument` when the bytes are malformed */
export function openRequest (message: Uint8Array, authField: number): SignedMessage<RequestAuth> | undefined {
  return open(message, { number: authField, signature: REQUEST_SIGNATURE_FIELD }, (bytes) => {
    const { clientAccessToken, servicePublicKey, time, nonce } = subnetes.v1.RequestAuthInfo.decode(bytes)
    return { token: tokenOf(clientAccessToken), servicePublicKey, time, nonce }
  })
}

/** Takes a response apart. @returns undefined when it has no `auth` @throws {SubnetesError} `invalid_argument` when the bytes are malformed */
export function openResponse (message: Uint8Array, authField: number): SignedMessage<ResponseAuth> | undefined {
  return open(message, { number: authField, signature: RESPONSE_SIGNATURE_FIELD }, (bytes) => {
    const { serviceAccessToken, nonce } = subnetes.v1.ResponseAuthInfo.decode(bytes)
    return { token: tokenOf(serviceAccessToken), nonce }
  })
}

function seal (message: Uint8Array, auth: { number: number, signature: number, bytes: Uint8Array }, key: SigningKey): Uint8Array {
  const signature = key.sign(insertAuth(message, auth.number, auth.bytes))
  return insertAuth(message, auth.number, appendSignature(auth.bytes, auth.signature, signature))
}

function open<Auth> (message: Uint8Array, field: { number: number, signature: number }, decode: (auth: Uint8Array) => Auth): SignedMessage<Auth> | undefined {
  const cut = cutSignature(message, field.number, field.signature)
  if (cut === undefined) return undefined
  refuseRepeats(cut.auth)
  return { auth: decoded(cut.auth, decode), unsigned: cut.unsigned, signature: cut.signature }
}

function decoded<Auth> (auth: Uint8Array, decode: (auth: Uint8Array) => Auth): Auth {
  try {
    return decode(auth)
  } catch (error) {
    throw new SubnetesError('invalid_argument', `the auth field holds something else: ${SubnetesError.from(error).message}`, { cause: error })
  }
}

/** Parsers take the last of repeated fields, or merge them; no signer writes any. */
function refuseRepeats (auth: Uint8Array): void {
  const seen = new Set<number>()
  for (const { number } of protobufFields(auth)) {
    if (seen.has(number)) throw new SubnetesError('invalid_argument', `the auth field has field ${number} twice`)
    seen.add(number)
  }
}
