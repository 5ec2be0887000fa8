/** What travels on the Control link, as complete plain objects: generated types stop here. */
import type { WorkerEndpoint } from '@subnetes/common'
import { subnetes } from '@subnetes/proto'

const { EndpointState, Mode } = subnetes.v1

/** How a method's calls reach a worker. */
export type AssignedMode = 'interactive' | 'queued'

/** One method of an {@link Assignment}. */
export interface AssignedMethod {
  /** `rpc_*` */
  readonly name: string
  readonly requestStream: boolean
  readonly responseStream: boolean
  /** Seconds from dispatch to a worker. */
  readonly timeoutSeconds: number
  /** A started call may be tried once more on another worker. */
  readonly idempotent: boolean
  /** Largest request message; 0 means the wire's own limit. */
  readonly maxRequestBytes: number
  readonly mode: AssignedMode
  /** Full names of the message types. */
  readonly requestType: string
  readonly responseType: string
  /** JSON of the method's own `access` section; empty when it has none. */
  readonly accessJson: string
}

/** What a gateway must know to serve a protocol (`subnetes.v1.ProtocolAssignment`). */
export interface Assignment {
  /** The manifest's name. */
  readonly name: string
  readonly generation: number
  /** `<package>.<Service>` */
  readonly service: string
  /** Namespace before the handle, may be empty. */
  readonly handlerPrefix: string
  readonly methods: readonly AssignedMethod[]
  /** Serialized google.protobuf.FileDescriptorSet. */
  readonly descriptorSet: Uint8Array
  /** The schema as written, for reflection. */
  readonly proto: string
  /** Slots of each worker. */
  readonly concurrency: number
  readonly hold: { readonly maxPending: number, readonly maxPendingPerPeer: number, readonly timeoutSeconds: number }
  /** JSON of the manifest's `access` section; empty when it has none. */
  readonly accessJson: string
  /** How jobs are run and kept; zeros mean the gateway's defaults. */
  readonly queue: AssignedQueue
  /** Where the manifest's object is, part of its queue's name; empty: the gateway's own. */
  readonly namespace: string
}

/** Limits of a protocol's jobs (`subnetes.v1.QueueLimits`). */
export interface AssignedQueue {
  readonly attempts: number
  readonly backoffSeconds: number
  readonly lockDurationSeconds: number
  readonly maxStalledCount: number
  readonly keepResultsSeconds: number
}

/** The message form of an assignment, as the sender may leave fields out. */
export type AssignmentInit = subnetes.v1.ProtocolAssignment.$Properties

/** Who a gateway is. */
export interface GatewayHello {
  /** Base58 text. */
  readonly peerId: string
  /** Where peers can dial it, each with /p2p/ID. */
  readonly multiaddrs: readonly string[]
  /** Replica number (StatefulSet ordinal), 0 locally. */
  readonly ordinal: number
  /** Version of the gateway's software. */
  readonly version: string
}

/** Load of one protocol on one gateway: counters since the gateway's start, and present values. */
export interface ProtocolLoad {
  readonly protocol: string
  /** Calls on a worker now. */
  readonly interactive: number
  /** Calls waiting for a slot or a worker now. */
  readonly held: number
  readonly callsArrived: number
  readonly callsFinished: number
  readonly callsFinishedSeconds: number
  readonly callsAgeSeconds: number
  readonly callsFailed: number
  readonly callsShed: number
  /** Jobs kept in this gateway's memory that wait for a slot. Zero where jobs are kept in Redis. */
  readonly jobsWaiting: number
}

/** A gateway's answer to a hold. */
export interface HoldAck {
  readonly protocol: string
  readonly epoch: number
  /** False: a call arrived meanwhile, the hold is void. */
  readonly accepted: boolean
}

/** Whether a gateway could register a protocol's handlers. */
export interface ProtocolState {
  readonly protocol: string
  readonly generation: number
  readonly registered: boolean
  /** Why not, in words; empty when registered. */
  readonly error: string
}

const STATES = { starting: EndpointState.ENDPOINT_STATE_STARTING, ready: EndpointState.ENDPOINT_STATE_READY, draining: EndpointState.ENDPOINT_STATE_DRAINING } as const

/** An assignment as its message carries it. */
export function encodeAssignment (assignment: Assignment): AssignmentInit {
  const methods = assignment.methods.map((method) => ({ ...method, mode: method.mode === 'queued' ? Mode.MODE_QUEUED : Mode.MODE_INTERACTIVE }))
  return { ...assignment, methods }
}

