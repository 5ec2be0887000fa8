/** What docs/operations.md promises when something goes away, each in real pods and under load: calls at a steady rate, and jobs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Message } from '@subnetes/proto'
import { eventually } from '../cluster/harness/program.ts'
import { theCluster } from './harness/cluster.ts'
import { followJob, jobAttempts, jobResults, submitJobs, submitParts } from './harness/jobs.ts'
import { callsDuring } from './harness/load.ts'
import type { CallTotals } from './harness/load.ts'
import { OutsidePeer } from './harness/peer.ts'
import { install, loadImages, untilCondition, untilReady } from './harness/release.ts'
import type { Release } from './harness/release.ts'
import { WORK, workProtocol, workerCode } from './harness/work.ts'

const cluster = theCluster()
const JOBS = 8
const JOB_MS = 3000
const WORKERS = 2
/** Answers of a job that is followed. */
const PARTS = 12
const QUEUE = { attempts: 3, backoffSeconds: 1, lockDurationSeconds: 10, maxStalledCount: 5 }

let release: Release
let peer: OutsidePeer
let turn = 0

beforeAll(async () => {
  await loadImages(cluster)
  release = await install(cluster, { namespace: 'chaos', firstPort: 30_451 })
  await release.apply(await workerCode(), protocol())
  await untilReady(release)
  await untilCondition(release, 'work', 'Ready', 'True AllReady')
  peer = await OutsidePeer.start()
  await eventually('both gateways answer', async () => {
    for (const door of release.doors) await peer.call(door, WORK, { method: 'rpc_work', request: { number: 1, ms: 0 } })
    return true
  })
})

afterAll(async () => {
  await peer?.[Symbol.asyncDispose]()
  await release?.remove()
})

function protocol (mark = 'first'): object {
  return workProtocol({ name: 'work', mark, spec: { replicas: WORKERS, queue: QUEUE, autoscaling: { mode: 'Off', maxReplicas: 4 } } }, cluster.registry)
}

/** Names of pods by a label. */
async function pods (labels: string): Promise<string[]> {
  const names = await release.ctl('get', 'pods', '-l', labels, '-o', 'jsonpath={.items[*].metadata.name}')
  return names.split(' ').filter((name) => name !== '')
}

/** Under calls and with jobs running, does what is done, and waits until every part is ready again. @returns how calls went; jobs must all have their results */
async function under (what: () => Promise<unknown>): Promise<CallTotals & { attempts: number[] }> {
  turn += 1
  let attempts: number[] = []
  const totals = await callsDuring(peer, { doors: release.doors, perSecond: 10, ms: 100 }, async () => {
    const jobs = await submitJobs(peer, release.doors, { key: `turn-${turn}`, count: JOBS, ms: JOB_MS })
    await what()
    await untilReady(release)
    await untilCondition(release, 'work', 'Ready', 'True AllReady')
    const results = await jobResults(peer, release.doors, jobs)
    expect(results.map(({ number }) => number)).toEqual(jobs.map(({ number }) => number))
    attempts = await jobAttempts(peer, release.doors, jobs)
  })
  console.log(`e2e: ${expect.getState().currentTestName}: ${totals.answers.length} calls answered, ${JOBS} jobs in ${Math.max(...attempts)} attempt(s) at most`)
  return { ...totals, attempts }
}

async function leader (): Promise<string> {
  return await release.ctl('get', 'lease', `${release.name}-operator`, '-o', 'jsonpath={.spec.holderIdentity}')
}

describe('no call and no job is lost when', () => {
  it('a worker pod is deleted', async () => {
    const { errors } = await under(async () => await release.ctl('delete', 'pod', (await pods('subnetes.dev/protocol=work'))[0] as string))
    expect(errors).toEqual({})
  })

  it('a gateway pod is deleted, for peers that call the other one', async () => {
    const { errors } = await under(async () => await release.ctl('delete', 'pod', `${release.name}-gateway-0`))
    expect(errors).toEqual({})
  })

  it('the leading operator is deleted', async () => {
    const { errors } = await under(async () => {
      const before = await leader()
      await release.ctl('delete', 'pod', before.split('_')[0] as string)
      await eventually('another leads', async () => ![before, ''].includes(await leader()) || undefined)
    })
    expect(errors).toEqual({})
  })

  it('Redis is deleted', async () => {
    const { errors } = await under(async () => await release.ctl('delete', 'pod', `${release.name}-redis-0`))
    expect(errors).toEqual({})
  })

  it('the worker\'s template changes', async () => {
    const { errors, attempts } = await under(async () => {
      await release.apply(protocol('second'))
      await eventually('the new template answers', async () => (await peer.call(release.doors[0] as string, WORK, { method: 'rpc_work', request: { number: 1, ms: 0 } }))['mark'] === 'second' || undefined, 90_000)
    })
    expect(errors).toEqual({})
    expect(attempts).toEqual(Array(JOBS).fill(1))
  })

  it('the chart is upgraded, which starts every part again', async () => {
    const workers = await eventually('those of the first template are gone', async () => {
      const names = await pods('subnetes.dev/protocol=work')
      return names.length === WORKERS ? names : undefined
    }, 60_000)
    const { errors } = await under(async () => await release.upgrade({ global: { logLevel: 'debug' } }))
    expect(errors).toEqual({})
    expect(await pods('subnetes.dev/protocol=work')).toEqual(workers)
  })
})

