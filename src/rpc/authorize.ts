/**
 * An {@link Authorizer} as interceptors. Messages are signed and checked for unary and server-stream methods; a stream of requests has no
 * message that could carry one signature for all, so for those methods the identity of the connection is all there is (`authorizeCaller`).
 */
import type { Authorizer } from './authorizer.ts'
import { once, onlyRequest } from './call.ts'
import type { Interceptor } from './call.ts'

/** Checks requests and signs responses, at the server. */
export function authorizeServing (authorizer: Authorizer): Interceptor {
  return async function * (call, next) {
    await authorizer.authorizeCaller?.(call)
    if (call.method.requestStream) {
      yield * next(call)
      return
    }
    const request = await onlyRequest(call)
    await authorizer.validateRequest?.(request, call)
    for await (const response of next({ ...call, requests: once(request) })) {
      yield authorizer.signResponse === undefined ? response : await authorizer.signResponse(response, request, call)
    }
  }
}

/** Signs requests and checks responses, at the client. */
export function authorizeCalling (authorizer: Authorizer): Interceptor {
  return async function * (call, next) {
    if (call.method.requestStream) {
      yield * next(call)
      return
    }
    const plain = await onlyRequest(call)
    const request = authorizer.signRequest === undefined ? plain : await authorizer.signRequest(plain, call)
    for await (const response of next({ ...call, requests: once(request) })) {
      await authorizer.validateResponse?.(response, request, call)
      yield response
    }
  }
}
