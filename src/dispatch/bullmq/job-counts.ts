/** How many jobs wait and run, of many protocols at once, for those that run no commands of their own on the queues. Redis alone: BullMQ is not loaded. */
import { SubnetesError } from '@subnetes/common'
import type { Redis } from 'ioredis'
import type { JobCounts } from '../job.ts'
import { QUEUE_NAME, queuePrefix } from './keys.ts'

/** BullMQ's score of a delayed job: its time in ms times this, plus a counter (addDelayedJob.lua). */
const DELAYED_SCORE_FACTOR = 0x1000
/** Commands of {@link countJobs} per queue. */
const COUNTS_PER_QUEUE = 5

/** Jobs of one protocol that have not ended. `due` are the delayed ones that become due within the time that was asked for. */
export interface OpenJobCounts extends Pick<JobCounts, 'waiting' | 'delayed' | 'active'> { readonly due: number }

/**
 * Jobs of several protocols in one round trip, for those that run no commands of their own on the queues.
 *
 * @param init.dueWithinMs how far ahead delayed jobs count as `due` @default 0: those that are due now and were not moved yet
 * @returns counts in the order of the names
 * @throws what Redis says; a count that is not known is never a zero
 */
export async function countJobs (redis: Redis, namespace: string, protocols: readonly string[], init: { dueWithinMs?: number } = {}): Promise<OpenJobCounts[]> {
  if (protocols.length === 0) return []
  const pipeline = redis.pipeline()
  const dueUntil = (Date.now() + (init.dueWithinMs ?? 0)) * DELAYED_SCORE_FACTOR
  for (const protocol of protocols) {
    const key = `${queuePrefix(namespace, protocol)}:${QUEUE_NAME}`
    pipeline.zcard(`${key}:prioritized`).llen(`${key}:wait`).zcard(`${key}:delayed`).llen(`${key}:active`).zcount(`${key}:delayed`, 0, dueUntil)
  }
  const answers = (await pipeline.exec() ?? []).map(([error, count]) => {
    if (error !== null) throw error
    return Number(count)
  })
  if (answers.length !== protocols.length * COUNTS_PER_QUEUE) throw new SubnetesError('unavailable', `Redis answered ${answers.length} of ${protocols.length * COUNTS_PER_QUEUE} counts`)
  return protocols.map((_, index) => {
    const [prioritized = 0, waiting = 0, delayed = 0, active = 0, due = 0] = answers.slice(index * COUNTS_PER_QUEUE, (index + 1) * COUNTS_PER_QUEUE)
    return { waiting: prioritized + waiting, delayed, active, due }
  })
}
