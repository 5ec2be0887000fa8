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
