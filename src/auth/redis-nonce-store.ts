/** Nonces of all replicas in the installation's Redis: they outlive a restart, and what one replica accepted no other accepts again. */
import { DEFAULT_MAX_NONCES_PER_CALLER } from './nonce-store.ts'
import type { NonceStore, SeenNonce } from './nonce-store.ts'
import { RedisScript } from './redis-script.ts'
import type { RedisScripting } from './redis-script.ts'
import { refusal } from './refusal.ts'

/** Callers remembered by all replicas together; about 20 MB of Redis with one nonce each. */
export const DEFAULT_MAX_SHARED_CALLERS = 65_536

/** What a {@link RedisNonceStore} is told. */
export interface RedisNonceStoreInit {
  /** Connected; whoever opened it closes it. Should fail at once while Redis is away. */
  redis: RedisScripting
  /** Of the installation. */
  namespace: string
  /** @default {@link DEFAULT_MAX_NONCES_PER_CALLER} */
  maxPerCaller?: number | undefined
  /** @default {@link DEFAULT_MAX_SHARED_CALLERS} */
  maxCallers?: number | undefined
}

/**
 * One step in Redis: looked up and remembered together. As in memory, a caller with too many nonces forgets its own oldest, and messages as old as those are
 * then refused; what time has made unacceptable anyway is dropped.
 *
 * KEYS: nonces of the caller by time, its floor, all callers by expiry. ARGV: nonce, time, keep, most of a caller, caller, most callers. Times in milliseconds.
 */
const REMEMBER = new RedisScript(`
local now = redis.call('TIME')
local nowMs = now[1] * 1000 + math.floor(now[2] / 1000)
local time, keep = tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', nowMs)
if not redis.call('ZSCORE', KEYS[3], ARGV[5]) and redis.call('ZCARD', KEYS[3]) >= tonumber(ARGV[6]) then return -1 end
local floor = redis.call('GET', KEYS[2])
if floor and time <= tonumber(floor) then return 0 end
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', nowMs - keep)
local count = redis.call('ZCARD', KEYS[1])
if count >= tonumber(ARGV[4]) then
  local half = math.ceil(count / 2)
  local last = redis.call('ZRANGE', KEYS[1], half - 1, half - 1, 'WITHSCORES')
  redis.call('ZREMRANGEBYRANK', KEYS[1], 0, half - 1)
  redis.call('SET', KEYS[2], last[2], 'PX', keep)
  if time <= tonumber(last[2]) then return 0 end
end
redis.call('ZADD', KEYS[1], time, ARGV[1])
redis.call('PEXPIRE', KEYS[1], keep)
redis.call('ZADD', KEYS[3], nowMs + keep, ARGV[5])
redis.call('PEXPIRE', KEYS[3], keep)
return 1
`)

/** Told when there is no room; a caller must fall silent first. */
const FULL_RETRY_MS = 10_000

/** Told while Redis is away. */
const AWAY_RETRY_MS = 1_000

/** A {@link NonceStore} that all replicas share. Nothing is accepted while Redis cannot be asked. */
export class RedisNonceStore implements NonceStore {
  readonly #init: RedisNonceStoreInit
  readonly #prefix: string

  constructor (init: RedisNonceStoreInit) {
    this.#init = init
    // No Protocol's name begins so: the Redis user of its runners reaches what is under that name.
    this.#prefix = `{subnetes:${init.namespace}:@nonces}`
  }

  /** @throws {SubnetesError} `unavailable` (`nonce_store`) while Redis does not answer, `resource_exhausted` (`nonce_memory`) when there are too many callers */
  async remember (seen: SeenNonce): Promise<boolean> {
    const answer = await this.#run(seen).catch((cause: unknown) => {
      throw refusal('nonce_store', 'the store of nonces does not answer, so a replay could not be told', { cause, retryAfterMs: AWAY_RETRY_MS })
    })
    if (answer === -1) throw refusal('nonce_memory', 'as many callers are remembered as there is room for', { retryAfterMs: FULL_RETRY_MS })
    return answer === 1
  }

  async #run ({ caller, nonce, timeMs, keepMs }: SeenNonce): Promise<unknown> {
    const { redis, maxPerCaller = DEFAULT_MAX_NONCES_PER_CALLER, maxCallers = DEFAULT_MAX_SHARED_CALLERS } = this.#init
    const keys = [`${this.#prefix}:of:${caller}`, `${this.#prefix}:floor:${caller}`, `${this.#prefix}:callers`]
    const args = [Buffer.from(nonce), timeMs, keepMs, maxPerCaller, caller, maxCallers]
    return await REMEMBER.run(redis, keys, args)
  }
}
