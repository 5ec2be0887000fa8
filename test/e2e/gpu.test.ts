/** Workers with GPUs, on a node that says it has some: the scheduler places and refuses them as on real hardware, and conditions tell. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../cluster/harness/program.ts'
import { theCluster } from './harness/cluster.ts'
import { condition, install, loadImages, untilCondition, untilReady } from './harness/release.ts'
import type { Release } from './harness/release.ts'
import { workProtocol, workerCode } from './harness/work.ts'

const cluster = theCluster()
const GPUS = 2
const PATH = '/status/capacity/nvidia.com~1gpu'

let release: Release
let node: string

async function patchNode (operation: object): Promise<void> {
  await cluster.ctl(['patch', 'node', node, '--subresource=status', '--type=json', '-p', JSON.stringify([operation])])
}

beforeAll(async () => {
  await loadImages(cluster)
  node = await cluster.ctl(['get', 'nodes', '-o', 'jsonpath={.items[0].metadata.name}'])
  await patchNode({ op: 'add', path: PATH, value: String(GPUS) })
  release = await install(cluster, { namespace: 'gpus', values: { gateway: { replicas: 1 }, operator: { replicas: 1 }, redis: { enabled: false } } })
  await untilReady(release)
  await release.apply(await workerCode())
})

afterAll(async () => {
  await release?.remove()
  if (node !== undefined) await patchNode({ op: 'remove', path: PATH })
})

async function phases (): Promise<string[]> {
  const phases = await release.ctl('get', 'pods', '-l', 'subnetes.dev/protocol=gpu', '-o', 'jsonpath={.items[*].status.phase}')
  return phases.split(' ').toSorted()
}

describe('a protocol whose workers need a GPU each', () => {
  it('has as many workers as there are GPUs', async () => {
    await release.apply(workProtocol({ name: 'gpu', worker: { gpu: { count: 1 } }, spec: { replicas: GPUS, autoscaling: { mode: 'Off' } } }, cluster.registry))
    await untilCondition(release, 'gpu', 'Ready', 'True AllReady')
    const limits = await release.ctl('get', 'pods', '-l', 'subnetes.dev/protocol=gpu', '-o', 'jsonpath={.items[*].spec.containers[?(@.name=="worker")].resources.limits.nvidia\\.com/gpu}')
    expect(limits).toBe('1 1')
  })

  it('says in the scheduler\'s words why one more cannot run, and serves with those there are', async () => {
    await release.ctl('scale', 'protocol/gpu', `--replicas=${GPUS + 1}`)
    await eventually('one waits', async () => (await phases()).join() === 'Pending,Running,Running' ? true : undefined, 60_000)
    await untilCondition(release, 'gpu', 'Degraded', 'True Unschedulable')
    expect(await release.ctl('get', 'protocol', 'gpu', '-o', 'jsonpath={.status.conditions[?(@.type=="Degraded")].message}')).toContain('Insufficient nvidia.com/gpu')
    expect(await condition(release, 'gpu', 'WorkersAvailable')).toMatch(/^True/)
  })

  it('uses a GPU that is added', async () => {
    await patchNode({ op: 'replace', path: PATH, value: String(GPUS + 1) })
    await untilCondition(release, 'gpu', 'Ready', 'True AllReady')
    await untilCondition(release, 'gpu', 'Degraded', 'False AsExpected')
  })
})
