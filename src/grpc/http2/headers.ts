/** Headers of gRPC calls that we read or write ourselves: the deadline, and what passes through a runner. */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2'
import { FORWARDED_METADATA } from '../forwarded.ts'

/** What a runner passes on to compute: the headers of the worker contract and gRPC's own. */
const FORWARDED: readonly string[] = [
  ...FORWARDED_METADATA, 'content-type', 'grpc-accept-encoding', 'grpc-encoding', 'user-agent'
]

/** Connection headers of HTTP/1 that have no place in HTTP/2 (RFC 9113, section 8.2.2). */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'date'])

/** `grpc-timeout` has at most eight digits (PROTOCOL-HTTP2.md, "Timeout"). */
const MAX_DIGITS_VALUE = 99_999_999
const UNIT_MS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 }

/** Headers a runner sends to compute for a call it received. Its caller is a gateway of ours, which wrote the `subnetes-*` ones. */
export function forwardedHeaders (received: IncomingHttpHeaders): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = { ':path': received[':path'], te: 'trailers' }
  for (const name of FORWARDED) {
    const value = received[name]
    if (value !== undefined) headers[name] = value
  }
  return headers
}

/** Headers or trailers of compute as they go back: all but HTTP's own and what only we may say. */
export function returnedHeaders (received: IncomingHttpHeaders): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {}
  for (const name in received) {
    const value = received[name]
    if (value === undefined || name.startsWith(':') || name.startsWith('subnetes-') || CONNECTION_HEADERS.has(name)) continue
    headers[name] = value
  }
  return headers
}

/** First value of each header, without HTTP/2's own. */
export function readMetadata (received: IncomingHttpHeaders): Record<string, string> {
  const metadata: Record<string, string> = {}
  for (const name in received) {
    const value = received[name]
    if (value === undefined || name.startsWith(':')) continue
    metadata[name] = typeof value === 'string' ? value : value[0] ?? ''
  }
  return metadata
}

/** The value of `grpc-timeout` for a deadline (epoch milliseconds). A passed deadline is one millisecond: zero is not allowed. */
export function encodeTimeout (deadline: number, now = Date.now()): string {
  const leftMs = Math.max(1, Math.ceil(deadline - now))
  if (leftMs <= MAX_DIGITS_VALUE) return `${leftMs}m`
  const leftSeconds = Math.ceil(leftMs / 1_000)
  return leftSeconds <= MAX_DIGITS_VALUE ? `${leftSeconds}S` : `${Math.min(MAX_DIGITS_VALUE, Math.ceil(leftSeconds / 3_600))}H`
}

/** The deadline (epoch milliseconds) of a `grpc-timeout`; undefined when there is none or it is malformed. */
export function decodeTimeout (value: string | string[] | undefined, now = Date.now()): number | undefined {
  const match = typeof value === 'string' ? /^(\d{1,8})([HMSmun])$/.exec(value) : null
  const unitMs = UNIT_MS[match?.[2] ?? '']
  return unitMs === undefined ? undefined : now + Math.ceil(Number(match?.[1]) * unitMs)
}
