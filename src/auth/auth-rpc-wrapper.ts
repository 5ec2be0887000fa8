/** hivemind's `AuthRPCWrapper`: authentication around a stub or a servicer that knows nothing of it. */
import type { Libp2p } from '@libp2p/interface'
import { SubnetesError, handleName } from '@subnetes/common'
import type { Message, MethodDefinition, ServiceDefinition } from '@subnetes/proto'
import { authorizeCalling, intercept, once } from '@subnetes/rpc'
import type { AddP2pHandlersInit, Authorizer, Call, CallHandler, CallOptions, ServicerBase } from '@subnetes/rpc'

/** Whom a wrapped stub calls. */
export interface WrapStubInit {
  authorizer: Authorizer
  service: ServiceDefinition
  /** The peer that the stub calls, base58 text. */
  peer: string
  /** This node, base58 text. */
  localPeer: string
  /** The one the peer's handlers were added with. */
  namespace?: string | undefined
}

/** What a wrapped servicer is put on a node with; the authorizer stands already. */
export type WrappedServicerInit = Omit<AddP2pHandlersInit, 'authorizer'>

/** A servicer whose handlers all stand behind an authorizer. */
export interface WrappedServicer {
  /** As the servicer's own, authorized. */
  addP2pHandlers: (node: Libp2p, init?: WrappedServicerInit) => Promise<void>
  /** As the servicer's own. */
  removeP2pHandlers: ServicerBase['removeP2pHandlers']
}

type StubMethod = (request: unknown, options?: CallOptions) => unknown

/** Both roles of hivemind's wrapper. For stubs that are yet to be made, `ServicerBase.getServerStub` and `createStub({ authorizer })` do the same on bytes. */
export const AuthRpcWrapper = {
  /**
   * The client role: a stub of the same type that signs requests and checks responses.
   *
   * Messages are serialized twice, with the service's schema, so response fields that the schema does not know fail the check. Methods with a stream of requests
   * are called as they are: no message of theirs can carry a signature for all.
   */
  stub: <Stub extends object>(stub: Stub, init: WrapStubInit): Stub => {
    const wrapped = [...init.service.methods.values()].map((method): [string, unknown] => {
      const inner = (stub as Record<string, unknown>)[method.name]
      if (typeof inner !== 'function') throw new SubnetesError('failed_precondition', `the stub has no method ${method.name} of ${init.service.name}`)
      const own = inner.bind(stub) as StubMethod
      return [method.name, method.requestStream ? own : wrapMethod(own, method, init)]
    })
    return Object.assign(Object.create(stub) as Stub, Object.fromEntries(wrapped))
  },

  /** The servicer role: checks requests and signs responses, on the bytes as they are on the wire. */
  servicer: (servicer: Pick<ServicerBase, 'addP2pHandlers' | 'removeP2pHandlers'>, authorizer: Authorizer): WrappedServicer => ({
    addP2pHandlers: async (node, init = {}) => { await servicer.addP2pHandlers(node, { ...init, authorizer }) },
    removeP2pHandlers: async (node, options) => { await servicer.removeP2pHandlers(node, options) }
  })
} as const

function wrapMethod (inner: StubMethod, method: MethodDefinition, init: WrapStubInit): StubMethod {
  const run = (request: unknown, options: CallOptions = {}): AsyncIterable<Message> => {
    const call: Call = {
      handle: handleName(init.service.name, method.name, init.namespace),
      method,
      remotePeer: init.peer,
      localPeer: init.localPeer,
      wire: 'stub',
      deadline: options.deadline,
      signal: options.signal ?? new AbortController().signal,
      traceparent: options.traceparent,
      requests: once(method.encodeRequest(request as Message))
    }
    return decodeAll(method, intercept([authorizeCalling(init.authorizer)], throughStub(inner, method, options))(call))
  }
  return method.responseStream ? run : async (request, options) => await only(method, run(request, options))
}

/** A handler of bytes that asks the stub. */
function throughStub (inner: StubMethod, method: MethodDefinition, options: CallOptions): CallHandler {
  return async function * (call) {
    for await (const request of call.requests) {
      const result = inner(method.decodeRequest(request), options)
      if (!method.responseStream) yield method.encodeResponse(await (result as Promise<Message>))
      else for await (const response of result as AsyncIterable<Message>) yield method.encodeResponse(response)
    }
  }
}

async function * decodeAll (method: MethodDefinition, responses: AsyncIterable<Uint8Array>): AsyncGenerator<Message> {
  for await (const response of responses) yield method.decodeResponse(response)
}

async function only (method: MethodDefinition, responses: AsyncIterable<Message>): Promise<Message> {
  let only: Message | undefined
  for await (const response of responses) only = response
  if (only === undefined) throw new SubnetesError('internal', `${method.name} ended without a response`)
  return only
}
