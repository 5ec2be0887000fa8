/** The dispatcher over any transport: slots, the hold queue, retries and counters are here; how bytes reach a worker is the transport's. */
import { SubnetesError, pullAnswers } from '@subnetes/common'
import type { AnswerSink, Logger, Metrics, RunningCall, WorkerEndpoint } from '@subnetes/common'
import { DispatchLedger } from './dispatch-ledger.ts'
import { DispatchedCall } from './dispatched-call.ts'
import type { DispatchedCallComponents } from './dispatched-call.ts'
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
  readonly #ledger: DispatchLedger
  readonly #open = new Set<DispatchedCall>()
  /** Calls keep those with which they began; a stop makes new ones. */
  #parts: DispatchedCallComponents
  #endpoints: readonly WorkerEndpoint[] = []
  #isRunning = false

  constructor (components: PooledDispatcherComponents) {
    this.#components = components
    this.#ledger = new DispatchLedger(components.metrics, components.spec.protocol)
    this.#parts = this.#createParts(components.spec)
  }

  get spec (): PoolSpec {
    return this.#parts.gate.spec
  }

  async start (): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    this.#parts.gate.setEndpoints(this.#endpoints)
  }

  async stop (): Promise<void> {
    if (!this.#isRunning) return
    this.#isRunning = false
    const reason = this.#stopped()
    const { gate } = this.#parts
    this.#parts = this.#createParts(gate.spec)
    for (const call of [...this.#open]) call.cancel(reason)
    await gate.close(reason)
  }

  startCall (call: DispatchCall, sink: AnswerSink): RunningCall {
    const dispatched = new DispatchedCall(call, sink, this.#parts)
    dispatched.begin(this.#isRunning ? undefined : this.#stopped())
    return dispatched
  }

  dispatch (call: DispatchCall): AsyncIterable<Uint8Array> {
    return pullAnswers((sink) => this.startCall(call, sink))
  }

  update (spec: PoolSpec): void {
    this.#parts.gate.update(spec)
  }

  setEndpoints (endpoints: readonly WorkerEndpoint[]): void {
    this.#endpoints = endpoints
    if (this.#isRunning) this.#parts.gate.setEndpoints(endpoints)
  }

  hold (): boolean {
    if (this.#ledger.open > 0) return false
    this.#parts.gate.setHolding(true)
    return true
  }

  release (): void {
    this.#parts.gate.setHolding(false)
  }

  load (): DispatchLoad {
    return this.#ledger.load(this.#parts.gate.readyWorkers)
  }

  #createParts (spec: PoolSpec): DispatchedCallComponents {
    const { logger, transport, onDemand } = this.#components
    const gate = new SlotGate(spec, { transport, logger: logger.child({ component: 'dispatcher', protocol: spec.protocol }), onDemand, held: () => this.#ledger.held })
    return { gate, ledger: this.#ledger, open: this.#open }
  }

  #stopped (): SubnetesError {
    return new SubnetesError('unavailable', `dispatcher of protocol ${this.spec.protocol} is stopped`)
  }
}
