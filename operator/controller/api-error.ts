/** The API server's refusals as our errors. */
import { SubnetesError } from '@subnetes/common'
import type { ErrorCode } from '@subnetes/common'

/** An answer that is not a success. */
export interface RefusedResponse { readonly statusCode: number, readonly retryAfter: string | string[] | undefined, readonly text: string }

const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_argument',
  401: 'unauthenticated',
  403: 'permission_denied',
  404: 'not_found',
  409: 'aborted',
  410: 'out_of_range',
  422: 'invalid_argument',
  429: 'resource_exhausted'
}

/** Wait before a request that was pushed back without a time, as client-go has it. */
const DEFAULT_RETRY_AFTER_MS = 1000

/** Turns a refusal into an error: code by HTTP status, message in the server's words, `details` with `status`, `reason` and `retryAfterMs`. */
export function responseError (request: { readonly method: string, readonly path: string }, response: RefusedResponse): SubnetesError {
  const { statusCode, text } = response
  const body = parseStatus(text)
  const reason = body.reason ?? ''
  const code = reason === 'AlreadyExists' ? 'already_exists' : CODES[statusCode] ?? (statusCode >= 500 ? 'unavailable' : 'unknown')
  const message = `${request.method} ${request.path}: ${body.message ?? (text.slice(0, 500) || 'no message')} (status ${statusCode}${reason === '' ? '' : `, ${reason}`})`
  return new SubnetesError(code, message, { retryable: statusCode >= 500 || statusCode === 429, details: { status: statusCode, reason, retryAfterMs: retryAfterOf(response) } })
}

/** How long the server asked to wait, when nothing was done and the request may be sent again; else undefined. */
export function retryAfterMs (error: unknown): number | undefined {
  if (!(error instanceof SubnetesError)) return undefined
  const { status, retryAfterMs: waitMs } = error.details
  return status === 429 && typeof waitMs === 'number' ? waitMs : undefined
}

/** The history that was asked for is gone; read the present instead. */
export function isGone (error: unknown): boolean {
  return error instanceof SubnetesError && error.details['status'] === 410
}

/** Somebody else wrote first. */
export function isConflict (error: unknown): boolean {
  return error instanceof SubnetesError && error.code === 'aborted'
}

function retryAfterOf ({ statusCode, retryAfter }: RefusedResponse): number | undefined {
  const seconds = Number(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter)
  if (Number.isFinite(seconds) && seconds >= 0) return Math.min(seconds, 60) * 1000
  return statusCode === 429 ? DEFAULT_RETRY_AFTER_MS : undefined
}

function parseStatus (text: string): { message?: string, reason?: string } {
  try {
    const value = JSON.parse(text) as { message?: unknown, reason?: unknown }
    return { ...(typeof value.message === 'string' ? { message: value.message } : {}), ...(typeof value.reason === 'string' ? { reason: value.reason } : {}) }
  } catch {
    return {} // not the API server but something before it; the caller shows the text
  }
}
