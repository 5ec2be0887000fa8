import type { ConsoleSnapshot, ConsoleWorker } from '@subnetes/control'
import { describe, expect, it } from 'vitest'
import { gatewaySeen, protocolSeen, snapshotSeen } from '../../test/fixtures/console-snapshot.ts'
import { MAX_RECENT, MERGE_MS, RecentLog } from './recent-log.ts'

function eventsOf (before: ConsoleSnapshot, after: ConsoleSnapshot): string[] {
  const log = new RecentLog()
  log.compare(before, after, { atMs: 1, isComparable: true })
  return log.entries.map(({ kind, protocol, text }) => `${kind} ${protocol} ${text}`).toReversed()
}

const one = (change: Parameters<typeof protocolSeen>[1] = {}): ConsoleSnapshot => snapshotSeen({ protocols: [protocolSeen('one', change)] })
const worker = (id: string, state: ConsoleWorker['state'], message = '', restarts = 0): ConsoleWorker => ({ id, state, slots: 1, activeCalls: 0, activeJobs: 0, node: '', message, restarts })
const load = (failed: number, shed = 0): { load: ReturnType<typeof protocolSeen>['load'] } => ({ load: { running: 0, waiting: 0, finished: 9, failed, shed } })

describe('what happened lately', () => {
  it('is a change of the count, with why', () => {
    expect(eventsOf(one(), one({ replicas: 3, scaling: { mode: 'Internal', desired: 3, reason: 'load', words: 'the load takes 9.0 slots' } }))).toEqual(['scale ns/one 1 → 3 workers: the load takes 9.0 slots'])
  })

  it('is a problem that begins and one that ends, whatever its words become meanwhile', () => {
    const problems = [{ reason: 'CrashLooping', message: 'exit code 1', sinceMs: 0, limiting: false }]
    expect(eventsOf(one(), one({ problems }))).toEqual(['problem ns/one CrashLooping: exit code 1'])
    expect(eventsOf(one({ problems }), one({ problems: problems.map((problem) => ({ ...problem, message: 'exit code 2' })) }))).toEqual([])
    expect(eventsOf(one({ problems }), one())).toEqual(['solved ns/one CrashLooping is over'])
  })

  it('is a worker that is lost, and not one that was drained', () => {
    const before = one({ replicas: 2, workers: [worker('a', 'ready'), worker('b', 'draining'), worker('c', 'ready')] })
    expect(eventsOf(before, one({ replicas: 2, workers: [worker('c', 'down', 'killed by SIGKILL')] }))).toEqual(['worker ns/one c is down: killed by SIGKILL', 'worker ns/one a is gone'])
  })

  it('is no worker that was one too many, though nobody saw it drain', () => {
    expect(eventsOf(one({ workers: [worker('a', 'ready'), worker('b', 'ready')] }), one({ workers: [worker('a', 'ready')] }))).toEqual([])
  })

  it('is a worker that was started again, also when nobody saw it down', () => {
    expect(eventsOf(one({ workers: [worker('a', 'ready')] }), one({ workers: [worker('a', 'ready', '', 1)] }))).toEqual(['worker ns/one a was started again'])
    expect(eventsOf(one({ workers: [worker('a', 'down', 'killed', 0)] }), one({ workers: [worker('a', 'starting', 'exit code 1', 1)] }))).toEqual(['worker ns/one a was started again: exit code 1'])
  })

  it('is a gateway or a protocol that comes or goes', () => {
    const after = snapshotSeen({ gateways: [gatewaySeen('g0', { connected: false }), gatewaySeen('g1')], protocols: [protocolSeen('two')] })
    expect(eventsOf(one(), after)).toEqual(['gateway  g0 is not connected', 'gateway  g1 is connected', 'protocol ns/two is there', 'protocol ns/one is gone'])
  })

  it('counts calls that failed in one entry a minute, and none while gateways come and go', () => {
    const log = new RecentLog()
    const step = (before: number, after: number, atMs: number, isComparable = true): void => log.compare(one(load(before)), one(load(after, after)), { atMs, isComparable })
    step(0, 2, 1_000)
    step(2, 3, 2_000)
    expect(log.entries).toEqual([{ kind: 'calls', protocol: 'ns/one', text: '3 calls failed, 5 turned away', atMs: 2_000 }])
    step(3, 4, 2_000 + MERGE_MS)
    step(0, 500, 2_001 + MERGE_MS, false)
    expect(log.entries.map(({ text }) => text)).toEqual(['1 call failed, 4 turned away', '3 calls failed, 5 turned away'])
  })

  it('is bounded, newest first', () => {
    const log = new RecentLog()
    for (let n = 0; n < 2 * MAX_RECENT; n++) log.add({ kind: 'link', protocol: '', text: String(n) }, n)
    expect([log.entries.length, log.entries[0]?.text]).toEqual([MAX_RECENT, String(2 * MAX_RECENT - 1)])
  })
})
