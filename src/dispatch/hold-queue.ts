/** The one bounded queue of calls that wait for a slot or a worker: higher priority first, then round robin over peers, then first in first out. */
import { SubnetesError } from '@subnetes/common'
import type { HoldLimits } from './dispatcher.ts'
import { Fifo } from './fifo.ts'

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

  /** Whether one more call of a peer may wait. @throws {SubnetesError} `resource_exhausted` naming the limit */
  checkLimits (peer: string, limits: HoldLimits): void {
    if (this.#size >= limits.maxPending) {
      throw new SubnetesError('resource_exhausted', `${this.#what}: ${this.#size} calls wait already, the most allowed (spec.autoscaling.hold.maxPending); try again later`, { retryable: true })
    }
    if ((this.#perPeer.get(peer) ?? 0) >= limits.maxPendingPerPeer) {
      throw new SubnetesError('resource_exhausted', `${this.#what}: ${limits.maxPendingPerPeer} calls of this peer wait already, the most allowed (spec.autoscaling.hold.maxPendingPerPeer); try again later`, { retryable: true })
    }
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
