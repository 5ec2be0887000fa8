/** What may be set for one protocol's scaling, its defaults, and their reasons. Measured in docs/scaling.md. */
import { SubnetesError } from '@subnetes/common'

/** Spare slots in percent of the square root of the load. 100: full headroom at one slot, 18 % at thirty (square-root staffing); 60 is the lean setting. */
export const DEFAULT_HEADROOM_PERCENT = 100

/** Time in which waiting jobs should be worked off. 300 s: nobody watches a backlog, and 60 s costs about half as much again on hourly batches. */
export const DEFAULT_QUEUE_DRAIN_SECONDS = 300

/** What a caller who meets no worker is worth, in seconds of one idle worker. 1800 s: half an hour of a GPU for one cold start spared; the knob between sleep and loss. */
export const DEFAULT_COLD_START_PENALTY_SECONDS = 1800

/** What it costs, beyond the cold start itself, that a level was given up too early; in percent of a cold start. 300: three waits of that length. */
export const DEFAULT_KEEP_PENALTY_COLD_STARTS_PERCENT = 300

/** Longest learnt stay of the last worker. One hour: longer gaps are a matter of `minReplicas`. */
export const DEFAULT_IDLE_MAX_SECONDS = 3600

/** Time without demand before the last worker goes, until six gaps are known. 300 s: what KEDA and Ray take, too. */
export const DEFAULT_IDLE_SECONDS = 300

/** The fixed time of the `Window` policy. 300 s: the down window of an HPA. */
export const DEFAULT_WINDOW_SECONDS = 300

/** Cold start assumed before one has been measured. 60 s: image in the node's cache, weights of a small model. */
export const DEFAULT_COLD_SECONDS = 60

/** Longest time a first worker may take before the pool may fall back to zero under it. 600 s: images and weights need minutes. */
export const DEFAULT_ACTIVATION_TIMEOUT_SECONDS = 600

/** Most workers a state has room for: the limit of the CRD. */
export const MAX_REPLICAS = 10_000

/** When spare workers go: after a learnt time for each level, or after a fixed one. */
export type ScaleDownPolicy = 'Learned' | 'Window'

/** What the caller may choose; the names are those of `spec.autoscaling`. */
export interface ScalingInit {
  /** Slots of one worker. @default 1 */
  concurrency?: number
  /** Fewest workers. @default 0 */
  min?: number
  /** Most workers. @default 100 */
  max?: number
  /** Cold start until one is measured. @default 60 */
  coldSeconds?: number
  /** Longest wait of a caller; part of the contract of `npm run policy`, not of the formula. @default 30 */
  deadlineSeconds?: number
  /** Workers of the first start from zero, until sizes of busy spells are known. @default 1 */
  activationReplicas?: number
  /** See {@link DEFAULT_ACTIVATION_TIMEOUT_SECONDS}. */
  activationTimeoutSeconds?: number
  /** See {@link DEFAULT_HEADROOM_PERCENT}. */
  headroomPercent?: number
  /** See {@link DEFAULT_QUEUE_DRAIN_SECONDS}. */
  queueDrainSeconds?: number
  /** See {@link DEFAULT_COLD_START_PENALTY_SECONDS}. */
  coldStartPenaltySeconds?: number
  /** See {@link DEFAULT_KEEP_PENALTY_COLD_STARTS_PERCENT}. */
  keepPenaltyColdStartsPercent?: number
  /** See {@link DEFAULT_IDLE_SECONDS}. */
  idleSeconds?: number
  /** See {@link DEFAULT_IDLE_MAX_SECONDS}. */
  idleMaxSeconds?: number
  /** How long a level above the first is kept. */
  scaleDown?: { policy?: ScaleDownPolicy, windowSeconds?: number }
}

/** A complete {@link ScalingInit}. */
export interface ScalingOptions extends Required<Omit<ScalingInit, 'scaleDown'>> {
  readonly scaleDown: { readonly policy: ScaleDownPolicy, readonly windowSeconds: number }
}

