/**
 * Errors as text on wires that know no codes: `Name('text')`, Name being the code in PascalCase. It is what `repr` of a Python exception
 * looks like, so hivemind peers show it as they show their own.
 */
import { ErrorCode, SubnetesError } from '@subnetes/common'
import { MAX_ERROR_CHARACTERS } from './limits.ts'

const NAMES = new Map<ErrorCode, string>(Object.entries(ErrorCode).map(([name, code]) => [code, name]))
const CODES = new Map<string, ErrorCode>(Object.entries(ErrorCode))

const PATTERN = /^([A-Z][A-Za-z]*)\((?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\)$/s

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\'': '\\\'', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const UNESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** The error as `Name('text')`, cut at {@link MAX_ERROR_CHARACTERS} characters of text. */
export function formatError (error: SubnetesError): string {
  const text = error.message.length > MAX_ERROR_CHARACTERS ? `${error.message.slice(0, MAX_ERROR_CHARACTERS)}...` : error.message
  return `${NAMES.get(error.code) ?? 'Unknown'}('${text.replace(/[\\'\n\r\t]/g, (character) => ESCAPES[character] ?? character)}')`
}

/** The error behind a peer's text: its code when the text is one of ours, else `unknown` with the text as the peer wrote it (`ValueError('boom')`). */
export function parseError (text: string): SubnetesError {
  const match = PATTERN.exec(text)
  const code = match?.[1] === undefined ? undefined : CODES.get(match[1])
  if (match === null || code === undefined) return new SubnetesError('unknown', text === '' ? 'the peer reported an error without a text' : text)
  const body = match[2] ?? match[3] ?? ''
  return new SubnetesError(code, body.replace(/\\(.)/gs, (_, character: string) => UNESCAPES[character] ?? character))
}

/**
 * What a caller may be told of a handler's failure: a SubnetesError as it is; of anything else only where it happened, because its message
 * was not written for strangers (the log has it).
 */
export function publicError (error: unknown, method: string): SubnetesError {
  if (error instanceof SubnetesError) return error
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')) return SubnetesError.from(error)
  return new SubnetesError('internal', `${method} failed with an unexpected error; the log of the serving node has it`, { cause: error })
}
