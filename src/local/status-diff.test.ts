import { expect, it } from 'vitest'
import { EMPTY_STATUS, diffStatus } from './status-diff.ts'
import type { ProtocolStatus, TwinStatus } from './status.ts'

const worker = { id: 'one-1', phase: 'starting', pid: 5, computePid: 0, slots: 0, activeCalls: 0, activeJobs: 0, starts: 1, message: '' } as const
const protocol: ProtocolStatus = {
  name: 'one',
  phase: 'starting',
  handles: ['S.rpc_x'],
  example: { handle: 'S.rpc_x', request: '{}', textField: '' },
  workers: [worker],
  replicas: 1,
  scaling: { mode: 'Internal', desired: 1, reason: 'idle', words: 'the last worker stays', slots: 0 },
  load: { active: 0, held: 0, finished: 0, failed: 0, shed: 0 },
  message: ''
}
const gateway = { ...EMPTY_STATUS.gateway, pid: 4 }
const { jobs, console } = EMPTY_STATUS
const before: TwinStatus = { gateway, jobs, console, protocols: [protocol] }

it('tells of all there is to one who has seen nothing', () => {
  expect(diffStatus(EMPTY_STATUS, before).map(({ type }) => type)).toEqual(['gateway', 'worker', 'protocol'])
})

it('is silent about loads, which change all the time', () => {
  expect(diffStatus(before, { ...before, protocols: [{ ...protocol, load: { ...protocol.load, finished: 9 }, workers: [{ ...worker, activeCalls: 2 }] }] })).toEqual([])
})

it('tells of a worker that became ready, and of its protocol', () => {
  const ready: ProtocolStatus = { ...protocol, phase: 'ready', workers: [{ ...worker, phase: 'ready', computePid: 6 }] }
  expect(diffStatus(before, { gateway, jobs, console, protocols: [ready] })).toEqual([
    { type: 'worker', protocol: 'one', worker: 'one-1', phase: 'ready', pid: 5, computePid: 6, message: '' },
    { type: 'protocol', protocol: 'one', phase: 'ready', handles: ['S.rpc_x'], readyWorkers: 1, replicas: 1, message: '' }])
})

it('tells of workers and protocols that are gone', () => {
  expect(diffStatus(before, { gateway, jobs, console, protocols: [{ ...protocol, workers: [] }] })).toMatchObject([{ type: 'worker', phase: 'removed' }])
  expect(diffStatus(before, { gateway, jobs, console, protocols: [] })).toMatchObject([{ type: 'protocol', phase: 'removed' }])
})

it('tells where jobs are kept, and of a server that went down', () => {
  const up = { kept: 'private', phase: 'ready', pid: 9, where: '/s/redis', message: '' } as const
  expect(diffStatus(before, { ...before, jobs: up })).toEqual([{ type: 'jobs', ...up }])
  expect(diffStatus({ ...before, jobs: up }, { ...before, jobs: { ...up, phase: 'down', pid: 0 } })).toMatchObject([{ type: 'jobs', phase: 'down' }])
})

it('tells where the console is, and why there is none any more', () => {
  const ready = { phase: 'ready', pid: 9, url: 'http://127.0.0.1:1', message: '' } as const
  expect(diffStatus(before, { ...before, console: ready })).toEqual([{ type: 'console', ...ready }])
  const down = { phase: 'down', pid: 0, url: '', message: 'console ended: killed by SIGKILL' } as const
  expect(diffStatus({ ...before, console: ready }, { ...before, console: down })).toEqual([{ type: 'console', ...down }])
})
