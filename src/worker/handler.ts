/** Handlers of a protocol's methods, checked against its service and turned into gRPC methods over bytes. */
import { SubnetesError, shapeName } from '@subnetes/common'
import type { GrpcHandler, GrpcHandlerCall, GrpcHandlers } from '@subnetes/common'
import type { MethodDefinition, ServiceDefinition } from '@subnetes/proto'
import { createContext } from './context.ts'
import type { ContextInit, WorkerContext } from './context.ts'

/** One request, one answer. */
export type UnaryHandler<Request extends object, Response extends object> = (request: Request, context: WorkerContext) => Promise<Response>
/** One request, a stream of answers: usually an `async function *`. */
export type ServerStreamHandler<Request extends object, Response extends object> = (request: Request, context: WorkerContext) => AsyncIterable<Response>
/** A stream of requests, one answer. */
export type ClientStreamHandler<Request extends object, Response extends object> = (requests: AsyncIterable<Request>, context: WorkerContext) => Promise<Response>
/** Streams both ways. */
export type BidirectionalStreamHandler<Request extends object, Response extends object> = (requests: AsyncIterable<Request>, context: WorkerContext) => AsyncIterable<Response>

/**
 * Any of the four shapes. Messages are plain objects: field names as in the schema, 64-bit integers as decimal text, enums as names, bytes as Buffer,
 * unset fields at their default. A thrown SubnetesError reaches the caller with its code and message; any other error as `unknown` with its message.
 */
export type WorkerHandler = (request: never, context: WorkerContext) => Promise<object> | AsyncIterable<object>

/** Handlers by method name, one for each `rpc_*` of the service. */
export type WorkerHandlers = Readonly<Record<string, WorkerHandler>>

/** How a handler is called once its method's shape is known. */
type AnyHandler = (request: unknown, context: WorkerContext) => unknown

/**
 * Pairs a service's methods with handlers.
 *
 * @throws {SubnetesError} `invalid_argument` naming every method without a handler, handler without a method, and handler that is no function
 */
export function bindHandlers (service: ServiceDefinition, handlers: object, init: ContextInit): GrpcHandlers {
  const given = new Map(Object.entries(handlers))
  const missing = [...service.methods.values()].filter(({ name }) => !given.has(name)).map((method) => `${method.name} (${shapeName(method)}) has no handler`)
  const extra = [...given.keys()].filter((name) => !service.methods.has(name)).map((name) => `handler ${name} has no method in the service`)
  const wrong = [...given].filter(([, handler]) => typeof handler !== 'function').map(([name]) => `handler ${name} is not a function`)
  const problems = [...missing, ...extra, ...wrong]
  if (problems.length > 0) {
    throw new SubnetesError('invalid_argument', `handlers do not fit ${service.fullName}: ${problems.join('; ')}; it has ${[...service.methods.keys()].join(', ')}`)
  }
  return new Map([...service.methods.values()].map((method) => [method.path, bind(method, given.get(method.name) as AnyHandler, init)]))
}

function bind (method: MethodDefinition, handler: AnyHandler, init: ContextInit): GrpcHandler {
  return async function * (call) {
    const context = createContext(call, method.name, init)
    try {
      const request = method.requestStream ? decodeRequests(method, call) : await decodeOnly(method, call)
      yield * encodeAnswer(method, handler(request, context))
    } catch (error) {
      if (!(error instanceof SubnetesError) && !call.signal.aborted) context.logger.error('handler failed', { error: describe(error) })
      throw SubnetesError.from(error)
    }
  }
}

async function * encodeAnswer (method: MethodDefinition, answer: unknown): AsyncGenerator<Uint8Array> {
  if (!method.responseStream) {
    if (isAsyncIterable(answer)) throw shapeError(method, 'a stream')
    yield encode(method, await answer)
    return
  }
  if (!isAsyncIterable(answer)) throw shapeError(method, 'no stream')
  for await (const message of answer) yield encode(method, message)
}

function shapeError (method: MethodDefinition, found: string): SubnetesError {
  return new SubnetesError('internal', `${method.name} is ${shapeName(method)}, but its handler returned ${found}`)
}

function encode (method: MethodDefinition, message: unknown): Uint8Array {
  if (typeof message !== 'object' || message === null) {
    throw new SubnetesError('internal', `${method.name} must answer with a ${method.responseType} as an object; its handler gave ${message === null ? 'null' : typeof message}`)
  }
  try {
    return method.encodeResponse(message as Record<string, unknown>)
  } catch (error) {
    throw new SubnetesError('internal', `${method.name} gave an answer that is no ${method.responseType}: ${SubnetesError.from(error).message}`, { cause: error })
  }
}

function decode (method: MethodDefinition, bytes: Uint8Array): object {
  try {
    return method.decodeRequest(bytes)
  } catch (error) {
    throw new SubnetesError('invalid_argument', `request of ${method.name} is no ${method.requestType}: ${SubnetesError.from(error).message}`, { cause: error })
  }
}

async function decodeOnly (method: MethodDefinition, call: GrpcHandlerCall): Promise<object> {
  const requests = call.requests[Symbol.asyncIterator]()
  const first = await requests.next()
  if (first.done === true) throw new SubnetesError('invalid_argument', `${method.name} takes one request message; none came`)
  const second = await requests.next()
  if (second.done !== true) throw new SubnetesError('invalid_argument', `${method.name} takes one request message; more came`)
  return decode(method, first.value)
}

async function * decodeRequests (method: MethodDefinition, call: GrpcHandlerCall): AsyncGenerator<object> {
  for await (const bytes of call.requests) yield decode(method, bytes)
}

function isAsyncIterable (value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

function describe (error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error)
}
