/** What the twin shows to consoles, from its status. Pure. */
import type { ConsoleProblem, ConsoleProtocol, ConsoleSnapshot, ConsoleWorker } from '@subnetes/control'
import type { CatalogProblem } from './catalog.ts'
import type { GatewayStatus, ProtocolStatus, TwinStatus, WorkerStatus } from './status.ts'

/** Who shows it. */
export interface TwinFacts {
  /** What tells it from other subnets of this machine. */
  readonly installation: string
  readonly version: string
  /** What is wrong with the manifests. */
  readonly manifests: readonly CatalogProblem[]
}

/** Everything now. */
export function twinSnapshot ({ gateway, jobs, protocols }: TwinStatus, { installation, version, manifests }: TwinFacts): ConsoleSnapshot {
  const problems = [
    ...gateway.message === '' ? [] : [problem('GatewayDown', gateway.message)],
    // Jobs in memory are a choice, told at the start.
    ...jobs.kept === 'memory' || jobs.phase === 'ready' || jobs.message === '' ? [] : [problem('JobsNotKept', jobs.message)],
    ...manifests.map(({ kind, message }) => problem(kind === 'refused' ? 'ManifestRefused' : kind === 'skipped' ? 'ManifestSkipped' : 'ManifestInvalid', message))
  ]
  return {
    installation,
    decider: 'subnetes up',
    version,
    protocols: protocols.map(protocolOf).toSorted((a, b) => a.name < b.name ? -1 : 1),
    gateways: [gatewayOf(gateway, version)],
    problems
  }
}

function gatewayOf ({ phase, peerId, multiaddrs }: GatewayStatus, version: string): ConsoleSnapshot['gateways'][number] {
  const connected = phase === 'ready'
  return { id: 'gateway', connected, peerId, multiaddrs, version, sinceMs: 0, counted: connected }
}

function protocolOf ({ name, phase, workers, replicas, scaling, load, jobs, message }: ProtocolStatus): ConsoleProtocol {
  const { mode, desired, reason, words } = scaling
  return {
    name,
    namespace: '',
    phase,
    workers: workers.map(workerOf),
    replicas,
    scaling: { mode, desired, reason, words },
    load: { running: load.active, waiting: load.held, finished: load.finished, failed: load.failed, shed: load.shed },
    jobs: jobs === undefined ? undefined : { waiting: jobs.waiting, running: jobs.active },
    problems: message === '' ? [] : [problem(phase === 'refused' ? 'Refused' : 'WorkersFailing', message)]
  }
}

function workerOf ({ id, phase, slots, activeCalls, activeJobs, message, starts }: WorkerStatus): ConsoleWorker {
  return { id, state: phase, slots, activeCalls, activeJobs, node: '', message, restarts: Math.max(0, starts - 1) }
}

/** Since when is not kept. */
function problem (reason: string, message: string): ConsoleProblem {
  return { reason, message, sinceMs: 0, limiting: false }
}
