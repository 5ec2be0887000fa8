/** A child process of the benchmark, with what it has used of the CPU. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** How long a process may take until it listens: compiling a dozen files on a busy machine. */
const START_TIMEOUT_MS = 30_000
/** A round, and the calls that are under way at its end. */
const REPLY_TIMEOUT_MS = 120_000
/** How long a process may take to end by itself. */
const STOP_TIMEOUT_MS = 5_000
/** Unit of the times in /proc/PID/stat (proc_pid_stat(5)): sysconf(_SC_CLK_TCK) is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

/** A running process. */
export interface BenchProcess {
  /** Its part: `caller`, `gateway`, `worker`, `runner`, `compute`. */
  readonly role: string
  readonly pid: number
  /** Its first message: where it listens. */
  readonly hello: Readonly<Record<string, unknown>>
  /** Sends a message and waits for the answer. */
  ask (message: object): Promise<Record<string, unknown>>
  /** Seconds of CPU it has used so far, all threads, user and system; NaN where there is no /proc. */
  cpuSeconds (): number
  stop (): Promise<void>
}

/** What to start. */
export interface BenchProcessInit {
  role: string
  /** Path of a TypeScript file, relative to this folder. */
  file: string
  args?: readonly string[]
  env?: Readonly<Record<string, string>>
}

/** Starts a process and waits for its first message. @throws {Error} naming the role when it ends or stays silent; its error output is on ours */
export async function startProcess (init: BenchProcessInit): Promise<BenchProcess> {
  const { role } = init
  const child = fork(fileURLToPath(new URL(init.file, import.meta.url)), [...init.args ?? []], {
    env: { ...process.env, ...init.env },
    execArgv: ['--conditions=@subnetes/source'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc']
  })
  const next = async (timeoutMs: number): Promise<Record<string, unknown>> => {
    const waiting = new AbortController()
    const options = { signal: AbortSignal.any([waiting.signal, AbortSignal.timeout(timeoutMs)]) }
    try {
      const ended = once(child, 'exit', options).then(([code, signal]) => { throw new Error(`the ${role} ended (${String(code ?? signal)})`) })
      const [message] = await Promise.race([once(child, 'message', options), ended]) as [Record<string, unknown>]
      return message
    } catch (error) {
      child.kill('SIGKILL')
      throw options.signal.aborted ? new Error(`the ${role} said nothing for ${timeoutMs / 1000} s`, { cause: error }) : error
    } finally {
      waiting.abort()
    }
  }
  const hello = await next(START_TIMEOUT_MS)
  return {
    role,
    pid: child.pid ?? 0,
    hello,
    ask: async (message) => {
      child.send(message)
      return await next(REPLY_TIMEOUT_MS)
    },
    cpuSeconds: () => cpuSecondsOf(child.pid ?? 0),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      clearTimeout(force)
    }
  }
}

/** Seconds of CPU a process has used so far, all threads, user and system; NaN where there is no /proc. */
export function cpuSecondsOf (pid: number): number {
  if (process.platform !== 'linux') return NaN
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the program's name in parentheses and may hold anything; user and system time are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}
