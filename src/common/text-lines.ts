/** Output of processes nobody here wrote, made fit for a terminal, a log and a bounded memory. */

/** Longest line kept; what is longer is cut and marked. */
export const MAX_LINE_CHARS = 2_000

/** Escape sequences of terminals (ECMA-48 CSI and OSC), then whatever control character is left. */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const ESCAPES = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** One line without escape sequences and control characters, cut at {@link MAX_LINE_CHARS}. */
export function cleanLine (line: string): string {
  const cleaned = line.replace(ESCAPES, '')
  return cleaned.length > MAX_LINE_CHARS ? `${cleaned.slice(0, MAX_LINE_CHARS)}...` : cleaned
}

/** Splits chunks of text into lines. A line longer than {@link MAX_LINE_CHARS} is given out in cut form once and the rest of it dropped. */
export class LineSplitter {
  readonly #onLine: (line: string) => void
  #rest = ''
  #isDropping = false

  constructor (onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  /** Takes the next piece of output. */
  push (chunk: string): void {
    const pieces = (this.#rest + chunk).split('\n')
    this.#rest = pieces.pop() ?? ''
    for (const piece of pieces) this.#emit(piece)
    if (this.#rest.length <= MAX_LINE_CHARS) return
    this.#emit(`${this.#rest.slice(0, MAX_LINE_CHARS)}...`)
    this.#rest = ''
    this.#isDropping = true
  }

  /** Gives out an unfinished last line. */
  end (): void {
    if (this.#rest !== '') this.#emit(this.#rest)
    this.#rest = ''
  }

  #emit (line: string): void {
    if (this.#isDropping) {
      this.#isDropping = false
      return
    }
    this.#onLine(cleanLine(line))
  }
}

/** The last lines of something, at most `limit`. */
export class LastLines {
  readonly #limit: number
  readonly #lines: string[] = []

  constructor (limit: number) {
    this.#limit = limit
  }

  /** Adds a line; blank ones are not worth keeping. */
  add (line: string): void {
    if (line.trim() === '') return
    this.#lines.push(line)
    if (this.#lines.length > this.#limit) this.#lines.shift()
  }

  /** What was kept, oldest first. */
  get lines (): readonly string[] {
    return this.#lines
  }
}
