/** What a manifest says about scaling, as the policy takes it. */
import { resolveScalingOptions } from './options.ts'
import type { ScaleDownPolicy, ScalingOptions } from './options.ts'

/** Who writes the count: our policy, an HPA or KEDA (and we only wake a pool at zero), or people alone. */
export type ScalingMode = 'Internal' | 'External' | 'Off'

/** The part of `spec` that scaling reads, defaults filled in; a `ProtocolSpec` is one. */
export interface ScaledSpec {
  readonly suspend: boolean
  readonly worker: { readonly concurrency: number }
  readonly autoscaling: {
    readonly mode: ScalingMode
    readonly minReplicas: number
    readonly maxReplicas: number
    readonly activationReplicas: number
    readonly activationTimeoutSeconds: number
    readonly headroomPercent: number
    readonly queueDrainSeconds: number
    readonly coldStartPenaltySeconds: number
    readonly keepPenaltyColdStartsPercent: number
    readonly idleSeconds: number
    readonly idleMaxSeconds: number
    readonly scaleDown: { readonly policy: ScaleDownPolicy, readonly windowSeconds: number }
    readonly hold: { readonly timeoutSeconds: number }
  }
}

/** Settings of a `PoolScaler`. */
export interface ScalerSettings {
  readonly mode: ScalingMode
  /** No workers, whatever the count says; nothing is written. */
  readonly isSuspended: boolean
  /** Decides and tells, and writes nothing. */
  readonly isPreview: boolean
  readonly options: ScalingOptions
}

/**
 * Reads them out of a spec.
 *
 * @param more `coldSeconds`: a cold start until one is measured
 * @throws {SubnetesError} `invalid_argument` naming a field out of range
 */
export function scalerSettings (spec: ScaledSpec, more: { coldSeconds?: number, isPreview?: boolean } = {}): ScalerSettings {
  const { mode, minReplicas: min, maxReplicas: max, hold, ...rest } = spec.autoscaling
  const { coldSeconds, isPreview = false } = more
  const init = { ...rest, concurrency: spec.worker.concurrency, min, max, deadlineSeconds: hold.timeoutSeconds, ...(coldSeconds === undefined ? {} : { coldSeconds }) }
  return { mode, isSuspended: spec.suspend, isPreview, options: resolveScalingOptions(init) }
}
