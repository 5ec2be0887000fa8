/**
 * What a call through the gateway costs, beside grpc-js from caller to worker with nothing between: `npm run bench:call`.
 * Every part is a process of its own, and the systems take turns round by round.
 *
 *   --rounds N    rounds of each system and workload (default 5)
 *   --seconds S   length of a round (default 2)
 *   --json        every round as JSON instead of the table
 */
import { parseArgs } from 'node:util'
import { describeMachine } from './machine.ts'
import { formatReport } from './report.ts'
import { measureRounds } from './rounds.ts'
import type { WorkloadReport } from './report.ts'
import { compare, summarize } from './statistics.ts'
import type { Round } from './statistics.ts'
import { startBare, startEmbedded, startSidecar } from './systems.ts'
import type { System } from './systems.ts'
import type { Workload } from './workload.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '2' }, json: { type: 'boolean', default: false } } })
const rounds = positive('--rounds', values.rounds)
const seconds = positive('--seconds', values.seconds)
/** Not counted: the compilers of all processes settle. */
const WARM_UP_SECONDS = 1

const WORKLOADS: ReadonlyArray<{ title: string, unit: string, messageBytes: number, workload: Workload }> = [
  { title: 'unary, 64 bytes, 1 in flight', unit: 'call', messageBytes: 0, workload: { kind: 'unary', payloadBytes: 64, inFlight: 1, seconds } },
  { title: 'unary, 64 bytes, 32 in flight', unit: 'call', messageBytes: 0, workload: { kind: 'unary', payloadBytes: 64, inFlight: 32, seconds } },
  { title: 'server stream, messages of 64 KiB', unit: 'message', messageBytes: 65_536, workload: { kind: 'stream', messageBytes: 65_536, seconds } }
]

function positive (name: string, text: string): number {
  const value = Number(text)
  if (value > 0 && Number.isFinite(value)) return value
  throw new Error(`${name} is ${JSON.stringify(text)}; allowed is a number above 0`)
}

async function main (): Promise<void> {
  const machine = describeMachine()
  const systems: System[] = []
  try {
    for (const start of [startBare, startEmbedded, startSidecar]) systems.push(await start())
    const results: Round[][][] = []
    for (const { title, workload } of WORKLOADS) {
      process.stderr.write(`${title} ...\n`)
      results.push(await measureRounds(systems, workload, { rounds, warmUpSeconds: WARM_UP_SECONDS }))
    }
    const reports = WORKLOADS.map(({ title, unit, messageBytes }, index): WorkloadReport => ({ title, unit, messageBytes, systems: report(systems, results[index] ?? []) }))
    const raw = WORKLOADS.map(({ title, workload }, index) => ({ title, workload, rounds: Object.fromEntries(systems.map(({ name }, at) => [name, results[index]?.[at]])) }))
    process.stdout.write(values.json ? `${JSON.stringify({ machine, workloads: raw, summary: reports }, null, 2)}\n` : `${formatReport(machine, rounds, reports)}\n`)
  } finally {
    for (const system of systems) await system.stop()
  }
}

function report (systems: readonly System[], results: readonly Round[][]): WorkloadReport['systems'] {
  return systems.map(({ name }, index) => ({
    name,
    summary: summarize(results[index] ?? []),
    ratio: index === 0 ? undefined : compare(results[index] ?? [], results[0] ?? [])
  }))
}

await main()
