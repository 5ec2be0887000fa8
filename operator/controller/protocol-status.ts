/** The status of a Protocol from what is seen of it. */
import type { Protocol, ProtocolStatus } from '@subnetes/api'
import type { ProtocolView } from '../protocols/protocols-view.ts'
import type { Manifest } from '../resources/kube-object.ts'
import { selectorText, templateHash } from '../resources/names.ts'
import { mergeConditions } from './conditions.ts'
import type { Observation } from './conditions.ts'
import type { StatusContribution, StatusFacts } from './status-source.ts'

/** What was seen. */
export interface Observed {
  /** The Deployment, when it is there. */
  readonly deployment: Manifest | undefined
  readonly view: Pick<ProtocolView, 'problem' | 'conflict'>
  /** What other components know; of two of one condition the later wins. */
  readonly contributions: readonly StatusContribution[]
}

interface DeploymentStatus {
  readonly observedGeneration?: number
  readonly replicas?: number
  readonly readyReplicas?: number
  readonly updatedReplicas?: number
  readonly conditions?: ReadonlyArray<{ readonly type: string, readonly status: string, readonly reason?: string, readonly message?: string }>
}

/** The whole new status. `now` is RFC 3339 text, for conditions that change. */
export function protocolStatus (protocol: Protocol, observed: Observed, now: string): ProtocolStatus {
  const before = protocol.status ?? {}
  const generation = protocol.metadata.generation ?? 1
  const { replicas = 0, readyReplicas = 0, updatedReplicas = 0 } = statusOf(observed.deployment)
  return {
    ...before,
    observedGeneration: generation,
    replicas,
    readyReplicas,
    updatedReplicas,
    desiredReplicas: wantedReplicas(protocol),
    selector: selectorText(protocol),
    currentTemplateHash: templateHash(protocol),
    ...factsOf(observed.contributions),
    conditions: mergeConditions(before.conditions ?? [], observationsOf(protocol, observed), { now, generation })
  }
}

/** Conditions that others observe; until they do, they are not known. */
const OBSERVED_ELSEWHERE = ['GatewayRegistered', 'ScalingLimited', 'Draining', 'Degraded'] as const

function observationsOf (protocol: Protocol, observed: Observed): Observation[] {
  const { readyReplicas = 0 } = statusOf(observed.deployment)
  const workers = workersObservation(protocol, observed)
  const all = new Map<string, Observation>()
  const own = [schemaObservation(observed), workers, progressObservation(protocol, observed), activeObservation(protocol, readyReplicas)]
  for (const observation of [...own, ...observed.contributions.flatMap(({ conditions = [] }) => conditions)]) all.set(observation.type, observation)
  for (const type of OBSERVED_ELSEWHERE) {
    const isKnown = all.has(type) || protocol.status?.conditions?.some((condition) => condition.type === type) === true
    if (!isKnown) all.set(type, { type, status: 'Unknown', reason: 'NotObserved', message: 'nothing is known yet' })
  }
  return [readyObservation(observed, workers, all.get('GatewayRegistered')), ...all.values()]
}

function factsOf (contributions: readonly StatusContribution[]): StatusFacts {
  return Object.assign({}, ...contributions.map(({ facts }) => facts)) as StatusFacts
}

/** What the Deployment should have. */
export function wantedReplicas (protocol: Protocol): number {
  return protocol.spec.suspend ? 0 : protocol.spec.replicas
}

function statusOf (deployment: Manifest | undefined): DeploymentStatus {
  return deployment?.['status'] ?? {}
}

function schemaObservation ({ view: { problem } }: Observed): Observation {
  return problem === undefined
    ? { type: 'SchemaValid', status: 'True', reason: 'Compiled', message: 'the schema compiles and has every method that is named' }
    : { type: 'SchemaValid', status: 'False', reason: problem.reason, message: problem.message }
}

function workersObservation (protocol: Protocol, { deployment }: Observed): Observation {
  const type = 'WorkersAvailable'
  const wanted = wantedReplicas(protocol)
  const { readyReplicas: ready = 0 } = statusOf(deployment)
  if (wanted === 0) return { type, status: 'True', reason: protocol.spec.suspend ? 'Suspended' : 'ScaledToZero', message: 'no workers are wanted' }
  const message = `${ready} of ${wanted} workers are ready`
  if (ready >= wanted) return { type, status: 'True', reason: 'AllReady', message }
  return ready > 0 ? { type, status: 'True', reason: 'SomeReady', message } : { type, status: 'False', reason: 'NoneReady', message }
}

function progressObservation (protocol: Protocol, { deployment }: Observed): Observation {
  const type = 'Progressing'
  const status = statusOf(deployment)
  const stuck = status.conditions?.find((condition) => (condition.type === 'Progressing' && condition.status === 'False') || (condition.type === 'ReplicaFailure' && condition.status === 'True'))
  if (stuck !== undefined) return { type, status: 'False', reason: stuck.reason ?? 'Failed', message: stuck.message ?? '' }
  const wanted = wantedReplicas(protocol)
  const current = status.observedGeneration === deployment?.metadata.generation
  const { replicas = 0, readyReplicas = 0, updatedReplicas = 0 } = status
  if (deployment !== undefined && current && [replicas, readyReplicas, updatedReplicas].every((count) => count === wanted)) {
    return { type, status: 'False', reason: 'Complete', message: 'the workers are as wanted' }
  }
  return { type, status: 'True', reason: 'RollingOut', message: `${updatedReplicas} of ${wanted} workers are of the present template, ${replicas} there are` }
}

function activeObservation (protocol: Protocol, ready: number): Observation {
  const type = 'Active'
  if (wantedReplicas(protocol) === 0) return { type, status: 'False', reason: protocol.spec.suspend ? 'Suspended' : 'Idle', message: 'no workers are wanted' }
  return ready > 0
    ? { type, status: 'True', reason: 'Serving', message: `${ready} workers are ready` }
    : { type, status: 'Unknown', reason: 'Activating', message: 'no worker is ready yet' }
}

/** Of gateways only what keeps peers from calling counts: one of several that is away does not. */
function readyObservation ({ view: { problem, conflict } }: Observed, workers: Observation, gateways: Observation | undefined): Observation {
  if (problem !== undefined) return { type: 'Ready', status: 'False', reason: `Schema${problem.reason}`, message: problem.message }
  if (conflict !== undefined) return { type: 'Ready', status: 'False', reason: conflict.reason, message: conflict.message }
  const uncallable = gateways?.status === 'False' && gateways.reason !== 'SomeRegistered' ? gateways : undefined
  const { status, reason, message } = workers.status === 'True' ? uncallable ?? workers : workers
  return { type: 'Ready', status, reason, message }
}
