/** The processes of the abuse test, each on one core, and what is asked of them. Nothing here waits without a limit. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { ChildProcess } from 'node:child_process'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A program of ours takes so long to start at most, on a busy core. */
const START_MS = 60_000

/** How {@link Harness.launch} starts a program. */
export interface Launch { readonly core: number, readonly args?: readonly string[], readonly env?: Record<string, string>, readonly flags?: readonly string[] }

/** Starts programs and ends them. */
export class Harness {
  readonly #children: ChildProcess[] = []

  /** Starts a program of ours on one core and waits for its `listening`. */
  async launch<Where> (program: string, { core, args = [], env = {}, flags = [] }: Launch): Promise<{ child: ChildProcess, where: Where }> {
    const child = spawn('taskset', ['-c', String(core), process.execPath, ...flags, '--conditions=@subnetes/source', program, ...args], {
      cwd: ROOT, env: { PATH: process.env['PATH'] ?? '', SUBNETES_LOG_LEVEL: 'error', ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc']
    })
    this.#children.push(child)
    return { child, where: await answer<Where>(child, 'listening', { limitMs: START_MS, what: `start of ${program}` }) }
  }

  /** Ends one. */
  async end (child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }

  /** Ends all. */
  async endAll (): Promise<void> {
    await Promise.all(this.#children.map(async (child) => await this.end(child)))
  }
}

/** Tells a program something and waits for its `done`. @throws when it says that it failed, or ends, or does not answer within `limitMs` */
export async function tell<Answer> (child: ChildProcess, message: object, limitMs: number): Promise<Answer> {
  child.send(message)
  return await answer<Answer>(child, 'done', { limitMs, what: `answer to ${JSON.stringify(message).slice(0, 60)}` })
}

async function answer<Answer> (child: ChildProcess, type: string, { limitMs, what }: { limitMs: number, what: string }): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const onMessage = (message: Answer & { type: string, error?: string }): void => {
    if (message.type === 'failed') reject(new Error(`${what}: ${message.error ?? 'failed'}`))
    if (message.type === type) resolve(message)
  }
  const onExit = (code: number | null): void => reject(new Error(`${what}: the process ended with ${String(code)}`))
  const timer = setTimeout(() => reject(new Error(`${what}: not within ${limitMs} ms`)), limitMs)
  child.on('message', onMessage).once('exit', onExit)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    child.off('message', onMessage).off('exit', onExit)
  }
}

/** Largest resident set so far. */
export async function peakMib (pid: number): Promise<number> {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

/** Processor time so far. */
export async function cpuSeconds ({ pid = 0 }: ChildProcess): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}
