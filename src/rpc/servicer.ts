/** Protocols as classes: one `rpc_*` method per method of a protobuf service. */
import type { Libp2p, PeerId } from '@libp2p/interface'
import { SubnetesError, handleName, shapeName, silentLogger } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import type { Message, MethodDefinition, ServiceDefinition } from '@subnetes/proto'
import { dhtAnnouncer } from './announcer.ts'
import type { Announcer } from './announcer.ts'
import { authorizeServing } from './authorize.ts'
import type { Authorizer } from './authorizer.ts'
import { onlyRequest } from './call.ts'
import type { Call, CallFilter, CallHandler, Interceptor } from './call.ts'
import { contextOf } from './context.ts'
import type { ServeLimitsInit } from './limits.ts'
import { serveMethod } from './serve-method.ts'
import { checkServicer } from './servicer-check.ts'
import type { ServicerMethod } from './servicer-check.ts'
import { createStub } from './stub.ts'
import type { Stub, StubInit } from './stub.ts'
import type { ServedMethod } from './wire.ts'

/** How a servicer is put on a node. */
export interface AddP2pHandlersInit {
  /** Goes before each handle, with `::`. */
  namespace?: string | undefined
  /** Checks requests and signs responses. See {@link authorizeServing} for what it covers. */
  authorizer?: Authorizer | undefined
  /** Around every call, outside the authorizer; the first is the outermost. */
  interceptors?: readonly Interceptor[] | undefined
  /** Around every call, outside the interceptors. @default nothing */
  filter?: CallFilter | undefined
  /** Tell the DHT, until the handlers are removed. @default true when the node has a DHT */
  announce?: boolean | undefined
  limits?: ServeLimitsInit | undefined
  /** Largest request message. See `serveMethod` for the default. */
  maxRequestBytes?: number | undefined
  logger?: Logger | undefined
}

/** A class whose instances are servicers. */
export type ServicerClass<Servicer extends ServicerBase> = (abstract new (...args: never[]) => Servicer) & { readonly service: ServiceDefinition }

interface Added { readonly node: Libp2p, readonly served: readonly ServedMethod[], readonly announcer: Announcer | undefined }

/**
 * Base of all servicers. A subclass sets `static service` and has one method for each method of the service:
 * `async rpc_x (request, context)` for one response, `async * rpc_x (request, context)` for a stream of them; `request` is an
 * `AsyncIterable` where the service says `stream`. Messages are plain objects; `context` is a P2PContext.
 *
 * @example
 * class Clock extends ServicerBase {
 *   static override readonly service = loadService({ proto })
 *   async rpc_now () { return { millis: Date.now() } }
 *   async * rpc_ticks ({ count }: { count: number }, { signal }: P2PContext) { ... }
 * }
 * await new Clock().addP2pHandlers(node)
 * const { millis } = await Clock.getStub(node, peerId).rpc_now({})
 */
export abstract class ServicerBase {
  /** The service it serves; its short name stands in the handles. */
  static readonly service: ServiceDefinition
  readonly #added = new Set<Added>()

  /**
   * Checks every `rpc_*` method against the service and registers all of them on the node, or none. May be called again for another node or
   * namespace.
   *
   * @throws {SubnetesError} `failed_precondition` naming the class, the methods and what was expected; `already_exists` naming a handle that the node serves already
   */
  async addP2pHandlers (node: Libp2p, init: AddP2pHandlersInit = {}): Promise<void> {
    const { service } = this.constructor as typeof ServicerBase
    const functions = checkServicer(this, service, ServicerBase.prototype)
    const methods = [...service.methods.values()].map((method) => ({ method, handle: handleName(service.name, method.name, init.namespace) }))
    const taken = methods.filter(({ handle }) => node.getProtocols().includes(handle)).map(({ handle }) => handle)
    if (taken.length > 0) {
      throw new SubnetesError('already_exists', `this node serves ${taken.join(', ')} already; remove the other handlers first or use another namespace`)
    }
    const served: ServedMethod[] = []
    try {
      for (const { method, handle } of methods) {
        const run = functions.get(method.name) as ServicerMethod
        served.push(await serveMethod(node, { handle, method, handler: handlerOf(method, run.bind(this)), ...serveInit(init) }))
      }
    } catch (error) {
      await Promise.all(served.map(async (one) => await one.close()))
      throw error
    }
    const announcer = await announce(node, methods.map(({ handle }) => handle), init)
    this.#added.add({ node, served, announcer })
  }

