/** Random numbers that are the same for the same seed on every machine. */

/** A source of numbers from 0 up to, but without, 1. */
export type Random = () => number

/** Mulberry32 (public domain, Tommy Ettinger): 32 bits of state, good enough for arrivals and service times, fast. */
export function createRandom (seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Exponential with the given mean. */
export function exponential (random: Random, mean: number): number {
  return -mean * Math.log(1 - random())
}

/** Log-normal with the given mean; `sigma` is that of the logarithm. */
export function logNormal (random: Random, mean: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return mean * Math.exp(sigma * normal - sigma * sigma / 2)
}
