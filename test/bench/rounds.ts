/** Runs rounds: in every round all systems do all works, and those that do the same work take turns. */
import { cpus } from 'node:os'
import { machineIdleSeconds, treeCpuSeconds } from './process-usage.ts'
import type { Round } from './statistics.ts'
import type { RunningSystem } from './systems.ts'
import { WORKS } from './work.ts'
import type { RoundResult, Work } from './work.ts'

/** How long a round may take beyond its time: the callers give up calls after 20 s. */
const REPLY_MARGIN_MS = 40_000

/** How much is run. */
export interface RoundsInit {
  readonly rounds: number
  readonly seconds: number
  /** Length of the round before the first, which is not counted: the compilers of all processes settle. */
  readonly warmUpSeconds: number
  /** Works that are run, by name. */
  readonly works: ReadonlySet<string>
  readonly onProgress: (text: string) => void
}

/** @returns all rounds; a system that no longer answers has failed rounds from then on */
export async function runRounds (systems: readonly RunningSystem[], init: RoundsInit): Promise<Round[]> {
  const results: Round[] = []
  const broken = new Map<RunningSystem, string>()
  const works = WORKS.filter(({ name }) => init.works.has(name))
  const turns = Array.from({ length: init.rounds + 1 }).flatMap((_, round) => works.map((work) => ({ round, work })))
  for (const { round, work } of turns) {
    init.onProgress(round === 0 ? `warm-up: ${work.name}` : `round ${round} of ${init.rounds}: ${work.name}`)
    const seconds = round === 0 ? init.warmUpSeconds : init.seconds
    for (const running of inTurn(systems.filter(({ system }) => system.works.includes(work.name)), round)) {
      const done = await runRound(running, { work, round, seconds, broken })
      if (round > 0 || done.errors > 0) results.push(done)
    }
  }
  return results
}

/** The order turns round, so that no system always follows the same one. */
function inTurn<T> (items: readonly T[], round: number): T[] {
  const first = round % Math.max(1, items.length)
  return [...items.slice(first), ...items.slice(0, first)]
}

interface RoundInit {
  readonly work: Work
  readonly round: number
  readonly seconds: number
  /** Systems that no longer answer, with the reason. */
  readonly broken: Map<RunningSystem, string>
}

async function runRound (running: RunningSystem, { work, round, seconds, broken }: RoundInit): Promise<Round> {
  const about = { system: running.system.name, work: work.name, round }
  const reason = broken.get(running)
  if (reason !== undefined) return { ...about, ...failed(reason) }
  try {
    const before = usage(running)
    const [caller] = running.processes
    const result = await caller?.ask(work.workload(seconds), seconds * 1000 + REPLY_MARGIN_MS) as unknown as RoundResult
    const after = usage(running)
    const used = after.own.map((seconds, at) => seconds - (before.own[at] ?? NaN))
    const cpuSeconds = Object.fromEntries(running.processes.map(({ role }, at) => [role, used[at] ?? NaN]))
    return { ...about, ...result, cpuSeconds, otherCores: otherCores(before, after) }
  } catch (error) {
    const text = (error as Error).message
    broken.set(running, text)
    return { ...about, ...failed(text) }
  }
}

function failed (firstError: string): Omit<Round, 'system' | 'work' | 'round'> {
  return { operations: 0, errors: 1, firstError, seconds: 0, p50Ms: 0, p99Ms: 0, cpuSeconds: {}, otherCores: 0 }
}

interface Usage { readonly own: readonly number[], readonly bench: number, readonly idle: number, readonly at: number }

/** Seconds so far: CPU of the system's processes, CPU of the benchmark with all it has started, idle cores. */
function usage ({ processes }: RunningSystem): Usage {
  const own = processes.map((process) => process.cpuSeconds())
  return { own, bench: treeCpuSeconds(process.pid), idle: machineIdleSeconds(), at: performance.now() / 1000 }
}

/** Cores that were neither idle nor the benchmark's. Time that a hypervisor gives to other guests counts too. */
function otherCores (before: Usage, after: Usage): number {
  const seconds = after.at - before.at
  const busy = cpus().length * seconds - (after.idle - before.idle)
  return Math.max(0, (busy - (after.bench - before.bench)) / seconds)
}
