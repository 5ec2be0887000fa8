/** Prometheus metrics of `subnetes up`. */
import type { Metrics } from '@subnetes/common'
import { readyWorkers } from '@subnetes/local'
import type { TwinEvent, TwinStatus } from '@subnetes/local'

/** Processes that are no workers. */
const OWN: ReadonlySet<string> = new Set(['gateway', 'redis', 'console'])

/** Keeps the twin's metrics: what is there, and how often processes ended. Removed protocols lose theirs. */
export class UpMetrics {
  readonly #ready
  readonly #wanted
  readonly #exits
  readonly #gateway
  readonly #jobs
  #known: ReadonlySet<string> = new Set()

  constructor (metrics: Metrics) {
    this.#ready = metrics.gauge({ name: 'subnetes_local_workers_ready', help: 'Workers that take calls.', labelNames: ['protocol'] })
    this.#wanted = metrics.gauge({ name: 'subnetes_local_workers_wanted', help: 'Workers wanted.', labelNames: ['protocol'] })
    this.#exits = metrics.counter({ name: 'subnetes_local_process_exits_total', help: 'Processes that ended unasked.', labelNames: ['kind'] })
    this.#gateway = metrics.gauge({ name: 'subnetes_local_gateway_ready', help: '1 while the gateway serves.' })
    this.#jobs = metrics.gauge({ name: 'subnetes_local_jobs', help: 'Jobs kept in Redis that wait (delayed ones too) or run.', labelNames: ['protocol', 'state'] })
  }

  event (event: TwinEvent): void {
    if (event.type === 'exit') this.#exits.inc({ kind: OWN.has(event.process) ? event.process : 'worker' })
  }

  status (status: TwinStatus): void {
    this.#gateway.set(status.gateway.phase === 'ready' ? 1 : 0)
    const present = new Set(status.protocols.map(({ name }) => name))
    for (const protocol of this.#known) {
      if (present.has(protocol)) continue
      this.#ready.remove({ protocol })
      this.#wanted.remove({ protocol })
      for (const state of ['waiting', 'active']) this.#jobs.remove({ protocol, state })
    }
    for (const protocol of status.protocols) {
      this.#ready.set(readyWorkers(protocol), { protocol: protocol.name })
      this.#wanted.set(protocol.replicas, { protocol: protocol.name })
      if (protocol.jobs === undefined) continue
      this.#jobs.set(protocol.jobs.waiting, { protocol: protocol.name, state: 'waiting' })
      this.#jobs.set(protocol.jobs.active, { protocol: protocol.name, state: 'active' })
    }
    this.#known = present
  }
}
