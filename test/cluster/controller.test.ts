/** The controller at a real API server, whose audit log counts what it writes. No kubelet runs: the tests say what Deployments have become. */
import type { Protocol } from '@subnetes/api'
import { silentLogger, silentMetrics } from '@subnetes/common'
import { EventRecorder, Kinds, ProtocolCatalog, ProtocolController } from '@subnetes/operator'
import type { Kind, Manifest } from '@subnetes/operator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { protocolObject } from '../fixtures/protocol-rules.ts'
import { testClient } from './harness/connection.ts'
import type { TestClient } from './harness/connection.ts'
import { startControlPlane } from './harness/control-plane.ts'
import type { ControlPlane } from './harness/control-plane.ts'
import { installCrd, kubectlOf, must } from './harness/kubectl.ts'
import type { Kubectl } from './harness/kubectl.ts'
import { eventually } from './harness/program.ts'

const namespace = 'default'
const USER_AGENT = 'subnetes-operator-under-test'
const options = { fieldManager: 'test' }
const proto = 'syntax = "proto3"; package a.v1; message M { string text = 1; } service EchoProtocol { rpc rpc_echo (M) returns (M); }'
let plane: ControlPlane
let kubectl: Kubectl
let tester: TestClient
let operator: TestClient
let catalog: ProtocolCatalog
let controller: ProtocolController

async function startController (runnerImage = 'runner:1'): Promise<ProtocolController> {
  const { client } = operator
  catalog = new ProtocolCatalog({ namespaces: [namespace] }, { client, logger: silentLogger, metrics: silentMetrics })
  const events = new EventRecorder({ instance: 'test' }, { client, logger: silentLogger })
  const settings = { runnerImage, gateways: { podLabels: { a: 'gateway' } }, operator: { podLabels: { a: 'operator' } } }
  const started = new ProtocolController({ namespaces: [namespace], settings }, { client, events, protocols: catalog, logger: silentLogger, metrics: silentMetrics })
  for (const part of [catalog, started]) await part.start()
  for (const part of [catalog, started]) await part.whenSynced()
  await started.lead({ number: 1, signal: new AbortController().signal, isCurrent: () => true })
  return started
}

async function stopController (): Promise<void> {
  for (const part of [controller, catalog]) await part?.stop()
}

beforeAll(async () => {
  plane = await startControlPlane()
  kubectl = kubectlOf(plane.kubectlPath, plane.kubeconfig)
  await installCrd(kubectl)
  tester = testClient(plane.kubeconfig, { userAgent: 'test' })
  operator = testClient(plane.kubeconfig, { userAgent: USER_AGENT })
  controller = await startController()
})

afterAll(async () => {
  await stopController()
  await Promise.all([tester?.close(), operator?.close()])
  await plane?.stop()
})

async function apply (name: string, spec: object = {}, worker: object = {}): Promise<void> {
  const template = { spec: { containers: [{ name: 'worker', image: 'w:1', resources: { requests: { cpu: '1000m', memory: '1024Mi' } } }] } }
  const object = { ...protocolObject({ schema: { proto, handlerPrefix: name }, ...spec }, { template, ...worker }), metadata: { name } }
  await must(kubectl(['apply', '--server-side', '--force-conflicts', '-n', namespace, '-f', '-'], object))
}

async function child (kind: Kind, name: string): Promise<Manifest | undefined> {
  return await tester.client.get<Manifest>(kind, { namespace, name: `${name}-worker` }).catch(() => undefined)
}

async function deploymentSpec (name: string): Promise<{ replicas: number, template: { spec: { initContainers: Array<{ image: string }> } } }> {
  return (await child(Kinds.Deployment, name))?.['spec'] as { replicas: number, template: { spec: { initContainers: Array<{ image: string }> } } }
}

async function condition (name: string, type: string): Promise<string> {
  const { status } = await tester.client.get<Protocol>(Kinds.Protocol, { namespace, name })
  const found = status?.conditions?.find((candidate) => candidate.type === type)
  return found === undefined ? 'none' : `${found.status} ${found.reason}`
}

async function settled (): Promise<void> {
  await eventually('nothing is left to do', () => controller.idle || undefined)
}

/** Requests of the operator that change something, so far. */
async function writes (): Promise<string[]> {
  const events = await plane.audit()
  return events.filter(({ userAgent, verb }) => userAgent === USER_AGENT && !['get', 'list', 'watch'].includes(verb)).map(({ verb, requestURI }) => `${verb} ${requestURI}`)
}

