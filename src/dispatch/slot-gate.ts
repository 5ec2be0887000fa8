/** Where calls get a slot at a worker: at once when one is free, else in turn from the hold queue. */
import { MAX_TIMER_MS, SubnetesError, abortError } from '@subnetes/common'
import type { WorkerEndpoint } from '@subnetes/common'
import type { DispatchCall, OnDemand, PoolSpec } from './dispatcher.ts'
import { DemandSignal } from './demand-signal.ts'
import { HoldQueue } from './hold-queue.ts'
import type { Waiting } from './hold-queue.ts'
import { Pool } from './pool.ts'
import type { PoolWorker, PoolWorkerComponents } from './pool-worker.ts'

/** A wish for a slot. */
export interface SlotRequest {
  readonly call: DispatchCall
  readonly signal: AbortSignal
  /** Epoch milliseconds from which `hold.timeoutMs` counts. */
  readonly since: number
  /** Worker of the attempt before: another is better, and this call goes before its peer's others. */
  readonly previous?: { readonly workerId: string, readonly error: SubnetesError } | undefined
}

/** What the gate needs. */
export interface SlotGateComponents extends Omit<PoolWorkerComponents, 'onChange'> {
  readonly onDemand?: OnDemand | undefined
  /** Calls that wait, for `onDemand`. */
  readonly held: () => number
}

interface WaitingCall extends Waiting {
  readonly request: SlotRequest
  readonly grant: (worker: PoolWorker) => void
  readonly fail: (error: SubnetesError) => void
  timer: NodeJS.Timeout | undefined
}

/** Slots of one protocol's workers. */
export class SlotGate {
  readonly #pool: Pool
  readonly #queue: HoldQueue<WaitingCall>
  readonly #demand: DemandSignal | undefined
  #spec: PoolSpec
  #isHolding = false

  constructor (spec: PoolSpec, components: SlotGateComponents) {
    this.#spec = spec
    this.#pool = new Pool({ ...components, onChange: () => this.#serve() })
    this.#queue = new HoldQueue(`protocol ${spec.protocol}`)
    this.#demand = components.onDemand === undefined ? undefined : new DemandSignal(components.onDemand, components.held)
  }

  get spec (): PoolSpec {
    return this.#spec
  }

  get readyWorkers (): number {
    return this.#pool.readyWorkers
  }

  /** Takes effect for waiting calls too. */
  update (spec: PoolSpec): void {
    this.#spec = spec
    for (const waiting of this.#queue) this.#arm(waiting)
    this.#serve()
  }

  setEndpoints (endpoints: readonly WorkerEndpoint[]): void {
    this.#pool.setEndpoints(endpoints)
    this.#serve()
  }

  /** While closed, every call waits. */
  setHolding (isHolding: boolean): void {
    this.#isHolding = isHolding
    this.#serve()
  }

  /** Whether a call that arrives now would only be turned away: asked before its request is read. @throws {SubnetesError} `resource_exhausted` */
  checkRoom (call: DispatchCall): void {
    if (this.#queue.size > 0) this.#queue.checkLimits(call.peer, this.#spec.hold)
  }

  /** Takes a slot; `release` gives it back. @throws {SubnetesError} `resource_exhausted`, `unavailable`, `deadline_exceeded` or `cancelled` */
  async acquire (request: SlotRequest): Promise<PoolWorker> {
    const { call, signal, previous } = request
    if (signal.aborted) throw abortError(signal)
    const worker = this.#isHolding || this.#queue.size > 0 ? undefined : this.#pool.pick(this.#spec.concurrency, previous?.workerId)
    if (worker !== undefined) {
      worker.begin()
      return worker
    }
    if (previous === undefined) this.#queue.checkLimits(call.peer, this.#spec.hold)
    return await this.#wait(request)
  }

  /** @param error what the call ended with at this worker */
  release (worker: PoolWorker, error: SubnetesError | undefined): void {
    worker.end(error)
    if (worker.isRemoved) this.#pool.sweep()
  }

  /** Turns waiting calls away and lets go of all workers. */
  async close (error: SubnetesError): Promise<void> {
    for (const waiting of [...this.#queue]) {
      this.#queue.remove(waiting)
      waiting.fail(error)
    }
    this.#serve()
    await this.#pool.close()
  }

  async #wait (request: SlotRequest): Promise<PoolWorker> {
    const { call, signal, previous } = request
    const { promise, resolve, reject } = Promise.withResolvers<PoolWorker>()
    const waiting: WaitingCall = { peer: call.peer, priority: call.priority ?? 0, request, grant: resolve, fail: reject, timer: undefined }
    const onAbort = (): void => this.#giveUp(waiting, abortError(signal))
    signal.addEventListener('abort', onAbort, { once: true })
    this.#queue.add(waiting, previous !== undefined)
    this.#arm(waiting)
    this.#signalDemand()
    try {
      return await promise
    } finally {
      clearTimeout(waiting.timer)
      signal.removeEventListener('abort', onAbort)
    }
  }

  #arm (waiting: WaitingCall): void {
    clearTimeout(waiting.timer)
    const { call, since } = waiting.request
    const leftMs = Math.max(0, (call.deadline ?? since + this.#spec.hold.timeoutMs) - Date.now())
    if (leftMs <= MAX_TIMER_MS) waiting.timer = setTimeout(() => this.#giveUp(waiting, this.#expiry(waiting.request)), leftMs)
  }

  #giveUp (waiting: WaitingCall, error: SubnetesError): void {
    if (!this.#queue.remove(waiting)) return
    waiting.fail(error)
    this.#signalDemand()
  }

  #expiry ({ call, previous }: SlotRequest): SubnetesError {
    const { protocol, hold } = this.#spec
    const state = `${this.readyWorkers} workers ready, ${this.#queue.size} calls waiting`
    const last = previous === undefined ? '' : `; last attempt: ${previous.error.message}`
    const cause = previous?.error
    return call.deadline === undefined
      ? new SubnetesError('unavailable', `protocol ${protocol}: no worker with a free slot within ${hold.timeoutMs} ms (${state})${last}`, { cause })
      : new SubnetesError('deadline_exceeded', `protocol ${protocol}: no worker with a free slot before the call's deadline (${state})${last}`, { cause })
  }

  /** Gives free slots to waiting calls, in the queue's order. */
  #serve (): void {
    while (!this.#isHolding) {
      const next = this.#queue.peek()
      const worker = next === undefined ? undefined : this.#pool.pick(this.#spec.concurrency, next.request.previous?.workerId)
      if (next === undefined || worker === undefined) break
      this.#queue.shift()
      worker.begin()
      next.grant(worker)
    }
    this.#signalDemand()
  }

  #signalDemand (): void {
    this.#demand?.set(this.#queue.size > 0 && (this.#isHolding || this.#pool.readyWorkers === 0))
  }
}
