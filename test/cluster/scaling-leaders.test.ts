/** Two operators at once, and one that is killed in the middle: what is written is written once, and what was begun is finished. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { leading, looks, startTestOperator } from './harness/operators.ts'
import type { TestOperator } from './harness/operators.ts'
import { eventually } from './harness/program.ts'
import { startStage } from './harness/scaling-stage.ts'
import type { ScalingStage } from './harness/scaling-stage.ts'
import { StageGateway, createGatewayPod } from './harness/stage-gateway.ts'

const BY_HAND = { autoscaling: { mode: 'Off' } }

let stage: ScalingStage
let first: TestOperator
let second: TestOperator

beforeAll(async () => {
  stage = await startStage()
  await createGatewayPod(stage.client, 0)
  first = await leading(await startTestOperator(stage.plane.kubeconfig, { SUBNETES_POD_NAME: 'first' }))
  second = await startTestOperator(stage.plane.kubeconfig, { SUBNETES_POD_NAME: 'second' })
  await eventually('the other follows', async () => await second.role() === 'standby' || undefined)
}, 180_000)

afterAll(async () => {
  await Promise.all([first?.stop('SIGKILL'), second?.stop()])
  await stage?.stop()
})

afterEach(() => { expect(stage.interrupted).toEqual([]) })

/** Successful writes of counts: of Protocols through /scale, and of Deployments. */
async function countWrites (name: string): Promise<string[]> {
  const events = await stage.plane.audit()
  return events.filter(({ verb, userAgent, requestURI, responseStatus }) => userAgent?.startsWith('subnetes-operator') === true && responseStatus.code < 300 &&
    ((verb === 'update' && requestURI.includes(`/protocols/${name}/scale?`)) || (verb === 'patch' && requestURI.includes(`/deployments/${name}-worker?fieldManager=subnetes-operator-scale`)))).map(({ verb, requestURI }) => `${verb} ${requestURI}`)
}

test('of two operators one alone writes, once for each change', async () => {
  await stage.create('once', { replicas: 1, ...BY_HAND })
  await stage.ready('once', 1)
  for (const count of [3, 4, 2]) {
    const before = await countWrites('once')
    await stage.scale('once', count)
    await stage.ready('once', count)
    const after = await countWrites('once')
    // Two workers that become idle at different moments may go one after the other.
    expect(after.length - before.length).toBeGreaterThanOrEqual(1)
    expect(after.length - before.length).toBeLessThanOrEqual(count === 2 ? 2 : 1)
  }
})

test('a leader killed in the middle of a drain leaves what the next one finishes, with nothing interrupted, within 20 s of its taking over', async () => {
  await stage.create('killed', { replicas: 3, ...BY_HAND })
  const pods = await stage.ready('killed', 3)
  const calls = await Promise.all(pods.map(async (pod) => ({ pod, call: await stage.call(pod) })))
  await stage.scale('killed', 1)
  await eventually('two drain', async () => (await stage.pods('killed')).filter(({ metadata }) => metadata.labels?.['subnetes.dev/draining'] === 'true').length === 2 || undefined)
  const draining = new Set((await stage.pods('killed')).filter(({ metadata }) => metadata.labels?.['subnetes.dev/draining'] === 'true').map(({ metadata }) => metadata.name))
  const killedAt = performance.now()
  await first.stop('SIGKILL')
  for (const { pod, call } of calls) if (draining.has(pod.metadata.name)) call.end()
  await leading(second, 25_000)
  console.log(`the other leads ${Math.round(performance.now() - killedAt)} ms after the kill`)
  const [left] = await stage.ready('killed', 1)
  expect(draining.has(left?.metadata.name ?? '')).toBe(false)
  expect(await stage.deploymentSize('killed')).toBe(1)
  const [last] = calls.filter(({ pod }) => pod.metadata.name === left?.metadata.name)
  last?.call.end()
  expect(await last?.call.answer).toBe(left?.metadata.name)
}, 90_000)

test('a new leader shrinks nothing of a pool that it finds, until its clocks have run', async () => {
  const gateway = new StageGateway(second.where.control, 0)
  // Without reports the present leader shrinks nothing; the next one has them, but knows nothing of the load before.
  gateway.isSilent = true
  await gateway.start()
  try {
    const autoscaling = { minReplicas: 0, maxReplicas: 5, idleSeconds: 1, scaleDown: { policy: 'Window', windowSeconds: 1 } }
    await stage.create('found', { replicas: 2, autoscaling })
    await stage.ready('found', 2)
    first = await startTestOperator(stage.plane.kubeconfig, { SUBNETES_POD_NAME: 'third' })
    await eventually('it follows', async () => await first.role() === 'standby' || undefined)
    await second.stop()
    await leading(first, 25_000)
  } finally {
    await gateway.stop()
  }
  const next = new StageGateway(first.where.control, 0)
  await next.start()
  try {
    await eventually('it says that it waits', async () => {
      const { status } = await stage.protocol('found')
      return status?.conditions?.some(({ type, reason }) => type === 'ScalingLimited' && reason === 'Stabilizing') === true || undefined
    })
    await looks(first, 5)
    expect((await stage.protocol('found')).spec.replicas).toBe(2)
  } finally {
    await next.stop()
  }
}, 90_000)
