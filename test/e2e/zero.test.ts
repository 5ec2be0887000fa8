/** Workers come and go by load, in pods: from zero and back without a lost call, and down without an interrupted job. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../cluster/harness/program.ts'
import { theCluster } from './harness/cluster.ts'
import { jobAttempts, jobResults, submitJobs } from './harness/jobs.ts'
import { callsDuring, steadyCalls } from './harness/load.ts'
import type { LoadInit } from './harness/load.ts'
import { OutsidePeer } from './harness/peer.ts'
import { install, loadImages, untilCondition, untilReady } from './harness/release.ts'
import type { Release } from './harness/release.ts'
import { workProtocol, workerCode } from './harness/work.ts'

const cluster = theCluster()
const CALLS = 1000
/** Above the scale-down window of the test's protocol. */
const LONG_JOB_MS = 20_000
const WINDOW_SECONDS = 5

let release: Release
let peer: OutsidePeer
let door: string

beforeAll(async () => {
  await loadImages(cluster)
  release = await install(cluster, { namespace: 'scaling', firstPort: 30_411, values: { gateway: { replicas: 1 }, operator: { replicas: 1 } } })
  door = release.doors[0] as string
  await release.apply(await workerCode())
  await untilReady(release)
  peer = await OutsidePeer.start()
})

afterAll(async () => {
  await peer?.[Symbol.asyncDispose]()
  await release?.remove()
})

async function workers (protocol = 'work'): Promise<number> {
  return Number(await release.ctl('get', 'deployment', `${protocol}-worker`, '-o', 'jsonpath={.spec.replicas}'))
}

async function readyWorkers (protocol = 'work'): Promise<number> {
  return Number(await release.ctl('get', 'deployment', `${protocol}-worker`, '-o', 'jsonpath={.status.readyReplicas}') || 0)
}

describe('a pool that may go to zero', () => {
  beforeAll(async () => {
    // All calls are of one peer, and a machine that is busy takes long to start a pod: what may wait, and how long, is what the promise is about.
    const hold = { maxPending: CALLS, maxPendingPerPeer: CALLS, timeoutSeconds: 120 }
    const autoscaling = { minReplicas: 0, maxReplicas: 4, idleSeconds: 3, hold, scaleDown: { policy: 'Window', windowSeconds: WINDOW_SECONDS } }
    await release.apply(workProtocol({ name: 'work', spec: { replicas: 0, autoscaling } }, cluster.registry))
    await eventually('the pool is known', async () => await workers() === 0 ? true : undefined, 60_000)
  })

  it('answers all of a thousand calls that take it from zero to one, to zero again and to more', async () => {
    const startedAt = performance.now()
    const first = await steadyCalls(peer, { doors: release.doors.slice(0, 1), calls: 200, perSecond: 20, ms: 20 })
    const firstSeconds = Math.round((performance.now() - startedAt) / 1000)
    expect(await readyWorkers()).toBeGreaterThan(0)
    await eventually('the idle pool is at zero', async () => await workers() === 0 ? true : undefined, 90_000)
    // Calls that land wherever the pool stands between zero and one.
    const sparse = await steadyCalls(peer, { doors: release.doors.slice(0, 1), calls: 20, perSecond: 0.5, ms: 5 })
    let most = 0
    const watch = setInterval(() => { void workers().then((count) => { most = Math.max(most, count) }, () => {}) }, 500)
    const many = await steadyCalls(peer, { doors: release.doors.slice(0, 1), calls: CALLS - 220, perSecond: 20, ms: 400 })
    clearInterval(watch)
    const errors = [first, sparse, many].map(({ errors }) => errors)
    const answered = first.answers.length + sparse.answers.length + many.answers.length
    console.log(`e2e: ${answered} of ${CALLS} calls answered over zero, one, zero and ${most} workers; the first 200 in ${firstSeconds} s from zero`)
    expect(errors).toEqual([{}, {}, {}])
    expect(answered).toBe(CALLS)
    expect(most).toBeGreaterThan(1)
  }, 300_000)
})

describe('two protocols', () => {
  it('come from zero and go to it each for itself', async () => {
    const autoscaling = { minReplicas: 0, maxReplicas: 2, idleSeconds: 3, hold: { timeoutSeconds: 120 }, scaleDown: { policy: 'Window', windowSeconds: WINDOW_SECONDS } }
    const calls = (namespace: string): LoadInit => ({ doors: [door], perSecond: 5, ms: 20, namespace })
    await release.apply(...['left', 'right'].map((name) => workProtocol({ name, handlerPrefix: name, spec: { replicas: 0, autoscaling } }, cluster.registry)))
    for (const name of ['left', 'right']) await eventually(`${name} is known`, async () => await workers(name) === 0 ? true : undefined, 60_000)
    expect((await steadyCalls(peer, { ...calls('left'), calls: 20 })).errors).toEqual({})
    expect([await workers('left') > 0, await workers('right')]).toEqual([true, 0])
    const { errors, answers } = await callsDuring(peer, calls('right'), async () => {
      await eventually('the right one works', async () => await readyWorkers('right') > 0 ? true : undefined, 60_000)
      await eventually('the left one, which is idle, is at zero', async () => await workers('left') === 0 ? true : undefined, 60_000)
    })
    expect(errors).toEqual({})
    expect(answers.length).toBeGreaterThan(0)
    expect(await readyWorkers('right')).toBeGreaterThan(0)
  })
})

describe('a pool that is scaled down', () => {
  it('lets jobs end that run longer than the scale-down window, and takes idle workers only', async () => {
    const autoscaling = { minReplicas: 1, maxReplicas: 4, scaleDown: { policy: 'Window', windowSeconds: WINDOW_SECONDS } }
    await release.apply(workProtocol({ name: 'work', worker: { concurrency: 1 }, spec: { replicas: 4, autoscaling: { ...autoscaling, mode: 'Off' } } }, cluster.registry))
    await eventually('four workers are ready', async () => await readyWorkers() === 4 ? true : undefined, 90_000)
    await untilCondition(release, 'work', 'Progressing', 'False Complete')
    const jobs = await submitJobs(peer, [door], { key: 'long', count: 3, ms: LONG_JOB_MS })
    await eventually('all jobs run', async () => (await jobAttempts(peer, [door], jobs)).every((attempt) => attempt === 1) ? true : undefined)
    await release.ctl('scale', 'protocol/work', '--replicas=1')
    await eventually('the idle worker is gone', async () => await workers() === 3 ? true : undefined, LONG_JOB_MS)
    const results = await jobResults(peer, [door], jobs)
    expect(await jobAttempts(peer, [door], jobs)).toEqual([1, 1, 1])
    expect(new Set(results.map(({ pod }) => pod)).size).toBe(3)
    await eventually('one worker is left', async () => await workers() === 1 ? true : undefined, 60_000)
  })
})