describe('the controller', () => {
  it('makes all objects of a Protocol and says how it is', async () => {
    await apply('one')
    await eventually('all children', async () => await child(Kinds.Deployment, 'one'))
    for (const kind of [Kinds.Service, Kinds.ServiceAccount, Kinds.PodDisruptionBudget, Kinds.NetworkPolicy]) expect(await child(kind, 'one')).toBeDefined()
    await eventually('a status', async () => await condition('one', 'Ready') === 'False NoneReady' || undefined)
    expect(await must(kubectl(['get', 'events', '-n', namespace]))).toContain('created Deployment one-worker')
    expect((await tester.client.get<Protocol>(Kinds.Protocol, { namespace, name: 'one' })).status).toMatchObject({ observedGeneration: 1, desiredReplicas: 1, selector: 'app.kubernetes.io/component=worker,subnetes.dev/protocol=one' })
  })

  it('writes nothing when nothing has changed, looked at again or by a new process', async () => {
    await settled()
    const before = await writes()
    controller.touchAll()
    await settled()
    await stopController()
    controller = await startController()
    await settled()
    controller.touchAll()
    await settled()
    // A new process learns once how the API server spells 1000m, and does not write that again.
    const more = (await writes()).slice(before.length)
    expect(more.filter((write) => !write.startsWith('patch /apis/apps/v1/namespaces/default/deployments/one-worker'))).toEqual([])
    expect(more.length).toBeLessThanOrEqual(1)
    const learnt = await writes()
    controller.touchAll()
    await settled()
    expect(await writes()).toEqual(learnt)
  })

  it('follows kubectl scale and suspend', async () => {
    await must(kubectl(['scale', 'protocol/one', '--replicas=4', '-n', namespace]))
    await eventually('four', async () => (await deploymentSpec('one')).replicas === 4 || undefined)
    await must(kubectl(['patch', 'protocol', 'one', '-n', namespace, '--type=merge', '-p', '{"spec":{"suspend":true}}']))
    await eventually('none', async () => (await deploymentSpec('one')).replicas === 0 || undefined)
    await eventually('and says so', async () => await condition('one', 'Active') === 'False Suspended' || undefined)
    await must(kubectl(['patch', 'protocol', 'one', '-n', namespace, '--type=merge', '-p', '{"spec":{"suspend":false}}']))
    await eventually('four again', async () => (await deploymentSpec('one')).replicas === 4 || undefined)
  })

  it('is Ready when its workers are, in the status that an HPA and kubectl read', async () => {
    const generation = (await child(Kinds.Deployment, 'one'))?.metadata.generation
    const status = { observedGeneration: generation, replicas: 4, updatedReplicas: 4, readyReplicas: 4, availableReplicas: 4 }
    await must(kubectl(['patch', 'deployment', 'one-worker', '-n', namespace, '--subresource=status', '--type=merge', '-p', JSON.stringify({ status })]))
    await eventually('Ready', async () => await condition('one', 'Ready') === 'True AllReady' || undefined)
    expect(await condition('one', 'Progressing')).toBe('False Complete')
    expect(await must(kubectl(['get', 'protocol', 'one', '-n', namespace]))).toMatch(/one +True +4 +4 +4/)
  })

  it('repairs what others change or delete, and leaves alone what they add', async () => {
    await must(kubectl(['label', 'deployment', 'one-worker', '-n', namespace, 'theirs=yes']))
    await must(kubectl(['scale', 'deployment', 'one-worker', '--replicas=9', '-n', namespace]))
    await eventually('four again', async () => (await deploymentSpec('one')).replicas === 4 || undefined)
    expect((await child(Kinds.Deployment, 'one'))?.metadata.labels).toMatchObject({ theirs: 'yes' })
    await tester.client.delete(Kinds.Service, { namespace, name: 'one-worker' })
    await eventually('the Service is back', async () => await child(Kinds.Service, 'one'))
  })

  it('removes what is no longer wanted', async () => {
    await must(kubectl(['patch', 'protocol', 'one', '-n', namespace, '--type=merge', '-p', '{"spec":{"networkPolicy":"None","drain":{"eviction":"Always"}}}']))
    await eventually('both are gone', async () => await child(Kinds.NetworkPolicy, 'one') === undefined && await child(Kinds.PodDisruptionBudget, 'one') === undefined ? true : undefined)
  })

  it('restarts no worker when a new version of the operator would make pods otherwise, until their author changes them', async () => {
    await settled()
    await stopController()
    controller = await startController('runner:2')
    controller.touchAll()
    await must(kubectl(['scale', 'protocol/one', '--replicas=5', '-n', namespace]))
    await eventually('five', async () => (await deploymentSpec('one')).replicas === 5 || undefined)
    expect((await deploymentSpec('one')).template.spec.initContainers[0]?.image).toBe('runner:1')
    await must(kubectl(['patch', 'protocol', 'one', '-n', namespace, '--type=merge', '-p', '{"spec":{"worker":{"concurrency":2}}}']))
    await eventually('the new runner', async () => (await deploymentSpec('one')).template.spec.initContainers[0]?.image === 'runner:2' || undefined)
  })

  it('makes no workers for a schema that does not compile, and says why', async () => {
    await apply('broken', { schema: { proto: 'syntax = "proto3"; service' } })
    await eventually('it says so', async () => await condition('broken', 'SchemaValid') === 'False Invalid' || undefined)
    expect(await condition('broken', 'Ready')).toBe('False SchemaInvalid')
    expect(await child(Kinds.Deployment, 'broken')).toBeUndefined()
  })

  it('takes nothing that is not its own', async () => {
    const theirs = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'taken-worker', namespace, labels: { 'subnetes.dev/protocol': 'taken' } } }
    await tester.client.create(Kinds.ServiceAccount, theirs, options)
    await apply('taken')
    await eventually('it says so', async () => (await must(kubectl(['get', 'events', '-n', namespace]))).includes('NameTaken') || undefined)
    expect((await child(Kinds.ServiceAccount, 'taken'))?.metadata.ownerReferences).toBeUndefined()
    await tester.client.delete(Kinds.Protocol, { namespace, name: 'taken' })
  })
})
