/** From what gateways, runners, queues and pods report to one reading for the policy. Data that is missing is never zero: the reading says that it is partial. */
import { STALE_SECONDS } from './sample.ts'
import type { Counters, Sample } from './sample.ts'
import type { GatewayLoad, GatewayView, PoolView, RunnerView, WorkerView } from './pool-view.ts'

type CallCounter = 'callsArrived' | 'callsFinished' | 'callsFinishedSeconds'
type JobCounter = 'jobsFinished' | 'jobsFinishedSeconds'

const CALL_COUNTERS: readonly CallCounter[] = ['callsArrived', 'callsFinished', 'callsFinishedSeconds']
const JOB_COUNTERS: readonly JobCounter[] = ['jobsFinished', 'jobsFinishedSeconds']

/** What is kept from reading to reading: counters of the whole pool, which never fall, and the last word of each source. Plain JSON, bounded by the gateways and workers there are. */
export interface DemandMemory {
  readonly totals: Counters
  readonly gateways: Readonly<Record<string, Readonly<Record<CallCounter, number>>>>
  readonly workers: Readonly<Record<string, { readonly counters?: Readonly<Record<JobCounter, number>>, readonly hasStarted: boolean }>>
}

/** Nothing read yet. */
export const NO_DEMAND: DemandMemory = {
  totals: { callsArrived: 0, callsFinished: 0, callsFinishedSeconds: 0, jobsFinished: 0, jobsFinishedSeconds: 0, coldStarts: 0, coldStartSeconds: 0 },
  gateways: {},
  workers: {}
}

/** One reading. */
export interface Demand {
  /** For `decide`; partial when {@link fresh} is false. */
  readonly sample: Sample
  /** Every gateway and the queue have told, lately, and none was restarted since the last reading. */
  readonly fresh: boolean
  /** What is missing, in words; empty when fresh. */
  readonly missing: readonly string[]
  /** Calls held or running and jobs waiting or running, on draining workers too; null unless all of it is known. */
  readonly work: number | null
  readonly memory: DemandMemory
}

/** Reads the pool at `now`. A gateway that has not reported for three ticks, a gateway that was restarted, no gateway at all, and a queue that cannot be read make it partial. Pure. */
export function readDemand (memory: DemandMemory, view: PoolView, now: number): Demand {
  const totals = { ...memory.totals }
  const gateways = followGateways(memory, view.gateways, totals)
  const workers = followWorkers(memory, view.workers, totals)
  const missing = missingWords(view, gateways.restarted, now)
  const calls = callGauges(view, now)
  const jobs = jobGauges(view, now)
  const count = (phase: WorkerView['phase']): number => view.workers.filter((worker) => worker.phase === phase).length
  const sample: Sample = {
    t: now,
    interactive: calls.staying,
    held: calls.held,
    callsAgeSeconds: calls.ageSeconds,
    ...(jobs.waiting === undefined ? {} : { queueWaiting: jobs.waiting }),
    queueActive: jobs.staying,
    jobsAgeSeconds: jobs.ageSeconds,
    ready: count('ready'),
    starting: count('starting'),
    draining: count('draining'),
    unschedulable: view.workers.filter((worker) => worker.phase === 'starting' && worker.isUnschedulable === true).length,
    replicas: view.replicas,
    ...totals,
    ...(missing.length > 0 ? { partial: true } : {})
  }
  const fresh = missing.length === 0
  const work = fresh ? calls.running + calls.held + jobs.running + (jobs.waiting ?? 0) : null
  return { sample, fresh, missing, work, memory: { totals, gateways: gateways.known, workers } }
}

function isLate (receivedAt: number | undefined, now: number): boolean {
  return receivedAt === undefined || now - receivedAt > STALE_SECONDS
}

function missingWords ({ gateways, queue }: PoolView, restarted: readonly string[], now: number): string[] {
  const words = gateways.filter(({ receivedAt }) => isLate(receivedAt, now)).map((gateway) => lateWords(gateway, now))
  if (gateways.length === 0) words.push('there is no gateway')
  words.push(...restarted.map((id) => `gateway ${id} was started again`))
  if (queue === undefined) words.push('the job queue cannot be read')
  else if (queue !== null && isLate(queue.readAt, now)) words.push(`the job queue was last read ${Math.round(now - queue.readAt)} s ago`)
  return words
}

function lateWords ({ id, receivedAt }: GatewayView, now: number): string {
  return receivedAt === undefined ? `gateway ${id} has not reported yet` : `gateway ${id} reported last ${Math.round(now - receivedAt)} s ago`
}