const DEFAULTS: Omit<ScalingOptions, 'scaleDown'> = {
  concurrency: 1,
  min: 0,
  max: 100,
  coldSeconds: DEFAULT_COLD_SECONDS,
  deadlineSeconds: 30,
  activationReplicas: 1,
  activationTimeoutSeconds: DEFAULT_ACTIVATION_TIMEOUT_SECONDS,
  headroomPercent: DEFAULT_HEADROOM_PERCENT,
  queueDrainSeconds: DEFAULT_QUEUE_DRAIN_SECONDS,
  coldStartPenaltySeconds: DEFAULT_COLD_START_PENALTY_SECONDS,
  keepPenaltyColdStartsPercent: DEFAULT_KEEP_PENALTY_COLD_STARTS_PERCENT,
  idleSeconds: DEFAULT_IDLE_SECONDS,
  idleMaxSeconds: DEFAULT_IDLE_MAX_SECONDS
}

/** Allowed values, [from, to]; counts are whole numbers. */
const RANGES: Record<keyof typeof DEFAULTS, readonly [from: number, to: number]> = {
  concurrency: [1, 10_000],
  min: [0, MAX_REPLICAS],
  max: [1, MAX_REPLICAS],
  coldSeconds: [0.001, 86_400],
  deadlineSeconds: [0.001, 604_800],
  activationReplicas: [1, MAX_REPLICAS],
  activationTimeoutSeconds: [1, 86_400],
  headroomPercent: [0, 1000],
  queueDrainSeconds: [1, 86_400],
  coldStartPenaltySeconds: [0, 86_400],
  keepPenaltyColdStartsPercent: [0, 100_000],
  idleSeconds: [0, 86_400],
  idleMaxSeconds: [0, 604_800]
}

const WHOLE: ReadonlySet<string> = new Set(['concurrency', 'min', 'max', 'activationReplicas'])

/**
 * Fills in the defaults and checks the limits.
 *
 * @throws {SubnetesError} `invalid_argument` naming the field, what was read and what is allowed
 */
export function resolveScalingOptions (init: ScalingInit = {}): ScalingOptions {
  const values = { ...DEFAULTS }
  for (const name of Object.keys(RANGES) as Array<keyof typeof DEFAULTS>) {
    values[name] = readNumber(name, init[name] ?? DEFAULTS[name])
  }
  if (values.min > values.max) {
    throw new SubnetesError('invalid_argument', `min is ${values.min} and max is ${values.max}: min must not be above max`)
  }
  return { ...values, scaleDown: resolveScaleDown(init.scaleDown) }
}

function resolveScaleDown (init: ScalingInit['scaleDown']): ScalingOptions['scaleDown'] {
  const policy = init?.policy ?? 'Learned'
  if (policy !== 'Learned' && policy !== 'Window') {
    throw new SubnetesError('invalid_argument', `scaleDown.policy is ${JSON.stringify(policy)}: must be Learned or Window`)
  }
  const windowSeconds = init?.windowSeconds ?? DEFAULT_WINDOW_SECONDS
  if (!(windowSeconds >= 0 && windowSeconds <= 86_400)) {
    throw new SubnetesError('invalid_argument', `scaleDown.windowSeconds is ${windowSeconds}: must be from 0 to 86400`)
  }
  return { policy, windowSeconds }
}

function readNumber (name: keyof typeof DEFAULTS, value: unknown): number {
  const [from, to] = RANGES[name]
  if (typeof value !== 'number' || !(value >= from && value <= to) || (WHOLE.has(name) && !Number.isInteger(value))) {
    throw new SubnetesError('invalid_argument', `${name} is ${JSON.stringify(value)}: must be ${WHOLE.has(name) ? 'a whole number' : 'a number'} from ${from} to ${to}`)
  }
  return value
}
