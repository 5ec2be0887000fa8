/** Our chart, installed by Helm in a namespace of its own. */
import { fileURLToPath } from 'node:url'
import { findProgram } from '../../cluster/harness/binaries.ts'
import { eventually } from '../../cluster/harness/program.ts'
import { BaseImages, baseImage } from './base-images.ts'
import { archiveImage } from './buildah.ts'
import type { ImageArchive } from './buildah.ts'
import type { Cluster } from './cluster.ts'
import { projectImages } from './project-images.ts'
import type { Target } from './project-images.ts'
import { run } from './run.ts'

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
  /** Uninstalls it and deletes its namespace. */
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
}

/** Builds what is not built and gives it to the cluster: the images that every release needs, and those of `workers`. Nothing where a registry has them. */
export async function loadImages (cluster: Cluster, workers: readonly Target[] = []): Promise<void> {
  if (cluster.registry !== undefined) return
  const archives: ImageArchive[] = [await archiveImage(await baseImage('redis')), ...await projectImages(['gateway', 'operator', 'runner', ...workers])]
  await cluster.load(archives)
}

/** Installs the chart. Its namespace takes only pods of Pod Security `restricted`. */
export async function install (cluster: Cluster, init: ReleaseInit): Promise<Release> {
  const { namespace, name = 'subnetes', firstPort = 30_401 } = init
  const nodePorts = [firstPort, firstPort + 1]
  const path = await findProgram('helm')
  const helm = async (...args: string[]): Promise<string> => await run([path, '--kubeconfig', cluster.kubeconfig, '--namespace', namespace, ...args])
  const ctl = async (...args: string[]): Promise<string> => await cluster.ctl(['--namespace', namespace, ...args])
  const base = releaseValues(cluster, nodePorts)
  await cluster.ctl(['create', 'namespace', namespace])
  await cluster.ctl(['label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted'])
  const values = (more: object = {}): string[] => [base, init.values ?? {}, more].flatMap((part) => asFlags(part))
  // The kinds stay when a release goes, and belong to it until another takes them.
  await helm('install', name, CHART, '--take-ownership', ...values())
  return {
    name,
    namespace,
    doors: nodePorts.map((port) => `/ip4/${cluster.address}/tcp/${port}`),
    ctl,
    helm,
    apply: async (...objects) => { await cluster.ctl(['apply', '--server-side', '--namespace', namespace, '-f', '-'], { apiVersion: 'v1', kind: 'List', items: objects }) },
    upgrade: async (more) => { await helm('upgrade', name, CHART, ...values(more)) },
    remove: async () => {
      // Workers first, while what they finish with is there.
      await ctl('delete', 'protocols', '--all', '--cascade=foreground', '--timeout=120s')
      await helm('uninstall', name, '--ignore-not-found')
      await cluster.ctl(['delete', 'namespace', namespace, '--timeout=180s'])
    }
  }
}

/** Waits until every part of a release runs. */
export async function untilReady ({ ctl, name }: Release, timeoutSeconds = 120): Promise<void> {
  for (const part of [`deployment/${name}-operator`, `statefulset/${name}-gateway`, `statefulset/${name}-redis`]) await ctl('rollout', 'status', part, `--timeout=${timeoutSeconds}s`)
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
  const small = { requests: { cpu: '20m', memory: '64Mi' } }
  const [repository, tag] = BaseImages.redis.split(':')
  return {
    ...(cluster.registry === undefined ? {} : { global: { imageRegistry: cluster.registry } }),
    operator: { resources: small },
    gateway: { resources: small, expose: { type: 'NodePort', addresses: [cluster.address], nodePorts } },
    redis: { resources: small, image: { repository, tag } }
  }
}

/** As flags of Helm, one for each leaf, so that later values are laid over earlier ones. */
function asFlags (values: object, path = ''): string[] {
  return Object.entries(values).flatMap(([name, value]: [string, unknown]) => {
    const at = path === '' ? name : `${path}.${name}`
    const plain = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
    return plain ? asFlags(value, at) : ['--set-json', `${at}=${JSON.stringify(value)}`]
  })
}
