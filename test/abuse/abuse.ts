/**
 * `npm run test:abuse`: 200 hostile peers as fast as one core lets them, while ten peers with stake call at 50 a second at the same gateway. Gateway, worker and the
 * ten share the other core. What is quiet is measured just before, with the hostile core kept busy by something else, so the machine's own noise is in both.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateKeyPair, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import { GATEWAY_NODE_FLAGS } from '@subnetes/common'
import { assignmentOf, startControl, until } from '../support/control.ts'
import { loadService } from './load-service.ts'
import type { ChildProcess } from 'node:child_process'
import type { GatewayWhere, WorkerWhere } from '../support/processes.ts'
import type { HostileCounts } from './hostile.ts'
import type { Measured } from './staked.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const HOSTILE_PEERS = 200
const STAKED_PEERS = 10
const QUIET_SECONDS = 10
const ABUSE_SECONDS = 20
/** Time for the hostile peers to be at it. */
const RAMP_MS = 5_000
const BUDGET_MIB = 512
/** What is allowed: p99 under abuse against the quiet one. */
const MAX_RATIO = 5

const children: ChildProcess[] = []

interface Launch { readonly core: number, readonly args?: readonly string[], readonly env?: Record<string, string>, readonly flags?: readonly string[] }

/** Starts a program of ours on one core and waits for its `listening`. */
async function launch<Where> (program: string, { core, args = [], env = {}, flags = [] }: Launch): Promise<{ child: ChildProcess, where: Where }> {
  const child = spawn('taskset', ['-c', String(core), process.execPath, ...flags, '--conditions=@subnetes/source', program, ...args], {
    cwd: ROOT, env: { PATH: process.env['PATH'] ?? '', SUBNETES_LOG_LEVEL: 'error', ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc']
  })
  children.push(child)
  const exited = once(child, 'exit').then(([code]) => { throw new Error(`${program} ended with ${String(code)}`) })
  exited.catch(() => {}) // its end is looked for only here
  for (;;) {
    const [message] = await Promise.race([once(child, 'message'), exited]) as [{ type: string }]
    if (message.type === 'listening') return { child, where: message as Where }
  }
}

async function tell<Answer> (child: ChildProcess, message: object): Promise<Answer> {
  child.send(message)
  const [answer] = await once(child, 'message') as [Answer & { type: string, error?: string }]
  if (answer.type === 'failed') throw new Error(answer.error)
  return answer
}

/** What goes on, for whoever waits. */
function progress (text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)
}

async function measure (child: ChildProcess, seconds: number): Promise<Measured> {
  return (await tell<{ measured: Measured }>(child, { seconds })).measured
}

function percentile (values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN
}

