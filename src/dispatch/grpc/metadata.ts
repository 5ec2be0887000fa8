/** Headers of calls to workers, built from what we know ourselves. Nothing a peer sent is copied, so a peer can never set a `subnetes-*` header. */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2'
import { Metadata } from '@subnetes/common'
import type { DispatchCall } from '../dispatcher.ts'

/** Version 00 of https://www.w3.org/TR/trace-context/#traceparent-header and its forward-compatible form. */
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

/** What a runner passes on to compute: the headers of the worker contract and gRPC's own. `subnetes-disposition` is an answer, never asked. */
const FORWARDED: readonly string[] = [
  ...Object.values(Metadata).filter((name) => name !== Metadata.Disposition),
  'content-type', 'grpc-accept-encoding', 'grpc-encoding', 'tracestate', 'user-agent'
]

/** Connection headers of HTTP/1 that have no place in HTTP/2 (RFC 9113, section 8.2.2). */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'date'])

/** Metadata of a call on its way to a worker. */
export function callMetadata (call: DispatchCall, protocol: string, attempt: number): Record<string, string> {
  const metadata: Record<string, string> = {
    [Metadata.PeerId]: printable(call.peer),
    [Metadata.GatewayPeerId]: printable(call.gatewayPeer),
    [Metadata.Handler]: printable(call.handle),
    [Metadata.Protocol]: printable(protocol),
    [Metadata.Attempt]: String(attempt)
  }
  if (call.traceparent !== undefined && TRACEPARENT.test(call.traceparent)) metadata[Metadata.TraceParent] = call.traceparent
  return metadata
}

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

/** Header values are printable ASCII; a byte that is not becomes `%XX`. */
function printable (text: string): string {
  return /^[!-~]*$/.test(text) ? text : encodeURIComponent(text)
}
