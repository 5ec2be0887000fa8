/** A first-in-first-out list whose items can also leave from the middle, each operation in constant time. */

interface Node<T> { readonly item: T, before: Node<T> | undefined, after: Node<T> | undefined }

/** A list of distinct items. */
export class Fifo<T> implements Iterable<T> {
  readonly #nodes = new Map<T, Node<T>>()
  #first: Node<T> | undefined
  #last: Node<T> | undefined

  get size (): number {
    return this.#nodes.size
  }

  get first (): T | undefined {
    return this.#first?.item
  }

  /** Adds at the end. */
  push (item: T): void {
    const node: Node<T> = { item, before: this.#last, after: undefined }
    if (this.#last === undefined) this.#first = node
    else this.#last.after = node
    this.#last = node
    this.#nodes.set(item, node)
  }

  /** Adds at the front. */
  unshift (item: T): void {
    const node: Node<T> = { item, before: undefined, after: this.#first }
    if (this.#first === undefined) this.#last = node
    else this.#first.before = node
    this.#first = node
    this.#nodes.set(item, node)
  }

  /** @returns false when the item is not here */
  remove (item: T): boolean {
    const node = this.#nodes.get(item)
    if (node === undefined) return false
    this.#nodes.delete(item)
    if (node.before === undefined) this.#first = node.after
    else node.before.after = node.after
    if (node.after === undefined) this.#last = node.before
    else node.after.before = node.before
    return true
  }

  * [Symbol.iterator] (): Iterator<T> {
    for (let node = this.#first; node !== undefined; node = node.after) yield node.item
  }
}
