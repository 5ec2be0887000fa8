/** Jobs as messages of JobsProtocol (proto/subnetes/v1/jobs.proto). */
import { SubnetesError } from '@subnetes/common'
import type { Job, JobEvent, JobPosition, JobState } from '@subnetes/dispatch'
import type { Message } from '@subnetes/proto'

/** Largest page of a list, and the page when none is asked for. */
export const LIST_LIMIT = { most: 1000, default: 100 } as const

const STATE_NAMES: Record<JobState, string> = {
  waiting: 'JOB_STATE_WAITING',
  delayed: 'JOB_STATE_DELAYED',
  active: 'JOB_STATE_ACTIVE',
  succeeded: 'JOB_STATE_SUCCEEDED',
  failed: 'JOB_STATE_FAILED',
  cancelled: 'JOB_STATE_CANCELLED'
}

/** `subnetes.v1.Job` of a job. */
export function jobMessage (job: Job): Message {
  return {
    id: job.id,
    handle: job.handle,
    state: STATE_NAMES[job.state],
    progress: job.progress,
    attempt: job.attempt,
    max_attempts: job.maxAttempts,
    created_at_ms: job.createdAt,
    started_at_ms: job.startedAt ?? 0,
    finished_at_ms: job.finishedAt ?? 0,
    expires_at_ms: job.expiresAt ?? 0,
    output_messages: job.outputMessages,
    error_code: job.error?.code ?? '',
    error_message: job.error?.message ?? '',
    idempotency_key: job.idempotencyKey
  }
}

/** `subnetes.v1.JobEvent` of an event. */
export function eventMessage (event: JobEvent): Message {
  const { attempt, sequence } = event.position
  switch (event.type) {
    case 'output': return { attempt, sequence, output: event.message }
    case 'restarted': return { attempt, sequence, restarted: true }
    case 'job': return { attempt, sequence, job: jobMessage(event.job) }
  }
}

/** Where a `JobWatchRequest` resumes. */
export function watchPosition (request: Message): JobPosition {
  return { attempt: Number(request['after_attempt']), sequence: Number(request['after_sequence']) }
}

/** The states of a `JobListRequest`. @throws {SubnetesError} `invalid_argument` naming one that does not exist */
export function listStates (request: Message): JobState[] {
  const names = request['states'] as readonly string[]
  return names.map((name) => {
    const state = (Object.keys(STATE_NAMES) as JobState[]).find((candidate) => STATE_NAMES[candidate] === name)
    if (state === undefined) throw new SubnetesError('invalid_argument', `state ${JSON.stringify(name)} is unknown; allowed are ${Object.values(STATE_NAMES).join(', ')}`)
    return state
  })
}

/** The page of a `JobListRequest`. @throws {SubnetesError} `invalid_argument` past the largest page */
export function listLimit (request: Message): number {
  const limit = Number(request['limit'])
  if (limit > LIST_LIMIT.most) throw new SubnetesError('invalid_argument', `limit is ${limit}; allowed are 1 to ${LIST_LIMIT.most}, or 0 for ${LIST_LIMIT.default}`)
  return limit === 0 ? LIST_LIMIT.default : limit
}
