/** Reads a process's configuration from environment variables. A wrong value stops the start with the variable's name, what was read and what is allowed. */
import { parseAddress } from './address.ts'
import { SubnetesError } from './errors.ts'
import { Env } from './names.ts'

/** The environment as a plain map; `process.env` in a `main.ts`, a literal in tests. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Allowed range of a number. */
export interface IntegerRange { default?: number, min: number, max: number }

/** Text of a variable. @throws {SubnetesError} `invalid_argument` when it is unset or empty and there is no default */
export function readString (env: Environment, name: string, init: { default?: string } = {}): string {
  const value = env[name]
  if (value !== undefined && value !== '') return value
  if (init.default !== undefined) return init.default
  throw new SubnetesError('invalid_argument', `environment variable ${name} is not set; set it to a non-empty value`)
}

/** Text of a variable, or undefined when unset or empty. */
export function readOptional (env: Environment, name: string): string | undefined {
  const value = env[name]
  return value === undefined || value === '' ? undefined : value
}

/** A whole number. @throws {SubnetesError} `invalid_argument` naming the variable, the value read and the range */
export function readInteger (env: Environment, name: string, range: IntegerRange): number {
  const text = env[name]
  if (text === undefined || text === '') {
    if (range.default !== undefined) return range.default
    throw new SubnetesError('invalid_argument', `environment variable ${name} is not set; set it to a whole number from ${range.min} to ${range.max}`)
  }
  const value = Number(text)
  if (!Number.isInteger(value) || value < range.min || value > range.max) {
    throw new SubnetesError('invalid_argument', `environment variable ${name} is ${JSON.stringify(text)}; allowed is a whole number from ${range.min} to ${range.max}`)
  }
  return value
}

/** `1`, `true`, `0` or `false`. @throws {SubnetesError} `invalid_argument` for anything else */
export function readBoolean (env: Environment, name: string, fallback: boolean): boolean {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  if (text === '1' || text === 'true') return true
  if (text === '0' || text === 'false') return false
  throw new SubnetesError('invalid_argument', `environment variable ${name} is ${JSON.stringify(text)}; allowed are 1, true, 0 and false`)
}

/** A JSON array of strings, such as a command line. @throws {SubnetesError} `invalid_argument` when it is something else */
export function readStringList (env: Environment, name: string): string[] {
  const text = env[name]
  if (text === undefined || text === '') return []
  const value = parseJson(text)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  throw new SubnetesError('invalid_argument', `environment variable ${name} is ${JSON.stringify(text.slice(0, 200))}; allowed is a JSON array of strings`)
}

/** `HOST:PORT` or `unix:PATH`, as it stands; without a default undefined when unset. @throws {SubnetesError} `invalid_argument` when it is something else */
export function readAddress (env: Environment, name: string, init: { default: string }): string
export function readAddress (env: Environment, name: string): string | undefined
export function readAddress (env: Environment, name: string, init: { default?: string } = {}): string | undefined {
  const text = readOptional(env, name) ?? init.default
  if (text !== undefined) parseAddress(text, `environment variable ${name}`)
  return text
}

/** One of the words in `allowed`. @throws {SubnetesError} `invalid_argument` naming the variable, what was read and what is allowed */
export function readChoice<const Choice extends string> (env: Environment, name: string, allowed: readonly Choice[], init: { default: NoInfer<Choice> }): Choice
export function readChoice<const Choice extends string> (env: Environment, name: string, allowed: readonly Choice[]): Choice | undefined
export function readChoice<const Choice extends string> (env: Environment, name: string, allowed: readonly Choice[], init: { default?: NoInfer<Choice> } = {}): Choice | undefined {
  const text = readOptional(env, name) ?? init.default
  const choice = allowed.find((one) => one === text)
  if (choice !== undefined || text === undefined) return choice
  throw new SubnetesError('invalid_argument', `environment variable ${name} is ${JSON.stringify(text)}; allowed are ${allowed.join(', ')}`)
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** The log level of a process. @throws {SubnetesError} `invalid_argument` when it is none of pino's */
export function readLogLevel (env: Environment): string {
  return readChoice(env, Env.LogLevel, LOG_LEVELS, { default: 'info' })
}

function parseJson (text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the caller reports the text itself
  }
}
