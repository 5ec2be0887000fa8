/** One job in memory: its state, its kept outputs, and who waits for a change. */
import { SubnetesError, abortError } from '@subnetes/common'
import { finalError } from '../attempt.ts'
import { FINAL_STATES } from '../job.ts'
import type { Job, JobEvent, JobLimits, JobPosition, JobState, JobSubmission } from '../job.ts'

/** What a job begins with. */
export interface MemoryJobInit { id: string, submission: JobSubmission, tag: number, order: number, limits: JobLimits }

type OutputEvent = Exclude<JobEvent, { type: 'job' }>

/** See the file's comment. */
export class MemoryJob {
  readonly id: string
  readonly submission: JobSubmission
  readonly tag: number
  readonly #order: number
  readonly #limits: JobLimits
  readonly #createdAt = Date.now()
  #startedAt: number | undefined
  #progress = 0
  #outputs: OutputEvent[] = []
  #outputBytes = 0
  #written = 0
  #changed = Promise.withResolvers<void>()
  finishedAt: number | undefined
  state: JobState = 'waiting'
  attempt = 0
  error: SubnetesError | undefined
  timer: NodeJS.Timeout | undefined
  /** Ends the running attempt. */
  abort: ((reason: SubnetesError) => void) | undefined

  constructor (init: MemoryJobInit) {
    this.id = init.id
    this.submission = init.submission
    this.tag = init.tag
    this.#order = init.order
    this.#limits = init.limits
  }

  goesBefore (other: MemoryJob): boolean {
    const byPriority = other.submission.priority - this.submission.priority
    if (byPriority !== 0) return byPriority < 0
    return this.tag === other.tag ? this.#order < other.#order : this.tag < other.tag
  }

  set (state: JobState): void {
    this.state = state
    this.#wake()
  }

  begin (abort: (reason: SubnetesError) => void): void {
    this.attempt += 1
    this.#startedAt = Date.now()
    this.#progress = 0
    this.#outputs = this.attempt > 1 ? [{ type: 'restarted', position: { attempt: this.attempt, sequence: 0 } }] : []
    this.#outputBytes = 0
    this.#written = 0
    this.error = undefined
    this.abort = abort
    this.set('active')
  }

  tell (fraction: number): void {
    this.#progress = Math.max(0, Math.min(1, fraction))
    this.#wake()
  }

  /** @throws {SubnetesError} `resource_exhausted` past the bytes kept of a job */
  write (message: Uint8Array): void {
    this.#outputBytes += message.byteLength
    if (this.#outputBytes > this.#limits.maxOutputBytes) {
      throw finalError('resource_exhausted', `the job wrote more than ${this.#limits.maxOutputBytes} bytes of output; raise the limit or write less`)
    }
    this.#written += 1
    this.#outputs.push({ type: 'output', position: { attempt: this.attempt, sequence: this.#written }, message: Uint8Array.from(message) })
    if (this.#outputs.length > this.#limits.maxOutputMessages) this.#outputs.shift()
    this.#wake()
  }

  end (state: JobState, error?: SubnetesError): void {
    this.finishedAt = Date.now()
    this.error = error
    this.abort = undefined
    if (state === 'succeeded') this.#progress = 1
    this.set(state)
  }

  snapshot (): Job {
    const final = FINAL_STATES.has(this.state)
    return {
      id: this.id,
      handle: this.submission.handle,
      peer: this.submission.peer,
      state: this.state,
      progress: this.#progress,
      attempt: this.attempt,
      maxAttempts: this.submission.maxAttempts,
      createdAt: this.#createdAt,
      startedAt: this.#startedAt,
      finishedAt: this.finishedAt,
      expiresAt: final && this.finishedAt !== undefined ? this.finishedAt + this.#limits.keepMs : undefined,
      outputMessages: this.#written,
      error: this.error === undefined ? undefined : { code: this.error.code, message: this.error.message },
      idempotencyKey: this.submission.idempotencyKey
    }
  }

  hasEventsAfter (position: JobPosition): boolean {
    const last = this.#outputs.at(-1)
    return last !== undefined && isAfter(last.position, position)
  }

  /** @throws {SubnetesError} `out_of_range` when outputs after `after` were trimmed */
  eventsAfter (after: JobPosition): OutputEvent[] {
    const events = this.#outputs.slice(this.#indexAfter(after))
    const [first] = events
    if (first !== undefined && isGap(after, first.position)) {
      throw new SubnetesError('out_of_range', `output after ${after.attempt}.${after.sequence} is no longer kept; the oldest kept is ${first.position.attempt}.${first.position.sequence}`)
    }
    return events
  }

  /** Kept outputs are of one attempt and numbered without gaps, so that a watcher's place is known without a look at all of them. */
  #indexAfter (after: JobPosition): number {
    const oldest = this.#outputs[0]?.position
    if (oldest === undefined || after.attempt < oldest.attempt) return 0
    return after.attempt > oldest.attempt ? this.#outputs.length : Math.max(0, after.sequence + 1 - oldest.sequence)
  }

  /** @throws {SubnetesError} `out_of_range` when some of the messages were trimmed */
  result (): Uint8Array[] {
    const messages = this.#outputs.flatMap((event) => event.type === 'output' ? [event.message] : [])
    if (messages.length === this.#written) return messages
    throw new SubnetesError('out_of_range', `job ${this.id} gave ${this.#written} messages, of which ${messages.length} are still kept; watch long outputs while they are made`)
  }

  /** Resolves at the next change. @throws {SubnetesError} the signal's reason */
  async changed (signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw abortError(signal)
    const aborted = Promise.withResolvers<never>()
    const onAbort = (): void => aborted.reject(abortError(signal))
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      await Promise.race([this.#changed.promise, aborted.promise])
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  #wake (): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers<void>()
  }
}

function isAfter (position: JobPosition, other: JobPosition): boolean {
  return position.attempt === other.attempt ? position.sequence > other.sequence : position.attempt > other.attempt
}

/** Outputs are numbered without gaps; a later attempt begins with 0, the first with 1. */
function isGap (position: JobPosition, next: JobPosition): boolean {
  if (next.attempt === position.attempt) return next.sequence !== position.sequence + 1
  return next.sequence !== 0 && !(next.attempt === 1 && next.sequence === 1)
}
