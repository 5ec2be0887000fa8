/** Programs that run to their end. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** How to run one. */
export interface RunInit {
  /** Goes to its standard input. */
  readonly input?: string
  /** On top of this process's environment. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** It is killed after so long. @default 10 minutes */
  readonly timeoutMs?: number
}

const DEFAULT_TIMEOUT_MS = 600_000
/** Last part of the output that an error repeats. */
const TOLD_CHARACTERS = 4000

/** Runs a program to its end. @returns what it wrote to its standard output @throws when it cannot be started or fails; the message holds the end of what it wrote */
export async function run (command: readonly string[], init: RunInit = {}): Promise<string> {
  const [path, ...args] = command as [string, ...string[]]
  const timeout = AbortSignal.timeout(init.timeoutMs ?? DEFAULT_TIMEOUT_MS)
  const child = spawn(path, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...init.env }, cwd: init.cwd, signal: timeout, killSignal: 'SIGKILL' })
  let stdout = ''
  let all = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; all += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { all += text })
  child.stdin.on('error', () => {}) // it may end before it has read everything; its exit code says why
  child.stdin.end(init.input ?? '')
  const [code, signal] = await once(child, 'close').catch((cause: unknown) => { throw new Error(`${path} cannot be run`, { cause }) }) as [number | null, string | null]
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code ?? signal}:\n${all.slice(-TOLD_CHARACTERS)}`)
  return stdout
}
