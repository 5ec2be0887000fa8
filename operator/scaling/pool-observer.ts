/** One Protocol's pool as the scaling policy looks at it: from reports, pods, runners and queues. */
import type { Protocol } from '@subnetes/api'
import type { GatewayView, PoolView, QueueView } from '@subnetes/scaling'
import type { GatewayReports, ReceivedLoad } from '../gateways/gateway-reports.ts'
import { templateHash } from '../resources/names.ts'
import type { WorkerFleet } from '../workers/worker-fleet.ts'
import { workerView } from './worker-view.ts'

/** Where the facts come from. */
export interface PoolObserverComponents {
  readonly reports: Pick<GatewayReports, 'live' | 'loads'>
  readonly fleet: Pick<WorkerFleet, 'workers'>
}

/** Everything about a pool now. Gateways that are not known yet are none, and then nothing shrinks. */
export function observePool (components: PoolObserverComponents, key: string, facts: { protocol: Protocol, queue: QueueView | null | undefined }): PoolView {
  const { protocol, queue } = facts
  const hash = templateHash(protocol)
  const loads = new Map(components.reports.loads(key).map((load) => [load.gateway, load]))
  return {
    replicas: protocol.spec.replicas,
    gateways: (components.reports.live() ?? []).map(({ id }) => gatewayView(id, loads.get(id))),
    workers: components.fleet.workers(key).map((worker) => workerView(worker, { templateHash: hash })),
    queue
  }
}

function gatewayView (id: string, load: ReceivedLoad | undefined): GatewayView {
  return { id, load: load?.load, receivedAt: load?.receivedAt === undefined ? undefined : load.receivedAt / 1000 }
}
