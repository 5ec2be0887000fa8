/** What the fault test found. */
import { Redis } from 'ioredis'
import { NAMESPACE, PROTOCOL } from './fault-subnet.ts'
import type { Outcome } from './callers.ts'
import { digestOf, methodOf } from './work-service.ts'

/** How often jobs ran, out of the workers' log. */
export interface Executions {
  readonly jobs: number
  readonly starts: number
  /** Jobs that started more than once. */
  readonly repeatedJobs: number
  /** Of these: jobs whose earlier executions never came to their end; what a killed worker costs. */
  readonly lostWithWorker: number
  /** The rest: an earlier execution had come to its end, and the job ran all the same. */
  readonly ranToEndTwice: number
}

/** Reads the workers' log. */
export function readExecutions (log: string): Executions {
  const ended = new Set<string>()
  const startsOf = new Map<string, string[]>()
  for (const line of log.split('\n')) {
    const [what, first = '', , execution = ''] = line.split(' ')
    if (what === 'end') ended.add(first)
    if (what === 'start') startsOf.set(first, [...startsOf.get(first) ?? [], execution])
  }
  const all = [...startsOf.values()]
  const repeated = all.filter((executions) => executions.length > 1)
  const ranToEndTwice = repeated.filter((executions) => executions.slice(0, -1).some((execution) => ended.has(execution))).length
  return {
    jobs: startsOf.size,
    starts: all.reduce((sum, executions) => sum + executions.length, 0),
    repeatedJobs: repeated.length,
    lostWithWorker: repeated.length - ranToEndTwice,
    ranToEndTwice
  }
}

/** What is wrong with a result, or an empty text. */
export function wrongResult ({ work, messages, error }: Outcome): string {
  if (messages === undefined) return `job ${work.number} failed: ${error}`
  const done = messages.map((bytes) => methodOf(work).decodeResponse(bytes))
  const parts = Math.max(1, work.parts)
  if (done.length !== parts) return `job ${work.number} gave ${done.length} messages, not ${parts}`
  if (done.some((message, part) => message['part'] !== part || message['digest'] !== digestOf(work.number, part))) return `job ${work.number} gave a wrong result`
  return new Set(done.map((message) => message['execution'])).size === 1 ? '' : `job ${work.number} gave messages of several executions`
}

/** Whether two collections of one job are the same bytes. */
export function isSameResult (one: Outcome, other: Outcome): boolean {
  const [a, b] = [one.messages, other.messages]
  return a !== undefined && b !== undefined && a.length === b.length && a.every((bytes, index) => Buffer.compare(bytes, b[index] ?? Buffer.alloc(0)) === 0)
}

/** Keys that outlive everything although all jobs have ended: without an expiry and not among the few of the queue itself. */
export async function leakedKeys (url: string): Promise<string[]> {
  const redis = new Redis(url)
  const prefix = `{subnetes:${NAMESPACE}:${PROTOCOL}}`
  const queue = new Set(['meta', 'id', 'pc', 'marker', 'events', 'completed', 'failed', 'active', 'stalled', 'stalled-check', 'repeat', 'delayed', 'prioritized', 'wait'].map((name) => `${prefix}:jobs:${name}`))
  const known = new Set([...queue, `${prefix}:served`])
  const leaked: string[] = []
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 500 })) {
    for (const key of keys as string[]) {
      if (known.has(key) || await redis.pttl(key) > 0) continue
      // BullMQ removes a finished job's hash by age; it is in one of the sets until then.
      const id = key.slice(`${prefix}:jobs:`.length)
      const scores = await Promise.all(['completed', 'failed'].map(async (state) => await redis.zscore(`${prefix}:jobs:${state}`, id)))
      if (scores.every((score) => score === null)) leaked.push(key)
    }
  }
  redis.disconnect()
  return leaked
}
