/**
 * `npm run simulate -- [--scenario NAME|all] [--trace FILE] [--policy LIST] [--json]`: replays recorded and made load on simulated pools and prints what each policy makes of it.
 * Scenarios and traces are those of test/fixtures/traces; docs/scaling.md says what the columns mean.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { boundOf, DEFAULT_POLICIES, findPolicy, parseScenarios, prepareScenario, runPolicy, summarize } from '@subnetes/scaling/simulation'
import { SubnetesError } from '@subnetes/common'
import type { Outcome, Scenario, Summary } from '@subnetes/scaling/simulation'

const FOLDER = join(import.meta.dirname, '../test/fixtures/traces')

const USAGE = `npm run simulate -- [options]
  --scenario NAME    a scenario of scenarios.json, a prefix of several, or "all"; may be repeated  [all]
  --trace FILE       a CSV file (ms,context,generated or minute,tokens) instead of scenarios
  --workers N        with --trace: thin or multiply it until N workers are busy on average
  --concurrency N    with --trace: slots of a worker  [1]
  --start N          with --trace: workers at the start  [1]
  --min N, --max N   limits of the pool  [0, 100]
  --cold SECONDS, --deadline SECONDS  [60, 30]
  --policy LIST      comma-separated  [${DEFAULT_POLICIES.join(',')}]
  --json             one JSON line per scenario and policy, then one per policy`

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', multiple: true },
    trace: { type: 'string' },
    workers: { type: 'string' },
    concurrency: { type: 'string' },
    start: { type: 'string' },
    min: { type: 'string' },
    max: { type: 'string' },
    cold: { type: 'string' },
    deadline: { type: 'string' },
    policy: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' }
  }
})

type Figures = Pick<Outcome, 'cost' | 'total' | 'lostPercent' | 'slowPercent' | 'waitP95Seconds' | 'interrupted' | 'podStarts' | 'changesPerHour'>

const COLUMNS: Array<[title: string, figure: (figures: Figures) => string]> = [
  ['cost', ({ cost }) => cost.toFixed(2)],
  ['total', ({ total }) => total.toFixed(2)],
  ['lost %', ({ lostPercent }) => lostPercent.toFixed(2)],
  ['> 5 s %', ({ slowPercent }) => slowPercent.toFixed(1)],
  ['p95 s', ({ waitP95Seconds }) => waitP95Seconds.toFixed(1)],
  ['interrupted', ({ interrupted }) => String(interrupted)],
  ['starts', ({ podStarts }) => String(podStarts)],
  ['changes/h', ({ changesPerHour }) => changesPerHour.toFixed(1)]
]

function numberOf (name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0)) throw new SubnetesError('invalid_argument', `--${name} is ${JSON.stringify(text)}: must be a number from 0`)
  return value
}

function chosen (scenarios: readonly Scenario[]): Scenario[] {
  const limits = { ...given('min'), ...given('max') }
  if (values.trace !== undefined) {
    return [{ name: values.trace, trace: values.trace, concurrency: 1, startReplicas: 1, ...given('workers'), ...given('concurrency'), ...given('startReplicas', 'start'), ...limits }]
  }
  const names = values.scenario ?? ['all']
  const found = scenarios.filter(({ name }) => names.some((wanted) => wanted === 'all' || name.startsWith(wanted)))
  if (found.length === 0) throw new SubnetesError('not_found', `no scenario starts with ${names.join(' or ')}: there are ${scenarios.map(({ name }) => name).join(', ')}`)
  return found.map((scenario) => ({ ...scenario, ...limits }))
}

function given (field: string, option: keyof typeof values = field as keyof typeof values): Record<string, number> {
  const value = numberOf(option, values[option] as string | undefined)
  return value === undefined ? {} : { [field]: value }
}

function printRow (title: string, cells: readonly string[]): void {
  console.log(title.padEnd(22) + cells.map((cell) => cell.padStart(12)).join(''))
}

function print (scenario: string, policy: string, figures: Figures): void {
  if (values.json === true) console.log(JSON.stringify({ scenario, policy, ...figures }))
  else printRow(`  ${policy}`, COLUMNS.map(([, figure]) => figure(figures)))
}

function main (): void {
  if (values.help === true) {
    console.log(USAGE)
    return
  }
  const names = (values.policy ?? DEFAULT_POLICIES.join(',')).split(',')
  const policies = names.map((name) => ({ name, factory: findPolicy(name), outcomes: [] as Outcome[] }))
  const { defaults, scenarios } = parseScenarios(readFileSync(join(FOLDER, 'scenarios.json'), 'utf8'))
  const world = { ...defaults, ...given('coldStartSeconds', 'cold'), ...given('deadlineSeconds', 'deadline') }
  const runs = chosen(scenarios)
  for (const scenario of runs) {
    const workload = prepareScenario(scenario, world, FOLDER)
    const bound = boundOf(workload)
    if (values.json !== true) printRow(scenario.name, COLUMNS.map(([title]) => title))
    for (const { name, factory, outcomes } of policies) {
      const outcome = runPolicy(workload, factory, bound)
      outcomes.push(outcome)
      print(scenario.name, name, outcome)
    }
  }
  // A pool whose own limit is below its load says nothing about a policy: it is shown and left out of the means.
  const counted = runs.flatMap((scenario, index) => scenario.max === undefined || values.max !== undefined ? [index] : [])
  if (counted.length < 2) return
  if (values.json !== true) printRow(`mean of ${counted.length}`, COLUMNS.map(([title]) => title))
  for (const { name, outcomes } of policies) print('*', name, summarize(outcomes.filter((_, index) => counted.includes(index))) satisfies Summary)
}

try {
  main()
} catch (error) {
  console.error(SubnetesError.from(error).message)
  process.exitCode = 1
}
