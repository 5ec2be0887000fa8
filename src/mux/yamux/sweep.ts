/** One timer for the slow duties of all connections: keep-alive, silent and lingering streams. */

/** How often each connection is looked at. */
const SWEEP_INTERVAL_MS = 1_000

/** A sweep that comes later than this follows a pause of this process (a long turn, a stopped machine), in which no peer could be heard. */
const LATE_MS = 5_000

/** Has slow duties. */
export interface Sweepable {
  /** @param wasPaused this process has not run for a while: silence says nothing about the peer */
  readonly sweep: (nowMs: number, wasPaused: boolean) => void
}

const all = new Set<Sweepable>()
let timer: NodeJS.Timeout | undefined
let lastMs = 0

/** Sweeps from now on. */
export function startSweeping (one: Sweepable): void {
  all.add(one)
  if (timer !== undefined) return
  lastMs = performance.now()
  timer = setInterval(sweepAll, SWEEP_INTERVAL_MS)
  timer.unref()
}

/** Ends {@link startSweeping}. */
export function stopSweeping (one: Sweepable): void {
  all.delete(one)
  if (all.size > 0) return
  clearInterval(timer)
  timer = undefined
}

function sweepAll (): void {
  const nowMs = performance.now()
  const wasPaused = nowMs - lastMs > LATE_MS
  lastMs = nowMs
  for (const one of [...all]) one.sweep(nowMs, wasPaused)
}
