/**
 * One compute process: started without a shell in a process group of its own, never left behind. Three nets: `setpriv --pdeathsig KILL` where util-linux has it
 * (the kernel kills compute when we die), a guardian that kills the whole group at the end of its standard input, and our own stop.
 */
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Env, delay } from '@subnetes/common'
import type { Environment, Logger } from '@subnetes/common'
import { ComputeOutput } from './compute-output.ts'

/** What to start. */
export interface ComputeProcessInit {
  readonly command: readonly string[]
  readonly env: Environment
  readonly logger: Logger
}

/** How a process ended. */
export interface ComputeExit {
  /** Exit code or signal; safe to tell a peer. */
  readonly words: string
  /** The same with the last lines it printed; for logs and the operator. */
  readonly report: string
}

/** After the exit, how long its last output may take to arrive: a grandchild may hold the pipe open for ever. */
const OUTPUT_GRACE_MS = 200

/** Longest report of an end. */
const MAX_REPORT_CHARS = 4_000

/** Reads its standard input to the end, then kills the process group `$1`. */
const GUARDIAN = 'while read -r line; do :; done; kill -s KILL -- "-$1" 2>/dev/null'

/** A started process, or one that could not be: then it has ended at once and says why. */
export class ComputeProcess {
  /** Resolves when it has ended and nothing of its group is left. Never rejects. */
  readonly exited: Promise<ComputeExit>
  readonly #child: ChildProcess | undefined
  readonly #output: ComputeOutput
  readonly #guardian: ChildProcess | undefined
  #hasExited = false

  constructor (init: ComputeProcessInit) {
    const [program = '', ...args] = init.command
    this.#output = new ComputeOutput(init.logger)
    const path = findProgram(program, init.env['PATH'])
    if (path === undefined) {
      this.exited = Promise.resolve({ words: 'could not be started', report: `could not be started: program ${JSON.stringify(program)} was not found; check ${Env.ComputeCommand} and the PATH` })
      return
    }
    const [file, ...rest] = [...deathSignalPrefix(), path, ...args]
    const child = spawn(file as string, rest, { env: { ...init.env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    this.#child = child
    this.#output.follow(child.stdout, 'stdout')
    this.#output.follow(child.stderr, 'stderr')
    this.exited = this.#watch(child)
    if (child.pid !== undefined) this.#guardian = startGuardian(child.pid)
  }

  /** 0 when it does not run. */
  get pid (): number {
    return this.#hasExited ? 0 : this.#child?.pid ?? 0
  }

  /** Asks it to end (SIGTERM to its group), and ends it after `graceMs`. */
  async stop (graceMs: number): Promise<void> {
    if (this.pid === 0) return
    this.#signal('SIGTERM')
    const patience = new AbortController()
    const force = delay(graceMs, { signal: patience.signal }).then(() => this.#signal('SIGKILL'), () => {})
    await this.exited
    patience.abort()
    await force
  }

  async #watch (child: ChildProcess): Promise<ComputeExit> {
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
    const words = await new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(`could not be started: ${error.message}`))
      child.once('exit', (code, signal) => resolve(code === null ? `killed by ${signal}` : `exit code ${code}`))
    })
    this.#signal('SIGKILL') // what it left behind in its group
    await Promise.race([closed, delay(OUTPUT_GRACE_MS)])
    this.#hasExited = true
    this.#guardian?.kill('SIGKILL')
    child.stdout?.destroy()
    child.stderr?.destroy()
    return { words, report: report(words, this.#output.lastLines) }
  }

  #signal (signal: NodeJS.Signals): void {
    const pid = this.#child?.pid
    if (pid === undefined || this.#hasExited) return
    try {
      process.kill(-pid, signal)
    } catch {
      // the group is gone already
    }
  }
}

function report (words: string, lines: readonly string[]): string {
  const text = lines.length === 0 ? `${words}; it printed nothing` : `${words}; last lines: ${lines.join(' | ')}`
  return text.length > MAX_REPORT_CHARS ? `${text.slice(0, 200)} ... ${text.slice(200 - MAX_REPORT_CHARS)}` : text
}

function startGuardian (group: number): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined
  const guardian = spawn('/bin/sh', ['-c', GUARDIAN, 'subnetes-guardian', String(group)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  guardian.on('error', () => {}) // no shell here: setpriv and our own stop are what is left
  guardian.stdin.on('error', () => {})
  guardian.unref()
  return guardian
}

let prefix: readonly string[] | undefined

/** The kernel's own net, where there is one; asked once per process. */
function deathSignalPrefix (): readonly string[] {
  if (prefix !== undefined) return prefix
  const wanted = ['setpriv', '--pdeathsig', 'KILL', '--']
  const works = process.platform === 'linux' && spawnSync('setpriv', [...wanted.slice(1), 'true'], { stdio: 'ignore' }).status === 0
  prefix = works ? wanted : []
  return prefix
}

/** The program's file: as given when it names a folder, else the first on the PATH that may be executed. */
function findProgram (program: string, path = ''): string | undefined {
  if (program === '') return undefined
  const candidates = program.includes('/') ? [program] : path.split(delimiter).filter((folder) => folder !== '').map((folder) => join(folder, program))
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK)
      return true
    } catch {
      return false // the next one, or nothing: the caller says so
    }
  })
}
