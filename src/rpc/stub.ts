/** Clients of a protocol on another peer, one function per method. */
import type { Libp2p, PeerId } from '@libp2p/interface'
import { SubnetesError, handleName } from '@subnetes/common'
import type { Message, MethodDefinition, ServiceDefinition } from '@subnetes/proto'
import { authorizeCalling } from './authorize.ts'
import type { Authorizer } from './authorizer.ts'
import type { Interceptor } from './call.ts'
import { callMethod, callOnce } from './call-method.ts'
import type { CallInit, CallOptions } from './call-method.ts'
import type { Wire } from './wire.ts'

/** How a stub calls. */
export interface StubInit {
  /** The one the peer's handlers were added with. */
  namespace?: string | undefined
  /** Around every call, outside the authorizer; the first is the outermost. */
  interceptors?: readonly Interceptor[] | undefined
  /** Time of each call whose own options set no deadline; `Infinity` for none. @default see CallOptions.deadline */
  timeoutMs?: number | undefined
  /** Largest response message. @default 4 MiB for unary methods, 16 MiB for methods with a stream */
  maxResponseBytes?: number | undefined
  /** @default hivemind's */
  wire?: Wire | undefined
}

/** What a caller of a stub gives for the servicer's request parameter: any iterable where the servicer takes a stream. */
export type StubRequest<Request> = Request extends AsyncIterable<infer Item> ? AsyncIterable<Item> | Iterable<Item> : Request

/** What a caller of a stub gets for the servicer's result. */
export type StubResponse<Response> = Response extends AsyncIterable<infer Item> ? AsyncIterable<Item> : Response extends Promise<infer Item> ? Promise<Item> : never

/** The client of a servicer class: its `rpc_*` methods with call options in place of the context. */
export type Stub<Servicer> = {
  readonly [Name in keyof Servicer as Name extends `rpc_${string}` ? Name : never]: Servicer[Name] extends (request: infer Request, ...rest: never[]) => infer Response
    ? (request: unknown extends Request ? Message : StubRequest<Request>, options?: CallOptions) => StubResponse<Response>
    : never
}

/** A client whose messages are not typed: by method name, as the service says. */
export type DynamicStub = Readonly<Record<string, DynamicMethod>>

/** A method of a {@link DynamicStub}: takes one message or several, gives one or several. */
export type DynamicMethod = (request: Message | AsyncIterable<Message> | Iterable<Message>, options?: CallOptions) => Promise<Message> | AsyncIterable<Message>

/** What {@link createStub} takes. */
export interface CreateStubInit extends StubInit {
  service: ServiceDefinition
  /** Signs requests and checks responses. See {@link authorizeCalling} for what it covers. */
  authorizer?: Authorizer | undefined
}

/**
 * A client of any service, for when there is no servicer class. Methods with a stream of responses return an async iterable at once and call
 * when it is first pulled; the others return a promise.
 */
export function createStub (node: Libp2p, peer: PeerId | string, init: CreateStubInit): DynamicStub {
  const { authorizer, service } = init
  const interceptors = [...init.interceptors ?? [], ...authorizer === undefined ? [] : [authorizeCalling(authorizer)]]
  return Object.fromEntries([...service.methods.values()].map((method) => {
    const handle = handleName(service.name, method.name, init.namespace)
    const callOf = (request: unknown, options: CallOptions = {}): CallInit => ({ ...callInit(init, options), handle, method, requests: encodeRequests(method, request) })
    const stream = (request: unknown, options?: CallOptions): AsyncIterable<Message> => decodeAll(method, callMethod(node, peer, { ...callOf(request, options), interceptors }))
    const unary = async (request: unknown, options?: CallOptions): Promise<Message> => interceptors.length === 0
      ? decode(method, await callOnce(node, peer, callOf(request, options)))
      : await only(method, stream(request, options))
    return [method.name, method.responseStream ? stream : unary]
  }))
}

function callInit (init: StubInit, options: CallOptions): Omit<CallInit, 'handle' | 'method' | 'requests'> {
  const deadline = options.deadline ?? (init.timeoutMs === undefined ? undefined : Date.now() + init.timeoutMs)
  return { deadline, signal: options.signal, traceparent: options.traceparent, maxResponseBytes: init.maxResponseBytes, wire: init.wire }
}

/** A request that does not fit the schema fails here, before anything is sent. */
function encodeRequests (method: MethodDefinition, request: unknown): Uint8Array | AsyncIterable<Uint8Array> {
  return method.requestStream ? encodeAll(method, request as AsyncIterable<Message>) : encode(method, request as Message)
}

async function * encodeAll (method: MethodDefinition, requests: AsyncIterable<Message> | Iterable<Message>): AsyncGenerator<Uint8Array> {
  for await (const request of requests) yield encode(method, request)
}

function encode (method: MethodDefinition, request: Message): Uint8Array {
  try {
    return method.encodeRequest(request)
  } catch (error) {
    throw new SubnetesError('invalid_argument', `the request of ${method.name} does not fit ${method.requestType}: ${SubnetesError.from(error).message}`, { cause: error })
  }
}

async function * decodeAll (method: MethodDefinition, responses: AsyncIterable<Uint8Array>): AsyncGenerator<Message> {
  for await (const response of responses) yield decode(method, response)
}

function decode (method: MethodDefinition, response: Uint8Array): Message {
  try {
    return method.decodeResponse(response)
  } catch (error) {
    throw new SubnetesError('internal', `the peer answered ${method.name} with bytes that are no ${method.responseType}; is it built from another version of the schema?`, { cause: error })
  }
}

/** To the end, so that interceptors see the call end well. */
async function only (method: MethodDefinition, responses: AsyncIterable<Message>): Promise<Message> {
  let only: Message | undefined
  for await (const response of responses) only ??= response
  if (only === undefined) throw new SubnetesError('internal', `${method.name} ended without an answer`)
  return only
}
