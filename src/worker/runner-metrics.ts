/** What a runner counts for Prometheus. */
import type { Metrics, SubnetesError } from '@subnetes/common'
import type { Compute } from './compute.ts'
import type { Slots } from './slots.ts'

/** Seconds; from a cache hit to a long generation. */
const CALL_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 120, 300]

/** Metrics of one runner: `subnetes_runner_*`. */
export class RunnerMetrics {
  readonly #calls
  readonly #seconds
  readonly #refused
  readonly #stops: Array<() => void>

  constructor (metrics: Metrics, slots: Slots, compute: Compute) {
    this.#calls = metrics.counter({ name: 'subnetes_runner_calls_total', help: 'Calls that ended, by status code.', labelNames: ['code'] })
    this.#seconds = metrics.histogram({ name: 'subnetes_runner_call_seconds', help: 'Time calls held a slot.', buckets: CALL_BUCKETS })
    this.#refused = metrics.counter({ name: 'subnetes_runner_refused_calls_total', help: 'Calls turned away before they started, by reason.', labelNames: ['reason'] })
    const active = metrics.gauge({ name: 'subnetes_runner_active_calls', help: 'Calls that hold a slot now.' })
    const size = metrics.gauge({ name: 'subnetes_runner_slots', help: 'Slots of this worker.' })
    const ready = metrics.gauge({ name: 'subnetes_runner_compute_ready', help: '1 while compute is ready.' })
    const starts = metrics.gauge({ name: 'subnetes_runner_compute_starts', help: 'Times compute was started.' })
    size.set(slots.size)
    const onSlots = (): void => active.set(slots.active)
    const onCompute = (): void => {
      ready.set(compute.state.isReady ? 1 : 0)
      starts.set(compute.state.starts)
    }
    onSlots()
    onCompute()
    this.#stops = [slots.onChange(onSlots), compute.onChange(onCompute)]
  }

  /** A call took a slot. @returns to be called with what it ended with */
  begin (): (error: SubnetesError | undefined) => void {
    const start = performance.now()
    return (error) => {
      this.#calls.inc({ code: error?.code ?? 'ok' })
      this.#seconds.observe((performance.now() - start) / 1000)
    }
  }

  refused (reason: string): void {
    this.#refused.inc({ reason })
  }

  close (): void {
    for (const stop of this.#stops) stop()
  }
}
