/** What a node asks of connections: limits, an order in which they are read, and who may stay after the handshake. */
import type { ConnectionGater, Libp2p } from '@libp2p/interface'
import { ConnectionLimiter } from './connection-limits.ts'
import type { ConnectionLimitsInit } from './connection-limits.ts'
import { ConnectionScheduler } from './connection-scheduler.ts'
import type { ConnectionSchedulerInit } from './connection-scheduler.ts'
import { NOISE_PROTOCOL, POS_TRANSPORT_PROTOCOL, noiseAs } from '@subnetes/mux'
import type { MuxHooks, PeerCheck } from '@subnetes/mux'

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
  readonly encrypters: ReadonlyArray<ReturnType<typeof noiseAs>>
  /** For the muxer. */
  readonly hooks: MuxHooks
  readonly watch: (node: Pick<Libp2p, 'addEventListener'>) => void
}

/**
 * @param options.isPlain uses the records of the Noise package in place of ours
 * @throws {SubnetesError} `invalid_argument` for a limit that is no positive number
 */
export function enforcePolicy (policy: ConnectionPolicy, { isPlain }: { readonly isPlain?: boolean | undefined } = {}): EnforcedPolicy {
  const limiter = new ConnectionLimiter(policy.limits)
  const scheduler = new ConnectionScheduler(policy.scheduling)
  return {
    gater: limiter.gater,
    encrypters: [
      noiseAs(NOISE_PROTOCOL, { check: policy.check, isPlain }),
      ...policy.posTransport === undefined ? [] : [noiseAs(POS_TRANSPORT_PROTOCOL, { check: policy.posTransport, isPlain })]
    ],
    hooks: {
      mayOpen: (peer, inboundStreams) => limiter.mayOpen(peer, inboundStreams),
      onRead: (reader, bytes) => scheduler.arrived(reader, bytes),
      onClosed: (reader) => scheduler.closed(reader)
    },
    watch: (node) => limiter.watch(node)
  }
}
