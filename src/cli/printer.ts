/** Answers on standard output. */
import { SubnetesError } from '@subnetes/common'
import type { Message, MethodDefinition } from '@subnetes/proto'
import { writeOut } from './context.ts'
import type { CliContext } from './context.ts'
import { toJson } from './messages.ts'

/** Prints the messages of one answer. */
export interface Printer { message: (message: Message) => Promise<void>, end: () => Promise<void> }

/** JSON, indented for a single answer and a line each otherwise, or one field as running text. */
export function messagePrinter (method: MethodDefinition, flags: { json?: boolean, text?: string }, { stdout }: Pick<CliContext, 'stdout'>): Printer {
  if (flags.text !== undefined) return textPrinter(flags.text, method, stdout)
  const indent = flags.json === true || method.responseStream ? undefined : 2
  return { message: async (message) => { await writeOut(stdout, `${toJson(message, indent)}\n`) }, end: async () => {} }
}

function textPrinter (field: string, method: MethodDefinition, stdout: CliContext['stdout']): Printer {
  let last = '\n'
  return {
    message: async (message) => {
      if (!(field in message)) throw new SubnetesError('invalid_argument', `${method.responseType} has no field "${field}"; it has ${Object.keys(message).join(', ')}`)
      const value = message[field]
      const text = typeof value === 'string' ? value : toJson({ value }).slice('{"value":'.length, -1)
      if (text === '') return
      last = text
      await writeOut(stdout, text)
    },
    end: async () => { if (!last.endsWith('\n')) await writeOut(stdout, '\n') }
  }
}
