/** Compares systems side by side in one run: `npm run bench -- --help`. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { processGroup } from './bench-process.ts'
import type { ProcessGroup } from './bench-process.ts'
import { isChosen, judge, problemsOf, readGoals } from './goals.ts'
import type { Extent } from './goals.ts'
import { describeMachine } from './machine.ts'
import { measureMemory, memorySeconds } from './memory.ts'
import type { MemorySample } from './memory.ts'
import { USAGE, parseOptions } from './options.ts'
import type { BenchOptions } from './options.ts'
import { fillPage, formatReport } from './report.ts'
import { readResults, resultsOf } from './results.ts'
import type { Results } from './results.ts'
import { runRounds } from './rounds.ts'
import { SYSTEMS, startSystem } from './systems.ts'
import type { RunningSystem, System } from './systems.ts'
import { MEMORY, WORKS } from './work.ts'

const BUILD = fileURLToPath(new URL('../../scripts/build.ts', import.meta.url))
const SETUP = fileURLToPath(new URL('../../scripts/setup.sh', import.meta.url))
/** Until all processes listen. */
const START_SECONDS = 15
/** What a round takes beyond its time: calls that are finished, streams to their end. */
const ROUND_MARGIN_SECONDS = 0.3

/** What a signal must end. */
const active: { group?: ProcessGroup } = {}

async function main (): Promise<number> {
  const goals = readGoals()
  const options = parseOptions(process.argv.slice(2), goals)
  if (options.action === 'help') return print(USAGE)
  if (options.action === 'list') return print(listing())
  // A path that cannot be written is reported now, not after the run.
  if (options.json !== undefined) writeFileSync(options.json, '', { flag: 'a' })
  const results = options.action === 'render' ? readResults(options.render ?? '') : await run(options)
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(results)}\n`)
  const chosen = goals.filter((goal) => isChosen(goal, extentOf(results, options)))
  const report = formatReport(results, judge(results, chosen))
  if (options.into !== undefined) writeFileSync(options.into, fillPage(readFileSync(options.into, 'utf8'), report))
  else print(report)
  return options.isCheck ? conclude(problemsOf(results, chosen)) : 0
}

/** What goals are about: the options' choice; of a file, what it holds. */
function extentOf (results: Results, options: BenchOptions): Extent {
  if (options.action === 'run') return options
  const works = [...results.rounds.map(({ work }) => work), ...results.memory.length > 0 ? [MEMORY] : []]
  return { systems: new Set([...results.rounds, ...results.memory].map(({ system }) => system)), works: new Set(works) }
}

function conclude (problems: readonly string[]): number {
  if (problems.length === 0) return print('\nall goals are met')
  process.stderr.write(`\n${problems.map((problem) => `bench: ${problem}`).join('\n')}\n`)
  return 1
}

async function run (options: BenchOptions): Promise<Results> {
  const machine = describeMachine()
  const systems = SYSTEMS.filter(({ name }) => options.systems.has(name))
  const python = setUp()
  progress(plan(systems, options))
  const rounds = await withGroup(python, async (started) => {
    const roundSystems = systems.filter(({ works }) => works.some((work) => work !== MEMORY && options.works.has(work)))
    const running = await startAll(started, roundSystems)
    return await runRounds(running, { ...options, onProgress: progress })
  })
  const memory: MemorySample[] = []
  for (const system of systems.filter(({ works }) => works.includes(MEMORY) && options.works.has(MEMORY))) {
    progress(`memory: ${system.name}`)
    memory.push(await withGroup(python, async (fresh) => await measureMemory(fresh, system, { sample: 1, ...options })))
  }
  const settings = { rounds: options.rounds, seconds: options.seconds, peers: options.peers }
  return resultsOf({ machine, settings, rounds, memory })
}

/** All at once: most of a start is Python loading its packages. Reports the first failure after all have settled. */
async function startAll (started: ProcessGroup, systems: readonly System[]): Promise<RunningSystem[]> {
  const outcomes = await Promise.allSettled(systems.map(async (system) => await startSystem(started, system)))
  return outcomes.map((outcome, index) => {
    if (outcome.status === 'fulfilled') return outcome.value
    const reason = outcome.reason as Error
    throw new Error(`${systems[index]?.name} cannot be started: ${reason.message}`, { cause: reason })
  })
}

/** Builds gateway and runner and installs what is missing. @returns the way to the Python interpreter */
function setUp (): () => string {
  execFileSync(process.execPath, [BUILD], { stdio: ['ignore', 2, 'inherit'] })
  const output = execFileSync('bash', [SETUP, 'bench'], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })
  const python = output.trimEnd().split('\n').at(-1) ?? ''
  return () => python
}

async function withGroup<T> (python: () => string, work: (started: ProcessGroup) => Promise<T>): Promise<T> {
  const started = active.group = processGroup(python)
  try {
    return await work(started)
  } finally {
    await started.stop()
  }
}

function plan (systems: readonly System[], options: BenchOptions): string {
  const chosen = systems.flatMap(({ works }) => works.filter((work) => options.works.has(work)))
  const memories = chosen.filter((work) => work === MEMORY).length
  const { rounds, seconds: roundSeconds, warmUpSeconds } = options
  const perWork = rounds * roundSeconds + warmUpSeconds + (rounds + 1) * ROUND_MARGIN_SECONDS
  const seconds = START_SECONDS + (chosen.length - memories) * perWork + memories * memorySeconds(options)
  const names = systems.map(({ name }) => name).join(', ')
  return `${names}; ${rounds} rounds of ${roundSeconds} s; about ${(seconds / 60).toFixed(1)} minutes`
}

function listing (): string {
  const systems = SYSTEMS.map(({ name, title }) => `  ${name.padEnd(18)}${title}`)
  const works = WORKS.map(({ name, title }) => `  ${name.padEnd(18)}${title}`)
  const memory = `  ${MEMORY.padEnd(18)}memory of the gateway: idle, with idle peers, at 256 in flight, after`
  return ['systems:', ...systems, 'works:', ...works, memory].join('\n')
}

function progress (text: string): void {
  process.stderr.write(`bench: ${text}\n`)
}

function print (text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

let interrupted: NodeJS.Signals | undefined
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupted !== undefined) return
    interrupted = signal
    progress(`${signal}: ending all processes`)
    void Promise.resolve(active.group?.stop()).finally(() => process.exit(128 + constants.signals[signal]))
  })
}

try {
  const code = await main()
  if (interrupted === undefined) process.exit(code)
} catch (error) {
  // After a signal every call fails; its handler ends the process.
  if (interrupted === undefined) {
    process.stderr.write(`bench: ${(error as Error).message}\n`)
    process.exit(2)
  }
}
