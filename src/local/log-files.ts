/** What child processes print, kept in one file per process: `<state>/logs/<name>.log`, and `<name>.log.1` for what came before. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Size at which a file is set aside; the one set aside before is dropped. */
export const MAX_LOG_BYTES = 4 * 1024 * 1024
/** Lines of one process taken per second; more are counted, not kept: a flood must not fill the twin's time. */
const MAX_LINES_PER_SECOND = 1_000

/** Appends lines. A disk that is full, or a folder that vanished, is told once to `onProblem` and disturbs nothing. */
export class LogFiles {
  readonly folder: string
  readonly #onProblem: (message: string) => void
  readonly #bytes = new Map<string, number>()
  readonly #lines = new Map<string, { second: number, count: number }>()
  #hasProblem = false

  constructor (folder: string, onProblem: (message: string) => void) {
    this.folder = folder
    this.#onProblem = onProblem
    mkdirSync(folder, { recursive: true })
  }

  /** Path of a process's file. */
  path (name: string): string {
    return join(this.folder, `${name}.log`)
  }

  write (name: string, line: string): void {
    const kept = this.#limit(name, line)
    if (kept === undefined) return
    try {
      this.#append(name, `${kept}\n`)
    } catch (error) {
      if (!this.#hasProblem) this.#onProblem(`log file ${this.path(name)} cannot be written: ${(error as Error).message}`)
      this.#hasProblem = true
    }
  }

  #append (name: string, text: string): void {
    const path = this.path(name)
    const bytes = this.#bytes.get(name) ?? statSync(path, { throwIfNoEntry: false })?.size ?? 0
    if (bytes > MAX_LOG_BYTES) renameSync(path, `${path}.1`)
    appendFileSync(path, text, { mode: 0o600 })
    this.#bytes.set(name, (bytes > MAX_LOG_BYTES ? 0 : bytes) + Buffer.byteLength(text))
  }

  /** The line, the count of what is left out where a flood begins, or undefined while it lasts. */
  #limit (name: string, line: string): string | undefined {
    const second = Math.floor(Date.now() / 1_000)
    const seen = this.#lines.get(name)
    const count = seen?.second === second ? seen.count + 1 : 1
    this.#lines.set(name, { second, count })
    if (count === MAX_LINES_PER_SECOND) return `(more than ${MAX_LINES_PER_SECOND} lines in one second: the rest of it is left out)`
    return count > MAX_LINES_PER_SECOND ? undefined : line
  }
}