async function end (child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

async function peakMib (pid: number): Promise<number> {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

async function cpuSeconds (pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function row (name: string, { calls, lost, latenciesMs }: Measured): string {
  const ms = (share: number): string => percentile(latenciesMs, share).toFixed(1).padStart(9)
  return `${name.padEnd(8)}${String(calls).padStart(8)}${String(lost).padStart(7)}${ms(0.5)}${ms(0.95)}${ms(0.99)}${ms(1)}`
}

async function run (folder: string): Promise<boolean> {
  const keys = await Promise.all(Array.from({ length: STAKED_PEERS }, async () => await generateKeyPair('Ed25519')))
  await writeFile(join(folder, 'stakes.json'), JSON.stringify(Object.fromEntries(keys.map((key) => [key.publicKey.toString(), 'Validator']))))
  const control = await startControl()
  const gateway = await launch<GatewayWhere>('src/gateway/main.ts', {
    core: 1, flags: GATEWAY_NODE_FLAGS, env: { SUBNETES_CONTROL: control.address, SUBNETES_STAKE_FILE: join(folder, 'stakes.json'), SUBNETES_MEMORY_BUDGET_MIB: String(BUDGET_MIB) }
  })
  progress('worker')
  const worker = await launch<WorkerWhere>('test/fixtures/load/worker.ts', {
    core: 1, env: { SUBNETES_PROTOCOL: 'load', SUBNETES_WORKER_ID: 'load-0', SUBNETES_CONCURRENCY: '64', SUBNETES_RUNNER_LISTEN: '127.0.0.1:0', SUBNETES_HTTP_LISTEN: '127.0.0.1:0' }
  })
  control.server.setProtocol(assignmentOf('load', loadService(), { concurrency: 64, accessJson: JSON.stringify({ stake: { minClass: 'Registered' } }) }))
  control.server.setEndpoints('load', [{ id: 'load-0', address: worker.where.address, state: 'ready' }])
  await until('the protocol is served', () => control.told.states.some(({ registered }) => registered))

  const { multiaddrs, peerId } = gateway.where
  progress('ten peers with stake')
  const staked = await launch('test/abuse/staked.ts', { core: 1 })
  await tell(staked.child, { connect: { multiaddrs, peerId, keys: keys.map((key) => Buffer.from(privateKeyToProtobuf(key)).toString('base64')) } })
  await measure(staked.child, 3) // warm
  const burner = await launch('test/abuse/burner.ts', { core: 0 })
  progress('quiet')
  const quiet = await measure(staked.child, QUIET_SECONDS)
  await end(burner.child)

  progress('hostile peers')
  const hostile = await launch('test/abuse/hostile.ts', { core: 0, args: [String(HOSTILE_PEERS), peerId, ...multiaddrs] })
  await measure(staked.child, RAMP_MS / 1000)
  const pid = gateway.child.pid ?? 0
  const cpu = await cpuSeconds(pid)
  const { counts: before } = await tell<{ counts: HostileCounts }>(hostile.child, {})
  progress('abuse')
  const abused = await measure(staked.child, ABUSE_SECONDS)
  const { counts } = await tell<{ counts: HostileCounts }>(hostile.child, {})
  const peak = await peakMib(pid)
  const ratio = percentile(abused.latenciesMs, 0.99) / percentile(quiet.latenciesMs, 0.99)

  console.log(`${STAKED_PEERS} peers with stake, 50 calls a second each; ${HOSTILE_PEERS} hostile peers\n`)
  console.log(`${''.padEnd(8)}${'calls'.padStart(8)}${'lost'.padStart(7)}${'p50 ms'.padStart(9)}${'p95 ms'.padStart(9)}${'p99 ms'.padStart(9)}${'max ms'.padStart(9)}`)
  console.log(row('quiet', quiet))
  console.log(row('abuse', abused))
  console.log(`\np99 ratio ${ratio.toFixed(2)} (allowed ${MAX_RATIO}); gateway peak ${peak.toFixed(0)} MiB (budget ${BUDGET_MIB}); gateway CPU ${((await cpuSeconds(pid) - cpu) / ABUSE_SECONDS * 100).toFixed(0)} %`)
  console.log(`hostile: ${counts.attempts - before.attempts} attempts, ${counts.answered} answered, ${counts.connected - before.connected} reconnects, refused ${JSON.stringify(counts.refused)}`)
  if (abused.lost > 0) console.log(`lost: ${JSON.stringify(abused.reasons)}`)
  await control.server.stop()
  return quiet.lost === 0 && abused.lost === 0 && counts.answered === 0 && ratio < MAX_RATIO && peak < BUDGET_MIB
}

if (availableParallelism() < 2) throw new Error('the abuse test needs two cores: one for the hostile peers, one for everybody else')
const folder = await mkdtemp(join(tmpdir(), 'subnetes-abuse-'))
let isGood = false
try {
  isGood = await run(folder)
} finally {
  await Promise.all(children.map(end))
  await rm(folder, { recursive: true, force: true })
}
console.log(isGood ? 'abuse: ok' : 'abuse: FAILED')
process.exit(isGood ? 0 : 1)
