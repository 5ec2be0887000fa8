/** One cluster for all files of a run: `KUBECONFIG`'s when it is set, else a control plane of our own. vitest's global setup. */
import type { TestProject } from 'vitest/node'
import { findKubectl } from './binaries.ts'
import { startControlPlane } from './control-plane.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of a kubeconfig with the rights of an administrator. */
    kubeconfig: string
    kubectl: string
    /** Whether the cluster was there before the tests, so that they must not expect it to be empty. */
    foreignCluster: boolean
  }
}

/** Starts it (or takes the given one), and stops what it started. */
export default async function setup (project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['KUBECONFIG']
  if (given !== undefined && given !== '') {
    project.provide('kubeconfig', given)
    project.provide('kubectl', await findKubectl())
    project.provide('foreignCluster', true)
    return async () => {}
  }
  const startedAt = performance.now()
  const plane = await startControlPlane()
  console.log(`cluster tests: own control plane ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  project.provide('kubeconfig', plane.kubeconfig)
  project.provide('kubectl', plane.kubectlPath)
  project.provide('foreignCluster', false)
  return plane.stop
}
