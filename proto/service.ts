/**
 * A protobuf service as descriptors and codecs, from its `.proto` text or from a descriptor set.
 *
 * Blocking: a hostile schema can hold the thread for seconds, so a schema that a stranger may have written is loaded in a worker
 * thread first (`@subnetes/api`, `compileSchema`).
 */
import Long from 'long'
import protobuf from 'protobufjs'
import descriptor from 'protobufjs/ext/descriptor.js'
import { PROTO_TEXTS } from './gen/proto-texts.ts'
import { misfit } from './message-check.ts'

// protobufjs keeps 64-bit integers exact only when it is given a Long implementation.
protobuf.util.Long = Long
protobuf.configure()

/** A message as a plain object: field names as in the schema, 64-bit integers as decimal text, enums as names, bytes as Buffer, unset fields at their default. */
export type Message = Record<string, unknown>

/** One method of a {@link ServiceDefinition}, with its codecs. Encoders throw TypeError naming the field that does not fit. */
export interface MethodDefinition {
  /** `rpc_*` */
  readonly name: string
  /** `/<package>.<Service>/<rpc_method>` */
  readonly path: string
  readonly requestStream: boolean
  readonly responseStream: boolean
  /** Full names, without a leading dot. */
  readonly requestType: string
  readonly responseType: string
  readonly encodeRequest: (message: Message) => Uint8Array
  readonly decodeRequest: (bytes: Uint8Array) => Message
  readonly encodeResponse: (message: Message) => Uint8Array
  readonly decodeResponse: (bytes: Uint8Array) => Message
}

/** A protobuf service whose methods can be served and called. */
export interface ServiceDefinition {
  /** Short name, as it stands in handles. */
  readonly name: string
  /** `<package>.<Service>` */
  readonly fullName: string
  readonly methods: ReadonlyMap<string, MethodDefinition>
  /** The text it was loaded from; empty when loaded from a descriptor set. */
  readonly proto: string
  /** Serialized google.protobuf.FileDescriptorSet. */
  readonly descriptorSet: Uint8Array
}

/** What {@link loadService} takes. */
export interface LoadServiceInit {
  /** The `.proto` text. Imports: well-known types and our own contracts (`subnetes/v1/auth.proto`). */
  proto: string
  /** Name of the service, short or full; may be left out when the text has exactly one. */
  service?: string | undefined
}

/** Field names stay as written, unknown fields are dropped, and a typo in the text is an error. */
const PARSE_OPTIONS: protobuf.IParseOptions = { keepCase: true }

/** Plain objects as {@link Message} says. */
const TO_OBJECT: protobuf.IConversionOptions = { longs: String, enums: String, bytes: Buffer, defaults: true, arrays: true, objects: true, oneofs: false }

/**
 * Loads a service from `.proto` text.
 *
 * @throws {Error} with the line of a syntax error, the missing import, the unknown type, or the services there are when `service` names none of them
 */
export function loadService (init: LoadServiceInit): ServiceDefinition {
  const root = new protobuf.Root()
  addProto(root, init.proto, new Set())
  root.resolveAll()
  const descriptorSet = descriptor.FileDescriptorSet.encode(root.toDescriptor('proto3')).finish()
  return define(pickService(root, init.service), init.proto, descriptorSet)
}

/** Loads a service from a serialized FileDescriptorSet. @throws {Error} when the bytes are none or the service is not in it */
export function loadServiceFromDescriptorSet (descriptorSet: Uint8Array, service: string, proto = ''): ServiceDefinition {
  const root = protobuf.Root.fromDescriptor(descriptor.FileDescriptorSet.decode(descriptorSet) as unknown as descriptor.IFileDescriptorSet, { keepCase: true })
  root.resolveAll()
  return define(pickService(root, service), proto, descriptorSet)
}

function addProto (root: protobuf.Root, text: string, seen: Set<string>): void {
  const parsed = protobuf.parse(text, root, PARSE_OPTIONS)
  for (const file of [...parsed.imports ?? [], ...parsed.weakImports ?? []]) {
    if (seen.has(file)) continue
    seen.add(file)
    const own = PROTO_TEXTS[file]
    if (own !== undefined) {
      addProto(root, own, seen)
      continue
    }
    const wellKnown = protobuf.common.get(file)
    if (wellKnown === null || wellKnown.nested === undefined) {
      throw new Error(`import "${file}" is not available; allowed are google/protobuf/{any,duration,empty,struct,timestamp,wrappers,field_mask}.proto and ${Object.keys(PROTO_TEXTS).join(', ')}`)
    }
    root.addJSON(wellKnown.nested)
  }
}

function pickService (root: protobuf.Root, wanted: string | undefined): protobuf.Service {
  const services = servicesOf(root).filter((service) => wanted !== undefined || !isOurs(service))
  const fits = services.filter((service) => wanted === undefined || service.name === wanted || fullName(service) === wanted)
  const [service] = fits
  if (service !== undefined && fits.length === 1) return service
  const names = services.map(fullName).join(', ')
  if (services.length === 0) throw new Error('the schema has no service; add one whose methods are named rpc_*')
  throw new Error(wanted === undefined
    ? `the schema has ${services.length} services (${names}); name one`
    : `the schema has no service "${wanted}"; it has ${names}`)
}

function servicesOf (namespace: protobuf.NamespaceBase): protobuf.Service[] {
  return namespace.nestedArray.flatMap((nested) => {
    if (nested instanceof protobuf.Service) return [nested]
    return nested instanceof protobuf.Namespace ? servicesOf(nested) : []
  })
}

/** Services that only came along through an import of our contracts. */
function isOurs (service: protobuf.Service): boolean {
  return fullName(service).startsWith('grpc.health.')
}

function fullName (object: protobuf.ReflectionObject): string {
  return object.fullName.replace(/^\./, '')
}

function define (service: protobuf.Service, proto: string, descriptorSet: Uint8Array): ServiceDefinition {
  const methods = new Map<string, MethodDefinition>()
  for (const method of service.methodsArray) methods.set(method.name, defineMethod(service, method.resolve() as protobuf.Method))
  return { name: service.name, fullName: fullName(service), methods, proto, descriptorSet }
}

function defineMethod (service: protobuf.Service, method: protobuf.Method): MethodDefinition {
  const { resolvedRequestType: request, resolvedResponseType: response } = method
  if (request === null || response === null) throw new Error(`method ${method.name} of ${service.name} has no message types`)
  return {
    name: method.name,
    path: `/${fullName(service)}/${method.name}`,
    requestStream: method.requestStream === true,
    responseStream: method.responseStream === true,
    requestType: fullName(request),
    responseType: fullName(response),
    encodeRequest: (message) => encode(request, message),
    decodeRequest: (bytes) => request.toObject(request.decode(bytes), TO_OBJECT),
    encodeResponse: (message) => encode(response, message),
    decodeResponse: (bytes) => response.toObject(response.decode(bytes), TO_OBJECT)
  }
}

function encode (type: protobuf.Type, message: Message): Uint8Array {
  const problem = misfit(type, message)
  if (problem !== undefined) throw new TypeError(problem)
  return type.encode(type.fromObject(message)).finish()
}
