/** What keeps pods from working, as the real scheduler says it and a kubelet would. The operator runs as a process; kwok plays the nodes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Kinds } from '@subnetes/operator'
import type { Condition, Protocol } from '@subnetes/api'
import { protocolObject } from '../fixtures/protocol-rules.ts'
import { testClient } from './harness/connection.ts'
import type { TestClient } from './harness/connection.ts'
import { startControlPlane } from './harness/control-plane.ts'
import type { ControlPlane } from './harness/control-plane.ts'
import { fakeNode } from './harness/controllers.ts'
import { installCrd, kubectlOf, must } from './harness/kubectl.ts'
import type { Kubectl } from './harness/kubectl.ts'
import { leading, startTestOperator } from './harness/operators.ts'
import type { TestOperator } from './harness/operators.ts'
import { eventually } from './harness/program.ts'

const namespace = 'default'
const proto = 'syntax = "proto3"; package a.v1; message M { string text = 1; } service NAMEProtocol { rpc rpc_echo (M) returns (M); }'
/** What the condition must not take longer than, and time for a busy machine to notice. */
const SHOWN_WITHIN_MS = 60_000
let plane: ControlPlane
let kubectl: Kubectl
let tester: TestClient
let operator: TestOperator

beforeAll(async () => {
  plane = await startControlPlane({ controllers: true, kwok: true })
  kubectl = kubectlOf(plane.kubectlPath, plane.kubeconfig)
  await installCrd(kubectl)
  tester = testClient(plane.kubeconfig, { userAgent: 'test' })
  await must(kubectl(['create', '-f', '-'], fakeNode('node-0', { capacity: { 'nvidia.com/mig-1g.5gb': '2' } })))
  operator = await leading(await startTestOperator(plane.kubeconfig, { SUBNETES_NAMESPACE: namespace }))
}, 180_000)

afterAll(async () => {
  await operator?.stop()
  await tester?.close()
  await plane?.stop()
})

/** @param pod annotations of its pods; kwok leaves those alone that say so */
async function apply (name: string, gpu: object | undefined, annotations: Readonly<Record<string, string>> = {}): Promise<void> {
  const template = { metadata: { annotations }, spec: { containers: [{ name: 'worker', image: 'w:1' }] } }
  const object = { ...protocolObject({ schema: { proto: proto.replace('NAME', name) }, autoscaling: { mode: 'Off' } }, { local: undefined, template, ...(gpu === undefined ? {} : { gpu }) }), metadata: { name } }
  await must(kubectl(['apply', '--server-side', '-n', namespace, '-f', '-'], object))
}

async function degraded (name: string): Promise<Condition | undefined> {
  const { status } = await tester.client.get<Protocol>(Kinds.Protocol, { namespace, name })
  return status?.conditions?.find(({ type }) => type === 'Degraded')
}

async function whenDegraded (name: string, status: 'True' | 'False'): Promise<Condition> {
  return await eventually(`Degraded is ${status}`, async () => {
    const condition = await degraded(name)
    return condition?.status === status ? condition : undefined
  }, SHOWN_WITHIN_MS)
}

/** The name of the Protocol's one pod, once it is on a node. */
async function placedPod (name: string): Promise<string> {
  return await eventually('a pod on a node', async () => {
    const line = await must(kubectl(['get', 'pods', '-n', namespace, '-l', `subnetes.dev/protocol=${name}`, '-o', 'jsonpath={.items[0].metadata.name} {.items[0].spec.nodeName}']))
    const [pod, node] = line.split(' ')
    return node === undefined || node === '' ? undefined : pod
  })
}

async function readyReplicas (name: string): Promise<number> {
  return (await tester.client.get<Protocol>(Kinds.Protocol, { namespace, name })).status?.readyReplicas ?? 0
}

describe('a worker that no node can take', { timeout: 3 * SHOWN_WITHIN_MS }, () => {
  it('is told within a minute, in the scheduler\'s own words, and no more once a device plugin has brought the GPUs', async () => {
    await apply('gpu', { count: 2 })
    const condition = await whenDegraded('gpu', 'True')
    const scheduled = await must(kubectl(['get', 'pods', '-n', namespace, '-l', 'subnetes.dev/protocol=gpu', '-o', 'jsonpath={.items[0].status.conditions[?(@.type=="PodScheduled")].message}']))
    expect(scheduled).toContain('Insufficient nvidia.com/gpu')
    expect(condition.reason).toBe('Unschedulable')
    expect(condition.message).toMatch(/^pod gpu-worker-\S+: 0\/1 nodes are available: 1 Insufficient nvidia\.com\/gpu/)
    expect(condition.message).toContain(scheduled)
    for (const place of ['capacity', 'allocatable']) {
      await must(kubectl(['patch', 'node', 'node-0', '--subresource=status', '--type=json', '-p', `[{"op":"add","path":"/status/${place}/nvidia.com~1gpu","value":"2"}]`]))
    }
    await whenDegraded('gpu', 'False')
    // kwok's patches of a pod that somebody else writes at the same time are refused now and then, and it tries again after a pause.
    await eventually('the worker runs', async () => await readyReplicas('gpu') === 1 || undefined, SHOWN_WITHIN_MS)
  })

  it('gets a slice of a GPU by its MIG name, as many as there are', async () => {
    const gpu = { count: 1, resourceName: 'nvidia.com/mig-1g.5gb' }
    await apply('slice', gpu)
    await must(kubectl(['scale', 'protocol/slice', '--replicas=3', '-n', namespace]))
    const condition = await whenDegraded('slice', 'True')
    expect(condition.message).toMatch(/^pod slice-worker-\S+: 0\/1 nodes are available: 1 Insufficient nvidia\.com\/mig-1g\.5gb/)
    await eventually('two have one', async () => await readyReplicas('slice') === 2 || undefined)
  })
})

describe('a worker that its kubelet cannot run', { timeout: 3 * SHOWN_WITHIN_MS }, () => {
  it.each([
    ['image', { waiting: { reason: 'ErrImagePull', message: 'rpc error: code = NotFound desc = failed to pull image "w:1"' } }, 'ImagePullFailed', /container worker: ErrImagePull: rpc error: code = NotFound desc = failed to pull image "w:1"$/],
    ['config', { waiting: { reason: 'CreateContainerConfigError', message: 'secret "weights" not found' } }, 'ContainerNotCreated', /container worker: CreateContainerConfigError: secret "weights" not found$/],
    ['crash', { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 20s restarting failed container=worker' } }, 'CrashLooping', /CrashLoopBackOff: back-off 20s restarting failed container=worker; it last ended with exit code 3 \(Error\)/]
  ])('is told in the kubelet\'s own words: %s', async (name, state, reason, words) => {
    await apply(name, undefined, { 'test.subnetes.dev/kubelet': 'off' })
    const pod = await placedPod(name)
    // Nothing runs here: this is what a kubelet writes into the status.
    const lastState = name === 'crash' ? { terminated: { exitCode: 3, reason: 'Error', startedAt: null, finishedAt: null } } : {}
    const container = { name: 'worker', image: 'w:1', imageID: '', ready: false, restartCount: name === 'crash' ? 2 : 0, state, lastState }
    await must(kubectl(['patch', 'pod', pod, '-n', namespace, '--subresource=status', '--type=merge', '-p', JSON.stringify({ status: { containerStatuses: [container] } })]))
    const condition = await whenDegraded(name, 'True')
    expect(condition.reason).toBe(reason)
    expect(condition.message).toMatch(words)
  })
})
