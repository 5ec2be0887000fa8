/** One kind in several namespaces, as if it were one informer. */
import type { Startable } from '@subnetes/common'
import type { KubeObject } from '../resources/kube-object.ts'
import { Informer } from './informer.ts'
import type { InformerComponents, InformerInit } from './informer.ts'
import { splitKey } from './kinds.ts'

/** Namespaces that are watched; `'all'` is one watch over the whole cluster. */
export type WatchedNamespaces = readonly string[] | 'all'

/** As {@link InformerInit}, for several namespaces. */
export type InformersInit<T extends KubeObject> = Omit<InformerInit<T>, 'namespace'> & { readonly namespaces: WatchedNamespaces }

/** An {@link Informer} per namespace. Each lists and recovers by itself. */
export class Informers<T extends KubeObject> implements Startable {
  readonly #informers = new Map<string, Informer<T>>()

  constructor (init: InformersInit<T>, components: InformerComponents) {
    const { namespaces, ...rest } = init
    for (const namespace of namespaces === 'all' ? [undefined] : namespaces) {
      this.#informers.set(namespace ?? '', new Informer<T>({ ...rest, namespace }, components))
    }
  }

  async start (): Promise<void> {
    for (const informer of this.#informers.values()) await informer.start()
  }

  async stop (): Promise<void> {
    await Promise.all([...this.#informers.values()].map(async (informer) => await informer.stop()))
  }

  /** Fulfilled when every first list is there. @throws {SubnetesError} `cancelled` when it is stopped before */
  async whenSynced (): Promise<void> {
    await Promise.all([...this.#informers.values()].map(async (informer) => await informer.whenSynced()))
  }

  /** Milliseconds since the API server was last heard of, where that is longest ago; Infinity before the first lists. */
  get silentMs (): number {
    return Math.max(...[...this.#informers.values()].map(({ silentMs }) => silentMs))
  }

  get size (): number {
    return [...this.#informers.values()].reduce((sum, { size }) => sum + size, 0)
  }

  get (key: string): T | undefined {
    return (this.#informers.get(splitKey(key).namespace) ?? this.#informers.get(''))?.get(key)
  }

  list (): T[] {
    return [...this.#informers.values()].flatMap((informer) => informer.list())
  }

  /** The objects that one of `indexes` has under a value. */
  by (index: string, value: string): T[] {
    return [...this.#informers.values()].flatMap((informer) => informer.by(index, value))
  }
}
