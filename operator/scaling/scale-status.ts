/** A scaling report as a part of the Protocol's status. */
import type { Protocol } from '@subnetes/api'
import type { ScaleReason, ScaleReport } from '@subnetes/scaling'
import type { Observation } from '../controller/conditions.ts'
import type { StatusContribution } from '../controller/status-source.ts'

/** Times that a report alone does not tell; epoch milliseconds. */
export interface ScaleTimes {
  readonly sampledAt: number
  readonly scaledAt?: number | undefined
  readonly activeAt?: number | undefined
}

/** One word for each reason that keeps the count from being what the load wants. Others do not limit. */
const LIMITS: Partial<Readonly<Record<ScaleReason, string>>> = {
  maximum: 'AtMaximum',
  minimum: 'AtMinimum',
  kept: 'Stabilizing',
  settling: 'Stabilizing',
  starting: 'Stabilizing',
  holding: 'Stabilizing',
  unknown: 'MetricsUnavailable',
  suspended: 'Suspended',
  unschedulable: 'Unschedulable'
}

/** Words that do not change from tick to tick, so that a condition is written when its reason changes and not each time a number does. */
const WORDS: Readonly<Record<string, string>> = {
  AtMaximum: 'the load wants more than autoscaling.maxReplicas',
  AtMinimum: 'the load wants less than autoscaling.minReplicas',
  Stabilizing: 'the load wants less; workers stay a while, until giving them up is sure to pay',
  Suspended: 'spec.suspend: no workers, whatever the load',
  Unschedulable: 'the load wants more; no more are ordered while those ordered find no place in the cluster'
}

const WRITTEN_BY_OTHERS: Observation = { type: 'ScalingLimited', status: 'False', reason: 'WrittenByOthers', message: 'autoscaling.mode leaves the count to others' }

/** Whether and why the count is not what the load wants. Missing data is told even when nothing would change: until it is there the count cannot fall. */
export function scalingLimited (report: Pick<ScaleReport, 'reason' | 'fresh' | 'missing'>): Observation {
  const type = 'ScalingLimited'
  const reason = report.fresh || report.reason === 'suspended' ? LIMITS[report.reason] : 'MetricsUnavailable'
  if (reason === undefined) return { type, status: 'False', reason: 'DesiredWithinRange', message: 'the count is what the load wants' }
  return { type, status: 'True', reason, message: WORDS[reason] ?? `not fewer workers while data is missing: ${missingWords(report.missing)}` }
}

/** Names what is missing without its age, which changes each tick. */
function missingWords (missing: readonly string[]): string {
  return missing.map((words) => words.replace(/ (reported|was) last .*$/, ' is silent').replace(/ was last read .*$/, ' cannot be read')).join(', ')
}

/** What the status says of the scaling. */
export function scaleStatus (protocol: Protocol, report: ScaleReport, times: ScaleTimes): StatusContribution {
  const { sample } = report
  const [interactive, held, queueWaiting, queueActive] = [sample.interactive, sample.held, sample.queueWaiting, sample.queueActive].map(rounded) as [number, number, number, number]
  const load = { interactive, held, queueWaiting, queueActive, sampledAt: timeText(times.sampledAt) }
  return {
    conditions: [protocol.spec.autoscaling.mode === 'Internal' || protocol.spec.suspend ? scalingLimited(report) : WRITTEN_BY_OTHERS],
    facts: {
      desiredReplicas: report.desired,
      load,
      ...(times.scaledAt === undefined ? {} : { lastScaleTime: timeText(times.scaledAt) }),
      ...(times.activeAt === undefined ? {} : { lastActiveTime: timeText(times.activeAt) })
    }
  }
}

/** Whether two loads differ in more than the time at which they were seen. */
export function sameLoad (one: ScaleReport | undefined, other: ScaleReport): boolean {
  const names = ['interactive', 'held', 'queueWaiting', 'queueActive'] as const
  return one !== undefined && names.every((name) => rounded(one.sample[name]) === rounded(other.sample[name]))
}

function rounded (value: number | undefined): number {
  return Math.round(value ?? 0)
}

/** RFC 3339 without fractions. */
function timeText (epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z')
}
