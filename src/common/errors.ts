/**
 * The one error type of all Subnetes processes, with a closed set of codes.
 *
 * Codes equal gRPC's (https://grpc.github.io/grpc/core/md_doc_statuscodes.html) and are API: add, never rename.
 */

/** Code words, as they stand in JSON, logs and metrics. */
export const ErrorCode = {
  Cancelled: 'cancelled',
  Unknown: 'unknown',
  InvalidArgument: 'invalid_argument',
  DeadlineExceeded: 'deadline_exceeded',
  NotFound: 'not_found',
  AlreadyExists: 'already_exists',
  PermissionDenied: 'permission_denied',
  ResourceExhausted: 'resource_exhausted',
  FailedPrecondition: 'failed_precondition',
  Aborted: 'aborted',
  OutOfRange: 'out_of_range',
  Unimplemented: 'unimplemented',
  Internal: 'internal',
  Unavailable: 'unavailable',
  DataLoss: 'data_loss',
  Unauthenticated: 'unauthenticated'
} as const

/** One of the code words of {@link ErrorCode}. */
export type ErrorCode = typeof ErrorCode[keyof typeof ErrorCode]

/** gRPC status numbers, in order: index 1 is `cancelled`. Index 0 (OK) is no error. */
const GRPC_ORDER: readonly (ErrorCode | undefined)[] = [
  undefined, 'cancelled', 'unknown', 'invalid_argument', 'deadline_exceeded', 'not_found', 'already_exists',
  'permission_denied', 'resource_exhausted', 'failed_precondition', 'aborted', 'out_of_range', 'unimplemented',
  'internal', 'unavailable', 'data_loss', 'unauthenticated'
]

/** What a {@link SubnetesError} may carry beside its message. */
export interface SubnetesErrorInit {
  /** The caller may try the same again and hope. @default true for `unavailable`, false otherwise */
  retryable?: boolean
  /** The error underneath; logged, never sent to a peer. */
  cause?: unknown
  /** Structured facts for logs and `--json`; no secrets. */
  details?: Readonly<Record<string, unknown>>
}

/** An error with a code that crosses every edge of the system (peer, gRPC, queue, CLI). */
export class SubnetesError extends Error {
  override readonly name = 'SubnetesError'
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly details: Readonly<Record<string, unknown>>

  /** @param message what was attempted, on what, what was found, what would help; lower case, no full stop, no secrets */
  constructor (code: ErrorCode, message: string, init: SubnetesErrorInit = {}) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause })
    this.code = code
    this.retryable = init.retryable ?? code === 'unavailable'
    this.details = init.details ?? {}
  }

  /**
   * Turns any caught value into a SubnetesError: itself when it is one, `cancelled` or `deadline_exceeded` for the
   * errors of abort signals, else `fallback` with the value's message.
   */
  static from (value: unknown, fallback: ErrorCode = 'unknown'): SubnetesError {
    if (value instanceof SubnetesError) return value
    if (value instanceof Error) {
      if (value.name === 'AbortError') return new SubnetesError('cancelled', value.message, { cause: value })
      if (value.name === 'TimeoutError') return new SubnetesError('deadline_exceeded', value.message, { cause: value })
      return new SubnetesError(fallback, value.message, { cause: value })
    }
    return new SubnetesError(fallback, String(value), { cause: value })
  }
}

/** The gRPC status number of a code word. */
export function toGrpcCode (code: ErrorCode): number {
  return GRPC_ORDER.indexOf(code)
}

/** The code word of a gRPC status number; `unknown` for numbers gRPC does not define (and for 0, which is no error). */
export function fromGrpcCode (status: number): ErrorCode {
  return GRPC_ORDER[status] ?? 'unknown'
}
