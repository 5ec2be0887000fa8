/** The one bounded queue of calls that wait for a slot or a worker: higher priority first, then round robin over peers, then first in first out. */
import { SubnetesError } from '@subnetes/common'
import type { HoldLimits } from './dispatcher.ts'

/** What the queue needs to know of a waiting call. */
export interface Waiting {
  readonly peer: string
  readonly priority: number
}

/** Waiting calls of one priority: the peers in turn, each with its calls. */
interface Level<T> { readonly priority: number, readonly peers: Fifo<string>, readonly calls: Map<string, Fifo<T>> }

/** Calls in the order in which they get slots. Each operation takes constant time in the number of calls and peers (linear in distinct priorities when one appears). */
export class HoldQueue<T extends Waiting> implements Iterable<T> {
  readonly #what: string
  readonly #levels: Array<Level<T>> = []
  readonly #perPeer = new Map<string, number>()
  #size = 0

  /** @param what names the queue's owner in messages */
  constructor (what: string) {
    this.#what = what
  }

  get size (): number {
    return this.#size
  }

  /** Why no further call of a peer may wait: `resource_exhausted` naming the limit; undefined when one may. */
  refusal (peer: string, limits: HoldLimits): SubnetesError | undefined {
    if (this.#size >= limits.maxPending) {
      return new SubnetesError('resource_exhausted', `${this.#what}: ${this.#size} calls wait already, the most allowed (spec.autoscaling.hold.maxPending); try again later`, { retryable: true })
    }
    if ((this.#perPeer.get(peer) ?? 0) >= limits.maxPendingPerPeer) {
      return new SubnetesError('resource_exhausted', `${this.#what}: ${limits.maxPendingPerPeer} calls of this peer wait already, the most allowed (spec.autoscaling.hold.maxPendingPerPeer); try again later`, { retryable: true })
    }
    return undefined
  }

  /** Adds a call; `atFront` puts it before its peer's other calls and its peer before the others: it had its turn already. */
  add (waiting: T, atFront = false): void {
    const level = this.#level(waiting.priority)
    let calls = level.calls.get(waiting.peer)
    if (calls === undefined) level.calls.set(waiting.peer, calls = new Fifo())
    if (atFront) {
      calls.unshift(waiting)
      level.peers.remove(waiting.peer)
      level.peers.unshift(waiting.peer)
    } else {
      calls.push(waiting)
      if (calls.size === 1) level.peers.push(waiting.peer)
    }
    this.#count(waiting.peer, 1)
  }

  /** The call that is next. */
  peek (): T | undefined {
    const level = this.#levels.at(-1)
    const peer = level?.peers.first
    return peer === undefined ? undefined : level?.calls.get(peer)?.first
  }

  /** Takes the next call out; its peer goes to the end of the row. */
  shift (): T | undefined {
    const next = this.peek()
    const level = this.#levels.at(-1)
    if (next === undefined || level === undefined) return undefined
    this.remove(next)
    if (level.peers.remove(next.peer)) level.peers.push(next.peer)
    return next
  }

  /** Takes a call out, wherever it stands. @returns false when it does not wait here */
  remove (waiting: T): boolean {
    const index = this.#indexOf(waiting.priority)
    const level = this.#levels[index]
    const calls = level?.calls.get(waiting.peer)
    if (level === undefined || level.priority !== waiting.priority || calls?.remove(waiting) !== true) return false
    if (calls.size === 0) {
      level.calls.delete(waiting.peer)
      level.peers.remove(waiting.peer)
    }
    if (level.calls.size === 0) this.#levels.splice(index, 1)
    this.#count(waiting.peer, -1)
    return true
  }

  * [Symbol.iterator] (): Iterator<T> {
    for (const level of this.#levels) {
      for (const calls of level.calls.values()) yield * calls
    }
  }

  /** The level of a priority, made when there is none. Levels are in ascending order. */
  #level (priority: number): Level<T> {
    const index = this.#indexOf(priority)
    const found = this.#levels[index]
    if (found?.priority === priority) return found
    const level: Level<T> = { priority, peers: new Fifo(), calls: new Map() }
    this.#levels.splice(index, 0, level)
    return level
  }

  /** Index of the first level whose priority is not below. */
  #indexOf (priority: number): number {
    let low = 0
    let high = this.#levels.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#levels[middle] as Level<T>).priority < priority) low = middle + 1
      else high = middle
    }
    return low
  }

  #count (peer: string, change: 1 | -1): void {
    this.#size += change
    const count = (this.#perPeer.get(peer) ?? 0) + change
    if (count === 0) this.#perPeer.delete(peer)
    else this.#perPeer.set(peer, count)
  }
}

interface Node<T> { readonly item: T, before: Node<T> | undefined, after: Node<T> | undefined }

/** A first-in-first-out list of distinct items that can also leave from the middle, each operation in constant time. */
class Fifo<T> implements Iterable<T> {
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
