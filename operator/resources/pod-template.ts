/** The pod of a worker: its author's template with what a worker needs. */
import type { Protocol, WorkerContainer, WorkerPodSpec } from '@subnetes/api'
import { Label, labelsOf, templateHash, workerName } from './names.ts'
import { DRAIN_HOOK, READINESS, RUNNER_NAME, RUNNER_PORTS, computeEnvironment, runnerContainer, runnerEnvironment } from './runner-container.ts'
import type { Container, RunnerLinks } from './runner-container.ts'
import { redisEnvironment } from './redis-environment.ts'
import type { InstallationSettings } from './settings.ts'
import { tlsParts } from './tls-volume.ts'

type Fields = Readonly<Record<string, unknown>>

/** Pod metadata and spec for the Deployment. @throws nothing for a Protocol that is valid in a cluster */
export function podTemplate (protocol: Protocol, settings: InstallationSettings): { metadata: Fields, spec: Fields } {
  const { worker, drain } = protocol.spec
  const given: WorkerPodSpec = worker.template?.spec ?? { containers: [] }
  const metadata = fields(worker.template?.['metadata'])
  const sidecar = worker.runner === 'Sidecar'
  const tls = tlsParts(protocol, settings.tls)
  const links: RunnerLinks = { mounts: tls.mounts, env: [...tls.env, ...redisEnvironment(protocol, settings.redis === true)] }
  const volumes = [...list(given['volumes']), ...(sidecar ? [{ name: RUNNER_NAME, emptyDir: { sizeLimit: '64Mi' } }] : []), ...tls.volumes]
  const spec = {
    ...given,
    ...gpuFields(protocol, given),
    serviceAccountName: workerName(protocol),
    automountServiceAccountToken: false,
    // Variables of Services would bear names such as SUBNETES_REDIS_PORT.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: drain.gracePeriodSeconds,
    containers: given.containers.map((container) => container.name === 'worker' ? workerContainer(protocol, container, links) : container),
    ...(sidecar ? { initContainers: [runnerContainer(protocol, settings.runnerImage, links), ...list(given['initContainers'])] } : {}),
    ...(volumes.length > 0 ? { volumes } : {})
  }
  return {
    metadata: {
      labels: { ...fields(metadata['labels']), ...labelsOf(protocol), ...tls.labels, [Label.TemplateHash]: templateHash(protocol) },
      annotations: { ...fields(metadata['annotations']), ...evictionAnnotations(protocol) }
    },
    spec
  }
}

function workerContainer (protocol: Protocol, given: WorkerContainer, links: RunnerLinks): Container {
  const { gpu, runner } = protocol.spec.worker
  const ours = runner === 'Sidecar' ? computeEnvironment(protocol) : [...runnerEnvironment(protocol), ...links.env]
  const names = ours.map(({ name }) => name)
  const env = [...list(given['env']).filter(({ name }) => !names.includes(name)), ...ours]
  const lifecycle = { ...fields(given['lifecycle']), preStop: DRAIN_HOOK }
  const embedded = runner === 'Embedded' ? { ports: [...list(given['ports']), ...RUNNER_PORTS], readinessProbe: given['readinessProbe'] ?? READINESS, ...mountsOf(given, links) } : {}
  if (gpu === undefined || gpu.count === 0) return { ...given, env, lifecycle, ...embedded }
  const resources = fields(given['resources'])
  // An extended resource is asked for by its limit; a request, where there is one, must be the same.
  const limits = { ...fields(resources['limits']), [gpu.resourceName]: String(gpu.count) }
  return { ...given, env, lifecycle, ...embedded, resources: { ...resources, limits } }
}

function mountsOf (given: WorkerContainer, { mounts }: RunnerLinks): Fields {
  return mounts.length === 0 ? {} : { volumeMounts: [...list(given['volumeMounts']), ...mounts] }
}

function gpuFields (protocol: Protocol, given: WorkerPodSpec): Fields {
  const { gpu } = protocol.spec.worker
  if (gpu === undefined || gpu.count === 0) return {}
  // Nodes with MIG devices carry the taint of the whole cards.
  const key = gpu.resourceName.startsWith('nvidia.com/') ? 'nvidia.com/gpu' : gpu.resourceName
  const tolerations = list(given['tolerations'])
  const tolerated = tolerations.some((toleration) => toleration['key'] === key)
  const runtimeClassName = given['runtimeClassName'] ?? gpu.runtimeClassName
  return {
    tolerations: tolerated ? tolerations : [...tolerations, { key, operator: 'Exists', effect: 'NoSchedule' }],
    ...(runtimeClassName === undefined ? {} : { runtimeClassName })
  }
}

/** What cluster-autoscaler and Karpenter read. `OnUpgrade` keeps them off too, but has no disruption budget, so that a node may be upgraded. */
function evictionAnnotations (protocol: Protocol): Record<string, string> {
  const mayEvict = protocol.spec.drain.eviction === 'Always'
  return { 'cluster-autoscaler.kubernetes.io/safe-to-evict': String(mayEvict), ...(mayEvict ? {} : { 'karpenter.sh/do-not-disrupt': 'true' }) }
}

function fields (value: unknown): Fields {
  return typeof value === 'object' && value !== null ? value as Fields : {}
}

function list (value: unknown): Fields[] {
  return Array.isArray(value) ? value as Fields[] : []
}
