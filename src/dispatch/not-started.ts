/** The mark of an attempt that provably never reached the worker's code: what makes trying another worker always safe. */
import { SubnetesError } from '@subnetes/common'

/** Marks an error: the call did not start, so it may be tried elsewhere whatever its method. A worker's handler throws it to turn a call away. */
export function notStarted (error: SubnetesError): SubnetesError {
  return new SubnetesError(error.code, error.message, { retryable: error.retryable, cause: error.cause, details: { ...error.details, started: false } })
}

/** Whether an error carries the mark of {@link notStarted}. */
export function isNotStarted (error: unknown): boolean {
  return error instanceof SubnetesError && error.details['started'] === false
}
