/**
 * Kubernetes' HorizontalPodAutoscaler, and KEDA, which drives one.
 *
 * Rules: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ (sync 15 s, tolerance 10 %, down window 300 s, up by 100 % or 4 pods in 15 s);
 * https://keda.sh/docs/latest/concepts/scaling-deployments/ (poll 30 s, cooldown 300 s, from and to zero past the HPA).
 */
import type { FullSample, PoolPolicy, PoolPolicyFactory, PoolSettings } from './pool-policy.ts'

/** Time between two looks of the HPA. */
export const HPA_SYNC_SECONDS = 15

/** A ratio this close to one changes nothing. */
export const HPA_TOLERANCE = 0.1

/** The count follows the highest recommendation of this time. */
export const HPA_DOWN_WINDOW_SECONDS = 300

/** Scrape interval of the metrics pipeline: what the HPA sees is the average of the interval before. */
export const METRIC_STALE_SECONDS = 30

/** Poll interval of KEDA at zero. */
export const KEDA_POLL_SECONDS = 30

/** Time without activity after which KEDA goes to zero, from any size. */
export const KEDA_COOLDOWN_SECONDS = 300

/** What an HPA follows. */
export interface HpaTarget {
  /** The whole pool's value now or on average. */
  metric: (sample: FullSample) => number
  /** What one worker should have of it. */
  perWorker: number
  /** The metric cannot exceed the workers there are, as the use of a GPU; the ratio then is to ready workers. */
  isUse?: boolean
}

/** The formula with tolerance, limits on growth and the down window. */
class HpaRule {
  readonly #target: HpaTarget
  readonly #settings: PoolSettings
  #recommendations: Array<{ at: number, count: number }> = []
  #seen: number | null = null
  #sum = 0
  #samples = 0
  #scrapedAt = 0

  constructor (target: HpaTarget, settings: PoolSettings) {
    this.#target = target
    this.#settings = settings
  }

  /** Takes up a sample; the metric changes once in an interval. */
  observe (sample: FullSample): void {
    this.#sum += this.#target.metric(sample)
    this.#samples += 1
    if (sample.t - this.#scrapedAt < METRIC_STALE_SECONDS) return
    this.#seen = this.#sum / this.#samples
    this.#sum = 0
    this.#samples = 0
    this.#scrapedAt = sample.t
  }

  /** The count after a sync. */
  sync (sample: FullSample): number {
    const { replicas, t } = sample
    const current = Math.max(1, replicas)
    const recommended = this.#recommend(current, sample)
    this.#recommendations = this.#recommendations.filter(({ at }) => t - at < HPA_DOWN_WINDOW_SECONDS)
    this.#recommendations.push({ at: t, count: recommended })
    const stabilized = recommended < current ? Math.min(current, Math.max(...this.#recommendations.map(({ count }) => count))) : recommended
    const most = Math.max(current * 2, current + 4)
    return Math.min(this.#settings.max, Math.max(1, this.#settings.min, Math.min(stabilized, most)))
  }

  #recommend (current: number, sample: FullSample): number {
    // Before the first scrape there is no metric, and the HPA does nothing.
    if (this.#seen === null) return current
    const { perWorker, isUse } = this.#target
    if (isUse !== true) {
      const ratio = this.#seen / (perWorker * current)
      return Math.abs(ratio - 1) <= HPA_TOLERANCE ? current : Math.ceil(this.#seen / perWorker)
    }
    const ready = Math.max(1, sample.ready)
    const ratio = Math.min(1, this.#seen / (ready * this.#settings.concurrency)) / perWorker
    // Pods that are not ready count as idle on the way up, which dampens growth.
    const damped = ratio > 1 ? ratio * ready / current : ratio
    if (Math.abs(ratio - 1) <= HPA_TOLERANCE || (ratio > 1 && damped <= 1)) return current
    return Math.ceil(ratio > 1 ? damped * current : ratio * ready)
  }
}

/** An HPA alone: never below one. */
export function hpa (target: (settings: PoolSettings) => HpaTarget): PoolPolicyFactory {
  return (settings) => {
    const rule = new HpaRule(target(settings), settings)
    let syncAt = 0
    let count = Math.max(1, settings.startReplicas)
    return {
      periodSeconds: 1,
      isPushed: false,
      isDraining: false,
      decide (sample) {
        rule.observe(sample)
        if (sample.t < syncAt) return count
        syncAt = sample.t + HPA_SYNC_SECONDS
        count = rule.sync(sample)
        return count
      }
    }
  }
}

/** HPA on running and held calls and jobs, 80 % of the slots. */
export const hpaConcurrency: PoolPolicyFactory = hpa(({ concurrency }) => ({ metric: allWork, perWorker: 0.8 * concurrency }))

/** HPA on the use of the GPUs, 80 %. */
export const hpaUse: PoolPolicyFactory = hpa(() => ({ metric: (sample) => sample.avgInteractive + sample.avgQueueActive, perWorker: 0.8, isUse: true }))

/** KEDA's rules around an HPA: zero after the cooldown, one as soon as a poll (or a push) finds activity. */
function keda (target: (settings: PoolSettings) => HpaTarget, isPushed: boolean): PoolPolicyFactory {
  return (settings): PoolPolicy => {
    const { metric, ...rest } = target(settings)
    const rule = new HpaRule({ metric, ...rest }, settings)
    let syncAt = 0
    let pollAt = 0
    let activeAt = 0
    let count = settings.startReplicas
    return {
      periodSeconds: 1,
      isPushed,
      isDraining: false,
      decide (sample, isActivation) {
        if (isActivation) {
          activeAt = sample.t
          count = Math.max(1, count)
          return count
        }
        rule.observe(sample)
        if (sample.t >= pollAt) {
          pollAt = sample.t + KEDA_POLL_SECONDS
          const isActive = metric(sample) > 0
          if (isActive) activeAt = sample.t
          if (count === 0 && isActive) count = 1
          else if (sample.t - activeAt >= KEDA_COOLDOWN_SECONDS) count = settings.min
        }
        if (count === 0 || sample.t < syncAt) return count
        syncAt = sample.t + HPA_SYNC_SECONDS
        count = rule.sync(sample)
        return count
      }
    }
  }
}

/** KEDA on the length of the queue, five per worker: what waits, not what runs. */
export const kedaList: PoolPolicyFactory = keda(() => ({ metric: ({ held, queueWaiting }) => held + queueWaiting, perWorker: 5 }), false)

/** KEDA on a pushed metric of all work, 80 % of the slots. */
export const kedaPushed: PoolPolicyFactory = keda(({ concurrency }) => ({ metric: allWork, perWorker: 0.8 * concurrency }), true)

function allWork ({ avgInteractive, avgHeld, avgQueueActive, avgQueueWaiting }: FullSample): number {
  return avgInteractive + avgHeld + avgQueueActive + avgQueueWaiting
}
