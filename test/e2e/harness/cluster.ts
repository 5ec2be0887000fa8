/** The cluster of a run, as the test files see it. */
import { access, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { inject } from 'vitest'
import { kubectlOf, must } from '../../cluster/harness/kubectl.ts'
import type { Kubectl } from '../../cluster/harness/kubectl.ts'
import type { ImageArchive } from './buildah.ts'
import { importImage } from './node-programs.ts'
import { run } from './run.ts'

/** What crosses from vitest's main process to those of the files. */
export interface ClusterDescription {
  /** A kubeconfig with the rights of an administrator. */
  readonly kubeconfig: string
  readonly kubectlPath: string
  /** Where this machine reaches NodePorts. */
  readonly address: string
  /** Of this run alone: what its test files tell each other. */
  readonly folder: string
  /** Leads a command into the namespaces of a node of ours. */
  readonly enter?: readonly string[]
  /** In a cluster that was there: a command that takes the path of an image archive and gives the image to all nodes. */
  readonly loadCommand?: string
  /** Instead of it: a registry that has the images already. */
  readonly registry?: string
}

/** The cluster of this run. */
export interface Cluster extends ClusterDescription {
  readonly kubectl: Kubectl
  /** Runs kubectl for what must work. @returns its standard output @throws with kubectl's own words */
  readonly ctl: (args: readonly string[], input?: string | object) => Promise<string>
  /** Gives the cluster the images, unless its registry has them. Safe to call again. */
  readonly load: (archives: readonly ImageArchive[]) => Promise<void>
}

/** A cluster that was there before the tests. @throws naming the variables that are missing */
export async function givenCluster (kubectlPath: string, kubeconfig: string, env: NodeJS.ProcessEnv): Promise<ClusterDescription> {
  const [loadCommand, registry] = [env['SUBNETES_E2E_LOAD'], env['SUBNETES_E2E_REGISTRY']]
  if (loadCommand === undefined && registry === undefined) {
    throw new Error('KUBECONFIG is set; set SUBNETES_E2E_LOAD too, a command that loads an image archive given as its last argument (kind load image-archive), or SUBNETES_E2E_REGISTRY, a registry that has the images')
  }
  const query = ['get', 'nodes', '-o', 'jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}']
  const address = env['SUBNETES_E2E_ADDRESS'] ?? await must(kubectlOf(kubectlPath, kubeconfig)(query))
  const folder = await mkdtemp(join(tmpdir(), 'subnetes-e2e-'))
  return { kubectlPath, kubeconfig, address, folder, ...(loadCommand === undefined ? {} : { loadCommand }), ...(registry === undefined ? {} : { registry }) }
}

/** The cluster that the global setup has started or found. */
export function theCluster (): Cluster {
  const description = inject('cluster')
  const kubectl = kubectlOf(description.kubectlPath, description.kubeconfig)
  return {
    ...description,
    kubectl,
    ctl: async (args, input) => await must(kubectl(args, input)),
    load: async (archives) => {
      for (const { path } of archives) {
        const mark = join(description.folder, `${basename(path)}.loaded`)
        if (await access(mark).then(() => true, () => false)) continue
        await load(description, path)
        await writeFile(mark, '')
      }
    }
  }
}

async function load ({ enter, loadCommand }: ClusterDescription, archive: string): Promise<void> {
  if (enter !== undefined) await importImage(enter, archive)
  else if (loadCommand !== undefined) await run(['sh', '-c', `${loadCommand} "$0"`, archive])
}
