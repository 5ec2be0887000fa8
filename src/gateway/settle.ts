/** Waiting with patience: shutdown waits for things that may never end. */
import { delay } from '@subnetes/common'

/** Time for the last bytes of ended calls to reach their peers before a connection is cut. */
export const FLUSH_MS = 2_000

/** Waits until `work` has settled, well or badly, at most `patienceMs`. @returns whether it has */
export async function settledWithin (work: Promise<unknown>, patienceMs: number): Promise<boolean> {
  const over = new AbortController()
  const settled = work.then(() => true, () => true)
  const patience = delay(patienceMs, { signal: over.signal }).then(() => false, () => false) // ends by the abort below once the work has settled
  try {
    return await Promise.race([settled, patience])
  } finally {
    over.abort()
  }
}
