/**
 * Ray Serve's autoscaling and a fixed pool.
 *
 * Rules: https://docs.ray.io/en/latest/serve/advanced-guides/advanced-autoscaling.html: two ongoing requests a replica, averaged over 30 s; 30 s before a step up, 600 s before one down.
 */
import type { PoolPolicyFactory } from './pool-policy.ts'

/** Defaults of `autoscaling_config`. */
export const RAY_DEFAULTS = { targetOngoing: 2, lookBackSeconds: 30, upDelaySeconds: 30, downDelaySeconds: 600 } as const

/** The rule, from zero up if the pool may; `targetOngoing` requests a replica. */
export function ray (targetOngoing: number = RAY_DEFAULTS.targetOngoing): PoolPolicyFactory {
  const { lookBackSeconds, upDelaySeconds, downDelaySeconds } = RAY_DEFAULTS
  return (settings) => {
    const periodSeconds = 2
    const values: number[] = []
    let upSince: number | null = null
    let downSince: number | null = null
    return {
      periodSeconds,
      isPushed: true,
      isDraining: false,
      decide (sample, isActivation) {
        const { replicas, t } = sample
        if (isActivation) return Math.max(1, replicas)
        values.push(sample.avgInteractive + sample.avgHeld + sample.avgQueueActive + sample.avgQueueWaiting)
        values.splice(0, values.length - lookBackSeconds / periodSeconds)
        const average = values.reduce((sum, value) => sum + value, 0) / values.length
        const wanted = Math.min(settings.max, Math.max(settings.min, Math.ceil(average / targetOngoing)))
        upSince = wanted > replicas ? upSince ?? t : null
        downSince = wanted < replicas ? downSince ?? t : null
        const isDue = t - (upSince ?? t) >= upDelaySeconds || t - (downSince ?? t) >= downDelaySeconds || (replicas === 0 && wanted > 0)
        if (!isDue) return replicas
        upSince = downSince = null
        return wanted
      }
    }
  }
}

/** A pool of fixed size: `times` the workers that the mean load fills. */
export function fixedPool (times: number): PoolPolicyFactory {
  return (settings) => {
    const count = Math.max(1, Math.ceil(times * settings.meanSlots / settings.concurrency - 1e-9))
    return { periodSeconds: 60, isPushed: false, isDraining: true, decide: () => count }
  }
}
