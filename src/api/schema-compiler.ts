/**
 * Compiles the `.proto` text of a protocol and checks that it may be served. Blocking, and for a hostile text for many seconds
 * (a legal message of 16,000 fields holds `protobuf.parse` for 17 s), so it runs in the thread of `compileSchema` only.
 */
import { handleName, parseHandle, RESERVED_SERVICES } from '@subnetes/common'
import { loadService } from '@subnetes/proto'
import type { MethodDefinition, ServiceDefinition } from '@subnetes/proto'
import protobuf from 'protobufjs'
import descriptor from 'protobufjs/ext/descriptor.js'
import type { CompiledMethod, CompiledSchema } from './compiled-schema.ts'

/** Contracts of ours that a schema may import, beside the well-known types. */
const OWN_IMPORTS: readonly string[] = ['subnetes/v1/auth.proto']

/** google.protobuf.FieldDescriptorProto.Type and .Label. */
const TYPE_MESSAGE = 11
const LABEL_REPEATED = 3

/** Most methods of one service: as many as a manifest can name. */
export const MAX_METHODS = 64

/** What {@link compileText} takes. */
export interface CompileTextInit {
  readonly text: string
  readonly service?: string | undefined
  readonly maxFields: number
}

/** Compiles a schema. @throws {Error} with the line where there is one, saying what was found and what is allowed */
export function compileText (init: CompileTextInit): CompiledSchema {
  try {
    checkImports(init.text)
    const definition = loadService({ proto: init.text, service: init.service })
    const messages = messagesOf(definition.descriptorSet)
    checkFields(messages, init.maxFields)
    checkService(definition)
    const methods = [...definition.methods.values()].map((method) => compiledMethod(method, messages))
    return { service: definition.name, fullName: definition.fullName, methods, descriptorSet: Uint8Array.from(definition.descriptorSet), proto: init.text }
  } catch (error) {
    throw new Error(withLine((error as Error).message, init.text), { cause: error })
  }
}

/** By tokens alone: parsing costs the square of a message's fields, so the text is parsed only once. */
function checkImports (text: string): void {
  const tokens = protobuf.tokenize(text, false)
  let before: string | null = ';'
  for (let token = tokens.next(); token !== null; before = token, token = tokens.next()) {
    if (token !== 'import' || (before !== ';' && before !== '}')) continue
    const file = importedFile(tokens)
    if (file === undefined || OWN_IMPORTS.includes(file) || protobuf.common.get(file) !== null) continue
    throw new Error(`import "${file}" is not available; allowed are the well-known types (google/protobuf/*.proto) and ${OWN_IMPORTS.join(', ')}`)
  }
}

/** The file of an import statement whose first word was read; undefined for what the parser will refuse. */
function importedFile (tokens: protobuf.ITokenizerHandle): string | undefined {
  let token = tokens.next()
  if (token === 'public' || token === 'weak') token = tokens.next()
  return token === '"' || token === "'" ? tokens.next() ?? undefined : undefined
}

/** Every message of a descriptor set by its full name. */
function messagesOf (descriptorSet: Uint8Array): Map<string, descriptor.IDescriptorProto> {
  const { file: files } = descriptor.FileDescriptorSet.decode(descriptorSet) as unknown as descriptor.IFileDescriptorSet
  const found = new Map<string, descriptor.IDescriptorProto>()
  function collect (messages: readonly descriptor.IDescriptorProto[], scope: string): void {
    for (const message of messages) {
      const name = scope === '' ? message.name ?? '' : `${scope}.${message.name ?? ''}`
      found.set(name, message)
      collect(message.nestedType ?? [], name)
    }
  }
  for (const file of files ?? []) collect(file.messageType ?? [], file.package ?? '')
  return found
}

function checkFields (messages: ReadonlyMap<string, descriptor.IDescriptorProto>, maxFields: number): void {
  let fields = 0
  for (const message of messages.values()) fields += (message.field ?? []).length + (message.extension ?? []).length
  if (fields > maxFields) throw new Error(`the schema has ${fields} fields; allowed are ${maxFields}`)
}

function checkService ({ name, methods }: ServiceDefinition): void {
  if (RESERVED_SERVICES.includes(name)) throw new Error(`the service name "${name}" is reserved (${RESERVED_SERVICES.join(', ')} are built in); rename the service`)
  if (methods.size === 0) throw new Error(`service ${name} has no methods; add one named rpc_*`)
  if (methods.size > MAX_METHODS) throw new Error(`service ${name} has ${methods.size} methods; allowed are ${MAX_METHODS}`)
  const misnamed = [...methods.keys()].filter((method) => parseHandle(handleName(name, method)) === undefined)
  if (misnamed.length > 0) {
    throw new Error(`service ${name}: ${misnamed.map((method) => `"${method}"`).join(', ')} cannot be served; every method must be named rpc_ and then a-z, 0-9 or _, as rpc_infer`)
  }
}

function compiledMethod (method: MethodDefinition, messages: ReadonlyMap<string, descriptor.IDescriptorProto>): CompiledMethod {
  const { name, path, requestStream, responseStream, requestType, responseType } = method
  const signable = hasAuth(messages.get(requestType)) && hasAuth(messages.get(responseType))
  return { name, path, requestStream, responseStream, requestType, responseType, signable }
}

function hasAuth (message: descriptor.IDescriptorProto | undefined): boolean {
  return (message?.field ?? []).some(({ name, type, label }) => name === 'auth' && type === TYPE_MESSAGE && label !== LABEL_REPEATED)
}

/** Adds the line of the first thing that a message names, when the parser gave none. */
function withLine (message: string, text: string): string {
  if (/\bline \d+/.test(message)) return message
  for (const match of message.matchAll(/['"]([^'"]+)['"]|\b(?:type|enum|service):? ([\w.]+)|([A-Za-z_]\w*\.[\w.]+)/gi)) {
    const index = indexOfName(match[1] ?? match[2] ?? match[3] ?? '', text)
    if (index >= 0) return `${message} (line ${text.slice(0, index).split('\n').length})`
  }
  return message
}

/** Where a name stands in a text: as it is, or by its last part when it is the full name of something declared in a package. */
function indexOfName (name: string, text: string): number {
  const last = name.split('.').at(-1) ?? ''
  if (!/^[\w.]+$/.test(name) || last === '') return text.indexOf(name)
  return text.search(new RegExp(`\\b${last}\\b`))
}
