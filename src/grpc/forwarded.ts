/** Which metadata a runner passes on to compute: an allow list of the worker contract's names. `subnetes-disposition` is an answer, never asked. */
import { Metadata } from '@subnetes/common'

/** Names of the worker contract that reach compute. */
export const FORWARDED_METADATA: readonly string[] = [...Object.values(Metadata).filter((name) => name !== Metadata.Disposition), 'tracestate']

const NAMES: ReadonlySet<string> = new Set(FORWARDED_METADATA)

/** Whether metadata of this name reaches compute. */
export function isForwarded (name: string): boolean {
  return NAMES.has(name)
}
