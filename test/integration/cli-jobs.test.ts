/** `subnetes submit`, `watch`, `jobs`, `result`, `cancel`, and the operators' `queue` and `retry` as commands: what they print, and their exit codes. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Message } from '@subnetes/proto'
import { jsonLines, loadManifest, submitJob } from '../fixtures/up-jobs.ts'
import { PATIENCE, UpSubnet, subnetes, temporaryFolder } from '../fixtures/up-subnet.ts'
import type { CommandResult } from '../fixtures/up-subnet.ts'

let subnet: UpSubnet
let folder: Awaited<ReturnType<typeof temporaryFolder>>

beforeAll(async () => {
  folder = await temporaryFolder()
  subnet = await UpSubnet.start({ 'm.yaml': loadManifest() })
  await subnet.untilProtocol('load', 'ready')
})

afterAll(async () => {
  await subnet[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

const state = (): string => join(subnet.folder, '.state')
const operator = async (args: readonly string[]): Promise<CommandResult> => await subnetes([...args, '--state', state()])
const errorOf = ({ stderr }: CommandResult): unknown => (JSON.parse(stderr) as { error: unknown }).error

describe('subnetes submit', () => {
  it('prints the id of a job, the same one for the same key', async () => {
    const first = await submitJob(subnet, 'rpc_echo', { number: 1 }, ['--key', 'k', '--priority', '7', '--attempts', '2'])
    expect(first).toMatch(/^load-[0-9a-f]{32}$/)
    const again = await subnetes(['submit', subnet.address, 'LoadProtocol.rpc_echo', '{"number":1}', '--key', 'k', '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ id: first, handle: 'LoadProtocol.rpc_echo', idempotency_key: 'k', max_attempts: 2, multiaddr: subnet.address })
    const other = await subnetes(['submit', subnet.address, 'LoadProtocol.rpc_echo', '{"number":2}', '--key', 'k', '--json'])
    expect([other.code, errorOf(other)]).toMatchObject([2, { code: 'already_exists' }])
  })

  it('waits for the answer with --wait, and prints it as call does', async () => {
    const { code, stdout, stderr } = await subnetes(['submit', subnet.address, 'LoadProtocol.rpc_stream', '{"messages":3}', '--wait', '--text', 'number'])
    expect([code, stdout]).toEqual([0, '012\n'])
    expect(stderr).toMatch(/^subnetes: job load-[0-9a-f]{32}\n$/)
  })

  it('finds a peer with --via and says where to come back to', async () => {
    const { code, stdout, stderr } = await subnetes(['submit', '--via', subnet.address, 'LoadProtocol.rpc_echo', '{}', '--deadline', '25000'])
    expect(code).toBe(0)
    const [, address = '', id = ''] = /watch (\S+) (\S+)/.exec(stderr) ?? []
    expect(id).toBe(stdout.trim())
    expect((await subnetes(['result', address, id, '--wait', '20'])).code).toBe(0)
  })

  it.each<[string, string[], number, RegExp]>([
    ['a handler that nobody serves', ['LoadProtocol.rpc_nope'], 3, /LoadProtocol\.rpc_nope" is not served here/],
    ['a priority that is none', ['LoadProtocol.rpc_echo', '{}', '--priority', '8'], 2, /priority is 8; allowed are 0 to 7/],
    ['a request that does not fit', ['LoadProtocol.rpc_echo', '{"nmber":1}'], 2, /has no field "nmber"/],
    ['--text without --wait', ['LoadProtocol.rpc_echo', '{}', '--text', 'number'], 2, /--text goes with --wait/]
  ])('refuses %s', async (_what, args, code, message) => {
    expect(await subnetes(['submit', subnet.address, ...args])).toMatchObject({ code, stderr: expect.stringMatching(message) as string })
  })
})

describe('subnetes watch', () => {
  it('prints events as JSON lines, from the beginning or after a position', async () => {
    const id = await submitJob(subnet, 'rpc_stream', { messages: 5, bytes_each: 1 })
    const all = jsonLines((await subnetes(['watch', subnet.address, id])).stdout)
    expect(all.flatMap(({ output }) => output === undefined ? [] : [(output as Message)['number']])).toEqual([0, 1, 2, 3, 4])
    expect(all.at(-1)).toMatchObject({ attempt: 1, sequence: '5', job: { state: 'JOB_STATE_SUCCEEDED', progress: 1 } })
    const rest = jsonLines((await subnetes(['watch', subnet.address, id, '--after', '1.3'])).stdout)
    expect(rest.flatMap(({ sequence, output }) => output === undefined ? [] : [sequence])).toEqual(['4', '5'])
  })

  it('goes on where it was when the gateway dies under it, and prints every message once', async () => {
    const id = await submitJob(subnet, 'rpc_stream', { messages: 100, pace_ms: 100 })
    let seen = ''
    const watched = subnetes(['watch', subnet.address, id], { onStdout: (soFar) => { seen = soFar } })
    await expect.poll(() => seen, PATIENCE).toContain('"output"')
    process.kill(subnet.last('gateway', ({ phase }) => phase === 'ready')?.pid ?? 0, 'SIGKILL')
    const { code, stdout, stderr } = await watched
    expect([stderr, code]).toEqual([expect.stringContaining('looking for the peer again'), 0])
    expect(jsonLines(stdout).flatMap(({ output }) => output === undefined ? [] : [(output as Message)['number']])).toEqual(Array.from({ length: 100 }, (_, number) => number))
  }, 60_000)
})

describe('subnetes jobs, result, cancel', () => {
  it('lists by state, gives no result before the end, cancels, and tells the end by its exit code', async () => {
    const id = await submitJob(subnet, 'rpc_sleep', { ms: 600_000, key: 'c' })
    await expect.poll(async () => (await subnetes(['jobs', subnet.address, '--state', 'active'])).stdout, PATIENCE).toContain(id)
    const early = await subnetes(['result', subnet.address, id, '--json'])
    expect([early.code, errorOf(early)]).toMatchObject([1, { code: 'failed_precondition', message: expect.stringContaining('is active') as string }])
    const cancelled = await subnetes(['cancel', subnet.address, id])
    const line = new RegExp(`^${id} {2}cancelled .* attempt 1/3 {2}LoadProtocol\\.rpc_sleep .* cancelled: cancelled by its submitter\n$`)
    expect([cancelled.code, cancelled.stdout]).toEqual([0, expect.stringMatching(line)])
    expect((await subnetes(['result', subnet.address, id])).code).toBe(130)
    expect(jsonLines((await subnetes(['jobs', subnet.address, '--state', 'cancelled', '--limit', '1', '--json'])).stdout)).toMatchObject([{ id, state: 'JOB_STATE_CANCELLED' }])
  })

  it('finds a peer that knows the job with --via, and nobody for a job that there is not', async () => {
    const id = await submitJob(subnet, 'rpc_echo', { number: 6 })
    const via = ['--via', subnet.address, id, '--deadline', '25000']
    const found = await subnetes(['result', ...via, '--wait', '20'])
    expect([found.stderr, JSON.parse(found.stdout)]).toMatchObject(['', { number: 6 }])
    expect(jsonLines((await subnetes(['watch', ...via])).stdout).at(-1)).toMatchObject({ job: { id, state: 'JOB_STATE_SUCCEEDED' } })
    expect((await subnetes(['cancel', ...via])).stdout).toContain('succeeded')
    const unknown = await subnetes(['result', '--via', subnet.address, id.replace(/.{4}$/, '0000'), '--deadline', '25000', '--json'])
    expect([unknown.code, errorOf(unknown)]).toMatchObject([3, { code: 'not_found', message: expect.stringContaining(`knows no job ${id.slice(0, -4)}0000 of this identity`) as string }])
  }, 90_000)

  it.each<[string, string[], RegExp]>([
    ['no job', ['result', '/ip4/127.0.0.1/tcp/1'], /the job is missing; expected: subnetes result MULTIADDR JOB/],
    ['no peer', ['watch', 'load-1'], /the peer is missing \(--via MULTIADDR finds one\)/],
    ['no job with --via', ['cancel', '--via', '/ip4/127.0.0.1/tcp/1'], /the job is missing; expected: subnetes cancel --via .* JOB/],
    ['an address that is none', ['watch', 'nonsense', 'load-1'], /"nonsense" is not a multiaddr/]
  ])('refuses %s', async (_what, args, message) => {
    expect(await subnetes(args)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) as string })
  })

  it('shows a job to the identity that submitted it alone', async () => {
    const key = join(folder.path, 'other.key')
    await subnetes(['keys', 'new', key])
    const id = await submitJob(subnet, 'rpc_echo', { number: 5 })
    const stranger = await subnetes(['result', subnet.address, id, '--wait', '5', '--identity', key, '--json'])
    expect([stranger.code, errorOf(stranger)]).toMatchObject([3, { code: 'not_found' }])
    expect((await subnetes(['jobs', subnet.address, '--identity', key])).stdout).toBe('(no jobs of this identity here)\n')
    expect(JSON.parse((await subnetes(['result', subnet.address, id, '--wait', '20'])).stdout)).toMatchObject({ number: 5 })
  })
})

describe('subnetes queue and retry', () => {
  it('pauses, shows, drains and resumes the queue of a running subnetes up', async () => {
    expect(JSON.parse((await operator(['queue', 'pause', 'load', '--json'])).stdout)).toEqual({ protocol: 'load', namespace: 'local', isPaused: true })
    const id = await submitJob(subnet, 'rpc_echo', {})
    const stats = await operator(['queue', 'stats', 'load'])
    expect(stats.code).toBe(0)
    expect(stats.stdout).toMatch(/^queue {6}load \(namespace local\), paused\nwaiting {4}1, the next one for [\d.]+ s\ndelayed {4}0\nactive {5}0\n/)
    expect((await operator(['queue', 'drain', 'load'])).stdout).toBe('1 jobs of load cancelled\n')
    const gone = await subnetes(['result', subnet.address, id, '--json'])
    expect([gone.code, errorOf(gone)]).toMatchObject([130, { code: 'cancelled', message: 'cancelled by the operator before it started' }])
    expect((await operator(['queue', 'resume', 'load'])).stdout).toBe('the queue of load runs\n')
    const next = await submitJob(subnet, 'rpc_echo', {})
    expect((await subnetes(['result', subnet.address, next, '--wait', '20'])).code).toBe(0)
  }, 90_000)

  it('runs a cancelled job again, and only one that has ended', async () => {
    const id = await submitJob(subnet, 'rpc_sleep', { ms: 600_000, key: 'again' })
    const active = async (): Promise<Message | undefined> => jsonLines((await subnetes(['jobs', subnet.address, '--state', 'active', '--json'])).stdout).find((job) => job['id'] === id)
    await expect.poll(active, PATIENCE).toMatchObject({ attempt: 1 })
    await subnetes(['cancel', subnet.address, id])
    expect((await operator(['retry', 'load', id])).stdout).toBe(`job ${id} waits again\n`)
    await expect.poll(active, PATIENCE).toMatchObject({ attempt: 2 })
    const running = await operator(['retry', 'load', id, '--json'])
    expect([running.code, errorOf(running)]).toMatchObject([1, { code: 'failed_precondition', message: expect.stringContaining('is active; only failed and cancelled') as string }])
    expect((await subnetes(['cancel', subnet.address, id])).stdout).toContain('cancelled')
  })

  it('names what there is when asked for what there is not', async () => {
    expect(await operator(['queue', 'stats', 'laod'])).toMatchObject({ code: 3, stderr: expect.stringContaining('no queue of a protocol "laod" in namespace "local"; it has load') as string })
    expect(await subnetes(['queue', 'stats', 'load', '--state', folder.path])).toMatchObject({ code: 2, stderr: expect.stringContaining('name one with --redis URL') as string })
    expect(await subnetes(['queue', 'stats', 'load', '--redis', 'nonsense'])).toMatchObject({ code: 2, stderr: expect.stringContaining('is no URL of a Redis') as string })
  })
})
