/** An installation of real processes at a real API server: operators, gateways with pods of theirs, workers of a kubelet stand-in, a peer that calls. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { multiaddr } from '@multiformats/multiaddr'
import type { Protocol } from '@subnetes/api'
import { Kinds } from '@subnetes/operator'
import type { ApiClient, KubeObject, Lease, Manifest, WorkerPod } from '@subnetes/operator'
import { loadService } from '@subnetes/proto'
import type { Message } from '@subnetes/proto'
import { createIdentity, createNode, createStub } from '@subnetes/rpc'
import type { CallOptions, SubnetNode } from '@subnetes/rpc'
import { startGateway, startOperator } from '../../support/processes.ts'
import type { GatewayWhere, ListeningProcess, OperatorWhere } from '../../support/processes.ts'
import { testClient } from './connection.ts'
import { startControlPlane } from './control-plane.ts'
import type { ControlPlane } from './control-plane.ts'
import { fakeNode } from './controllers.ts'
import { installCrd, kubectlOf, must } from './kubectl.ts'
import { PodProcesses } from './pod-processes.ts'
import { eventually } from './program.ts'
import { startServiceProxy } from './service-proxy.ts'
import type { ServiceProxy } from './service-proxy.ts'

/** Its name and namespace. */
export const INSTANCE = 'net'
/** Where everything is; there by itself in every cluster, with its service account. */
export const NAMESPACE = 'default'

/** The schema of the workers (test/fixtures/up-worker.ts). */
export function upProto (service = 'UpProtocol'): string {
  return `syntax = "proto3"; package test.up.v1;
message Text { string text = 1; }
message Answer { string text = 1; uint32 pid = 2; string worker = 3; uint32 number = 4; }
service ${service} { rpc rpc_echo (Text) returns (Answer); rpc rpc_count (Text) returns (stream Answer); rpc rpc_join (stream Text) returns (Answer); rpc rpc_wait (Text) returns (stream Answer); }`
}

/** What may differ of {@link upProtocol}. */
export interface UpProtocolInit { service?: string, replicas?: number, runner?: 'Sidecar' | 'Embedded', proto?: string, schema?: object }

/** A Protocol whose workers are real, without autoscaling: `replicas` stays what it is. */
export function upProtocol (name: string, init: UpProtocolInit = {}): Manifest {
  const { service = 'UpProtocol', replicas = 1, runner = 'Sidecar' } = init
  const env = [{ name: 'UP_SERVICE', value: service }, { name: 'UP_MARK', value: `${name}:` }]
  const template = { spec: { containers: [{ name: 'worker', image: 'up:1', command: ['node', 'test/fixtures/up-worker.ts'], env }] } }
  const schema = init.schema ?? { proto: init.proto ?? upProto(service) }
  const spec = { schema, replicas, worker: { runner, concurrency: 4, template }, autoscaling: { mode: 'Off' }, drain: { gracePeriodSeconds: 300 } }
  return { apiVersion: 'subnetes.dev/v1alpha1', kind: 'Protocol', metadata: { name, namespace: NAMESPACE }, spec }
}

interface InstallationParts {
  readonly plane: ControlPlane
  readonly client: ApiClient
  readonly pods: PodProcesses
  readonly operators: Array<ListeningProcess<OperatorWhere>>
  readonly service: ServiceProxy
  readonly folder: string
  readonly cleanups: Array<() => Promise<unknown>>
}

/** A running installation. */
export class Installation {
  readonly plane: ControlPlane
  readonly client: ApiClient
  readonly pods: PodProcesses
  readonly operators: Array<ListeningProcess<OperatorWhere>>
  readonly gateways: Array<ListeningProcess<GatewayWhere>> = []
  readonly #cleanups: Array<() => Promise<unknown>>
  readonly #service: ServiceProxy
  readonly #folder: string
  #peer: Promise<SubnetNode> | undefined
  #nextOrdinal = 0

  private constructor (parts: InstallationParts) {
    this.plane = parts.plane
    this.client = parts.client
    this.pods = parts.pods
    this.operators = parts.operators
    this.#service = parts.service
    this.#folder = parts.folder
    this.#cleanups = parts.cleanups
  }

  /** A control plane with controllers and a node; operators and gateways are the caller's to start. */
  static async start (): Promise<Installation> {
    const cleanups: Array<() => Promise<unknown>> = []
    // No kubelet sends heartbeats for the node here.
    const plane = await startControlPlane({ controllers: true, managerArgs: ['--controllers=*,-node-lifecycle-controller'] })
    cleanups.push(plane.stop)
    const { client, close } = testClient(plane.kubeconfig, { userAgent: 'test' })
    cleanups.push(close)
    await installCrd(kubectlOf(plane.kubectlPath, plane.kubeconfig))
    await addNode(client)
    const pods = new PodProcesses({ client, namespace: NAMESPACE })
    await pods.start()
    cleanups.push(async () => await pods.stop())
    const folder = await mkdtemp(join(tmpdir(), 'subnetes-installation-'))
    cleanups.push(async () => await rm(folder, { recursive: true, force: true }))
    const operators: Array<ListeningProcess<OperatorWhere>> = []
    const service = await startServiceProxy(() => operators.map(({ where }) => where.control))
    cleanups.push(service.close)
    return new Installation({ plane, client, pods, operators, service, folder, cleanups })
  }

