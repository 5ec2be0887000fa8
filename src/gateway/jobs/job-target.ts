/** A method that jobs can be submitted to, and the calls of methods in mode `Queued`. */
import { SubnetesError } from '@subnetes/common'
import { onlyRequest, once, pulled, pushed } from '@subnetes/rpc'
import type { Job, JobLimits, JobSubmission } from '@subnetes/dispatch'
import type { Call, CallFilter, P2PContext } from '@subnetes/rpc'
import type { AssignedHandler } from '../assignment.ts'
import type { JobDesk } from './job-desk.ts'

/** A method of a declared protocol, as JobsProtocol needs it. */
export interface JobTarget {
  readonly handle: string
  readonly method: AssignedHandler
  readonly limits: JobLimits
  /** Stores a job after the target's own rules (access, limits, signatures) have let the request pass. */
  readonly submit: (submission: JobSubmission, context: P2PContext) => Promise<Job>
}

/** The target behind a method. @param filter guards a plain call of it */
export function jobTarget (method: AssignedHandler, desk: JobDesk, filter: CallFilter): JobTarget {
  return {
    handle: method.handle,
    method,
    limits: desk.limits,
    submit: async (submission, context) => {
      let job: Job | undefined
      const store = pulled(filter(pushed(async function * (call) {
        job = await desk.queue.submit({ ...submission, request: await onlyRequest(call) })
      })))
      for await (const _ of store(submitCall(submission, context))) { /* a submit has no response messages of the target */ }
      if (job === undefined) throw new SubnetesError('internal', `the submit of ${method.handle} ended before it was stored`)
      return job
    }
  }
}

/** A plain call as a job: submitted without a key, answered with its outputs, cancelled when its caller leaves. */
export async function * queuedCall (call: Call, method: AssignedHandler, desk: JobDesk): AsyncGenerator<Uint8Array> {
  const { queue, limits } = desk
  const job = await queue.submit({
    method,
    handle: call.handle,
    peer: call.remotePeer,
    gatewayPeer: call.localPeer,
    request: await onlyRequest(call),
    idempotencyKey: '',
    priority: 0,
    delayMs: 0,
    maxAttempts: limits.maxAttempts,
    timeoutMs: method.timeoutMs,
    traceparent: call.traceparent
  })
  let isOver = false
  try {
    if (method.responseStream) yield * liveOutputs(call, job.id, desk)
    else yield * (await queue.result(job.id, call.remotePeer, { signal: call.signal })).messages
    isOver = true
  } catch (error) {
    isOver = !call.signal.aborted
    throw error
  } finally {
    if (!isOver) await queue.cancel(job.id, call.remotePeer).catch(() => {}) // nobody is left to be told
  }
}

async function * liveOutputs (call: Call, id: string, desk: JobDesk): AsyncGenerator<Uint8Array> {
  let delivered = 0
  for await (const event of desk.queue.watch(id, call.remotePeer, { after: { attempt: 0, sequence: 0 }, signal: call.signal })) {
    if (event.type === 'restarted' && delivered > 0) {
      throw new SubnetesError('aborted', `the worker was lost after ${delivered} messages; job ${id} runs again, watch it through JobsProtocol`)
    }
    if (event.type === 'output') {
      delivered += 1
      yield event.message
    }
    if (event.type === 'job' && (event.job.state === 'failed' || event.job.state === 'cancelled')) {
      throw new SubnetesError(event.job.error?.code ?? 'unknown', event.job.error?.message ?? `job ${id} ended as ${event.job.state}`, { retryable: false })
    }
  }
}

function submitCall (submission: JobSubmission, context: P2PContext): Call {
  const { handle, method, request } = submission
  return {
    handle,
    method,
    remotePeer: context.remoteId,
    localPeer: context.localId,
    wire: 'jobs',
    deadline: context.deadline,
    signal: context.signal,
    traceparent: context.traceparent,
    requests: once(request)
  }
}
