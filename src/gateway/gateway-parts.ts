/** What a gateway stands on beside those who decide about peers: its link to the operator, its workers, its jobs, its memory on disk. */
import { operatorTlsName } from '@subnetes/common'
import type { Logger, TlsFiles } from '@subnetes/common'
import type { PrometheusMetrics } from '@subnetes/common/prometheus'
import { ControlClient } from '@subnetes/control'
import type { ControlClientListener } from '@subnetes/control'
import { grpcDispatcher } from '@subnetes/dispatch'
import { dhtAnnouncer, serveCalls } from '@subnetes/rpc'
import type { SubnetNode } from '@subnetes/rpc'
import { memoryJobs, redisJobs } from './jobs/open-jobs.ts'
import { heldBytes } from './limits-config.ts'
import { keepEndpoints } from './kept-endpoints.ts'
import { dhtPeers } from './peers.ts'
import { fileSnapshot, noSnapshot } from './snapshot.ts'
import type { GatewayConfig } from './config.ts'
import type { GatewayComponents } from './gateway.ts'

/** What every part may use. */
export interface GatewayBase { readonly logger: Logger, readonly metrics: PrometheusMetrics, readonly tls: TlsFiles | undefined }

/** The parts that depend on nothing but the configuration and the node. */
export type GatewayParts = Omit<GatewayComponents, 'access' | 'gatekeeper' | 'rates' | 'modules'>

/** Makes them; nothing is begun. */
export function gatewayParts (config: GatewayConfig, node: SubnetNode, { logger, metrics, tls }: GatewayBase): GatewayParts {
  const { control, stateDir, maxCallsPerPeer, maxCalls } = config
  const dispatcher = grpcDispatcher({ tls, link: config.runnerLink })
  const controlTls = tls === undefined ? undefined : { source: tls, serverName: operatorTlsName(config.namespace) }
  return {
    node,
    logger,
    metrics,
    dispatcher,
    openJobs: config.redis === undefined ? memoryJobs() : redisJobs({ url: config.redis }),
    serve: async (init) => await serveCalls(node, { ...init, logger, limits: { maxCallsPerPeer, maxCalls, ...heldBytes(config.limits) } }),
    control: control === undefined
      ? undefined
      : (listener, hello) => {
          const open = (told: ControlClientListener): ControlClient => new ControlClient({ address: control, listener: told, hello, logger, tls: controlTls })
          // Without TLS nobody could tell who has an address by now.
          return tls === undefined || stateDir === undefined ? open(listener) : keepEndpoints({ folder: stateDir, peerId: node.peerId.toString(), logger, open }, listener)
        },
    announcer: dhtAnnouncer(node, logger),
    peers: dhtPeers(node),
    snapshot: stateDir === undefined ? noSnapshot : fileSnapshot({ folder: stateDir, peerId: node.peerId.toString(), logger })
  }
}
