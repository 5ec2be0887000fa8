/** What differs between the two framings when a call is served. */
import type { SubnetesError } from '@subnetes/common'
import type { IsInputEnd } from '../stream-end.ts'

/** How one framing reads the request and writes the answer. */
export interface Answer {
  /** Reads as much as is needed before the method may start. Undefined when the peer left before it had asked for anything. */
  readonly open: () => Promise<AsyncIterable<Uint8Array> | undefined>
  /** Finds the end of the input in what nobody took; undefined when it has been taken, or when this framing needs no orderly end. */
  readonly inputEnd: () => IsInputEnd | undefined
  /** Whether the received bytes stop inside a message; an error found in them counts. */
  readonly isCutShort: () => boolean
  /** Writes a message; a promise when the stream is saturated. */
  readonly write: (message: Uint8Array) => Promise<void> | undefined
  /** Says why the call failed; a promise as for `write`. */
  readonly writeError: (error: SubnetesError) => Promise<void> | undefined
}
