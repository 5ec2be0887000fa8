/** Messages as JSON: requests from the command line or standard input, responses on standard output. */
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { SubnetesError } from '@subnetes/common'
import type { Message, MethodDefinition } from '@subnetes/proto'

/** A message as JSON text: bytes as base64, 64-bit integers as decimal text, enums as names. */
export function toJson (message: Message, indent?: number): string {
  return JSON.stringify(plain(message), undefined, indent)
}

function plain (value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
  return value
}

/** Message bytes of JSON text. @param where for messages, as `the request` @throws {SubnetesError} `invalid_argument` naming what is wrong with it */
export function encodeJson (text: string, method: MethodDefinition, where: string): Uint8Array {
  if (text.trim() === '') throw new SubnetesError('invalid_argument', `${where} is empty; expected a JSON object with fields of ${method.requestType}, {} for none`)
  const value = parse(text, where)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SubnetesError('invalid_argument', `${where} is ${shorten(text)}; expected a JSON object with fields of ${method.requestType}`)
  }
  try {
    return method.encodeRequest(value as Message)
  } catch (cause) {
    throw new SubnetesError('invalid_argument', `${where} does not fit ${method.requestType}: ${(cause as Error).message}`, { cause })
  }
}

function parse (text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SubnetesError('invalid_argument', `${where} is not JSON: ${(cause as Error).message}`, { cause })
  }
}

function shorten (text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text
}

/** Requests out of JSON lines, as they come. Blank lines are passed over; a wrong one ends them, and `onWrong` is told. */
export async function * encodeLines (input: Readable, method: MethodDefinition, onWrong: (error: SubnetesError) => void): AsyncGenerator<Uint8Array> {
  let number = 0
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number++
    if (line.trim() === '') continue
    let request: Uint8Array
    try {
      request = encodeJson(line, method, `line ${number} of standard input`)
    } catch (error) {
      onWrong(SubnetesError.from(error))
      return
    }
    yield request
  }
}

/** All of standard input as text. */
export async function readAll (input: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of input) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}

/** A file named on the command line. @throws {SubnetesError} naming it: `not_found` when it does not exist, `invalid_argument` when it cannot be read */
export async function readInputFile (path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'not_found' : 'invalid_argument'
    throw new SubnetesError(code, `${what} ${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
}
