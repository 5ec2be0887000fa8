/** What a dispatcher tells Prometheus. Present values (running, held, ready workers) are the load report's, not repeated here. */
import type { Metrics, SubnetesError } from '@subnetes/common'
import { isNotStarted, isWorkerLost } from './not-started.ts'

/** Waits from a free slot (under a millisecond) to a cold start. */
const WAIT_BUCKETS_SECONDS = [0.001, 0.01, 0.1, 0.5, 1, 5, 15, 60, 300]

/** Metrics of one protocol's calls. */
export class DispatchMetrics {
  readonly #count: (code: string) => void
  readonly #observeWait: (seconds: number) => void
  readonly #countRetry: (reason: string) => void

  constructor (metrics: Metrics, protocol: string) {
    const calls = metrics.counter({ name: 'subnetes_gateway_dispatched_calls_total', help: 'Calls that ended, by protocol and code', labelNames: ['protocol', 'code'] })
    const wait = metrics.histogram({
      name: 'subnetes_gateway_slot_wait_seconds', help: 'Time from arrival (or the attempt before) to a slot at a worker', labelNames: ['protocol'], buckets: WAIT_BUCKETS_SECONDS
    })
    const retries = metrics.counter({
      name: 'subnetes_gateway_dispatch_retries_total', help: 'Attempts after which another worker was tried: refused, unreachable or lost', labelNames: ['protocol', 'reason']
    })
    const labels = { protocol }
    this.#count = (code) => calls.inc({ protocol, code })
    this.#observeWait = (seconds) => wait.observe(seconds, labels)
    this.#countRetry = (reason) => retries.inc({ protocol, reason })
  }

  /** A call has a slot. */
  onSlot (waitedMs: number): void {
    this.#observeWait(waitedMs / 1_000)
  }

  /** A call goes to another worker because of `error`. */
  onRetry (error: SubnetesError): void {
    if (!isNotStarted(error)) this.#countRetry('lost')
    else this.#countRetry(isWorkerLost(error) ? 'unreachable' : 'refused')
  }

  /** A call has ended. */
  onEnd (error: SubnetesError | undefined): void {
    this.#count(error?.code ?? 'ok')
  }
}
