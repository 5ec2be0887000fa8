import type { Condition, Protocol } from '@subnetes/api'
import { describe, expect, it } from 'vitest'
import type { RunnerStatus } from '@subnetes/control'
import type { MatchedGateway } from '../gateways/gateway-book.ts'
import type { ProtocolView } from '../protocols/protocols-view.ts'
import type { Worker } from '../workers/worker-fleet.ts'
import { consoleSnapshot, phaseOf } from './console-snapshot.ts'
import type { ConsoleSources } from './console-snapshot.ts'

const FACTS = { installation: 'subnetes in ns', decider: 'pod', version: '1', clockOriginMs: 1_000 }

interface ViewInit { replicas?: number, suspend?: boolean, conditions?: ReadonlyArray<Partial<Condition>>, deleted?: boolean, change?: Partial<ProtocolView> }

function view (name: string, { replicas = 1, suspend = false, conditions = [], deleted = false, change = {} }: ViewInit = {}): ProtocolView {
  const protocol = {
    metadata: { name, namespace: 'ns', ...(deleted ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}) },
    spec: { replicas, suspend, autoscaling: { mode: 'Internal' } },
    status: { conditions: conditions.map((condition) => ({ status: 'True', reason: 'R', message: 'words', lastTransitionTime: '2026-01-01T00:00:00Z', ...condition })) }
  } as unknown as Protocol
  return { key: `ns/${name}`, name, protocol, schema: undefined, assignment: undefined, problem: undefined, conflict: undefined, isServed: true, ...change }
}

function worker (name: string, init: Partial<Worker> = {}): Worker {
  return { name, key: `ns/${name}`, protocolKey: 'ns/one', state: 'ready', node: 'n1', unschedulable: undefined, runner: undefined, pod: { status: { containerStatuses: [{ restartCount: 2 }], initContainerStatuses: [{}] } }, ...init } as Worker
}

function gateway (id: string, finished: number): MatchedGateway {
  const load = { protocol: 'one', interactive: 1, held: 2, callsArrived: 0, callsFinished: finished, callsFinishedSeconds: 0, callsAgeSeconds: 0, callsFailed: 1, callsShed: 1, jobsWaiting: 0 }
  return {
    gateway: { id, ordinal: 0, isConnected: true, peerId: `peer of ${id}`, since: 5.4 },
    connection: {
      hello: { peerId: `peer of ${id}`, multiaddrs: ['/ip4/1.2.3.4/tcp/1'], ordinal: 0, version: '2' }, since: 5.4, podUid: 'u', reportedAt: 9, loads: new Map([['one', load]]), states: new Map(), answers: new Map()
    }
  }
}

function sources (views: readonly ProtocolView[], more: Partial<ConsoleSources> = {}): ConsoleSources {
  return { protocols: { list: () => views }, fleet: { workers: () => [] }, gateways: () => [], report: () => undefined, ...more }
}

