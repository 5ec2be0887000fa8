/** What a node asks of connections: limits, an order in which they are read, and who may stay after the handshake. */
import type { noise } from '@chainsafe/libp2p-noise'
import type { ConnectionEncrypter, ConnectionGater, Libp2p } from '@libp2p/interface'
import { ConnectionLimiter } from './connection-limits.ts'
import type { ConnectionLimitsInit } from './connection-limits.ts'
import { ConnectionScheduler } from './connection-scheduler.ts'
import type { ConnectionSchedulerInit } from './connection-scheduler.ts'
import { NOISE_PROTOCOL, POS_TRANSPORT_PROTOCOL, noiseAs } from './connection-security.ts'
import type { PeerCheck } from './connection-security.ts'

/** For {@link createNode}. */
export interface ConnectionPolicy {
  limits?: ConnectionLimitsInit | undefined
  scheduling?: ConnectionSchedulerInit | undefined
  /** Checks every peer, in both directions. @default any peer may be connected */
  check?: PeerCheck | undefined
  /** Offers and takes `/pos-transport/1.0.0` too, and checks peers that come by it. @default it is not offered */
  posTransport?: PeerCheck | undefined
}

/** A policy put into force. */
export interface EnforcedPolicy {
  readonly gater: ConnectionGater
  readonly encrypters: ReadonlyArray<(components: Parameters<ReturnType<typeof noise>>[0]) => ConnectionEncrypter>
  readonly watch: (node: Pick<Libp2p, 'addEventListener'>) => void
}

/** @throws {SubnetesError} `invalid_argument` for a limit that is no positive number */
export function enforcePolicy (policy: ConnectionPolicy): EnforcedPolicy {
  const limiter = new ConnectionLimiter(policy.limits)
  const scheduler = new ConnectionScheduler(policy.scheduling)
  return {
    gater: limiter.gater,
    encrypters: [noiseAs(NOISE_PROTOCOL, policy.check), ...policy.posTransport === undefined ? [] : [noiseAs(POS_TRANSPORT_PROTOCOL, policy.posTransport)]],
    watch: (node) => {
      limiter.watch(node)
      scheduler.watch(node)
    }
  }
}
