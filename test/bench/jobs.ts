/**
 * What a durable job costs, submit and result through JobsProtocol, beside bare BullMQ (add, worker, completion notice): `npm run bench:jobs`.
 * Every part is a process of its own, both use one redis-server with an append-only file, and they take turns round by round.
 *
 *   --rounds N    rounds of each system (default 5)
 *   --seconds S   length of a round (default 3)
 *   --in-flight N jobs at once (default 32)
 *   --json        every round as JSON instead of the table
 */
import { parseArgs } from 'node:util'
import { startBareQueue, startJobs, startStore } from './jobs-systems.ts'
import { describeMachine } from './machine.ts'
import { formatReport } from './report.ts'
import { measureRounds } from './rounds.ts'
import { compare, summarize } from './statistics.ts'
import type { System } from './systems.ts'
import type { Workload } from './workload.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '3' }, 'in-flight': { type: 'string', default: '32' }, json: { type: 'boolean', default: false } }
})
/** What issue and docs promise: half of bare BullMQ's speed. */
const GOAL = 0.5
const PAYLOAD_BYTES = 64
/** Not counted: the compilers of all processes settle. */
const WARM_UP_SECONDS = 2

async function main (): Promise<void> {
  const machine = describeMachine()
  const [rounds, seconds, inFlight] = [Number(values.rounds), Number(values.seconds), Number(values['in-flight'])]
  const workload: Workload = { kind: 'unary', payloadBytes: PAYLOAD_BYTES, inFlight, seconds }
  const stops: Array<() => Promise<void>> = []
  try {
    const store = await startStore()
    stops.unshift(async () => await store.redis.stop())
    const systems: System[] = []
    for (const start of [startBareQueue, startJobs]) {
      const system = await start(store)
      stops.unshift(async () => await system.stop())
      systems.push(system)
    }
    const results = await measureRounds(systems, workload, { rounds, warmUpSeconds: WARM_UP_SECONDS })
    const ratio = compare(results[1] ?? [], results[0] ?? [])
    const title = `submit and result, ${PAYLOAD_BYTES} bytes, ${inFlight} in flight`
    const summary = systems.map(({ name }, at) => ({ name, summary: summarize(results[at] ?? []), ratio: at === 0 ? undefined : ratio }))
    if (values.json) process.stdout.write(`${JSON.stringify({ machine, workload, goal: GOAL, ratio, rounds: Object.fromEntries(systems.map(({ name }, at) => [name, results[at]])) }, null, 2)}\n`)
    else process.stdout.write(`${formatReport(machine, rounds, [{ title, unit: 'job', messageBytes: 0, systems: summary }])}\ngoal: ${GOAL}; ${ratio.speed.median >= GOAL ? 'reached' : 'MISSED'}\n`)
  } finally {
    for (const stop of stops) await stop()
  }
}

await main()
