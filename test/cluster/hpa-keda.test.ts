/**
 * Others scale our kind: kube-controller-manager's own HorizontalPodAutoscaler through the scale subresource, on the metric that the real operator process serves by KEDA's contract.
 * Stood in: KEDA itself, that is its metrics server (harness/external-metrics.ts) and its step between 0 and 1; pods are kwok's and the gateway's load is made up.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Protocol } from '@subnetes/api'
import { Kinds, SLOTS_METRIC } from '@subnetes/operator'
import type { ApiClient } from '@subnetes/operator'
import { protocolObject } from '../fixtures/protocol-rules.ts'
import { kedaClient } from '../support/keda-client.ts'
import type { KedaClient } from '../support/keda-client.ts'
import { freePort } from '../support/redis.ts'
import { testClient } from './harness/connection.ts'
import type { TestClient } from './harness/connection.ts'
import { startControlPlane } from './harness/control-plane.ts'
import type { ControlPlane } from './harness/control-plane.ts'
import { fakeNode } from './harness/controllers.ts'
import { serveExternalMetrics } from './harness/external-metrics.ts'
import { installCrd, kubectlOf, must } from './harness/kubectl.ts'
import type { Kubectl } from './harness/kubectl.ts'
import { leading, startTestOperator } from './harness/operators.ts'
import type { TestOperator } from './harness/operators.ts'
import { eventually } from './harness/program.ts'
import { StageGateway } from './harness/stage-gateway.ts'
import { STAGE_NAMESPACE as namespace } from './harness/scaling-stage.ts'

const proto = 'syntax = "proto3"; package a.v1; message M { string text = 1; } service EchoProtocol { rpc rpc_echo (M) returns (M); }'
const object = { name: 'pool', namespace }
const WAIT_MS = 120_000
let plane: ControlPlane
let kubectl: Kubectl
let tester: TestClient
let operator: TestOperator
let gateway: StageGateway
let keda: KedaClient
let client: ApiClient
const ends: Array<() => Promise<void>> = []

beforeAll(async () => {
  plane = await startControlPlane({ controllers: true, kwok: true, managerArgs: ['--horizontal-pod-autoscaler-sync-period=1s', '--horizontal-pod-autoscaler-downscale-stabilization=2s'] })
  ends.push(plane.stop)
  kubectl = kubectlOf(plane.kubectlPath, plane.kubeconfig)
  await installCrd(kubectl)
  tester = testClient(plane.kubeconfig, { userAgent: 'test' })
  client = tester.client
  ends.push(tester.close)
  await must(kubectl(['create', '-f', '-'], fakeNode('node-0')))
  const listen = `127.0.0.1:${await freePort()}`
  operator = await leading(await startTestOperator(plane.kubeconfig, { SUBNETES_KEDA_LISTEN: listen }))
  ends.push(async () => { await operator.stop() })
  gateway = new StageGateway(operator.where.control, 0)
  ends.push(async () => await gateway.stop())
  await gateway.start()
  keda = kedaClient(listen)
  ends.push(async () => keda.close())
  ends.push(await serveExternalMetrics(kubectl, keda))
  const template = { spec: { containers: [{ name: 'worker', image: 'w:1' }] } }
  const pool = { ...protocolObject({ schema: { proto }, autoscaling: { mode: 'External', maxReplicas: 20 } }, { local: undefined, template, concurrency: 4 }), metadata: { name: 'pool' } }
  await must(kubectl(['apply', '--server-side', '-n', namespace, '-f', '-'], pool))
  await eventually('the gateway knows it, and the operator its load', async () => await keda.metric(object, SLOTS_METRIC).then(() => true, () => undefined))
}, 240_000)

afterAll(async () => { for (const end of ends.toReversed()) await end() })

async function replicas (): Promise<number> {
  return (await client.get<Protocol>(Kinds.Protocol, { namespace, name: 'pool' })).spec.replicas
}

async function makeHpa (metric: object): Promise<void> {
  const spec = { scaleTargetRef: { apiVersion: 'subnetes.dev/v1alpha1', kind: 'Protocol', name: 'pool' }, minReplicas: 1, maxReplicas: 10, metrics: [metric] }
  await must(kubectl(['apply', '--server-side', '-n', namespace, '-f', '-'], { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'pool' }, spec }))
}

describe('an HPA on a Protocol', { timeout: 2 * WAIT_MS }, () => {
  it('finds its scale and its pods, and follows the wanted slots up and down, with our drain of what it takes away', async () => {
    const [spec] = await keda.metricSpec(object)
    // As KEDA makes it of a trigger (pkg/scalers/external_scaler.go, buildMetricSpecs).
    await makeHpa({ type: 'External', external: { metric: { name: SLOTS_METRIC, selector: { matchLabels: { 'scaledobject.keda.sh/name': 'pool' } } }, target: { type: 'AverageValue', averageValue: String(spec?.targetSizeFloat) } } })
    // Jobs that nobody has run yet are wanted a slot each: 20 of them, 4 to a worker.
    gateway.load('pool', { jobsWaiting: 20 })
    await eventually('five workers', async () => await replicas() === 5 || undefined, WAIT_MS)
    expect(await keda.isActive(object)).toBe(true)
    const conditions = await must(kubectl(['get', 'hpa', 'pool', '-n', namespace, '-o', 'jsonpath={range .status.conditions[*]}{.type}={.status}/{.reason} {end}']))
    expect(conditions).toContain('AbleToScale=True')
    expect(conditions).toContain('ScalingActive=True/ValidMetricFound')
    await eventually('the pool follows', async () => (await client.get<Protocol>(Kinds.Protocol, { namespace, name: 'pool' })).status?.readyReplicas === 5 || undefined, WAIT_MS)
    gateway.load('pool', {})
    await eventually('one worker', async () => await replicas() === 1 || undefined, WAIT_MS)
  })

  it('leaves the pool as it is when the metric is not to be had', async () => {
    const before = await replicas()
    await makeHpa({ type: 'External', external: { metric: { name: SLOTS_METRIC, selector: { matchLabels: { 'scaledobject.keda.sh/name': 'nobody' } } }, target: { type: 'AverageValue', averageValue: '4' } } })
    await eventually('the HPA says so', async () => (await must(kubectl(['get', 'hpa', 'pool', '-n', namespace, '-o', 'jsonpath={.status.conditions[?(@.type=="ScalingActive")].reason}']))) === 'FailedGetExternalMetric' || undefined, WAIT_MS)
    expect(await replicas()).toBe(before)
  })
})
