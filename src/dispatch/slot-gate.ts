/** Where calls get a slot at a worker: at once when one is free, else in turn from the hold queue. */
import { MAX_TIMER_MS, SubnetesError } from '@subnetes/common'
import type { WorkerEndpoint } from '@subnetes/common'
import type { OnDemand, PoolSpec } from './dispatcher.ts'
import { HoldQueue } from './hold-queue.ts'
import type { Waiting } from './hold-queue.ts'
import { Pool } from './pool.ts'
import type { PoolWorker, PoolWorkerComponents } from './pool-worker.ts'

/** Seconds matter for a cold start, and one message per second costs nothing. */
const DEMAND_REPEAT_MS = 1_000

/** A call that wants a slot. `acquire` leads to exactly one of {@link onSlot} and {@link onRefused}, perhaps before it returns, unless the call leaves. */
export interface SlotWaiter extends Waiting {
  /** Epoch milliseconds. */
  readonly deadline: number | undefined
  /** Epoch milliseconds from which `hold.timeoutMs` counts when there is no deadline. */
  readonly since: number
  /** Worker of the attempt before: another is better, and this call goes before its peer's others. */
  readonly previous: { readonly workerId: string, readonly error: SubnetesError } | undefined
  /** The end of its wait; the gate's own. */
  timer: NodeJS.Timeout | undefined
  /** The call has a slot; {@link SlotGate.release} gives it back. */
  onSlot: (worker: PoolWorker) => void
  /** The call gets none: `resource_exhausted`, `unavailable` or `deadline_exceeded`. */
  onRefused: (error: SubnetesError) => void
}

/** What the gate needs. */
export interface SlotGateComponents extends Omit<PoolWorkerComponents, 'onChange'> {
  readonly onDemand?: OnDemand | undefined
  /** Calls that wait, for `onDemand`. */
  readonly held: () => number
}

/** Slots of one protocol's workers. */
export class SlotGate {
  readonly #components: SlotGateComponents
  readonly #pool: Pool
  readonly #queue: HoldQueue<SlotWaiter>
  #spec: PoolSpec
  #isHolding = false
  #isServing = false
  #demandTimer: NodeJS.Timeout | undefined

  constructor (spec: PoolSpec, components: SlotGateComponents) {
    this.#spec = spec
    this.#components = components
    this.#pool = new Pool({ ...components, onChange: () => this.#serve() })
    this.#queue = new HoldQueue(`protocol ${spec.protocol}`)
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
    for (const waiter of this.#queue) this.#arm(waiter)
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

  /** Why a call that arrives now would only be turned away: asked before its request is read. */
  refusal (peer: string): SubnetesError | undefined {
    return this.#queue.size === 0 ? undefined : this.#queue.refusal(peer, this.#spec.hold)
  }

  /** Takes a slot, or waits for one. */
  acquire (waiter: SlotWaiter): void {
    const isOpen = !this.#isHolding && this.#queue.size === 0
    const worker = isOpen ? this.#pool.pick(this.#spec.concurrency, waiter.previous?.workerId) : undefined
    if (worker !== undefined) {
      worker.begin()
      waiter.onSlot(worker)
      return
    }
    const isRetry = waiter.previous !== undefined
    const refusal = isRetry ? undefined : this.#queue.refusal(waiter.peer, this.#spec.hold)
    if (refusal !== undefined) {
      waiter.onRefused(refusal)
      return
    }
    this.#queue.add(waiter, isRetry)
    this.#arm(waiter)
    this.#signalDemand()
  }

  /** A call that waits does so no longer. @returns false when it did not wait */
  leave (waiter: SlotWaiter): boolean {
    if (!this.#queue.remove(waiter)) return false
    clearTimeout(waiter.timer)
    this.#signalDemand()
    return true
  }

  /** @param error what the call ended with at this worker */
  release (worker: PoolWorker, error: SubnetesError | undefined): void {
    worker.end(error)
    if (worker.isRemoved) this.#pool.sweep()
  }

  /** Turns waiting calls away and lets go of all workers. */
  async close (error: SubnetesError): Promise<void> {
    for (const waiter of [...this.#queue]) {
      if (this.leave(waiter)) waiter.onRefused(error)
    }
    this.#serve()
    await this.#pool.close()
  }

  #arm (waiter: SlotWaiter): void {
    clearTimeout(waiter.timer)
    const leftMs = Math.max(0, (waiter.deadline ?? waiter.since + this.#spec.hold.timeoutMs) - Date.now())
    if (leftMs <= MAX_TIMER_MS) waiter.timer = setTimeout(() => this.#expire(waiter), leftMs)
  }

  #expire (waiter: SlotWaiter): void {
    if (this.leave(waiter)) waiter.onRefused(this.#expiry(waiter))
  }

  #expiry ({ deadline, previous }: SlotWaiter): SubnetesError {
    const { protocol, hold } = this.#spec
    const state = `${this.readyWorkers} workers ready, ${this.#queue.size + 1} calls waiting`
    const last = previous === undefined ? '' : `; last attempt: ${previous.error.message}`
    const cause = previous?.error
    return deadline === undefined
      ? new SubnetesError('unavailable', `protocol ${protocol}: no worker with a free slot within ${hold.timeoutMs} ms (${state})${last}`, { cause })
      : new SubnetesError('deadline_exceeded', `protocol ${protocol}: no worker with a free slot before the call's deadline (${state})${last}`, { cause })
  }

  /** Gives free slots to waiting calls, in the queue's order. A call that starts may end at once and free its slot: the outer loop sees that. */
  #serve (): void {
    if (this.#isServing) return
    this.#isServing = true
    try {
      while (this.#serveNext()) { /* until no slot is free or no call waits */ }
    } finally {
      this.#isServing = false
    }
    this.#signalDemand()
  }

  #serveNext (): boolean {
    const next = this.#isHolding ? undefined : this.#queue.peek()
    const worker = next === undefined ? undefined : this.#pool.pick(this.#spec.concurrency, next.previous?.workerId)
    if (next === undefined || worker === undefined) return false
    this.#queue.shift()
    clearTimeout(next.timer)
    worker.begin()
    next.onSlot(worker)
    return true
  }

  /** Reports that calls wait and no worker is ready: at once, and again each second while that lasts. */
  #signalDemand (): void {
    const { onDemand, held } = this.#components
    if (onDemand === undefined) return
    const isNeeded = this.#queue.size > 0 && (this.#isHolding || this.#pool.readyWorkers === 0)
    if (!isNeeded) {
      clearInterval(this.#demandTimer)
      this.#demandTimer = undefined
    } else if (this.#demandTimer === undefined) {
      this.#demandTimer = setInterval(() => onDemand(held()), DEMAND_REPEAT_MS)
      onDemand(held())
    }
  }
}
