/**
 * Knative's pod autoscaler with its defaults.
 *
 * Rules: https://knative.dev/docs/serving/autoscaling/kpa-specific/ and pkg/autoscaler/scaling/autoscaler.go of knative/serving:
 * tick 2 s, stable window 60 s, panic window a tenth of it, panic at twice the capacity, target 70 %, at most a thousandfold up and half down, zero after a grace of 30 s.
 */
import type { FullSample, PoolPolicyFactory } from './pool-policy.ts'

/** Defaults of `config-autoscaler`. */
export const KPA_DEFAULTS = { tickSeconds: 2, stableSeconds: 60, panicSeconds: 6, panicThreshold: 2, targetShare: 0.7, upRate: 1000, downRate: 2, zeroGraceSeconds: 30 } as const

/** Averages of a value over two windows. */
class Windows {
  #readings: Array<{ at: number, value: number }> = []

  add (at: number, value: number): void {
    this.#readings.push({ at, value })
    const first = this.#readings.findIndex((reading) => reading.at > at - KPA_DEFAULTS.stableSeconds)
    if (first > 0) this.#readings.splice(0, first)
  }

  average (seconds: number, now: number): number {
    let sum = 0
    let count = 0
    for (let index = this.#readings.length - 1; index >= 0; index -= 1) {
      const reading = this.#readings[index]
      if (reading === undefined || reading.at <= now - seconds) break
      sum += reading.value
      count += 1
    }
    return count === 0 ? 0 : sum / count
  }
}

/** The rule; `scaleDownDelaySeconds` is 0 as shipped. */
export function kpa (scaleDownDelaySeconds = 0): PoolPolicyFactory {
  const { stableSeconds, panicSeconds, panicThreshold, targetShare, upRate, downRate, zeroGraceSeconds, tickSeconds } = KPA_DEFAULTS
  return (settings) => {
    const windows = new Windows()
    let panicAt: number | null = null
    let panicCount = 0
    let zeroSince: number | null = null
    let delayed: Array<{ at: number, count: number }> = []
    const wanted = (sample: FullSample): number => {
      const ready = Math.max(1, sample.ready)
      const target = targetShare * settings.concurrency
      const stable = Math.ceil(windows.average(stableSeconds, sample.t) / target)
      const panic = Math.ceil(windows.average(panicSeconds, sample.t) / target)
      const limit = (count: number): number => Math.min(Math.max(count, Math.floor(sample.ready / downRate)), upRate * ready)
      if (panic / ready >= panicThreshold) {
        panicAt = sample.t
      } else if (panicAt !== null && sample.t - panicAt > stableSeconds) {
        panicAt = null
        panicCount = 0
      }
      if (panicAt === null) return limit(stable)
      panicCount = Math.max(panicCount, limit(panic))
      return panicCount
    }
    return {
      periodSeconds: tickSeconds,
      isPushed: true,
      isDraining: false,
      decide (sample, isActivation) {
        if (isActivation) return Math.max(1, sample.replicas)
        windows.add(sample.t, sample.avgInteractive + sample.avgHeld + sample.avgQueueActive + sample.avgQueueWaiting)
        const now = wanted(sample)
        delayed = delayed.filter(({ at }) => sample.t - at < scaleDownDelaySeconds)
        delayed.push({ at: sample.t, count: now })
        const count = Math.max(...delayed.map((entry) => entry.count))
        if (count > 0) {
          zeroSince = null
          return count
        }
        if (sample.replicas === 0) return 0
        zeroSince ??= sample.t
        return sample.t - zeroSince >= zeroGraceSeconds ? 0 : 1
      }
    }
  }
}
