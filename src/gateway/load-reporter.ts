/** Tells the operator how much each protocol has to do: each second, and at once when one goes from idle to busy or back. */
import type { DispatchLoad } from '@subnetes/dispatch'
import type { Startable } from '@subnetes/common'
import type { ProtocolLoad } from '@subnetes/control'

/** Time between two reports. */
export const REPORT_INTERVAL_MS = 1000
/** Shortest time between two reports: a caller with one call at a time crosses zero twice per call, and the operator needs none of it faster. */
export const REPORT_MIN_GAP_MS = 20

/** Load of a protocol: its calls, and the jobs that wait in this gateway's memory. */
export interface GatewayLoad extends DispatchLoad { readonly jobsWaiting: number }

/** What a {@link LoadReporter} needs. */
export interface LoadReporterComponents {
  /** Present loads by protocol. */
  loads: () => Iterable<readonly [string, GatewayLoad]>
  send: (loads: readonly ProtocolLoad[]) => void
}

/** Sends load reports while it runs. */
export class LoadReporter implements Startable {
  readonly #components: LoadReporterComponents
  #interval: NodeJS.Timeout | undefined
  #soon: NodeJS.Timeout | undefined
  #lastAt = 0

  constructor (components: LoadReporterComponents) {
    this.#components = components
  }

  async start (): Promise<void> {
    this.#interval ??= setInterval(() => this.#send(), REPORT_INTERVAL_MS)
  }

  async stop (): Promise<void> {
    clearInterval(this.#interval)
    clearTimeout(this.#soon)
    this.#interval = undefined
    this.#soon = undefined
  }

  /** A protocol has become busy or idle: reports now, or when the shortest gap is over. */
  crossing (): void {
    if (this.#interval === undefined || this.#soon !== undefined) return
    const waitMs = this.#lastAt + REPORT_MIN_GAP_MS - performance.now()
    this.#soon = setTimeout(() => this.#send(), Math.max(0, waitMs))
  }

  #send (): void {
    clearTimeout(this.#soon)
    this.#soon = undefined
    this.#lastAt = performance.now()
    this.#components.send([...this.#components.loads()].map(([protocol, { readyWorkers: _, ...counts }]) => ({ protocol, ...counts })))
  }
}
