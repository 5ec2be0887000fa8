/** What gateway code (a written protocol) may use of the gateway it lives in. */
import { SubnetesError } from '@subnetes/common'
import { loadServiceFromDescriptorSet } from '@subnetes/proto'
import { protocolClient } from './protocol-client.ts'
import { startPeriodic } from './periodic.ts'
import type { Libp2p } from '@libp2p/interface'
import type { Logger, Metrics } from '@subnetes/common'
import type { Call } from '@subnetes/rpc'
import type { ServiceDefinition } from '@subnetes/proto'
import type { AssignedProtocol } from './assignment.ts'
import type { DeclaredProtocol } from './declared-protocol.ts'
import type { Peers } from './peers.ts'
import type { PeriodicInit } from './periodic.ts'
import type { ProtocolClient } from './protocol-client.ts'

/** A task of {@link GatewayContext.every}. */
export type PeriodicTask = Omit<PeriodicInit, 'logger' | 'signal' | 'random'>

/** Given to the factories of a gateway module. */
export interface GatewayContext {
  /** The libp2p node peers reach: for stubs of other peers' protocols (`Servicer.getStub(gateway.node, peerId)`). */
  readonly node: Libp2p
  /** This gateway, base58 text. */
  readonly peerId: string
  /** The other peers of the subnet. */
  readonly peers: Peers
  /** The workers of a protocol, named by its manifest: `gateway.workers('miner').unary('rpc_embed', request, context)`. Calls wait for a worker as a peer's call would. */
  readonly workers: (protocol: string) => ProtocolClient
  /** The neighbours in this gateway. `subnet.protocol('inference')` serves a call as if the original peer had made it: the same access rules, limits and metrics. */
  readonly subnet: { readonly protocol: (name: string) => ProtocolClient }
  /** Repeats a task until the gateway stops; the stop waits for a run under way, whose signal it aborts. */
  readonly every: (task: PeriodicTask) => void
  readonly logger: Logger
  readonly metrics: Metrics
  /** Aborts when the gateway stops. */
  readonly signal: AbortSignal
}

/** What {@link gatewayContext} needs. */
export interface GatewayContextComponents {
  node: Libp2p
  peers: Peers
  /** The declared protocols now. */
  declared: { get: (name: string) => DeclaredProtocol | undefined, values: () => Iterable<DeclaredProtocol> }
  /** Handlers of written protocols, by the service's short name. */
  written: { get: (name: string) => WrittenNeighbour | undefined, keys: () => Iterable<string>, values: () => Iterable<WrittenNeighbour> }
  /** Collects the ends of periodic tasks. */
  tasks: Array<Promise<void>>
  logger: Logger
  metrics: Metrics
  signal: AbortSignal
}

/** A written protocol as a neighbour calls it. */
export interface WrittenNeighbour {
  readonly service: ServiceDefinition
  /** @returns the handle of a method */
  readonly handle: (method: string) => string
  readonly call: (call: Call) => AsyncIterable<Uint8Array>
}

/** The services of assignments, decoded once each. Descriptor sets come from the operator, which compiled them within its own limits. */
const services = new WeakMap<AssignedProtocol, ServiceDefinition>()

/** The context over a running gateway. */
export function gatewayContext (components: GatewayContextComponents): GatewayContext {
  const { node, peers, logger, metrics, signal } = components
  const peerId = node.peerId.toString()
  const declared = (name: string): DeclaredProtocol => components.declared.get(name) ?? notServed(components, name)
  const client = (name: string, send: (protocol: DeclaredProtocol, call: Call) => AsyncIterable<Uint8Array>): ProtocolClient => protocolClient({
    what: `protocol "${name}"`,
    localPeer: peerId,
    service: () => serviceOf(declared(name).assignment),
    handle: (method) => handleOf(declared(name).assignment, method.name),
    send: (call) => send(declared(name), call)
  })
  return {
    node,
    peerId,
    peers,
    logger,
    metrics,
    signal,
    workers: (name) => client(name, (protocol, call) => protocol.toWorkers(call)),
    subnet: {
      protocol: (name) => {
        const written = components.written.get(name)
        if (written === undefined || components.declared.get(name) !== undefined) {
          return client(name, (protocol, call) => backing(components, protocol)?.call(call) ?? protocol.handler(call))
        }
        return protocolClient({ what: `protocol "${name}"`, localPeer: peerId, service: () => written.service, handle: (method) => written.handle(method.name), send: (call) => written.call(call) })
      }
    },
    every: (task) => { components.tasks.push(startPeriodic({ ...task, logger, signal })) }
  }
}

/** Gateway code that serves the protocol's service: the assignment only brings it workers. */
function backing ({ written }: GatewayContextComponents, { assignment }: DeclaredProtocol): WrittenNeighbour | undefined {
  return [...written.values()].find(({ service }) => service.fullName === assignment.service)
}

function serviceOf (assignment: AssignedProtocol): ServiceDefinition {
  const known = services.get(assignment)
  if (known !== undefined) return known
  const service = loadServiceFromDescriptorSet(assignment.descriptorSet, assignment.service, assignment.proto)
  services.set(assignment, service)
  return service
}

function handleOf (assignment: AssignedProtocol, method: string): string {
  const found = assignment.methods.find((candidate) => candidate.name === method)
  if (found === undefined) throw new SubnetesError('unimplemented', `protocol "${assignment.name}" has no method ${method}`)
  return found.handle
}

function notServed (components: GatewayContextComponents, name: string): never {
  const names = [...components.declared.values()].map((protocol) => protocol.name).concat([...components.written.keys()])
  throw new SubnetesError('unavailable', `this gateway has no protocol "${name}" now; it has ${names.join(', ') || 'none'}`)
}
