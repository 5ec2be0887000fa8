import { describe, expect, it } from 'vitest'
import type { ProtocolStatus, TwinStatus } from '@subnetes/local'
import { TerminalView, createView, detailLines, eventLine, statusLines } from './status-view.ts'

const worker = { id: 'one-1', phase: 'ready', pid: 5, computePid: 6, slots: 4, activeCalls: 1, activeJobs: 0, starts: 1, message: '' } as const
const protocol: ProtocolStatus = {
  name: 'one',
  phase: 'ready',
  handles: ['S.rpc_x'],
  example: { handle: 'S.rpc_x', request: '{}', textField: '' },
  workers: [worker],
  replicas: 1,
  scaling: { mode: 'Internal', desired: 1, reason: 'idle', words: 'the last worker stays', slots: 0 },
  load: { active: 1, held: 0, finished: 7, failed: 0, shed: 0 },
  message: ''
}
const status: TwinStatus = {
  gateway: { phase: 'ready', pid: 4, peerId: 'P', multiaddrs: ['/ip4/127.0.0.1/tcp/1/p2p/P'], http: '', message: '' },
  jobs: { kept: 'memory', phase: 'ready', pid: 0, where: '', message: 'not kept' },
  console: { phase: 'off', pid: 0, url: '', message: '' },
  protocols: [protocol]
}

describe('statusLines', () => {
  it('has a line for the gateway and one for each protocol', () => {
    expect(statusLines(status)).toEqual(['gateway  ready      /ip4/127.0.0.1/tcp/1/p2p/P', 'one      ready      1/1 workers  1/4 slots  7 calls'])
  })

  it('says what waits, what failed and what is wrong', () => {
    const troubled = { ...protocol, phase: 'degraded', workers: [{ ...worker, phase: 'down' }], message: 'one-1: runner ended', load: { ...protocol.load, held: 3, failed: 2 } } as const
    expect(statusLines({ ...status, protocols: [troubled] })[1]).toBe('one      degraded   0/1 workers  1/0 slots  3 waiting  7 calls  2 failed  one-1: runner ended')
  })
})

describe('detailLines', () => {
  it('say how many workers are wanted and why, which drain, and what each does', () => {
    const draining: ProtocolStatus = { ...protocol, workers: [worker, { ...worker, id: 'one-2', phase: 'draining', activeJobs: 1 }] }
    expect(detailLines({ ...status, protocols: [draining] }).slice(1)).toEqual([
      'one      ready      1/1 workers  1 draining  2/4 slots  7 calls',
      '  wanted 1 (Internal): the last worker stays',
      '  one-1  ready  pid 5  1 calls, 0 jobs of 4',
      '  one-2  draining  pid 5  1 calls, 1 jobs of 4'])
  })
})

describe('the console', () => {
  const ready = { phase: 'ready', pid: 3, url: 'http://127.0.0.1:8080', message: '' } as const

  it('has a line in the details, with where it is or why there is none', () => {
    expect(detailLines({ ...status, console: ready })[1]).toBe('console  ready      http://127.0.0.1:8080')
    expect(detailLines({ ...status, console: { ...ready, phase: 'down', url: '', message: 'console ended' } })[1]).toBe('console  down       console ended')
    expect(detailLines(status)[1]).toContain('one ')
  })

  it('is told of when it can be opened', () => {
    expect(eventLine({ type: 'console', ...ready })).toBe('console: http://127.0.0.1:8080')
    expect(eventLine({ type: 'console', ...ready, phase: 'starting', url: '' })).toBeUndefined()
  })
})

describe('jobs', () => {
  it('are counted beside the calls, and take slots like them', () => {
    const busy: ProtocolStatus = { ...protocol, jobs: { waiting: 5, active: 2 }, workers: [{ ...worker, activeJobs: 2 }] }
    expect(statusLines({ ...status, protocols: [busy] })[1]).toBe('one      ready      1/1 workers  3/4 slots  2 jobs run, 5 wait  7 calls')
  })

  it('have a plain line that says where they are kept', () => {
    const up = { type: 'jobs', kept: 'private', phase: 'ready', pid: 3, where: '/s/redis', message: '' } as const
    expect(eventLine(up)).toBe('jobs: kept by a redis-server of this subnet, in /s/redis')
    expect(eventLine({ ...up, kept: 'redis', pid: 0, where: 'redis://h:1' })).toBe('jobs: kept in Redis at redis://h:1')
    expect(eventLine({ type: 'jobs', ...status.jobs })).toBe('jobs: not kept')
  })
})

describe('TerminalView', () => {
  it('redraws its block in place, cut to the width, and keeps lasting lines above it', () => {
    let screen = ''
    const view = new TerminalView((text) => { screen += text }, () => 24)
    view.status(status)
    expect(screen).toBe('gateway  ready      /i…\none      ready      1/…\n')
    screen = ''
    view.status(status)
    expect(screen).toBe('')
    view.event({ type: 'exit', process: 'one-1', message: 'killed' })
    expect(screen).toBe('\u001b[2A\u001b[0Jone-1: killed\ngateway  ready      /i…\none      ready      1/…\n')
  })
})

describe('createView', () => {
  it('writes a line per change where nobody can redraw, and JSON lines for programs', () => {
    const written: string[] = []
    const stdout = { write: (text: string) => { written.push(text); return true } } as unknown as Parameters<typeof createView>[0]['stdout']
    const event = { type: 'protocol', protocol: 'one', phase: 'ready', handles: [], readyWorkers: 1, replicas: 1, message: '' } as const
    createView({ stdout }, { json: false }).event(event)
    createView({ stdout }, { json: true }).event(event)
    expect(written[0]).toBe('one: ready, 1/1 workers\n')
    expect(JSON.parse(written[1] ?? '')).toMatchObject({ ...event, time: expect.any(String) as string })
  })
})

describe('eventLine', () => {
  it('says why a manifest is not served', () => {
    expect(eventLine({ type: 'manifest', file: 'a.yaml', protocol: 'one', kind: 'invalid', message: 'spec.woker: unknown field' })).toBe('manifest: spec.woker: unknown field')
  })
})
