/** A Control server for tests: the operator's side of a real link, with what gateways reported kept for questions. */
import { ControlServer } from '@subnetes/control'
import type { AssignmentInit, HoldAck, ProtocolLoad, ProtocolState } from '@subnetes/control'
import type { ServiceDefinition } from '@subnetes/proto'

/** What a gateway told. */
export interface Told {
  readonly states: ProtocolState[]
  readonly loads: ProtocolLoad[][]
  readonly activations: Array<{ protocol: string, held: number }>
  readonly acks: HoldAck[]
  readonly hellos: string[]
}

/** A listening Control server. */
export interface TestControl {
  readonly server: ControlServer
  readonly address: string
  readonly told: Told
}

/** Listens on a free loopback port, or where `address` says. */
export async function startControl (address = '127.0.0.1:0'): Promise<TestControl> {
  const told: Told = { states: [], loads: [], activations: [], acks: [], hellos: [] }
  const server = new ControlServer({
    listener: {
      onGateway: (gateway, isConnected) => { if (isConnected) told.hellos.push(gateway.peerId) },
      onLoad: (_, loads) => { told.loads.push([...loads]) },
      onActivate: (_, protocol, held) => { told.activations.push({ protocol, held }) },
      onHoldAck: (_, ack) => { told.acks.push(ack) },
      onState: (_, state) => { told.states.push(state) }
    }
  })
  return { server, address: await server.listen(address), told }
}

/** An assignment of every method of a service. */
export function assignmentOf (name: string, service: ServiceDefinition, init: Partial<AssignmentInit> = {}): AssignmentInit {
  return {
    name,
    generation: 1,
    service: service.fullName,
    handlerPrefix: '',
    descriptorSet: service.descriptorSet,
    proto: service.proto,
    concurrency: 4,
    hold: { maxPending: 1000, maxPendingPerPeer: 1000, timeoutSeconds: 30 },
    methods: [...service.methods.values()].map(({ name: method, requestStream, responseStream, requestType, responseType }) => ({
      name: method, requestStream, responseStream, requestType, responseType, timeoutSeconds: 300, mode: 1
    })),
    ...init
  }
}
