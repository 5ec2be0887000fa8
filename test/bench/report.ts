/** A run as Markdown, for a terminal and docs/performance.md: goals and ratios first, then what they are made of. */
import { titleOf } from './goals.ts'
import type { Verdict } from './goals.ts'
import { STAGES } from './memory.ts'
import { errorsOf, figureOf, memoryOf, memoryRatioOf, ratioOf, referenceOf, roundsOf } from './results.ts'
import type { Results } from './results.ts'
import { METRICS, roleMicros, spread } from './statistics.ts'
import type { Metric, Spread } from './statistics.ts'
import { SYSTEMS } from './systems.ts'
import type { System } from './systems.ts'
import { WORKS } from './work.ts'
import type { Work } from './work.ts'

/** In the order in which a call passes through them. */
const ROLES = ['caller', 'gateway', 'runner', 'worker', 'redis']
/** Above one of these the report says that the machine was not quiet. */
const QUIET_OTHER_CORES = 0.2
const QUIET_LOAD_PER_CORE = 0.25

const RATIOS = "### Operations per core-second, as multiples of the reference's"
const MEMORY = "### Memory of the gateway and its children, MiB (multiple of the reference's)"

type Row = readonly string[]

/** The whole report. @param verdicts of the goals that the run is about; none leaves the table of goals out */
export function formatReport (results: Results, verdicts: readonly Verdict[]): string {
  const works = WORKS.filter(({ name }) => results.rounds.some(({ work }) => work === name))
  const errors = errorsOf(results)
  return [
    describeRun(results),
    ...verdicts.length === 0 ? [] : ['### Goals', table(goalRows(verdicts))],
    ...works.length === 0 ? [] : [RATIOS, table(ratioRows(results, works))],
    ...works.flatMap((work) => [`### ${work.title}`, table(workRows(results, work))]),
    ...results.memory.length === 0 ? [] : [MEMORY, table(memoryRows(results))],
    ...errors.length === 0 ? [] : ['### Failed calls', errors.map((text) => `* ${text}`).join('\n')],
    '### Systems',
    present(results).map(({ name, title }) => `* \`${name}\`: ${title}`).join('\n')
  ].join('\n\n')
}

/** Machine, versions, and how quiet the machine was. */
function describeRun ({ machine, settings, rounds }: Results): string {
  const other = spread(rounds.map(({ otherCores }) => otherCores))
  const wasIdle = machine.loadBefore <= QUIET_LOAD_PER_CORE * machine.cores
  // A load before that has ended, such as an earlier run of the benchmark, does not matter.
  const isQuiet = rounds.length === 0 ? wasIdle : other.median <= QUIET_OTHER_CORES
  const load = `load before ${machine.loadBefore.toFixed(1)}` +
    (rounds.length === 0 ? '' : `, other programs kept ${format(other, 2)} cores busy during the rounds`)
  return [
    `${machine.date}, commit ${machine.commit}, ${machine.cores} cores of ${machine.cpu}, ${machine.memoryGiB} GiB, ` +
      `${machine.system}.`,
    `${Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`).join(', ')}.`,
    `Medians [quartiles] of ${settings.rounds} interleaved rounds of ${settings.seconds} s; ratios pair rounds ` +
      'that ran one after the other.',
    isQuiet ? `The machine was quiet: ${load}.` : `**The machine was NOT quiet**: ${load}. Take every figure with care.`
  ].join('\n')
}

function goalRows (verdicts: readonly Verdict[]): Row[] {
  const rows = verdicts.map(({ goal, value, verdict }) => {
    const bound = goal.atLeast === undefined ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`
    const measured = Number.isNaN(value) ? '' : value.toFixed(goal.metric === 'errors' ? 0 : 2)
    return [titleOf(goal), measured, bound, String(goal.stretch ?? ''), verdict]
  })
  return [['figure', 'measured', 'goal', 'stretch', ''], ...rows]
}

