/** A control plane with controllers, scheduler, a node and runners of real workers, whose calls end when the test says. */
import { Client, credentials } from '@grpc/grpc-js'
import type { Protocol } from '@subnetes/api'
import { RUNNER_PORT } from '@subnetes/common'
import { Kinds } from '@subnetes/operator'
import type { ApiClient, Manifest, WorkerPod } from '@subnetes/operator'
import { protocolObject } from '../../fixtures/protocol-rules.ts'
import { testClient } from './connection.ts'
import { startControlPlane } from './control-plane.ts'
import type { ControlPlane } from './control-plane.ts'
import { fakeNode } from './controllers.ts'
import { installCrd, kubectlOf, must } from './kubectl.ts'
import { podRunners } from './pod-runners.ts'
import { eventually } from './program.ts'
import type { PodKubelet } from './pod-kubelet.ts'

/** The service of every worker here. */
export const STAGE_PROTO = 'syntax = "proto3"; package stage.v1; message Text { string text = 1; } service StageProtocol { rpc rpc_work (Text) returns (Text); rpc rpc_echo (Text) returns (Text); }'

/** A call that a worker runs until the test ends it. */
export interface Call { readonly end: () => void, readonly answer: Promise<string> }

/** What the tests act on. */
export interface ScalingStage {
  readonly plane: ControlPlane
  readonly client: ApiClient
  readonly runners: PodKubelet
  /** Calls that were aborted while they ran, by name. */
  readonly interrupted: readonly string[]
  readonly create: (name: string, spec?: object) => Promise<Protocol>
  readonly protocol: (name: string) => Promise<Protocol>
  readonly scale: (name: string, replicas: number) => Promise<void>
  readonly deploymentSize: (name: string) => Promise<number>
  /** Pods that are not being deleted. */
  readonly pods: (name: string) => Promise<WorkerPod[]>
  /** Waits until a Protocol has so many ready pods, and no others. */
  readonly ready: (name: string, count: number, timeoutMs?: number) => Promise<WorkerPod[]>
  /** Begins a call on a pod and waits until it runs there. */
  readonly call: (pod: WorkerPod) => Promise<Call>
  readonly kubectl: (...args: string[]) => Promise<string>
  readonly stop: () => Promise<void>
}

/** Where everything is, unless a stage is told another place for its Protocols. */
export const STAGE_NAMESPACE = 'default'

