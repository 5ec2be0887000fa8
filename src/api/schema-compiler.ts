/**
 * Compiles the `.proto` text of a protocol and checks that it may be served. Blocking, and for a hostile text for many seconds
 * (a legal message of 16,000 fields holds `protobuf.parse` for 17 s), so it runs in the thread of `compileSchema` only.
 */
import { handleName, parseHandle, RESERVED_SERVICES } from '@subnetes/common'
import { loadService } from '@subnetes/proto'
import type { MethodDefinition, ServiceDefinition } from '@subnetes/proto'
import protobuf from 'protobufjs'
import type { CompiledMethod, CompiledSchema } from './compiled-schema.ts'

/** Contracts of ours that a schema may import, beside the well-known types. */
const OWN_IMPORTS: readonly string[] = ['subnetes/v1/auth.proto']

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
    const root = parseWithinLimits(init)
    const definition = loadService({ proto: init.text, service: init.service })
    checkService(definition)
    const methods = [...definition.methods.values()].map((method) => compiledMethod(method, root))
    return { service: definition.name, fullName: definition.fullName, methods, descriptorSet: Uint8Array.from(definition.descriptorSet), proto: init.text }
  } catch (error) {
    throw new Error(withLine((error as Error).message, init.text), { cause: error })
  }
}

function parseWithinLimits ({ text, maxFields }: CompileTextInit): protobuf.Root {
  const { root, imports, weakImports } = protobuf.parse(text, new protobuf.Root(), { keepCase: true })
  const foreign = [...imports ?? [], ...weakImports ?? []].find((file) => !OWN_IMPORTS.includes(file) && protobuf.common.get(file) === null)
  if (foreign !== undefined) {
    throw new Error(`import "${foreign}" is not available; allowed are the well-known types (google/protobuf/*.proto) and ${OWN_IMPORTS.join(', ')}`)
  }
  const fields = countFields(root)
  if (fields > maxFields) throw new Error(`the schema has ${fields} fields; allowed are ${maxFields}`)
  return root
}

function countFields (namespace: protobuf.NamespaceBase): number {
  const own = namespace instanceof protobuf.Type ? namespace.fieldsArray.length : 0
  return namespace.nestedArray.reduce((sum, nested) => {
    if (nested instanceof protobuf.Namespace) return sum + countFields(nested)
    return nested instanceof protobuf.Field ? sum + 1 : sum
  }, own)
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

function compiledMethod (method: MethodDefinition, root: protobuf.Root): CompiledMethod {
  const { name, path, requestStream, responseStream, requestType, responseType } = method
  const signable = hasAuth(root, requestType) && hasAuth(root, responseType)
  return { name, path, requestStream, responseStream, requestType, responseType, signable }
}

function hasAuth (root: protobuf.Root, type: string): boolean {
  const found = root.lookup(type, [protobuf.Type])
  const auth = found instanceof protobuf.Type ? found.fields['auth'] : undefined
  return auth !== undefined && !auth.repeated && protobuf.types.basic[auth.type as keyof typeof protobuf.types.basic] === undefined
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
