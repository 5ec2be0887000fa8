/** What replicas of a gateway share through the installation's Redis. A call of a Subnetes peer never waits for it. */
import { RedisNonceStore, RedisRateStore, SharedRates } from '@subnetes/auth'
import type { NonceStore } from '@subnetes/auth'
import type { Logger, Metrics, Startable } from '@subnetes/common'

/** The shared parts, and their end. */
export interface SharedState extends Startable {
  /** Nonces of requests that are bound to nobody. */
  readonly nonces: NonceStore
  /** How often peers call. */
  readonly rates: SharedRates
}

/** What {@link openSharedState} is told. */
export interface SharedStateInit {
  readonly url: string
  readonly namespace: string
  readonly peerId: string
  readonly ordinal: number
}

/** Opens a connection that reconnects for ever. The client is loaded only by gateways that use it. */
export async function openSharedState (init: SharedStateInit, components: { logger: Logger, metrics: Metrics }): Promise<SharedState> {
  const { connectRedis } = await import('@subnetes/dispatch/bullmq/redis')
  const { url, namespace } = init
  const logger = components.logger.child({ component: 'shared-state' })
  const redis = connectRedis({ url, role: 'gateway', logger })
  // A replica of this ordinal does not come without those before it.
  const rates = new SharedRates({ replica: init.peerId, replicas: init.ordinal + 1 }, { ...components, logger, store: new RedisRateStore({ redis, namespace }) })
  return {
    nonces: new RedisNonceStore({ redis, namespace }),
    rates,
    start: async () => { await rates.start() },
    stop: async () => {
      await rates.stop()
      redis.disconnect()
    }
  }
}
