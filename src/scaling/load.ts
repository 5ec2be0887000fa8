/** From load to slots. */
import type { Gauges } from './sample.ts'
import type { ScalingOptions } from './options.ts'

/** The most that held calls are worth is one slot each, reached when a call takes this long: at least 10 s, or a quarter of the cold start. */
export const MIN_HELD_DIVISOR_SECONDS = 10

/** Share of the cold start within which held calls should be worked off once the workers are there. */
export const HELD_DIVISOR_SHARE = 0.25

/** What the slots are made of. */
export interface LoadView {
  /** Arrivals of calls per second. */
  rate: number
  /** Seconds of one call. */
  callSeconds: number
  /** Seconds of one job; null when none has finished: each is worth a slot. */
  jobSeconds: number | null
  /** Mean cold start. */
  coldSeconds: number
  gauges: Gauges
}

/** Slots for calls that wait: as many as work them off in D seconds, one each at most. The queue of a cold start is not the load that follows it. */
export function heldSlots (held: number, callSeconds: number, coldSeconds: number): number {
  return held * Math.min(1, callSeconds / Math.max(MIN_HELD_DIVISOR_SECONDS, coldSeconds * HELD_DIVISOR_SHARE))
}

/** Wanted slots W: load, headroom by its square root, held calls, running jobs, and waiting jobs worked off in `queueDrainSeconds`. */
export function wantedSlots (view: LoadView, options: ScalingOptions): number {
  const { gauges } = view
  const load = view.callSeconds * view.rate
  const jobShare = view.jobSeconds === null ? 1 : Math.min(1, view.jobSeconds / options.queueDrainSeconds)
  return load + options.headroomPercent / 100 * Math.sqrt(load) + heldSlots(gauges.held, view.callSeconds, view.coldSeconds) +
    gauges.queueActive + gauges.queueWaiting * jobShare
}

/** Workers for `slots`, never fewer than running work occupies. */
export function workersFor (slots: number, gauges: Gauges, concurrency: number): number {
  // The small number keeps 3.0000000000000004 slots from asking for a fourth worker.
  return Math.max(Math.ceil(slots / concurrency - 1e-9), Math.ceil((gauges.interactive + gauges.queueActive) / concurrency))
}
