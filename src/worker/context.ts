/** What a handler may know of its call beside the messages. */
import { Metadata } from '@subnetes/common'
import type { GrpcHandlerCall, Logger } from '@subnetes/common'

/** The call as a handler sees it. The `subnetes-*` facts come from the gateway; a peer cannot forge them. */
export interface WorkerContext {
  /** Aborts at once when the peer left, the deadline passed, the job was cancelled or the worker's patience while stopping ran out. */
  readonly signal: AbortSignal
  /** Epoch milliseconds; undefined when the caller set none. */
  readonly deadline: number | undefined
  /** The authenticated caller, base58 text; empty when no gateway stands between. */
  readonly peerId: string
  readonly gatewayPeerId: string
  /** Full handle as called: `[ns::]Service.rpc_x`. */
  readonly handler: string
  /** The manifest's name. */
  readonly protocol: string
  /** 1 for the first try, 2 for a retry. */
  readonly attempt: number
  readonly jobId: string | undefined
  /** Tells watchers of a job how far it is, 0 to 1; does nothing for a call. */
  readonly progress: (fraction: number) => void
  /** The caller's stake as the gateway knows it. */
  readonly stake: string | undefined
  /** W3C trace context. */
  readonly traceparent: string | undefined
  readonly workerId: string
  /** Carries the call's fields. */
  readonly logger: Logger
}

/** Who serves the call. */
export interface ContextInit {
  readonly workerId: string
  readonly logger: Logger
}

/** Facts of a call that travel as metadata. */
export type CallFacts = Pick<WorkerContext, 'peerId' | 'gatewayPeerId' | 'handler' | 'protocol' | 'attempt'> & Partial<Pick<WorkerContext, 'jobId' | 'stake' | 'traceparent'>>

/** The metadata a gateway would send with a call: the reverse of {@link createContext}. */
export function callMetadata (facts: CallFacts): Record<string, string> {
  const metadata: Record<string, string | undefined> = {
    [Metadata.PeerId]: facts.peerId,
    [Metadata.GatewayPeerId]: facts.gatewayPeerId,
    [Metadata.Handler]: facts.handler,
    [Metadata.Protocol]: facts.protocol,
    [Metadata.Attempt]: String(facts.attempt),
    [Metadata.JobId]: facts.jobId,
    [Metadata.Stake]: facts.stake,
    [Metadata.TraceParent]: facts.traceparent
  }
  return Object.fromEntries(Object.entries(metadata).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** The context of a received call. */
export function createContext (call: GrpcHandlerCall, method: string, init: ContextInit): WorkerContext {
  const read = (name: string): string => call.metadata[name] ?? ''
  const optional = (name: string): string | undefined => call.metadata[name]
  const attempt = Number(call.metadata[Metadata.Attempt] ?? 1)
  return {
    signal: call.signal,
    deadline: call.deadline,
    peerId: read(Metadata.PeerId),
    gatewayPeerId: read(Metadata.GatewayPeerId),
    handler: read(Metadata.Handler) || method,
    protocol: read(Metadata.Protocol),
    attempt: Number.isInteger(attempt) && attempt > 0 ? attempt : 1,
    jobId: optional(Metadata.JobId),
    progress: call.progress ?? (() => {}),
    stake: optional(Metadata.Stake),
    traceparent: optional(Metadata.TraceParent),
    workerId: init.workerId,
    logger: init.logger.child({ method, ...(call.metadata[Metadata.PeerId] === undefined ? {} : { peerId: read(Metadata.PeerId) }) })
  }
}