/** Starts one. @param init.startMs from a pod's place on a node until its compute is there @param init.namespace of the Protocols; it is made */
export async function startStage (init: { startMs?: number, concurrency?: number, namespace?: string } = {}): Promise<ScalingStage> {
  const { namespace = STAGE_NAMESPACE } = init
  // No kubelet sends heartbeats for the node here.
  const plane = await startControlPlane({ controllers: true, managerArgs: ['--controllers=*,-node-lifecycle-controller'] })
  const { client, close } = testClient(plane.kubeconfig, { userAgent: 'test' })
  const kubectl = kubectlOf(plane.kubectlPath, plane.kubeconfig)
  await installCrd(kubectl)
  if (namespace !== STAGE_NAMESPACE) await must(kubectl(['create', 'namespace', namespace]))
  await addNode(client)
  const running = new Map<string, PromiseWithResolvers<void>>()
  const interrupted: string[] = []
  const worker = {
    proto: STAGE_PROTO,
    concurrency: init.concurrency ?? 1,
    handlers: {
      rpc_echo: async ({ text }: { text: string }) => ({ text }),
      rpc_work: async ({ text }: { text: string }, { signal, workerId }: { signal: AbortSignal, workerId: string }) => {
        const end = Promise.withResolvers<void>()
        running.set(text, end)
        const onAbort = (): void => { interrupted.push(text); end.resolve() }
        signal.addEventListener('abort', onAbort, { once: true })
        await end.promise
        signal.removeEventListener('abort', onAbort)
        return { text: workerId }
      }
    }
  }
  const runners = podRunners({ client, namespace, worker, startMs: init.startMs ?? 0 })
  await runners.start()
  const place = (name: string): { namespace: string, name: string } => ({ namespace, name })
  const pods = async (name: string): Promise<WorkerPod[]> => {
    const { items } = await client.list<WorkerPod>(Kinds.Pod, { namespace, labelSelector: `subnetes.dev/protocol=${name}` })
    return items.filter(({ metadata }) => metadata.deletionTimestamp == null)
  }
  let calls = 0
  return {
    plane,
    client,
    runners,
    interrupted,
    pods,
    create: async (name, spec = {}) => {
      const template = { spec: { containers: [{ name: 'worker', image: 'w:1' }] } }
      // Handles of two Protocols must differ.
      const full = protocolObject({ schema: { proto: STAGE_PROTO, handlerPrefix: name }, networkPolicy: 'None', ...spec }, { concurrency: init.concurrency ?? 1, template })
      const object = { ...full, metadata: place(name) }
      return await client.create<Protocol>(Kinds.Protocol, object as Protocol, { fieldManager: 'test' })
    },
    protocol: async (name) => await client.get<Protocol>(Kinds.Protocol, place(name)),
    scale: async (name, replicas) => { await must(kubectl(['scale', `protocol/${name}`, `--replicas=${replicas}`, '-n', namespace])) },
    deploymentSize: async (name) => {
      const { spec } = await client.get<Manifest & { spec: { replicas: number } }>(Kinds.Deployment, place(`${name}-worker`))
      return spec.replicas
    },
    ready: async (name, count, timeoutMs) => await eventually(`${count} ready pods of ${name}`, async () => {
      const found = await pods(name)
      return found.length === count && found.every(isReady) ? found : undefined
    }, timeoutMs),
    call: async (pod) => {
      const text = `call-${calls += 1}`
      const answer = callPod(pod, text)
      const end = await eventually(`${text} runs`, () => running.get(text))
      return { end: () => end.resolve(), answer }
    },
    kubectl: async (...args) => await must(kubectl([...args, '-n', namespace])),
    stop: async () => {
      for (const { resolve } of running.values()) resolve()
      await runners.stop()
      await close()
      await plane.stop()
    }
  }
}

/** Whether the kubelet says so. */
export function isReady ({ status }: WorkerPod): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true
}

async function addNode (client: ApiClient): Promise<void> {
  const kind = { apiVersion: 'v1', kind: 'Node', plural: 'nodes', namespaced: false }
  const node = await client.create(kind, fakeNode('one') as Manifest, { fieldManager: 'test' })
  const conditions = [{ type: 'Ready', status: 'True', reason: 'Test', message: '', lastHeartbeatTime: new Date().toISOString(), lastTransitionTime: new Date().toISOString() }]
  await client.merge(kind, { name: node.metadata.name, subresource: 'status' }, { patch: { status: { conditions } }, fieldManager: 'test' })
  // The admission of the API server gives every new node a taint that the controller left out above would take away.
  await client.merge(kind, { name: node.metadata.name }, { patch: { spec: { taints: null } }, fieldManager: 'test' })
}

/** A call straight to a pod's runner; its Text goes over as it is. */
async function callPod (pod: WorkerPod, text: string): Promise<string> {
  const client = new Client(`${pod.status?.podIP ?? ''}:${RUNNER_PORT}`, credentials.createInsecure())
  try {
    return await new Promise<string>((resolve, reject) => {
      const encode = (value: string): Buffer => Buffer.concat([Buffer.from([10, value.length]), Buffer.from(value)])
      client.makeUnaryRequest('/stage.v1.StageProtocol/rpc_work', encode, (bytes) => bytes.subarray(2).toString(), text, (error, answer) => {
        if (error === null) resolve(answer ?? '')
        else reject(error)
      })
    })
  } finally {
    client.close()
  }
}
