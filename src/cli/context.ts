/** What a subcommand may touch of the process it runs in. */
import type { Readable, Writable } from 'node:stream'
import type { Environment } from '@subnetes/common'
import { SubnetesError } from '@subnetes/common'

/** Streams, environment and the wish of the person at the keyboard. */
export interface CliContext {
  readonly stdin: Readable
  readonly stdout: Writable & { isTTY?: boolean, columns?: number }
  readonly stderr: Writable
  readonly env: Environment
  /** Aborts at the first Ctrl-C (or SIGTERM) with `cancelled`. */
  readonly signal: AbortSignal
  /** Calls the listener at each further one. */
  readonly onForce: (listener: () => void) => void
}

/** Writes text at the pace of its reader. @throws {SubnetesError} `cancelled` when the reader has left (`| head`) */
export async function writeOut (stream: Writable, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stream.write(text, (error) => {
      if (error === null || error === undefined) resolve()
      else reject(new ReaderLeft())
    })
  })
}

/** The reader of our output has left: there is nobody to tell anything, and nothing failed. */
export class ReaderLeft extends Error {
  override readonly name = 'ReaderLeft'
}

/** One Ctrl-C may arrive twice: from the terminal, and once more from npm or npx. */
const SAME_PRESS_MS = 400

/** The context of a real process. */
export function processContext (): CliContext {
  const controller = new AbortController()
  const forced: Array<() => void> = []
  let firstAt = 0
  const onSignal = (): void => {
    if (controller.signal.aborted && Date.now() - firstAt > SAME_PRESS_MS) for (const listener of forced) listener()
    if (!controller.signal.aborted) firstAt = Date.now()
    controller.abort(new SubnetesError('cancelled', 'interrupted'))
  }
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(event, onSignal)
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => { /* whoever writes is told by its own callback */ })
  return { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: process.env, signal: controller.signal, onForce: (listener) => forced.push(listener) }
}
