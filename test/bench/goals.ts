/** The goals of `--check` and whether a run reaches them. */
import { readFileSync } from 'node:fs'
import { STAGES } from './memory.ts'
import type { Stage } from './memory.ts'
import { errorsOf, memoryRatioOf, ratioOf, referenceOf, roundsOf } from './results.ts'
import type { Results } from './results.ts'
import { METRICS } from './statistics.ts'
import type { Metric } from './statistics.ts'

/** One goal: a median, as a multiple of the system's reference. */
export interface Goal {
  readonly system: string
  readonly work: string
  /** Of rounds; a stage where the work is `memory`; `errors` counts failed calls and has no reference. */
  readonly metric: Metric | Stage | 'errors'
  /** One of the two is given. */
  readonly atLeast?: number
  readonly atMost?: number
  /** Reported, not required. */
  readonly stretch?: number
}

/** A goal beside what was measured. */
export interface Verdict {
  readonly goal: Goal
  /** NaN where it was not measured. */
  readonly value: number
  readonly verdict: 'stretch' | 'met' | 'MISSED' | 'NOT MEASURED'
}

/** The goals of `goals.json`. */
export function readGoals (): Goal[] {
  return JSON.parse(readFileSync(new URL('goals.json', import.meta.url), 'utf8')) as Goal[]
}

/** Compares medians with goals. */
export function judge (results: Results, goals: readonly Goal[]): Verdict[] {
  return goals.map((goal) => {
    const value = valueOf(results, goal)
    return { goal, value, verdict: verdictOf(goal, value) }
  })
}

/** What keeps a run from passing: missed goals with the distance, and failed calls. Empty when it passes. */
export function problemsOf (results: Results, goals: readonly Goal[]): string[] {
  const missed = judge(results, goals).filter(({ verdict }) => verdict === 'MISSED' || verdict === 'NOT MEASURED')
  return [...missed.map(describe), ...errorsOf(results)]
}

/** What a goal is about, in words. */
export function titleOf ({ system, work, metric }: Goal): string {
  if (metric === 'errors') return `failed calls of ${system}, ${work}`
  const figure = isStage(metric) ? `gateway's memory, ${metric}` : `${METRICS[metric].title}, ${work}`
  return `${figure}: ${system} / ${referenceOf(system)}`
}

function describe ({ goal, value }: Verdict): string {
  const bound = goal.atLeast === undefined ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`
  if (Number.isNaN(value)) return `${titleOf(goal)}: not measured; the goal is ${bound}`
  const distance = Math.abs(value - (goal.atLeast ?? goal.atMost ?? NaN))
  return `${titleOf(goal)}: ${value.toFixed(2)}, the goal is ${bound}, missed by ${distance.toFixed(2)}`
}

function valueOf (results: Results, { system, work, metric }: Goal): number {
  if (metric === 'errors') {
    const rounds = roundsOf(results, system, work)
    return rounds.length === 0 ? NaN : rounds.reduce((sum, { errors }) => sum + errors, 0)
  }
  return isStage(metric) ? memoryRatioOf(results, system, metric) : ratioOf(results, { system, work }, metric).median
}

function verdictOf ({ atLeast = -Infinity, atMost = Infinity, stretch }: Goal, value: number): Verdict['verdict'] {
  if (Number.isNaN(value)) return 'NOT MEASURED'
  if (value < atLeast || value > atMost) return 'MISSED'
  const isFurther = stretch !== undefined && (atMost === Infinity ? value >= stretch : value <= stretch)
  return isFurther ? 'stretch' : 'met'
}

function isStage (metric: Goal['metric']): metric is Stage {
  return (STAGES as readonly string[]).includes(metric)
}

/** Names of the works and systems that goals need, references included; for `--check` without `--only`. */
export function neededFor (goals: readonly Goal[]): string[] {
  return [...new Set(goals.flatMap(({ system, work }) => [system, referenceOf(system), work]))]
}

/** What a run covers, by name. */
export interface Extent { readonly systems: ReadonlySet<string>, readonly works: ReadonlySet<string> }

/** Whether a goal is about one of the chosen systems and works. */
export function isChosen ({ system, work }: Goal, { systems, works }: Extent): boolean {
  return systems.has(system) && works.has(work)
}
