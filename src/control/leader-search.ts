/** How every client of the deciding side finds who decides, and stays with him. */
import { delay } from '@subnetes/common'
import type { Backoff, Logger, SubnetesError } from '@subnetes/common'

/** Bounds of the pause between attempts. */
export const DEFAULT_BACKOFF = { minMs: 100, maxMs: 5000 } as const

/** How an attempt ended: a link that worked ends too. */
export interface Outcome {
  readonly error: SubnetesError
  /** Who decides, when it was somebody else who answered. */
  readonly redirect?: string | undefined
}

/** What a {@link searchLeader} is given. */
export interface LeaderSearchInit {
  /** Of the link, in the log. */
  readonly name: string
  /** Where to begin, and to come back to. */
  readonly address: string
  /** Reset by the attempt when its link works. */
  readonly backoff: Backoff
  readonly logger: Logger
  /** Holds a link until it ends. */
  readonly attempt: (address: string, signal: AbortSignal) => Promise<Outcome>
}

/** Tries for ever, with growing pauses; redirects are followed, and after one that led nowhere it begins anew. Resolves when the signal aborts. */
export async function searchLeader (init: LeaderSearchInit, signal: AbortSignal): Promise<void> {
  let address = init.address
  while (!signal.aborted) {
    const { error, redirect } = await init.attempt(address, signal)
    if (signal.aborted) break
    const waitMs = init.backoff.next()
    const next = redirect ?? init.address
    init.logger.warn(`${init.name} down`, { address, error: error.message, retryMs: waitMs, nextAddress: next })
    address = next
    await delay(waitMs, { signal }).catch(() => {}) // stopped while waiting: the loop's condition ends it
  }
}
