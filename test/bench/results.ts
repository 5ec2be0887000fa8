/** What a run of the benchmark leaves: the file that `--json` writes and `--render` reads. */
import { readFileSync } from 'node:fs'
import type { Machine } from './machine.ts'
import type { MemorySample, Stage } from './memory.ts'
import { compare, spread } from './statistics.ts'
import type { Metric, Round, Spread } from './statistics.ts'
import { SYSTEMS } from './systems.ts'
import { MEMORY } from './work.ts'

/** Of the file; another number means other fields. */
const VERSION = 1

/** Everything that was measured, unsummarized. */
export interface Results {
  readonly version: typeof VERSION
  readonly machine: Machine
  readonly settings: { readonly rounds: number, readonly seconds: number, readonly peers: number }
  readonly rounds: readonly Round[]
  readonly memory: readonly MemorySample[]
}

/** @param init all but the version */
export function resultsOf (init: Omit<Results, 'version'>): Results {
  return { version: VERSION, ...init }
}

/** Reads a file of `--json`. @throws {Error} when it is not one, or of another version */
export function readResults (path: string): Results {
  const results = JSON.parse(readFileSync(path, 'utf8')) as Omit<Results, 'version'> & { version: unknown }
  if (results.version === VERSION) return { ...results, version: VERSION }
  throw new Error(`${path} is no results file of version ${VERSION}; make one with: npm run bench -- --json ${path}`)
}

/** A system's rounds of a work. */
export function roundsOf ({ rounds }: Results, system: string, work: string): Round[] {
  return rounds.filter((round) => round.system === system && round.work === work)
}

/** Rounds of a system with the same work. */
export interface Series { readonly system: string, readonly work: string }

/** A figure over a system's rounds of a work; a warm-up that is kept for its errors (round 0) does not count. */
export function figureOf (results: Results, { system, work }: Series, figure: (round: Round) => number): Spread {
  const counted = roundsOf(results, system, work).filter(({ round }) => round > 0)
  return spread(counted.map(figure).filter(Number.isFinite))
}

/** A metric as multiples of the system's reference. */
export function ratioOf (results: Results, { system, work }: Series, metric: Metric): Spread {
  return compare(roundsOf(results, system, work), roundsOf(results, referenceOf(system), work), metric)
}

/** Memory of the gateway process in a stage, MiB. */
export function memoryOf ({ memory }: Results, system: string, stage: Stage): Spread {
  return spread(memory.filter((sample) => sample.system === system).flatMap(({ mib }) => mib[stage]['gateway'] ?? []))
}

/** The same as a multiple of the reference's median. */
export function memoryRatioOf (results: Results, system: string, stage: Stage): number {
  return memoryOf(results, system, stage).median / memoryOf(results, referenceOf(system), stage).median
}

/** The system that a system's figures are multiples of. */
export function referenceOf (system: string): string {
  return SYSTEMS.find(({ name }) => name === system)?.reference ?? system
}

/** Failed calls of the run, one text for each system and work that has some. */
export function errorsOf ({ rounds, memory }: Results): string[] {
  const all = [...rounds, ...memory.map((sample) => ({ ...sample, work: MEMORY }))]
  const failed = all.filter(({ errors }) => errors > 0)
  return [...Map.groupBy(failed, ({ system, work }) => `${system}, ${work}`)].map(([name, those]) => {
    const errors = those.reduce((sum, one) => sum + one.errors, 0)
    return `${name}: ${errors} failed; the first: ${those[0]?.firstError ?? 'no text'}`
  })
}
