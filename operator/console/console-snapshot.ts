/** What the operator shows to consoles, from what its parts know anyway. Pure: nothing is kept for it. */
import type { ConsoleGateway, ConsolePhase, ConsoleProtocol, ConsoleSnapshot, ConsoleWorker } from '@subnetes/control'
import type { ScaleReport } from '@subnetes/scaling'
import { wantedReplicas } from '../controller/protocol-status.ts'
import type { MatchedGateway } from '../gateways/gateway-book.ts'
import type { ProtocolView, ProtocolsView } from '../protocols/protocols-view.ts'
import type { Worker, WorkerFleet } from '../workers/worker-fleet.ts'
import type { WorkerPod } from '../workers/worker-pod.ts'
import { problemsOf } from './console-problems.ts'

/** Where the facts come from. */
export interface ConsoleSources {
  readonly protocols: Pick<ProtocolsView, 'list'>
  readonly fleet: Pick<WorkerFleet, 'workers'>
  /** Every live gateway with its connection. */
  readonly gateways: () => readonly MatchedGateway[]
  /** The last look of the autoscaler at a pool. */
  readonly report: (protocolKey: string) => ScaleReport | undefined
}

/** Who shows it. */
export interface ConsoleFacts {
  readonly installation: string
  readonly decider: string
  readonly version: string
  /** Epoch milliseconds at 0 of the clock of the gateways' times. */
  readonly clockOriginMs: number
}

/** Everything now, in one order. */
export function consoleSnapshot (sources: ConsoleSources, { clockOriginMs, ...facts }: ConsoleFacts): ConsoleSnapshot {
  const gateways = sources.gateways()
  return {
    ...facts,
    protocols: sources.protocols.list().map((view) => protocolOf(view, sources, gateways)).toSorted((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name)),
    gateways: gateways.map((gateway) => gatewayOf(gateway, clockOriginMs)).toSorted((a, b) => compare(a.id, b.id)),
    problems: []
  }
}

function protocolOf (view: ProtocolView, sources: ConsoleSources, gateways: readonly MatchedGateway[]): ConsoleProtocol {
  const { key, name, protocol } = view
  const workers = sources.fleet.workers(key)
  const report = sources.report(key)
  return {
    name,
    namespace: protocol.metadata.namespace ?? '',
    phase: phaseOf(view, workers),
    workers: workers.map(consoleWorker).toSorted((a, b) => compare(a.id, b.id)),
    replicas: wantedReplicas(protocol),
    scaling: { mode: protocol.spec.autoscaling.mode, ...decisionOf(report ?? { desired: protocol.spec.replicas, reason: '', words: '' }) },
    load: loadOf(view, gateways),
    jobs: jobsOf(report),
    problems: problemsOf(view)
  }
}

function decisionOf ({ desired, reason, words }: Omit<ConsoleProtocol['scaling'], 'mode'>): Omit<ConsoleProtocol['scaling'], 'mode'> {
  return { desired, reason, words }
}

/** As scaling counted them; undefined before the first count. */
function jobsOf (report: ScaleReport | undefined): ConsoleProtocol['jobs'] {
  const { queueWaiting, queueActive } = report?.sample ?? {}
  if (queueWaiting === undefined && queueActive === undefined) return undefined
  return { waiting: Math.round(queueWaiting ?? 0), running: Math.round(queueActive ?? 0) }
}

/** The state in a word. What gateways made of it is read from the status, which may be a moment old. */
export function phaseOf ({ protocol, isServed }: ProtocolView, workers: readonly Worker[]): ConsolePhase {
  const found = (type: string): string => {
    const { status, reason } = protocol.status?.conditions?.find((condition) => condition.type === type) ?? {}
    return `${status} ${reason}`
  }
  if (protocol.metadata.deletionTimestamp != null) return 'stopping'
  if (!isServed || found('GatewayRegistered') === 'False Refused') return 'refused'
  if (protocol.spec.suspend) return 'suspended'
  if (wantedReplicas(protocol) === 0) return 'idle'
  if (workers.filter(({ state }) => state === 'ready').length >= wantedReplicas(protocol)) return 'ready'
  return found('Degraded').startsWith('True') ? 'degraded' : 'starting'
}

function consoleWorker ({ name, state, node, runner, unschedulable = '', pod }: Worker): ConsoleWorker {
  const { slots, activeCalls, activeJobs } = runner ?? { slots: 0, activeCalls: 0, activeJobs: 0 }
  return { id: name, state, slots, activeCalls, activeJobs, node, message: unschedulable, restarts: restartsOf(pod) }
}

/** Of compute and of the runner, which is an init container. */
function restartsOf ({ status }: WorkerPod): number {
  return [...status?.containerStatuses ?? [], ...status?.initContainerStatuses ?? []].reduce((sum, { restartCount = 0 }) => sum + restartCount, 0)
}

/** Of a name that two Protocols want only the one that is served has load. */
function loadOf ({ name, isServed }: ProtocolView, gateways: readonly MatchedGateway[]): ConsoleProtocol['load'] {
  const sum = { running: 0, waiting: 0, finished: 0, failed: 0, shed: 0 }
  if (!isServed) return sum
  for (const { connection } of gateways) {
    const load = connection?.loads.get(name)
    if (load === undefined) continue
    sum.running += load.interactive
    sum.waiting += load.held
    sum.finished += load.callsFinished
    sum.failed += load.callsFailed
    sum.shed += load.callsShed
  }
  return sum
}

function gatewayOf ({ gateway, connection }: MatchedGateway, clockOriginMs: number): ConsoleGateway {
  const { id, isConnected, peerId, since } = gateway
  const { multiaddrs = [], version = '' } = connection?.hello ?? {}
  return { id, connected: isConnected, peerId, multiaddrs, version, sinceMs: Math.round(clockOriginMs + since), counted: connection?.reportedAt !== undefined }
}

/** Not localeCompare: a thousand Protocols are put in order each second. */
function compare (a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
