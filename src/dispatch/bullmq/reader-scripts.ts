/** What a gateway asks about a job, each in one step, so that what is read fits together. */
import type { JobKeys } from './keys.ts'
import { Script } from './script.ts'
import type { ScriptRun } from './script.ts'

/**
 * A job as it stands. ARGV: id, 1 to get the response too.
 * Answers: [`none`] | [`gone`, record JSON] | [`job`, state, data, processedOn, finishedOn, timestamp, progress, ats, failedReason, returnvalue, id of the last output, response].
 */
export const SNAPSHOT = new Script(`
local job_key, gone_key, outputs, completed, failed, delayed, active = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local fields = redis.call('HMGET', job_key, 'data', 'processedOn', 'finishedOn', 'timestamp', 'progress', 'ats', 'failedReason', 'returnvalue')
if not fields[1] then
  local gone = redis.call('GET', gone_key)
  if gone then return {'gone', gone} end
  return {'none'}
end
local state = 'waiting'
if redis.call('ZSCORE', completed, ARGV[1]) then state = 'completed'
elseif redis.call('ZSCORE', failed, ARGV[1]) then state = 'failed'
elseif redis.call('ZSCORE', delayed, ARGV[1]) then state = 'delayed'
elseif fields[6] and redis.call('LPOS', active, ARGV[1]) then state = 'active' end
local answer = {'job', state}
for index = 1, 8 do answer[index + 2] = fields[index] or '' end
local last = fields[6] and redis.call('XREVRANGE', outputs, '+', '-', 'COUNT', 1) or {}
answer[11] = last[1] and last[1][1] or ''
if ARGV[2] == '1' and state == 'completed' then answer[12] = redis.call('HGET', job_key, 'response') end
return answer
`)

/** Keys and arguments of {@link SNAPSHOT}. */
export function snapshotRun (keys: JobKeys, id: string, withResponse: boolean): ScriptRun {
  return { keys: [keys.job(id), keys.gone(id), keys.outputs(id), ...['completed', 'failed', 'delayed', 'active'].map(keys.job)], args: [id, withResponse ? 1 : 0] }
}

/**
 * Takes a job that no worker has out of the queue and leaves a record. ARGV: id, record JSON, keep ms, notice, channel of ends.
 * Answers 1, or 0 when a worker has it or it has ended.
 */
export const WITHDRAW = new Script(`
local prioritized, delayed, wait, job_key, gone_key, cancel_key, waiting, outputs, events = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local id = ARGV[1]
if redis.call('ZREM', prioritized, id) + redis.call('ZREM', delayed, id) + redis.call('LREM', wait, 0, id) == 0 then return 0 end
redis.call('DEL', job_key, cancel_key)
redis.call('ZREM', waiting, id)
redis.call('PEXPIRE', outputs, ARGV[3])
redis.call('SET', gone_key, ARGV[2], 'PX', ARGV[3])
redis.call('XADD', events, 'MAXLEN', '~', 1000, '*', 'event', 'removed', 'jobId', id, 'prev', 'waiting')
redis.call('PUBLISH', ARGV[5], ARGV[4])
return 1
`)

/** Keys and arguments of {@link WITHDRAW}. */
export function withdrawRun (keys: JobKeys, job: { id: string, peer: string }, record: { json: string, keepMs: number, notice: string }): ScriptRun {
  return {
    keys: [...['prioritized', 'delayed', 'wait'].map(keys.job), keys.job(job.id), keys.gone(job.id), keys.cancel(job.id), keys.waiting(job.peer), keys.outputs(job.id), keys.job('events')],
    args: [job.id, record.json, record.keepMs, record.notice, keys.ended]
  }
}
