/** What is wrong with bytes that a server sent. */
import { SubnetesError } from '@subnetes/common'
import type { OutgoingCall } from '../wire.ts'

/** Bytes that break the wire's rules are the peer's fault (`internal`), not an argument of its caller; other errors are returned as they are. */
export function peerFault (error: unknown, { remotePeer, handle }: OutgoingCall): SubnetesError {
  const known = SubnetesError.from(error)
  if (known.code !== 'invalid_argument') return known
  return new SubnetesError('internal', `peer ${remotePeer} broke the wire's rules in ${handle}: ${known.message}`, { cause: error })
}
