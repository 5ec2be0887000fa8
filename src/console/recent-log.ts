/** What happened lately, bounded. */
import type { ConsoleSnapshot } from '@subnetes/control'
import { callEvent, recentEvents } from './recent-events.ts'
import type { RecentEvent } from './recent-events.ts'
import { keyOf } from './rates.ts'

/** Entries kept; the page shows all of them. */
export const MAX_RECENT = 100
/** Failed calls of one protocol make one entry for so long, which counts on: else they would push all else out. */
export const MERGE_MS = 60_000

/** An event and when it was seen here, epoch milliseconds. */
export interface LoggedEvent extends RecentEvent { readonly atMs: number }

interface Tally { readonly beganAt: number, failed: number, shed: number }

/** Follows pictures. */
export class RecentLog {
  #entries: readonly LoggedEvent[] = []
  readonly #tallies = new Map<string, Tally>()

  /** Newest first. */
  get entries (): readonly LoggedEvent[] {
    return this.#entries
  }

  /** Takes in what differs. @param isComparable the same gateways are counted in both */
  compare (before: ConsoleSnapshot, after: ConsoleSnapshot, seen: { readonly atMs: number, readonly isComparable: boolean }): void {
    for (const event of recentEvents(before, after)) this.add(event, seen.atMs)
    for (const key of this.#tallies.keys()) if (seen.atMs - (this.#tallies.get(key)?.beganAt ?? 0) >= MERGE_MS) this.#tallies.delete(key)
    if (seen.isComparable) this.#count(before, after, seen.atMs)
  }

  add (event: RecentEvent, atMs: number): void {
    this.#entries = [{ ...event, atMs }, ...this.#entries].slice(0, MAX_RECENT)
  }

  #count (before: ConsoleSnapshot, after: ConsoleSnapshot, atMs: number): void {
    const known = new Map(before.protocols.map((protocol) => [keyOf(protocol), protocol.load]))
    for (const protocol of after.protocols) {
      const was = known.get(keyOf(protocol))
      if (was === undefined) continue
      const [failed, shed] = [Math.max(0, protocol.load.failed - was.failed), Math.max(0, protocol.load.shed - was.shed)]
      if (failed + shed > 0) this.#tally(keyOf(protocol), { failed, shed }, atMs)
    }
  }

  #tally (protocol: string, { failed, shed }: { failed: number, shed: number }, atMs: number): void {
    const tally = this.#tallies.get(protocol) ?? { beganAt: atMs, failed: 0, shed: 0 }
    tally.failed += failed
    tally.shed += shed
    this.#tallies.set(protocol, tally)
    this.#entries = this.#entries.filter(({ kind, protocol: of, atMs: at }) => !(kind === 'calls' && of === protocol && at >= tally.beganAt))
    const event = callEvent(protocol, tally.failed, tally.shed)
    if (event !== undefined) this.add(event, atMs)
  }
}
