/** How near the gateway is to what it can do: memory against its budget, calls against their limit. */
import type { Metrics, Startable } from '@subnetes/common'

/** How often memory is looked at. */
export const PRESSURE_INTERVAL_MS = 100

/** Shares of a bound from which peers without stake, then all but the highest class, then all are refused. */
export const SHED_FROM: readonly number[] = [0.75, 0.85, 0.9, 0.95, 1]

/** Relief brings memory back to this part of the share from which it was asked for. */
const RELIEVED_PART = 0.95

/** How often relief is asked for: what was given back shows in the next samples. */
export const RELIEF_INTERVAL_MS = 1_000

/** What {@link Pressure} stands on. */
export interface PressureComponents {
  metrics: Metrics
  /** Resident bytes. @default those of this process */
  memory?: (() => number) | undefined
  /** Told while connections of the lowest class are to be closed, how much is to be given back. */
  onHigh?: ((excessBytes: number) => void) | undefined
  /** The lowest class that there is. @default 0 */
  lowestClass?: number | undefined
  now?: (() => number) | undefined
}

/** Samples memory while it runs. */
export class Pressure implements Startable {
  readonly #budgetBytes: number
  readonly #memory: () => number
  readonly #gauge: ReturnType<Metrics['gauge']>
  readonly #onHigh: (excessBytes: number) => void
  readonly #relieveFrom: number
  readonly #now: () => number
  #share = 0
  #relievedAtMs = -Infinity
  #timer: NodeJS.Timeout | undefined

  constructor (budgetBytes: number, components: PressureComponents) {
    this.#budgetBytes = budgetBytes
    this.#memory = components.memory ?? (() => process.memoryUsage.rss())
    this.#onHigh = components.onHigh ?? (() => {})
    this.#relieveFrom = closeFrom(components.lowestClass ?? 0)
    this.#now = components.now ?? (() => performance.now())
    this.#gauge = components.metrics.gauge({ name: 'subnetes_gateway_memory_budget_ratio', help: 'Resident memory as a share of the budget' })
  }

  /** Whether the memory's state asks to refuse a peer of this class, 0 being none. */
  sheds (peerClass: number): boolean {
    return this.#share >= shedFrom(peerClass)
  }

  /** Whether memory asks to close connections of this class. */
  closes (peerClass: number): boolean {
    return this.#share >= closeFrom(peerClass)
  }

  async start (): Promise<void> {
    this.sample()
    this.#timer ??= setInterval(() => this.sample(), PRESSURE_INTERVAL_MS)
    this.#timer.unref()
  }

  async stop (): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** Looks at memory now. Runs by itself. */
  sample (): void {
    const bytes = this.#memory()
    this.#share = bytes / this.#budgetBytes
    this.#gauge.set(this.#share)
    if (this.#share < this.#relieveFrom || this.#now() - this.#relievedAtMs < RELIEF_INTERVAL_MS) return
    this.#relievedAtMs = this.#now()
    this.#onHigh(bytes - this.#budgetBytes * this.#relieveFrom * RELIEVED_PART)
  }
}

/** The share of a bound from which a class is refused: the lowest first, the highest only at the bound. */
export function shedFrom (peerClass: number): number {
  return SHED_FROM[Math.min(peerClass, SHED_FROM.length - 1)] ?? 1
}

/** The share from which connections of a class are closed: halfway from where its calls are refused to the bound. */
export function closeFrom (peerClass: number): number {
  return (shedFrom(peerClass) + 1) / 2
}
