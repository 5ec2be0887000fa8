/** Our processes as tests start them: from source, with an IPC channel, their output kept, ended with the test. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { GATEWAY_NODE_FLAGS, OPERATOR_NODE_FLAGS } from '@subnetes/common'
import type { ChildProcess } from 'node:child_process'

/** The gateway's main, from the repository's root. */
export const GATEWAY = 'src/gateway/main.ts'
/** As in the Dockerfile. */
const NODE_FLAGS: ReadonlyMap<string, readonly string[]> = new Map([[GATEWAY, GATEWAY_NODE_FLAGS], ['operator/main.ts', OPERATOR_NODE_FLAGS], ['operator/dist/main.js', OPERATOR_NODE_FLAGS]])

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A process that has said it listens. */
export interface ListeningProcess<Where> {
  readonly pid: number
  readonly child: ChildProcess
  /** Its `listening` message. */
  readonly where: Where
  /** Standard error so far. */
  readonly output: () => string
  /** SIGTERM (or another signal), then its end. @returns exit code, or the signal that ended it */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | NodeJS.Signals>
  /** Resident set now and at its peak, in bytes (/proc/PID/status: VmRSS, VmHWM). */
  readonly memory: () => Promise<{ residentBytes: number, peakBytes: number }>
}

/** What a gateway says when it listens. */
export interface GatewayWhere { readonly multiaddrs: string[], readonly peerId: string, readonly http: string }

/** What a console says when it listens. */
export interface ConsoleWhere { readonly http: string }

/** Starts the console's main. `env` is all it gets beside PATH. */
export async function startConsole (env: Readonly<Record<string, string>>): Promise<ListeningProcess<ConsoleWhere>> {
  return await start('src/console/main.ts', { SUBNETES_LOG_LEVEL: 'error', SUBNETES_HTTP_LISTEN: '127.0.0.1:0', ...env })
}

/** What a worker says when it listens. */
export interface WorkerWhere { readonly address: string }

/** Starts the gateway's main. `env` is all it gets beside PATH. */
export async function startGateway (env: Readonly<Record<string, string>>): Promise<ListeningProcess<GatewayWhere>> {
  return await start(GATEWAY, { SUBNETES_LOG_LEVEL: 'warn', ...env })
}

/** What an operator says when it listens. */
export interface OperatorWhere { readonly control: string, readonly http: string }

/** The operator from source, or as images have it (`npm run build` makes it). */
export type OperatorProgram = 'operator/main.ts' | 'operator/dist/main.js'

/** Starts the operator's main at a cluster, on free ports of the loopback interface. */
export async function startOperator (env: Readonly<Record<string, string>>, program: OperatorProgram = 'operator/main.ts'): Promise<ListeningProcess<OperatorWhere>> {
  return await start(program, { SUBNETES_LOG_LEVEL: 'warn', SUBNETES_CONTROL_LISTEN: '127.0.0.1:0', SUBNETES_HTTP_LISTEN: '127.0.0.1:0', SUBNETES_RUNNER_IMAGE: 'runner:1', ...env })
}

/** Starts a worker program (a path from the repository's root). */
export async function startWorker (program: string, env: Readonly<Record<string, string>>): Promise<ListeningProcess<WorkerWhere>> {
  return await start(program, { SUBNETES_LOG_LEVEL: 'warn', SUBNETES_RUNNER_LISTEN: '127.0.0.1:0', SUBNETES_HTTP_LISTEN: '127.0.0.1:0', ...env })
}

/** Starts any program of ours (a path from the repository's root) that tells its parent `{ type: 'listening', ... }` when it is as far as the test needs it. */
export async function startProgram<Where> (program: string, args: readonly string[]): Promise<ListeningProcess<Where>> {
  return await start(program, {}, args)
}

/** Runs one of our mains that is expected to end by itself. @returns exit code and standard error */
export async function runToEnd (program: string, env: Readonly<Record<string, string>>): Promise<{ code: number | null, output: string }> {
  const { child, output } = launch(program, env)
  const [code] = await once(child, 'exit') as [number | null]
  return { code, output: output() }
}

function launch (program: string, env: Readonly<Record<string, string>>, args: readonly string[] = []): { child: ChildProcess, output: () => string } {
  let text = ''
  const conditions = program.endsWith('.ts') ? ['--conditions=@subnetes/source'] : []
  const child = spawn(process.execPath, [...NODE_FLAGS.get(program) ?? [], ...conditions, program, ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc']
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => { text = (text + chunk).slice(-200_000) })
  return { child, output: () => text }
}

async function start<Where> (program: string, env: Readonly<Record<string, string>>, args: readonly string[] = []): Promise<ListeningProcess<Where>> {
  const { child, output } = launch(program, env, args)
  const exited = once(child, 'exit')
  const where = await Promise.race([listening<Where>(child), exited.then(() => { throw new Error(`${program} ended before it listened: ${output()}`) })])
  const pid = child.pid ?? 0
  return {
    pid,
    child,
    where,
    output,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await exited
      return child.exitCode ?? child.signalCode ?? 0
    },
    memory: async () => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8')
      return { residentBytes: field(status, 'VmRSS'), peakBytes: field(status, 'VmHWM') }
    }
  }
}

async function listening<Where> (child: ChildProcess): Promise<Where> {
  for (;;) {
    const [message] = await once(child, 'message') as [{ type?: string }]
    if (message.type === 'listening') return message as Where
  }
}

function field (status: string, name: string): number {
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]
  return Number(kibibytes) * 1024
}
