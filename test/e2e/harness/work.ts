/** A protocol for tests of load: its worker needs no image but the runner's, and hardly a processor. */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { loadService } from '@subnetes/proto'
import type { ServiceDefinition } from '@subnetes/proto'

const FIXTURES = new URL('../fixtures/', import.meta.url)
const CODE = 'e2e-worker'
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
const WORK_PROTO = readFileSync(new URL('work.proto', FIXTURES), 'utf8')

/** WorkProtocol, for callers. */
export const WORK: ServiceDefinition = loadService({ proto: WORK_PROTO })

/** A node that a test drains is the only one: what other tests start meanwhile finds its place on it. */
export const TOLERATIONS = [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' }] as const

/** What varies between protocols of the tests. */
export interface WorkProtocolInit {
  readonly name: string
  /** Of the service; two protocols cannot have one handle. @default WorkProtocol as it is */
  readonly handlerPrefix?: string
  /** @default Sidecar */
  readonly runner?: 'Sidecar' | 'Embedded'
  /** Told by answers. */
  readonly mark?: string
  /** Fields of `spec`. */
  readonly spec?: Readonly<Record<string, unknown>>
  /** Fields of `spec.worker`. */
  readonly worker?: Readonly<Record<string, unknown>>
  /** Instead of our own program: arguments of `node`, in a compute that knows nothing of us. */
  readonly args?: readonly string[]
}

/** The ConfigMap with the worker's program. */
export async function workerCode (): Promise<object> {
  const files = await Promise.all(['pod-worker.mjs', 'bare-compute.mjs', 'work.proto'].map(async (name) => [name, await readFile(new URL(name, FIXTURES), 'utf8')] as const))
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: CODE }, data: Object.fromEntries(files) }
}

/** A Protocol whose worker is `fixtures/pod-worker.mjs`. `registry` as in the cluster. */
export function workProtocol (init: WorkProtocolInit, registry = 'ghcr.io/subnetes'): object {
  const securityContext = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }
  return {
    apiVersion: 'subnetes.dev/v1alpha1',
    kind: 'Protocol',
    metadata: { name: init.name },
    spec: {
      ...init.spec,
      schema: { proto: WORK_PROTO, ...(init.handlerPrefix === undefined ? {} : { handlerPrefix: init.handlerPrefix }) },
      worker: {
        runner: init.runner ?? 'Sidecar',
        concurrency: 4,
        ...init.worker,
        template: {
          spec: {
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            tolerations: TOLERATIONS,
            containers: [{
              name: 'worker',
              image: `${registry}/runner:${version}`,
              command: ['node', ...init.args ?? ['e2e/pod-worker.mjs']],
              env: [{ name: 'WORK_MARK', value: init.mark ?? '' }],
              resources: { requests: { cpu: '5m', memory: '32Mi' } },
              securityContext,
              volumeMounts: [{ name: 'code', mountPath: '/app/e2e' }, { name: 'tmp', mountPath: '/tmp' }]
            }],
            volumes: [{ name: 'code', configMap: { name: CODE } }, { name: 'tmp', emptyDir: {} }]
          }
        }
      }
    }
  }
}
