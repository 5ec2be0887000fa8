/** Who has stake in the subnet. */
import type { Startable } from '@subnetes/common'

/** The subnet's ladder, lowest first; the index is the number on the wire of `network_proofOfStake`. */
export const STAKE_CLASSES = ['Registered', 'Idle', 'Included', 'Validator'] as const

/** One step of the ladder. */
export type StakeClass = typeof STAKE_CLASSES[number]

/** Whether `has` is at least `wants`. */
export function isClassAtLeast (has: StakeClass, wants: StakeClass): boolean {
  return STAKE_CLASSES.indexOf(has) >= STAKE_CLASSES.indexOf(wants)
}

/** Knows the stake of peers, from a file or from a chain. */
export interface StakeOracle extends Startable {
  /**
   * Whether a peer is staked at `minClass` or above.
   *
   * @throws {SubnetesError} `unavailable` with a retry hint when it cannot be told now; the peer is then treated as without stake, and an open call is left alone
   */
  isStaked: (peer: string, minClass: StakeClass, options?: { signal?: AbortSignal | undefined }) => Promise<boolean>
}