describe('a job', () => {
  it('is followed at another gateway, from where it was left, when the pod of the first is deleted', async () => {
    const [first, second] = release.doors as [string, string]
    const job = await submitParts(peer, first, { ms: 6000, parts: PARTS })
    await followJob(peer, first, { job, until: 3 })
    await release.ctl('delete', 'pod', `${release.name}-gateway-0`, '--wait=false')
    await followJob(peer, second, { job, until: PARTS })
    expect(job.outputs.map(({ message }) => message['part'])).toEqual(Array.from({ length: PARTS }, (_, part) => part))
    expect(new Set(job.outputs.map(({ attempt }) => attempt))).toEqual(new Set([1]))
    await untilReady(release)
  })
})

describe('a node that is drained', () => {
  it('keeps a busy worker until it is idle', async () => {
    const node = await cluster.ctl(['get', 'nodes', '-o', 'jsonpath={.items[0].metadata.name}'])
    const jobs = await submitJobs(peer, release.doors, { key: 'drain', count: JOBS, ms: JOB_MS })
    await eventually('the workers are known to be busy', async () => (await pods('subnetes.dev/protocol=work,subnetes.dev/busy=true')).length === WORKERS || undefined)
    try {
      // A single node: what is evicted waits for it to be free again.
      await cluster.ctl(['drain', node, '--pod-selector=subnetes.dev/protocol=work', '--delete-emptydir-data', '--force', '--timeout=120s'])
    } finally {
      await cluster.ctl(['uncordon', node])
    }
    await jobResults(peer, release.doors, jobs)
    expect(await jobAttempts(peer, release.doors, jobs)).toEqual(Array(JOBS).fill(1))
    await untilCondition(release, 'work', 'Ready', 'True AllReady')
  })
})

describe('compute in a pod', () => {
  it('that knows no signals ends a call before it is stopped', async () => {
    // As the first process of its container it does not even end by SIGTERM: the kubelet ends it when the grace is over.
    const methods = ['rpc_work', 'rpc_parts'].map((name) => ({ name, timeoutSeconds: 15 }))
    const spec = { methods, drain: { gracePeriodSeconds: 15 }, autoscaling: { mode: 'Off' } }
    await release.apply(workProtocol({ name: 'bare', handlerPrefix: 'bare', args: ['e2e/bare-compute.mjs'], spec }, cluster.registry))
    await untilCondition(release, 'bare', 'Ready', 'True AllReady')
    const stub = await peer.stub(release.doors[0] as string, WORK, 'bare')
    await eventually('it answers', async () => await (stub['rpc_work']?.({ number: 1, ms: 0 }) as Promise<Message>))
    const running = stub['rpc_work']?.({ number: 2, ms: 4000 }) as Promise<Message>
    const [pod] = await pods('subnetes.dev/protocol=bare')
    await eventually('the worker is known to be busy', async () => (await pods('subnetes.dev/protocol=bare,subnetes.dev/busy=true')).length === 1 || undefined)
    await release.ctl('delete', 'pod', pod as string, '--wait=false')
    expect(await running).toMatchObject({ number: 2, pod })
  })

  it('hears of a cancel and of a deadline', async () => {
    const logs = async (): Promise<number> => {
      const text = await release.ctl('logs', '-l', 'subnetes.dev/protocol=work', '-c', 'worker', '--tail=-1')
      return text.split('\n').filter((line) => line.startsWith('aborted ')).length
    }
    const before = await logs()
    const stub = await peer.stub(release.doors[0] as string, WORK)
    const cancel = new AbortController()
    const cancelled = stub['rpc_work']?.({ number: 1, ms: 60_000 }, { signal: cancel.signal }) as Promise<Message>
    const late = stub['rpc_work']?.({ number: 2, ms: 60_000 }, { deadline: Date.now() + 3000 }) as Promise<Message>
    const cancelling = expect(cancelled).rejects.toThrow()
    await expect(late).rejects.toMatchObject({ code: 'deadline_exceeded' })
    cancel.abort()
    await cancelling
    await eventually('both were told', async () => await logs() >= before + 2 || undefined)
  })
})

describe('without any operator', () => {
  it('gateways go on serving, and one that restarts serves from what it kept', async () => {
    await release.ctl('scale', `deployment/${release.name}-operator`, '--replicas=0')
    await eventually('no operator is left', async () => (await pods('app.kubernetes.io/component=operator')).length === 0 || undefined, 60_000)
    try {
      const totals = await callsDuring(peer, { doors: release.doors.slice(1), perSecond: 10, ms: 100 }, async () => {
        await release.ctl('delete', 'pod', `${release.name}-gateway-0`)
        // It is ready to serve what it kept, and says in its readiness that nobody leads it.
        await eventually('the gateway that restarted answers', async () => await peer.call(release.doors[0] as string, WORK, { method: 'rpc_work', request: { number: 1, ms: 0 }, timeoutMs: 5000 }), 50_000)
      })
      expect(totals.errors).toEqual({})
    } finally {
      await release.ctl('scale', `deployment/${release.name}-operator`, '--replicas=2')
      await untilReady(release)
    }
  })
})
