/** Why a call or an answer was refused, one word each. The word stands in the error's details and, for wires that carry only text, in its message. */
import { SubnetesError } from '@subnetes/common'
import type { ErrorCode } from '@subnetes/common'

/** The code that each reason is told with. API: add, never rename. */
export const REFUSAL_CODES = {
  unsigned: 'unauthenticated',
  malformed: 'unauthenticated',
  wrong_key: 'unauthenticated',
  wrong_recipient: 'unauthenticated',
  expired: 'unauthenticated',
  clock_ahead: 'unauthenticated',
  before_start: 'unauthenticated',
  bad_signature: 'unauthenticated',
  bad_token: 'unauthenticated',
  token_expired: 'unauthenticated',
  replayed: 'unauthenticated',
  wrong_nonce: 'unauthenticated',
  denied: 'permission_denied',
  not_allowed: 'permission_denied',
  not_staked: 'permission_denied',
  rate: 'resource_exhausted',
  blocked: 'resource_exhausted',
  concurrency: 'resource_exhausted',
  bytes: 'resource_exhausted',
  nonce_memory: 'resource_exhausted',
  overloaded: 'resource_exhausted',
  unbound: 'unavailable',
  nonce_store: 'unavailable',
  stake_unknown: 'unavailable'
} as const satisfies Record<string, ErrorCode>

/** One of the words of {@link REFUSAL_CODES}. */
export type RefusalReason = keyof typeof REFUSAL_CODES

/** What a refusal says beside its reason. */
export interface RefusalInit {
  /** Handle, peer or whatever else it is about; goes first. */
  what?: string | undefined
  /** When the same may be tried again. */
  retryAfterMs?: number | undefined
  cause?: unknown
}

const SUFFIX = /\(reason: ([a-z_]+)(?:; retry in (\d+) ms)?\)$/

/** The error of a refusal. @param message what was found and what would help, without the reason's word */
export function refusal (reason: RefusalReason, message: string, init: RefusalInit = {}): SubnetesError {
  const retryAfterMs = init.retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(init.retryAfterMs))
  const hint = retryAfterMs === undefined ? '' : `; retry in ${retryAfterMs} ms`
  const code = REFUSAL_CODES[reason]
  return new SubnetesError(code, `${init.what === undefined ? '' : `${init.what}: `}${message} (reason: ${reason}${hint})`, {
    retryable: retryAfterMs !== undefined || code === 'unavailable',
    details: { reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
    ...(init.cause === undefined ? {} : { cause: init.cause })
  })
}

/** Why, as far as the error says: from here or from a peer of ours. */
export function refusalReason (error: unknown): RefusalReason | undefined {
  const { message, details } = SubnetesError.from(error)
  const reason = typeof details.reason === 'string' ? details.reason : SUFFIX.exec(message)?.[1]
  return reason !== undefined && Object.hasOwn(REFUSAL_CODES, reason) ? reason as RefusalReason : undefined
}

/** When to try again, as far as the error says. */
export function refusalRetryAfterMs (error: unknown): number | undefined {
  const { message, details } = SubnetesError.from(error)
  if (typeof details.retryAfterMs === 'number') return details.retryAfterMs
  const text = SUFFIX.exec(message)?.[2]
  return text === undefined ? undefined : Number(text)
}
