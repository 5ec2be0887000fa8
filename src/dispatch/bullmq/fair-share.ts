/**
 * Order of waiting jobs: priority first, then fair between peers, then first come first served.
 *
 * BullMQ sorts a queue by a number (its groups are a paid feature), so fairness is put into that number when a job is submitted: start-time fair queueing
 * (Goyal, Vin, Cheng 1996) with every job of weight 1. A job's tag is one more than the larger of its peer's last waiting tag and the tag served last. A peer with ten
 * thousand waiting jobs holds tags far ahead; a newcomer's first job gets the next tag and is served after at most one job of every other peer.
 */
import { MAX_JOB_PRIORITY as MAX_PRIORITY } from '../job.ts'

/** Tags per priority: BullMQ's numbers go to 2^21 (`PRIORITY_LIMIT`), eight priorities share them. Past the last tag order is first come first served. */
export const TAGS_PER_PRIORITY = 2 ** 21 / (MAX_PRIORITY + 1)

/** BullMQ's number of a job: smaller goes first, from 1. */
export function bullPriority (priority: number, tag: number): number {
  return (MAX_PRIORITY - priority) * TAGS_PER_PRIORITY + Math.min(tag, TAGS_PER_PRIORITY)
}

/** The tag inside BullMQ's number. */
export function tagOf (bullPriority: number): number {
  return (bullPriority - 1) % TAGS_PER_PRIORITY + 1
}

/** The priority inside BullMQ's number. */
export function priorityOf (bullPriority: number): number {
  return MAX_PRIORITY - Math.floor((bullPriority - 1) / TAGS_PER_PRIORITY)
}

/**
 * Reserves a place for a job, in one step.
 *
 * KEYS: peer's waiting set, peer's jobs, served hash, job hash, gone record. ARGV: id, priority, max waiting of the peer, now (epoch ms), total waiting now, tags per priority.
 * Answers: ['new', tag] | ['known', job data JSON or ''] (same id submitted before) | ['gone', record JSON] | ['full', waiting of the peer].
 */
export const RESERVE_SCRIPT = `
local data = redis.call('HGET', KEYS[4], 'data')
if data then return {'known', data} end
local gone = redis.call('GET', KEYS[5])
if gone then return {'gone', gone} end
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then return {'known', ''} end
local waiting = redis.call('ZCARD', KEYS[1])
if waiting >= tonumber(ARGV[3]) then return {'full', tostring(waiting)} end
if tonumber(ARGV[5]) == 0 then redis.call('DEL', KEYS[3]) end
local served = tonumber(redis.call('HGET', KEYS[3], ARGV[2]) or '0')
local last = 0
local newest = redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')
if newest[2] then last = tonumber(newest[2]) end
local tag = math.min(math.max(served, last) + 1, tonumber(ARGV[6]))
redis.call('ZADD', KEYS[1], tag, ARGV[1])
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
return {'new', tostring(tag)}
`

/** Notes that a job has started. KEYS: peer's waiting set, served hash. ARGV: id, priority, tag. */
export const STARTED_SCRIPT = `
redis.call('ZREM', KEYS[1], ARGV[1])
local served = tonumber(redis.call('HGET', KEYS[2], ARGV[2]) or '0')
if tonumber(ARGV[3]) > served then redis.call('HSET', KEYS[2], ARGV[2], ARGV[3]) end
return 1
`
