/** Request traces from CSV files, read in pieces so that a file may be larger than memory. */
import { closeSync, openSync, readSync } from 'node:fs'
import { SubnetesError } from '@subnetes/common'
import { inOrder } from './arrival.ts'
import { logNormal } from './random.ts'
import type { Arrival } from './arrival.ts'
import type { Random } from './random.ts'

/** Prompt tokens a worker reads in a second. */
export const PREFILL_TOKENS_PER_SECOND = 5000

/** Answer tokens a worker writes in a second. */
export const DECODE_TOKENS_PER_SECOND = 40

/** Shortest service time. */
export const MIN_SERVICE_SECONDS = 0.05

/** Requests inside a BurstGPT minute, of which only the sum of tokens is known. */
const MINUTE_REQUEST = { meanTokens: 830, sigma: 0.9, minTokens: 60, promptShare: 0.78 }

/** Which part of a trace, and how its clock is read. */
export interface TraceReading {
  path: string
  /** Steps of the trace's own clock; arrivals are spread evenly within one. @default 0 */
  clockStepSeconds?: number
  /** Only this part, seconds from the trace's start; arrivals count from `from`. */
  span?: { from: number, to: number }
}

/**
 * Reads a trace: columns `ms,context,generated` (one request a line) or `minute,tokens` (the requests of a minute are made up). The same `random` gives the same arrivals.
 *
 * @throws {SubnetesError} `invalid_argument` for another header or a line that is not numbers, with its number
 */
export function readTrace (reading: TraceReading, random: Random): Iterable<Arrival> {
  const step = reading.clockStepSeconds ?? 0
  return inOrder(arrivalsOf(reading, random), step)
}

function * arrivalsOf (reading: TraceReading, random: Random): Generator<Arrival> {
  const { from, to } = reading.span ?? { from: 0, to: Infinity }
  const step = reading.clockStepSeconds ?? 0
  for (const row of rowsOf(reading.path)) {
    if (row.at < from) continue
    if (row.at >= to) break
    const at = row.at - from
    if (row.tokens === undefined) yield { at: at + random() * step, seconds: row.seconds, isJob: false }
    else yield * minuteOf(at, row.tokens, random)
  }
}

/** One line of a trace: a request, or the tokens of a minute. */
type Row = { at: number, seconds: number, tokens?: undefined } | { at: number, tokens: number }

const HEADERS: Readonly<Record<string, (numbers: readonly number[]) => Row>> = {
  'ms,context,generated': ([ms = 0, prompt = 0, answer = 0]) => ({ at: ms / 1000, seconds: serviceOf(prompt, answer) }),
  'minute,tokens': ([minute = 0, tokens = 0]) => ({ at: minute * 60, tokens })
}

function * rowsOf (path: string): Generator<Row> {
  let header = ''
  let line = 0
  for (const text of textLines(path)) {
    line += 1
    if (line === 1) {
      header = text
      continue
    }
    const numbers = text.split(',').map(Number)
    if (numbers.length !== header.split(',').length || !numbers.every((number) => number >= 0)) {
      throw new SubnetesError('invalid_argument', `trace ${path}, line ${line}: ${JSON.stringify(text)} is not ${header}`)
    }
    const toRow = HEADERS[header]
    if (toRow === undefined) break
    yield toRow(numbers)
  }
  if (HEADERS[header] === undefined) {
    throw new SubnetesError('invalid_argument', `trace ${path} starts with ${JSON.stringify(header.slice(0, 80))}: must be ${Object.keys(HEADERS).map((name) => `"${name}"`).join(' or ')}`)
  }
}

function serviceOf (promptTokens: number, answerTokens: number): number {
  return Math.max(MIN_SERVICE_SECONDS, promptTokens / PREFILL_TOKENS_PER_SECOND + answerTokens / DECODE_TOKENS_PER_SECOND)
}

function minuteOf (at: number, tokens: number, random: Random): Arrival[] {
  const { meanTokens, sigma, minTokens, promptShare } = MINUTE_REQUEST
  const arrivals: Arrival[] = []
  let left = tokens
  while (left > 0) {
    const size = Math.min(left, Math.max(minTokens, logNormal(random, meanTokens, sigma)))
    left -= size
    arrivals.push({ at: at + random() * 60, seconds: serviceOf(size * promptShare, size * (1 - promptShare)), isJob: false })
  }
  return arrivals.sort((one, other) => one.at - other.at)
}

/** The lines of a file without their ends; empty ones at the end of the file are left out. */
function * textLines (path: string): Generator<string> {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(1 << 16)
    let rest = ''
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
      const lines = (rest + buffer.toString('latin1', 0, length)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield line.trimEnd()
    }
    if (rest.trim() !== '') yield rest.trimEnd()
  } finally {
    closeSync(file)
  }
}
