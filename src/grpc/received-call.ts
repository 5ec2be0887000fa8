/** A call as a runner receives it, and the function that serves it: the interface between the gateway's link and compute. */
import type { AnswerSink, RunningCall } from '@subnetes/common'

/**
 * The part that is the same for many calls of one peer to one method. A link gives one object to all of them, so that a transport can keep what it
 * prepares from it (a block of encoded headers) in a `WeakMap` by this object.
 */
export interface CallContext {
  /** `/<package>.<Service>/<method>` */
  readonly path: string
  /** Lower-case names of the worker contract, printable values. */
  readonly metadata: Readonly<Record<string, string>>
}

/** One call. */
export interface ReceivedCall {
  readonly context: CallContext
  /** Metadata of this call alone, such as `traceparent`; shares no name with the context. Undefined when there is none, the common case. */
  readonly metadata?: Readonly<Record<string, string>> | undefined
  /** Epoch milliseconds; undefined when the caller set none. The caller of the function enforces it by `cancel`; it is here to be passed on. */
  readonly deadline: number | undefined
  /** The only request, or the stream of them. Ending the iteration early stops the sender. */
  readonly requests: Uint8Array | AsyncIterable<Uint8Array>
}

/** Serves a call: answers go to the sink. Never throws; a refused call ends with an error marked as not started. */
export type ServeCall = (call: ReceivedCall, sink: AnswerSink) => RunningCall

/** All metadata of a call in one object. */
export function joinMetadata ({ context, metadata }: Pick<ReceivedCall, 'context' | 'metadata'>): Readonly<Record<string, string>> {
  return metadata === undefined ? context.metadata : { ...context.metadata, ...metadata }
}
