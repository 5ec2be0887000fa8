/** The informer's memory: frozen objects by key, with indexes. */
import type { KubeObject } from '../resources/kube-object.ts'
import { keyOf } from './kinds.ts'
import { SharedTexts } from './shared-texts.ts'

/** The values under which an object is found; an object may have several. */
export type IndexFunction<T> = (object: T) => readonly string[]

/** Objects that readers share: nobody can change them, what nobody reads (`metadata.managedFields`) is gone, and texts that many have are there once. */
export class ObjectStore<T extends KubeObject> {
  readonly #texts = new SharedTexts()
  readonly #objects = new Map<string, T>()
  readonly #indexes = new Map<string, { of: IndexFunction<T>, keys: Map<string, Set<string>> }>()

  constructor (indexes: Readonly<Record<string, IndexFunction<T>>> = {}) {
    for (const [name, of] of Object.entries(indexes)) this.#indexes.set(name, { of, keys: new Map() })
  }

  get size (): number {
    return this.#objects.size
  }

  keys (): IterableIterator<string> {
    return this.#objects.keys()
  }

  get (key: string): T | undefined {
    return this.#objects.get(key)
  }

  list (namespace?: string): T[] {
    const all = [...this.#objects.values()]
    return namespace === undefined ? all : all.filter((object) => object.metadata.namespace === namespace)
  }

  /** The objects that an index has under a value. */
  by (index: string, value: string): T[] {
    const keys = this.#indexes.get(index)?.keys.get(value) ?? []
    return [...keys].map((key) => this.#objects.get(key) as T)
  }

  /** Keeps an object. @returns what was there before */
  set (object: T): T | undefined {
    const key = keyOf(object)
    const previous = this.#objects.get(key)
    if (previous !== undefined) this.#unindex(key, previous)
    const kept = this.#prepare(object)
    this.#objects.set(key, kept)
    for (const { of, keys } of this.#indexes.values()) {
      for (const value of of(kept)) {
        const found = keys.get(value)
        if (found === undefined) keys.set(value, new Set([key]))
        else found.add(key)
      }
    }
    return previous
  }

  /** Forgets an object. @returns what was there */
  delete (key: string): T | undefined {
    const previous = this.#objects.get(key)
    if (previous === undefined) return undefined
    this.#unindex(key, previous)
    this.#objects.delete(key)
    return previous
  }

  #prepare (object: T): T {
    const { managedFields, ...metadata } = object.metadata
    const prepared = { ...object, metadata }
    settle(prepared, this.#texts)
    return prepared
  }

  #unindex (key: string, object: T): void {
    for (const { of, keys } of this.#indexes.values()) {
      for (const value of of(object)) {
        const found = keys.get(value)
        found?.delete(key)
        if (found?.size === 0) keys.delete(value)
      }
    }
  }
}

/** Freezes a JSON value and all below it. */
export function deepFreeze<T> (value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const child of Object.values(value)) deepFreeze(child)
  return value
}

/** The same, and every text in it becomes the shared one. */
function settle (value: object, texts: SharedTexts): void {
  if (Object.isFrozen(value)) return
  for (const [name, child] of Object.entries(value) as Array<[string, unknown]>) {
    if (typeof child === 'string') (value as Record<string, unknown>)[name] = texts.share(child)
    else if (typeof child === 'object' && child !== null) settle(child, texts)
  }
  Object.freeze(value)
}
