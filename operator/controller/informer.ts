/** A copy of some objects of the cluster that keeps itself current, whatever happens to the connection. */
import { Backoff, SubnetesError, abortError, delay } from '@subnetes/common'
import type { Logger, Metrics, Startable } from '@subnetes/common'
import type { KubeObject } from '../resources/kube-object.ts'
import { isGone } from './api-error.ts'
import type { ApiClient, Selection } from './api-client.ts'
import { keyOf } from './kinds.ts'
import type { Kind } from './kinds.ts'
import { ObjectStore } from './object-store.ts'
import type { IndexFunction } from './object-store.ts'
import { watchEvents } from './watch-stream.ts'

/** One thing that happened. An object that was replaced by another of the same name is `deleted`, then `added`. `resync` says nothing new: look again. */
export interface Change<T> { readonly type: 'added' | 'updated' | 'deleted' | 'resync', readonly key: string, readonly object: T }

/** What to keep, and how. */
export interface InformerInit<T extends KubeObject> extends Selection {
  readonly kind: Kind
  /** Called for every change, in order. It should only note the key; what it throws is logged and nothing else. */
  readonly onChange?: (change: Change<T>) => void
  readonly indexes?: Readonly<Record<string, IndexFunction<T>>>
  /** What of an object is kept, where most of it is never looked at. @default all but `managedFields` */
  readonly keep?: (object: T) => T
  /** List everything anew and tell of everything again so often, plus or minus a tenth. @default 600 000 */
  readonly resyncMs?: number
  /** A watch without a byte for this long is opened again. The API server sends a bookmark about once a minute. @default 90 000 */
  readonly inactivityMs?: number
  /** Bounds of the pause after a failure. @default 1000 and 30 000 */
  readonly backoff?: { readonly minMs: number, readonly maxMs: number }
  readonly random?: () => number
}

/** Components of an {@link Informer}. */
export interface InformerComponents { readonly client: ApiClient, readonly logger: Logger, readonly metrics: Metrics }

/** After this many failures in a row the next attempt starts with a list: a server that has lost its memory may otherwise refuse our version for ever. */
const RELIST_AFTER_FAILURES = 5
/** A watch that ends sooner counts as a failure, so that a server which ends them at once is not hammered. */
const SHORT_WATCH_MS = 1000

/** Lists, watches, and begins again after every failure until it is stopped. Nothing is called after `stop`. */
export class Informer<T extends KubeObject> implements Startable {
  readonly #init: InformerInit<T>
  readonly #client: ApiClient
  readonly #logger: Logger
  readonly #errors: { inc: (labels: Readonly<Record<string, string>>) => void }
  readonly #store: ObjectStore<T>
  readonly #synced = Promise.withResolvers<void>()
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined
  #resourceVersion: string | undefined
  #resync = false
  #lastSeenAt = -Infinity

  constructor (init: InformerInit<T>, components: InformerComponents) {
    this.#init = init
    this.#client = components.client
    this.#logger = components.logger.child({ component: 'informer', kind: init.kind.kind })
    this.#errors = components.metrics.counter({ name: 'subnetes_operator_informer_errors_total', help: 'Failures of a list or watch, and throws of handlers', labelNames: ['kind', 'what'] })
    this.#store = new ObjectStore(init.indexes)
    this.#synced.promise.catch(() => {}) // nobody need wait for it
  }

