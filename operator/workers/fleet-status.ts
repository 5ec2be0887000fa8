/** What the workers themselves add to a Protocol's status. */
import type { KeyListener } from '../controller/change-source.ts'
import type { StatusContribution, StatusSource } from '../controller/status-source.ts'
import type { Worker, WorkerFleet } from './worker-fleet.ts'

/** `busyReplicas`, `drainingReplicas` and the condition `Draining`. */
export function fleetStatus (fleet: Pick<WorkerFleet, 'workers' | 'onChange'>): StatusSource {
  return {
    onChange: (listener: KeyListener) => fleet.onChange(listener),
    status: (protocolKey) => contribution(fleet.workers(protocolKey))
  }
}

function contribution (workers: readonly Worker[]): StatusContribution {
  const draining = workers.filter(({ state }) => state === 'draining').length
  const busy = workers.filter(({ runner }) => runner !== undefined && runner.activeCalls + runner.activeJobs > 0).length
  const condition = draining === 0
    ? { type: 'Draining', status: 'False', reason: 'NoneDraining', message: 'no worker was chosen to go' } as const
    : { type: 'Draining', status: 'True', reason: 'WorkersDraining', message: `${draining} of ${workers.length} workers take nothing new and finish what they have` } as const
  return { conditions: [condition], facts: { busyReplicas: busy, drainingReplicas: draining } }
}
