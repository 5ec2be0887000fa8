/** hivemind's AuthRPCWrapper: messages are signed with the key inside a token, and the application says what makes a token good. */
import type { PrivateKey } from '@libp2p/interface'
import type { Authorizer, AuthorizerCall } from '@subnetes/rpc'
import type { AccessToken } from './access-token.ts'
import type { AuthFields } from './auth-field.ts'
import { MessageSigner } from './message-signer.ts'
import { refusal } from './refusal.ts'
import { RequestGuard } from './request-guard.ts'
import type { RequestGuardInit } from './request-guard.ts'
import { signingKey } from './signing-key.ts'

/** What a {@link TokenAuthorizer} is told. */
export interface TokenAuthorizerInit extends RequestGuardInit {
  /** Signs messages; its public half stands in the token. hivemind uses an RSA key of 2048 bits, apart from the node's identity. */
  key: PrivateKey
  /** Where `auth` stands in the messages: `authFieldsOf(service)`. */
  fields: AuthFields
  /** This node's token, whose `publicKey` is the OpenSSH text of `key`. Called for each message, so keep it until it must be renewed. */
  getToken: () => Promise<AccessToken> | AccessToken
  /** Whether a peer's token is good: whose it is, signed by whom, until when. */
  isTokenValid: (token: AccessToken, call: AuthorizerCall) => Promise<boolean> | boolean
  /** OpenSSH text of the key that requests to a peer are bound to. @default none, as hivemind; its services then need a store shared by all nodes to tell replays */
  recipientKey?: ((peer: string) => Promise<string | undefined> | string | undefined) | undefined
}

/**
 * Signs and checks the messages of unary and server-stream methods (hivemind itself: unary only), requests and responses. The identity is the token's, not
 * the connection's: compose it with others where both count.
 *
 * Requests bound to nobody, hivemind's habit, are refused with `unavailable` unless `sharedNonces` is given. A process that alone has its key may give a
 * MemoryNonceStore.
 */
export class TokenAuthorizer implements Authorizer {
  readonly #signer: MessageSigner

  /** @throws {SubnetesError} `invalid_argument` for keys other than Ed25519 and RSA */
  constructor (init: TokenAuthorizerInit) {
    const key = signingKey(init.key)
    this.#signer = new MessageSigner({
      scheme: {
        key,
        ownToken: init.getToken,
        checkToken: async (token, _, call) => {
          if (!await init.isTokenValid(token, call)) throw refusal('bad_token', 'the token is not accepted here', { what: call.handle })
        },
        recipientKey: ({ remotePeer }) => init.recipientKey?.(remotePeer),
        callerOf: ({ text }) => text
      },
      fields: init.fields,
      guard: new RequestGuard(key.text, init),
      now: init.now ?? Date.now
    })
  }

  readonly signRequest: MessageSigner['signRequest'] = async (request, call) => await this.#signer.signRequest(request, call)
  readonly validateRequest: MessageSigner['validateRequest'] = async (request, call) => { await this.#signer.validateRequest(request, call) }
  readonly signResponse: MessageSigner['signResponse'] = async (response, request, call) => await this.#signer.signResponse(response, request, call)
  readonly validateResponse: MessageSigner['validateResponse'] = async (response, request, call) => { await this.#signer.validateResponse(response, request, call) }
}
