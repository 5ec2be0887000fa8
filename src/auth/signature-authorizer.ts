/** The subnet template's scheme, stricter: every message is signed with the key of the connection it came over, for the node it was sent to. */
import type { PrivateKey } from '@libp2p/interface'
import { SubnetesError } from '@subnetes/common'
import type { Authorizer, AuthorizerCall } from '@subnetes/rpc'
import { TOKEN_LIFETIME_MS, createToken, isTokenSigned, parseExpiration } from './access-token.ts'
import type { AccessToken } from './access-token.ts'
import type { AuthFields } from './auth-field.ts'
import { MessageSigner } from './message-signer.ts'
import { keyOfPeer } from './openssh-key.ts'
import type { VerifyingKey } from './openssh-key.ts'
import { refusal } from './refusal.ts'
import { RequestGuard } from './request-guard.ts'
import type { RequestGuardInit } from './request-guard.ts'
import { signingKey } from './signing-key.ts'

/** What a {@link SignatureAuthorizer} is told. */
export interface SignatureAuthorizerInit extends RequestGuardInit {
  /** This node's identity; Ed25519 or RSA. */
  key: PrivateKey
  /** Where `auth` stands in the messages: `authFieldsOf(service)`. */
  fields: AuthFields
  /** The token's own signature and expiry are checked too. The template never does. @default true */
  strict?: boolean | undefined
  /** OpenSSH text of a peer's key, to bind requests to it. @default the key that the peer id carries, which ids of Ed25519 keys do */
  recipientKey?: ((peer: string) => Promise<string | undefined> | string | undefined) | undefined
  /** Sends requests bound to nobody where the recipient's key is not known. Whoever sees one can send it to another node. @default false */
  allowUnbound?: boolean | undefined
}

/** A token is made anew when less than this of its life is left: time for the message to arrive. */
const TOKEN_RESERVE_MS = 30_000

/**
 * Signs and checks the messages of unary and server-stream methods, requests and responses. Compatible with the template's SignatureAuthorizer in both
 * roles; see docs/security.md for what is stricter. Refuses with the reasons of REFUSAL_CODES.
 *
 * One instance serves any number of protocols and calls; its memory of nonces is what must not be split.
 */
export class SignatureAuthorizer implements Authorizer {
  readonly #signer: MessageSigner
  readonly #init: SignatureAuthorizerInit
  readonly #now: () => number

  /** @throws {SubnetesError} `invalid_argument` for keys other than Ed25519 and RSA */
  constructor (init: SignatureAuthorizerInit) {
    const key = signingKey(init.key)
    this.#init = init
    this.#now = init.now ?? Date.now
    let token: AccessToken | undefined
    let renewAtMs = -Infinity
    const ownToken = (): AccessToken => {
      const now = this.#now()
      if (token !== undefined && now < renewAtMs && now > renewAtMs - TOKEN_LIFETIME_MS) return token
      renewAtMs = now + TOKEN_LIFETIME_MS - TOKEN_RESERVE_MS
      return (token = createToken(key, now + TOKEN_LIFETIME_MS))
    }
    this.#signer = new MessageSigner({
      scheme: {
        key,
        ownToken,
        checkKey: isKeyOfConnection,
        checkToken: (theirs, theirKey, call) => this.#checkToken(theirs, theirKey, call),
        recipientKey: async (call) => await this.#recipientKey(call),
        callerOf: ({ peerId }) => peerId
      },
      fields: init.fields,
      guard: new RequestGuard(key.text, init),
      now: this.#now
    })
  }

  readonly signRequest: MessageSigner['signRequest'] = async (request, call) => await this.#signer.signRequest(request, call)
  readonly validateRequest: MessageSigner['validateRequest'] = async (request, call) => { await this.#signer.validateRequest(request, call) }
  readonly signResponse: MessageSigner['signResponse'] = async (response, request, call) => await this.#signer.signResponse(response, request, call)
  readonly validateResponse: MessageSigner['validateResponse'] = async (response, request, call) => { await this.#signer.validateResponse(response, request, call) }

  #checkToken (token: AccessToken, key: VerifyingKey, { handle: what }: AuthorizerCall): void {
    if (this.#init.strict === false) return
    if (!isTokenSigned(token, key)) throw refusal('bad_token', 'the token is not signed by its own key', { what })
    const expiresAtMs = parseExpiration(token.expirationTime)
    if (expiresAtMs === undefined) throw refusal('bad_token', 'the expiration_time of the token is no date', { what })
    if (expiresAtMs < this.#now()) throw refusal('token_expired', `the token expired at ${token.expirationTime}`, { what })
  }

  async #recipientKey ({ remotePeer, handle }: AuthorizerCall): Promise<string | undefined> {
    const key = await this.#init.recipientKey?.(remotePeer) ?? keyOfPeer(remotePeer)
    if (key === undefined && this.#init.allowUnbound !== true) {
      throw new SubnetesError('failed_precondition', `${handle}: the key of peer ${remotePeer} is not known, so the request cannot be bound to it; give recipientKey, or allowUnbound where replays elsewhere do not matter`)
    }
    return key
  }
}

function isKeyOfConnection (key: VerifyingKey, { remotePeer, handle }: AuthorizerCall): void {
  if (key.peerId !== remotePeer) throw refusal('wrong_key', `the message is signed by ${key.peerId} and came from ${remotePeer}`, { what: handle })
}
