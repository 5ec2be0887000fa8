/** How jobs are shown: a line each, and a running one as a progress bar, as JSON lines or as running text. */
import type { Message, MethodDefinition } from '@subnetes/proto'
import { writeOut } from './context.ts'
import type { CliContext } from './context.ts'
import { stateWord } from './job-client.ts'
import { toJson } from './messages.ts'
import { messagePrinter } from './printer.ts'

/** Cells of the progress bar. */
const BAR_CELLS = 20
/** Erases the line the cursor is in. */
const CLEAR_LINE = '\r\u001b[K'

/** A job as one line: id, state, progress, attempt, handler, age, and its error. */
export function jobLine (job: Message, now = Date.now()): string {
  const word = stateWord(job)
  const error = String(job['error_code']) === '' ? '' : `  ${String(job['error_code'])}: ${String(job['error_message'])}`
  return `${String(job['id'])}  ${word.padEnd(9)}  ${percent(job)}  attempt ${String(job['attempt'])}/${String(job['max_attempts'])}  ${String(job['handle'])}  ${age(now - Number(job['created_at_ms']))}${error}`
}

function percent (job: Message): string {
  return `${Math.round(Number(job['progress']) * 100)} %`.padStart(5)
}

/** `12 s`, `5 min`, `3 h`, `2 d`. */
function age (ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`
}

/** `[##########          ]  50 %  active  attempt 1/3  12 messages` */
export function progressLine (job: Message): string {
  const filled = Math.round(Math.max(0, Math.min(1, Number(job['progress']))) * BAR_CELLS)
  return `[${'#'.repeat(filled)}${' '.repeat(BAR_CELLS - filled)}] ${percent(job)}  ${stateWord(job)}  attempt ${String(job['attempt'])}/${String(job['max_attempts'])}  ${String(job['output_messages'])} messages`
}

/** Shows the events of one job. */
export interface WatchView {
  event: (event: Message) => Promise<void>
  /** A remark that is no output. */
  note: (text: string) => Promise<void>
  /** Leaves the terminal as it should be. */
  end: () => Promise<void>
}

/** What a view obeys. */
export interface WatchFlags { json?: boolean, text?: string }

/** The view that fits flags and output: a bar on a terminal, JSON lines elsewhere; running text wherever one field is asked for. */
export function watchView (method: MethodDefinition, flags: WatchFlags, context: Pick<CliContext, 'stdout' | 'stderr'>): WatchView {
  const { stdout } = context
  if (flags.json !== true && stdout.isTTY === true) return terminalView(method, flags, stdout)
  return flags.text === undefined ? jsonView(method, context) : outputView(method, flags, context)
}

function jsonView (method: MethodDefinition, { stdout, stderr }: Pick<CliContext, 'stdout' | 'stderr'>): WatchView {
  return {
    event: async (event) => {
      const { attempt, sequence } = event
      const output = outputOf(event)
      const kind = output === undefined ? isRestart(event) ? { restarted: true } : { job: event['job'] } : { output: method.decodeResponse(output) }
      await writeOut(stdout, `${toJson({ attempt, sequence, ...kind })}\n`)
    },
    note: async (text) => { await writeOut(stderr, `subnetes: ${text}\n`) },
    end: async () => {}
  }
}

/** Outputs alone, as `call` prints them; what an attempt that failed has printed is void, and that is said. */
export function outputView (method: MethodDefinition, flags: WatchFlags, { stdout, stderr }: Pick<CliContext, 'stdout' | 'stderr'>): WatchView {
  const print = messagePrinter(method, flags, { stdout })
  let printed = 0
  return {
    event: async (event) => {
      const output = outputOf(event)
      if (output !== undefined) await print.message(method.decodeResponse(output))
      if (output !== undefined) printed++
      if (!isRestart(event) || printed === 0) return
      await print.end()
      printed = 0
      await writeOut(stderr, `subnetes: ${restartWords(event)}\n`)
    },
    note: async (text) => { await writeOut(stderr, `subnetes: ${text}\n`) },
    end: print.end
  }
}

function terminalView (method: MethodDefinition, flags: WatchFlags, stdout: CliContext['stdout']): WatchView {
  const print = messagePrinter(method, flags.text === undefined ? { json: true } : flags, { stdout })
  let bar = ''
  let isInText = false
  const draw = async (next: string): Promise<void> => {
    const columns = stdout.columns === undefined || stdout.columns === 0 ? 80 : stdout.columns
    const cut = next.slice(0, columns - 1)
    if (!isInText && cut !== bar) await writeOut(stdout, `${CLEAR_LINE}${cut}`)
    if (!isInText) bar = cut
  }
  const above = async (write: () => Promise<void>): Promise<void> => {
    const kept = bar
    await draw('')
    await write()
    await draw(kept)
  }
  return {
    event: async (event) => {
      const output = outputOf(event)
      if (output !== undefined && flags.text !== undefined) {
        await draw('')
        isInText = true
        await print.message(method.decodeResponse(output))
      } else if (output !== undefined) {
        await above(async () => { await print.message(method.decodeResponse(output)) })
      } else if (isRestart(event)) {
        if (isInText) await print.end()
        isInText = false
        await above(async () => { await writeOut(stdout, `-- ${restartWords(event)} --\n`) })
      } else await draw(progressLine(event['job'] as Message))
    },
    note: async (text) => {
      if (isInText) await print.end()
      isInText = false
      await above(async () => { await writeOut(stdout, `-- ${text} --\n`) })
    },
    end: async () => {
      if (isInText) await print.end()
      else if (bar !== '') await writeOut(stdout, '\n')
    }
  }
}

function outputOf (event: Message): Uint8Array | undefined {
  const output = event['output']
  return output instanceof Uint8Array ? output : undefined
}

function isRestart (event: Message): boolean {
  return event['restarted'] === true
}

function restartWords (event: Message): string {
  return `attempt ${String(event['attempt'])} begins; what was printed before is void`
}
