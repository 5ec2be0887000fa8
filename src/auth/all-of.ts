/** Several authorizers as one. */
import { SubnetesError } from '@subnetes/common'
import type { Authorizer } from '@subnetes/rpc'

/**
 * Every one must let a call pass; they are asked in the given order, so put the cheap ones first.
 *
 * @throws {SubnetesError} `invalid_argument` when two of them sign: a message has one `auth` field, and the second would overwrite the first
 */
export function allOf (...authorizers: readonly Authorizer[]): Authorizer {
  const signers = authorizers.filter(({ signRequest, signResponse }) => signRequest !== undefined || signResponse !== undefined)
  if (signers.length > 1) throw new SubnetesError('invalid_argument', `${signers.length} authorizers of allOf sign messages; a message has room for one signature`)
  const [signer] = signers
  const all: Authorizer = {
    authorizeCaller: async (call) => { for (const authorizer of authorizers) await authorizer.authorizeCaller?.(call) },
    validateRequest: async (request, call) => { for (const authorizer of authorizers) await authorizer.validateRequest?.(request, call) },
    validateResponse: async (response, request, call) => { for (const authorizer of authorizers) await authorizer.validateResponse?.(response, request, call) }
  }
  if (signer?.signRequest !== undefined) all.signRequest = async (request, call) => await signer.signRequest?.(request, call) ?? request
  if (signer?.signResponse !== undefined) all.signResponse = async (response, request, call) => await signer.signResponse?.(response, request, call) ?? response
  return all
}
