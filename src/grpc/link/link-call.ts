/** A call as the gateway's end of a link sends it. */
import type { CallContext } from '../received-call.ts'

/** What is the same for many calls, and what is this call's own. */
export interface LinkCall {
  /** Equal for calls with equal contexts. */
  readonly contextKey: string
  /** `/<package>.<Service>/<method>` */
  readonly path: string
  /** Made when the link has no context of the key yet. */
  readonly context: () => CallContext
  /** Metadata of this call alone; undefined when there is none, the common case. */
  readonly metadata: Readonly<Record<string, string>> | undefined
  readonly hasStreamedAnswers: boolean
  /** Epoch milliseconds. The link enforces it. */
  readonly deadline: number
  /** The only request, or the stream of them. */
  readonly requests: Uint8Array | AsyncIterable<Uint8Array>
}
