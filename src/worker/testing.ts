/** For authors of handlers: run one without network, runner or cluster. Messages pass through the schema's own codecs, as in production. */
import { SubnetesError, handleName, silentLogger } from '@subnetes/common'
import type { GrpcHandlerCall, Logger } from '@subnetes/common'
import { loadService } from '@subnetes/proto'
import type { Message, MethodDefinition } from '@subnetes/proto'
import { callMetadata } from './context.ts'
import type { WorkerContext } from './context.ts'
import { bindHandlers } from './handler.ts'
import type { WorkerHandler } from './handler.ts'

export { SubnetesError } from '@subnetes/common'
export type { Message } from '@subnetes/proto'

/** The worker under test. */
export interface TestWorkerInit<H extends { readonly [K in keyof H]: WorkerHandler }> {
  /** The `.proto` text. */
  proto: string
  /** Name of the service, when the text has several. */
  service?: string
  handlers: H
  /** Where handlers log. @default nowhere */
  logger?: Logger
}

/** Facts of one call; what is left out has a harmless default. */
export interface TestCallInit extends Partial<Pick<WorkerContext, 'peerId' | 'gatewayPeerId' | 'handler' | 'protocol' | 'attempt' | 'jobId' | 'stake' | 'traceparent' | 'deadline'>> {
  /** Aborting it is the caller leaving. */
  signal?: AbortSignal
}

/** Runs handlers by method name. */
export interface TestWorker {
  /** The only answer of a unary or client-stream method. @throws {SubnetesError} with the code a caller would see */
  call: (method: string, request: object | Iterable<object> | AsyncIterable<object>, init?: TestCallInit) => Promise<Message>
  /** The answers of any method, as they come. @throws {SubnetesError} on iteration, with the code a caller would see */
  stream: (method: string, request: object | Iterable<object> | AsyncIterable<object>, init?: TestCallInit) => AsyncIterable<Message>
}

/**
 * A worker that is called by function.
 *
 * @throws {SubnetesError} `invalid_argument` when handlers and service do not fit
 * @example
 * const worker = testWorker({ proto, handlers })
 * expect(await worker.call('rpc_echo', { text: 'hello' }, { peerId: '12D3KooW...' })).toEqual({ text: 'hello' })
 */
export function testWorker<H extends { readonly [K in keyof H]: WorkerHandler }> (init: TestWorkerInit<H>): TestWorker {
  const service = loadService({ proto: init.proto, service: init.service })
  const bound = bindHandlers(service, init.handlers, { workerId: 'test-worker', logger: init.logger ?? silentLogger })
  async function * stream (name: string, request: object, call: TestCallInit = {}): AsyncGenerator<Message> {
    const method = service.methods.get(name)
    if (method === undefined) throw new SubnetesError('unimplemented', `${service.fullName} has no method ${name}; it has ${[...service.methods.keys()].join(', ')}`)
    const handler = bound.get(method.path)
    for await (const bytes of handler?.(toCall(method, handleName(service.name, name), request, call)) ?? []) yield method.decodeResponse(bytes)
  }
  return {
    stream,
    call: async (name, request, call) => {
      const answers = stream(name, request, call)
      const first = await answers.next()
      await answers.return(undefined)
      if (first.done === true) throw new SubnetesError('internal', `${name} gave no answer`)
      return first.value
    }
  }
}

function toCall (method: MethodDefinition, handle: string, request: object, call: TestCallInit): GrpcHandlerCall {
  const { signal, deadline, ...facts } = call
  return {
    signal: signal ?? new AbortController().signal,
    deadline,
    metadata: callMetadata({ peerId: 'test-peer', gatewayPeerId: 'test-gateway', handler: handle, protocol: 'test', attempt: 1, ...facts }),
    requests: encodeRequests(method, request)
  }
}

async function * encodeRequests (method: MethodDefinition, request: object): AsyncGenerator<Uint8Array> {
  if (!(Symbol.asyncIterator in request) && !(Symbol.iterator in request)) {
    yield method.encodeRequest(request as Message)
    return
  }
  for await (const message of request as AsyncIterable<Message> | Iterable<Message>) yield method.encodeRequest(message)
}
