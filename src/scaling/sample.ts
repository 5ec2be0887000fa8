/** What the policy is told: one reading of a protocol's load, its counters as steps, and when a reading may not be believed. */

/** A reading older than this is no data. 6 s: three ticks. */
export const STALE_SECONDS = 6

/** What is there now. `interactive`, `queueActive` and `ready` leave draining workers out. */
export interface Gauges {
  /** Calls running. */
  interactive: number
  /** Calls that wait for a slot. */
  held: number
  /** Jobs that wait and are due within the cold start. */
  queueWaiting: number
  /** Jobs running. */
  queueActive: number
  /** Workers that take work. */
  ready: number
  /** Workers created and not ready yet. */
  starting: number
  /** Workers that finish what they have. */
  draining: number
  /** The count that was last written. */
  replicas: number
  /** Sum of the ages of running calls, seconds. */
  callsAgeSeconds: number
  /** Sum of the ages of running jobs, seconds. */
  jobsAgeSeconds: number
}

/** Counters that only grow; one that falls was restarted. A lost report costs nothing. */
export interface Counters {
  callsArrived: number
  callsFinished: number
  callsFinishedSeconds: number
  jobsFinished: number
  jobsFinishedSeconds: number
  coldStarts: number
  coldStartSeconds: number
}

/** One reading at `t` (seconds, any origin). A field that is missing or no finite number from zero is unknown, which is never taken for zero. */
export interface Sample extends Partial<Gauges>, Partial<Counters> {
  t: number
  /** Asked because a call is held at zero. */
  activation?: boolean
  /** Some of it is missing: the values are what is known, and the truth may be more. */
  partial?: boolean
  /** Workers the scheduler finds no place for; part of `starting`. */
  unschedulable?: number
  /** Averages since the last sample, for policies that look at averages; ours does not. */
  avgInteractive?: number
  avgHeld?: number
  avgQueueWaiting?: number
  avgQueueActive?: number
}

const GAUGES: ReadonlyArray<keyof Gauges> = [
  'interactive', 'held', 'queueWaiting', 'queueActive', 'ready', 'starting', 'draining', 'replicas', 'callsAgeSeconds', 'jobsAgeSeconds'
]

/** The names of {@link Counters}, in the order in which a state stores them. */
export const COUNTERS: ReadonlyArray<keyof Counters> = [
  'callsArrived', 'callsFinished', 'callsFinishedSeconds', 'jobsFinished', 'jobsFinishedSeconds', 'coldStarts', 'coldStartSeconds'
]

/** Whether a value is a count or a time: finite and not below zero. */
export function isKnown (value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER
}

/** The gauges of a sample with unknown ones as zero, and whether all were known. */
export function readGauges (sample: Sample): { gauges: Gauges, complete: boolean } {
  let complete = true
  const gauges = {} as Gauges
  for (const name of GAUGES) {
    const value = sample[name]
    const known = isKnown(value)
    gauges[name] = known ? value : 0
    complete &&= known
  }
  return { gauges, complete }
}

/** How far the counters went since they were last known. */
export interface CounterSteps {
  steps: Counters
  /** The counters as they are known now. */
  known: Partial<Counters>
  /** Every counter was there and none fell. */
  sound: boolean
}

/** Compares with what was known before. A counter seen for the first time gives no step; one that fell gives its new value. */
export function readCounters (before: Partial<Counters>, sample: Sample): CounterSteps {
  const steps = {} as Counters
  const known: Partial<Counters> = {}
  let sound = true
  for (const name of COUNTERS) {
    const value = sample[name]
    const last = before[name]
    steps[name] = 0
    if (!isKnown(value)) {
      sound = false
      if (last !== undefined) known[name] = last
      continue
    }
    known[name] = value
    if (last === undefined) continue
    sound &&= value >= last
    steps[name] = value >= last ? value - last : value
  }
  return { steps, known, sound }
}

/** The samples not seen before, oldest first: later than `after` and not in the future. */
export function newSamples (samples: readonly Sample[], after: number | null, now: number): Sample[] {
  return samples
    .filter((sample) => typeof sample === 'object' && sample !== null && Number.isFinite(sample.t) && sample.t <= now && (after === null || sample.t > after))
    .sort((one, other) => one.t - other.t)
}
