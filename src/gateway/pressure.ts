/** How near the gateway is to what it can do: memory against its budget, calls against their limit. */
import type { Metrics, Startable } from '@subnetes/common'

/** How often memory is looked at. */
export const PRESSURE_INTERVAL_MS = 100

/** Shares of a bound from which peers without stake, then all but the highest class, then all are refused. */
export const SHED_FROM: readonly number[] = [0.75, 0.85, 0.9, 0.95, 1]

/** What {@link Pressure} stands on. */
export interface PressureComponents {
  metrics: Metrics
  /** Resident bytes. @default those of this process */
  memory?: (() => number) | undefined
}

/** Samples memory while it runs. */
export class Pressure implements Startable {
  readonly #budgetBytes: number
  readonly #memory: () => number
  readonly #gauge: ReturnType<Metrics['gauge']>
  #share = 0
  #timer: NodeJS.Timeout | undefined

  constructor (budgetBytes: number, components: PressureComponents) {
    this.#budgetBytes = budgetBytes
    this.#memory = components.memory ?? (() => process.memoryUsage.rss())
    this.#gauge = components.metrics.gauge({ name: 'subnetes_gateway_memory_budget_ratio', help: 'Resident memory as a share of the budget' })
  }

  /** Whether the memory's state asks to refuse a peer of this class, 0 being none. */
  sheds (peerClass: number): boolean {
    return this.#share >= shedFrom(peerClass)
  }

  async start (): Promise<void> {
    this.#sample()
    this.#timer ??= setInterval(() => this.#sample(), PRESSURE_INTERVAL_MS)
    this.#timer.unref()
  }

  async stop (): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #sample (): void {
    this.#share = this.#memory() / this.#budgetBytes
    this.#gauge.set(this.#share)
  }
}

/** The share of a bound from which a class is refused: the lowest first, the highest only at the bound. */
export function shedFrom (peerClass: number): number {
  return SHED_FROM[Math.min(peerClass, SHED_FROM.length - 1)] ?? 1
}
