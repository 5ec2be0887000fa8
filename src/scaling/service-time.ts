/** How long a piece of work takes, and how long a worker takes to start. */

/** What a finished call still counts after the next one: about the last 500 calls. */
export const CALL_MEMORY = 0.998

/** What a finished job still counts after the next one: about the last 100 jobs. */
export const JOB_MEMORY = 0.99

/** Service time assumed before anything has finished, counted as one piece of work. 5 s: a chat answer of 200 tokens. */
export const PRIOR_SERVICE_SECONDS = 5

/** Weight of the newest cold start in its moving mean. 0.3: follows a new image within three starts. */
export const COLD_START_WEIGHT = 0.3

/** Finished work, old work fading. */
export interface Finished {
  readonly count: number
  readonly seconds: number
}

/** Nothing finished yet. */
export const NOTHING_FINISHED: Finished = { count: 0, seconds: 0 }

/** Adds `count` pieces of `seconds` together, as if they had finished one after the other. */
export function addFinished (finished: Finished, count: number, seconds: number, memory: number): Finished {
  if (count <= 0) return finished
  const kept = memory ** count
  const weight = (1 - kept) / (1 - memory)
  return { count: finished.count * kept + weight, seconds: finished.seconds * kept + seconds / count * weight }
}

/** Work that runs is expected to have run half of its time: no estimate goes past twice the mean age, unless finished work says so. */
export const AGE_FACTOR = 2

/**
 * Seconds of one piece of work. Ages of running work count as if it ended now, which keeps work of ten minutes from looking short before the first of it has finished.
 * While little has finished, that sum says more about how many pieces run than about how long one takes; hence the bound by their mean age.
 */
export function serviceSeconds (finished: Finished, ageSeconds: number, running: number): number {
  const finishedAlone = (finished.seconds + PRIOR_SERVICE_SECONDS) / (finished.count + 1)
  const withAges = (finished.seconds + ageSeconds + PRIOR_SERVICE_SECONDS) / (finished.count + 1)
  return Math.min(withAges, Math.max(finishedAlone, AGE_FACTOR * ageSeconds / Math.max(1, running)))
}

/** Moves the mean cold start by `count` starts that took `seconds` together. */
export function addColdStarts (coldSeconds: number, count: number, seconds: number): number {
  if (count <= 0) return coldSeconds
  const mean = seconds / count
  return mean + (coldSeconds - mean) * (1 - COLD_START_WEIGHT) ** count
}
