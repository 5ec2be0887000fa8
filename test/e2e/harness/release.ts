/** Our chart, installed by Helm in a namespace of its own. */
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findProgram } from '../../cluster/harness/binaries.ts'
import { eventually, freePorts, startProgram } from '../../cluster/harness/program.ts'
import { BaseImages, baseImage } from './base-images.ts'
import { archiveImage } from './buildah.ts'
import type { ImageArchive } from './buildah.ts'
import type { Cluster } from './cluster.ts'
import { exclusively } from './exclusively.ts'
import { projectImages } from './project-images.ts'
import type { Target } from './project-images.ts'
import { run } from './run.ts'
import { TOLERATIONS } from './work.ts'

/** The chart. */
export const CHART = fileURLToPath(new URL('../../../charts/subnetes', import.meta.url))

/** An installed release. */
export interface Release {
  readonly name: string
  readonly namespace: string
  /** Addresses of its gateways as peers outside dial them, by ordinal. */
  readonly doors: readonly string[]
  /** kubectl in its namespace, for what must work. */
  readonly ctl: (...args: string[]) => Promise<string>
  /** Applies objects in its namespace. */
  readonly apply: (...objects: object[]) => Promise<void>
  /** `helm upgrade` with values on top of those it was installed with. */
  readonly upgrade: (values: object) => Promise<void>
  readonly helm: (...args: string[]) => Promise<string>
  /** Leads a port of this machine to one of its pods or Services. */
  readonly forward: (target: string, port: number) => Promise<{ address: string } & AsyncDisposable>
  /** Uninstalls it and deletes its namespace; on a node of our own, which goes too, only the latter is begun. */
  readonly remove: () => Promise<void>
}

/** Longest wait for a condition: pods are made and ended meanwhile. */
const CONDITION_MS = 120_000

/** How a release is installed. */
export interface ReleaseInit {
  readonly namespace: string
  /** @default subnetes */
  readonly name?: string
  /** On top of what suits one small node. */
  readonly values?: object
  /** The first of two node ports; releases at the same time need others. @default 30401 */
  readonly firstPort?: number
  /** Helm 4, or 3. @default helm */
  readonly helm?: 'helm' | 'helm3'
}

/** Builds what is not built and gives it to the cluster: the images that every release needs, and those of `workers`. Nothing where a registry has them. */
export async function loadImages (cluster: Cluster, workers: readonly Target[] = []): Promise<void> {
  if (cluster.registry !== undefined) return
  await exclusively(cluster.folder, 'images', async () => {
    // What another file has given it is not looked at again: to find out that nothing has changed takes buildah seconds for each image.
    const given = await readdir(cluster.folder)
    const targets = (['gateway', 'operator', 'runner', ...workers] as const).filter((target) => !given.includes(`${target}.given`))
    const startedAt = performance.now()
    const archives: ImageArchive[] = [await archiveImage(await baseImage('redis')), ...await projectImages(targets)]
    const builtAt = performance.now()
    await cluster.load(archives)
    for (const target of targets) await writeFile(join(cluster.folder, `${target}.given`), '')
    const seconds = [builtAt - startedAt, performance.now() - builtAt].map((ms) => Math.round(ms / 1000))
    if (targets.length > 0) console.log(`e2e: images of ${targets.join(', ')}: built, or found as they are, in ${seconds[0]} s, loaded in ${seconds[1]} s`)
  })
}

/** Installs the chart. Its namespace takes only pods of Pod Security `restricted`. */
export async function install (cluster: Cluster, init: ReleaseInit): Promise<Release> {
  const { namespace, name = 'subnetes', firstPort = 30_401 } = init
  const nodePorts = [firstPort, firstPort + 1]
  const path = await findProgram(init.helm ?? 'helm')
  const helm = async (...args: string[]): Promise<string> => await run([path, '--kubeconfig', cluster.kubeconfig, '--namespace', namespace, ...args])
  const ctl = async (...args: string[]): Promise<string> => await cluster.ctl(['--namespace', namespace, ...args])
  const base = releaseValues(cluster, nodePorts)
  await cluster.ctl(['create', 'namespace', namespace])
  await cluster.ctl(['label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted'])
  const values = await exclusively(cluster.folder, 'kinds', async () => {
    // The first release brings the kinds, unless a test says who does. They stay when it goes, and belong to it until another takes them.
    const { code } = await cluster.kubectl(['get', 'crd', 'protocols.subnetes.dev'])
    const flags = (more: object = {}): string[] => [base, { crds: { enabled: code !== 0 } }, init.values ?? {}, more].flatMap((part) => asFlags(part))
    await helm('install', name, CHART, '--take-ownership', ...flags())
    return flags
  })
  return {
    name,
    namespace,
    doors: nodePorts.map((port) => `/ip4/${cluster.address}/tcp/${port}`),
    ctl,
    helm,
    apply: async (...objects) => { await cluster.ctl(['apply', '--server-side', '--namespace', namespace, '-f', '-'], { apiVersion: 'v1', kind: 'List', items: objects }) },
    forward: async (target, port) => await forwardPort(cluster, { namespace, target, port }),
    upgrade: async (more) => { await helm('upgrade', name, CHART, ...values(more)) },
    remove: async () => {
      // A node of our own goes with all that is on it.
      if (cluster.enter !== undefined) return await cluster.ctl(['delete', 'namespace', namespace, '--wait=false']).then(() => {})
      // Workers first, while what they finish with is there.
      await ctl('delete', 'protocols', '--all', '--cascade=foreground', '--timeout=120s')
      await helm('uninstall', name, '--ignore-not-found')
      await cluster.ctl(['delete', 'namespace', namespace, '--timeout=180s'])
    }
  }
}

