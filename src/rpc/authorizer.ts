/** What signs and checks messages of a protocol, for both roles. Implementations belong to `@subnetes/auth` and to users. */
import type { Call } from './call.ts'

/** The call as an authorizer sees it; messages are handed over apart. */
export type AuthorizerCall = Omit<Call, 'requests'>

/**
 * Signs what leaves and checks what arrives, on message bytes. A check refuses by throwing SubnetesError (`unauthenticated`,
 * `permission_denied`, `resource_exhausted`); the caller gets that code and message. Every method may be left out.
 */
export interface Authorizer {
  /** Server: refuses a caller by the identity of its connection, before any message is looked at. The only check of methods that take a stream of requests. */
  authorizeCaller?: (call: AuthorizerCall) => Promise<void> | void
  /** Client: the request to send. */
  signRequest?: (request: Uint8Array, call: AuthorizerCall) => Promise<Uint8Array> | Uint8Array
  /** Server: refuses a request, before the method runs. */
  validateRequest?: (request: Uint8Array, call: AuthorizerCall) => Promise<void> | void
  /** Server: the response to send. `request` is the call's (first) request as received. */
  signResponse?: (response: Uint8Array, request: Uint8Array, call: AuthorizerCall) => Promise<Uint8Array> | Uint8Array
  /** Client: refuses a response. `request` is the call's (first) request as sent. */
  validateResponse?: (response: Uint8Array, request: Uint8Array, call: AuthorizerCall) => Promise<void> | void
}
