/** Who may write the count, and when: our scaler, people, nobody. A real operator process, API server and controllers; the gateway's reports are the test's. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { leading, looks, startTestOperator } from './harness/operators.ts'
import type { TestOperator } from './harness/operators.ts'
import { eventually } from './harness/program.ts'
import { startStage } from './harness/scaling-stage.ts'
import type { ScalingStage } from './harness/scaling-stage.ts'
import { StageGateway, createGatewayPod } from './harness/stage-gateway.ts'

/** Gives workers up after a second. */
const QUICK = { minReplicas: 0, maxReplicas: 10, idleSeconds: 1, scaleDown: { policy: 'Window', windowSeconds: 1 } }

let stage: ScalingStage
let operator: TestOperator
let gateway: StageGateway

beforeAll(async () => {
  stage = await startStage()
  await createGatewayPod(stage.client, 0)
  operator = await leading(await startTestOperator(stage.plane.kubeconfig))
  gateway = new StageGateway(operator.where.control, 0)
  await gateway.start()
}, 180_000)

afterAll(async () => {
  await gateway?.stop()
  await operator?.stop()
  await stage?.stop()
})

afterEach(() => { expect(stage.interrupted).toEqual([]) })

async function replicas (name: string): Promise<number> {
  return (await stage.protocol(name)).spec.replicas
}

async function untilReplicas (name: string, count: number, timeoutMs?: number): Promise<void> {
  await eventually(`${name} has ${count}`, async () => await replicas(name) === count || undefined, timeoutMs)
}

async function limited (name: string): Promise<string> {
  const { status } = await stage.protocol(name)
  const found = status?.conditions?.find(({ type }) => type === 'ScalingLimited')
  return found === undefined ? 'none' : `${found.status} ${found.reason}`
}

