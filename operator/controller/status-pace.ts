/** How often a status may be written for what changes all the time. */
import { isDeepStrictEqual } from 'node:util'
import type { ProtocolStatus } from '@subnetes/api'

/** Between two writes for the load alone. */
export const LOAD_INTERVAL_MS = 10_000

/** `lastActiveTime` is this coarse: a busy Protocol would be written for it alone otherwise. */
export const ACTIVE_STEP_MS = 60_000

/** A status as it should be written now. */
export interface PacedStatus {
  readonly status: ProtocolStatus
  /** When there is more to write that had to wait. */
  readonly lookAgainMs: number | undefined
}

/** The fields that change with every call. */
const PACED = ['load', 'busyReplicas', 'lastActiveTime'] as const

/** Remembers when each Protocol's load was written last. */
export class StatusPace {
  readonly #writtenAt = new Map<string, number>()

  /** The status to write: `after`, or with the load of `before` where it is too soon for that and there is no other news. `now` is of a monotonic clock. */
  settle (key: string, { before, after, now }: { before: ProtocolStatus, after: ProtocolStatus, now: number }): PacedStatus {
    const settled = withoutNoise(before, after)
    if (PACED.every((name) => isDeepStrictEqual(settled[name], before[name]))) return { status: settled, lookAgainMs: undefined }
    const waitMs = (this.#writtenAt.get(key) ?? -Infinity) + LOAD_INTERVAL_MS - now
    if (waitMs > 0 && isDeepStrictEqual(unpaced(settled), unpaced(before))) return { status: withPaced(settled, before), lookAgainMs: waitMs }
    this.#writtenAt.set(key, now)
    return { status: settled, lookAgainMs: undefined }
  }

  forget (key: string): void {
    this.#writtenAt.delete(key)
  }
}

/** Times that say nothing new stay as they were. */
function withoutNoise (before: ProtocolStatus, after: ProtocolStatus): ProtocolStatus {
  const sameLoad = before.load !== undefined && isDeepStrictEqual({ ...before.load, sampledAt: '' }, { ...after.load, sampledAt: '' })
  const [wasActive, isActive] = [Date.parse(before.lastActiveTime ?? ''), Date.parse(after.lastActiveTime ?? '')]
  const sameTime = Math.abs(isActive - wasActive) < ACTIVE_STEP_MS // not so when either is no time
  return {
    ...after,
    ...(sameLoad ? { load: before.load } : {}),
    ...(sameTime ? { lastActiveTime: before.lastActiveTime as string } : {})
  }
}

function unpaced (status: ProtocolStatus): ProtocolStatus {
  const rest: Record<string, unknown> = { ...status }
  for (const name of PACED) delete rest[name]
  return rest
}

function withPaced (status: ProtocolStatus, from: ProtocolStatus): ProtocolStatus {
  return { ...unpaced(status), ...Object.fromEntries(PACED.flatMap((name) => from[name] === undefined ? [] : [[name, from[name]]])) }
}
