/** Work that repeats while the gateway lives: jitter, abort, and one run at a time. */
import { SubnetesError, delay } from '@subnetes/common'
import type { Logger } from '@subnetes/common'

/** Share of the interval by which a run may come early or late, so that gateways started together do not act together. */
export const DEFAULT_JITTER = 0.2

/** Options of {@link startPeriodic}. */
export interface PeriodicInit {
  /** Names the task in logs. */
  name: string
  intervalMs: number
  /** Share of the interval, 0 to 1. @default {@link DEFAULT_JITTER} */
  jitter?: number
  /** Run once at the start instead of after the first interval. @default false */
  immediately?: boolean
  /** One run. Aborted when the task stops; a failure is logged and the next run comes as planned. */
  run: (signal: AbortSignal) => Promise<void>
  logger: Logger
  /** Ends the task. */
  signal: AbortSignal
  /** 0 to 1. @default Math.random */
  random?: () => number
}

/** Starts a task that repeats until its signal aborts. The next interval begins when a run has ended, so runs never overlap. @returns a promise of the task's end; it never rejects */
export async function startPeriodic (init: PeriodicInit): Promise<void> {
  const jitter = init.jitter ?? DEFAULT_JITTER
  const random = init.random ?? Math.random
  let isFirst = init.immediately === true
  while (!init.signal.aborted) {
    try {
      if (!isFirst) await delay(init.intervalMs * (1 + jitter * (2 * random() - 1)), { signal: init.signal, unref: true })
      isFirst = false
      await init.run(init.signal)
    } catch (error) {
      if (init.signal.aborted) return
      init.logger.warn('periodic task failed', { task: init.name, error: SubnetesError.from(error).message })
    }
  }
}
