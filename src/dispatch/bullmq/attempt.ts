/** One attempt of a job: the handler's messages into the job's outputs. */
import { SubnetesError, abortError } from '@subnetes/common'
import type { JobHandler, RunningJob } from '../job.ts'
import type { JobReturn, QueuedJob } from './job-record.ts'
import type { OutputWriter } from './outputs.ts'

/** Progress is stored at most this often. */
export const PROGRESS_INTERVAL_MS = 250

/** What an attempt needs. */
export interface AttemptInit {
  readonly job: QueuedJob
  readonly request: Uint8Array
  readonly outputs: OutputWriter
  readonly handler: JobHandler
  readonly deadline: number
  readonly signal: AbortSignal
  readonly maxResponseBytes: number
}

/**
 * Runs the handler to its end.
 *
 * @returns BullMQ's return value of the job: with the response itself for a method without a response stream, else with the count of messages written
 * @throws what the handler threw, or the reason of the signal
 */
export async function runAttempt (init: AttemptInit): Promise<JobReturn> {
  const { job, signal, outputs } = init
  const attempt = job.attemptsStarted
  let response: Uint8Array | undefined
  for await (const message of untilAborted(init.handler(runningJob(init)), signal)) {
    if (job.data.responseStream) await outputs.write(message)
    else response = single(response, message, init.maxResponseBytes)
  }
  if (signal.aborted) throw abortError(signal)
  if (job.data.responseStream) return { attempt, messages: outputs.count() }
  if (response === undefined) throw new SubnetesError('internal', 'the worker ended without a response', { retryable: true })
  return { attempt, messages: 1, response: Buffer.from(response).toString('base64') }
}

/** The handler is told to stop by its signal; an attempt does not wait for one that does not listen. */
async function * untilAborted (messages: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const iterator = messages[Symbol.asyncIterator]()
  const aborted = Promise.withResolvers<never>()
  aborted.promise.catch(() => {}) // nobody waits when the attempt has ended
  const onAbort = (): void => aborted.reject(abortError(signal))
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    while (true) {
      const next = await Promise.race([iterator.next(), aborted.promise])
      if (next.done === true) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    void iterator.return?.().catch(() => {}) // its failure has no reader any more
  }
}

function single (before: Uint8Array | undefined, message: Uint8Array, maxBytes: number): Uint8Array {
  if (before !== undefined) throw new SubnetesError('internal', 'the worker answered a unary method with more than one message', { retryable: false, details: { final: true } })
  if (message.byteLength > maxBytes) {
    throw new SubnetesError('resource_exhausted', `the response has ${message.byteLength} bytes; ${maxBytes} are kept of a job at most`, { retryable: false, details: { final: true } })
  }
  return message
}

function runningJob ({ job, request, deadline, signal }: AttemptInit): RunningJob {
  const { path, handle, peer, gatewayPeer, responseStream, traceparent } = job.data
  let told = 0
  return {
    id: job.id ?? '',
    method: { name: job.name, path, requestStream: false, responseStream },
    handle,
    peer,
    gatewayPeer,
    request,
    attempt: job.attemptsStarted,
    signal,
    deadline,
    traceparent,
    progress: (fraction) => {
      const now = Date.now()
      if (now - told < PROGRESS_INTERVAL_MS) return
      told = now
      void job.updateProgress(Math.max(0, Math.min(1, fraction))).catch(() => {}) // progress is a courtesy
    }
  }
}
