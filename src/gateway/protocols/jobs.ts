/** Durable jobs for peers: submit a call, leave, and collect it at any gateway of the subnet node. */
import { SubnetesError, ownedSignal } from '@subnetes/common'
import { MAX_JOB_PRIORITY, protocolOfJob } from '@subnetes/dispatch'
import { PROTO_TEXTS, loadService } from '@subnetes/proto'
import { ServicerBase } from '@subnetes/rpc'
import { eventMessage, jobMessage, listLimit, listStates, watchPosition } from '../jobs/job-messages.ts'
import type { Job, JobQueue, JobSubmission } from '@subnetes/dispatch'
import type { Message } from '@subnetes/proto'
import type { P2PContext } from '@subnetes/rpc'
import type { JobTarget } from '../jobs/job-target.ts'

/** Longest wait of `rpc_result`; watch longer jobs. */
export const MAX_RESULT_WAIT_SECONDS = 3600
/** Longest delay of a job: 30 days. */
export const MAX_DELAY_MS = 30 * 24 * 3600 * 1000
/** Longest idempotency key, in characters. */
export const MAX_KEY_LENGTH = 200

/** What {@link JobsProtocol} needs. */
export interface JobsComponents {
  /** The method behind a handle; undefined when no declared protocol serves it here. */
  readonly target: (handle: string) => JobTarget | undefined
  /** The queue of a protocol by the manifest's name; undefined when it is not served here. @throws {SubnetesError} `unavailable` while its store is away */
  readonly queue: (protocol: string) => JobQueue | undefined
  /** Names of the protocols served here, in a stable order. */
  readonly protocols: () => readonly string[]
}

const service = loadService({ proto: PROTO_TEXTS['subnetes/v1/jobs.proto'] ?? '', service: 'JobsProtocol' })

/** `JobsProtocol.rpc_*` (proto/subnetes/v1/jobs.proto). A job belongs to the peer that submitted it; for anyone else it does not exist. */
export class JobsProtocol extends ServicerBase {
  static override readonly service = service
  readonly #components: JobsComponents

  constructor (components: JobsComponents) {
    super()
    this.#components = components
  }

  /** Stores a job. Obeys the access and limits of the target method: its interceptors run on the submit. */
  async rpc_submit (request: Message, context: P2PContext): Promise<Message> {
    const target = this.#target(String(request['handle']))
    const submission = this.#submission(request, context, target)
    return jobMessage(await target.submit(submission, context))
  }