describe('what the operator shows to consoles', () => {
  it('is every Protocol and gateway in one order, with workers and the load of all gateways together', () => {
    const runner = { slots: 4, activeCalls: 1, activeJobs: 2 } as RunnerStatus
    const away: MatchedGateway = { gateway: { id: 'ns/gateway-9', ordinal: 9, isConnected: false, peerId: '', since: 7 }, connection: undefined }
    const snapshot = consoleSnapshot(sources([view('two'), view('one')], {
      fleet: { workers: (key) => key === 'ns/one' ? [worker('b', { state: 'starting', unschedulable: 'no node has a GPU' }), worker('a', { runner })] : [] },
      gateways: () => [away, gateway('ns/gateway-1', 4), gateway('ns/gateway-0', 3)]
    }), FACTS)
    expect(snapshot).toMatchObject({ installation: 'subnetes in ns', decider: 'pod', version: '1', problems: [] })
    expect(snapshot.protocols.map(({ name }) => name)).toEqual(['one', 'two'])
    expect(snapshot.protocols[0]).toMatchObject({ namespace: 'ns', phase: 'ready', replicas: 1, load: { running: 2, waiting: 4, finished: 7, failed: 2, shed: 2 }, jobs: undefined })
    expect(snapshot.protocols[0]?.workers).toEqual([
      { id: 'a', state: 'ready', slots: 4, activeCalls: 1, activeJobs: 2, node: 'n1', message: '', restarts: 2 },
      { id: 'b', state: 'starting', slots: 0, activeCalls: 0, activeJobs: 0, node: 'n1', message: 'no node has a GPU', restarts: 2 }
    ])
    expect(snapshot.gateways.map(({ id, connected, counted, sinceMs, version }) => [id, connected, counted, sinceMs, version])).toEqual([
      ['ns/gateway-0', true, true, 1005, '2'], ['ns/gateway-1', true, true, 1005, '2'], ['ns/gateway-9', false, false, 1007, '']
    ])
  })

  it('tells what the last look at a pool found', () => {
    const report = { desired: 3, reason: 'load', words: 'the load takes 9.0 slots', sample: { queueWaiting: 4.4, queueActive: 2 } } as unknown as ReturnType<ConsoleSources['report']>
    const [protocol] = consoleSnapshot(sources([view('one')], { report: () => report }), FACTS).protocols
    expect(protocol).toMatchObject({ scaling: { mode: 'Internal', desired: 3, reason: 'load', words: 'the load takes 9.0 slots' }, jobs: { waiting: 4, running: 2 } })
  })

  it('gives the load of a name to the Protocol that is served, and to no other of that name', () => {
    const conflict = { reason: 'NameTaken', message: 'taken' } as const
    const [protocol] = consoleSnapshot(sources([view('one', { change: { isServed: false, conflict } })], { gateways: () => [gateway('g', 3)] }), FACTS).protocols
    expect(protocol).toMatchObject({ phase: 'refused', load: { finished: 0 }, problems: [{ reason: 'NameTaken', message: 'taken', sinceMs: 0, limiting: false }] })
  })

  it('says what is wrong once, the worst first, and tells limits apart', () => {
    const conditions = [
      { type: 'ScalingLimited', reason: 'AtMaximum', message: 'more is wanted' },
      { type: 'Ready', status: 'False', reason: 'SchemaInvalid', message: 'line 5' },
      { type: 'SchemaValid', status: 'False', reason: 'Invalid', message: 'line 5' },
      { type: 'Degraded', status: 'False', reason: 'AsExpected' },
      { type: 'Draining', status: 'True', reason: 'WorkersDraining' }
    ] as const
    const [protocol] = consoleSnapshot(sources([view('one', { conditions })]), FACTS).protocols
    expect(protocol?.problems).toEqual([
      { reason: 'Invalid', message: 'line 5', sinceMs: Date.parse('2026-01-01T00:00:00Z'), limiting: false },
      { reason: 'AtMaximum', message: 'more is wanted', sinceMs: Date.parse('2026-01-01T00:00:00Z'), limiting: true }
    ])
  })

  it.each([
    ['stopping', view('one', { deleted: true }), []],
    ['refused', view('one', { conditions: [{ type: 'GatewayRegistered', status: 'False', reason: 'Refused' }] }), [worker('a')]],
    ['suspended', view('one', { suspend: true }), []],
    ['idle', view('one', { replicas: 0 }), []],
    ['ready', view('one'), [worker('a')]],
    ['starting', view('one'), [worker('a', { state: 'starting' })]],
    ['starting', view('one', { replicas: 2 }), [worker('a'), worker('b', { state: 'draining' })]],
    ['degraded', view('one', { conditions: [{ type: 'Degraded', reason: 'CrashLooping' }] }), []]
  ])('is %s when it is', (phase, one, workers) => {
    expect(phaseOf(one, workers)).toBe(phase)
  })
})
