/** The schema of a handler: from a `.proto` file, or from the peer itself. */
import { SubnetesError, parseHandle } from '@subnetes/common'
import { PROTO_TEXTS, loadService, loadServiceFromDescriptorSet } from '@subnetes/proto'
import type { Message, MethodDefinition, ServiceDefinition } from '@subnetes/proto'
import { createStub } from '@subnetes/rpc'
import type { CallOptions, DynamicStub } from '@subnetes/rpc'
import { readInputFile } from './messages.ts'
import type { PeerLink } from './peer.ts'

/** A handler's name in its parts. @throws {SubnetesError} `invalid_argument` naming the form */
export function requireHandle (text: string): { namespace?: string, service: string, method: string } {
  const parts = parseHandle(text)
  if (parts === undefined) throw new SubnetesError('invalid_argument', `handler ${JSON.stringify(text)} is not one; expected [namespace::]Service.rpc_method, as InferenceProtocol.rpc_inference`)
  return parts
}

/** The method behind a handler, by the text of a `.proto` file. @throws {SubnetesError} `invalid_argument` naming file and problem */
export async function methodFromFile (handle: string, file: string): Promise<MethodDefinition> {
  const text = await readInputFile(file, 'schema')
  const { service, method } = requireHandle(handle)
  return named(pickMethod(load(() => loadService({ proto: text, service }), file), method, file), handle)
}

/**
 * The method behind a handler, by the peer's own word.
 *
 * @throws {SubnetesError} `not_found` when it does not serve the handler, `failed_precondition` when it has no reflection
 */
export async function methodFromPeer (handle: string, link: PeerLink, options: CallOptions): Promise<MethodDefinition> {
  const answer = await reflect(link, options, 'rpc_schema', { handle })
  const service = load(() => loadServiceFromDescriptorSet(answer['descriptor_set'] as Uint8Array, String(answer['service']), String(answer['proto'])), `the schema that peer ${link.peer} sent`)
  return named(pickMethod(service, requireHandle(handle).method, `peer ${link.peer}`), handle)
}

/** Calls a method of the peer's ReflectionProtocol. @throws {SubnetesError} `failed_precondition` when it has none */
export async function reflect (link: PeerLink, options: CallOptions, method: 'rpc_list' | 'rpc_schema', request: Message): Promise<Message> {
  const service = loadService({ proto: PROTO_TEXTS['subnetes/v1/reflection.proto'] ?? '', service: 'ReflectionProtocol' })
  const stub: DynamicStub = createStub(link.node, link.peer, { service })
  try {
    return await (stub[method]?.(request, options) as Promise<Message>)
  } catch (error) {
    const known = SubnetesError.from(error)
    if (known.code !== 'unimplemented') throw known
    throw new SubnetesError('failed_precondition', `peer ${link.peer} does not serve ReflectionProtocol, so it cannot tell its schemas; give the schema with --proto FILE`, { cause: error })
  }
}

function load (make: () => ServiceDefinition, source: string): ServiceDefinition {
  try {
    return make()
  } catch (cause) {
    throw new SubnetesError('invalid_argument', `${source}: ${(cause as Error).message}`, { cause })
  }
}

function pickMethod (service: ServiceDefinition, name: string, source: string): MethodDefinition {
  const method = service.methods.get(name)
  if (method !== undefined) return method
  throw new SubnetesError('invalid_argument', `${source}: service ${service.fullName} has no method ${name}; it has ${[...service.methods.keys()].join(', ')}`)
}

/** The same method; an answer that is no message of its schema is said to be one of this handler. */
function named (method: MethodDefinition, handle: string): MethodDefinition {
  return {
    ...method,
    decodeResponse: (bytes) => {
      try {
        return method.decodeResponse(bytes)
      } catch (cause) {
        throw new SubnetesError('internal', `the answer of ${handle} (${bytes.length} bytes) is no valid ${method.responseType}: ${(cause as Error).message}`, { cause })
      }
    }
  }
}
