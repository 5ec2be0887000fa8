/** Keys to work on: each at most once at a time, failures again after a growing pause. */
import { SubnetesError, delay } from '@subnetes/common'
import type { Logger, Metrics, Startable } from '@subnetes/common'

/** What the handler wants next: nothing, or the key again after a time. */
export interface WorkResult { readonly requeueAfterMs?: number | undefined }

/** Options of a {@link WorkQueue}. */
export interface WorkQueueInit {
  /** Label of the metrics: the kind. */
  readonly name: string
  /** Works on one key. A throw brings the key back after a pause; it must end soon after `signal` aborts. */
  readonly handler: (key: string, signal: AbortSignal) => Promise<WorkResult>
  /** Keys at the same time. @default 4 */
  readonly concurrency?: number
  /** A key is worked on so long after it was added first: what else happens to it meanwhile is looked at in one turn. @default 0 */
  readonly gatherMs?: number
  /** Pause after the n-th failure of a key: `minMs` x 2^n, at most `maxMs`. @default 5 and 1 000 000 */
  readonly backoff?: { readonly minMs: number, readonly maxMs: number }
  /** Failures a second that may come back, over all keys; more of them wait longer. @default 10 */
  readonly retriesPerSecond?: number
  /** @default 100 */
  readonly retryBurst?: number
}

/** Components of a {@link WorkQueue}. */
export interface WorkQueueComponents { readonly logger: Logger, readonly metrics: Metrics }

/** A key that was added while it is worked on is worked on once more after that; added any number of times before its turn, once. */
export class WorkQueue implements Startable {
  readonly #init: WorkQueueInit
  readonly #logger: Logger
  readonly #metrics: QueueMetrics
  readonly #dirty = new Map<string, number>() // key -> since when, in the order of work
  readonly #processing = new Set<string>()
  readonly #failures = new Map<string, number>()
  readonly #later = new Map<string, NodeJS.Timeout>()
  readonly #stop = new AbortController()
  readonly #working = new Set<Promise<void>>()
  #gathered: NodeJS.Timeout | undefined
  #started = false
  #retryTokens: number
  #retryFilledAt = performance.now()

  constructor (init: WorkQueueInit, components: WorkQueueComponents) {
    this.#init = init
    this.#logger = components.logger.child({ component: 'work-queue', queue: init.name })
    this.#metrics = queueMetrics(components.metrics, init.name)
    this.#retryTokens = init.retryBurst ?? 100
  }

  /** Keys that wait for their turn. */
  get depth (): number {
    return this.#dirty.size
  }

  /** Whether nothing waits, is worked on, or comes back later. */
  get idle (): boolean {
    return this.#dirty.size + this.#processing.size + this.#later.size === 0
  }