describe('our scaler', () => {
  test('writes the count within 200 ms of an activation, and zero again only when the gateway holds', async () => {
    await stage.create('wake', { replicas: 0, autoscaling: QUICK })
    await eventually('the gateway knows it', () => gateway.endpoints.has('wake') || undefined)
    gateway.activate('wake', 1)
    await untilReplicas('wake', 1)
    await stage.ready('wake', 1)
    await eventually('the gateway may use it', () => gateway.endpoints.get('wake')?.some(({ state }) => state === 'ready') || undefined)
    const written = await operator.metric('subnetes_operator_activation_write_seconds')
    expect(written.get('_count')).toBe(1)
    console.log(`activation to /scale written: ${Math.round((written.get('_sum') ?? 1) * 1000)} ms`)
    expect(written.get('_sum')).toBeLessThan(0.2)
    gateway.isDeaf = true
    gateway.load('wake', { callsArrived: 1, callsFinished: 1, callsFinishedSeconds: 0.1 })
    const epoch = await eventually('the gateway is asked to hold', () => gateway.asked.get('wake'))
    await looks(operator, 3)
    expect(await replicas('wake')).toBe(1)
    gateway.activate('wake', 1)
    await eventually('the call ends the hold', () => !gateway.asked.has('wake') || undefined)
    gateway.load('wake', { callsArrived: 2, callsFinished: 2, callsFinishedSeconds: 0.2 })
    expect(await eventually('a later hold', () => gateway.asked.get('wake'))).toBeGreaterThan(epoch)
    expect(await replicas('wake')).toBe(1)
    gateway.answerHolds()
    await untilReplicas('wake', 0)
    await stage.ready('wake', 0)
  })

  test('shrinks nothing on a report that has become old, and does when reports come again', async () => {
    await stage.create('stale', { replicas: 1, autoscaling: QUICK })
    await stage.ready('stale', 1)
    gateway.isSilent = true
    await eventually('it misses the reports', async () => await limited('stale') === 'True MetricsUnavailable' || undefined)
    await stage.scale('stale', 3)
    await stage.ready('stale', 3)
    await looks(operator, 5)
    expect(await replicas('stale')).toBe(3)
    gateway.isSilent = false
    await untilReplicas('stale', 0, 60_000)
  })

  test('takes the count of a person for a fresh recommendation: up at once and for the window, down by a drain', async () => {
    const windowSeconds = 6
    await stage.create('person', { replicas: 1, autoscaling: { ...QUICK, minReplicas: 1, scaleDown: { policy: 'Window', windowSeconds } } })
    await stage.ready('person', 1)
    const scaledAt = performance.now()
    await stage.scale('person', 3)
    const pods = await stage.ready('person', 3)
    const calls = await Promise.all(pods.map(async (pod) => await stage.call(pod)))
    gateway.load('person', { interactive: 3, callsArrived: 3 })
    expect(await replicas('person')).toBe(3)
    calls.forEach(({ end }) => end())
    gateway.load('person', { callsArrived: 3, callsFinished: 3, callsFinishedSeconds: 3 })
    await untilReplicas('person', 1, 60_000)
    expect(performance.now() - scaledAt).toBeGreaterThan(windowSeconds * 1000)
    await stage.ready('person', 1)
  })

  test('previews where it is asked to: decisions in status and events, the count as it was', async () => {
    await stage.create('preview', { replicas: 0, autoscaling: QUICK })
    await stage.kubectl('annotate', 'protocol', 'preview', 'subnetes.dev/dry-run=true')
    await eventually('the gateway knows it', () => gateway.endpoints.has('preview') || undefined)
    gateway.activate('preview', 2)
    await eventually('the status says so', async () => (await stage.protocol('preview')).status?.desiredReplicas === 1 || undefined)
    await eventually('an event, too', async () => (await stage.kubectl('get', 'events', '--field-selector', 'reason=ScalePreview')).includes('would scale from 0 to 1') || undefined)
    await looks(operator, 3)
    expect(await replicas('preview')).toBe(0)
    expect(await stage.deploymentSize('preview')).toBe(0)
    await stage.kubectl('annotate', 'protocol', 'preview', 'subnetes.dev/dry-run-')
    gateway.activate('preview', 2)
    await untilReplicas('preview', 1)
    gateway.load('preview', { callsArrived: 2, callsFinished: 2 })
  })

  test('leaves the count to others in mode External, but wakes a pool at zero', async () => {
    await stage.create('outside', { replicas: 2, autoscaling: { ...QUICK, mode: 'External' } })
    await stage.ready('outside', 2)
    await looks(operator, 5)
    expect(await replicas('outside')).toBe(2)
    await stage.scale('outside', 0)
    await stage.ready('outside', 0)
    gateway.activate('outside', 1)
    await untilReplicas('outside', 1)
    gateway.load('outside', { callsArrived: 1, callsFinished: 1 })
  })
})

test('a suspended Protocol drains to none and stays there, whatever waits; after it the count is what it was', async () => {
  await stage.create('rest', { replicas: 2, autoscaling: { ...QUICK, minReplicas: 2 } })
  const [pod] = await stage.ready('rest', 2)
  const call = await stage.call(pod as NonNullable<typeof pod>)
  await stage.kubectl('patch', 'protocol', 'rest', '--type=merge', '-p', '{"spec":{"suspend":true}}')
  await eventually('one remains, the busy one', async () => (await stage.pods('rest')).map(({ metadata }) => metadata.name).join() === pod?.metadata.name || undefined)
  gateway.activate('rest', 5)
  await looks(operator, 2)
  call.end()
  expect(await call.answer).toBe(pod?.metadata.name)
  await stage.ready('rest', 0)
  expect(await limited('rest')).toBe('True Suspended')
  expect(await replicas('rest')).toBe(2)
  gateway.load('rest', { callsArrived: 5, callsFinished: 5 })
  await looks(operator, 2)
  await stage.kubectl('patch', 'protocol', 'rest', '--type=merge', '-p', '{"spec":{"suspend":false}}')
  await stage.ready('rest', 2)
})

test('decisions take less than 250 ms, also on a machine that runs all of this', async () => {
  const decisions = await operator.metric('subnetes_operator_decision_seconds')
  const count = decisions.get('_count') ?? 0
  const within = decisions.get('_bucket{le="0.25"}') ?? 0
  console.log(`decisions: ${count}, within 25 ms ${decisions.get('_bucket{le="0.025"}')}, within 250 ms ${within}`)
  expect(count).toBeGreaterThan(50)
  expect(within / count).toBeGreaterThanOrEqual(0.9)
})
