/** The `grpc-timeout` header: a deadline as time left, at most eight digits and a unit (PROTOCOL-HTTP2.md, "Timeout"). */

const MAX_DIGITS_VALUE = 99_999_999

const UNIT_MS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 }

/** The header's value for a deadline (epoch milliseconds). A passed deadline is one millisecond: zero is not allowed. */
export function encodeTimeout (deadline: number, now = Date.now()): string {
  const leftMs = Math.max(1, Math.ceil(deadline - now))
  if (leftMs <= MAX_DIGITS_VALUE) return `${leftMs}m`
  const leftSeconds = Math.ceil(leftMs / 1_000)
  return leftSeconds <= MAX_DIGITS_VALUE ? `${leftSeconds}S` : `${Math.min(MAX_DIGITS_VALUE, Math.ceil(leftSeconds / 3_600))}H`
}

/** The deadline (epoch milliseconds) of a header's value; undefined when there is none or it is malformed. */
export function decodeTimeout (value: string | string[] | undefined, now = Date.now()): number | undefined {
  const match = /^(\d{1,8})([HMSmun])$/.exec(typeof value === 'string' ? value : '')
  const unitMs = UNIT_MS[match?.[2] ?? '']
  return unitMs === undefined ? undefined : now + Math.ceil(Number(match?.[1]) * unitMs)
}