  add (key: string): void {
    if (this.#stop.signal.aborted) return
    this.#cancelLater(key)
    if (this.#dirty.has(key)) return
    this.#dirty.set(key, performance.now())
    this.#metrics.depth(this.#dirty.size)
    this.#pump()
  }

  /** Adds a key after a time, unless it is added before. Of two such wishes the sooner holds until the key's next turn. */
  addAfter (key: string, delayMs: number): void {
    if (this.#stop.signal.aborted || this.#dirty.has(key)) return
    this.#cancelLater(key)
    this.#later.set(key, setTimeout(() => { this.#later.delete(key); this.add(key) }, Math.min(delayMs, 2 ** 31 - 1)))
  }

  async start (): Promise<void> {
    this.#started = true
    this.#pump()
  }

  /** Takes nothing new, aborts what runs and waits for it. */
  async stop (): Promise<void> {
    this.#stop.abort(new SubnetesError('cancelled', 'the queue was stopped'))
    for (const key of [...this.#later.keys()]) this.#cancelLater(key)
    clearTimeout(this.#gathered)
    this.#dirty.clear()
    await Promise.all(this.#working)
  }

  #cancelLater (key: string): void {
    clearTimeout(this.#later.get(key))
    this.#later.delete(key)
  }

  #pump (): void {
    if (!this.#started || this.#stop.signal.aborted) return
    const { concurrency = 4, gatherMs = 0 } = this.#init
    const now = performance.now()
    for (const [key, since] of this.#dirty) { // those added first come first
      if (this.#processing.size >= concurrency) return
      if (now - since < gatherMs) {
        this.#pumpAfter(gatherMs - (now - since))
        return
      }
      if (this.#processing.has(key)) continue
      this.#dirty.delete(key)
      this.#processing.add(key)
      this.#metrics.taken(this.#dirty.size, now - since)
      const work = this.#work(key).finally(() => {
        this.#processing.delete(key)
        this.#working.delete(work)
        this.#pump()
      })
      this.#working.add(work)
    }
  }

  #pumpAfter (delayMs: number): void {
    this.#gathered ??= setTimeout(() => {
      this.#gathered = undefined
      this.#pump()
    }, Math.ceil(delayMs))
  }

  async #work (key: string): Promise<void> {
    const startedAt = performance.now()
    try {
      const { requeueAfterMs } = await this.#init.handler(key, this.#stop.signal)
      this.#failures.delete(key)
      if (requeueAfterMs !== undefined) this.addAfter(key, requeueAfterMs)
      this.#metrics.done('success', performance.now() - startedAt)
    } catch (error) {
      if (this.#stop.signal.aborted) return
      const failures = this.#failures.get(key) ?? 0
      this.#failures.set(key, failures + 1)
      const pauseMs = this.#pauseMs(failures)
      this.#metrics.done('error', performance.now() - startedAt)
      this.#logger.warn('work failed', { key, failures: failures + 1, pauseMs: Math.round(pauseMs), error: SubnetesError.from(error).message })
      this.addAfter(key, pauseMs)
    }
  }

  /** The larger of the key's own pause and of what the bucket of all retries asks for, as client-go's default rate limiter. */
  #pauseMs (failures: number): number {
    const { minMs, maxMs } = this.#init.backoff ?? { minMs: 5, maxMs: 1_000_000 }
    const perSecond = this.#init.retriesPerSecond ?? 10
    const now = performance.now()
    this.#retryTokens = Math.min(this.#init.retryBurst ?? 100, this.#retryTokens + (now - this.#retryFilledAt) * perSecond / 1000) - 1
    this.#retryFilledAt = now
    return Math.max(Math.min(maxMs, minMs * 2 ** Math.min(failures, 40)), this.#retryTokens < 0 ? -this.#retryTokens * 1000 / perSecond : 0)
  }
}

interface QueueMetrics {
  readonly depth: (keys: number) => void
  readonly taken: (depth: number, waitedMs: number) => void
  readonly done: (result: 'success' | 'error', tookMs: number) => void
}

const SECONDS = [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 5, 30]

/** Names of controller-runtime, so that its dashboards fit. */
function queueMetrics (metrics: Metrics, name: string): QueueMetrics {
  const depth = metrics.gauge({ name: 'workqueue_depth', help: 'Keys that wait', labelNames: ['name'] })
  const waited = metrics.histogram({ name: 'workqueue_queue_duration_seconds', help: 'From added until taken', labelNames: ['name'], buckets: SECONDS })
  const took = metrics.histogram({ name: 'workqueue_work_duration_seconds', help: 'Work on one key', labelNames: ['name'], buckets: SECONDS })
  const reconcile = metrics.histogram({ name: 'controller_runtime_reconcile_time_seconds', help: 'Work on one key', labelNames: ['controller'], buckets: SECONDS })
  const retries = metrics.counter({ name: 'workqueue_retries_total', help: 'Failures that come back', labelNames: ['name'] })
  const total = metrics.counter({ name: 'controller_runtime_reconcile_total', help: 'Keys worked on', labelNames: ['controller', 'result'] })
  return {
    depth: (keys) => depth.set(keys, { name }),
    taken: (keys, waitedMs) => { depth.set(keys, { name }); waited.observe(waitedMs / 1000, { name }) },
    done: (result, tookMs) => {
      took.observe(tookMs / 1000, { name })
      reconcile.observe(tookMs / 1000, { controller: name })
      total.inc({ controller: name, result })
      if (result === 'error') retries.inc({ name })
    }
  }
}

/** Waits until a queue has nothing left to do. For tests and for an orderly end. @throws when `signal` aborts first */
export async function whenIdle (queue: WorkQueue, options: { signal: AbortSignal }): Promise<void> {
  while (!queue.idle) await delay(10, options)
}
