/** The policy: how many workers a protocol should have. The words for it, and what it was measured against, are in docs/scaling.md. */
import { addArrivals, arrivalRate, secondsSinceArrival, slowRate } from './arrivals.ts'
import { clampWorkers } from './clamp.ts'
import { idleState, learnIdle } from './idle.ts'
import { firstHoldSeconds, keptLevel, moveLevels } from './levels.ts'
import { wantedSlots, workersFor } from './load.ts'
import { newSamples, readCounters, readGauges, STALE_SECONDS } from './sample.ts'
import { addColdStarts, addFinished, CALL_MEMORY, JOB_MEMORY, serviceSeconds } from './service-time.ts'
import { followSpell, wakeSize } from './wake-size.ts'
import type { ScalingOptions } from './options.ts'
import type { Choice, ScalingReason } from './reason.ts'
import type { Gauges, Sample } from './sample.ts'
import type { ScalingState } from './state.ts'

/** Time between two decisions. 2 s: a fraction of the shortest cold start, and cheap. A first call held at zero is asked about at once. */
export const TICK_SECONDS = 2

/** An answer of {@link decide}. */
export interface ScalingDecision {
  /** Workers. Zero is a wish: it may be written only by way of `stepToZero`. */
  readonly desired: number
  readonly state: ScalingState
  readonly reason: ScalingReason
  /** Wanted slots W: load, headroom, held calls, jobs. What an external scaler is told. */
  readonly slots: number
}

/** What the samples said. */
interface Reading {
  readonly gauges: Gauges
  /** Newest data is there, complete, and no counter fell: only then may the count fall and the clocks run. */
  readonly sound: boolean
  readonly activation: boolean
  readonly unschedulable: number
}

/** Workers wanted now. */
interface Wanted {
  want: number
  /** By the minute's rate and without calls that wait: neither a jump nor the queue of a cold start is a measure of a spell. */
  needed: number
}

const NOTHING_KNOWN: Gauges = {
  interactive: 0, held: 0, queueWaiting: 0, queueActive: 0, ready: 0, starting: 0, draining: 0, replicas: 0, callsAgeSeconds: 0, jobsAgeSeconds: 0
}

/**
 * Decides how many workers there should be `now` (seconds, the clock of the samples). Pure: it changes nothing and the same input gives the same answer.
 *
 * `samples` are the readings since the last decision; known ones are skipped. None, or only old ones, means that nothing is known: the count may rise and does not fall.
 */
export function decide (state: ScalingState, samples: readonly Sample[], now: number, options: ScalingOptions): ScalingDecision {
  const read = readSamples(state, samples, now)
  const { reading } = read
  const learnt = read.state
  const { gauges } = reading
  const callSeconds = serviceSeconds(learnt.calls, gauges.callsAgeSeconds, gauges.interactive)
  const jobSeconds = learnt.jobs.count === 0 ? null : serviceSeconds(learnt.jobs, gauges.jobsAgeSeconds, gauges.queueActive)
  const isQuiet = secondsSinceArrival(learnt.arrivals, now) >= Math.max(STALE_SECONDS, options.idleSeconds)
  const view = { rate: isQuiet ? 0 : arrivalRate(learnt.arrivals, now), callSeconds, jobSeconds, coldSeconds: learnt.coldSeconds, gauges }
  const slots = wantedSlots(view, options)
  const want = Math.min(options.max, Math.max(workersFor(slots, gauges, options.concurrency), reading.activation ? 1 : 0))
  const steady = wantedSlots({ ...view, rate: isQuiet ? 0 : slowRate(learnt.arrivals, now), gauges: { ...gauges, held: 0 } }, options)
  const needed = Math.min(want, Math.ceil(steady / options.concurrency - 1e-9))
  const moved = moveWanted(learnt, { want, needed }, reading, options)
  const choice = choose(moved, want, reading, options)
  const limited = clampWorkers(choice, { ...gauges, unschedulable: reading.unschedulable, replicas: Math.max(gauges.replicas, state.desired) }, options)
  return { desired: limited.desired, reason: limited.reason, slots, state: { ...moved, desired: limited.desired } }
}

