/** Metadata of calls to workers, built from what we know ourselves. Nothing a peer sent is copied, so a peer can never set a `subnetes-*` header. */
import { Metadata } from '@subnetes/common'
import type { DispatchCall } from './dispatcher.ts'

/** What is told of a call, or of an attempt of a job. */
export type MetadataSource = Pick<DispatchCall, 'peer' | 'gatewayPeer' | 'handle' | 'traceparent' | 'job'>

/** Version 00 of https://www.w3.org/TR/trace-context/#traceparent-header and its forward-compatible form. */
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

/** What the worker contract promises compute about a call. A malformed `traceparent` is left out. */
export function callMetadata (call: MetadataSource, protocol: string, attempt: number): Record<string, string> {
  return { ...contextMetadata(call, protocol, attempt), ...ownMetadata(call) }
}

/** The part of it that is the same for most calls of one peer to one method. */
export function contextMetadata (call: MetadataSource, protocol: string, attempt: number): Record<string, string> {
  return {
    [Metadata.PeerId]: printable(call.peer),
    [Metadata.GatewayPeerId]: printable(call.gatewayPeer),
    [Metadata.Handler]: printable(call.handle),
    [Metadata.Protocol]: printable(protocol),
    [Metadata.Attempt]: String(attemptOf(call, attempt))
  }
}

/** The rest, which differs from call to call; undefined when there is none. */
export function ownMetadata (call: MetadataSource): Record<string, string> | undefined {
  if (call.job === undefined && call.traceparent === undefined) return undefined
  const metadata: Record<string, string> = {}
  if (call.job !== undefined) metadata[Metadata.JobId] = printable(call.job.id)
  if (call.traceparent !== undefined && TRACEPARENT.test(call.traceparent)) metadata[Metadata.TraceParent] = call.traceparent
  return metadata
}

/** The attempt as compute sees it: attempts of a job and retries of a call count together. */
export function attemptOf (call: MetadataSource, attempt: number): number {
  return (call.job?.attempt ?? 1) + attempt - 1
}

/** Header values are printable ASCII; a byte that is not becomes `%XX`. */
function printable (text: string): string {
  return /^[!-~]*$/.test(text) ? text : encodeURIComponent(text)
}
