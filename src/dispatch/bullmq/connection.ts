/** Connections to the installation's Redis, the checks at start, and its errors as ours. */
import { SubnetesError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { Redis } from 'ioredis'

/** A command that takes longer is given up: submit promises `unavailable` within 1 s of a dead Redis. */
export const COMMAND_TIMEOUT_MS = 900

/** The oldest Redis whose streams and ACLs we rely on. */
export const MIN_REDIS_VERSION = [6, 2] as const

/** Who uses a connection: a gateway answers `unavailable` at once when Redis is away, a worker waits for it. */
export type ConnectionRole = 'gateway' | 'worker' | 'subscriber'

/** Options of {@link connectRedis}. */
export interface ConnectRedisInit {
  /** `redis://[user:password@]host:port[/db]`, or rediss. */
  url: string
  role: ConnectionRole
  logger: Logger
}

/** Opens a connection that reconnects for ever (50 ms to 1 s). Errors are logged, once per outage. */
export function connectRedis (init: ConnectRedisInit): Redis {
  const redis = new Redis(init.url, { ...ROLE_OPTIONS[init.role], connectTimeout: 5_000, retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 5), 1_000) })
  let down = false
  redis.on('error', (error: Error) => {
    if (!down) init.logger.warn('redis connection lost; reconnecting', { role: init.role, error: error.message })
    down = true
  })
  redis.on('ready', () => {
    if (down) init.logger.info('redis connection back', { role: init.role })
    down = false
  })
  return redis
}

const ROLE_OPTIONS = {
  gateway: { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: COMMAND_TIMEOUT_MS, enableAutoPipelining: true },
  // BullMQ refuses a worker connection whose maxRetriesPerRequest is not null. Not pipelined by itself: it has a command or two in a turn, and ioredis copies
  // BullMQ's hundred scripts into every pipeline, a tenth of a worker's time.
  worker: { maxRetriesPerRequest: null },
  subscriber: { maxRetriesPerRequest: null, autoResubscribe: true }
} satisfies Record<ConnectionRole, object>

/** Resolves when the connection can take commands. @throws {SubnetesError} `unavailable` naming the address after `timeoutMs` */
export async function redisReady (redis: Redis, timeoutMs: number): Promise<void> {
  if (redis.status === 'ready') return
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const { host, port, path } = redis.options
  const timer = setTimeout(() => reject(new SubnetesError('unavailable', `no Redis answers at ${path ?? `${host ?? '?'}:${port ?? '?'}`} within ${timeoutMs} ms; start it or correct the URL`)), timeoutMs)
  redis.once('ready', resolve)
  try {
    await promise
  } finally {
    clearTimeout(timer)
    redis.off('ready', resolve)
  }
}

/**
 * Refuses a Redis on which jobs could vanish.
 *
 * @throws {SubnetesError} `failed_precondition` when `maxmemory-policy` is not `noeviction` or the server is older than 6.2
 */
export async function checkRedis (redis: Redis): Promise<void> {
  const info = await redis.info()
  const field = (name: string): string => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? ''
  const policy = field('maxmemory_policy')
  if (policy !== '' && policy !== 'noeviction') {
    throw new SubnetesError('failed_precondition', `Redis has maxmemory-policy ${policy}, which may delete jobs; set it to noeviction (redis-cli config set maxmemory-policy noeviction)`)
  }
  const [major = 0, minor = 0] = field('redis_version').split('.').map(Number)
  if (major < MIN_REDIS_VERSION[0] || (major === MIN_REDIS_VERSION[0] && minor < MIN_REDIS_VERSION[1])) {
    throw new SubnetesError('failed_precondition', `Redis is version ${field('redis_version')}; ${MIN_REDIS_VERSION.join('.')} or newer is needed`)
  }
}

/** A Redis failure in our words: a full Redis is `resource_exhausted`, an absent one `unavailable`. */
export function redisError (cause: unknown, attempted: string): SubnetesError {
  if (cause instanceof SubnetesError) return cause
  const message = cause instanceof Error ? cause.message : String(cause)
  if (/\bOOM\b/.test(message)) {
    return new SubnetesError('resource_exhausted', `${attempted}: Redis is full (maxmemory reached); try later or give it more memory`, { cause, retryable: true })
  }
  if (/^(NOPERM|NOAUTH|WRONGPASS)/.test(message)) return new SubnetesError('internal', `${attempted}: Redis refused access (${message.split(' ')[0] ?? ''})`, { cause })
  if (isReplyError(cause)) return new SubnetesError('internal', `${attempted}: Redis answered with an error`, { cause })
  return new SubnetesError('unavailable', `${attempted}: Redis does not answer; it may be restarting, try again`, { cause })
}

function isReplyError (cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'ReplyError' && !/^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|UNKILLABLE|BUSY)/.test(cause.message)
}
