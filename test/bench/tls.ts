/**
 * What mutual TLS costs between gateway and runner: the same channel and the same runner over TCP, with and without, round by round: `npm run bench:tls`.
 *
 *   --rounds N    rounds of each (default 5)
 *   --seconds S   length of a round (default 2)
 */
import { parseArgs } from 'node:util'
import { Env, TlsFiles } from '@subnetes/common'
import { createGrpcChannel } from '@subnetes/dispatch'
import { createCa, secretFolder } from '../support/certificates.ts'
import { startProcess } from './bench-process.ts'
import type { BenchProcess } from './bench-process.ts'
import { describeMachine } from './machine.ts'
import { formatReport } from './report.ts'
import { measureRounds } from './rounds.ts'
import type { MeasuredSystem } from './rounds.ts'
import type { WorkloadReport } from './report.ts'
import { compare, spread, summarize } from './statistics.ts'
import type { Workload } from './workload.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '2' } } })
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)
const NAME = 'echo.bench'
/** New connections of each kind that are timed. */
const CONNECTIONS = 50

const WORKLOADS: ReadonlyArray<{ readonly title: string, readonly unit: string, readonly messageBytes: number, readonly workload: Workload }> = [
  { title: 'unary, 64 bytes, 1 in flight', unit: 'call', messageBytes: 0, workload: { kind: 'unary', payloadBytes: 64, inFlight: 1, seconds } },
  { title: 'unary, 64 bytes, 32 in flight', unit: 'call', messageBytes: 0, workload: { kind: 'unary', payloadBytes: 64, inFlight: 32, seconds } },
  { title: 'server stream, messages of 64 KiB', unit: 'message', messageBytes: 65_536, workload: { kind: 'stream', messageBytes: 65_536, seconds } }
]

interface Link extends MeasuredSystem { readonly caller: BenchProcess, readonly worker: BenchProcess }

async function startLink (name: string, folder: string | undefined): Promise<Link> {
  const tls = folder === undefined ? {} : { [Env.TlsDir]: folder, [Env.TlsClients]: JSON.stringify([NAME]) }
  const env = { [Env.RunnerListen]: '127.0.0.1:0', [Env.Protocol]: 'echo', [Env.WorkerId]: name, [Env.Concurrency]: '64', [Env.LogLevel]: 'warn', ...tls }
  const worker = await startProcess({ role: 'worker', file: 'sdk-worker.ts', env })
  const caller = await startProcess({ role: 'caller', file: 'channel-caller.ts', args: [String(worker.hello['address']), ...(folder === undefined ? [] : [folder, NAME])] })
  return { name, caller, worker, processes: [caller, worker] }
}

/** Milliseconds from nothing to a connection that takes calls. */
async function connectMs (address: string, source: TlsFiles | undefined): Promise<number> {
  const channel = createGrpcChannel(address, { tls: source === undefined ? undefined : { source, serverName: NAME } })
  const begun = performance.now()
  await channel.connect()
  const took = performance.now() - begun
  await channel.close()
  return took
}

async function main (): Promise<void> {
  const machine = describeMachine()
  const folder = await secretFolder(await (await createCa()).issue({ names: [NAME] }))
  const source = new TlsFiles({ folder: folder.path })
  await source.start()
  const links = [await startLink('plaintext', undefined), await startLink('mutual TLS', folder.path)]
  try {
    const reports: WorkloadReport[] = []
    for (const { workload, ...about } of WORKLOADS) {
      const results = await measureRounds(links, workload, { rounds, warmUpSeconds: 1 })
      const [plain = []] = results
      const systems = links.map(({ name }, at) => ({ name, summary: summarize(results[at] ?? []), ratio: at === 0 ? undefined : compare(results[at] ?? [], plain) }))
      reports.push({ ...about, systems })
    }
    const connections = links.map((): number[] => [])
    for (let turn = 0; turn < CONNECTIONS; turn += 1) {
      for (const [at, { worker }] of links.entries()) connections[at]?.push(await connectMs(String(worker.hello['address']), at === 0 ? undefined : source))
    }
    const words = connections.map((times, at) => `${links[at]?.name ?? ''} ${spread(times).median.toFixed(2)}`).join(', ')
    process.stdout.write(`${formatReport(machine, rounds, reports)}\n\nms until a new connection takes calls, median of ${CONNECTIONS}: ${words}\n`)
  } finally {
    for (const { caller, worker } of links) { await caller.stop(); await worker.stop() }
    await source.stop()
    await folder.remove()
  }
}

await main()
