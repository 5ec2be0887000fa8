/** What a pool would cost whose owner knows the future and lets nobody wait. */
import { Heap } from './heap.ts'
import type { Arrival } from './arrival.ts'

/** The pool the bound is for. */
export interface BoundInit {
  concurrency: number
  coldStartSeconds: number
  startReplicas: number
  durationSeconds: number
}

/**
 * Worker-seconds of the clairvoyant pool: each worker while it is needed, and between two needs either kept or started anew, whichever is less.
 *
 * Below one times this is possible only by letting people wait.
 */
export function clairvoyantSeconds (arrivals: Iterable<Arrival>, init: BoundInit): number {
  const ends = new Heap<null>()
  /** When level k+1 was last needed; those there are at the start count from zero. */
  const freeSince: number[] = new Array<number>(init.startReplicas).fill(0)
  let busySlots = 0
  let level = 0
  let total = 0
  let at = 0
  const advance = (to: number, change: number): void => {
    total += level * (to - at)
    at = to
    busySlots += change
    const needed = Math.ceil(busySlots / init.concurrency)
    if (needed > level) {
      total += Math.min(init.coldStartSeconds, at - (freeSince[level] ?? -Infinity))
      level = needed
    } else if (needed < level) {
      level = needed
      freeSince[level] = at
    }
  }
  for (const arrival of arrivals) {
    if (arrival.at >= init.durationSeconds) break
    for (; ends.nextAt <= arrival.at; ends.pop()) advance(ends.nextAt, -1)
    advance(arrival.at, 1)
    ends.push(arrival.at + arrival.seconds, null)
  }
  for (; ends.nextAt < init.durationSeconds; ends.pop()) advance(ends.nextAt, -1)
  advance(init.durationSeconds, 0)
  return total
}
