/** What KEDA is told of a Protocol's pool, from what the scaler saw last. */
import { SubnetesError } from '@subnetes/common'
import type { Sample, ScaleReport } from '@subnetes/scaling'
import type { ProtocolView } from '../protocols/protocols-view.ts'

/** The one metric: wanted slots, W of docs/scaling.md. Its target is `worker.concurrency`, so that an HPA's quotient is the wanted workers. */
export const SLOTS_METRIC = 'subnetes_slots'

/** A pool that was not looked at for so long is not known: five ticks of the scaler. */
export const MAX_REPORT_AGE_MS = 10_000

/** What is known of a pool. */
export interface SeenPool {
  /** `namespace/name` of the Protocol. */
  readonly key: string
  readonly view: ProtocolView | undefined
  readonly report: ScaleReport | undefined
  /** `performance.now()` */
  readonly now: number
}

/** The pool's numbers. */
export interface PoolMetric {
  /** Wanted slots. While data is missing not below what the present workers hold: missing is not zero. */
  readonly slots: number
  /** Slots of one worker. */
  readonly target: number
  /** Whether there is, or was just now, anything to do. */
  readonly isActive: boolean
}

/**
 * The numbers of a pool that KEDA may scale.
 *
 * @throws {SubnetesError} `not_found` for no such Protocol, `failed_precondition` when its manifest lets somebody else scale it, `unavailable` when it was not looked at lately: KEDA and
 * the HPA then leave the pool as it is
 */
export function poolMetric ({ key, view, report, now }: SeenPool): PoolMetric {
  if (view === undefined) {
    throw new SubnetesError('not_found', `no Protocol ${key}; name it in the trigger's metadata as "protocol", and make the ScaledObject in its namespace`)
  }
  const { autoscaling, worker } = view.protocol.spec
  if (autoscaling.mode !== 'External') {
    throw new SubnetesError('failed_precondition', `Protocol ${key} has autoscaling.mode ${autoscaling.mode}; KEDA scales those with External, or two write against each other`)
  }
  if (report === undefined || now - report.at * 1000 > MAX_REPORT_AGE_MS) {
    throw new SubnetesError('unavailable', `Protocol ${key} was not looked at within ${MAX_REPORT_AGE_MS / 1000} s; ask again`)
  }
  const known = Math.max(report.slots, 0)
  const present = report.fresh ? 0 : report.replicas * worker.concurrency
  return { slots: Math.max(known, present), target: worker.concurrency, isActive: known + present > 0 || hasWork(report.sample) }
}

function hasWork ({ interactive = 0, held = 0, queueActive = 0, queueWaiting = 0 }: Sample): boolean {
  return interactive + held + queueActive + queueWaiting > 0
}
