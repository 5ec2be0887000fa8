/** All objects that a Protocol owns. */
import { RUNNER_PORT } from '@subnetes/common'
import type { Protocol } from '@subnetes/api'
import type { Manifest } from './kube-object.ts'
import { ownedMetadata } from './metadata.ts'
import { Label, RUNNER_HTTP_PORT, hashOf, selectorOf, templateHash } from './names.ts'
import { podTemplate } from './pod-template.ts'
import type { InstallationSettings, PodPeers } from './settings.ts'

/** Time beyond the slowest start after which a roll-out counts as stuck. */
const PROGRESS_MARGIN_SECONDS = 60

/** The worker pool. One pod more than wanted during a roll-out, never one less. */
export function deployment (protocol: Protocol, settings: InstallationSettings): Manifest {
  const { spec } = protocol
  const template = podTemplate(protocol, settings)
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...ownedMetadata(protocol), annotations: { [Label.TemplateHash]: templateHash(protocol), [Label.PodHash]: hashOf(template) } },
    spec: {
      replicas: spec.suspend ? 0 : spec.replicas,
      selector: { matchLabels: selectorOf(protocol) },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      progressDeadlineSeconds: spec.autoscaling.activationTimeoutSeconds + PROGRESS_MARGIN_SECONDS,
      revisionHistoryLimit: 2,
      template
    }
  }
}

/** A name for each worker pod; nothing is sent to the Service itself. */
export function service (protocol: Protocol): Manifest {
  const ports = [{ name: 'grpc', port: RUNNER_PORT, targetPort: 'grpc', protocol: 'TCP' }, { name: 'http', port: RUNNER_HTTP_PORT, targetPort: 'http', protocol: 'TCP' }]
  return { apiVersion: 'v1', kind: 'Service', metadata: ownedMetadata(protocol), spec: { clusterIP: 'None', selector: selectorOf(protocol), ports } }
}

/** An account without rights and without a token. */
export function serviceAccount (protocol: Protocol): Manifest {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: ownedMetadata(protocol), automountServiceAccountToken: false }
}

/** Keeps busy pods from eviction, where the Protocol says so. A pod whose probe fails may be busy, so unhealthy ones are held too. */
export function podDisruptionBudget (protocol: Protocol): Manifest | undefined {
  if (protocol.spec.drain.eviction !== 'Never') return undefined
  const matchLabels = { ...selectorOf(protocol), [Label.Busy]: 'true' }
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: ownedMetadata(protocol), spec: { maxUnavailable: 0, selector: { matchLabels } } }
}

/** In: gateways to the runner, the operator to all of it, monitoring to metrics. Out: DNS and what the installation allows. */
export function networkPolicy (protocol: Protocol, settings: InstallationSettings): Manifest | undefined {
  if (protocol.spec.networkPolicy !== 'Isolated') return undefined
  const monitoring = settings.monitoring === undefined ? [] : [{ from: [peer(settings.monitoring)], ports: [tcp(RUNNER_HTTP_PORT)] }]
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: ownedMetadata(protocol),
    spec: {
      podSelector: { matchLabels: selectorOf(protocol) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        { from: [peer(settings.gateways)], ports: [tcp(RUNNER_PORT)] },
        { from: [peer(settings.operator)], ports: [tcp(RUNNER_PORT), tcp(RUNNER_HTTP_PORT)] },
        ...monitoring
      ],
      egress: [{ ports: [{ protocol: 'UDP', port: 53 }, tcp(53)] }, ...settings.egress ?? []]
    }
  }
}

/** All of them, in the order in which they are needed. */
export function workerObjects (protocol: Protocol, settings: InstallationSettings): Manifest[] {
  const all = [serviceAccount(protocol), networkPolicy(protocol, settings), service(protocol), podDisruptionBudget(protocol), deployment(protocol, settings)]
  return all.filter((manifest) => manifest !== undefined)
}

function peer ({ podLabels, namespaceLabels }: PodPeers): object {
  return { podSelector: { matchLabels: podLabels }, ...(namespaceLabels === undefined ? {} : { namespaceSelector: { matchLabels: namespaceLabels } }) }
}

function tcp (port: number): { protocol: string, port: number } {
  return { protocol: 'TCP', port }
}
