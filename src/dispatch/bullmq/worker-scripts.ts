/** What a worker does to jobs, each in one step and one round trip. */
import { moveToActive } from 'bullmq/dist/esm/scripts/moveToActive-11.js'
import { moveToFinished } from 'bullmq/dist/esm/scripts/moveToFinished-14.js'
import { MAX_JOB_PRIORITY } from '../job.ts'
import { MAX_TOLD_BYTES, NETSTRING } from './ended-notice.ts'
import { TAGS_PER_PRIORITY } from './fair-share.ts'
import type { JobKeys } from './keys.ts'
import { Script, asFunction } from './script.ts'
import type { ScriptRun } from './script.ts'

/** Takes the next job and notes its start. Answers [] or [id, fields of the job's hash, 1 when it was cancelled meanwhile, how many still wait]. */
export const TAKE = new Script(`
${asFunction('take', moveToActive)}
local taken = take(KEYS, {ARGV[1], ARGV[2], cmsgpack.pack(cjson.decode(ARGV[3]))})
local fields, id = taken[1], taken[2]
if type(fields) ~= 'table' then return {} end
local peer, order = '', 1
for index = 1, #fields, 2 do
  if fields[index] == 'data' then peer = cjson.decode(fields[index + 1])['peer'] end
  if fields[index] == 'priority' then order = tonumber(fields[index + 1]) end
end
redis.call('ZREM', ARGV[4] .. peer, id)
local priority = ${MAX_JOB_PRIORITY} - math.floor((order - 1) / ${TAGS_PER_PRIORITY})
local tag = (order - 1) % ${TAGS_PER_PRIORITY} + 1
if tag > tonumber(redis.call('HGET', KEYS[12], priority) or '0') then redis.call('HSET', KEYS[12], priority, tag) end
redis.call('PUBLISH', ARGV[6], id)
return {id, fields, redis.call('EXISTS', ARGV[5] .. id), redis.call('ZCARD', KEYS[3]) + redis.call('LLEN', KEYS[1])}
`)

/** Keys and arguments of {@link TAKE}. */
export function takeRun (keys: JobKeys, init: { token: string, workerId: string, lockDurationMs: number }): ScriptRun {
  return {
    keys: [...['wait', 'active', 'prioritized', 'events', 'stalled', 'limiter', 'delayed', 'paused', 'meta', 'pc', 'marker'].map(keys.job), keys.served],
    args: [keys.job(''), Date.now(), JSON.stringify({ token: init.token, lockDuration: init.lockDurationMs, name: init.workerId }), keys.waiting(''), keys.cancel(''), keys.wake]
  }
}

/** The end of a job: as BullMQ does it, with the response kept, the outputs given their time, and gateways told. Answers BullMQ's code: 0, or negative when the lock is lost. */
export const FINISH = new Script(`
${NETSTRING}${asFunction('finish', moveToFinished)}
local code = finish(KEYS, {ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], '0', ARGV[6], cmsgpack.pack(cjson.decode(ARGV[7]))})
if type(code) == 'number' and code < 0 then return code end
local job_key, outputs, cancel = KEYS[12], KEYS[15], KEYS[16]
if ARGV[5] == 'completed' and redis.call('EXISTS', job_key) == 1 then
  redis.call('HDEL', job_key, 'request')
  if ARGV[9] == '1' then redis.call('HSET', job_key, 'response', ARGV[10]) end
end
redis.call('PEXPIRE', outputs, ARGV[8])
redis.call('DEL', cancel)
local notice = netstring(ARGV[1])
if ARGV[5] == 'failed' or (ARGV[9] == '1' and #ARGV[10] <= ${MAX_TOLD_BYTES}) then
  local fields = redis.call('HMGET', job_key, 'data', 'processedOn', 'finishedOn', 'timestamp', 'progress', 'ats', 'failedReason', 'returnvalue')
  if fields[1] then
    local last = ARGV[9] == '1' and {} or redis.call('XREVRANGE', outputs, '+', '-', 'COUNT', 1)
    notice = notice .. netstring(ARGV[5])
    for index = 1, 8 do notice = notice .. netstring(fields[index] or '') end
    notice = notice .. netstring(last[1] and last[1][1] or '')
    if ARGV[9] == '1' then notice = notice .. netstring(ARGV[10]) end
  end
end
redis.call('PUBLISH', ARGV[11], notice)
return 0
`)

/** How a job ended. */
export interface Ending {
  readonly id: string
  readonly token: string
  readonly attempts: number
  readonly keepMs: number
  readonly maxKept: number
  readonly end: { readonly returnvalue: string, readonly response: Uint8Array | undefined } | { readonly failedReason: string }
}

/** Keys and arguments of {@link FINISH}. */
export function finishRun (keys: JobKeys, ending: Ending): ScriptRun {
  const { id, token, attempts, keepMs, maxKept, end } = ending
  const [property, value, target] = 'failedReason' in end ? ['failedReason', end.failedReason, 'failed'] as const : ['returnvalue', end.returnvalue, 'completed'] as const
  const response = 'response' in end ? end.response : undefined
  const options = { token, attempts, maxMetricsSize: '', keepJobs: { age: Math.ceil(keepMs / 1000), count: maxKept } }
  return {
    keys: [
      ...['wait', 'active', 'prioritized', 'events', 'stalled', 'limiter', 'delayed', 'paused', 'meta', 'pc', target, id, `metrics:${target}`, 'marker'].map(keys.job),
      keys.outputs(id), keys.cancel(id)
    ],
    args: [
      id, Date.now(), property, value, target, keys.job(''), JSON.stringify(options), keepMs,
      response === undefined ? 0 : 1, response === undefined ? '' : Buffer.from(response.buffer, response.byteOffset, response.byteLength), keys.ended
    ]
  }
}

/** How far a job is. KEYS: job hash. ARGV: id, fraction, wake channel. A job that was removed is not brought back. */
export const PROGRESS = new Script(`
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'progress', ARGV[2])
redis.call('PUBLISH', ARGV[3], ARGV[1])
return 1
`)
