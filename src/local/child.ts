/**
 * One child process: its output, its end in words, its stop. A child never outlives its parent: util-linux's `setpriv --pdeathsig` where the
 * machine has it, a guardian process where that is not enough; the IPC channel and standard input end with the parent in any case, and our processes stop at that.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { statSync } from 'node:fs'
import { LastLines, LineSplitter, delay } from '@subnetes/common'
import { findProgram } from './process-file.ts'

/** Lines of standard error kept to say why a process ended: more than Node's stack of ten calls, so that the error above it is among them. */
export const KEPT_LINES = 24
/** Reads its standard input, which is a pipe of ours, to the end, then kills the process group `$1`. */
const GUARDIAN = 'while read -r line; do :; done; kill -s KILL -- "-$1" 2>/dev/null'

/** How Node and Python print an error, and our own processes why they did not start. */
const ERROR_LINE = /^\s*(?:Uncaught )?\w*(?:Error|Exception)\b.*: |^(?:gateway|console|subnetes runner): /
/** Lines shown of a process that gave no reason. */
const SHOWN_LINES = 3

/** How long the output of an ended process is waited for: a grandchild may hold the pipe open for ever. */
const OUTPUT_WAIT_MS = 200

/** What a child is and who listens to it. */
export interface ChildInit {
  /** Program and arguments. */
  command: readonly string[]
  /** The child's whole environment. */
  env: Readonly<Record<string, string | undefined>>
  cwd?: string | undefined
  /** Signal the kernel sends it when the parent dies. @default 'TERM' */
  deathSignal?: 'TERM' | 'KILL'
  /** `group` sends the stop signal to everything the command started: for commands that may be wrapped (`sh -c`, `npm run`). @default 'process' */
  stopTarget?: 'process' | 'group'
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void
  /** Messages over the IPC channel. */
  onMessage?: (message: unknown) => void
}

/** How a child ended. */
export interface ChildExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Last lines of standard error, of standard output when there was no error output. */
  readonly lastLines: readonly string[]
  /** `exit code 1: <error>`, `killed by SIGKILL; last lines: ...`, `could not be started: ...` */
  readonly words: string
}

/** A started child. */
export interface Child {
  /** 0 when it could not be started. */
  readonly pid: number
  /** Resolves once, when the process has ended; never rejects. */
  readonly exited: Promise<ChildExit>
  /** Asks it to stop (SIGTERM) and kills it, with all it started, after `graceMs`. Safe to call again, with a shorter time too. */
  stop: (graceMs: number) => Promise<ChildExit>
}

/** Starts a child process in a group of its own, so that Ctrl-C in a terminal reaches the parent alone, which then stops its children in order. */
export function startChild (init: ChildInit): Child {
  const problem = workingDirectoryProblem(init.cwd)
  if (problem !== undefined) return failedChild(problem)
  const [program, ...args] = guarded(init)
  if (program === undefined) return failedChild('the command is empty')
  const child = spawn(program, args, {
    cwd: init.cwd, env: { ...init.env }, detached: true, stdio: ['pipe', 'pipe', 'pipe', 'ipc'], serialization: 'json'
  })
  child.stdin?.on('error', () => { /* the child closed its end; its exit is what tells */ })
  if (init.onMessage !== undefined) child.on('message', init.onMessage)
  const guardian = needsGuardian(init) ? startGuardian(child.pid) : undefined
  const output = collectOutput(child, init.onLine)
  const exited = watchExit(child, output)
  exited.then(() => guardian?.kill('SIGKILL'), () => { /* it never rejects */ })
  return { pid: child.pid ?? 0, exited, stop: async (graceMs) => await stopChild(child, exited, { graceMs, group: init.stopTarget === 'group' }) }
}

/** setpriv reaches one process; what a wrapper starts, and machines without setpriv, need a guardian. */
function needsGuardian (init: ChildInit): boolean {
  return init.stopTarget === 'group' || findSetpriv() === undefined
}

