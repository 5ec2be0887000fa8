/** What an error says about the worker: whether the call provably never reached its code, and whether the worker itself was lost. */
import { SubnetesError } from '@subnetes/common'

/** Marks an error: the call did not start, so it may be tried elsewhere whatever its method. A worker's handler throws it to turn a call away. */
export function notStarted (error: SubnetesError): SubnetesError {
  return new SubnetesError(error.code, error.message, { retryable: error.retryable, cause: error.cause, details: { ...error.details, started: false } })
}

/** Whether an error carries the mark of {@link notStarted}. */
export function isNotStarted (error: unknown): boolean {
  return error instanceof SubnetesError && error.details['started'] === false
}

/** An `unavailable` error that says: the worker cannot be reached, or was lost during the call. */
export function workerLost (message: string, cause?: unknown): SubnetesError {
  return new SubnetesError('unavailable', message, { cause, details: { lost: true } })
}

/** Whether an error comes from {@link workerLost}, not from the worker's own status. */
export function isWorkerLost (error: unknown): boolean {
  return error instanceof SubnetesError && error.details['lost'] === true
}
