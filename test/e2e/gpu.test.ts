/** Workers with GPUs, on a node that says it has some: the scheduler places and refuses them as on real hardware, and conditions tell. */
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../cluster/harness/program.ts'
import { theCluster } from './harness/cluster.ts'
import { condition, install, loadImages, untilCondition, untilReady } from './harness/release.ts'
import type { Release } from './harness/release.ts'
import { workProtocol, workerCode } from './harness/work.ts'

const cluster = theCluster()
const GPUS = 2
const SAMPLE = fileURLToPath(new URL('../../deploy/samples/gpu/inference-gpu.yaml', import.meta.url))
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
  release = await install(cluster, { namespace: 'gpus', firstPort: 30_441, values: { gateway: { replicas: 1 }, operator: { replicas: 1 }, redis: { enabled: false } } })
  await untilReady(release)
  await release.apply(await workerCode())
})

afterAll(async () => {
  await release?.remove()
  if (node !== undefined) await patchNode({ op: 'remove', path: PATH })
})

/** What the scheduler or the kubelet says of the sample's only pod. */
async function problem (): Promise<string> {
  return await release.ctl('get', 'protocol', 'inference-gpu', '-o', 'jsonpath={.status.conditions[?(@.type=="Degraded")].message}')
}

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

describe('the sample with a GPU', () => {
  it('is placed where a GPU is free, with its claim', async () => {
    await release.ctl('apply', '--server-side', '-f', SAMPLE)
    // Less of a processor than the sample asks for: this node may have two, and others are on it.
    const cpu = { op: 'replace', path: '/spec/worker/template/spec/containers/0/resources/requests/cpu', value: '10m' }
    await release.ctl('patch', 'protocol', 'inference-gpu', '--type=json', '-p', JSON.stringify([cpu, { op: 'add', path: '/spec/autoscaling/mode', value: 'Off' }, { op: 'add', path: '/spec/replicas', value: 1 }]))
    await untilCondition(release, 'inference-gpu', 'Degraded', 'True Unschedulable')
    expect(await problem()).toContain('persistentvolumeclaim "models" not found')
    await release.apply({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'models' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } })
    await eventually('there is no GPU left for it', async () => (await problem()).includes('Insufficient nvidia.com/gpu') || undefined, 60_000)
    await patchNode({ op: 'replace', path: PATH, value: String(GPUS + 2) })
    // The image with the engine for CUDA is not built by tests: being asked for it is as far as a pod comes.
    await untilCondition(release, 'inference-gpu', 'Degraded', 'True ImagePullFailed')
    expect(await release.ctl('get', 'pods', '-l', 'subnetes.dev/protocol=inference-gpu', '-o', 'jsonpath={.items[*].spec.nodeName}')).toBe(node)
  })
})
