/** One cluster for all files of a run: `KUBECONFIG`'s when it is set, else a node of our own. vitest's global setup. */
import type { TestProject } from 'vitest/node'
import { findKubectl } from '../../cluster/harness/binaries.ts'
import { givenCluster } from './cluster.ts'
import type { ClusterDescription } from './cluster.ts'
import { startNode } from './node.ts'

declare module 'vitest' {
  interface ProvidedContext {
    cluster: ClusterDescription
  }
}

/** Starts it (or takes the given one), and stops what it started. */
export default async function setup (project: TestProject): Promise<() => Promise<void>> {
  const kubeconfig = process.env['KUBECONFIG']
  if (kubeconfig !== undefined && kubeconfig !== '') {
    project.provide('cluster', await givenCluster(await findKubectl(), kubeconfig, process.env))
    return async () => {}
  }
  const startedAt = performance.now()
  const node = await startNode()
  const parts = Object.entries(node.timings).map(([part, seconds]) => `${part} ${seconds} s`).join(', ')
  console.log(`e2e: a cluster of one node is ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s (${parts})`)
  project.provide('cluster', node.description)
  return async () => {
    await node.stop()
    console.log('e2e: the node is gone, with all its processes, mounts, interfaces and control groups')
  }
}