/** In a group of its own, so that nothing but our death, or our wish, ends it. */
function startGuardian (pid: number | undefined): ChildProcess | undefined {
  if (pid === undefined) return undefined
  const guardian = spawn('/bin/sh', ['-c', GUARDIAN, 'guardian', String(pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  guardian.on('error', () => { /* no shell: IPC and standard input remain */ })
  guardian.stdin.on('error', () => { /* it was killed */ })
  guardian.unref()
  return guardian
}

function findSetpriv (): string | undefined {
  return process.platform === 'linux' ? findProgram('setpriv', process.env['PATH']) : undefined
}

/** The command, under setpriv where there is one. setpriv replaces itself with the program: same process id, same descriptors. */
function guarded (init: ChildInit): readonly string[] {
  const setpriv = findSetpriv()
  return setpriv === undefined ? init.command : [setpriv, '--pdeathsig', init.deathSignal ?? 'TERM', '--', ...init.command]
}

function workingDirectoryProblem (cwd: string | undefined): string | undefined {
  if (cwd === undefined || statSync(cwd, { throwIfNoEntry: false })?.isDirectory() === true) return undefined
  return `its working directory ${cwd} does not exist`
}

function failedChild (problem: string): Child {
  const exit: ChildExit = { code: null, signal: null, lastLines: [], words: `could not be started: ${problem}` }
  const exited = Promise.resolve(exit)
  return { pid: 0, exited, stop: async () => await exited }
}

interface Output { readonly closed: Promise<void>, lines: () => readonly string[] }

function collectOutput (child: ChildProcess, onLine: ChildInit['onLine']): Output {
  const kept = { stdout: new LastLines(KEPT_LINES), stderr: new LastLines(KEPT_LINES) }
  for (const name of ['stdout', 'stderr'] as const) {
    const splitter = new LineSplitter((line) => { kept[name].add(line); onLine?.(line, name) })
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => splitter.push(chunk)).on('close', () => splitter.end())
  }
  const closed = new Promise<void>((resolve) => { child.once('close', () => resolve()) })
  return { closed, lines: () => kept.stderr.lines.length > 0 ? kept.stderr.lines : kept.stdout.lines }
}

async function watchExit (child: ChildProcess, output: Output): Promise<ChildExit> {
  const end = await new Promise<{ code: number | null, signal: NodeJS.Signals | null, error?: Error }>((resolve) => {
    child.once('error', (error) => { if (child.pid === undefined) resolve({ code: null, signal: null, error }) })
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  killGroup(child.pid)
  if (end.error !== undefined) return { code: null, signal: null, lastLines: [], words: `could not be started: ${end.error.message}` }
  await Promise.race([output.closed, delay(OUTPUT_WAIT_MS)])
  child.stdout?.destroy()
  child.stderr?.destroy()
  const lastLines = output.lines()
  return { code: end.code, signal: end.signal, lastLines, words: exitWords(end, lastLines) }
}

/** What the child started and left behind dies with it. */
function killGroup (pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // nobody is left in the group, which is what we want
  }
}

async function stopChild (child: ChildProcess, exited: Promise<ChildExit>, how: { graceMs: number, group: boolean }): Promise<ChildExit> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return await exited
  signalChild(child.pid, how.group)
  const timer = setTimeout(() => killGroup(child.pid), how.graceMs)
  try {
    return await exited
  } finally {
    clearTimeout(timer)
  }
}

function signalChild (pid: number, group: boolean): void {
  try {
    process.kill(group ? -pid : pid, 'SIGTERM')
  } catch {
    // it ended meanwhile
  }
}

/** The end of a process in one line of words: with the reason where it gave one, else with what it printed last, which need not be the reason. */
export function exitWords (end: { code: number | null, signal: string | null }, lines: readonly string[]): string {
  const how = end.signal === null ? `exit code ${end.code ?? 'unknown'}` : `killed by ${end.signal}`
  const why = end.signal === null ? reason(lines) : undefined
  if (why !== undefined) return `${how}: ${why}`
  const last = lines.filter((line) => line.trim() !== '').slice(-SHOWN_LINES).map((line) => logMessage(line) ?? line.trim())
  return last.length === 0 ? how : `${how}; last lines: ${last.join(' | ')}`
}

/** The message of an error that Node, Python or a process of ours printed, or that was logged as one. */
function reason (lines: readonly string[]): string | undefined {
  const named = lines.findLast((line) => ERROR_LINE.test(line)) ?? lines.findLast((line) => /^\{.*"level":[56]0\b/.test(line))
  return named === undefined ? undefined : logMessage(named) ?? named.trim()
}

/** A pino line as its message and error. */
function logMessage (line: string): string | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const { msg, error, err } = JSON.parse(line) as { msg?: unknown, error?: unknown, err?: { message?: unknown } }
    const detail = typeof error === 'string' ? error : (error as { message?: unknown } | undefined)?.message ?? err?.message
    return [msg, detail].filter((part) => typeof part === 'string').join(': ') || undefined
  } catch {
    return undefined // not JSON after all: the line itself is shown
  }
}
