/**
 * Signs and checks requests and responses with `auth` fields: what {@link SignatureAuthorizer} and {@link TokenAuthorizer} have in common. They differ
 * in whose key it is and what a token means.
 */
import { randomBytes } from 'node:crypto'
import { SubnetesError } from '@subnetes/common'
import type { AuthorizerCall } from '@subnetes/rpc'
import type { AccessToken } from './access-token.ts'
import type { AuthFields } from './auth-field.ts'
import { openRequest, openResponse, sealRequest, sealResponse } from './auth-message.ts'
import type { SignedMessage } from './auth-message.ts'
import { parseOpenSshKey } from './openssh-key.ts'
import type { VerifyingKey } from './openssh-key.ts'
import { refusal } from './refusal.ts'
import type { RequestGuard } from './request-guard.ts'
import type { SigningKey } from './signing-key.ts'

/** What differs between schemes. */
export interface SigningScheme {
  readonly key: SigningKey
  /** The token that goes into what this node signs. */
  readonly ownToken: () => Promise<AccessToken> | AccessToken
  /** Refuses a key before its signature is checked. */
  readonly checkKey?: (key: VerifyingKey, call: AuthorizerCall) => void
  /** Refuses a token; the message's signature was checked. */
  readonly checkToken: (token: AccessToken, key: VerifyingKey, call: AuthorizerCall) => Promise<void> | void
  /** OpenSSH text of the key that a request to this peer is bound to; undefined for none. */
  readonly recipientKey: (call: AuthorizerCall) => Promise<string | undefined> | string | undefined
  /** By whom a nonce is remembered. */
  readonly callerOf: (key: VerifyingKey) => string
}

/** What a {@link MessageSigner} stands on. */
export interface MessageSignerComponents {
  readonly scheme: SigningScheme
  readonly fields: AuthFields
  readonly guard: RequestGuard
  readonly now: () => number
}

const NONCE_BYTES = 8

/** The four steps of a signed call. */
export class MessageSigner {
  readonly #components: MessageSignerComponents

  constructor (components: MessageSignerComponents) {
    this.#components = components
  }

  async signRequest (request: Uint8Array, call: AuthorizerCall): Promise<Uint8Array> {
    const { scheme, now } = this.#components
    const field = this.#field(call, 'request')
    const recipient = await scheme.recipientKey(call)
    const auth = { token: await scheme.ownToken(), servicePublicKey: Buffer.from(recipient ?? ''), time: now() / 1000, nonce: randomBytes(NONCE_BYTES) }
    return sealRequest(request, field, auth, scheme.key)
  }

  async validateRequest (request: Uint8Array, call: AuthorizerCall): Promise<void> {
    const { scheme, guard } = this.#components
    const field = this.#field(call, 'request')
    const opened = this.#opened(call, 'request', () => openRequest(request, field))
    const key = this.#keyOf(opened.auth.token, call)
    scheme.checkKey?.(key, call)
    guard.check(opened.auth, call)
    checkSignature(opened, key, call)
    await scheme.checkToken(opened.auth.token, key, call)
    await guard.remember(opened.auth, scheme.callerOf(key), call)
  }

  /** The answer to a request without `auth` goes out as it is: there is no nonce it could repeat, and its caller asked for no signature. */
  async signResponse (response: Uint8Array, request: Uint8Array, call: AuthorizerCall): Promise<Uint8Array> {
    const { scheme } = this.#components
    const field = this.#field(call, 'response')
    const signed = openRequest(request, this.#field(call, 'request'))
    if (signed === undefined) return response
    return sealResponse(response, field, { token: await scheme.ownToken(), nonce: signed.auth.nonce }, scheme.key)
  }

  async validateResponse (response: Uint8Array, request: Uint8Array, call: AuthorizerCall): Promise<void> {
    const { scheme } = this.#components
    const [sent, field] = [openRequest(request, this.#field(call, 'request')), this.#field(call, 'response')]
    const opened = this.#opened(call, 'response', () => openResponse(response, field))
    const key = this.#keyOf(opened.auth.token, call)
    scheme.checkKey?.(key, call)
    if (sent === undefined || !Buffer.from(sent.auth.nonce).equals(opened.auth.nonce)) throw refusal('wrong_nonce', 'the response answers another request', { what: call.handle })
    checkSignature(opened, key, call)
    await scheme.checkToken(opened.auth.token, key, call)
  }

  #field ({ handle, method }: AuthorizerCall, side: 'request' | 'response'): number {
    const field = this.#components.fields(method)[side]
    if (field !== undefined) return field
    throw new SubnetesError('failed_precondition', `${handle}: its ${side} message has no "auth" field, so it cannot be signed; add one (import "subnetes/v1/auth.proto")`)
  }

  #opened<Auth> ({ handle: what }: AuthorizerCall, side: string, open: () => SignedMessage<Auth> | undefined): SignedMessage<Auth> {
    let opened: SignedMessage<Auth> | undefined
    try {
      opened = open()
    } catch (error) {
      throw refusal('malformed', SubnetesError.from(error).message, { what, cause: error })
    }
    if (opened === undefined || opened.signature.length === 0) throw refusal('unsigned', `the ${side} carries no signature`, { what })
    return opened
  }

  #keyOf (token: AccessToken, { handle: what }: AuthorizerCall): VerifyingKey {
    try {
      return parseOpenSshKey(token.publicKey)
    } catch (error) {
      throw refusal('malformed', SubnetesError.from(error).message, { what, cause: error })
    }
  }
}

function checkSignature ({ unsigned, signature }: SignedMessage<unknown>, key: VerifyingKey, { handle: what }: AuthorizerCall): void {
  if (!key.verify(unsigned, signature)) throw refusal('bad_signature', 'the signature is not that of the key in the token over these bytes', { what })
}
