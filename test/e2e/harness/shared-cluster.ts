/** One cluster for all files of a run: `KUBECONFIG`'s when it is set, else a node of our own. vitest's global setup. */
import { rm } from 'node:fs/promises'
import type { TestProject } from 'vitest/node'
import { findKubectl } from '../../cluster/harness/binaries.ts'
import { givenCluster } from './cluster.ts'
import type { ClusterDescription } from './cluster.ts'
import { pruneImages } from './image-cache.ts'
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
    const given = await givenCluster(await findKubectl(), kubeconfig, process.env)
    project.provide('cluster', given)
    return async () => await rm(given.folder, { recursive: true, force: true })
  }
  const startedAt = performance.now()
  const node = await startNode()
  const parts = Object.entries(node.timings).map(([part, seconds]) => `${part} ${seconds} s`).join(', ')
  console.log(`e2e: a cluster of one node is ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s (${parts})`)
  project.provide('cluster', node.description)
  return async () => {
    await node.stop()
    console.log('e2e: the node is gone, with all its processes, mounts, interfaces and control groups')
    const pruned = await pruneImages()
    if (pruned > 0) console.log(`e2e: removed ${pruned} images that no recent build has used`)
  }
}
