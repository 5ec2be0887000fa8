/** The label by which the disruption budget holds pods that run something. */
import type { Worker } from '../workers/worker-fleet.ts'
import type { PodMarks } from './pod-marks.ts'
import { isBusy } from './worker-facts.ts'

/** How long a pod without work keeps the label. A minute: a pod with a call a second costs no write a second, and a node drain waits that much longer. */
export const BUSY_HOLD_SECONDS = 60

/** A status older than this says nothing: an idle runner tells every 4 s. */
const SILENT_MS = 6000

/** Keeps the label on the pods of one pool: set at once, taken away after a while. */
export class BusyLabels {
  readonly #marks: PodMarks
  readonly #busyAt = new Map<string, number>()

  constructor (marks: PodMarks) {
    this.#marks = marks
  }

  /** Writes what has changed. Pods whose runner is silent keep what they have. @returns seconds until a label is due to go; undefined when none is */
  async update (workers: readonly Worker[], options: { signal: AbortSignal }): Promise<number | undefined> {
    const now = performance.now() / 1000
    const names = new Set(workers.map(({ name }) => name))
    for (const name of [...this.#busyAt.keys()]) if (!names.has(name)) this.#busyAt.delete(name)
    const due: number[] = []
    await Promise.all(workers.map(async (worker) => {
      if (!isHeard(worker)) return
      if (isBusy(worker)) this.#busyAt.set(worker.name, now)
      // A new leader finds labels and does not know since when: their time begins now.
      else if (this.#marks.isBusy(worker.pod) && !this.#busyAt.has(worker.name)) this.#busyAt.set(worker.name, now)
      const busyAt = this.#busyAt.get(worker.name)
      if (busyAt === undefined) return
      const holdsOn = now - busyAt < BUSY_HOLD_SECONDS
      if (!holdsOn) this.#busyAt.delete(worker.name)
      else if (!isBusy(worker)) due.push(BUSY_HOLD_SECONDS - (now - busyAt))
      await this.#marks.set(worker.pod, { busy: holdsOn }, options)
    }))
    return due.length === 0 ? undefined : Math.min(...due)
  }
}

function isHeard ({ runnerAt }: Worker): boolean {
  return runnerAt !== undefined && performance.now() - runnerAt <= SILENT_MS
}
