import { describe, expect, it } from 'vitest'
import { twinSnapshot } from './console-snapshot.ts'
import { EMPTY_STATUS } from './status-diff.ts'
import type { ProtocolStatus, TwinStatus } from './status.ts'

const protocol: ProtocolStatus = {
  name: 'one',
  phase: 'ready',
  handles: ['S.rpc_x'],
  example: { handle: 'S.rpc_x', request: '{}', textField: '' },
  workers: [{ id: 'one-1', phase: 'ready', pid: 5, computePid: 6, slots: 4, activeCalls: 1, activeJobs: 0, starts: 3, message: '' }],
  replicas: 1,
  scaling: { mode: 'Internal', desired: 1, reason: 'idle', words: 'the last worker stays', slots: 0 },
  load: { active: 1, held: 2, finished: 7, failed: 3, shed: 4 },
  jobs: { waiting: 5, active: 6 },
  message: ''
}
const gateway = { phase: 'ready', pid: 4, peerId: 'P', multiaddrs: ['/ip4/127.0.0.1/tcp/1/p2p/P'], http: '', message: '' } as const
const status: TwinStatus = { ...EMPTY_STATUS, gateway, protocols: [{ ...protocol, name: 'two', jobs: undefined }, protocol] }
const facts = { installation: 'laptop', version: '1', manifests: [] }

describe('what the twin shows to consoles', () => {
  it('is its protocols by name, and its gateway, in the words of the contract', () => {
    expect(twinSnapshot(status, facts)).toEqual({
      installation: 'laptop',
      decider: 'subnetes up',
      version: '1',
      problems: [],
      gateways: [{ id: 'gateway', connected: true, peerId: 'P', multiaddrs: gateway.multiaddrs, version: '1', sinceMs: 0, counted: true }],
      protocols: [expect.objectContaining({
        name: 'one',
        namespace: '',
        phase: 'ready',
        workers: [{ id: 'one-1', state: 'ready', slots: 4, activeCalls: 1, activeJobs: 0, node: '', message: '', restarts: 2 }],
        load: { running: 1, waiting: 2, finished: 7, failed: 3, shed: 4 },
        jobs: { waiting: 5, running: 6 },
        problems: []
      }) as unknown, expect.objectContaining({ name: 'two', jobs: undefined }) as unknown]
    })
  })

  it('tells what is wrong with a protocol, the gateway, the jobs and the manifests', () => {
    const wrong = twinSnapshot({
      ...status,
      gateway: { ...gateway, phase: 'down', message: 'gateway ended' },
      jobs: { kept: 'private', phase: 'down', pid: 0, where: '', message: 'redis-server ended' },
      protocols: [{ ...protocol, phase: 'degraded', message: 'one-1: exit code 1' }]
    }, { ...facts, manifests: [{ file: 'a.yaml', protocol: 'x', kind: 'invalid', message: 'a.yaml: no' }] })
    expect(wrong.problems.map(({ reason, message }) => `${reason} ${message}`)).toEqual(['GatewayDown gateway ended', 'JobsNotKept redis-server ended', 'ManifestInvalid a.yaml: no'])
    expect(wrong.protocols[0]?.problems).toEqual([{ reason: 'WorkersFailing', message: 'one-1: exit code 1', sinceMs: 0, limiting: false }])
    expect(wrong.gateways[0]).toMatchObject({ connected: false, counted: false })
  })

  it('does not call it a problem that jobs are kept in memory', () => {
    expect(twinSnapshot({ ...status, jobs: { kept: 'memory', phase: 'ready', pid: 0, where: '', message: 'they do not survive' } }, facts).problems).toEqual([])
  })
})
