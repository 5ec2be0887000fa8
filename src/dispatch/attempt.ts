/** One attempt of a job: the handler's messages into the job's outputs. Shared by every job consumer. */
import { SubnetesError, abortError } from '@subnetes/common'
import type { ErrorCode } from '@subnetes/common'
import type { JobHandler, RunningJob } from './job.ts'

/** What an attempt needs. */
export interface AttemptInit {
  readonly job: RunningJob
  readonly handler: JobHandler
  /** Keeps one message of a response stream; resolves when it is stored. */
  readonly write: (message: Uint8Array) => Promise<void>
  /** Largest response of a method without a response stream. */
  readonly maxResponseBytes: number
}

/**
 * Runs the handler to its end.
 *
 * @returns the response of a method without a response stream; undefined when the messages were written
 * @throws what the handler threw, or the reason of the signal
 */
export async function runAttempt (init: AttemptInit): Promise<Uint8Array | undefined> {
  const { job } = init
  let response: Uint8Array | undefined
  for await (const message of untilAborted(init.handler(job), job.signal)) {
    if (job.method.responseStream) await init.write(message)
    else response = single(response, message, init.maxResponseBytes)
  }
  if (job.signal.aborted) throw abortError(job.signal)
  if (response === undefined && !job.method.responseStream) throw new SubnetesError('internal', 'the worker ended without a response')
  return response
}

/** An error that no further attempt can mend. */
export function finalError (code: ErrorCode, message: string): SubnetesError {
  return new SubnetesError(code, message, { retryable: false, details: { final: true } })
}

/** A worker's own trouble is worth another attempt; what the caller did wrong, or withdrew, is not. */
export function deservesRetry (error: SubnetesError): boolean {
  if (error.details['final'] === true) return false
  return error.retryable || !FINAL_CODES.has(error.code)
}

const FINAL_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['cancelled', 'invalid_argument', 'not_found', 'already_exists', 'permission_denied', 'failed_precondition', 'out_of_range', 'unimplemented', 'unauthenticated', 'data_loss'])

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
  if (before !== undefined) throw finalError('internal', 'the worker answered a unary method with more than one message')
  if (message.byteLength > maxBytes) throw finalError('resource_exhausted', `the response has ${message.byteLength} bytes; ${maxBytes} are kept of a job at most`)
  return message
}
