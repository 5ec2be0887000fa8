/** The dispatcher over any transport: slots, the hold queue, retries and counters are here; how bytes reach a worker is the transport's. */
import { SubnetesError } from '@subnetes/common'
import type { Logger, Metrics, WorkerEndpoint } from '@subnetes/common'
import { CallCounters } from './call-counters.ts'
import { DispatchMetrics } from './dispatch-metrics.ts'
import { DispatchedCall } from './dispatched-call.ts'
import type { DispatchCall, DispatchLoad, Dispatcher, OnDemand, PoolSpec } from './dispatcher.ts'
import { SlotGate } from './slot-gate.ts'
import type { Transport } from './transport.ts'

/** What a dispatcher needs, whatever its transport. */
export interface DispatcherComponents {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly spec: PoolSpec
  readonly onDemand?: OnDemand | undefined
}

/** Adds the transport. */
export interface PooledDispatcherComponents extends DispatcherComponents {
  readonly transport: Transport
}

/** A dispatcher for the workers that `transport` reaches. */
export function createPooledDispatcher (components: PooledDispatcherComponents): Dispatcher {
  return new PooledDispatcher(components)
}

class PooledDispatcher implements Dispatcher {
  readonly #components: PooledDispatcherComponents
  readonly #counters = new CallCounters()
  readonly #metrics: DispatchMetrics
  readonly #open = new Set<DispatchedCall>()
  #gate: SlotGate
  #endpoints: readonly WorkerEndpoint[] = []
  #isRunning = false

  constructor (components: PooledDispatcherComponents) {
    this.#components = components
    this.#metrics = new DispatchMetrics(components.metrics, components.spec.protocol)
    this.#gate = this.#createGate(components.spec)
  }

  get spec (): PoolSpec {
    return this.#gate.spec
  }

  async start (): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    this.#gate.setEndpoints(this.#endpoints)
  }

  async stop (): Promise<void> {
    if (!this.#isRunning) return
    this.#isRunning = false
    const reason = this.#stopped()
    const gate = this.#gate
    this.#gate = this.#createGate(gate.spec)
    for (const call of [...this.#open]) call.cancel(reason)
    await gate.close(reason)
  }

  dispatch (call: DispatchCall): AsyncIterable<Uint8Array> {
    const dispatched = new DispatchedCall(call, { gate: this.#gate, counters: this.#counters, metrics: this.#metrics, open: this.#open })
    if (!this.#isRunning) dispatched.cancel(this.#stopped())
    return dispatched
  }

  update (spec: PoolSpec): void {
    this.#gate.update(spec)
  }

  setEndpoints (endpoints: readonly WorkerEndpoint[]): void {
    this.#endpoints = endpoints
    if (this.#isRunning) this.#gate.setEndpoints(endpoints)
  }

  hold (): boolean {
    if (this.#counters.open > 0) return false
    this.#gate.setHolding(true)
    return true
  }

  release (): void {
    this.#gate.setHolding(false)
  }

  load (): DispatchLoad {
    return this.#counters.load(this.#gate.readyWorkers)
  }

  #createGate (spec: PoolSpec): SlotGate {
    const { logger, transport, onDemand } = this.#components
    return new SlotGate(spec, { transport, logger: logger.child({ component: 'dispatcher', protocol: spec.protocol }), onDemand, held: () => this.#counters.held })
  }

  #stopped (): SubnetesError {
    return new SubnetesError('unavailable', `dispatcher of protocol ${this.spec.protocol} is stopped`)
  }
}
