/** What connected gateways have said, and which pod each of them is. No network. */
import type { GatewayHello, HoldAck, ProtocolLoad, ProtocolState } from '@subnetes/control'
import type { KubeObject } from '../resources/kube-object.ts'
import type { LiveGateway } from './gateway-reports.ts'

/** A gateway's pod, as far as it is looked at. */
export interface GatewayPod extends KubeObject { readonly status?: { readonly phase?: string } }

/** A gateway on its present connection; a new connection begins with nothing. */
export interface Connection {
  readonly hello: GatewayHello
  /** When its Hello came. */
  readonly since: number
  /** The pod it was matched to first: another pod of the same ordinal is another gateway. */
  podUid: string | undefined
  reportedAt: number | undefined
  loads: ReadonlyMap<string, ProtocolLoad>
  readonly states: Map<string, ProtocolState>
  readonly answers: Map<string, HoldAck>
}

/** Label of a StatefulSet's pods, since Kubernetes 1.28. */
const POD_INDEX = 'apps.kubernetes.io/pod-index'

/** A live gateway with its connection. */
export interface MatchedGateway { readonly gateway: LiveGateway, readonly connection: Connection | undefined }

/** Who is there. */
export class GatewayBook {
  readonly #now: () => number
  readonly #connections = new Map<string, Connection>()
  /** Since when each pod is known, by uid, or was left by its connection. */
  readonly #since = new Map<string, number>()
  #pods: readonly GatewayPod[] = []
  #matched: readonly MatchedGateway[] | undefined

  /** @param now milliseconds of a monotonic clock */
  constructor (now: () => number) {
    this.#now = now
  }

  /** Every live gateway. */
  get gateways (): readonly MatchedGateway[] {
    this.#matched ??= this.#match()
    return this.#matched
  }

  /** A time of leading begins: who is not connected yet is away since now. */
  restart (): void {
    for (const uid of this.#since.keys()) this.#since.set(uid, this.#now())
    this.#matched = undefined
  }

  connection (peerId: string): Connection | undefined {
    return this.#connections.get(peerId)
  }

  connect (hello: GatewayHello): void {
    this.#connections.set(hello.peerId, { hello, since: this.#now(), podUid: undefined, reportedAt: undefined, loads: new Map(), states: new Map(), answers: new Map() })
    this.#matched = this.#match() // now, so that it is bound to the pod there is now
  }

  disconnect (peerId: string): void {
    const uid = this.#connections.get(peerId)?.podUid
    this.#connections.delete(peerId)
    if (uid !== undefined && this.#since.has(uid)) this.#since.set(uid, this.#now())
    this.#matched = undefined
  }

  /** All gateway pods that the API has. */
  setPods (pods: readonly GatewayPod[]): void {
    this.#pods = pods.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed')
    const uids = new Set(this.#pods.map(uidOf))
    for (const uid of this.#since.keys()) if (!uids.has(uid)) this.#since.delete(uid)
    for (const uid of uids) if (!this.#since.has(uid)) this.#since.set(uid, this.#now())
    this.#matched = this.#match()
  }

  #match (): MatchedGateway[] {
    const free = new Set(this.#connections.values())
    const pods = this.#pods.map((pod) => {
      const connection = newest([...free].filter((each) => isOf(each, pod)))
      if (connection !== undefined) {
        connection.podUid = uidOf(pod)
        free.delete(connection)
      }
      const gateway = { id: `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`, ordinal: ordinalOf(pod), ...whenConnected(connection, this.#since.get(uidOf(pod)) ?? this.#now()) }
      return { gateway, connection }
    })
    const others = [...free].map((connection) => ({
      gateway: { id: `peer/${connection.hello.peerId}`, ordinal: connection.hello.ordinal, ...whenConnected(connection, connection.since) }, connection
    }))
    return [...pods, ...others]
  }
}

function whenConnected (connection: Connection | undefined, since: number): Pick<LiveGateway, 'isConnected' | 'peerId' | 'since'> {
  return connection === undefined ? { isConnected: false, peerId: '', since } : { isConnected: true, peerId: connection.hello.peerId, since: connection.since }
}

function isOf (connection: Connection, pod: GatewayPod): boolean {
  return connection.hello.ordinal === ordinalOf(pod) && (connection.podUid === undefined || connection.podUid === uidOf(pod))
}

/** A gateway without a lasting identity that came again is there twice until the old connection is noticed to be dead. */
function newest (connections: readonly Connection[]): Connection | undefined {
  return connections.toSorted((a, b) => b.since - a.since)[0]
}

function uidOf (pod: GatewayPod): string {
  return pod.metadata.uid ?? `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`
}

/** By its label, else by its name. */
export function ordinalOf (pod: GatewayPod): number | undefined {
  const text = pod.metadata.labels?.[POD_INDEX] ?? /-(\d+)$/.exec(pod.metadata.name)?.[1]
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text)
}
