/** Made workloads: the shapes that real traces of an hour do not have. */
import { merged } from './arrival.ts'
import { exponential, logNormal } from './random.ts'
import type { Arrival } from './arrival.ts'
import type { Random } from './random.ts'

/** A workload that is made from random numbers. */
export interface Made {
  durationSeconds: number
  /** Ordered arrivals. */
  arrivals: (random: Random) => Iterable<Arrival>
}

/** Poisson arrivals whose rate follows a wanted number of busy slots. */
interface Shape {
  durationSeconds: number
  /** Busy slots at a time. */
  slots: (t: number) => number
  /** The largest `slots` answers. */
  mostSlots: number
  meanSeconds: number
  sigma: number
  isJob: boolean
}

const CALLS = { meanSeconds: 5, sigma: 0.8, isJob: false }

/** The made workloads by name; their definitions stand in `scenarios.json`. */
export const MADE: Readonly<Record<string, Made>> = {
  step: poisson({ ...CALLS, durationSeconds: 6600, mostSlots: 12, slots: (t) => t > 1800 && t < 4200 ? 12 : 2 }),
  sawtooth: poisson({ ...CALLS, durationSeconds: 7200, mostSlots: 15, slots: (t) => 1 + 14 * ((t % 900) / 900) }),
  flash: poisson({ ...CALLS, durationSeconds: 9000, mostSlots: 20, slots: (t) => (t > 1800 && t < 2100) || (t > 5400 && t < 5700) ? 20 : 1 }),
  onoff: { durationSeconds: 86_400, arrivals: onOff },
  cron: poisson({ ...CALLS, meanSeconds: 4, durationSeconds: 86_400, mostSlots: 3, slots: (t) => t % 1800 < 180 ? 3 : 0 }),
  longmix: mixed(
    poisson({ ...CALLS, durationSeconds: 14_400, mostSlots: 3, slots: (t) => t % 2400 < 1200 ? 3 : 0.5 }),
    poisson({ meanSeconds: 600, sigma: 0.3, isJob: true, durationSeconds: 14_400, mostSlots: 4, slots: (t) => t % 4800 < 2400 ? 4 : 0.5 })),
  batch: mixed(
    poisson({ ...CALLS, durationSeconds: 21_600, mostSlots: 0.7, slots: () => 0.7 }),
    { durationSeconds: 21_600, arrivals: hourlyJobs })
}

/** Calls at a constant number of busy slots; service times exponential with `meanSeconds`, as queueing theory has them. */
export function constantLoad (slots: number, meanSeconds: number, durationSeconds: number): Made {
  return {
    durationSeconds,
    * arrivals (random) {
      for (let at = exponential(random, meanSeconds / slots); at < durationSeconds; at += exponential(random, meanSeconds / slots)) {
        yield { at, seconds: exponential(random, meanSeconds), isJob: false }
      }
    }
  }
}

function poisson (shape: Shape): Made {
  return { durationSeconds: shape.durationSeconds, arrivals: (random) => poissonArrivals(shape, random) }
}

function * poissonArrivals (shape: Shape, random: Random): Generator<Arrival> {
  const meanGap = shape.meanSeconds / shape.mostSlots
  for (let at = exponential(random, meanGap); at < shape.durationSeconds; at += exponential(random, meanGap)) {
    // Thinning: the highest rate, of which the share that the shape wants is kept.
    if (random() * shape.mostSlots >= shape.slots(at)) continue
    yield { at, seconds: logNormal(random, shape.meanSeconds, shape.sigma), isJob: shape.isJob }
  }
}

function mixed (one: Made, other: Made): Made {
  return { durationSeconds: one.durationSeconds, arrivals: (random) => merged(one.arrivals(random), other.arrivals(random)) }
}

function * onOff (random: Random): Generator<Arrival> {
  for (let start = 300; start < 86_400;) {
    const end = start + 60 + 240 * random()
    for (let at = start + exponential(random, 4 / 3); at < end; at += exponential(random, 4 / 3)) {
      yield { at, seconds: logNormal(random, 4, 0.8), isJob: false }
    }
    start = end + exponential(random, 1500)
  }
}

function * hourlyJobs (random: Random): Generator<Arrival> {
  for (let hour = 600; hour < 21_600; hour += 3600) {
    const times = Array.from({ length: 300 }, () => hour + 20 * random()).sort((one, other) => one - other)
    for (const at of times) yield { at, seconds: logNormal(random, 20, 0.5), isJob: true }
  }
}