/** Adds to the totals what the gateways counted since the last reading. */
function followGateways (memory: DemandMemory, gateways: readonly GatewayView[], totals: Counters): { known: DemandMemory['gateways'], restarted: string[] } {
  const known: Record<string, Readonly<Record<CallCounter, number>>> = {}
  const restarted: string[] = []
  for (const { id, load } of gateways) {
    const before = memory.gateways[id]
    if (load === undefined) {
      if (before !== undefined) known[id] = before
      continue
    }
    if (addSteps(totals, CALL_COUNTERS, before, load)) restarted.push(id)
    known[id] = pick(CALL_COUNTERS, load)
  }
  return { known, restarted }
}

/** The same for what the runners counted, and a start for each worker that has become ready. */
function followWorkers (memory: DemandMemory, workers: readonly WorkerView[], totals: Counters): DemandMemory['workers'] {
  const known: Record<string, DemandMemory['workers'][string]> = {}
  for (const { id, startSeconds, runner } of workers) {
    const before = memory.workers[id]
    if (runner !== undefined) addSteps(totals, JOB_COUNTERS, before?.counters, runner)
    if (startSeconds !== undefined && before?.hasStarted !== true) {
      totals.coldStarts += 1
      totals.coldStartSeconds += startSeconds
    }
    const counters = runner === undefined ? before?.counters : pick(JOB_COUNTERS, runner)
    known[id] = { hasStarted: startSeconds !== undefined || before?.hasStarted === true, ...(counters === undefined ? {} : { counters }) }
  }
  return known
}

/** Adds how far the counters went. One seen for the first time adds nothing; one that fell was restarted and adds its new value. @returns whether any fell */
function addSteps<K extends keyof Counters> (totals: Counters, names: readonly K[], before: Readonly<Record<K, number>> | undefined, now: Readonly<Record<K, number>>): boolean {
  if (before === undefined) return false
  const didFall = names.some((name) => now[name] < before[name])
  for (const name of names) totals[name] += didFall ? now[name] : now[name] - before[name]
  return didFall
}

function pick<K extends string> (names: readonly K[], from: Readonly<Record<K, number>>): Readonly<Record<K, number>> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Record<K, number>
}

/** Calls: `staying` leaves out those on draining workers. Gateways and runners count the same calls; the larger count is believed, because a report may be a second old. */
function callGauges (view: PoolView, now: number): { running: number, staying: number, held: number, ageSeconds: number } {
  const loads = view.gateways.flatMap(({ load, receivedAt }) => load === undefined || isLate(receivedAt, now) ? [] : [load])
  const { staying, leaving } = split(view.workers, now)
  const gateways = sum(loads, (load: GatewayLoad) => load.interactive)
  const onLeaving = sum(leaving, (runner) => runner.activeCalls)
  const onStaying = sum(staying, (runner) => runner.activeCalls)
  return {
    running: Math.max(gateways, onStaying + onLeaving),
    staying: Math.max(gateways - onLeaving, onStaying),
    held: sum(loads, (load) => load.held),
    ageSeconds: Math.max(0, sum(loads, (load) => load.callsAgeSeconds) - sum(leaving, (runner) => runner.callsAgeSeconds))
  }
}

/** Jobs, likewise. `waiting` is undefined where nobody can tell. */
function jobGauges ({ gateways, workers, queue }: PoolView, now: number): { running: number, staying: number, waiting: number | undefined, ageSeconds: number } {
  const { staying, leaving } = split(workers, now)
  const active = queue === undefined || queue === null ? 0 : queue.active
  const inGateways = sum(gateways, ({ load, receivedAt }) => isLate(receivedAt, now) ? 0 : load?.jobsWaiting ?? 0)
  const onLeaving = sum(leaving, (runner) => runner.activeJobs)
  const onStaying = sum(staying, (runner) => runner.activeJobs)
  return {
    running: Math.max(active, onStaying + onLeaving),
    staying: Math.max(active - onLeaving, onStaying),
    waiting: queue === undefined ? undefined : (queue?.waiting ?? 0) + inGateways,
    ageSeconds: sum(staying, (runner) => runner.jobsAgeSeconds)
  }
}

/** Runners that have told lately, by whether their worker stays. */
function split (workers: readonly WorkerView[], now: number): { staying: RunnerView[], leaving: RunnerView[] } {
  const staying: RunnerView[] = []
  const leaving: RunnerView[] = []
  for (const { phase, runner } of workers) {
    if (runner === undefined || isLate(runner.receivedAt, now)) continue
    if (phase === 'draining') leaving.push(runner)
    else staying.push(runner)
  }
  return { staying, leaving }
}

function sum<T> (items: readonly T[], value: (item: T) => number): number {
  let total = 0
  for (const item of items) total += value(item)
  return total
}
