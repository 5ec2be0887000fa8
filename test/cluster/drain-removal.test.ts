/** Fewer workers without ending anything that runs: the real ReplicaSet controller deletes pods, real runners run the calls. */
import { DRAINING_SINCE } from '@subnetes/operator'
import type { WorkerPod } from '@subnetes/operator'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { leading, startTestOperator } from './harness/operators.ts'
import type { TestOperator } from './harness/operators.ts'
import { eventually } from './harness/program.ts'
import { STAGE_NAMESPACE, startStage } from './harness/scaling-stage.ts'
import type { ScalingStage } from './harness/scaling-stage.ts'

/** Only people write the count. */
const BY_HAND = { autoscaling: { mode: 'Off' } }

let stage: ScalingStage
let operator: TestOperator

beforeAll(async () => {
  stage = await startStage()
  operator = await leading(await startTestOperator(stage.plane.kubeconfig))
}, 180_000)

afterAll(async () => {
  await operator?.stop()
  await stage?.stop()
})

/** Calls that a test has cut off on purpose. */
let cut = 0

afterEach(() => { expect(stage.interrupted).toHaveLength(cut) })

function isDraining ({ metadata }: WorkerPod): boolean {
  return metadata.labels?.['subnetes.dev/draining'] === 'true'
}

test('of two draining workers the idle one goes and the busy one stays, also while its probe fails, until its call has ended', async () => {
  await stage.create('two', { replicas: 2, ...BY_HAND })
  const [a, b] = await stage.ready('two', 2) as [WorkerPod, WorkerPod]
  const call = await stage.call(a)
  stage.runners.setUnready(a.metadata.name, true)
  await eventually('a is not ready', async () => (await stage.pods('two')).some(({ metadata, status }) => metadata.name === a.metadata.name && status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'False')) || undefined)
  await stage.scale('two', 0)
  const left = await eventually('one is gone', async () => {
    const pods = await stage.pods('two')
    return pods.length === 1 ? pods : undefined
  })
  expect(left.map(({ metadata }) => metadata.name)).toEqual([a.metadata.name])
  expect(left.every(isDraining)).toBe(true)
  expect(await stage.deploymentSize('two')).toBe(1)
  call.end()
  expect(await call.answer).toBe(a.metadata.name)
  await stage.ready('two', 0)
  expect(b.metadata.name).not.toBe(a.metadata.name)
})

test('a worker that is wanted again before it was idle goes on as if nothing had been', async () => {
  await stage.create('back', { replicas: 1, ...BY_HAND })
  const [pod] = await stage.ready('back', 1) as [WorkerPod]
  const call = await stage.call(pod)
  await stage.scale('back', 0)
  await eventually('it drains', async () => (await stage.pods('back')).some(isDraining) || undefined)
  await stage.scale('back', 1)
  const [same] = await eventually('it does not', async () => {
    const pods = await stage.pods('back')
    return pods.some(isDraining) ? undefined : pods
  }) as [WorkerPod]
  expect(same.metadata.uid).toBe(pod.metadata.uid)
  expect(same.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost']).toBeUndefined()
  call.end()
  await call.answer
  const again = await stage.call(same)
  again.end()
  expect(await again.answer).toBe(pod.metadata.name)
  expect(await stage.deploymentSize('back')).toBe(1)
})

test('from four to one while calls run on all: each worker goes when its call has ended, none before', async () => {
  await stage.create('four', { replicas: 4, ...BY_HAND })
  const pods = await stage.ready('four', 4)
  const calls = await Promise.all(pods.map(async (pod) => ({ pod, call: await stage.call(pod) })))
  await stage.scale('four', 1)
  await eventually('three drain', async () => (await stage.pods('four')).filter(isDraining).length === 3 || undefined)
  const draining = new Set((await stage.pods('four')).filter(isDraining).map(({ metadata }) => metadata.name))
  const leaving = calls.filter(({ pod }) => draining.has(pod.metadata.name))
  for (const [index, { pod, call }] of leaving.entries()) {
    expect(await stage.deploymentSize('four')).toBe(4 - index)
    call.end()
    expect(await call.answer).toBe(pod.metadata.name)
    await eventually('it is gone', async () => {
      const names = (await stage.pods('four')).map(({ metadata }) => metadata.name)
      return names.length === 3 - index && !names.includes(pod.metadata.name) ? true : undefined
    })
  }
  const [last] = calls.filter(({ pod }) => !draining.has(pod.metadata.name))
  last?.call.end()
  expect(await last?.call.answer).toBe(last?.pod.metadata.name)
})

test('busy pods carry the label that a disruption budget holds, which is made for the first of them', async () => {
  await stage.create('busy', { replicas: 1, ...BY_HAND })
  const [pod] = await stage.ready('busy', 1) as [WorkerPod]
  expect(await stage.kubectl('get', 'poddisruptionbudget', '-o', 'name')).not.toContain('busy-worker')
  const call = await stage.call(pod)
  await eventually('the label', async () => (await stage.pods('busy')).some(({ metadata }) => metadata.labels?.['subnetes.dev/busy'] === 'true') || undefined)
  await eventually('the budget', async () => {
    const selected = await stage.kubectl('get', 'poddisruptionbudget', 'busy-worker', '--ignore-not-found', '-o', 'jsonpath={.spec.selector.matchLabels.subnetes\\.dev/busy}')
    return selected === 'true' || undefined
  })
  await eventually('an eviction is refused', async () => {
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod.metadata.name, namespace: STAGE_NAMESPACE } }
    const refused = await stage.client.request({ method: 'POST', path: `/api/v1/namespaces/${STAGE_NAMESPACE}/pods/${pod.metadata.name}/eviction`, query: { dryRun: 'All' }, body: eviction, timeoutMs: 900 }).then(() => false, () => true)
    return refused || undefined
  })
  call.end()
  await call.answer
})

test('with the policy Deadline a worker that never gets idle ends when its time is over, not before, and the event says what it cost', async () => {
  const seconds = 6
  const methods = ['rpc_work', 'rpc_echo'].map((name) => ({ name, timeoutSeconds: seconds }))
  await stage.create('late', { replicas: 1, ...BY_HAND, methods, drain: { policy: 'Deadline', gracePeriodSeconds: seconds } })
  const [pod] = await stage.ready('late', 1) as [WorkerPod]
  const { answer } = await stage.call(pod)
  const outcome = answer.then(() => 'answered', () => 'cut off')
  await stage.scale('late', 0)
  const since = await eventually('it drains', async () => (await stage.pods('late'))[0]?.metadata.annotations?.[DRAINING_SINCE])
  await eventually('the condition', async () => {
    const draining = (await stage.protocol('late')).status?.conditions?.find(({ type }) => type === 'Draining')
    return draining?.message === '1 of 1 workers take nothing new and finish what they have' || undefined
  })
  expect(stage.interrupted).toHaveLength(cut)
  await eventually('it is removed', async () => await stage.deploymentSize('late') === 0 || undefined)
  expect(Date.now() - Date.parse(since)).toBeGreaterThanOrEqual(seconds * 1000)
  cut += 1
  expect(await outcome).toBe('cut off')
  await stage.ready('late', 0)
  const note = 'removed 1 worker whose time was over, with 1 calls and jobs that were cut off; 0 remain'
  await eventually('the event', async () => (await stage.kubectl('get', 'events')).includes(note) || undefined)
  expect([...await operator.metric('subnetes_jobs_interrupted_total')].filter(([labels]) => labels.includes('"late"'))).toEqual([[expect.any(String), 1]])
})
