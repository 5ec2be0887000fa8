/** What an operator is made of, each part given what it needs. */
import { consoleTlsName, gatewayTlsName, packageVersion } from '@subnetes/common'
import type { Logger, Metrics, Startable } from '@subnetes/common'
import { RunnerClient } from '@subnetes/control'
import type { ConsoleInit } from '@subnetes/control'
import { Certificates } from './certificates/certificates.ts'
import type { OperatorConfig } from './config.ts'
import { consoleSnapshot } from './console/console-snapshot.ts'
import type { ConsoleSources } from './console/console-snapshot.ts'
import type { ApiClient } from './controller/api-client.ts'
import { EventRecorder } from './controller/event-recorder.ts'
import type { LeaderPart } from './controller/leader-term.ts'
import { PodProblemStatus } from './controller/pod-problem-status.ts'
import { ProtocolController } from './controller/protocol-controller.ts'
import { Drainer } from './drain/drainer.ts'
import type { Deployments } from './drain/drainer.ts'
import { GatewayHub } from './gateways/gateway-hub.ts'
import { GatewayStatus } from './gateways/gateway-status.ts'
import { ExternalScaler } from './keda/external-scaler.ts'
import { ProtocolCatalog } from './protocols/protocol-catalog.ts'
import { RedisUsers } from './redis/redis-users.ts'
import type { InstallationSettings } from './resources/settings.ts'
import { Autoscaler } from './scaling/autoscaler.ts'
import { QueueReader } from './scaling/queue-counts.ts'
import { fleetStatus } from './workers/fleet-status.ts'
import { PodFleet } from './workers/pod-fleet.ts'
import { isMarkedBusy } from './workers/worker-pod.ts'

/** What every part may use. */
export interface Base { readonly client: ApiClient, readonly logger: Logger, readonly metrics: Metrics }

/** Something that reads the cluster into memory. */
export interface Reader extends Startable {
  readonly whenSynced: () => Promise<void>
  /** Milliseconds since the API server was last heard of. */
  readonly silentMs: number
}

/** The parts, in the order in which they begin. */
export interface OperatorParts {
  readonly hub: GatewayHub
  /** Run in every replica, and know the cluster once they are synced. */
  readonly readers: Readonly<Record<string, Reader>>
  /** Run in every replica beside them. */
  readonly helpers: readonly Startable[]
  /** Begin to write when the replica leads. */
  readonly leading: readonly LeaderPart[]
}

/** Makes and connects them; nothing is begun. */
export function operatorParts (config: OperatorConfig, base: Base): OperatorParts {
  const { namespaces, namespace, instance } = config
  const events = new EventRecorder({ instance: config.podName }, base)
  const protocols = new ProtocolCatalog({ namespaces }, base)
  const certificates = config.tls === undefined
    ? undefined
    : new Certificates({ instance, tls: { namespace, issuerRef: config.tls.issuerRef }, console: config.console }, { ...base, protocols, events })
  const openRunner = ({ address, pod }: { address: string, pod: Parameters<Certificates['runnerTls']>[0] }): RunnerClient => {
    return new RunnerClient({ address, logger: base.logger, tls: certificates?.runnerTls(pod) })
  }
  const fleet = new PodFleet({ namespaces }, { ...base, openRunner })
  const hub: GatewayHub = new GatewayHub({
    namespace,
    ...(config.console ? { console: consoleOf(config, () => ({ protocols, fleet, gateways: () => hub.matched(), report: (key) => autoscaler.report(key) })) } : {}),
    podLabels: podLabels(config, 'gateway'),
    listen: config.controlListen,
    ...(certificates === undefined ? {} : { tls: { source: certificates.source, clients: [gatewayTlsName(namespace)] }, endpointTls: ({ pod }) => certificates.endpointTls(pod) })
  }, { ...base, protocols, fleet })
  certificates?.onChange((key) => hub.touch(key))
  const known = { ...base, protocols, fleet, events, reports: hub }
  const deployments: Deployments = { deployment: (protocol) => controller.deployment(protocol), expectDeployment: (written) => controller.expectDeployment(written) }
  const drainer = new Drainer({ ...known, deployments })
  const queues = config.redis === undefined ? undefined : new QueueReader({ url: config.redis }, base)
  const users = config.redis === undefined ? undefined : new RedisUsers({ adminUrl: config.redis, instance, watches: watcher(config) }, known)
  const autoscaler: Autoscaler = new Autoscaler({ namespaces }, { ...known, ...(queues === undefined ? {} : { queues }) })
  const keda = config.keda === undefined ? undefined : new ExternalScaler({ listen: config.keda }, { ...known, scaler: autoscaler })
  const problems = new PodProblemStatus({}, known)
  const gateways = new GatewayStatus({}, known)
  const sources = [fleetStatus(fleet), gateways, problems, autoscaler, ...optional(users)]
  const isBusy = (protocolKey: string): boolean => fleet.workers(protocolKey).some(({ pod }) => isMarkedBusy(pod))
  const controller: ProtocolController = new ProtocolController({ namespaces, settings: settingsOf(config) }, { ...known, sources, poolSize: drainer, isBusy })
  return {
    hub,
    readers: { protocols, workers: fleet, gateways: hub, children: controller },
    helpers: [...optional(certificates), ...optional(queues), problems, gateways],
    leading: [...optional(certificates), ...optional(users), fleet, hub, controller, drainer, autoscaler, ...optional(keda)]
  }
}

/** Asked for pictures while a console watches, and then only: the operator's memory is measured without one. */
function consoleOf ({ namespace, instance, podName }: OperatorConfig, sources: () => ConsoleSources): ConsoleInit {
  const facts = { installation: `${instance} in ${namespace}`, decider: podName, version: packageVersion(import.meta.url), clockOriginMs: performance.timeOrigin }
  return { snapshot: () => consoleSnapshot(sources(), facts), clients: [consoleTlsName(namespace)] }
}

function optional<T> (value: T | undefined): T[] {
  return value === undefined ? [] : [value]
}

function watcher ({ namespaces }: OperatorConfig): (namespace: string) => boolean {
  return (namespace) => namespaces === 'all' || namespaces.includes(namespace)
}

/** Labels of the installation's own pods. */
function podLabels ({ instance }: OperatorConfig, component: 'gateway' | 'operator'): Record<string, string> {
  return { 'app.kubernetes.io/component': component, 'app.kubernetes.io/instance': instance }
}

function settingsOf (config: OperatorConfig): InstallationSettings {
  const { runnerImage, namespace, monitoring, workerEgress, tls } = config
  const namespaceLabels = { 'kubernetes.io/metadata.name': namespace }
  return {
    runnerImage,
    redis: config.redis !== undefined,
    gateways: { podLabels: podLabels(config, 'gateway'), namespaceLabels },
    operator: { podLabels: podLabels(config, 'operator'), namespaceLabels },
    egress: workerEgress,
    ...(monitoring === undefined ? {} : { monitoring }),
    ...(tls === undefined ? {} : { tls: { namespace, issuerRef: tls.issuerRef } })
  }
}
