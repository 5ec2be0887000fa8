/** Jobs that end before they run: taken out of BullMQ's queue, leaving a record for their submitters. */
import type { Redis } from 'ioredis'
import type { Job } from '../job.ts'
import { bareNotice } from './ended-notice.ts'
import type { JobFields } from './job-record.ts'
import type { JobKeys } from './keys.ts'
import { WITHDRAW, withdrawRun } from './reader-scripts.ts'

/** What is kept of such a job. */
export interface GoneRecord { readonly payloadHash: string, readonly job: Job }

/**
 * Takes a job that has not started out of the queue; whoever asks for it finds it cancelled. False when a worker has it by now.
 *
 * @param found the job, `keepMs` how long its record stays, `words` why it ended
 */
export async function removeWaiting (redis: Redis, keys: JobKeys, found: { bull: JobFields, job: Job, keepMs: number, words: string }): Promise<boolean> {
  const { bull, job, keepMs, words } = found
  const record: GoneRecord = {
    payloadHash: bull.data.payloadHash,
    job: { ...job, state: 'cancelled', finishedAt: Date.now(), expiresAt: Date.now() + keepMs, error: { code: 'cancelled', message: words } }
  }
  return await WITHDRAW.run(redis, withdrawRun(keys, job, { json: JSON.stringify(record), keepMs, notice: bareNotice(job.id) })) === 1
}
