/** Tells peers what this gateway serves, so that clients need no local schema. */
import { SubnetesError } from '@subnetes/common'
import { PROTO_TEXTS, loadService } from '@subnetes/proto'
import { ServicerBase } from '@subnetes/rpc'
import type { Message } from '@subnetes/proto'
import type { P2PContext } from '@subnetes/rpc'

/** A protocol as peers see it. */
export interface CatalogueEntry {
  /** The manifest's name, or the service's for a written protocol. */
  readonly name: string
  /** `<package>.<Service>` */
  readonly service: string
  readonly handlers: readonly CatalogueHandler[]
  readonly readyWorkers: number
  /** Served by gateway code, without workers of its own. */
  readonly written: boolean
  /** As its author wrote it; may be empty. */
  readonly proto: string
  readonly descriptorSet: Uint8Array
}

/** One handler of a {@link CatalogueEntry}. */
export interface CatalogueHandler {
  /** The libp2p protocol id. */
  readonly handle: string
  readonly requestType: string
  readonly responseType: string
  readonly requestStream: boolean
  readonly responseStream: boolean
}

/** What {@link ReflectionProtocol} needs. */
export interface ReflectionComponents {
  /** Base58 text. */
  readonly peerId: string
  /** What a peer may call now; asked for each call. */
  readonly catalogue: (peer: string) => Promise<readonly CatalogueEntry[]>
}

const service = loadService({ proto: PROTO_TEXTS['subnetes/v1/reflection.proto'] ?? '', service: 'ReflectionProtocol' })

/** `ReflectionProtocol.rpc_list` and `ReflectionProtocol.rpc_schema` (proto/subnetes/v1/reflection.proto). */
export class ReflectionProtocol extends ServicerBase {
  static override readonly service = service
  readonly #components: ReflectionComponents

  constructor (components: ReflectionComponents) {
    super()
    this.#components = components
  }

  /** The protocols that the caller may call, with their handlers, without schemas. */
  async rpc_list (_request: Message, context: P2PContext): Promise<Message> {
    const catalogue = await this.#components.catalogue(context.remoteId)
    return {
      gateway_peer_id: this.#components.peerId,
      protocols: catalogue.map((entry) => ({
        name: entry.name,
        service: entry.service,
        handlers: entry.handlers.map(handlerInfo),
        ready_workers: entry.readyWorkers,
        written: entry.written
      }))
    }
  }

  /** The schema behind a handle. @throws {SubnetesError} `not_found` naming the handle */
  async rpc_schema (request: Message, context: P2PContext): Promise<Message> {
    const handle = String(request['handle'])
    const catalogue = await this.#components.catalogue(context.remoteId)
    const entry = catalogue.find((candidate) => candidate.handlers.some((handler) => handler.handle === handle))
    if (entry === undefined) throw new SubnetesError('not_found', `handler ${JSON.stringify(handle.slice(0, 256))} is not served here; rpc_list names those that are`)
    return { service: entry.service, proto: entry.proto, descriptor_set: entry.descriptorSet }
  }
}

function handlerInfo (handler: CatalogueHandler): Message {
  return {
    handle: handler.handle,
    request_type: handler.requestType,
    response_type: handler.responseType,
    request_stream: handler.requestStream,
    response_stream: handler.responseStream
  }
}