/** The assignment out of its message, with every field present. */
export function decodeAssignment (message: AssignmentInit): Assignment {
  const { name, generation, service, handlerPrefix, methods, descriptorSet, proto, concurrency, hold, accessJson, queue, namespace } =
    subnetes.v1.ProtocolAssignment.create(message)
  const { maxPending, maxPendingPerPeer, timeoutSeconds } = subnetes.v1.HoldLimits.create(hold ?? {})
  return {
    name,
    generation,
    service,
    handlerPrefix,
    descriptorSet,
    proto,
    concurrency,
    accessJson,
    namespace,
    methods: methods.map(decodeMethod),
    hold: { maxPending, maxPendingPerPeer, timeoutSeconds },
    queue: decodeQueue(queue ?? {})
  }
}

function decodeQueue (message: subnetes.v1.QueueLimits.$Properties): AssignedQueue {
  const { attempts, backoffSeconds, lockDurationSeconds, maxStalledCount, keepResultsSeconds } = subnetes.v1.QueueLimits.create(message)
  return { attempts, backoffSeconds, lockDurationSeconds, maxStalledCount, keepResultsSeconds }
}

function decodeMethod (message: subnetes.v1.Method.$Properties): AssignedMethod {
  const { name, requestStream, responseStream, timeoutSeconds, idempotent, maxRequestBytes, mode, requestType, responseType, accessJson } = subnetes.v1.Method.create(message)
  return {
    name,
    requestStream,
    responseStream,
    timeoutSeconds,
    idempotent,
    maxRequestBytes,
    requestType,
    responseType,
    accessJson,
    mode: mode === Mode.MODE_QUEUED ? 'queued' : 'interactive'
  }
}

/** All workers of a protocol as their message carries them. */
export function encodeEndpoints (protocol: string, endpoints: readonly WorkerEndpoint[]): subnetes.v1.Endpoints.$Properties {
  const trustedCa = endpoints.find((endpoint) => endpoint.trustedCa !== undefined)?.trustedCa ?? ''
  return { protocol, trustedCa, endpoints: endpoints.map(({ id, address, state, serverName = '' }) => ({ id, address, serverName, state: STATES[state] })) }
}

/** The workers out of their message; a state this version does not know counts as `starting`: it takes no call. */
export function decodeEndpoints (message: subnetes.v1.Endpoints.$Properties): WorkerEndpoint[] {
  const { trustedCa } = subnetes.v1.Endpoints.create(message)
  return (message.endpoints ?? []).map((endpoint) => {
    const { id, address, state, serverName } = subnetes.v1.Endpoint.create(endpoint)
    const tls = serverName === '' ? {} : { serverName, ...(trustedCa === '' ? {} : { trustedCa }) }
    return { id, address, state: state === STATES.ready ? 'ready' : state === STATES.draining ? 'draining' : 'starting', ...tls }
  })
}

/** A gateway's introduction out of its message. */
export function decodeHello (message: subnetes.v1.Hello.$Properties): GatewayHello {
  const { peerId, multiaddrs, ordinal, version } = subnetes.v1.Hello.create(message)
  return { peerId, multiaddrs, ordinal, version }
}

/** Loads out of their report. */
export function decodeLoads (message: subnetes.v1.LoadReport.$Properties): ProtocolLoad[] {
  return (message.protocols ?? []).map((load) => {
    const { protocol, interactive, held, callsArrived, callsFinished, callsFinishedSeconds, callsAgeSeconds, callsFailed, callsShed, jobsWaiting } =
      subnetes.v1.ProtocolLoad.create(load)
    return { protocol, interactive, held, callsArrived, callsFinished, callsFinishedSeconds, callsAgeSeconds, callsFailed, callsShed, jobsWaiting }
  })
}

/** A hold's answer out of its message. */
export function decodeHoldAck (message: subnetes.v1.HoldAck.$Properties): HoldAck {
  const { protocol, epoch, accepted } = subnetes.v1.HoldAck.create(message)
  return { protocol, epoch, accepted }
}

/** A protocol's state out of its message. */
export function decodeState (message: subnetes.v1.ProtocolState.$Properties): ProtocolState {
  const { protocol, generation, registered, error } = subnetes.v1.ProtocolState.create(message)
  return { protocol, generation, registered, error }
}