  /** Ends everything, in reverse. */
  async stop (): Promise<void> {
    await (await this.#peer)?.stop()
    await Promise.all([...this.gateways, ...this.operators].map(async (process) => await process.stop()))
    for (const cleanup of this.#cleanups.toReversed()) await cleanup()
  }

  async startOperator (env: Readonly<Record<string, string>> = {}): Promise<ListeningProcess<OperatorWhere>> {
    const podName = `operator-${this.operators.length}`
    const own = { KUBECONFIG: this.plane.kubeconfig, SUBNETES_INSTANCE: INSTANCE, SUBNETES_NAMESPACE: NAMESPACE, SUBNETES_POD_NAME: podName }
    const operator = await startOperator({ ...own, ...env })
    this.operators.push(operator)
    return operator
  }

  /** A gateway process and its pod in the API, which dials the operators by one address. */
  async startGateway (): Promise<ListeningProcess<GatewayWhere>> {
    const ordinal = this.#nextOrdinal++
    await this.#createGatewayPod(ordinal)
    const identity = join(this.#folder, `gateway-${ordinal}.key`)
    await createIdentity(identity)
    const gateway = await startGateway({
      SUBNETES_CONTROL: this.#service.address,
      SUBNETES_IDENTITY: identity,
      SUBNETES_STATE_DIR: join(this.#folder, `gateway-${ordinal}`),
      SUBNETES_GATEWAY_ORDINAL: String(ordinal),
      SUBNETES_DRAIN_SECONDS: '2',
      SUBNETES_HTTP_LISTEN: '127.0.0.1:0'
    })
    this.gateways.push(gateway)
    return gateway
  }

  async #createGatewayPod (ordinal: number): Promise<void> {
    const labels = { 'app.kubernetes.io/component': 'gateway', 'app.kubernetes.io/instance': INSTANCE, 'apps.kubernetes.io/pod-index': String(ordinal) }
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: `gateway-${ordinal}`, namespace: NAMESPACE, labels }, spec: { containers: [{ name: 'gateway', image: 'gateway:1' }] } }
    await this.client.create<KubeObject>(Kinds.Pod, pod, { fieldManager: 'test' })
  }

  async apply (protocol: Manifest): Promise<void> {
    await this.client.apply(Kinds.Protocol, protocol, { fieldManager: 'test', force: true })
  }

  /** What an operator says of itself. */
  async readiness (operator: ListeningProcess<OperatorWhere>): Promise<{ readonly status: number, readonly role: string, readonly term: number, readonly leader: string | null }> {
    const answer = await fetch(`http://${operator.where.http}/readyz`)
    return { ...await answer.json() as { role: string, term: number, leader: string | null }, status: answer.status }
  }

  async kubectl (...args: string[]): Promise<string> {
    return await must(kubectlOf(this.plane.kubectlPath, this.plane.kubeconfig)([...args, '-n', NAMESPACE]))
  }

  async protocol (name: string): Promise<Protocol> {
    return await this.client.get<Protocol>(Kinds.Protocol, { namespace: NAMESPACE, name })
  }

  /** `STATUS REASON: message` of a condition. */
  async condition (name: string, type: string): Promise<string> {
    const found = (await this.protocol(name)).status?.conditions?.find((condition) => condition.type === type)
    return found === undefined ? 'none' : `${found.status} ${found.reason}: ${found.message}`
  }

  /** Waits for the begin of a condition. @returns it whole */
  async until (name: string, type: string, begin: string, timeoutMs = 90_000): Promise<string> {
    let last = ''
    try {
      return await eventually(`${type} of ${name} is ${begin}`, async () => {
        last = await this.condition(name, type)
        return last.startsWith(begin) ? last : undefined
      }, timeoutMs)
    } catch (error) {
      throw new Error(`${type} of ${name} is not ${begin} but ${last}; operators: ${this.operators.map(({ output }) => output().slice(-2000)).join('\n')}`, { cause: error })
    }
  }

  async workerPods (name: string): Promise<WorkerPod[]> {
    const { items } = await this.client.list<WorkerPod>(Kinds.Pod, { namespace: NAMESPACE, labelSelector: `subnetes.dev/protocol=${name}` })
    return items.filter(({ metadata }) => metadata.deletionTimestamp == null)
  }

  async lease (): Promise<Lease> {
    return await this.client.get<Lease>(Kinds.Lease, { namespace: NAMESPACE, name: `${INSTANCE}-operator` })
  }

  /** A call of a peer through one of the gateways. */
  async echo (text: string, init: { service?: string, gateway?: number, options?: CallOptions } = {}): Promise<Message> {
    const gateway = this.gateways[init.gateway ?? 0]
    if (gateway === undefined) throw new Error('there is no such gateway')
    this.#peer ??= createNode({ dht: 'off' })
    const peer = await this.#peer
    await peer.dial(gateway.where.multiaddrs.map((address) => multiaddr(address)))
    const service = loadService({ proto: upProto(init.service) })
    const stub = createStub(peer, gateway.where.peerId, { service }) as Record<string, (request: Message, options?: CallOptions) => Promise<Message>>
    return await (stub['rpc_echo']?.({ text }, { signal: AbortSignal.timeout(20_000), ...init.options }) as Promise<Message>)
  }
}

async function addNode (client: ApiClient): Promise<void> {
  const kind = { apiVersion: 'v1', kind: 'Node', plural: 'nodes', namespaced: false }
  const node = await client.create(kind, fakeNode('one') as Manifest, { fieldManager: 'test' })
  const now = new Date().toISOString()
  const conditions = [{ type: 'Ready', status: 'True', reason: 'Test', message: '', lastHeartbeatTime: now, lastTransitionTime: now }]
  await client.merge(kind, { name: node.metadata.name, subresource: 'status' }, { patch: { status: { conditions } }, fieldManager: 'test' })
  // The admission of the API server gives every new node a taint that the controller left out above would take away.
  await client.merge(kind, { name: node.metadata.name }, { patch: { spec: { taints: null } }, fieldManager: 'test' })
}
