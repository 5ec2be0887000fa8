/** What a compute prints: forwarded to the log as fields, bounded in length and rate, its last lines kept for the report of its end. */
import { StringDecoder } from 'node:string_decoder'
import type { Readable } from 'node:stream'
import { LastLines, LineSplitter } from '@subnetes/common'
import type { Logger } from '@subnetes/common'

/** Lines kept for the report of an end. */
const KEPT_LINES = 20
/** Lines logged per second; the rest is counted. A compute that prints garbage must not fill the log's disk. */
const MAX_LOGGED_LINES_PER_SECOND = 100

/** Reads the output of one process. Bytes that are no UTF-8 are replaced, control characters dropped. */
export class ComputeOutput {
  readonly #logger: Logger
  readonly #last = new LastLines(KEPT_LINES)
  #window: NodeJS.Timeout | undefined
  #logged = 0
  #suppressed = 0

  constructor (logger: Logger) {
    this.#logger = logger
  }

  /** The last lines of all streams, oldest first. */
  get lastLines (): readonly string[] {
    return this.#last.lines
  }

  /** Reads a stream to its end. */
  follow (stream: Readable, name: 'stdout' | 'stderr'): void {
    const decoder = new StringDecoder('utf8')
    const splitter = new LineSplitter((line) => this.#take(name, line))
    stream.on('data', (chunk: Buffer) => splitter.push(decoder.write(chunk)))
    stream.on('error', () => {}) // the process is gone; its end is reported elsewhere
    stream.on('end', () => { splitter.push(decoder.end()); splitter.end() })
  }

  #take (stream: string, line: string): void {
    if (line.trim() === '') return
    this.#last.add(line)
    this.#window ??= setTimeout(() => this.#endWindow(), 1000).unref()
    this.#logged += 1
    if (this.#logged <= MAX_LOGGED_LINES_PER_SECOND) this.#logger.info('compute output', { stream, line })
    else this.#suppressed += 1
  }

  #endWindow (): void {
    if (this.#suppressed > 0) this.#logger.warn('compute prints too much', { suppressedLines: this.#suppressed })
    this.#window = undefined
    this.#logged = this.#suppressed = 0
  }
}
