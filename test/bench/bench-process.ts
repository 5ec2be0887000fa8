/** The child processes of a benchmark run. All are started by one group, which ends every one of them. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Env } from '@subnetes/common'
import { treeCpuSeconds, treeMemoryMiB } from './process-usage.ts'

/** How long a process may take until it listens: all start at once, and Python loads torch. */
const START_TIMEOUT_MS = 120_000
/** How long a process may take to end by itself. */
const STOP_TIMEOUT_MS = 5_000
const FOLDER = fileURLToPath(new URL('.', import.meta.url))
/** Of programs in TypeScript. Built ones run as they are in images: stripping types as it loads costs a process 27 MiB. */
const SOURCE_ARGS = ['--conditions=@subnetes/source']

/** A running process. */
export interface BenchProcess {
  /** Its part: `caller`, `gateway`, `runner`, `worker`, `redis`. */
  readonly role: string
  /** Its first message: where it listens. */
  readonly hello: Readonly<Record<string, unknown>>
  /** Sends a message and waits for the answer. @throws {Error} with the role when it ends or does not answer in time */
  ask (message: object, timeoutMs: number): Promise<Record<string, unknown>>
  /** Seconds of CPU used so far, descendants included. @throws {Error} when it has ended */
  cpuSeconds (): number
  /** Resident memory, descendants included. @throws {Error} when it has ended */
  memoryMiB (): number
  stop (): Promise<void>
}

/** What to start: a TypeScript, JavaScript or Python file, relative to this folder. Both kinds of program speak Node's IPC on the same kind of socket; `python/channel.py` is its other end. */
export interface BenchProcessInit {
  readonly role: string
  readonly file: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Flags of Node. */
  readonly nodeFlags?: readonly string[]
}

/** Owner of all that a run starts. */
export interface ProcessGroup {
  /**
   * Starts a process and waits for its first message. Its error output is on ours.
   *
   * @throws {Error} with the role when it ends or stays silent
   */
  start (init: BenchProcessInit): Promise<BenchProcess>
  /** Makes something once per name, for all systems of the run that share it. */
  shared<T> (name: string, make: () => Promise<T>): Promise<T>
  /** Adds something to end with the group; the last added ends first. */
  defer (stop: () => Promise<void>): void
  /** Ends everything. Safe to call twice; nothing can be started afterwards. */
  stop (): Promise<void>
}

/** @param python gives the interpreter that can import hivemind; called when a Python program is started */
export function processGroup (python: () => string): ProcessGroup {
  const stops: Array<() => Promise<void>> = []
  const shared = new Map<string, Promise<unknown>>()
  let stopping: Promise<void> | undefined
  return {
    start: async (init) => {
      if (stopping !== undefined) throw new Error(`the ${init.role} is not started: the benchmark is ending`)
      const child = launch(init, python)
      let ending: Promise<void> | undefined
      // Once only: later the process id may be another's.
      const stop = async (): Promise<void> => { await (ending ??= end(child)) }
      stops.push(stop)
      return await running(init.role, child, stop)
    },
    shared: async <T> (name: string, make: () => Promise<T>) => {
      const made = shared.get(name) ?? make()
      shared.set(name, made)
      return await (made as Promise<T>)
    },
    defer: (stop) => {
      stops.push(stop)
      // Made while the group was ending.
      if (stopping !== undefined) stopping = stopping.then(async () => { await endAll(stops) })
    },
    stop: async () => {
      stopping ??= endAll(stops)
      await stopping
    }
  }
}

/** Last first. What cannot be ended does not keep the rest from it. */
async function endAll (stops: Array<() => Promise<void>>): Promise<void> {
  for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) {
    await stop().catch((error: Error) => { process.stderr.write(`bench: cleanup failed: ${error.message}\n`) })
  }
}

function launch ({ file, args = [], env = {}, nodeFlags = [] }: BenchProcessInit, python: () => string): ChildProcess {
  const isPython = file.endsWith('.py')
  const flags = file.endsWith('.ts') ? [...nodeFlags, ...SOURCE_ARGS] : nodeFlags
  return spawn(isPython ? python() : process.execPath, [...isPython ? [] : flags, `${FOLDER}${file}`, ...args], {
    env: { ...process.env, [Env.LogLevel]: 'error', HIVEMIND_LOGLEVEL: 'ERROR', PYTHONDONTWRITEBYTECODE: '1', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // A process group of its own: it ends with all its children, and a terminal's Ctrl-C reaches the benchmark alone.
    detached: true
  })
}

async function running (role: string, child: ChildProcess, stop: () => Promise<void>): Promise<BenchProcess> {
  const pid = child.pid ?? 0
  const next = async (timeoutMs: number): Promise<Record<string, unknown>> => {
    const waiting = new AbortController()
    const options = { signal: AbortSignal.any([waiting.signal, AbortSignal.timeout(timeoutMs)]) }
    try {
      const ended = once(child, 'exit', options).then(([code, signal]) => {
        throw new Error(`the ${role} ended (${String(code ?? signal)})`)
      })
      const [message] = await Promise.race([once(child, 'message', options), ended]) as [Record<string, unknown>]
      return message
    } catch (error) {
      if (!options.signal.aborted) throw error
      throw new Error(`the ${role} did not answer within ${timeoutMs / 1000} s`, { cause: error })
    } finally {
      waiting.abort()
    }
  }
  const hello = await next(START_TIMEOUT_MS)
  return {
    role,
    hello,
    ask: async (message, timeoutMs) => {
      if (!child.connected) throw new Error(`the ${role} has ended (${String(child.exitCode ?? child.signalCode)})`)
      child.send(message)
      return await next(timeoutMs)
    },
    cpuSeconds: () => treeCpuSeconds(pid),
    memoryMiB: () => treeMemoryMiB(pid),
    stop
  }
}

/** SIGTERM to the process, then SIGKILL to what is left of its group: a daemon outlives a parent that was killed. */
async function end (child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return // it could not be started
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit')
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    child.kill('SIGTERM')
    await ended
    clearTimeout(force)
  }
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch { /* the whole group has ended */ }
}
