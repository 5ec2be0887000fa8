/** How near the gateway is to what it can do: memory against its budget, calls against their limit. */
import type { Metrics, Startable } from '@subnetes/common'

/** How often memory is looked at. */
export const PRESSURE_INTERVAL_MS = 100

/** Shares of a bound from which peers without stake, then all but the highest class, then all are refused. */
export const SHED_FROM: readonly number[] = [0.75, 0.85, 0.9, 0.95, 1]

/** Share of the budget that relief is to bring memory back to. */
const RELIEVED_SHARE = 0.95

/** How often relief is asked for: what was given back shows in the next samples. */
export const RELIEF_INTERVAL_MS = 1_000

/** What {@link Pressure} stands on. */
export interface PressureComponents {
  metrics: Metrics
  /** Resident bytes. @default those of this process */
  memory?: (() => number) | undefined
  /** Told while memory is over the budget, how much is to be given back. */
  onOver?: ((excessBytes: number) => void) | undefined
  now?: (() => number) | undefined
}

/** Samples memory while it runs. */
export class Pressure implements Startable {
  readonly #budgetBytes: number
  readonly #memory: () => number
  readonly #gauge: ReturnType<Metrics['gauge']>
  readonly #onOver: (excessBytes: number) => void
  readonly #now: () => number
  #share = 0
  #relievedAtMs = -Infinity
  #timer: NodeJS.Timeout | undefined

  constructor (budgetBytes: number, components: PressureComponents) {
    this.#budgetBytes = budgetBytes
    this.#memory = components.memory ?? (() => process.memoryUsage.rss())
    this.#onOver = components.onOver ?? (() => {})
    this.#now = components.now ?? (() => performance.now())
    this.#gauge = components.metrics.gauge({ name: 'subnetes_gateway_memory_budget_ratio', help: 'Resident memory as a share of the budget' })
  }

  /** Whether the memory's state asks to refuse a peer of this class, 0 being none. */
  sheds (peerClass: number): boolean {
    return this.#share >= shedFrom(peerClass)
  }

  /** Whether memory is over the budget. */
  get isOver (): boolean { return this.#share >= 1 }

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
    if (this.#share < 1 || this.#now() - this.#relievedAtMs < RELIEF_INTERVAL_MS) return
    this.#relievedAtMs = this.#now()
    this.#onOver(bytes - this.#budgetBytes * RELIEVED_SHARE)
  }
}

/** The share of a bound from which a class is refused: the lowest first, the highest only at the bound. */
export function shedFrom (peerClass: number): number {
  return SHED_FROM[Math.min(peerClass, SHED_FROM.length - 1)] ?? 1
}
