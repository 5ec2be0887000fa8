/** A real Kubernetes cluster of one node on this machine: control plane, containerd, kubelet, kube-proxy and DNS, in namespaces of their own. */
import { kubectlOf } from '../../cluster/harness/kubectl.ts'
import { startControlPlane } from '../../cluster/harness/control-plane.ts'
import { eventually } from '../../cluster/harness/program.ts'
import { apiServerCertificate } from './authority.ts'
import { baseImage } from './base-images.ts'
import { archiveImage } from './buildah.ts'
import type { ClusterDescription } from './cluster.ts'
import { addVolumes, installDns } from './cluster-objects.ts'
import { sweep } from './ledger.ts'
import { requireMachine } from './machine.ts'
import { NODE_NAME, failIfEnded, importImage, startContainerd, startKubeProxy, startKubelet } from './node-programs.ts'
import { openRoom } from './room.ts'

/** A running cluster. */
export interface ClusterNode {
  readonly description: ClusterDescription
  /** Seconds of each part of the start. */
  readonly timings: Readonly<Record<string, number>>
  /** Ends and removes everything. */
  readonly stop: () => Promise<void>
}

/** Volumes for claims: three a release, and some. */
const VOLUMES = 24

/**
 * Starts one. What an earlier run has left is removed first.
 *
 * @throws when this machine cannot run pods; the message names everything that is missing
 */
export async function startNode (): Promise<ClusterNode> {
  const clock = stopwatch()
  await sweep()
  await requireMachine()
  const archives = await clock('images', async () => await Promise.all((['pause', 'coredns'] as const).map(async (name) => (await archiveImage(await baseImage(name))).path)))
  const room = await clock('namespaces', openRoom)
  try {
    const client = await apiServerCertificate(room.folder)
    const apiServerArgs = ['--endpoint-reconciler-type', 'master-count', '--kubelet-preferred-address-types', 'InternalIP', '--kubelet-client-certificate', client.certificate, '--kubelet-client-key', client.key]
    const [plane] = await Promise.all([
      clock('control plane', async () => await startControlPlane({ controllers: true, host: room, apiServerArgs })),
      clock('containerd and its images', async () => {
        await startContainerd(room)
        for (const archive of archives) await importImage(room.enter, archive)
      })
    ])
    const kubectl = kubectlOf(plane.kubectlPath, plane.kubeconfig)
    await clock('node ready', async () => {
      const programs = { kubelet: await startKubelet(room, { kubeconfig: plane.kubeconfig, clientCa: client.ca }), 'kube-proxy': await startKubeProxy(room, plane.kubeconfig) }
      await eventually('the node is ready', async () => {
        for (const [name, program] of Object.entries(programs)) failIfEnded(program, name)
        const { stdout } = await kubectl(['get', 'node', NODE_NAME, '-o', 'jsonpath={.status.conditions[?(@.type=="Ready")].status}'])
        return stdout === 'True' ? true : undefined
      }, 60_000)
    })
    await clock('DNS', async () => await installDns(kubectl))
    await addVolumes(kubectl, `${room.folder}/volumes`, VOLUMES)
    return {
      description: { kubeconfig: plane.kubeconfig, kubectlPath: plane.kubectlPath, address: room.address, folder: room.folder, enter: room.enter },
      timings: clock.timings,
      stop: room.close
    }
  } catch (error) {
    await room.close()
    throw error
  }
}

/** Runs parts and notes how many seconds each took. */
function stopwatch (): { <T> (part: string, work: () => Promise<T>): Promise<T>, readonly timings: Record<string, number> } {
  const timings: Record<string, number> = {}
  const clock = async <T>(part: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now()
    const result = await work()
    timings[part] = Math.round((performance.now() - start) / 100) / 10
    return result
  }
  return Object.assign(clock, { timings })
}
