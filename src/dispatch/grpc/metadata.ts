/** Which headers pass through a runner: an allow list on the way to compute, and nothing that only we may say on the way back. */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2'
import { FORWARDED_METADATA } from '../forwarded.ts'

/** What a runner passes on to compute: the headers of the worker contract and gRPC's own. */
const FORWARDED: readonly string[] = [
  ...FORWARDED_METADATA, 'content-type', 'grpc-accept-encoding', 'grpc-encoding', 'user-agent'
]

/** Connection headers of HTTP/1 that have no place in HTTP/2 (RFC 9113, section 8.2.2). */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'date'])

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
  for (const [name, value] of Object.entries(received)) {
    if (value === undefined || name.startsWith(':') || name.startsWith('subnetes-') || CONNECTION_HEADERS.has(name)) continue
    headers[name] = value
  }
  return headers
}
