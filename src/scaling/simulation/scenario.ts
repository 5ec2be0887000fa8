/** The scenarios of `scenarios.json`: a workload and the pool it meets. */
import { join } from 'node:path'
import { SubnetesError } from '@subnetes/common'
import { meanSlots, scaled } from './arrival.ts'
import { MADE } from './made.ts'
import { createRandom } from './random.ts'
import { readTrace } from './trace-file.ts'
import type { Arrival } from './arrival.ts'
import type { RunInit } from './simulator.ts'
import type { TraceReading } from './trace-file.ts'

/** Quiet time after a trace of an hour, in which a pool may show that it shrinks. */
export const TAIL_SECONDS = 1200

const HOUR = 3600
const DAY = 86_400

/** One entry of `scenarios.json`. */
export interface Scenario {
  name: string
  trace?: string
  made?: string
  /** Average busy slots wanted, in workers; a trace is thinned or multiplied until it has them. Without it a trace is replayed as it is. */
  workers?: number
  concurrency: number
  seed?: number
  startReplicas: number
  fromDay?: number
  days?: number
  min?: number
  max?: number
  failureMtbfSeconds?: number
}

/** The file's values for what a scenario does not say. */
export interface ScenarioDefaults {
  coldStartSeconds: number
  coldStartSigma: number
  deadlineSeconds: number
  max: number
  min: number
}

/** The traces that `scenarios.json` names. */
const TRACES: Readonly<Record<string, { file: string, clockStepSeconds?: number }>> = {
  code: { file: 'azure-llm-2023-code.csv' },
  conv: { file: 'azure-llm-2023-conv.csv' },
  mooncake: { file: 'mooncake-2024-conversation.csv', clockStepSeconds: 3 },
  burstgpt: { file: 'burstgpt-week1-minutes.csv' }
}

/** A scenario ready to run: `arrivals` may be walked any number of times and is the same each time. */
export interface Workload {
  init: RunInit
  meanSlots: number
  arrivals: () => Iterable<Arrival>
}

/**
 * Reads `scenarios.json`.
 *
 * @throws {SubnetesError} `invalid_argument` when it has no defaults or scenarios
 */
export function parseScenarios (text: string): { defaults: ScenarioDefaults, scenarios: Scenario[] } {
  const value = JSON.parse(text) as { defaults?: ScenarioDefaults, scenarios?: Scenario[] }
  if (value.defaults === undefined || !Array.isArray(value.scenarios)) throw new SubnetesError('invalid_argument', 'the scenarios file must have "defaults" and "scenarios"')
  return { defaults: value.defaults, scenarios: value.scenarios }
}

/**
 * Prepares a scenario. `trace` is a name of `scenarios.json`, found under `traceFolder`, or the path of a CSV file.
 *
 * @throws {SubnetesError} `not_found` for a made workload that does not exist
 */
export function prepareScenario (scenario: Scenario, defaults: ScenarioDefaults, traceFolder: string): Workload {
  const seed = scenario.seed ?? 1
  const base = scenario.made === undefined ? traceOf(scenario, traceFolder, seed) : madeOf(scenario.made, seed)
  const mean = meanSlots(base.arrivals(), base.loadSeconds)
  const factor = scenario.workers === undefined || mean === 0 ? 1 : scenario.workers * scenario.concurrency / mean
  return {
    init: {
      concurrency: scenario.concurrency,
      coldStartSeconds: defaults.coldStartSeconds,
      coldStartSigma: defaults.coldStartSigma,
      deadlineSeconds: defaults.deadlineSeconds,
      min: scenario.min ?? defaults.min,
      max: scenario.max ?? defaults.max,
      startReplicas: scenario.startReplicas,
      durationSeconds: base.durationSeconds,
      failureMtbfSeconds: scenario.failureMtbfSeconds ?? null,
      seed
    },
    meanSlots: mean * factor,
    arrivals: () => factor === 1 ? base.arrivals() : scaled(base.arrivals(), factor, createRandom(seed * 7919))
  }
}

interface Base {
  durationSeconds: number
  /** The part of the duration that has load. */
  loadSeconds: number
  arrivals: () => Iterable<Arrival>
}

function madeOf (name: string, seed: number): Base {
  const made = MADE[name]
  if (made === undefined) throw new SubnetesError('not_found', `made workload ${name} does not exist: there are ${Object.keys(MADE).join(', ')}`)
  return { durationSeconds: made.durationSeconds, loadSeconds: made.durationSeconds, arrivals: () => made.arrivals(createRandom(seed)) }
}

function traceOf (scenario: Scenario, traceFolder: string, seed: number): Base {
  const name = scenario.trace ?? ''
  const known = TRACES[name]
  const reading: TraceReading = { path: known === undefined ? name : join(traceFolder, known.file), clockStepSeconds: known?.clockStepSeconds ?? 0 }
  if (scenario.days !== undefined) {
    const from = (scenario.fromDay ?? 0) * DAY
    reading.span = { from, to: from + scenario.days * DAY }
  }
  const arrivals = (): Iterable<Arrival> => readTrace(reading, createRandom(seed))
  const loadSeconds = scenario.days !== undefined ? scenario.days * DAY : known !== undefined ? HOUR : lastArrival(arrivals())
  return { loadSeconds, durationSeconds: scenario.days === undefined ? loadSeconds + TAIL_SECONDS : loadSeconds, arrivals }
}

function lastArrival (arrivals: Iterable<Arrival>): number {
  let last = 0
  for (const { at } of arrivals) last = at
  return last
}
