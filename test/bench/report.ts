/** The figures as text. */
import type { Machine } from './machine.ts'
import type { Ratio, Spread, Summary } from './statistics.ts'

/** One workload with every system's figures; the first system is the yardstick. */
export interface WorkloadReport {
  readonly title: string
  /** Of one operation: `call` or `message`. */
  readonly unit: string
  /** Of a message, to tell MB/s; 0 where that means nothing. */
  readonly messageBytes: number
  readonly systems: ReadonlyArray<{ readonly name: string, readonly summary: Summary, readonly ratio: Ratio | undefined }>
}

/** In the order in which a call passes through them. */
const ROLES = ['caller', 'gateway', 'runner', 'worker', 'compute', 'redis']

/** Everything, for a terminal and for docs/performance.md. */
export function formatReport (machine: Machine, rounds: number, reports: readonly WorkloadReport[]): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`).join(', ')
  return [
    `${machine.date}, commit ${machine.commit}, ${machine.cores} cores of ${machine.cpu}, ${machine.memoryGiB} GiB, ${machine.system}, load before ${machine.loadBefore.toFixed(1)}`,
    versions,
    `median of ${rounds} interleaved rounds [smallest - largest]; ratios are of rounds that ran one after the other`,
    ...reports.map(formatWorkload)
  ].join('\n')
}

function formatWorkload (report: WorkloadReport): string {
  const { unit, messageBytes } = report
  const rows: Array<[string, (summary: Summary) => string]> = [
    [`${unit}s/s`, (summary) => format(summary.operationsPerSecond, 0)],
    ...messageBytes === 0
      ? [['ms, half below', (summary: Summary) => format(summary.p50Ms, 2)], ['ms, 99 % below', (summary: Summary) => format(summary.p99Ms, 2)]] satisfies Array<[string, unknown]>
      : [['MB/s', (summary: Summary) => format(scale(summary.operationsPerSecond, messageBytes / 1e6), 0)]] satisfies Array<[string, unknown]>,
    [`CPU us/${unit}`, (summary) => format(summary.cpuMicros, 0)]
  ]
  const present = ROLES.filter((role) => report.systems.some(({ summary }) => summary.cpuMicrosByRole[role] !== undefined))
  for (const role of present) rows.push([`  ${role}`, ({ cpuMicrosByRole }) => cpuMicrosByRole[role] === undefined ? '' : format(cpuMicrosByRole[role], 0)])
  const lines = rows.map(([label, value]) => [label, ...report.systems.map(({ summary }) => value(summary))])
  const [first] = report.systems
  lines.push([`speed, ${first?.name} = 1`, ...report.systems.map(({ ratio }) => ratio === undefined ? '1' : format(ratio.speed, 2))])
  lines.push([`CPU, ${first?.name} = 1`, ...report.systems.map(({ ratio }) => ratio === undefined ? '1' : format(ratio.cpu, 2))])
  return `\n${report.title}\n${table([['', ...report.systems.map(({ name }) => name)], ...lines])}`
}

function format ({ median, min, max }: Spread, digits: number): string {
  const number = (value: number): string => Number.isNaN(value) ? '?' : value.toFixed(digits)
  return `${number(median)} [${number(min)} - ${number(max)}]`
}

function scale ({ median, min, max }: Spread, factor: number): Spread {
  return { median: median * factor, min: min * factor, max: max * factor }
}

function table (rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => row.map((cell, column) => column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)).join('  ').trimEnd()).join('\n')
}
