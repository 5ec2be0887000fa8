/** Metadata of calls to workers, built from what we know ourselves. Nothing a peer sent is copied, so a peer can never set a `subnetes-*` header. */
import { Metadata } from '@subnetes/common'
import type { DispatchCall } from './dispatcher.ts'

/** What is told of a call, or of an attempt of a job. */
export type MetadataSource = Pick<DispatchCall, 'peer' | 'gatewayPeer' | 'handle' | 'traceparent' | 'job'>

/** Version 00 of https://www.w3.org/TR/trace-context/#traceparent-header and its forward-compatible form. */
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

/** What the worker contract promises compute about a call. A malformed `traceparent` is left out. */
export function callMetadata (call: MetadataSource, protocol: string, attempt: number): Record<string, string> {
  const metadata: Record<string, string> = {
    [Metadata.PeerId]: printable(call.peer),
    [Metadata.GatewayPeerId]: printable(call.gatewayPeer),
    [Metadata.Handler]: printable(call.handle),
    [Metadata.Protocol]: printable(protocol),
    [Metadata.Attempt]: String((call.job?.attempt ?? 1) + attempt - 1)
  }
  if (call.job !== undefined) metadata[Metadata.JobId] = printable(call.job.id)
  if (call.traceparent !== undefined && TRACEPARENT.test(call.traceparent)) metadata[Metadata.TraceParent] = call.traceparent
  return metadata
}

/** Header values are printable ASCII; a byte that is not becomes `%XX`. */
function printable (text: string): string {
  return /^[!-~]*$/.test(text) ? text : encodeURIComponent(text)
}
