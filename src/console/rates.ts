/** One point of the history out of two pictures. Pure. */
import type { ConsoleGateway, ConsoleProtocol, ConsoleSnapshot } from '@subnetes/control'

/** A picture and when it was looked at, milliseconds. */
export interface Seen { readonly snapshot: ConsoleSnapshot, readonly at: number }

/** Values of a point, in this order. */
export const METRICS = ['callsPerSecond', 'failedPerSecond', 'running', 'waiting', 'ready'] as const

/** Values of one protocol at one time, as {@link METRICS} names them; NaN for what is not known. */
export type Point = readonly number[]

/** Key of the sums of all protocols. */
export const TOTAL = ''

/** Key of a protocol. */
export function keyOf ({ namespace, name }: Pick<ConsoleProtocol, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`
}

/** Whether counters of two pictures may be compared: the same connections of the same gateways are counted in both. Another connection may be another process, whose counters begin anew. */
export function isComparable (before: ConsoleSnapshot, after: ConsoleSnapshot): boolean {
  return countedOf(before.gateways) === countedOf(after.gateways)
}

/** The points of all protocols and of their sum. Rates are known only where the two are comparable: the counters of a gateway that came or went are no calls. */
export function pointsOf (before: Seen | undefined, now: Seen): Map<string, Point> {
  const seconds = before === undefined ? 0 : (now.at - before.at) / 1000
  const hasRates = before !== undefined && seconds > 0 && isComparable(before.snapshot, now.snapshot)
  const known = new Map(hasRates ? before.snapshot.protocols.map((protocol) => [keyOf(protocol), protocol.load]) : [])
  const points = new Map<string, Point>()
  const sums = [hasRates ? 0 : NaN, hasRates ? 0 : NaN, 0, 0, 0]
  for (const protocol of now.snapshot.protocols) {
    const point = pointOf(protocol, known.get(keyOf(protocol)), seconds)
    points.set(keyOf(protocol), point)
    for (const [index, value] of point.entries()) if (!Number.isNaN(value)) sums[index] = (sums[index] ?? 0) + value
  }
  return points.set(TOTAL, sums)
}

function pointOf ({ load, jobs, workers }: ConsoleProtocol, before: ConsoleProtocol['load'] | undefined, seconds: number): Point {
  const rate = (counter: 'finished' | 'failed'): number => before === undefined ? NaN : Math.max(0, load[counter] - before[counter]) / seconds
  return [rate('finished'), rate('failed'), load.running + (jobs?.running ?? 0), load.waiting + (jobs?.waiting ?? 0), workers.filter(({ state }) => state === 'ready').length]
}

function countedOf (gateways: readonly ConsoleGateway[]): string {
  return gateways.filter(({ counted }) => counted).map(({ id, sinceMs }) => `${id} ${sinceMs}`).join()
}
