/** What replicas of a gateway share through the installation's Redis. A call of a Subnetes peer never waits for it. */
import { RedisNonceStore } from '@subnetes/auth'
import type { NonceStore } from '@subnetes/auth'
import type { Logger } from '@subnetes/common'

/** The shared parts, and their end. */
export interface SharedState {
  /** Nonces of requests that are bound to nobody. */
  readonly nonces: NonceStore
  readonly close: () => void
}

/** Opens a connection that reconnects for ever. The client is loaded only by gateways that use it. */
export async function openSharedState (init: { url: string, namespace: string, logger: Logger }): Promise<SharedState> {
  const { connectRedis } = await import('@subnetes/dispatch/bullmq')
  const redis = connectRedis({ url: init.url, role: 'gateway', logger: init.logger.child({ component: 'shared-state' }) })
  return { nonces: new RedisNonceStore({ redis, namespace: init.namespace }), close: () => redis.disconnect() }
}