/** Takes up the counters of all new samples and the gauges of the newest. */
function readSamples (state: ScalingState, samples: readonly Sample[], now: number): { state: ScalingState, reading: Reading } {
  const fresh = newSamples(samples, state.sampleAt, now)
  let learnt = state
  let sound = true
  for (const sample of fresh) {
    const before = learnt.sampleAt
    const { steps, known, sound: intact } = readCounters(learnt.counters, sample)
    const { complete } = readGauges(sample)
    sound &&= intact
    learnt = {
      ...learnt,
      sampleAt: sample.t,
      counters: known,
      clock: intact && complete && sample.partial !== true && now - sample.t <= STALE_SECONDS ? learnt.clock + stepSeconds(before, sample.t) : learnt.clock,
      arrivals: addArrivals(learnt.arrivals, steps.callsArrived, sample.t),
      calls: addFinished(learnt.calls, steps.callsFinished, steps.callsFinishedSeconds, CALL_MEMORY),
      jobs: addFinished(learnt.jobs, steps.jobsFinished, steps.jobsFinishedSeconds, JOB_MEMORY),
      coldSeconds: addColdStarts(learnt.coldSeconds, steps.coldStarts, steps.coldStartSeconds)
    }
  }
  const newest = fresh.at(-1)
  if (newest === undefined || now - newest.t > STALE_SECONDS) {
    return { state: learnt, reading: { gauges: NOTHING_KNOWN, sound: false, activation: false, unschedulable: 0 } }
  }
  const { unschedulable = 0 } = newest
  const { gauges, complete } = readGauges(newest)
  return { state: learnt, reading: { gauges, sound: sound && complete && newest.partial !== true, activation: newest.activation === true, unschedulable } }
}

/** The clock runs from reading to reading, and not over a hole between them. */
function stepSeconds (before: number | null, at: number): number {
  return before !== null && at - before <= STALE_SECONDS ? at - before : 0
}

/** Level and idle clocks, busy spells, the wait for a first worker. Without sound data only rises are noted. */
function moveWanted (state: ScalingState, { want, needed }: Wanted, reading: Reading, options: ScalingOptions): ScalingState {
  const { clock, coldSeconds } = state
  const isStarting = reading.gauges.starting > 0 && reading.gauges.ready === 0
  const startingSince = isStarting ? state.startingSince ?? clock : null
  if (!reading.sound && want <= state.want) return { ...state, startingSince }
  const followed = state.spell === null ? { spell: null, sizes: state.wakeSizes } : followSpell(state.spell, state.wakeSizes, { clock, want, needed, coldSeconds })
  const moved = {
    ...state,
    want,
    startingSince,
    levels: moveLevels(state.levels, { before: state.want, want, clock }, { coldSeconds, options }),
    spell: followed.spell,
    wakeSizes: followed.sizes
  }
  if (want > 0 && state.want === 0) return wakeUp(moved, needed, reading, options)
  return want === 0 && state.want > 0 ? { ...moved, idle: { ...state.idle, fellAt: clock } } : moved
}

/** Work is back after a gap or from zero: a spell begins, and its usual size is ordered at once, on top of a worker that was kept. */
function wakeUp (state: ScalingState, needed: number, reading: Reading, options: ScalingOptions): ScalingState {
  const { idle, clock, coldSeconds } = state
  const ordered = wakeSize(state.wakeSizes, options.activationReplicas)
  const learnt = learnIdle(idle, clock, { coldSeconds, wakeSize: ordered, options })
  const isFromZero = reading.gauges.ready + reading.gauges.starting === 0
  return learnt === idle && !isFromZero ? state : { ...state, idle: learnt, spell: { startedAt: clock, needed, ordered } }
}

/** The largest of what the parts ask for. */
function choose (state: ScalingState, want: number, reading: Reading, options: ScalingOptions): Choice {
  const { clock } = state
  const present = Math.max(state.desired, reading.gauges.replicas)
  const isStarting = state.startingSince !== null && clock - state.startingSince < options.activationTimeoutSeconds
  const claims: Array<[desired: number, reason: ScalingReason]> = [
    [want, 'load'],
    [reading.sound ? 0 : present, 'unknown'],
    [keptLevel(state.levels, { want, replicas: present, clock, unknownHoldSeconds: unknownHold(state, want) }, options), 'kept'],
    [state.spell?.ordered ?? 0, 'woken'],
    want === 0 ? idleClaim(state, options) : [0, 'zero'],
    [isStarting ? 1 : 0, 'starting'],
    [state.settle !== null && clock < state.settle.until ? state.settle.replicas : 0, 'settling']
  ]
  let best: Choice = { desired: 0, reason: 'zero' }
  for (const [desired, reason] of claims) {
    if (desired > best.desired) best = { desired, reason }
  }
  return best
}

/** Hold time of a level that knows too little: the first guess, or less when nothing is wanted and the idle gaps say so. */
function unknownHold (state: ScalingState, want: number): number {
  const first = firstHoldSeconds(state.coldSeconds)
  return want === 0 ? Math.min(first, state.idle.levelHoldSeconds ?? first) : first
}

/** What the idle rule asks for while nothing is wanted: to keep a worker that is there, or to have some before work returns. */
function idleClaim (state: ScalingState, options: ScalingOptions): [desired: number, reason: ScalingReason] {
  const idle = idleState(state.idle, state.clock, state.coldSeconds, options)
  if (idle === 'expecting') return [wakeSize(state.wakeSizes, options.activationReplicas), 'expected']
  return [idle === 'held' ? Math.min(1, state.desired) : 0, 'idle']
}
