/** The parts of an operator that scale, put together as its main does, in the process of the test. */
import { silentLogger, silentMetrics } from '@subnetes/common'
import type { Logger, Metrics } from '@subnetes/common'
import { RunnerClient } from '@subnetes/control'
import { Autoscaler, Drainer, EventRecorder, GatewayHub, LeaderElection, PodFleet, ProtocolCatalog, ProtocolController, QueueReader, fleetStatus } from '@subnetes/operator'
import type { Deployments, LeaderPart } from '@subnetes/operator'
import { testClient } from './connection.ts'

/** Label of gateway pods in the tests. */
export const GATEWAY_LABELS = { 'app.kubernetes.io/component': 'gateway' } as const

/** How an operator is made. */
export interface OperatorInit {
  readonly kubeconfig: string
  readonly namespace: string
  readonly identity: string
  /** Another address than the kubeconfig's: a proxy before the API server. */
  readonly server?: string
  readonly redis?: string
  readonly logger?: Logger
  readonly metrics?: Metrics
}

/** A running operator. */
export interface TestOperator {
  readonly autoscaler: Autoscaler
  readonly election: LeaderElection
  readonly hub: GatewayHub
  readonly fleet: PodFleet
  /** `HOST:PORT` of its Control server. */
  readonly address: string
  /** In order, as at SIGTERM. */
  readonly stop: () => Promise<void>
}

/** Starts one: it follows, and leads when the Lease is free. */
export async function startOperator (init: OperatorInit): Promise<TestOperator> {
  const { namespace, identity, logger = silentLogger, metrics = silentMetrics } = init
  const { client, close } = testClient(init.kubeconfig, { userAgent: identity, ...(init.server === undefined ? {} : { server: init.server }) })
  const base = { client, logger, metrics }
  const events = new EventRecorder({ instance: identity }, base)
  const namespaces = [namespace]
  const protocols = new ProtocolCatalog({ namespaces }, base)
  const fleet = new PodFleet({ namespaces }, { ...base, openRunner: ({ address }) => new RunnerClient({ address }) })
  const hub = new GatewayHub({ namespace, podLabels: GATEWAY_LABELS, listen: '127.0.0.1:0' }, { ...base, protocols, fleet })
  const settings = { runnerImage: 'runner:1', gateways: { podLabels: GATEWAY_LABELS }, operator: { podLabels: { a: 'operator' } } }
  const deployments: Deployments = { deployment: (protocol) => controller.deployment(protocol), expectDeployment: (written) => controller.expectDeployment(written) }
  const drainer = new Drainer({ ...base, protocols, fleet, deployments, events })
  const queues = init.redis === undefined ? undefined : new QueueReader({ url: init.redis }, { logger })
  const autoscaler = new Autoscaler({ namespaces }, { ...base, protocols, reports: hub, fleet, events, ...(queues === undefined ? {} : { queues }) })
  const controller = new ProtocolController({ namespaces, settings }, { ...base, events, protocols, sources: [fleetStatus(fleet), autoscaler], poolSize: drainer })
  const parts: LeaderPart[] = [fleet, hub, controller, drainer, autoscaler]
  const election: LeaderElection = new LeaderElection({ namespace, name: 'operator', identity, leaseMs: 4000, renewDeadlineMs: 3000, retryMs: 400 }, {
    ...base,
    lead: ({ term: number, signal }) => {
      for (const part of parts) void part.lead({ number, signal, isCurrent: () => election.isLeader() })
    }
  })
  await queues?.start()
  await Promise.all([protocols.start(), fleet.start(), hub.start(), controller.start()])
  await Promise.all([protocols.whenSynced(), fleet.whenSynced(), hub.whenSynced(), controller.whenSynced()])
  await election.start()
  return {
    autoscaler,
    election,
    hub,
    fleet,
    address: hub.address ?? '',
    stop: async () => {
      await election.stop()
      for (const part of parts.toReversed()) await part.stop()
      await Promise.all([protocols.stop(), queues?.stop()])
      await close()
    }
  }
}