/** Waits until every part of a release runs. */
export async function untilReady ({ ctl, name }: Release, timeoutSeconds = 120): Promise<void> {
  const parts = await ctl('get', 'deployments,statefulsets', '-l', `app.kubernetes.io/instance=${name},app.kubernetes.io/component in (operator, gateway, redis, console)`, '-o', 'name')
  for (const part of parts.trim().split('\n')) await ctl('rollout', 'status', part, `--timeout=${timeoutSeconds}s`)
}

/** The condition of a Protocol as `STATUS REASON`, or `none`. */
export async function condition (release: Release, protocol: string, type: string): Promise<string> {
  const found = await release.ctl('get', 'protocol', protocol, '-o', `jsonpath={.status.conditions[?(@.type=="${type}")].status} {.status.conditions[?(@.type=="${type}")].reason}`)
  return found.trim() === '' ? 'none' : found.trim()
}

/** Waits until a condition of a Protocol is as said, as `STATUS REASON`. */
export async function untilCondition (release: Release, protocol: string, type: string, wanted: string): Promise<void> {
  await eventually(`${type} of ${protocol} is ${wanted}`, async () => {
    const found = await condition(release, protocol, type)
    if (found === wanted) return true
    throw new Error(`it is ${found}`)
  }, CONDITION_MS)
}

/** Small requests, so that a node of two processors holds two releases and their workers; all else as a user has it. */
function releaseValues (cluster: Cluster, nodePorts: readonly number[]): object {
  const small = { resources: { requests: { cpu: '20m', memory: '64Mi' } }, tolerations: TOLERATIONS }
  const [repository, tag] = BaseImages.redis.split(':')
  return {
    ...(cluster.registry === undefined ? {} : { global: { imageRegistry: cluster.registry } }),
    operator: small,
    // Peers of the tests come back at once, and one node's kube-proxy knows its pods within a second.
    gateway: { ...small, minReadySeconds: 3, expose: { type: 'NodePort', addresses: [cluster.address], nodePorts } },
    redis: { ...small, image: { repository, tag } },
    // The suite that tries it says so: elsewhere it would only take room.
    console: { ...small, enabled: false }
  }
}

async function forwardPort (cluster: Cluster, { namespace, target, port }: { namespace: string, target: string, port: number }): Promise<{ address: string } & AsyncDisposable> {
  const [local] = await freePorts(1)
  const args = ['--kubeconfig', cluster.kubeconfig, '--namespace', namespace, 'port-forward', target, `${local}:${port}`]
  const logFile = join(cluster.folder, `forward-${local}.log`)
  const program = await startProgram({ path: cluster.kubectlPath, args, logFile, env: { HOME: cluster.folder } }) // kubectl keeps a cache there
  await eventually('the port is led there', async () => {
    if (program.ended()) throw new Error(program.tail())
    return program.tail().includes('Forwarding from') || undefined
  })
  return { address: `127.0.0.1:${local}`, [Symbol.asyncDispose]: async () => await program.stop() }
}

/** As flags of Helm, one for each leaf, so that later values are laid over earlier ones. */
function asFlags (values: object, path = ''): string[] {
  return Object.entries(values).flatMap(([name, value]: [string, unknown]) => {
    const at = path === '' ? name : `${path}.${name}`
    const plain = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
    return plain ? asFlags(value, at) : ['--set-json', `${at}=${JSON.stringify(value)}`]
  })
}
