/** Peers outside the cluster that call its gateways as users' programs do. */
import { multiaddr } from '@multiformats/multiaddr'
import type { PeerId } from '@libp2p/interface'
import { SubnetesError } from '@subnetes/common'
import { PROTO_TEXTS, loadService } from '@subnetes/proto'
import type { Message, ServiceDefinition } from '@subnetes/proto'
import { createNode, createStub } from '@subnetes/rpc'
import type { DynamicStub, SubnetNode } from '@subnetes/rpc'

/** JobsProtocol. */
export const JOBS: ServiceDefinition = loadService({ proto: PROTO_TEXTS['subnetes/v1/jobs.proto'] ?? '', service: 'JobsProtocol' })

/** One peer. */
export class OutsidePeer implements AsyncDisposable {
  readonly #node: SubnetNode
  /** Who was met behind each address. */
  readonly #gateways = new Map<string, PeerId>()

  private constructor (node: SubnetNode) {
    this.#node = node
  }

  /** Starts one that only dials. */
  static async start (): Promise<OutsidePeer> {
    return new OutsidePeer(await createNode({ dht: 'off' }))
  }

  /** Its own id. */
  get id (): string {
    return this.#node.peerId.toString()
  }

  /** The peer id of the gateway at an address. It is dialled the first time; from then on a call finds its own way to that peer. @throws {SubnetesError} `unavailable` */
  async gateway (door: string, signal: AbortSignal = AbortSignal.timeout(10_000)): Promise<PeerId> {
    const known = this.#gateways.get(door)
    if (known !== undefined) return known
    const { remotePeer } = await this.#node.dial(multiaddr(door), { signal }).catch((cause: unknown) => {
      throw new SubnetesError('unavailable', `${door} cannot be dialled: ${(cause as Error).message}`, { cause })
    })
    this.#gateways.set(door, remotePeer)
    return remotePeer
  }

  /** A client of a service at the gateway of an address. */
  async stub (door: string, service: ServiceDefinition, namespace?: string): Promise<DynamicStub> {
    return createStub(this.#node, await this.gateway(door), { service, namespace })
  }

  /** One unary call, tried once. */
  async call (door: string, service: ServiceDefinition, init: { method: string, request: Message, namespace?: string | undefined, timeoutMs?: number }): Promise<Message> {
    const signal = AbortSignal.timeout(init.timeoutMs ?? 60_000)
    const peer = await this.gateway(door, signal)
    return await (createStub(this.#node, peer, { service, namespace: init.namespace })[init.method]?.(init.request, { signal }) as Promise<Message>)
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await this.#node.stop()
  }
}