function ratioRows (results: Results, works: readonly Work[]): Row[] {
  const systems = present(results).filter(({ name }) => results.rounds.some(({ system }) => system === name))
  const cell = (system: string, work: string): string =>
    format(ratioOf(results, { system, work }, 'efficiency'), 2, { quartiles: false })
  const names = works.map(({ name }) => name)
  return [['', ...names], ...systems.map(({ name }) => [name, ...names.map((work) => cell(name, work))])]
}

function workRows (results: Results, { name: work, unit, workload }: Work): Row[] {
  const systems = present(results).filter(({ name }) => roundsOf(results, name, work).length > 0)
  const roles = ROLES.filter((role) => results.rounds.some((round) => round.work === work && role in round.cpuSeconds))
  const isStream = workload(1).shape === 'stream'
  const first = isStream ? 'first message ' : ''
  const gap = isStream ? ['gap p99 ms'] : []
  const head = [
    '', 'efficiency ratio', `${unit}s/s`, `${first}p50 ms`, `${first}p99 ms`, ...gap, `CPU us/${unit}`, ...roles,
    'failed'
  ]
  const rows = systems.map(({ name: system }) => {
    const figure = (metric: Metric, digits: number): string =>
      format(figureOf(results, { system, work }, METRICS[metric].of), digits)
    const cpuOf = (role: string): string =>
      format(figureOf(results, { system, work }, (round) => roleMicros(round, role)), 0, { quartiles: false })
    return [
      system,
      format(ratioOf(results, { system, work }, 'efficiency'), 2),
      figure('rate', 0),
      figure('p50', 2),
      figure('p99', 2),
      ...isStream ? [figure('gapP99', 1)] : [],
      figure('cpu', 0),
      ...roles.map(cpuOf),
      String(roundsOf(results, system, work).reduce((sum, { errors }) => sum + errors, 0))
    ]
  })
  return [head, ...rows]
}

function memoryRows (results: Results): Row[] {
  const systems = present(results).filter(({ name }) => results.memory.some(({ system }) => system === name))
  const titles: Readonly<Record<typeof STAGES[number], string>> = {
    idle: 'idle', peers: `${results.settings.peers} idle peers`, busy: '256 in flight', after: 'after'
  }
  const rows = systems.map(({ name }) => [name, ...STAGES.map((stage) => {
    const ratio = memoryRatioOf(results, name, stage)
    const mib = format(memoryOf(results, name, stage), 0, { quartiles: false })
    return Number.isNaN(ratio) || referenceOf(name) === name ? mib : `${mib} (${ratio.toFixed(2)})`
  })])
  return [['', ...STAGES.map((stage) => titles[stage])], ...rows]
}

/** Systems of the run, in their usual order. */
function present ({ rounds, memory }: Results): System[] {
  const names = new Set([...rounds, ...memory].map(({ system }) => system))
  return SYSTEMS.filter(({ name }) => names.has(name))
}

function format ({ median, low, high }: Spread, digits: number, { quartiles = true } = {}): string {
  if (Number.isNaN(median)) return ''
  const around = quartiles && low !== high ? ` [${low.toFixed(digits)}-${high.toFixed(digits)}]` : ''
  return `${median.toFixed(digits)}${around}`
}

/** A Markdown table, padded so that it reads well as text; the first row is its head. */
function table (rows: readonly Row[]): string {
  const [head = []] = rows
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cell: (width: number, column: number) => string): string => `| ${widths.map(cell).join(' | ')} |`
  const text = (row: Row): string => line((width, column) => {
    const cell = row[column] ?? ''
    return column === 0 ? cell.padEnd(width) : cell.padStart(width)
  })
  const rule = line((width, column) => column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)
  return [text(head), rule, ...rows.slice(1).map(text)].join('\n')
}

/** Marks of the page. */
const BEGIN = '<!-- bench:begin: filled by `npm run bench -- --render FILE --into docs/performance.md` -->'
const END = '<!-- bench:end -->'

/** Puts a report between the two marks of a page. @throws {Error} when the page has no such marks */
export function fillPage (page: string, report: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`the page has no ${BEGIN} followed by ${END}`)
  return `${page.slice(0, begin + BEGIN.length)}\n\n${report}\n\n${page.slice(end)}`
}
