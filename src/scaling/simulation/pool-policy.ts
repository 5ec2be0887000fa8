/** What a simulated pool asks: any rule that answers a count. */
import type { Gauges, Counters, Sample } from '../sample.ts'

/** A sample in which everything is known, averages included. */
export type FullSample = Gauges & Counters & Required<Pick<Sample, 't' | 'avgInteractive' | 'avgHeld' | 'avgQueueWaiting' | 'avgQueueActive'>>

/** One rule at work on one pool; it may keep state. */
export interface PoolPolicy {
  /** Time between two questions. */
  readonly periodSeconds: number
  /** Is asked at once when a call is held at zero. */
  readonly isPushed: boolean
  /** Busy workers finish their work before they go, and may be taken back; otherwise they are killed after {@link KILL_SECONDS}. */
  readonly isDraining: boolean
  /** How many workers there should be. */
  decide: (sample: FullSample, isActivation: boolean) => number
}

/** What a policy is told about its pool before it starts. */
export interface PoolSettings {
  concurrency: number
  coldStartSeconds: number
  deadlineSeconds: number
  min: number
  max: number
  startReplicas: number
  /** Average busy slots of the whole workload; only for rules that know it beforehand. */
  meanSlots: number
}

/** Makes a rule for a pool. */
export type PoolPolicyFactory = (settings: PoolSettings) => PoolPolicy

/** Kubernetes' default grace period: what still runs then is killed. */
export const KILL_SECONDS = 30
