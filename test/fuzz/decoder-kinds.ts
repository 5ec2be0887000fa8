/** What a decoder under test is, and how those are read that are not ours. */

/** One decoder. */
export interface FuzzTarget {
  readonly name: string
  /** Valid inputs; cases are these, changed. */
  readonly seeds: readonly Uint8Array[]
  /** Reads the input. May throw a SubnetesError and nothing else. */
  readonly read: (bytes: Uint8Array) => unknown
}

/** Bytes as the text that they are meant to be. */
export const TEXT = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')

/** Reads with a decoder whose errors are plain ones, which its caller puts into words; what must not happen is that it never ends or that the stack does. */
export function plainly<Value> (read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError && error.message.includes('call stack')) throw error
    return undefined
  }
}
