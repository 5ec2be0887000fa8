/** Calls a protocol from gateway code, on messages instead of bytes: its workers, or a neighbour in the same gateway. */
import { SubnetesError, ownedSignal, shapeName } from '@subnetes/common'
import type { Call } from '@subnetes/rpc'
import type { Message, MethodDefinition, ServiceDefinition } from '@subnetes/proto'

/** Wire of calls that gateway code makes. No peer can choose it. */
export const LOCAL_WIRE = 'local'

/** On whose behalf, and until when. A `P2PContext` is one. */
export interface CallContext {
  /** The peer the work is for. */
  readonly remoteId: { toString: () => string }
  readonly signal: AbortSignal
  /** Epoch milliseconds. */
  readonly deadline?: number | undefined
  readonly traceparent?: string | undefined
}

/** Calls the methods of one protocol. Rejections are SubnetesErrors. */
export interface ProtocolClient {
  /** A method with one response. `request` is a stream for a client-stream method. */
  unary: <Response extends Message = Message>(method: string, request: Message | AsyncIterable<Message>, context: CallContext) => Promise<Response>
  /** A method with a stream of responses. Ending the iteration early cancels the call. */
  stream: <Response extends Message = Message>(method: string, request: Message | AsyncIterable<Message>, context: CallContext) => AsyncIterable<Response>
}

/** What a {@link ProtocolClient} stands on; read at each call, so that a changed assignment counts from the next call on. */
export interface ProtocolClientComponents {
  /** Names the protocol in messages. */
  what: string
  service: () => ServiceDefinition
  /** Where a method is called. @throws {SubnetesError} `unavailable` when the protocol is not served now */
  handle: (method: MethodDefinition) => string
  localPeer: string
  /** Sends the call. */
  send: (call: Call) => AsyncIterable<Uint8Array>
}

interface OpenCall extends Disposable { readonly method: MethodDefinition, readonly responses: AsyncIterable<Uint8Array> }

/** A client over a way to send calls. */
export function protocolClient (components: ProtocolClientComponents): ProtocolClient {
  const open = (name: string, streams: boolean, request: Message | AsyncIterable<Message>, context: CallContext): OpenCall => {
    const method = findMethod(components, name, streams, isStream(request))
    const { deadline } = context
    const owned = ownedSignal({ parents: [context.signal], deadline, what: `the call of ${name}` })
    return {
      method,
      [Symbol.dispose]: () => owned[Symbol.dispose](),
      responses: components.send({
        handle: components.handle(method),
        method,
        remotePeer: context.remoteId.toString(),
        localPeer: components.localPeer,
        wire: LOCAL_WIRE,
        deadline,
        signal: owned.signal,
        traceparent: context.traceparent,
        requests: encodeAll(method, request)
      })
    }
  }
  return {
    unary: async <Response extends Message>(name: string, request: Message | AsyncIterable<Message>, context: CallContext) => {
      using call = open(name, false, request, context)
      const { method, responses } = call
      let response: Uint8Array | undefined
      for await (const message of responses) response ??= message
      if (response === undefined) throw new SubnetesError('internal', `${components.what}: ${name} ended without a response`)
      return method.decodeResponse(response) as Response
    },
    stream: async function * <Response extends Message> (name: string, request: Message | AsyncIterable<Message>, context: CallContext) {
      using call = open(name, true, request, context)
      const { method, responses } = call
      for await (const response of responses) yield method.decodeResponse(response) as Response
    }
  }
}

function findMethod (components: ProtocolClientComponents, name: string, streams: boolean, streamsIn: boolean): MethodDefinition {
  const service = components.service()
  const method = service.methods.get(name)
  if (method === undefined) {
    throw new SubnetesError('unimplemented', `${components.what}: ${service.fullName} has no method ${name}; it has ${[...service.methods.keys()].join(', ')}`)
  }
  if (method.responseStream !== streams || method.requestStream !== streamsIn) {
    throw new SubnetesError('invalid_argument', `${components.what}: ${name} is ${shapeName(method)}, and was called as ${shapeName({ requestStream: streamsIn, responseStream: streams })}`)
  }
  return method
}

function isStream (request: Message | AsyncIterable<Message>): request is AsyncIterable<Message> {
  return Symbol.asyncIterator in request
}

async function * encodeAll (method: MethodDefinition, request: Message | AsyncIterable<Message>): AsyncGenerator<Uint8Array> {
  if (!isStream(request)) { yield method.encodeRequest(request); return }
  for await (const message of request) yield method.encodeRequest(message)
}