  /** A job's state. */
  async rpc_get (request: Message, context: P2PContext): Promise<Message> {
    const id = String(request['id'])
    return jobMessage(await this.#queueOf(id).get(id, context.remoteId))
  }

  /** A job's output messages, once it has ended. @throws {SubnetesError} the job's own error, or `failed_precondition` while it runs */
  async rpc_result (request: Message, context: P2PContext): Promise<Message> {
    const id = String(request['id'])
    const waitSeconds = Number(request['wait_seconds'])
    if (waitSeconds > MAX_RESULT_WAIT_SECONDS) {
      throw new SubnetesError('invalid_argument', `wait_seconds is ${waitSeconds}; allowed are 0 to ${MAX_RESULT_WAIT_SECONDS}. rpc_watch waits as long as the job runs`)
    }
    const queue = this.#queueOf(id)
    if (waitSeconds === 0) {
      const job = await queue.get(id, context.remoteId)
      if (job.finishedAt === undefined) throw new SubnetesError('failed_precondition', `job ${id} is ${job.state}; ask with wait_seconds, or watch it`)
    }
    using owned = ownedSignal({ parents: [context.signal], ...(waitSeconds === 0 ? {} : { deadline: Date.now() + waitSeconds * 1000 }), what: `job ${id}` })
    const result = await queue.result(id, context.remoteId, { signal: owned.signal })
    return { job: jobMessage(result.job), messages: result.messages }
  }

  /** A job's outputs and changes, from the beginning or after a position. */
  async * rpc_watch (request: Message, context: P2PContext): AsyncGenerator<Message> {
    const id = String(request['id'])
    for await (const event of this.#queueOf(id).watch(id, context.remoteId, { after: watchPosition(request), signal: context.signal })) yield eventMessage(event)
  }

  /** Ends a job. */
  async rpc_cancel (request: Message, context: P2PContext): Promise<Message> {
    const id = String(request['id'])
    return jobMessage(await this.#queueOf(id).cancel(id, context.remoteId))
  }

  /** The caller's own jobs, protocol after protocol, newest first in each. The page token is `<protocol>/<token of its queue>`. */
  async rpc_list (request: Message, context: P2PContext): Promise<Message> {
    const limit = listLimit(request)
    const states = listStates(request)
    const names = this.#components.protocols()
    const [first, token] = splitToken(String(request['page_token']), names)
    const jobs: Job[] = []
    let pageToken = token
    for (const [index, name] of names.entries()) {
      if (index < first) continue
      const page = await this.#components.queue(name)?.list(context.remoteId, { limit: limit - jobs.length, pageToken, states })
      jobs.push(...page?.jobs ?? [])
      pageToken = ''
      if (page !== undefined && page.nextPageToken !== '') return { jobs: jobs.map(jobMessage), next_page_token: `${name}/${page.nextPageToken}` }
      const next = names[index + 1]
      if (jobs.length === limit && next !== undefined) return { jobs: jobs.map(jobMessage), next_page_token: `${next}/` }
    }
    return { jobs: jobs.map(jobMessage), next_page_token: '' }
  }

  #target (handle: string): JobTarget {
    const target = this.#components.target(handle)
    if (target === undefined && this.#components.protocols().length === 0) {
      throw new SubnetesError('unavailable', 'this gateway has not been told its protocols yet, or serves none; try again or ask another gateway')
    }
    if (target === undefined) throw new SubnetesError('not_found', `handler ${JSON.stringify(handle.slice(0, 256))} is not served by workers here; ReflectionProtocol.rpc_list names those that are`)
    if (target.method.requestStream) throw new SubnetesError('invalid_argument', `${handle} takes a stream of requests; a job has exactly one`)
    return target
  }

  #queueOf (id: string): JobQueue {
    const protocol = protocolOfJob(id)
    if (protocol === undefined) throw new SubnetesError('not_found', `${JSON.stringify(id.slice(0, 300))} is no id of a job`)
    const queue = this.#components.queue(protocol)
    // Not `not_found`: a gateway that has just started does not know its protocols yet, and the job may well exist.
    if (queue === undefined) throw new SubnetesError('unavailable', `protocol ${JSON.stringify(protocol)} is not served at this gateway now, so its jobs cannot be looked up; try again or ask another gateway`)
    return queue
  }

  #submission (request: Message, context: P2PContext, target: JobTarget): JobSubmission {
    const { limits, method } = target
    const timeoutSeconds = Number(request['timeout_seconds'])
    return {
      method,
      handle: target.handle,
      peer: context.remoteId,
      gatewayPeer: context.localId,
      request: request['request'] as Uint8Array,
      idempotencyKey: bounded('idempotency_key', String(request['idempotency_key']), MAX_KEY_LENGTH),
      priority: ranged('priority', Number(request['priority']), MAX_JOB_PRIORITY),
      delayMs: ranged('delay_ms', Number(request['delay_ms']), MAX_DELAY_MS),
      maxAttempts: ranged('max_attempts', Number(request['max_attempts']), limits.maxAttempts) || limits.maxAttempts,
      timeoutMs: timeoutSeconds === 0 ? method.timeoutMs : Math.min(timeoutSeconds * 1000, method.timeoutMs),
      traceparent: context.traceparent
    }
  }
}

function ranged (name: string, value: number, most: number): number {
  if (value <= most) return value
  throw new SubnetesError('invalid_argument', `${name} is ${value}; allowed are 0 to ${most}`)
}

function bounded (name: string, text: string, most: number): string {
  if (text.length <= most) return text
  throw new SubnetesError('invalid_argument', `${name} has ${text.length} characters; allowed are ${most} at most`)
}

function splitToken (token: string, names: readonly string[]): [number, string] {
  if (token === '') return [0, '']
  const slash = token.lastIndexOf('/')
  const index = names.indexOf(token.slice(0, slash))
  if (index < 0) throw new SubnetesError('invalid_argument', `page_token ${JSON.stringify(token.slice(0, 80))} is none of ours, or its protocol is gone; begin again without one`)
  return [index, token.slice(slash + 1)]
}
