/** Rates of all replicas in the installation's Redis: a bucket for each peer and limit, which every replica fills in for its own part. */
import { SubnetesError } from '@subnetes/common'
import type { RateAnswer, RateStore, RateUse } from './rate-store.ts'
import { RedisScript } from './redis-script.ts'
import type { RedisScripting } from './redis-script.ts'

/** A replica that told nothing for so long is gone: twenty times its interval, as a busy machine may need. */
export const REPLICA_LIFE_MS = 5_000

/** A peer is active at the replicas that told of it within this time. */
export const ACTIVE_MS = 1_500

/** A bucket that nobody took from is forgotten after this time, however slowly it fills. */
export const MAX_BUCKET_LIFE_MS = 600_000

/** What a {@link RedisRateStore} is told. */
export interface RedisRateStoreInit {
  /** Connected; whoever opened it closes it. Should fail within about a second while Redis is away. */
  redis: RedisScripting
  /** Of the installation. */
  namespace: string
}

/**
 * All of a replica's use in one step. A bucket is a hash: `l` its level, `t` when that was, and by replica (`r:`) when it told of the peer last.
 *
 * KEYS: replicas by time, then buckets. ARGV: replica, its life, time that counts as active, longest life of a bucket, then for each bucket: taken, filled a second, highest level.
 */
const TELL = new RedisScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local answer = { redis.call('ZCARD', KEYS[1]) }
for i = 2, #KEYS do
  local taken, perSecond, most = tonumber(ARGV[i * 3 - 1]), tonumber(ARGV[i * 3]), tonumber(ARGV[i * 3 + 1])
  local fields = redis.call('HGETALL', KEYS[i])
  local level, at, active = 0, now, 1
  for f = 1, #fields, 2 do
    local name, value = fields[f], tonumber(fields[f + 1])
    if name == 'l' then level = value
    elseif name == 't' then at = value
    elseif name ~= ARGV[1] then
      if now - value > tonumber(ARGV[3]) then redis.call('HDEL', KEYS[i], name) else active = active + 1 end
    end
  end
  level = math.min(most, math.max(0, level - math.max(0, now - at) * perSecond / 1000) + taken)
  redis.call('HSET', KEYS[i], 'l', string.format('%.6f', level), 't', now, ARGV[1], now)
  redis.call('PEXPIRE', KEYS[i], math.min(tonumber(ARGV[4]), math.ceil(level * 1000 / perSecond) + tonumber(ARGV[3])))
  answer[#answer + 1] = string.format('%.6f', level)
  answer[#answer + 1] = active
end
return answer
`)

/** A {@link RateStore} in Redis. Keys say neither peers nor protocols, and go away by themselves. */
export class RedisRateStore implements RateStore {
  readonly #init: RedisRateStoreInit
  readonly #prefix: string

  constructor (init: RedisRateStoreInit) {
    this.#init = init
    // No Protocol's name begins so: the Redis user of its runners reaches what is under that name.
    this.#prefix = `{subnetes:${init.namespace}:@rates}`
  }

  /** @throws {Error} of the client; {SubnetesError} `data_loss` for an answer that is none */
  async tell (replica: string, uses: readonly RateUse[]): Promise<RateAnswer> {
    const keys = [`${this.#prefix}:replicas`, ...uses.map(({ key }) => `${this.#prefix}:of:${key}`)]
    const args = [`r:${replica}`, REPLICA_LIFE_MS, ACTIVE_MS, MAX_BUCKET_LIFE_MS, ...uses.flatMap(({ taken, perSecond, maxLevel }) => [taken, perSecond, maxLevel])]
    return readAnswer(await TELL.run(this.#init.redis, keys, args), uses.length)
  }
}

function readAnswer (answer: unknown, uses: number): RateAnswer {
  const numbers = Array.isArray(answer) ? answer.map(Number) : []
  const [replicas = NaN, ...levels] = numbers
  if (numbers.length !== 1 + uses * 2 || !numbers.every(Number.isFinite)) throw new SubnetesError('data_loss', `Redis answered ${numbers.length} numbers for the rates of ${uses} peers; ${1 + uses * 2} were expected`)
  return { replicas, levels: Array.from({ length: uses }, (_, index) => ({ level: levels[index * 2] ?? 0, active: levels[index * 2 + 1] ?? 1 })) }
}
