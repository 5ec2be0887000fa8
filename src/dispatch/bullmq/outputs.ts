/** The output messages of a job as a Redis stream, written by its worker and read by watchers on any gateway. */
import { SubnetesError } from '@subnetes/common'
import type { Redis } from 'ioredis'
import { finalError } from '../attempt.ts'
import type { JobEvent, JobPosition } from '../job.ts'
import type { JobKeys } from './keys.ts'

/** Entries read at once. */
const READ_BATCH = 64

/** Bounds of {@link outputWriter}. */
export interface OutputLimits { readonly maxMessages: number, readonly maxBytes: number, readonly keepMs: number }

/** Writes one attempt's outputs. Entry ids are `<attempt>-<sequence>`: Redis refuses an id that is not larger than the last, so a worker that lost its job cannot write behind the next attempt. */
export interface OutputWriter {
  /** @throws {SubnetesError} `aborted` when a newer attempt has begun, `resource_exhausted` past `maxBytes` */
  write: (message: Uint8Array) => Promise<void>
  readonly count: () => number
}

/** Opens the stream of an attempt. Later attempts drop what the earlier ones wrote and say `restarted`. */
export async function outputWriter (redis: Redis, keys: JobKeys, job: { id: string, attempt: number }, limits: OutputLimits): Promise<OutputWriter> {
  const key = keys.outputs(job.id)
  if (job.attempt > 1) {
    await append(redis, key, { id: `${job.attempt}-0`, field: 'restarted', value: '1' })
    await redis.pipeline().xtrim(key, 'MINID', `${job.attempt}-0`).pexpire(key, limits.keepMs).publish(keys.wake, job.id).exec()
  }
  let count = 0
  let bytes = 0
  return {
    count: () => count,
    write: async (message) => {
      bytes += message.byteLength
      if (bytes > limits.maxBytes) {
        throw finalError('resource_exhausted', `the job wrote more than ${limits.maxBytes} bytes of output; raise the limit or write less`)
      }
      count += 1
      const sent = append(redis, key, { id: `${job.attempt}-${count}`, field: 'm', value: Buffer.from(message.buffer, message.byteOffset, message.byteLength) }, limits.maxMessages)
      if (count === 1) void redis.pexpire(key, limits.keepMs).catch(() => {}) // the next write reports a lost connection
      void redis.publish(keys.wake, job.id).catch(() => {}) // watchers also poll
      await sent
    }
  }
}

/** One entry of an output stream. */
interface Entry { readonly id: string, readonly field: string, readonly value: string | Buffer }

async function append (redis: Redis, key: string, { id, field, value }: Entry, maxMessages?: number): Promise<void> {
  try {
    await (maxMessages === undefined ? redis.xadd(key, id, field, value) : redis.xadd(key, 'MAXLEN', '~', maxMessages, id, field, value))
  } catch (error) {
    if (error instanceof Error && /equal or smaller/.test(error.message)) {
      throw new SubnetesError('aborted', `output ${id} refused: a newer attempt of the job has begun`, { cause: error, retryable: false })
    }
    throw error
  }
}

/** Reads the outputs after a position; ends at the last one written. @throws {SubnetesError} `out_of_range` when outputs after `after` were trimmed */
export async function * readOutputs (redis: Redis, key: string, after: JobPosition): AsyncGenerator<JobEvent> {
  let position = after
  while (true) {
    const entries = await redis.xrangeBuffer(key, `(${position.attempt}-${position.sequence}`, '+', 'COUNT', READ_BATCH)
    for (const [id, fields] of entries) {
      const next = parseId(id.toString())
      if (isGap(position, next)) throw trimmed(position, next)
      position = next
      yield next.sequence === 0 ? { type: 'restarted', position } : { type: 'output', position, message: fields[1] ?? Buffer.alloc(0) }
    }
    if (entries.length < READ_BATCH) return
  }
}

/** Entries of an attempt are numbered without gaps, and a later attempt begins with 0 (the first one with 1). */
function isGap (position: JobPosition, next: JobPosition): boolean {
  if (next.attempt === position.attempt) return next.sequence !== position.sequence + 1
  return next.sequence !== 0 && !(next.attempt === 1 && next.sequence === 1)
}

function trimmed (position: JobPosition, next: JobPosition): SubnetesError {
  return new SubnetesError('out_of_range', `output after ${position.attempt}.${position.sequence} is no longer kept; the oldest kept is ${next.attempt}.${next.sequence}`)
}

function parseId (id: string): JobPosition {
  const [attempt = 0, sequence = 0] = id.split('-').map(Number)
  return { attempt, sequence }
}
