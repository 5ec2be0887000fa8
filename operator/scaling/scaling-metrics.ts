/** What the autoscaler counts and times. */
import type { Metrics } from '@subnetes/common'
import type { ScaleReport } from '@subnetes/scaling'
import { splitKey } from '../controller/kinds.ts'

/** Metrics of scaling; one set per process. */
export interface ScalingMetrics {
  /** From the begin of a look at a pool until its count was decided. */
  readonly decided: (seconds: number) => void
  /** From a gateway's activation until the count was written. */
  readonly activationWritten: (seconds: number) => void
  /** From the first call at zero until a worker was ready: what a caller pays for zero. */
  readonly activated: (key: string, seconds: number) => void
  readonly report: (key: string, report: ScaleReport) => void
  /** The Protocol is gone. */
  readonly remove: (key: string) => void
}

const FAST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.5, 1, 5]
const START_SECONDS = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600]

const GAUGES: ReadonlyArray<readonly [name: string, help: string, value: (report: ScaleReport) => number]> = [
  ['subnetes_inflight', 'Calls on workers', ({ sample }) => sample.interactive ?? 0],
  ['subnetes_held', 'Calls that wait at gateways', ({ sample }) => sample.held ?? 0],
  ['subnetes_queue_depth', 'Jobs that wait', ({ sample }) => sample.queueWaiting ?? 0],
  ['subnetes_active', 'Jobs on workers', ({ sample }) => sample.queueActive ?? 0],
  ['subnetes_desired_replicas', 'Workers the policy wants', ({ desired }) => desired],
  ['subnetes_ready_replicas', 'Workers that take work', ({ sample }) => sample.ready ?? 0]
]

/** Makes them; asking twice gives the same ones. */
export function scalingMetrics (metrics: Metrics): ScalingMetrics {
  const labelNames = ['namespace', 'protocol']
  const decision = metrics.histogram({ name: 'subnetes_operator_decision_seconds', help: 'From looking at a pool until its count was decided', buckets: FAST_SECONDS })
  const written = metrics.histogram({ name: 'subnetes_operator_activation_write_seconds', help: 'From an activation until the count was written', buckets: FAST_SECONDS })
  const activation = metrics.histogram({ name: 'subnetes_activation_seconds', help: 'From the first call at zero until a worker was ready', labelNames, buckets: START_SECONDS })
  const gauges = GAUGES.map(([name, help, value]) => ({ gauge: metrics.gauge({ name, help, labelNames }), value }))
  return {
    decided: (seconds) => decision.observe(seconds),
    activationWritten: (seconds) => written.observe(seconds),
    activated: (key, seconds) => activation.observe(seconds, labelsOf(key)),
    report: (key, report) => { for (const { gauge, value } of gauges) gauge.set(value(report), labelsOf(key)) },
    remove: (key) => { for (const { gauge } of gauges) gauge.remove(labelsOf(key)) }
  }
}

function labelsOf (key: string): { namespace: string, protocol: string } {
  const { namespace, name } = splitKey(key)
  return { namespace, protocol: name }
}