  /** Begins, and does not wait: see {@link whenSynced}. */
  async start (): Promise<void> {
    if (this.#stop.signal.aborted) throw new SubnetesError('failed_precondition', 'a stopped informer cannot be started; make a new one')
    this.#running ??= this.#run()
  }

  /** Ends it and waits until it has. */
  async stop (): Promise<void> {
    this.#stop.abort(new SubnetesError('cancelled', 'the informer was stopped'))
    this.#synced.reject(abortError(this.#stop.signal))
    await this.#running
  }

  /** Fulfilled when the first list is in the store. @throws {SubnetesError} `cancelled` when it is stopped before */
  async whenSynced (): Promise<void> {
    await this.#synced.promise
  }

  /** Milliseconds since the API server was last heard of; Infinity before the first list. */
  get silentMs (): number {
    return performance.now() - this.#lastSeenAt
  }

  get size (): number {
    return this.#store.size
  }

  get (key: string): T | undefined {
    return this.#store.get(key)
  }

  list (namespace?: string): T[] {
    return this.#store.list(namespace)
  }

  /** The objects that one of `indexes` has under a value. */
  by (index: string, value: string): T[] {
    return this.#store.by(index, value)
  }

  async #run (): Promise<void> {
    const { signal } = this.#stop
    const random = this.#init.random ?? Math.random
    const backoff = new Backoff({ minMs: 1000, maxMs: 30_000, ...this.#init.backoff, random })
    const resyncMs = (this.#init.resyncMs ?? 600_000) * (0.9 + 0.2 * random())
    while (!signal.aborted) {
      try {
        await this.#listWhenNeeded()
        const startedAt = performance.now()
        await this.#watch(resyncMs)
        if (performance.now() - startedAt >= Math.min(SHORT_WATCH_MS, resyncMs)) backoff.reset()
        else await delay(backoff.next(), { signal })
      } catch (error) {
        if (signal.aborted) return
        await this.#afterFailure(error, backoff).catch(() => {}) // stopped in the pause: the loop's condition sees it
      }
    }
  }

  async #afterFailure (error: unknown, backoff: Backoff): Promise<void> {
    this.#errors.inc({ kind: this.#init.kind.kind, what: 'connection' })
    if (isGone(error)) this.#resourceVersion = undefined
    const pauseMs = backoff.next()
    if (backoff.attempts % RELIST_AFTER_FAILURES === 0) this.#resourceVersion = undefined
    this.#logger.warn('watch interrupted', { error: SubnetesError.from(error).message, pauseMs, relist: this.#resourceVersion === undefined })
    await delay(pauseMs, { signal: this.#stop.signal })
  }

  async #listWhenNeeded (): Promise<void> {
    if (this.#resourceVersion !== undefined) return
    const { kind, namespace, labelSelector, fieldSelector } = this.#init
    const { items, resourceVersion } = await this.#client.list<T>(kind, { namespace, labelSelector, fieldSelector }, { signal: this.#stop.signal })
    this.#lastSeenAt = performance.now()
    const gone = new Set(this.#store.keys())
    for (const item of items) {
      gone.delete(keyOf(item))
      this.#put(item)
    }
    for (const key of gone) this.#remove(key)
    this.#resourceVersion = resourceVersion
    if (this.#resync) for (const object of this.#store.list()) this.#tell({ type: 'resync', key: keyOf(object), object })
    this.#resync = false
    this.#synced.resolve()
  }

  /** Reads one watch; returns when the server or the resync timer ends it. */
  async #watch (resyncMs: number): Promise<void> {
    const { kind, namespace, labelSelector, fieldSelector, inactivityMs = 90_000 } = this.#init
    const watch = new AbortController()
    const timer = setTimeout(() => { this.#resync = true; watch.abort() }, resyncMs)
    const signal = AbortSignal.any([this.#stop.signal, watch.signal])
    const timeoutSeconds = Math.ceil(resyncMs / 1000) + 60
    try {
      const events = watchEvents<T>(this.#client, { kind, selection: { namespace, labelSelector, fieldSelector }, resourceVersion: this.#resourceVersion ?? '', timeoutSeconds, inactivityMs, signal })
      for await (const { type, object } of events) {
        if (this.#stop.signal.aborted) return
        this.#lastSeenAt = performance.now()
        if (type === 'DELETED') this.#remove(keyOf(object))
        else if (type !== 'BOOKMARK') this.#put({ ...object, apiVersion: kind.apiVersion, kind: kind.kind })
        this.#resourceVersion = object.metadata.resourceVersion
      }
    } catch (error) {
      if (!watch.signal.aborted || this.#stop.signal.aborted) throw error
      this.#resourceVersion = undefined
    } finally {
      clearTimeout(timer)
    }
  }

  #put (object: T): void {
    const key = keyOf(object)
    const before = this.#store.get(key)
    if (before !== undefined && before.metadata.uid !== object.metadata.uid) this.#remove(key)
    const previous = this.#store.set(this.#init.keep?.(object) ?? object)
    if (previous?.metadata.resourceVersion === object.metadata.resourceVersion && previous !== undefined) return
    this.#tell({ type: previous === undefined ? 'added' : 'updated', key, object: this.#store.get(key) as T })
  }

  #remove (key: string): void {
    const object = this.#store.delete(key)
    if (object !== undefined) this.#tell({ type: 'deleted', key, object })
  }

  #tell (change: Change<T>): void {
    if (this.#stop.signal.aborted) return
    try {
      this.#init.onChange?.(change)
    } catch (error) {
      this.#errors.inc({ kind: this.#init.kind.kind, what: 'handler' })
      this.#logger.error('handler of changes threw', { key: change.key, error: SubnetesError.from(error).message })
    }
  }
}
