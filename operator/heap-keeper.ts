/**
 * Collects garbage when there is little else to do. V8 alone lets it grow to a share of what is alive before it collects, and a process at rest then holds it for nothing
 * (docs/performance.md). `--optimize-for-size` lets less of it grow, but makes all code slower.
 */
import { performance } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import type { Startable } from '@subnetes/common'

/** Between two looks. */
const LOOK_MS = 10_000
/** A share of the event loop above which the process has better things to do. A leader of a thousand Protocols without load uses a fifth. */
const REST_SHARE = 0.5
/** Garbage that is worth a collection: a quarter of what was alive after the last one, and no less than this. */
const GARBAGE_SHARE = 0.25
const MIN_GARBAGE_BYTES = 8 * 2 ** 20

/** What a look sees. */
export interface HeapSight {
  /** Bytes of objects, garbage included. */
  readonly usedBytes: number
  /** Bytes after the last collection; 0 before the first. */
  readonly aliveBytes: number
  /** Share of the time since the last look for which the event loop was busy. */
  readonly busyShare: number
}

/** Whether a collection gives enough back, and disturbs nobody. */
export function isWorthCollecting ({ usedBytes, aliveBytes, busyShare }: HeapSight): boolean {
  return busyShare < REST_SHARE && usedBytes > aliveBytes + Math.max(MIN_GARBAGE_BYTES, aliveBytes * GARBAGE_SHARE)
}

/** What a {@link HeapKeeper} may be given in place of the process's own. */
export interface HeapKeeperInit {
  /** V8's collector. @default the one of `--expose-gc` */
  readonly collect?: NodeJS.GCFunction | undefined
  /** Share of the time since it was asked last for which the event loop was busy. */
  readonly busyShare?: () => number
}

/** Looks every ten seconds. Does nothing where Node was started without `--expose-gc`. */
export class HeapKeeper implements Startable {
  readonly #collect: NodeJS.GCFunction | undefined
  readonly #busyShare: () => number
  #timer: NodeJS.Timeout | undefined
  #aliveBytes = 0

  constructor (init: HeapKeeperInit = {}) {
    this.#collect = init.collect ?? globalThis.gc
    this.#busyShare = init.busyShare ?? loopBusyShare()
  }

  async start (): Promise<void> {
    if (this.#collect !== undefined) this.#timer ??= setInterval(() => this.#look(), LOOK_MS).unref()
  }

  async stop (): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #look (): void {
    if (!isWorthCollecting({ usedBytes: usedBytes(), aliveBytes: this.#aliveBytes, busyShare: this.#busyShare() })) return
    this.#collect?.()
    this.#aliveBytes = usedBytes()
  }
}

function loopBusyShare (): () => number {
  let last = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, last)
    last = now
    return utilization
  }
}

function usedBytes (): number {
  return getHeapStatistics().used_heap_size
}
