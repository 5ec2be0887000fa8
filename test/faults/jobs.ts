/**
 * Jobs while everything around them dies: `npm run test:faults`.
 * Real gateways, workers and a real redis-server; once a second something is killed, cut or slowed. Every job must give its one result.
 *
 *   --jobs N      jobs of 5 to 500 ms (default 2000)
 *   --seed N      of the random choices; printed, so that a run can be repeated
 *   --minutes M   the longest it may take (default 8)
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { Callers, inLanes } from './callers.ts'
import type { Outcome } from './callers.ts'
import { FaultMaker } from './faults.ts'
import { FaultSubnet } from './fault-subnet.ts'
import { seeded } from './random.ts'
import { isSameResult, leakedKeys, readExecutions, wrongResult } from './verdict.ts'
import type { Executions } from './verdict.ts'
import type { Work } from './work-service.ts'

const { values } = parseArgs({ options: { jobs: { type: 'string', default: '2000' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) }, minutes: { type: 'string', default: '8' } } })
const LANES = 24
/** One job in so many streams its result. */
const STREAM_EVERY = 10
const MOST_REPEATED = 0.02

function works (count: number, random: () => number): Work[] {
  return Array.from({ length: count }, (_, number) => ({ number, ms: 5 + Math.floor(random() * 496), parts: number % STREAM_EVERY === 0 ? 1 + Math.floor(random() * 10) : 0 }))
}

async function main (): Promise<boolean> {
  const seed = Number(values.seed)
  const random = seeded(seed)
  const all = works(Number(values.jobs), random)
  say(`${all.length} jobs, seed ${seed}`)
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(), Number(values.minutes) * 60_000)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => over.abort())
  const subnet = await FaultSubnet.start({ workers: 4, gateways: 2, peers: 2 })
  try {
    const began = Date.now()
    const maker = new FaultMaker(subnet, seeded(seed + 1))
    const callers = new Callers(subnet, random, over.signal)
    maker.start()
    let done = 0
    const first = await inLanes(all, LANES, async (work) => {
      const outcome = await callers.run(work)
      if (++done % 200 === 0) say(`${done} jobs after ${seconds(began)} s`)
      return outcome
    })
    const tookSeconds = seconds(began)
    await maker.stop()
    say('collecting everything once more')
    const second = await inLanes(first, LANES, async (outcome) => await callers.collect(outcome))
    const executions = readExecutions(await readFile(subnet.logPath, 'utf8'))
    say(`${tookSeconds} s; faults: ${JSON.stringify(maker.counts)}`)
    say(`calls made again: ${JSON.stringify(callers.trouble.retries)}; acknowledged jobs that Redis lost: ${callers.trouble.forgotten.size}`)
    return judge({ first, second, executions, leaked: await leakedKeys(subnet.redis.url) })
  } finally {
    clearTimeout(timer)
    await subnet.stop()
  }
}

interface Findings { readonly first: readonly Outcome[], readonly second: readonly Outcome[], readonly executions: Executions, readonly leaked: readonly string[] }

function judge ({ first, second, executions, leaked }: Findings): boolean {
  const wrong = [...first, ...second].map(wrongResult).filter((text) => text !== '')
  const different = first.filter((outcome, index) => { const other = second[index]; return other === undefined || !isSameResult(outcome, other) })
  const part = executions.repeatedJobs / first.length
  say(`results: ${first.length - first.filter((outcome) => wrongResult(outcome) !== '').length} of ${first.length}; collected again and different: ${different.length}`)
  say(`executions: ${executions.starts} of ${executions.jobs} jobs; jobs executed more than once: ${executions.repeatedJobs} (${(part * 100).toFixed(2)} %)`)
  say(`of these ${executions.lostWithWorker} whose earlier execution never ended (its worker was killed, or lost its lock), ${executions.ranToEndTwice} whose earlier execution had come to its end`)
  say(`keys left in Redis without an end: ${leaked.length}${leaked.length === 0 ? '' : ` (${leaked.slice(0, 5).join(', ')})`}`)
  for (const text of wrong.slice(0, 20)) say(text)
  const passed = wrong.length === 0 && different.length === 0 && part < MOST_REPEATED && leaked.length === 0
  say(passed ? 'passed' : 'FAILED')
  return passed
}

function seconds (since: number): number {
  return Math.round((Date.now() - since) / 1000)
}

function say (text: string): void {
  process.stdout.write(`${text}\n`)
}

process.exitCode = await main() ? 0 : 1
