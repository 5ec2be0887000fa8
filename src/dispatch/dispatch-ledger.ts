/** The one count of a dispatcher's calls: the load report and the metrics are kept at the moments at which a call arrives, gets a slot and ends. */
import type { Metrics, SubnetesError } from '@subnetes/common'
import type { DispatchLoad } from './dispatcher.ts'
import { isNotStarted, isWorkerLost } from '@subnetes/grpc'

/** Waits from a free slot (under a millisecond) to a cold start. */
const WAIT_BUCKETS_SECONDS = [0.001, 0.01, 0.1, 0.5, 1, 5, 15, 60, 300]

/** What the ledger keeps of one call, in the call itself. Milliseconds of the ledger's clock. */
export interface LedgerEntry {
  /** Start of the present run at a worker; -1 while it waits. */
  runningSince: number
  /** Time of runs that may have reached a worker's code; -1 when there was none. */
  ranMs: number
}

/** Counts the calls of one protocol. */
export class DispatchLedger {
  readonly #now: () => number
  readonly #ended: (code: string) => void
  readonly #observeWait: (seconds: number) => void
  readonly #countRetry: (reason: string) => void
  #held = 0
  #running = 0
  /** Sum of the running calls' start times: their summed age without walking over them. */
  #startedAtSum = 0
  #arrived = 0
  #finished = 0
  #finishedMs = 0
  #failed = 0
  #shed = 0

  /** @param now milliseconds of a clock that never goes back */
  constructor (metrics: Metrics, protocol: string, now: () => number = () => performance.now()) {
    this.#now = now
    const calls = metrics.counter({ name: 'subnetes_gateway_dispatched_calls_total', help: 'Calls that ended, by protocol and code', labelNames: ['protocol', 'code'] })
    const wait = metrics.histogram({
      name: 'subnetes_gateway_slot_wait_seconds', help: 'Time from arrival (or the attempt before) to a slot at a worker', labelNames: ['protocol'], buckets: WAIT_BUCKETS_SECONDS
    })
    const retries = metrics.counter({
      name: 'subnetes_gateway_dispatch_retries_total', help: 'Attempts after which another worker was tried: refused, unreachable or lost', labelNames: ['protocol', 'reason']
    })
    const labels = { protocol }
    const ok = { protocol, code: 'ok' }
    this.#ended = (code) => calls.inc(code === 'ok' ? ok : { protocol, code })
    this.#observeWait = (seconds) => wait.observe(seconds, labels)
    this.#countRetry = (reason) => retries.inc({ protocol, reason })
  }

  /** Calls that wait. */
  get held (): number {
    return this.#held
  }

  /** Calls that have arrived and not ended. */
  get open (): number {
    return this.#held + this.#running
  }

  /** A call arrives and waits. */
  arrive (): void {
    this.#arrived += 1
    this.#held += 1
  }

  /** A call has a slot. @param waitsFrom when it began to wait for it, `performance.now()` */
  run (entry: LedgerEntry, waitsFrom: number): void {
    const now = this.#now()
    entry.runningSince = now
    this.#held -= 1
    this.#running += 1
    this.#startedAtSum += now
    this.#observeWait((now - waitsFrom) / 1_000)
  }

  /** A call waits for another worker because of `error`. */
  retry (entry: LedgerEntry, error: SubnetesError): void {
    this.#stop(entry, error)
    if (!isNotStarted(error)) this.#countRetry('lost')
    else this.#countRetry(isWorkerLost(error) ? 'unreachable' : 'refused')
  }

  /** A call has ended, running or waiting. */
  end (entry: LedgerEntry, error: SubnetesError | undefined): void {
    this.#stop(entry, error)
    this.#held -= 1
    this.#ended(error?.code ?? 'ok')
    if (error !== undefined) this.#failed += 1
    if (entry.ranMs >= 0) {
      this.#finished += 1
      this.#finishedMs += entry.ranMs
    } else if (error !== undefined && error.code !== 'cancelled') {
      this.#shed += 1
    }
  }

  /** @param readyWorkers is the pool's to know */
  load (readyWorkers: number): DispatchLoad {
    return {
      interactive: this.#running,
      held: this.#held,
      callsArrived: this.#arrived,
      callsFinished: this.#finished,
      callsFinishedSeconds: this.#finishedMs / 1_000,
      // Never below zero by a rounding error of the sum.
      callsAgeSeconds: this.#running === 0 ? 0 : Math.max(0, this.#running * this.#now() - this.#startedAtSum) / 1_000,
      callsFailed: this.#failed,
      callsShed: this.#shed,
      readyWorkers
    }
  }

  #stop (entry: LedgerEntry, error: SubnetesError | undefined): void {
    if (entry.runningSince < 0) return
    if (!isNotStarted(error)) entry.ranMs = Math.max(0, entry.ranMs) + this.#now() - entry.runningSince
    this.#startedAtSum -= entry.runningSince
    entry.runningSince = -1
    this.#running -= 1
    this.#held += 1
  }
}
