/**
 * `npm run demo`: a local subnet on free loopback ports, a peer in a process of its own that streams text from the language model in a worker
 * process, one line of figures. Exit code 0 when the text demonstrably came out of a worker child process, else 1.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { TwinEvent } from '@subnetes/local'
import type { DemoReport } from './demo-peer.ts'
import { installGuest } from './guest.ts'
import { hasProcessTree, isDescendant, parentOf } from './process-tree.ts'

/** More than the model's context of 256 tokens several times over, so that it shifts on the way. */
const TOKENS = 1_200
/** The least that shows streaming: tokens, and time between the first and the last. */
const MIN_TOKENS = 1_000
const MIN_SPAN_MS = 300
/** Longest time after the install. */
const LIMIT_MS = 58_000
/** Longest time for stopping. */
const STOP_MS = 8_000

const NODE_ARGS = ['--conditions=@subnetes/source']
const PROTOCOL = 'inference'

function path (name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url))
}

/** The running subnet as its events describe it. */
interface Subnet {
  readonly process: ChildProcess
  readonly address: string
  readonly gatewayPid: number
  /** Compute's process ids by worker, kept up to date. */
  readonly workers: ReadonlyMap<string, number>
}

async function demo (limit: AbortSignal): Promise<void> {
  const state = await mkdtemp(join(tmpdir(), 'subnetes-demo-'))
  const up = spawn(process.execPath, [...NODE_ARGS, path('src/cli/main.ts'), 'up', '-f', path('deploy/samples/inference.yaml'), '--state', state, '--no-console', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'], detached: true // Ctrl-C reaches this process alone, which stops the subnet
  })
  try {
    process.stderr.write('starting a gateway and a worker...\n')
    const subnet = await untilReady(up, limit)
    process.stderr.write(`calling InferenceProtocol.rpc_inference_stream at ${subnet.address}\n\n`)
    const report = await callFromPeer(subnet.address, limit)
    check(report, subnet)
    process.stdout.write(`\n\n${summary(report)}\n`)
  } finally {
    await stop(up)
    await rm(state, { recursive: true, force: true })
  }
}

async function untilReady (up: ChildProcess, limit: AbortSignal): Promise<Subnet> {
  const ready = Promise.withResolvers<Subnet>()
  const workers = new Map<string, number>()
  let gateway: { address: string, gatewayPid: number } | undefined
  limit.addEventListener('abort', () => ready.reject(new Error(`the subnet was not ready within ${LIMIT_MS / 1000} s`)))
  up.once('exit', (code, signal) => ready.reject(new Error(`subnetes up ended with ${code ?? signal ?? 'nothing'} before it was ready`)))
  createInterface({ input: up.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    const event = JSON.parse(line) as TwinEvent
    if (event.type === 'gateway' && event.phase === 'ready') gateway = { address: event.multiaddrs[0] ?? '', gatewayPid: event.pid }
    if (event.type === 'worker') workers.set(event.worker, event.computePid)
    if (event.type === 'exit') process.stderr.write(`${event.process}: ${event.message}\n`)
    if (event.type === 'protocol' && event.protocol === PROTOCOL && event.phase === 'ready' && gateway !== undefined) ready.resolve({ process: up, workers, ...gateway })
  })
  return await ready.promise
}

async function callFromPeer (address: string, limit: AbortSignal): Promise<DemoReport> {
  const peer = spawn(process.execPath, [...NODE_ARGS, path('scripts/demo-peer.ts'), address, String(TOKENS)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], signal: limit })
  return await new Promise<DemoReport>((resolve, reject) => {
    peer.once('message', (report) => resolve(report as DemoReport))
    peer.once('error', (error) => reject(limit.aborted ? new Error(`the call did not end within ${LIMIT_MS / 1000} s`) : error))
    peer.once('exit', (code, signal) => reject(new Error(`the calling peer ended with ${code ?? signal ?? 'nothing'}`)))
  })
}

/** Throws unless the text came out of a worker that `subnetes up` started, as it was generated. */
function check (report: DemoReport, subnet: Subnet): void {
  const problem = wrongProcess(report, subnet) ?? wrongStream(report)
  if (problem !== undefined) throw new Error(problem)
}

/** What is wrong with the process that the messages name, by the twin's events and by the kernel's word. */
function wrongProcess ({ pids, workers: [worker = ''] }: DemoReport, { process: up, workers, gatewayPid }: Subnet): string | undefined {
  const [pid] = pids
  if (pid === undefined || pids.length !== 1) return `the messages name ${pids.length} processes instead of one`
  if (workers.get(worker) !== pid) return `the messages name worker ${worker} with process ${pid}; subnetes up started ${workers.get(worker) ?? 'no such worker'}`
  if (pid === gatewayPid || pid === up.pid) return `the text came out of process ${pid}, which is no worker`
  return hasProcessTree() ? wrongPlace(pid, up.pid ?? 0, gatewayPid) : undefined
}

function wrongPlace (pid: number, upPid: number, gatewayPid: number): string | undefined {
  if (parentOf(pid) === undefined) return `worker process ${pid} does not run`
  if (!isDescendant(pid, upPid)) return `process ${pid} is no child of subnetes up (${upPid})`
  return isDescendant(pid, gatewayPid) ? `process ${pid} belongs to the gateway` : undefined
}

/** What is wrong with how the text came. */
function wrongStream ({ tokens, messages, contextTokens, firstMs, lastMs }: DemoReport): string | undefined {
  if (tokens < MIN_TOKENS || tokens <= contextTokens) return `only ${tokens} tokens came; at least ${MIN_TOKENS}, and more than the context of ${contextTokens}, were expected`
  if (messages < tokens) return `${tokens} tokens came in ${messages} messages; one each was expected`
  const spanMs = Math.round(lastMs - firstMs)
  return spanMs >= MIN_SPAN_MS ? undefined : `first and last message are ${spanMs} ms apart; at least ${MIN_SPAN_MS} ms were expected`
}

function summary ({ model, tokens, firstMs, lastMs, pids, workers }: DemoReport): string {
  const span = lastMs - firstMs
  return `${tokens} tokens of ${model}: first after ${Math.round(firstMs)} ms, then ${Math.round((tokens - 1) / span * 1000)} tokens/s; ` +
    `${Math.round(span)} ms between first and last message; from worker ${workers[0]}, process ${pids[0]}`
}

async function stop (up: ChildProcess): Promise<void> {
  if (up.exitCode !== null || up.signalCode !== null) return
  const exited = new Promise<void>((resolve) => up.once('exit', () => resolve()))
  up.kill('SIGINT')
  const force = setTimeout(() => up.kill('SIGKILL'), STOP_MS)
  await exited
  clearTimeout(force)
}

const limit = new AbortController()
try {
  await installGuest()
  process.once('SIGINT', () => limit.abort())
  process.once('SIGTERM', () => limit.abort())
  const timer = setTimeout(() => limit.abort(), LIMIT_MS)
  await demo(limit.signal)
  clearTimeout(timer)
} catch (error) {
  process.stderr.write(`\ndemo failed: ${(error as Error).message}\n`)
  process.exitCode = 1
}
