/** Work that arrives, as a stream: nothing here keeps more than a few seconds of it. */
import { Heap } from './heap.ts'
import type { Random } from './random.ts'

/** One call or job. */
export interface Arrival {
  /** Seconds from the start. */
  at: number
  /** How long it takes on a slot. */
  seconds: number
  isJob: boolean
}

/** Copies of a request come up to this much later. */
export const COPY_SPREAD_SECONDS = 3

/** Brings arrivals into order that are at most `horizonSeconds` out of it. */
export function * inOrder (arrivals: Iterable<Arrival>, horizonSeconds: number): Generator<Arrival> {
  const waiting = new Heap<Arrival>()
  for (const arrival of arrivals) {
    while (waiting.nextAt <= arrival.at - horizonSeconds) yield waiting.pop() as Arrival
    waiting.push(arrival.at, arrival)
  }
  while (waiting.size > 0) yield waiting.pop() as Arrival
}

/** Thins (`factor` below one) or multiplies arrivals; copies keep their service time. */
export function scaled (arrivals: Iterable<Arrival>, factor: number, random: Random): Iterable<Arrival> {
  return inOrder(copies(arrivals, factor, random), COPY_SPREAD_SECONDS)
}

function * copies (arrivals: Iterable<Arrival>, factor: number, random: Random): Generator<Arrival> {
  const whole = Math.floor(factor)
  for (const arrival of arrivals) {
    const count = whole + (random() < factor - whole ? 1 : 0)
    for (let copy = 0; copy < count; copy += 1) {
      // Copies are late, never early: the order stays within the spread of what follows.
      yield copy === 0 ? arrival : { ...arrival, at: arrival.at + random() * COPY_SPREAD_SECONDS }
    }
  }
}

/** Mixes two ordered streams into one. */
export function * merged (one: Iterable<Arrival>, other: Iterable<Arrival>): Generator<Arrival> {
  const left = one[Symbol.iterator]()
  const right = other[Symbol.iterator]()
  let first = left.next()
  let second = right.next()
  while (first.done !== true || second.done !== true) {
    if (second.done === true || (first.done !== true && first.value.at <= second.value.at)) {
      yield first.value as Arrival
      first = left.next()
    } else {
      yield second.value
      second = right.next()
    }
  }
}

/** Average number of slots that are busy when nobody waits. */
export function meanSlots (arrivals: Iterable<Arrival>, durationSeconds: number): number {
  let seconds = 0
  for (const arrival of arrivals) seconds += arrival.seconds
  return seconds / durationSeconds
}