  /**
   * Removes what {@link addP2pHandlers} added, from one node or from all. Running calls get `graceMs` (default 0) to end, then end with `unavailable`.
   * Does nothing when nothing was added.
   */
  async removeP2pHandlers (node?: Libp2p, options: { graceMs?: number } = {}): Promise<void> {
    const removed = [...this.#added].filter((added) => node === undefined || added.node === node)
    for (const added of removed) this.#added.delete(added)
    await Promise.all(removed.map(async ({ served, announcer }) => {
      await announcer?.stop()
      await Promise.all(served.map(async (one) => await one.close(options)))
    }))
  }

  /** The methods as handlers of message bytes, by method name: for calls that come from this process and not over a wire. @throws {SubnetesError} as {@link addP2pHandlers} when the class does not fit its service */
  localHandlers (): ReadonlyMap<string, CallHandler> {
    const { service } = this.constructor as typeof ServicerBase
    const functions = checkServicer(this, service, ServicerBase.prototype)
    return new Map([...service.methods.values()].map((method) => [method.name, handlerOf(method, (functions.get(method.name) as ServicerMethod).bind(this))]))
  }

  /** A typed client of this protocol on another peer. Nothing is sent until a method is called. */
  static getStub<Servicer extends ServicerBase> (this: ServicerClass<Servicer>, node: Libp2p, peer: PeerId | string, init: StubInit = {}): Stub<Servicer> {
    return createStub(node, peer, { ...init, service: this.service }) as unknown as Stub<Servicer>
  }

  /** As {@link getStub}, signing requests and checking responses with `authorizer`. */
  // eslint-disable-next-line max-params -- the first is the type of `this`, no parameter
  static getServerStub<Servicer extends ServicerBase> (
    this: ServicerClass<Servicer>, node: Libp2p, peer: PeerId | string, authorizer: Authorizer, init: StubInit = {}
  ): Stub<Servicer> {
    return createStub(node, peer, { ...init, service: this.service, authorizer }) as unknown as Stub<Servicer>
  }
}

function serveInit (init: AddP2pHandlersInit): Omit<Parameters<typeof serveMethod>[1], 'handle' | 'method' | 'handler'> {
  const { authorizer, filter, limits, maxRequestBytes, logger } = init
  return {
    filter,
    interceptors: [...init.interceptors ?? [], ...authorizer === undefined ? [] : [authorizeServing(authorizer)]],
    ...(limits === undefined ? {} : { limits }),
    ...(maxRequestBytes === undefined ? {} : { maxRequestBytes }),
    ...(logger === undefined ? {} : { logger })
  }
}

async function announce (node: Libp2p, handles: readonly string[], init: AddP2pHandlersInit): Promise<Announcer | undefined> {
  if (!(init.announce ?? 'dht' in node.services)) return undefined
  const announcer = dhtAnnouncer(node, init.logger ?? silentLogger)
  for (const handle of handles) announcer.add(handle)
  await announcer.start()
  return announcer
}

/** A servicer's method as a handler of message bytes. */
function handlerOf (method: MethodDefinition, run: ServicerMethod): CallHandler {
  return async function * (call) {
    const result = run(method.requestStream ? decodeAll(method, call) : await decodeOnly(method, call), contextOf(call))
    if (method.responseStream) {
      if (!isAsyncIterable(result)) throw wrongResult(method, 'an async iterable')
      for await (const response of result) yield method.encodeResponse(response)
      return
    }
    if (isAsyncIterable(result)) throw wrongResult(method, 'a promise of one message')
    yield method.encodeResponse(await (result as Promise<Message>))
  }
}

async function decodeOnly (method: MethodDefinition, call: Call): Promise<Message> {
  return decode(method, await onlyRequest(call))
}

async function * decodeAll (method: MethodDefinition, call: Call): AsyncGenerator<Message> {
  for await (const request of call.requests) yield decode(method, request)
}

function decode (method: MethodDefinition, request: Uint8Array): Message {
  try {
    return method.decodeRequest(request)
  } catch (error) {
    throw new SubnetesError('invalid_argument', `the request of ${method.name} is no ${method.requestType}: ${SubnetesError.from(error).message}`, { cause: error })
  }
}

function isAsyncIterable (value: unknown): value is AsyncIterable<Message> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

function wrongResult (method: MethodDefinition, expected: string): SubnetesError {
  return new SubnetesError('internal', `${method.name} returned the wrong thing; a ${shapeName(method)} method returns ${expected}`)
}
