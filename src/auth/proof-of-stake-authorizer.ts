/** The subnet's stake as a condition, for callers and for those who answer. */
import type { Authorizer, AuthorizerCall } from '@subnetes/rpc'
import { refusal } from './refusal.ts'
import type { StakeClass, StakeOracle } from './stake-oracle.ts'

/** What a {@link ProofOfStakeAuthorizer} is told. */
export interface ProofOfStakeAuthorizerInit {
  oracle: StakeOracle
  /** @default 'Registered', as the template asks */
  minClass?: StakeClass | undefined
}

/**
 * Lets peers call, and believes answers of peers, whose connection's identity has stake. Says nothing about messages: compose it with a SignatureAuthorizer
 * for the template's scheme, `allOf(new ProofOfStakeAuthorizer({ oracle }), new SignatureAuthorizer({ ... }))`.
 */
export class ProofOfStakeAuthorizer implements Authorizer {
  readonly #oracle: StakeOracle
  readonly #minClass: StakeClass

  constructor ({ oracle, minClass = 'Registered' }: ProofOfStakeAuthorizerInit) {
    this.#oracle = oracle
    this.#minClass = minClass
  }

  readonly authorizeCaller = async (call: AuthorizerCall): Promise<void> => { await requireStake(this.#oracle, this.#minClass, call) }
  readonly validateResponse = async (_response: Uint8Array, _request: Uint8Array, call: AuthorizerCall): Promise<void> => { await requireStake(this.#oracle, this.#minClass, call) }
}

/** Refuses the peer of a call without stake. @throws {SubnetesError} `permission_denied`, or `unavailable` when it cannot be told */
export async function requireStake (oracle: StakeOracle, minClass: StakeClass, { remotePeer, handle, signal }: AuthorizerCall): Promise<void> {
  if (!await oracle.isStaked(remotePeer, minClass, { signal })) throw refusal('not_staked', `peer ${remotePeer} is not staked as ${minClass} or above`, { what: handle })
}
