/** Storing a job, with its place among the waiting, in one step: a gateway that dies leaves a whole job or none. */
import { addDelayedJob } from 'bullmq/dist/esm/scripts/addDelayedJob-6.js'
import { addPrioritizedJob } from 'bullmq/dist/esm/scripts/addPrioritizedJob-9.js'
import { MAX_JOB_PRIORITY } from '../job.ts'
import { TAGS_PER_PRIORITY } from './fair-share.ts'
import type { JobKeys } from './keys.ts'
import { Script, asFunction } from './script.ts'
import type { ScriptRun } from './script.ts'

/** Longest a peer's own lists outlive its last submit: the longest delay of a job, and a day. */
export const PEER_LISTS_MS = 31 * 24 * 3600 * 1000
/** A peer's list holds so many jobs; older ones can still be asked for by id. */
export const MAX_LISTED_JOBS = 10_000
/** Entries of a full waiting set that are looked at for jobs that are gone (removed by an operator's tool). */
const HEAL_BATCH = 1_000

/** What is stored. */
export interface StoredSubmission {
  readonly id: string
  readonly peer: string
  readonly name: string
  readonly priority: number
  readonly delayMs: number
  readonly now: number
  /** JSON of `JobData`. */
  readonly data: string
  /** BullMQ's options without priority. */
  readonly options: object
  readonly request: Uint8Array
  readonly maxWaiting: number
  readonly maxWaitingPerPeer: number
}

/** Answers: [`new`] | [`known`] (the id is taken) | [`gone`, record JSON] | [`full`, waiting of the protocol] | [`peer-full`, waiting of the peer]. */
export const SUBMIT = new Script(`
${asFunction('add_prioritized', addPrioritizedJob)}
${asFunction('add_delayed', addDelayedJob)}
local waiting_key, listed_key, served_key, job_key, gone_key, cancel_key = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local marker, meta, id_key, prioritized, delayed, completed, active, events, pc, wait = KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11], KEYS[12], KEYS[13], KEYS[14], KEYS[15], KEYS[16]
local id, priority, now, delay = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
if redis.call('EXISTS', job_key) == 1 then return {'known'} end
local gone = redis.call('GET', gone_key)
if gone then return {'gone', gone} end

local total = redis.call('LLEN', wait) + redis.call('ZCARD', prioritized) + redis.call('ZCARD', delayed)
if total >= tonumber(ARGV[5]) then return {'full', tostring(total)} end
local own = redis.call('ZCARD', waiting_key)
if own >= tonumber(ARGV[6]) then
  for _, member in ipairs(redis.call('ZRANGE', waiting_key, 0, ${HEAL_BATCH - 1})) do
    if redis.call('EXISTS', ARGV[11] .. member) == 0 then redis.call('ZREM', waiting_key, member) end
  end
  own = redis.call('ZCARD', waiting_key)
  if own >= tonumber(ARGV[6]) then return {'peer-full', tostring(own)} end
end

if total == 0 then redis.call('DEL', served_key, waiting_key) end
local served = tonumber(redis.call('HGET', served_key, priority) or '0')
local newest = redis.call('ZREVRANGE', waiting_key, 0, 0, 'WITHSCORES')
local last = newest[2] and tonumber(newest[2]) or 0
local tag = math.min(math.max(served, last) + 1, ${TAGS_PER_PRIORITY})

local options = cjson.decode(ARGV[9])
options['priority'] = (${MAX_JOB_PRIORITY} - priority) * ${TAGS_PER_PRIORITY} + tag
local packed = cmsgpack.pack({ARGV[11], id, ARGV[7], now})
if delay > 0 then
  add_delayed({marker, meta, id_key, delayed, completed, events}, {packed, ARGV[8], cmsgpack.pack(options)})
else
  add_prioritized({marker, meta, id_key, prioritized, delayed, completed, active, events, pc}, {packed, ARGV[8], cmsgpack.pack(options)})
end
redis.call('HSET', job_key, 'request', ARGV[10])
redis.call('DEL', cancel_key)
redis.call('ZADD', waiting_key, tag, id)
redis.call('PEXPIRE', waiting_key, ARGV[13])
redis.call('ZADD', listed_key, now, id)
redis.call('ZREMRANGEBYRANK', listed_key, 0, -${MAX_LISTED_JOBS + 1})
redis.call('PEXPIRE', listed_key, ARGV[13])
if delay == 0 then redis.call('PUBLISH', ARGV[12], 'new') end
return {'new'}
`)

/** Keys and arguments of {@link SUBMIT}. */
export function submitRun (keys: JobKeys, job: StoredSubmission, keepMs: number): ScriptRun {
  return {
    keys: [
      keys.waiting(job.peer), keys.jobsOf(job.peer), keys.served, keys.job(job.id), keys.gone(job.id), keys.cancel(job.id),
      ...['marker', 'meta', 'id', 'prioritized', 'delayed', 'completed', 'active', 'events', 'pc', 'wait'].map(keys.job)
    ],
    args: [
      job.id, job.priority, job.now, job.delayMs, job.maxWaiting, job.maxWaitingPerPeer, job.name, job.data, JSON.stringify(job.options),
      Buffer.from(job.request.buffer, job.request.byteOffset, job.request.byteLength), keys.job(''), keys.work, PEER_LISTS_MS + keepMs
    ]
  }
}
